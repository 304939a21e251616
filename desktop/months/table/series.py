"""The trend in numbers: one figure, or received and completed, over thirteen months."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.months.rows import COUNTED, FIGURE_HEADS, FIGURE_LABELS, HOURS, Figure, figure_text
from desktop.months.table.words import value_of
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.months.rows import Figures

__all__ = ["FLOW", "SeriesLine", "axis_text", "axis_value", "series_columns"]

FLOW = (Figure.RECEIVED, Figure.COMPLETED)
"""What the trend shows at first: how much came in, and how much of it was done."""


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A month of the trend, recognised by the month; `figures` is none where nothing is known of it."""

    id: Month
    figures: Figures | None


def series_columns(figures: Sequence[Figure]) -> Sequence[Column[SeriesLine]]:
    """Return the month, and each of `figures`: the chart in numbers."""

    def show(figure: Figure, line: SeriesLine, language: Language) -> Cell:
        value = value_of(figure, line.figures)
        return Cell(figure_text(figure, value, language), tone="ink" if value else "ink2")

    heads = FIGURE_HEADS if len(figures) > 1 else FIGURE_LABELS
    month: Column[SeriesLine] = Column(
        "month", msg("Month"), lambda line, spoken: spoken.month(line.id), 120, stretch=True, sort=False
    )
    return (
        month,
        *(Column(figure.value, heads[figure], partial(show, figure), 96, right=True, sort=False) for figure in figures),
    )


def axis_value(figure: Figure, figures: Figures | None) -> float | None:
    """Return what a chart draws of a figure: a count, hours, or per cent (a chart's axis has whole steps)."""
    value = value_of(figure, figures)
    return value if value is None or figure in COUNTED or figure in HOURS else value * 100


def axis_text(figure: Figure, value: float, language: Language) -> str:
    """Return a value of `axis_value` in words; whole numbers, as they stand at an axis, without decimals."""
    if figure in COUNTED:
        return language.integer(round(value))
    text = language.integer(round(value)) if value == round(value) else language.decimal(value)
    return text if figure in HOURS else f"{text}%"
