"""Visits as screens, lists and forms have them. Times are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.visits.model import VisitKind, VisitState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from desktop.core.i18n import Message

__all__ = [
    "GateRoom",
    "HitSource",
    "InsideCounts",
    "InsideLine",
    "KindKey",
    "NewVisit",
    "VisitFile",
    "VisitFilter",
    "VisitLine",
    "VisitorHit",
]


@dataclass(frozen=True, slots=True)
class KindKey:
    """A kind of visit: a built-in one, or an own one by its row (`own_id`, and then `kind` is OTHER)."""

    kind: VisitKind
    own_id: int = 0


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit as typed at the gate.

    `who` is the first field: a plate or a name; `vehicle` says it is a plate (none: told by its looks). `name` is the
    driver's or the foreman's where `who` is a plate. A vehicle whose plate cannot be read has an empty `who` and
    `vehicle` True. `place` is where they go when it is no room. `quick`: peak mode, the rest is asked later.
    """

    kind: KindKey = field(default_factory=lambda: KindKey(VisitKind.GUEST))
    who: str = ""
    vehicle: bool | None = None
    name: str = ""
    room_id: int | None = None
    place: str = ""
    company: str = ""
    reason: str = ""
    people: int = 1
    badge: str = ""
    id_seen: bool = False
    id_tail: str = ""
    remark: str = ""
    gate_id: int | None = None
    pass_id: int | None = None
    expected_id: int | None = None
    in_at: datetime | None = None
    quick: bool = False


class HitSource(StrEnum):
    """Where the gate knows someone from, best first."""

    EXPECTED = "expected"
    PASS = "pass"  # noqa: S105 - a pass on paper, no password
    VISITOR = "visitor"
    RESIDENT = "resident"
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class VisitorHit:
    """Someone the first field may mean, and what it fills in when taken.

    `title` is what is written into the field (plate or name). `times` and `last_at` are of earlier visits. A resident's
    own vehicle is a hit of `RESIDENT`: it needs no entry, and `phone_ids` let its owner be called.
    """

    source: HitSource
    id: int
    title: str
    vehicle: bool
    name: str = ""
    company: str = ""
    kind: KindKey | None = None
    room_id: int | None = None
    place: str = ""
    times: int = 0
    last_at: datetime | None = None
    people: int = 1
    inside_visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class GateRoom:
    """A room the second field may mean: its label and who lives there, without phones."""

    room_id: int
    label: str
    names: str


@dataclass(frozen=True, slots=True)
class InsideLine:
    """One visit still inside. `title` is plate, name, "no plate 3" or, of whom nothing was asked, the kind of visit.

    `overdue` says why it should be gone by now.

    `people` are still inside. `stayed_night`: a vehicle that was inside when the night began.
    """

    visit_id: int
    title: Message | str
    name: str
    company: str
    kind: KindKey
    kind_name: Message | str
    room_id: int | None
    place: str
    building: str
    vehicle: bool
    people: int
    badge: str
    in_at: datetime
    gate: str
    pass_id: int | None
    incomplete: bool
    checked_at: datetime | None
    remark: str
    stayed_night: bool
    overdue: Message | None
    version: int


@dataclass(frozen=True, slots=True)
class InsideCounts:
    """How many are inside now: visits, people, vehicles, contractors' people; how many are overdue or incomplete."""

    visits: int = 0
    people: int = 0
    vehicles: int = 0
    contractors: int = 0
    overdue: int = 0
    incomplete: int = 0


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits a log shows; an empty part narrows nothing. Days are of the community's zone, both included."""

    text: str = ""
    first_day: date | None = None
    last_day: date | None = None
    gate_id: int | None = None
    room_id: int | None = None
    kinds: Collection[KindKey] = ()
    states: Collection[VisitState] = (VisitState.INSIDE, VisitState.LEFT, VisitState.REFUSED)
    incomplete: bool = False
    overridden: bool = False
    held: bool = False
    vehicles: bool = False
    visitor_id: int | None = None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit in a log, newest first. `title` is plate, name, "no plate 3" or the kind of visit."""

    id: int
    state: VisitState
    title: Message | str
    name: str
    company: str
    kind: KindKey
    kind_name: Message | str
    room_id: int | None
    place: str
    reason: str
    vehicle: bool
    plate: str
    people: int
    people_left: int
    badge: str
    in_at: datetime
    out_at: datetime | None
    out_unseen: bool
    gate: str
    out_gate: str
    incomplete: bool
    overridden: str
    override_words: str
    agreed_by: str
    refused_words: str
    held_words: str
    checked_at: datetime | None
    remark: str
    version: int


@dataclass(frozen=True, slots=True)
class VisitFile:
    """Everything about one visit, with the earlier ones of the same visitor, newest first."""

    line: VisitLine
    id_seen: bool
    id_tail: str
    plate_typed: str
    recorded_at: datetime
    in_by: str
    out_by: str
    pass_number: str
    expected_by: str
    earlier: tuple[VisitLine, ...] = ()
    times: int = 0
