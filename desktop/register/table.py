"""The columns of the pairs proposed and of the merges made."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.register.rows import REASON_LABELS, Reason
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.register.rows import DuplicateLine, MergeLine

__all__ = ["REASON_LOOKS", "merge_columns", "pair_columns"]

REASON_LOOKS: Mapping[Reason, tuple[str, str]] = MappingProxyType(
    {
        Reason.SAME_ID: ("red", "badge-check"),
        Reason.SAME_NAME_AND_ROOM: ("amber", "house"),
        Reason.SAME_PHONE: ("blue", "phone"),
        Reason.SIMILAR_NAME: ("grey", "users"),
    }
)
"""Tone and icon of each reason: the more it says, the stronger."""


def pair_columns() -> Sequence[Column[DuplicateLine]]:
    """Return the columns of pairs; they stand likeliest first and are not sorted otherwise."""
    return (
        Column("reason", msg("Why"), _reason, 172, sort=False),
        Column("people", msg("People"), _people, 120, stretch=True, sort=False),
        Column("room", msg("Room"), lambda line, _spoken: Cell(line.room, tone="ink2"), 92, sort=False),
    )


def merge_columns(zone: ZoneInfo) -> Sequence[Column[MergeLine]]:
    """Return the columns of merges, newest first; times as clocks in `zone` show them."""

    def at(line: MergeLine, spoken: Language) -> Cell:
        return Cell(spoken.moment(line.at, zone), tone="ink2")

    return (
        Column("state", msg("State"), _state, 112, sort=False),
        Column("people", msg("People"), _merged, 120, stretch=True, sort=False),
        Column("at", msg("When"), at, 128, sort=False),
    )


def _reason(line: DuplicateLine, spoken: Language) -> Cell:
    tone, icon = REASON_LOOKS[line.reasons[0]]
    more = f" +{len(line.reasons) - 1}" if len(line.reasons) > 1 else ""
    return Cell(spoken.message(REASON_LABELS[line.reasons[0]]) + more, tone=tone, icon=icon, chip=True)


def _people(line: DuplicateLine, _spoken: Language) -> Cell:
    return Cell(f"{line.first_name} · {line.second_name}", strong=True)


def _merged(line: MergeLine, _spoken: Language) -> Cell:
    return Cell(f"{line.merged} → {line.kept}", strong=True)


def _state(line: MergeLine, spoken: Language) -> Cell:
    if line.undone_at is None:
        return Cell(spoken.gettext("Merged into one"), tone="green", icon="circle-check", chip=True)
    return Cell(spoken.gettext("Taken back"), tone="grey", icon="undo-2", chip=True)
