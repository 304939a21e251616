from __future__ import annotations

import pytest

from desktop.core.i18n import language
from desktop.months.rows import Compared, Counts, Figure, Figures
from desktop.months.table import (
    LIST_TITLES,
    TILE_LABELS,
    arrow_text,
    change_tone,
    listed,
    listed_words,
    percent_change,
    tile_text,
    verdict,
)

EN = language("en")
HOUR = 3_600_000_000
COUNTS = Counts(
    received=100,
    received_completed=94,
    complaints=8,
    carried_over=5,
    completed=90,
    completed_with_due=80,
    completed_on_time=68,
    repairs_completed=60,
    reworked=3,
    overdue=2,
    follow_ups_due=50,
    follow_ups_reached=48,
    answers=40,
    good_answers=38,
)
NOW = Figures.of(COUNTS, [2 * HOUR, 6 * HOUR, 40 * HOUR], 400)


def earlier(**changed: int) -> Figures:
    return Figures.of(COUNTS._replace(**changed), [2 * HOUR, 6 * HOUR, 40 * HOUR], 400)


def test_that_every_figure_has_a_name_and_says_what_its_list_holds() -> None:
    assert set(TILE_LABELS) == set(LIST_TITLES) == set(Figure)


@pytest.mark.parametrize(
    ("figure", "length"),
    [
        (Figure.RECEIVED, 100),
        (Figure.COMPLETION_RATE, 6),
        (Figure.ON_TIME_RATE, 12),
        (Figure.REWORK_RATE, 3),
        (Figure.FOLLOW_UP_RATE, 2),
        (Figure.SATISFACTION, 2),
        (Figure.COMPLAINT_RATE, 8),
        (Figure.TURNAROUND_P90_HOURS, 90),
    ],
)
def test_that_a_rates_list_holds_what_fell_short(figure: Figure, length: int) -> None:
    assert listed(figure, NOW) == length
    assert EN.message(listed_words(figure, NOW)).startswith(f"Opens {length} requests: ")


@pytest.mark.parametrize(
    ("figure", "text"),
    [(Figure.RECEIVED, "100"), (Figure.COMPLETION_RATE, "94.0%"), (Figure.TURNAROUND_MEDIAN_HOURS, "6.0 h")],
)
def test_that_a_figure_alone_stands_with_its_unit(figure: Figure, text: str) -> None:
    assert tile_text(figure, NOW, EN) == text
    assert tile_text(figure, None, EN) == "-"


@pytest.mark.parametrize(
    ("figure", "before", "text", "tone", "icon"),
    [
        (Figure.COMPLETION_RATE, earlier(received_completed=90), "↑ +4.0 pts", "green", "circle-check"),
        (Figure.COMPLETION_RATE, earlier(received_completed=97), "↓ −3.0 pts", "amber", "triangle-alert"),
        (Figure.REWORK_RATE, earlier(reworked=6), "↓ −5.0 pts", "green", "circle-check"),
        (Figure.OVERDUE, earlier(overdue=0), "↑ +2", "amber", "triangle-alert"),
        (Figure.RECEIVED, earlier(received=76), "↑ +24", "ink2", "arrow-up"),
        (Figure.RECEIVED, earlier(received=128), "↓ −28", "ink2", "arrow-down"),
        (Figure.ON_TIME_RATE, earlier(), "0.0 pts", "ink2", "minus"),
        (Figure.ON_TIME_RATE, None, "-", "ink2", "minus"),
    ],
)
def test_that_a_change_is_told_in_words_arrow_and_colour(
    figure: Figure, before: Figures | None, text: str, tone: str, icon: str
) -> None:
    assert arrow_text(figure, NOW, before, EN) == text
    assert change_tone(figure, NOW, before, EN) == tone
    shown, colour, words = verdict(figure, Compared(NOW, before, None), EN)
    assert (shown, colour) == (icon, tone)
    assert EN.message(words)


def test_that_only_counts_change_by_a_part_of_themselves() -> None:
    assert percent_change(Figure.RECEIVED, NOW, earlier(received=80), EN) == "+25.0%"
    assert percent_change(Figure.RECEIVED, NOW, earlier(received=0), EN) == "-"
    assert percent_change(Figure.COMPLETION_RATE, NOW, earlier(), EN) == ""
