"""The columns of the calls from the gate, and the phrases that answer them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.ui.table import Cell, Column
from desktop.visits.model import CallReason
from desktop.visits.rows import CALL_LABELS
from desktop.visits.table.words import NOTHING, When, joined, who_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.i18n import Language, Message
    from desktop.visits.rows import CallLine

__all__ = ["PHRASES", "call_cell", "call_columns"]

_ICONS: Mapping[CallReason, str] = MappingProxyType(
    {
        CallReason.OVERRIDE: "triangle-alert",
        CallReason.TURNED_AWAY: "ban",
        CallReason.GOODS: "truck",
        CallReason.WATCHED: "eye",
        CallReason.OTHER: "phone-call",
    }
)

PHRASES: Sequence[Message] = (
    msg("Noted, thank you."),
    msg("The household agrees: let them in."),
    msg("Do not let them in."),
    msg("Please wait, we are asking."),
    msg("We are on our way."),
)
"""What the desk answers with one digit, 1 to 5."""


def call_cell(line: CallLine, spoken: Language) -> Cell:
    """Return how far a call is as a chip."""
    if line.answered_at is None:
        if line.waits:
            return Cell(spoken.gettext("The gate waits"), tone="red", icon="clock-alert", chip=True)
        return Cell(spoken.gettext("Not read yet"), tone="amber", icon="circle-dot", chip=True)
    if line.seen_at is None:
        return Cell(spoken.gettext("Answered"), tone="blue", icon="send", chip=True)
    return Cell(spoken.gettext("Answer read"), tone="green", icon="circle-check", chip=True)


def call_columns(when: Callable[[], When]) -> Sequence[Column[CallLine]]:
    """Return the columns of the calls."""

    def reason(line: CallLine, spoken: Language) -> Cell:
        return Cell(spoken.message(CALL_LABELS[line.reason]), line.words, strong=True, icon=_ICONS[line.reason])

    def about(line: CallLine, _spoken: Language) -> Cell:
        return Cell(line.place or NOTHING, who_words(line.plate, line.who) if line.plate or line.who else "")

    def at(line: CallLine, spoken: Language) -> Cell:
        return Cell(when().words(line.at, spoken), joined(line.gate, line.by), tone="ink2")

    return (
        Column("at", msg("When"), at, 116, sort=False),
        Column("reason", msg("Call from the gate"), reason, 170, stretch=True, sort=False),
        Column("about", msg("Room"), about, 140, sort=False),
        Column("state", msg("State"), call_cell, 128, sort=False),
    )
