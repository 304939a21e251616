"""The month so far in five lines: each figure with last month's beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.months.rows import FIGURE_LABELS, Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Figures, MonthSummary

__all__ = ["month_facts"]

_SHOWN = (
    Figure.RECEIVED,
    Figure.COMPLETED,
    Figure.ON_TIME_RATE,
    Figure.FOLLOW_UP_RATE,
    Figure.SATISFACTION,
)


def month_facts(month: MonthSummary) -> Sequence[tuple[Message, Callable[[Language], str]]]:
    """Return what each figure is called, and its value in words of a language."""
    figures, before = month.total.figures, month.total.previous
    return [(FIGURE_LABELS[figure], _line(figure, figures, before)) for figure in _SHOWN]


def _line(figure: Figure, figures: Figures, before: Figures | None) -> Callable[[Language], str]:
    def shown(value: float | None, spoken: Language) -> str:
        return (
            spoken.integer(int(value or 0)) if figure in {Figure.RECEIVED, Figure.COMPLETED} else spoken.percent(value)
        )

    def line(spoken: Language) -> str:
        now = shown(figures.value(figure), spoken)
        if before is None:
            return now
        earlier = shown(before.value(figure), spoken)
        return spoken.gettext("%(now)s  (%(earlier)s)", now=now, earlier=earlier)

    return line
