"""Whom the first field of the gate may mean: rows behind what was found, and short lists that are looked through."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Date, bindparam, case, func, literal_column, null, or_, select, union_all

from desktop.households.model import Occupancy, OccupancyRole, Resident, Room, Vehicle
from desktop.storage.base import UtcMoment
from desktop.visits.model import ContractorPass, ExpectedVisit, Visit, Visitor, WatchEntry
from desktop.visits.store.log import is_inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Executable, Row
    from sqlalchemy.orm import Session

__all__ = [
    "Beforehand",
    "Known",
    "Owned",
    "beforehand",
    "known",
    "resident_vehicles",
]

_PLAIN = str.maketrans({sign: f"\\{sign}" for sign in "\\%_"})
"""Lets the signs of a pattern stand for themselves."""

_ROLES = {role.value: rank for rank, role in enumerate(OccupancyRole)}


class Beforehand(NamedTuple):
    """Someone the gate was told of: `source` is expected, pass or watched.

    `mark` is the code of someone expected, the number of a pass; `crew` its foreman and people, one a line.
    """

    source: str
    id: int
    room_id: int | None
    place: str
    plate: str
    name: str
    company: str
    crew: str
    mark: str
    kind: str
    people: int


class Known(NamedTuple):
    """A visitor who came before, with the visit that is still inside (none: not inside)."""

    id: int
    plate: str
    name: str
    company: str
    kind: str
    own_kind_id: int | None
    room_id: int | None
    place: str
    visits: int
    last_at: datetime
    inside_id: int | None


class Owned(NamedTuple):
    """A household's own vehicle with the first of who lives there."""

    id: int
    plate: str
    room_id: int
    place: str
    name: str


def beforehand(session: Session, community_id: int, now: datetime, today: date, digits: str = "") -> Sequence[Row[Any]]:
    """Return all that the gate was told of and that holds, as rows of `Beforehand`.

    With `digits`, which no name holds, only those in whose plate, code or number it stands. Rows as the driver has
    them: most are looked through and left aside at every key.
    """
    values: dict[str, object] = {"community": community_id, "now": now, "today": today}
    if digits:
        values["part"] = f"%{digits.translate(_PLAIN)}%"
    return session.connection().execute(_beforehand(bool(digits)), values).all()


def known(session: Session, community_id: int, ids: Sequence[int]) -> Iterable[Known]:
    """Return the visitors with `ids` that there are."""
    if not ids:
        return ()
    values = {"community": community_id, "ids": ids}
    return map(Known._make, session.connection().execute(_known(), values).all())


def resident_vehicles(session: Session, community_id: int, ids: Sequence[int], today: date) -> Iterable[Owned]:
    """Return the vehicles of households with `ids` that there are, each with who is named first in its household."""
    if not ids:
        return ()
    values = {"community": community_id, "ids": ids, "today": today}
    return map(Owned._make, session.connection().execute(_owned(), values).all())


# Asked at every key typed; making a statement costs more than asking it, so each is made once.


@cache
def _beforehand(with_digits: bool) -> Executable:  # noqa: FBT001 - which of two questions
    none: Any = literal_column("''")
    nobody: Any = literal_column("0")
    visit, terms, entry = ExpectedVisit, ContractorPass, WatchEntry
    today, now = bindparam("today", type_=Date()), bindparam("now", type_=UtcMoment())
    expected = (
        select(
            *(literal_column("'expected'"), visit.id, visit.room_id, Room.label, visit.plate, visit.name),
            *(none, none, visit.code, visit.kind, visit.people),
        )
        .join(Room, Room.id == visit.room_id)
        .where(visit.last_day >= today, visit.first_day <= today, visit.withdrawn_at.is_(None))
    )
    passes = (
        select(
            *(literal_column("'pass'"), terms.id, terms.room_id, func.coalesce(Room.label, terms.place), none),
            *(terms.foreman, terms.company, terms.crew, terms.number, none, terms.people),
        )
        .outerjoin(Room, Room.id == terms.room_id)
        .where(terms.last_day >= today, terms.first_day <= today, terms.revoked_at.is_(None))
    )
    watched = select(
        *(literal_column("'watched'"), entry.id, null(), none, entry.plate, entry.name, none, none, none, none),
        nobody,
    ).where(entry.approved_at <= now, entry.ended_at.is_(None), or_(entry.until.is_(None), entry.until > now))
    if with_digits:
        part: Any = bindparam("part")
        expected = expected.where(or_(visit.plate.like(part, escape="\\"), visit.code.like(part, escape="\\")))
        passes = passes.where(
            or_(func.replace(terms.number, "-", "").like(part, escape="\\"), terms.company.like(part, escape="\\"))
        )
        watched = watched.where(entry.plate.like(part, escape="\\"))
    theirs: Any = bindparam("community")
    return union_all(
        expected.where(visit.community_id == theirs),
        passes.where(terms.community_id == theirs),
        watched.where(entry.community_id == theirs),
    )


@cache
def _known() -> Executable:
    inside = (
        select(func.max(Visit.id)).where(Visit.visitor_id == Visitor.id, is_inside()).correlate(Visitor)
    ).scalar_subquery()
    columns: tuple[Any, ...] = (
        *(Visitor.id, Visitor.plate, Visitor.name, Visitor.company, Visitor.kind, Visitor.own_kind_id),
        *(Visitor.room_id, Visitor.place, Visitor.visits, Visitor.last_at, inside),
    )
    return (
        select(*columns)
        .where(Visitor.id.in_(bindparam("ids", expanding=True)), Visitor.community_id == bindparam("community"))
        .order_by(Visitor.last_at.desc(), Visitor.id.desc())
    )


@cache
def _owned() -> Executable:
    first = (
        select(Resident.name)
        .join(Occupancy, Occupancy.resident_id == Resident.id)
        .where(
            Occupancy.room_id == Vehicle.room_id,
            or_(Occupancy.until.is_(None), Occupancy.until > bindparam("today")),
            Resident.merged_into_id.is_(None),
        )
        .order_by(case(_ROLES, value=Occupancy.role), Occupancy.id)
        .limit(1)
        .correlate(Vehicle)
        .scalar_subquery()
    )
    return (
        select(Vehicle.id, Vehicle.plate, Room.id, Room.label, func.coalesce(first, ""))
        .join(Room, Room.id == Vehicle.room_id)
        .where(Vehicle.id.in_(bindparam("ids", expanding=True)), Vehicle.community_id == bindparam("community"))
        .order_by(Vehicle.plate, Vehicle.id)
    )
