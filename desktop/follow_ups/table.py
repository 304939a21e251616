"""The lists of follow-ups: who is to be called, who was called today; the looks of outcomes and grades."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.requests.model import FollowUpOutcome, Satisfaction
from desktop.requests.rows import OUTCOME_LABELS, SATISFACTION_LABELS
from desktop.ui.table import Cell, Column, Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.follow_ups.rows import QueueLine, ToldToday
    from desktop.follow_ups.service import FollowUpService

__all__ = ["GRADE_LOOKS", "OUTCOME_LOOKS", "QueueSource", "outcome_cell", "queue_columns", "told_columns", "when_words"]

GRADE_LOOKS: Mapping[Satisfaction, tuple[str, str]] = MappingProxyType(
    {
        Satisfaction.VERY_SATISFIED: ("green", "laugh"),
        Satisfaction.SATISFIED: ("green", "smile"),
        Satisfaction.FAIR: ("amber", "meh"),
        Satisfaction.DISSATISFIED: ("red", "frown"),
        Satisfaction.VERY_DISSATISFIED: ("red", "angry"),
    }
)
"""Tone and icon of a grade."""

OUTCOME_LOOKS: Mapping[FollowUpOutcome, tuple[str, str]] = MappingProxyType(
    {
        FollowUpOutcome.REACHED: ("green", "circle-check"),
        FollowUpOutcome.NO_ANSWER: ("amber", "phone-missed"),
        FollowUpOutcome.CANNOT_CALL: ("grey", "phone-off"),
    }
)
"""Tone and icon of what a call came to."""


@dataclass(frozen=True, slots=True)
class QueueSource:
    """The queue as the generic list asks for it, on background threads."""

    service: FollowUpService

    def count(self) -> int:
        """Return the number of households."""
        return self.service.counts().waiting

    def page(self, anchor: QueueLine | None, direction: Direction, limit: int) -> Sequence[QueueLine]:
        """Return the `limit` households next to `anchor`, the first or last of the queue without one."""
        if direction is Direction.BEFORE:
            return self.service.queue(before=anchor, last=anchor is None, limit=limit)
        return self.service.queue(after=anchor, limit=limit)

    def jump(self, position: int, limit: int) -> Sequence[QueueLine]:
        """Return `limit` households from `position`."""
        return self.service.jump(index=position, total=self.count(), limit=limit)

    def find(self, identity: object) -> int | None:
        """Return the position of a household, None where it is not in the queue."""
        return self.service.position(identity) if isinstance(identity, int) else None


def when_words(at: datetime, now: datetime, zone: ZoneInfo, spoken: Language) -> str:
    """Return the time of a moment of today in `zone`, the day of any other."""
    day = at.astimezone(zone).date()
    return spoken.time(at, zone) if day == now.astimezone(zone).date() else spoken.short_date(day)


def queue_columns(zone: ZoneInfo, now: Callable[[], datetime], me: str) -> Sequence[Column[QueueLine]]:
    """Return the columns of who is to be called; times are in `zone`, `now` is asked for each cell, `me` looks."""

    def room(line: QueueLine, spoken: Language) -> Cell:
        several = line.requests > 1
        count = spoken.ngettext("%(count)s request", "%(count)s requests", line.requests) if several else ""
        return Cell(line.room, " · ".join(filter(None, (line.reporter, count))), strong=True)

    def state(line: QueueLine, spoken: Language) -> Cell:
        at = now()
        if line.calling:
            calling = spoken.gettext("on the phone") if line.calling == me else line.calling
            return Cell(calling, tone="accent", icon="phone-call", chip=True)
        if line.tries:
            tries = spoken.ngettext("tried %(count)s time", "tried %(count)s times", line.tries)
            return Cell(tries, tone="amber", icon="phone-missed", chip=True)
        if line.due_at < at:
            days = (at.astimezone(zone).date() - line.due_at.astimezone(zone).date()).days
            late = (
                spoken.ngettext("%(count)s day late", "%(count)s days late", days) if days else spoken.gettext("late")
            )
            return Cell(late, tone="red", icon="clock-alert", chip=True)
        due = spoken.gettext("by %(time)s", time=when_words(line.due_at, at, zone, spoken))
        today = line.due_at.astimezone(zone).date() == at.astimezone(zone).date()
        return Cell(due, tone="amber" if today else "violet", icon="clock" if today else "phone-outgoing", chip=True)

    def kind(line: QueueLine, _spoken: Language) -> Cell:
        return Cell("", icon="megaphone", tone="red") if line.complaint else Cell("", icon="wrench", tone="ink2")

    return (
        Column("kind", msg("Kind"), kind, 32, sort=False),
        Column("room", msg("Room"), room, 120, stretch=True, sort=False),
        Column("state", msg("State"), state, 128, sort=False),
    )


def told_columns(zone: ZoneInfo) -> Sequence[Column[ToldToday]]:
    """Return the columns of who was called today; times are in `zone`."""

    def room(line: ToldToday, _spoken: Language) -> Cell:
        return Cell(line.room, " ".join(line.words.split()) or line.number, strong=True)

    def told(line: ToldToday, spoken: Language) -> Cell:
        return outcome_cell(line.outcome, line.satisfaction, spoken)

    return (
        Column("time", msg("Time"), lambda line, spoken: Cell(spoken.time(line.made_at, zone), tone="ink2"), 52),
        Column("room", msg("Room"), room, 100, stretch=True, sort=False),
        Column("told", msg("Outcome"), told, 142, sort=False),
    )


def outcome_cell(outcome: FollowUpOutcome, grade: Satisfaction | None, spoken: Language) -> Cell:
    """Return what a call came to as a chip: the grade where one was given."""
    if grade is not None:
        tone, icon = GRADE_LOOKS[grade]
        return Cell(spoken.message(SATISFACTION_LABELS[grade]), tone=tone, icon=icon, chip=True)
    tone, icon = OUTCOME_LOOKS[outcome]
    return Cell(spoken.message(OUTCOME_LABELS[outcome]), tone=tone, icon=icon, chip=True)
