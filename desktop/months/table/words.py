"""Figures in words: how a value is written, how it compares, whether that is better, what its list holds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg, nmsg
from desktop.months.rows import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Language
    from desktop.months.rows import Compared, Figures

__all__ = [
    "LIST_TITLES",
    "UNKNOWN",
    "Difference",
    "change_tone",
    "difference",
    "listed",
    "listed_words",
    "percent_change",
    "value_text",
    "verdict",
]

UNKNOWN = "-"
"""What stands where a figure, or what it is compared with, is unknown (PRODUCT.md)."""

COUNTED = frozenset({Figure.RECEIVED, Figure.CARRIED_OVER, Figure.COMPLETED, Figure.OVERDUE})
HOURS = frozenset({Figure.TURNAROUND_MEDIAN_HOURS, Figure.TURNAROUND_P90_HOURS})
MORE_IS_BETTER: Mapping[Figure, bool] = MappingProxyType(
    {
        Figure.COMPLETION_RATE: True,
        Figure.ON_TIME_RATE: True,
        Figure.FOLLOW_UP_RATE: True,
        Figure.SATISFACTION: True,
        Figure.CARRIED_OVER: False,
        Figure.OVERDUE: False,
        Figure.TURNAROUND_MEDIAN_HOURS: False,
        Figure.TURNAROUND_P90_HOURS: False,
        Figure.REWORK_RATE: False,
        Figure.COMPLAINT_RATE: False,
    }
)
"""In which direction a figure gets better; how much came in and was completed is neither good nor bad."""

LIST_TITLES: Mapping[Figure, Message] = MappingProxyType(
    {
        Figure.RECEIVED: msg("received"),
        Figure.CARRIED_OVER: msg("carried over from before"),
        Figure.COMPLETED: msg("completed"),
        Figure.COMPLETION_RATE: msg("received, not completed by the cut-off"),
        Figure.ON_TIME_RATE: msg("completed late"),
        Figure.OVERDUE: msg("overdue at the cut-off"),
        Figure.TURNAROUND_MEDIAN_HOURS: msg("completed"),
        Figure.TURNAROUND_P90_HOURS: msg("completed"),
        Figure.REWORK_RATE: msg("completed repairs that needed rework"),
        Figure.FOLLOW_UP_RATE: msg("due for a follow-up, not reached in time"),
        Figure.SATISFACTION: msg("answered, but not satisfied"),
        Figure.COMPLAINT_RATE: msg("complaints received"),
    }
)
"""What the list behind a figure holds: for a rate the requests that fell short."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How a figure changed: `words` with sign and unit, `arrow` up, down or none."""

    words: str
    arrow: str = ""

    @property
    def text(self) -> str:
        """Return arrow and words."""
        return f"{self.arrow} {self.words}" if self.arrow else self.words


def value_text(figure: Figure, value: float | None, language: Language) -> str:
    """Return a figure as it is shown: a count, a percentage with one decimal, or hours with one decimal."""
    if value is None:
        return UNKNOWN
    if figure in COUNTED:
        return language.integer(int(value))
    return language.decimal(value) if figure in HOURS else language.percent(value)


def difference(figure: Figure, now: float | None, before: Figures | None, language: Language) -> Difference:
    """Return how `figure` changed since `before`: counts as number, rates in points, turnaround in hours."""
    earlier = None if before is None else before.value(figure)
    if now is None or earlier is None:
        return Difference(UNKNOWN)
    step = _step(figure, now, earlier)
    if not step:
        return Difference(language.decimal(0, 0))
    sign, size = ("+" if step > 0 else "\N{MINUS SIGN}"), abs(step)
    if figure in COUNTED:
        words = f"{sign}{language.integer(int(size))}"
    elif figure in HOURS:
        words = language.gettext("%(hours)s h", hours=f"{sign}{language.decimal(float(size))}")
    else:
        words = language.gettext("%(points)s pts", points=f"{sign}{language.decimal(float(size))}")
    return Difference(words, "↑" if step > 0 else "↓")


def change_tone(figure: Figure, now: float | None, before: Figures | None) -> str:
    """Return the colour token of a change: green for better, amber for worse, neutral else."""
    earlier = None if before is None else before.value(figure)
    better = MORE_IS_BETTER.get(figure)
    if now is None or earlier is None or better is None:
        return "ink2"
    step = _step(figure, now, earlier)
    return "ink2" if not step else "green" if better == (step > 0) else "amber"


def percent_change(figure: Figure, now: float | None, before: Figures | None, language: Language) -> str:
    """Return by what part of the earlier count a count changed, "-" over nothing, nothing for other figures."""
    if figure not in COUNTED or before is None or now is None:
        return ""
    earlier = before.value(figure)
    if not earlier:
        return UNKNOWN
    change = now / earlier - 1
    return f"{'+' if change > 0 else ''}{language.percent(change)}"


def verdict(figure: Figure, compared: Compared) -> tuple[str, str, Message]:
    """Return icon, tone and words for how a figure stands against the month before."""
    now = compared.figures.value(figure)
    earlier = None if compared.previous is None else compared.previous.value(figure)
    if now is None or earlier is None:
        return ("minus", "ink2", msg("Nothing is known to compare it with."))
    step = _step(figure, now, earlier)
    tone = change_tone(figure, now, compared.previous)
    if not step:
        return ("minus", tone, msg("As in the month before."))
    if tone == "green":
        return ("circle-check", tone, msg("Better than in the month before."))
    if tone == "amber":
        return ("triangle-alert", tone, msg("Worse than in the month before."))
    if step > 0:
        return ("arrow-up", tone, msg("More than in the month before."))
    return ("arrow-down", tone, msg("Less than in the month before."))


def listed(figure: Figure, figures: Figures) -> int:
    """Return how many requests the list behind a figure holds (LIST_TITLES).

    For the satisfaction it is the answers: who answered twice stands in the list once.
    """
    counts = figures.counts
    numbers: Mapping[Figure, int] = {
        Figure.RECEIVED: counts.received,
        Figure.CARRIED_OVER: counts.carried_over,
        Figure.COMPLETED: counts.completed,
        Figure.COMPLETION_RATE: counts.received - counts.received_completed,
        Figure.ON_TIME_RATE: counts.completed_with_due - counts.completed_on_time,
        Figure.OVERDUE: counts.overdue,
        Figure.TURNAROUND_MEDIAN_HOURS: counts.completed,
        Figure.TURNAROUND_P90_HOURS: counts.completed,
        Figure.REWORK_RATE: counts.reworked,
        Figure.FOLLOW_UP_RATE: counts.follow_ups_due - counts.follow_ups_reached,
        Figure.SATISFACTION: counts.answers - counts.good_answers,
        Figure.COMPLAINT_RATE: counts.complaints,
    }
    return numbers[figure]


def listed_words(figure: Figure, figures: Figures) -> Message:
    """Return what a click on a figure opens."""
    return nmsg(
        "Opens %(count)s request: %(what)s.",
        "Opens %(count)s requests: %(what)s.",
        listed(figure, figures),
        what=LIST_TITLES[figure],
    )


def _step(figure: Figure, now: float, earlier: float) -> Decimal:
    """Return the difference of the two values as they are shown, so that it agrees with what the reader sees."""
    scale = Decimal(100) if figure not in COUNTED | HOURS else Decimal(1)
    digits = Decimal(1) if figure in COUNTED else Decimal("0.1")
    shown = [(Decimal(str(value)) * scale).quantize(digits, ROUND_HALF_UP) for value in (now, earlier)]
    return shown[0] - shown[1]
