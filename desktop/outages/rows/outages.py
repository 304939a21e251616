"""Outages: what is typed to plan one, lists, the whole file, callers, what a room and a month are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.outages.rows.labels import OutageStage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from desktop.contacts.rows import RoundLine
    from desktop.core.i18n import Message
    from desktop.outages.model import OutageKind, OutageState, RoundPurpose
    from desktop.outages.rows.notices import NoticeRow, PostingRow
    from desktop.outages.rows.scope import Pick, ScopeCount

__all__ = [
    "CallerLine",
    "KindRow",
    "NewCaller",
    "NewOutage",
    "OutageCheck",
    "OutageCounts",
    "OutageFile",
    "OutageFilter",
    "OutageForRoom",
    "OutageHit",
    "OutageLine",
    "OutageMonthLine",
    "OutageRoundLine",
    "TallyLine",
]


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind to choose: built in (`id` 0 as long as nothing of it was changed, `name` empty) or an own one."""

    kind: OutageKind
    id: int
    name: str
    lead: timedelta
    supplier_phone: str
    version: int
    archived: bool = False


@dataclass(frozen=True, slots=True)
class NewOutage:
    """An outage as typed; moments aware. `ends_at` None: nobody knows yet. Empty words take the kind's template's."""

    kind: OutageKind
    starts_at: datetime
    ends_at: datetime | None = None
    own_kind_id: int | None = None
    planned: bool = True
    cause: str = ""
    say: str = ""
    advice: str = ""
    phone: str = ""
    supplier_phone: str = ""
    exclude_vacant: bool = False
    note: str = ""
    places: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class OutageCheck:
    """What is to be known before saving, none of it in the way.

    `late`: the notice comes too late; `latest` is the last moment at which it would have been in time (None where the
    kind or an emergency asks for none). `overlaps` are other outages at the same time in the same place; `gone` the
    picks whose place is not in the register any more. `warnings` are sentences for all of this and the rest (lasts
    over midnight, over the change of clocks, ...).
    """

    late: bool
    latest: datetime | None
    overlaps: Sequence[OutageLine] = ()
    gone: Sequence[Pick] = ()
    warnings: Sequence[Message] = ()


@dataclass(frozen=True, slots=True)
class OutageFilter:
    """Which outages a list shows, latest start first (coming ones: next first). `words` looks in places and cause."""

    stage: OutageStage = OutageStage.ALL
    kinds: frozenset[OutageKind] = frozenset()
    words: str = ""


@dataclass(frozen=True, slots=True)
class OutageLine:
    """An outage in a list. `kind_name` names an own kind. `where` are the labels of its picks, in order.

    `running`: it has begun and is not over; `late` by how much its expected end has passed. `number` is its latest
    notice's. `unreached` are households of its rounds still to be called, `callers` those that rang, `promised` the
    calls back still owed.
    """

    id: int
    version: int
    kind: OutageKind
    kind_name: str
    planned: bool
    state: OutageState
    running: bool
    late: timedelta | None
    starts_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    where: tuple[str, ...]
    cause: str
    number: str
    households: int
    callers: int = 0
    unreached: int = 0
    promised: int = 0


@dataclass(frozen=True, slots=True)
class OutageHit:
    """One find of the search box: `title` is number and places, `matched` the text that was found."""

    id: int
    kind: OutageKind
    title: str
    matched: str
    starts_at: datetime
    exact: bool


@dataclass(frozen=True, slots=True)
class TallyLine:
    """How many households of a building rang; `outside`: it is not in the scope, so the outage may be wider."""

    building_id: int
    building: str
    callers: int
    households: int
    outside: bool


@dataclass(frozen=True, slots=True)
class CallerLine:
    """One household that rang."""

    id: int
    version: int
    room_id: int | None
    room: str
    at: datetime
    by: str
    note: str
    call_back: bool
    undone: bool


@dataclass(frozen=True, slots=True)
class NewCaller:
    """One more caller about an outage."""

    outage_id: int
    room_id: int
    note: str = ""
    call_back: bool = False


@dataclass(frozen=True, slots=True)
class OutageRoundLine:
    """A call round of an outage, and what for."""

    purpose: RoundPurpose
    round: RoundLine


@dataclass(frozen=True, slots=True)
class OutageFile:
    """An outage with all that belongs to it; `plan` is it as typed, to be changed. Newest notices and callers first."""

    line: OutageLine
    plan: NewOutage
    count: ScopeCount
    check: OutageCheck
    say: str
    notices: Sequence[NoticeRow] = ()
    postings: Sequence[PostingRow] = ()
    rounds: Sequence[OutageRoundLine] = ()
    tally: Sequence[TallyLine] = ()
    callers: Sequence[CallerLine] = ()
    end_words: str = ""


@dataclass(frozen=True, slots=True)
class OutageForRoom:
    """What a room is told: an outage that affects it now, or will within two days, and what to say on the phone.

    `rang` tells that this household was logged as a caller of it already, first at `rang_at`; `promised` that it is
    to be called back when the outage is over.
    """

    outage_id: int
    kind: OutageKind
    kind_name: str
    running: bool
    starts_at: datetime
    ends_at: datetime | None
    say: str
    callers: int
    rang: bool = False
    rang_at: datetime | None = None
    promised: bool = False
    room_id: int = 0
    room: str = ""


@dataclass(frozen=True, slots=True)
class OutageCounts:
    """What Today counts: running, announced or planned to come, not announced though it is time, past their end.

    `unreached` households of warning rounds still to be called, `promised` calls back still owed; `owed` are those of
    them whose outage is over, so that they can be made.
    """

    running: int = 0
    coming: int = 0
    unannounced: int = 0
    late: int = 0
    unreached: int = 0
    promised: int = 0
    owed: int = 0


@dataclass(frozen=True, slots=True)
class OutageMonthLine:
    """An outage as a month counts it: it began in the month, and is not cancelled.

    `hours` from its start to its end, or to the cut-off where it still runs; `household_hours` is that times the
    households affected. `in_time` whether its first notice kept the kind's time ahead: None for emergencies, weather
    and kinds that ask for none; a planned one never announced was not in time.
    """

    id: int
    kind: OutageKind
    kind_name: str
    planned: bool
    starts_at: datetime
    ended_at: datetime | None
    where: str
    cause: str
    households: int
    hours: float
    household_hours: float
    in_time: bool | None
    extended: int
    callers: int
