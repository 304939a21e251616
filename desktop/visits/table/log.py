"""The columns of the log of visits and of who is inside now."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.ui.table import Cell, Column
from desktop.visits.model import VisitState
from desktop.visits.rows import KIND_ICONS, OBJECTION_LABELS, STATE_LABELS, ObjectionKind
from desktop.visits.table.words import NOTHING, When, joined, lasting_words, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.i18n import Language
    from desktop.visits.rows import InsideLine, VisitLine

__all__ = ["STATE_LOOKS", "inside_columns", "log_columns", "objection_words", "state_cell"]

STATE_LOOKS: Mapping[VisitState, tuple[str, str]] = MappingProxyType(
    {
        VisitState.INSIDE: ("blue", "log-in"),
        VisitState.LEFT: ("grey", "log-out"),
        VisitState.REFUSED: ("red", "ban"),
        VisitState.DROPPED: ("grey", "circle-x"),
    }
)
"""Tone and icon of each state."""


def state_cell(line: VisitLine, spoken: Language) -> Cell:
    """Return where a visit stands as a chip; let in against an objection rather than inside or gone."""
    if line.overridden and line.state is not VisitState.REFUSED:
        return Cell(spoken.gettext("Overridden"), tone="amber", icon="triangle-alert", chip=True)
    tone, icon = STATE_LOOKS[line.state]
    return Cell(spoken.message(STATE_LABELS[line.state]), tone=tone, icon=icon, chip=True)


def objection_words(kinds: str, spoken: Language) -> str:
    """Return what spoke against a visit, from its codes joined by commas; an unknown one is left out."""
    known = {kind.value for kind in ObjectionKind}
    labels = (OBJECTION_LABELS[ObjectionKind(code)] for code in kinds.split(",") if code in known)
    return joined(*(spoken.message(label) for label in labels))


def log_columns(when: Callable[[], When]) -> Sequence[Column[VisitLine]]:
    """Return the columns of the log; times are told as seen from `when()`."""

    def came(line: VisitLine, spoken: Language) -> Cell:
        return Cell(when().words(line.in_at, spoken), line.gate, tone="ink2")

    def who(line: VisitLine, spoken: Language) -> Cell:
        icon = "car" if line.vehicle else KIND_ICONS[line.kind.kind]
        aside = joined(line.name if line.vehicle else "", line.company)
        return Cell(said(line.title, spoken), aside, strong=True, icon=icon)

    def kind(line: VisitLine, spoken: Language) -> Cell:
        return Cell(said(line.kind_name, spoken), line.reason)

    def out(line: VisitLine, spoken: Language) -> Cell:
        if line.out_at is None:
            return Cell(NOTHING, tone="ink2")
        zone = when().zone
        left = line.out_at.astimezone(zone).date()
        day = "" if left == line.in_at.astimezone(zone).date() else spoken.short_date(left)
        unseen = spoken.gettext("not seen") if line.out_unseen else ""
        return Cell(spoken.time(line.out_at, zone), joined(day, unseen), tone="ink2")

    return (
        Column("in", msg("In"), came, 124, sort=False),
        Column("who", msg("Visitor"), who, 124, stretch=True, sort=False),
        Column("place", msg("Room"), lambda line, _: Cell(line.place or NOTHING), 84, sort=False),
        Column("kind", msg("Purpose"), kind, 120, sort=False),
        Column("out", msg("Out"), out, 88, right=True, sort=False),
        Column("state", msg("State"), state_cell, 112, sort=False),
    )


def inside_columns(when: Callable[[], When]) -> Sequence[Column[InsideLine]]:
    """Return the columns of who is inside; hours are counted up to the moment of `when()`."""

    def state(line: InsideLine, spoken: Language) -> Cell:
        if line.overdue is not None:
            return Cell(spoken.gettext("Should be gone"), tone="red", icon="clock-alert", chip=True)
        if line.stayed_night:
            return Cell(spoken.gettext("Stayed the night"), tone="amber", icon="moon", chip=True)
        if line.incomplete:
            return Cell(spoken.gettext("To complete"), tone="violet", icon="square-pen", chip=True)
        return Cell(spoken.message(STATE_LABELS[VisitState.INSIDE]), tone="blue", icon="log-in", chip=True)

    def who(line: InsideLine, spoken: Language) -> Cell:
        icon = "car" if line.vehicle else KIND_ICONS[line.kind.kind]
        aside = joined(line.name if line.vehicle else "", line.company, line.badge)
        return Cell(said(line.title, spoken), aside, strong=True, icon=icon)

    def lasting(line: InsideLine, spoken: Language) -> Cell:
        seen = when()
        words = lasting_words(line.in_at, seen.now, spoken)
        return Cell(words, seen.words(line.in_at, spoken), tone="red" if line.overdue is not None else "ink")

    return (
        Column("who", msg("Visitor"), who, 140, stretch=True, sort=False),
        Column("place", msg("Room"), lambda line, _: Cell(line.place or NOTHING), 84, sort=False),
        Column("kind", msg("Purpose"), lambda line, spoken: said(line.kind_name, spoken), 112, sort=False),
        Column("people", msg("Persons"), lambda line, spoken: spoken.integer(line.people), 56, right=True, sort=False),
        Column("lasting", msg("Inside for"), lasting, 100, right=True, sort=False),
        Column("state", msg("State"), state, 140, sort=False),
    )
