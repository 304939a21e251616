from __future__ import annotations

import pytest

from desktop.core.i18n import language
from desktop.months.rows import Compared, Counts, Figure, Figures
from desktop.months.table import axis_text, axis_value, standing, target_line, target_text, year_text

EN = language("en")
ZH = language("zh_CN")
HOUR = 3_600_000_000
COUNTS = Counts(received=100, received_completed=94, completed=90, repairs_completed=60, reworked=3)
NOW = Figures.of(COUNTS, [2 * HOUR, 6 * HOUR, 40 * HOUR], 400)
COMPARED = Compared(NOW, None, None)
MET = {"circle-check": True, "triangle-alert": False, "minus": None}


@pytest.mark.parametrize(
    ("figure", "target", "text"),
    [
        (Figure.COMPLETION_RATE, 0.92, "≥ 92%"),
        (Figure.REWORK_RATE, 0.045, "≤ 4.5%"),
        (Figure.TURNAROUND_P90_HOURS, 24.0, "≤ 24 h"),
        (Figure.TURNAROUND_MEDIAN_HOURS, 7.5, "≤ 7.5 h"),
    ],
)
def test_that_a_target_says_its_direction_and_no_needless_decimal(figure: Figure, target: float, text: str) -> None:
    assert target_text(figure, target, EN) == text


@pytest.mark.parametrize(
    ("figure", "target", "icon", "line"),
    [
        (Figure.COMPLETION_RATE, 0.92, "circle-check", "≥92% met"),
        (Figure.COMPLETION_RATE, 0.95, "triangle-alert", "≥95% missed"),
        (Figure.REWORK_RATE, 0.05, "circle-check", "≤5% met"),
        (Figure.TURNAROUND_MEDIAN_HOURS, 5, "triangle-alert", "≤5 h missed"),
        (Figure.ON_TIME_RATE, 0.9, "minus", "≥90%"),
    ],
)
def test_that_a_target_is_told_in_icon_and_words(figure: Figure, target: float, icon: str, line: str) -> None:
    stands = standing(figure, COMPARED, {figure: target}, EN)
    assert (stands.met, stands.icon) == (MET[icon], icon)
    assert target_text(figure, target, EN) in EN.message(stands.words)
    assert target_line(figure, COMPARED, {figure: target}, EN) == line


def test_that_a_figure_without_target_stands_against_the_month_before() -> None:
    earlier = Figures.of(COUNTS._replace(received_completed=90), [], 400)
    stands = standing(Figure.COMPLETION_RATE, Compared(NOW, earlier, None), {}, EN)
    assert (stands.icon, stands.tone, stands.met) == ("circle-check", "green", None)
    assert target_line(Figure.COMPLETION_RATE, COMPARED, {}, EN) == ""


def test_that_met_and_missed_are_other_words_in_chinese() -> None:
    lines = {target_line(Figure.COMPLETION_RATE, COMPARED, {Figure.COMPLETION_RATE: each}, ZH) for each in (0.9, 0.99)}
    assert lines == {"≥90% 达标", "≥99% 未达标"}


def test_that_the_year_so_far_is_unknown_until_it_is_counted() -> None:
    assert year_text(Figure.RECEIVED, NOW, EN) == "YTD 100"
    assert year_text(Figure.RECEIVED, None, EN) == "YTD -"


@pytest.mark.parametrize(
    ("figure", "value", "text"),
    [
        (Figure.RECEIVED, 100, "100"),
        (Figure.COMPLETION_RATE, 94, "94%"),
        (Figure.TURNAROUND_MEDIAN_HOURS, 6, "6"),
        (Figure.ON_TIME_RATE, None, ""),
    ],
)
def test_that_a_chart_counts_rates_in_per_cent(figure: Figure, value: float | None, text: str) -> None:
    drawn = axis_value(figure, NOW)
    assert drawn == (None if value is None else pytest.approx(value))
    assert drawn is None or axis_text(figure, round(drawn, 6), EN) == text
