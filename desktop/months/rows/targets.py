"""What figures ought to be: which of them can have a target, the built-in ones, and whether one is met."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.months.rows.figures import Figure
from desktop.months.rows.labels import COUNTED, HOURS, as_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BUILT_IN_TARGETS", "LESS_IS_BETTER", "TARGETED", "is_met"]

TARGETED = tuple(figure for figure in Figure if figure not in COUNTED)
"""Figures that can have a target: rates and times. How much comes in is nobody's merit."""

LESS_IS_BETTER = HOURS | {Figure.REWORK_RATE, Figure.COMPLAINT_RATE}
"""Figures whose target is the most they may be; of all others it is the least."""

BUILT_IN_TARGETS: Mapping[Figure, float] = MappingProxyType(
    {
        Figure.COMPLETION_RATE: 0.92,
        Figure.ON_TIME_RATE: 0.88,
        Figure.REWORK_RATE: 0.04,
        Figure.FOLLOW_UP_RATE: 0.95,
        Figure.SATISFACTION: 0.95,
    }
)
"""What holds for every department until the project manager lays down something else."""


def is_met(figure: Figure, value: float | None, target: float | None) -> bool | None:
    """Tell whether a figure is what it ought to be; none where either is unknown.

    Both are compared as they are written: 92.0 % printed beside a target of 92 % is not called missed.
    """
    if value is None or target is None:
        return None
    now, wanted = as_shown(figure, value), as_shown(figure, target)
    return now <= wanted if figure in LESS_IS_BETTER else now >= wanted
