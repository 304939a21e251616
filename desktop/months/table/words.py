"""Figures on the screen: how they stand against earlier months, and what the list behind each holds."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import MINUS, Message, msg, nmsg
from desktop.months.rows import (
    COUNTED,
    FIGURE_HEADS,
    FIGURE_LABELS,
    HOURS,
    UNKNOWN,
    Figure,
    difference_text,
    figure_text,
    percent_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Language
    from desktop.months.rows import Compared, Figures

__all__ = [
    "LIST_TITLES",
    "TILE_LABELS",
    "arrow_text",
    "change_text",
    "change_tone",
    "listed",
    "listed_words",
    "percent_change",
    "tile_text",
    "value_of",
    "verdict",
]

TILE_LABELS: Mapping[Figure, Message] = MappingProxyType(
    {
        **FIGURE_HEADS,
        Figure.RECEIVED: msg("Requests received"),
        Figure.COMPLETED: msg("Requests done"),
        Figure.TURNAROUND_MEDIAN_HOURS: msg("Median time"),
        Figure.TURNAROUND_P90_HOURS: msg("9 in 10 within"),
        Figure.SATISFACTION: FIGURE_LABELS[Figure.SATISFACTION],
        Figure.FIRST_CONTACT_RATE: FIGURE_LABELS[Figure.FIRST_CONTACT_RATE],
        Figure.RESPONSE_MEDIAN_HOURS: msg("Median response"),
    }
)
"""What a figure is called where it stands alone."""

_MORE_IS_BETTER: Mapping[Figure, bool] = MappingProxyType(
    {
        Figure.COMPLETION_RATE: True,
        Figure.ON_TIME_RATE: True,
        Figure.FOLLOW_UP_RATE: True,
        Figure.SATISFACTION: True,
        Figure.FIRST_CONTACT_RATE: True,
        Figure.RESPONSE_MEDIAN_HOURS: False,
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
        Figure.FIRST_CONTACT_RATE: msg("no repairs, not answered at once"),
        Figure.RESPONSE_MEDIAN_HOURS: msg("received and responded to"),
    }
)
"""What the list behind a figure holds: for a rate the requests that fell short."""

_COUNTED_IN_LIST: Mapping[Figure, tuple[str, str]] = MappingProxyType(
    {
        Figure.RECEIVED: ("received", ""),
        Figure.CARRIED_OVER: ("carried_over", ""),
        Figure.COMPLETED: ("completed", ""),
        Figure.COMPLETION_RATE: ("received", "received_completed"),
        Figure.ON_TIME_RATE: ("completed_with_due", "completed_on_time"),
        Figure.OVERDUE: ("overdue", ""),
        Figure.TURNAROUND_MEDIAN_HOURS: ("completed", ""),
        Figure.TURNAROUND_P90_HOURS: ("completed", ""),
        Figure.REWORK_RATE: ("reworked", ""),
        Figure.FOLLOW_UP_RATE: ("follow_ups_due", "follow_ups_reached"),
        Figure.SATISFACTION: ("answers", "good_answers"),
        Figure.COMPLAINT_RATE: ("complaints", ""),
        Figure.FIRST_CONTACT_RATE: ("no_repairs", "answered_at_once"),
        Figure.RESPONSE_MEDIAN_HOURS: ("responded", ""),
    }
)
"""Counts whose difference is the length of a figure's list."""


def value_of(figure: Figure, figures: Figures | None) -> float | None:
    """Return one figure, none where nothing is known."""
    return None if figures is None else figures.value(figure)


def tile_text(figure: Figure, figures: Figures | None, language: Language) -> str:
    """Return a figure with its unit, where it stands alone."""
    value = value_of(figure, figures)
    text = figure_text(figure, value, language)
    return language.gettext("%(hours)s h", hours=text) if figure in HOURS and value is not None else text


def change_text(figure: Figure, now: Figures, before: Figures | None, language: Language) -> str:
    """Return how a figure changed, with sign and unit; "-" where that is unknown."""
    return difference_text(figure, value_of(figure, now), value_of(figure, before), language)


def arrow_text(figure: Figure, now: Figures, before: Figures | None, language: Language) -> str:
    """Return how a figure changed, an arrow in front where it did."""
    text = change_text(figure, now, before, language)
    arrow = "↑" if text.startswith("+") else "↓" if text.startswith(MINUS) else ""
    return f"{arrow} {text}" if arrow else text


def percent_change(figure: Figure, now: Figures, before: Figures | None, language: Language) -> str:
    """Return by which part of the earlier count a count changed; nothing for other figures."""
    if figure not in COUNTED or before is None:
        return ""
    return percent_text(now.value(figure), before.value(figure), language)


def change_tone(figure: Figure, now: Figures, before: Figures | None, language: Language) -> str:
    """Return the colour token of a change as it is written: green for better, amber for worse, neutral else."""
    text = change_text(figure, now, before, language)
    better = _MORE_IS_BETTER.get(figure)
    if better is None or text[:1] not in {"+", MINUS} or text == UNKNOWN:
        return "ink2"
    return "green" if better == text.startswith("+") else "amber"


def verdict(figure: Figure, compared: Compared, language: Language) -> tuple[str, str, Message]:
    """Return icon, tone and words for how a figure stands against the month before."""
    now, before = compared.figures, compared.previous
    text = change_text(figure, now, before, language)
    tone = change_tone(figure, now, before, language)
    if text == UNKNOWN:
        return ("minus", tone, msg("Nothing is known to compare it with."))
    if tone == "green":
        return ("circle-check", tone, msg("Better than in the month before."))
    if tone == "amber":
        return ("triangle-alert", tone, msg("Worse than in the month before."))
    if text.startswith("+"):
        return ("arrow-up", tone, msg("More than in the month before."))
    if text.startswith(MINUS):
        return ("arrow-down", tone, msg("Less than in the month before."))
    return ("minus", tone, msg("As in the month before."))


def listed(figure: Figure, figures: Figures) -> int:
    """Return how many requests the list behind a figure holds (LIST_TITLES).

    For the satisfaction it is the answers: who answered twice stands in the list once.
    """
    counted, left_out = _COUNTED_IN_LIST[figure]
    number: int = getattr(figures.counts, counted)
    return number - int(getattr(figures.counts, left_out)) if left_out else number


def listed_words(figure: Figure, figures: Figures) -> Message:
    """Return what a click on a figure opens."""
    return nmsg(
        "Opens %(count)s request: %(what)s.",
        "Opens %(count)s requests: %(what)s.",
        listed(figure, figures),
        what=LIST_TITLES[figure],
    )
