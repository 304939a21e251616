"""How the gates work, as screens and forms have it: gates, kinds with their fields, shifts, rules, reductions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from desktop.visits.model import VisitKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from desktop.core.i18n import Message
    from desktop.visits.rows.visits import KindKey

__all__ = [
    "GateRow",
    "KindFields",
    "KindRow",
    "ReductionRow",
    "RulesRow",
    "ShiftOnDay",
    "ShiftRow",
]


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate, in its place."""

    id: int
    name: str
    archived: bool
    version: int


@dataclass(frozen=True, slots=True)
class KindFields:
    """What is asked of a kind of visit beside who, room and reason; `needs_room` and `needs_pass` may not be missing.

    `questions` False: nothing is asked and nothing hinders, only the time is kept.
    """

    needs_room: bool = True
    needs_pass: bool = False
    company: bool = False
    people: bool = True
    badge: bool = False
    identity: bool = False
    questions: bool = True


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of visit in the order of the gate's choices; `name` is a message for a built-in one."""

    key: KindKey
    name: Message | str
    icon: str
    fields: KindFields
    like: VisitKind = VisitKind.OTHER
    archived: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift of the guards; it ends on the next day where it ends before or when it starts."""

    id: int
    name: str
    starts: time
    ends: time
    archived: bool
    version: int


@dataclass(frozen=True, slots=True)
class ShiftOnDay:
    """A shift as it fell on a day: from `since` up to but not including `until`."""

    shift: ShiftRow
    day: date
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class RulesRow:
    """What a community laid down for its gates; `peaks` are from-to by the clock of the community."""

    peaks: tuple[tuple[time, time], ...] = ((time(7, 30), time(10)), (time(16, 30), time(20)))
    contractors_until: time = time(18)
    overstay_hours: int = 12
    night_at: time = time(23)
    keep_days: int = 30
    photos: bool = False
    province: str = ""
    version: int = 0

    def peak_at(self, clock: time) -> bool:
        """Tell whether `clock`, by the community's clock, is within peak hours."""
        return any(since <= clock < until for since, until in self.peaks)


@dataclass(frozen=True, slots=True)
class ReductionRow:
    """One run of the reduction, or what the next one would do; `refused` says in words why it did not.

    `insist`: it would go on where a manager says that it is right.
    """

    at: datetime
    before: date
    due: int
    reduced: int
    held: int
    refused: Message | None
    insist: bool = False
