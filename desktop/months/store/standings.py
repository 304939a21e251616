"""What single requests count as in a month: as counted now, as kept at a closing, and where the two differ.

A `Standing` holds nothing of a request but what a figure or a list of the month is made of, so that it differs exactly
where the month would be told otherwise: completed after the cut-off, as is usual, a request stands as it stood.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from sqlalchemy import literal, or_, select

from desktop.households.model import Building
from desktop.months.model import ClosedRequest
from desktop.months.rows import Correction, CorrectionKind, Counts, Figure
from desktop.months.store.bits import BITS, COLUMNS, fetch, in_parts
from desktop.months.store.counting import Pass, zones
from desktop.requests.model import Request
from desktop.staff.model import Department
from desktop.storage.base import Base
from desktop.storage.bulk import insert_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from desktop.core.months import Month

__all__ = [
    "CLOSED_COLUMNS",
    "FACTS",
    "Difference",
    "Standing",
    "as_pass",
    "corrections",
    "differences",
    "keep",
    "kept",
    "listed_as_closed",
    "standings",
    "taken_back",
]

_ANSWER, _GOOD = BITS["answers"], BITS["good_answers"]
_COMPLETED, _RESPONDED = BITS["completed"], BITS["responded"]
FACTS = (1 << len(Counts._fields)) - 1 & ~(_ANSWER | _GOOD)
"""The bits of everything counted of single requests; an edition keeps which there were at its closing."""

CLOSED_COLUMNS: Mapping[str, Any] = MappingProxyType(
    {
        "department": ClosedRequest.department_id,
        "category": ClosedRequest.category_id,
        "building": ClosedRequest.building_id,
        "worker": ClosedRequest.worker_id,
        "place": ClosedRequest.place,
        "liability": ClosedRequest.liability,
        "source": ClosedRequest.source,
    }
)
"""The kept column of each kind that requests are grouped by (`bits.COLUMNS`); the zone is that of the building."""


class Standing(NamedTuple):
    """What a request counts as in a month, and where it belongs (by the kinds of `CLOSED_COLUMNS`, in their order)."""

    bits: int
    answers: int
    good_answers: int
    worked: int
    waited: int
    department_id: int | None
    category_id: int | None
    building_id: int | None
    worker_id: int | None
    place: str
    liability: str
    source: str

    @property
    def mark(self) -> int:
        """Return a number that is, as good as surely, another one for every other standing."""
        return crc32(repr(tuple(self)).encode())


class Difference(NamedTuple):
    """A request that a closed month would count otherwise today; `mark` is of how it stands now, 0 if it does not."""

    request_id: int
    kind: CorrectionKind
    department_id: int | None
    mark: int


def standings(made: Pass, facts: int = FACTS) -> dict[int, Standing]:
    """Return what each request of a whole pass counts as, of `facts` alone; those that count as nothing are left out.

    A month that was closed before something was counted at all is held against what it knew.
    """
    found: dict[int, Standing] = {}
    belonging = zip(*(made.places[kind] for kind in COLUMNS), strict=True)
    for id_, mask, worked, waited, belongs in zip(
        made.ids, made.bits, made.worked, made.waited, belonging, strict=True
    ):
        if mask & (facts | _ANSWER):
            answer, good = (1 if mask & _ANSWER else 0), (1 if mask & _GOOD else 0)
            if (first := found.get(id_)) is not None:
                # an entry more for one more answer has no facts
                found[id_] = first._replace(answers=first.answers + answer, good_answers=first.good_answers + good)
                continue
            known = mask & facts
            took, stood = (worked if known & _COMPLETED else 0), (waited if known & _RESPONDED else 0)
            found[id_] = Standing(known, answer, good, took, stood, *belongs)
    return found


def as_pass(
    session: Session, community_id: int, edition_id: int, department_id: int | None, kinds: Sequence[str]
) -> Pass:
    """Return what was kept with an edition as the pass it came from, by `kinds`; of one department where one is named.

    It names no followers, and a building counts for the zone it is in now.
    """
    named = tuple(kind for kind in CLOSED_COLUMNS if kind in kinds or (kind == "building" and "zone" in kinds))
    columns = (ClosedRequest.bits, ClosedRequest.answers, ClosedRequest.good_answers)
    times = (ClosedRequest.worked, ClosedRequest.waited)
    statement = select(ClosedRequest.request_id, *columns, *times, *(CLOSED_COLUMNS[kind] for kind in named)).where(
        ClosedRequest.edition_id == edition_id
    )
    if department_id is not None:
        statement = statement.where(ClosedRequest.department_id == department_id)
    entries: list[tuple[Any, ...]] = []
    for id_, bits, answers, good, *rest in fetch(session, statement, {}):
        given = [_ANSWER | _GOOD] * good + [_ANSWER] * (answers - good)
        entries.append((id_, bits | given[0] if given else bits, *rest))
        entries += [(id_, answer, 0, 0, *rest[2:]) for answer in given[1:]]
    made: list[Sequence[Any]] = list(zip(*entries, strict=True)) or [()] * (4 + len(named))
    places = dict(zip(named, made[4:], strict=True))
    if "zone" in kinds:
        places["zone"] = tuple(map(zones(session, community_id).get, places["building"]))
    return Pass(made[0], places, made[1], made[2], made[3], {})


def keep(session: Session, community_id: int, edition_id: int, standing: Mapping[int, Standing]) -> None:
    """Keep what each request counted as with an edition."""
    columns = ("edition_id", "community_id", "request_id", *Standing._fields)
    rows = ((edition_id, community_id, id_, *each) for id_, each in sorted(standing.items()))
    insert_rows(session.connection(), Base.metadata.tables[ClosedRequest.__tablename__], columns, rows)


def kept(session: Session, edition_id: int) -> dict[int, Standing]:
    """Return what each request counted as in an edition."""
    columns = [getattr(ClosedRequest, name) for name in Standing._fields]
    statement = select(ClosedRequest.request_id, *columns).where(ClosedRequest.edition_id == edition_id)
    return {row[0]: Standing._make(row[1:]) for row in fetch(session, statement, {})}


def differences(
    closed: Mapping[int, Standing], today: Mapping[int, Standing], department_id: int | None = None
) -> list[Difference]:
    """Return the requests that stand otherwise today, by their ids; of a department, what is so for its own figures."""

    def own(standing: Standing | None) -> Standing | None:
        return standing if standing and department_id in {None, standing.department_id} else None

    found = []
    for id_ in sorted(id_ for id_ in closed.keys() | today.keys() if closed.get(id_) != today.get(id_)):
        was, now = closed.get(id_), today.get(id_)
        before, since = own(was), own(now)
        belongs = since or before
        if belongs is not None:
            kind = CorrectionKind.COUNTED_DIFFERENTLY
            if before is None or since is None:
                kind = CorrectionKind.CAME_LATER if before is None else CorrectionKind.NO_LONGER_COUNTED
            found.append(Difference(id_, kind, belongs.department_id, now.mark if now else 0))
    return found


def taken_back(
    closed: Mapping[int, Standing],
    today: Mapping[int, Standing],
    told: Mapping[int, int],
    department_id: int | None = None,
) -> list[Difference]:
    """Return the requests that count as they were closed again, though a report has `told` otherwise (by their marks).

    Of a department, those that count for it; one that was only told and never closed is told to all alone.
    """
    found = []
    for id_ in sorted(told):
        now = today.get(id_)
        if closed.get(id_) != now or told[id_] == (now.mark if now else 0):
            continue
        if now is not None and department_id in {None, now.department_id}:
            found.append(Difference(id_, CorrectionKind.COUNTED_DIFFERENTLY, now.department_id, now.mark))
        elif now is None and department_id is None:
            found.append(Difference(id_, CorrectionKind.NO_LONGER_COUNTED, None, 0))
    return found


_TOLD = (Request.id, Request.number, Request.room_label, Request.words, Request.occurred_at, Request.recorded_at)


def corrections(session: Session, month: Month, found: Sequence[Difference]) -> list[Correction]:
    """Return differences of a closed month as they are told, in the order in which the requests occurred."""
    rows = {
        row.id: row
        for part in in_parts([each.request_id for each in found])
        for row in session.execute(select(*_TOLD).where(Request.id.in_(part)))
    }
    ids = {each.department_id for each in found} - {None}
    departments = session.execute(select(Department.id, Department.name).where(Department.id.in_(ids)))
    names: dict[int | None, str] = {row.id: row.name for row in departments}
    told = [
        Correction(
            month=month,
            request_id=each.request_id,
            number=row.number,
            room=row.room_label,
            words=row.words,
            department=names.get(each.department_id, ""),
            kind=each.kind,
            occurred_at=row.occurred_at,
            recorded_at=row.recorded_at,
        )
        for each in found
        if (row := rows.get(each.request_id)) is not None
    ]
    return sorted(told, key=lambda each: (each.occurred_at, each.request_id))


# --- lists of a closed month ------------------------------------------------------------------------------------------

_LISTED: Mapping[Figure, tuple[str, str]] = MappingProxyType(
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
        Figure.COMPLAINT_RATE: ("complaints", ""),
        Figure.FIRST_CONTACT_RATE: ("no_repairs", "answered_at_once"),
        Figure.RESPONSE_MEDIAN_HOURS: ("responded", ""),
    }
)
"""What each figure's list holds: counted as the first, and not as the second (as `definitions.listed` has it)."""


