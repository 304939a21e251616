"""Figures as they are written."""

from __future__ import annotations

import pytest

from desktop.core.i18n import language
from desktop.months.rows import (
    DEFINITIONS,
    FIGURE_HEADS,
    FIGURE_LABELS,
    Figure,
    difference_text,
    figure_text,
    percent_text,
)

ENGLISH = language("en")


def test_that_every_figure_has_its_words() -> None:
    assert set(FIGURE_LABELS) == set(FIGURE_HEADS) == set(Figure)
    assert set(Figure) - set(DEFINITIONS) == {Figure.TURNAROUND_P90_HOURS}


@pytest.mark.parametrize(
    ("figure", "value", "text"),
    [
        (Figure.RECEIVED, 1234, "1,234"),
        (Figure.COMPLETION_RATE, 0.93949, "93.9%"),
        (Figure.TURNAROUND_P90_HOURS, 41.25, "41.3"),
        (Figure.SATISFACTION, None, "-"),
        (Figure.OVERDUE, 0, "0"),
    ],
)
def test_that_a_figure_is_written_by_its_kind(figure: Figure, value: float | None, text: str) -> None:
    assert figure_text(figure, value, ENGLISH) == text


@pytest.mark.parametrize(
    ("figure", "now", "before", "text"),
    [
        (Figure.RECEIVED, 198, 186, "+12"),
        (Figure.RECEIVED, 198, 221, "−23"),
        (Figure.RECEIVED, 5, 5, "0"),
        (Figure.RECEIVED, 5, None, "-"),
        (Figure.COMPLETION_RATE, 0.939, 0.925, "+1.4 pts"),
        (Figure.COMPLETION_RATE, 0.9386, 0.9394, "0.0 pts"),
        (Figure.COMPLETION_RATE, None, 0.5, "-"),
        (Figure.TURNAROUND_MEDIAN_HOURS, 6.2, 7.1, "−0.9"),
    ],
)
def test_that_a_difference_is_that_of_the_numbers_shown(
    figure: Figure, now: float | None, before: float | None, text: str
) -> None:
    assert difference_text(figure, now, before, ENGLISH) == text


@pytest.mark.parametrize(
    ("now", "before", "text"), [(198, 186, "+6.5%"), (9, 12, "−25.0%"), (3, 0, "-"), (3, None, "-"), (0, 4, "−100.0%")]
)
def test_that_a_percentage_over_nothing_is_none(now: float, before: float | None, text: str) -> None:
    assert percent_text(now, before, ENGLISH) == text
