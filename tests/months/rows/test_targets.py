"""Whether a figure is what it ought to be, and which part of the whole a group has."""

from __future__ import annotations

import pytest

from desktop.months.rows import (
    BUILT_IN_TARGETS,
    COUNTED,
    LESS_IS_BETTER,
    TARGETED,
    Counts,
    Figure,
    Figures,
    is_met,
    share_of,
)


@pytest.mark.parametrize(
    ("figure", "value", "target", "met"),
    [
        (Figure.ON_TIME_RATE, 0.88, 0.88, True),
        (Figure.ON_TIME_RATE, 0.8795, 0.88, True),
        (Figure.ON_TIME_RATE, 0.8794, 0.88, False),
        (Figure.REWORK_RATE, 0.0404, 0.04, True),
        (Figure.REWORK_RATE, 0.0406, 0.04, False),
        (Figure.TURNAROUND_MEDIAN_HOURS, 24.04, 24, True),
        (Figure.TURNAROUND_MEDIAN_HOURS, 24.06, 24, False),
        (Figure.RESPONSE_MEDIAN_HOURS, 0.0, 2, True),
        (Figure.SATISFACTION, None, 0.95, None),
        (Figure.SATISFACTION, 0.95, None, None),
    ],
)
def test_that_a_target_is_met_as_the_figure_is_written(
    figure: Figure, value: float | None, target: float | None, *, met: bool | None
) -> None:
    assert is_met(figure, value, target) is met


def test_that_only_rates_and_times_have_targets() -> None:
    assert set(TARGETED) == set(Figure) - COUNTED
    assert set(BUILT_IN_TARGETS) <= set(TARGETED)
    assert set(TARGETED) > LESS_IS_BETTER


def test_that_only_counts_have_a_share_of_the_whole() -> None:
    part, whole, nothing = (Figures.of(Counts(received=number), (), 0) for number in (3, 12, 0))
    assert share_of(part, whole, Figure.RECEIVED) == 0.25
    assert share_of(part, nothing, Figure.RECEIVED) is None
    assert share_of(part, whole, Figure.COMPLETION_RATE) is None