def listed_as_closed(edition_id: int, figure: Figure, **within: int | str | None) -> Select[int]:
    """Return a select of the ids of the requests a closed month's figure is about.

    `within` narrows it by department_id, category_id, building_id, zone_id, worker_id, place, liability or source as
    it was kept: none asks nothing, 0 or an empty code keeps those without one.
    """
    statement = select(ClosedRequest.request_id).where(ClosedRequest.edition_id == edition_id)
    for name, key in within.items():
        if key is not None:
            statement = statement.where(_belongs(name.removesuffix("_id"), key))
    if figure is Figure.SATISFACTION:
        return statement.where(ClosedRequest.answers > ClosedRequest.good_answers)
    wanted, unwanted = _LISTED[figure]
    statement = statement.where(_counts_as(wanted))
    return statement.where(~_counts_as(unwanted)) if unwanted else statement


def _belongs(kind: str, key: int | str) -> ColumnElement[bool]:
    if kind == "zone":
        in_it = select(Building.id).where(Building.zone_id == key if key else Building.zone_id.is_(None))
        inside = ClosedRequest.building_id.in_(in_it)
        return inside if key else or_(ClosedRequest.building_id.is_(None), inside)
    column: ColumnElement[Any] = CLOSED_COLUMNS[kind]
    return column == key if key or isinstance(key, str) else column.is_(None)


def _counts_as(fact: str) -> ColumnElement[bool]:
    return ClosedRequest.bits.op("&")(literal(BITS[fact])) != 0
