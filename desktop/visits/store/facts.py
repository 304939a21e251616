"""What is known before a visit is saved: the room and its people, orders, the watchlist, passes, earlier visits.

All of it is asked at every visit; making a statement costs more than asking it, so each is made once.
"""

from __future__ import annotations

from functools import cache
from itertools import zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Date, and_, bindparam, cast, func, literal_column, null, or_, select, union_all

from desktop.accounts.model import Account
from desktop.core.texts import search_form
from desktop.households.model import (
    GATE_KINDS,
    InstructionKind,
    Occupancy,
    OccupancyRole,
    Resident,
    Room,
    RoomState,
    RoomStateKind,
    StandingInstruction,
)
from desktop.households.rows import InstructionLine
from desktop.storage.audit import Audit
from desktop.storage.base import UtcMoment
from desktop.visits.model import (
    ContractorPass,
    ExpectedVisit,
    Gate,
    GateRules,
    Visit,
    VisitKind,
    VisitKindRow,
    Visitor,
    WatchAction,
    WatchEntry,
)
from desktop.visits.rule import (
    Coming,
    Destination,
    Lived,
    PassTerms,
    Watched,
    is_part,
    meant_by,
    name_key,
    plates_told_by,
)
from desktop.visits.store.log import is_inside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

__all__ = [
    "ExpectedFact",
    "VisitorFact",
    "badge_taken",
    "destination",
    "gate_in_use",
    "kind_like",
    "noted",
    "pass_terms",
    "passes_at",
    "province",
    "visitor",
    "watched",
]


MOST_TYPED = 3
"""A visit has three fields that may hold a name; a plate has two readings."""

MOST_TOLD = 12
"""Each reading of a plate has a few ends by which it may have been written down."""


class ExpectedFact(NamedTuple):
    """Someone a household expects, as it is compared."""

    id: int
    name: str
    plate: str


class VisitorFact(NamedTuple):
    """A visitor known by key, with the visit of the same vehicle that is still inside (none: it is not)."""

    id: int
    name: str
    company: str
    visits: int
    inside_id: int | None
    inside_since: datetime | None


def destination(
    session: Session, community_id: int, room_id: int, now: datetime, today: date
) -> tuple[Destination, list[ExpectedFact]] | None:
    """Return what is known of a room and whom its household expects today, the last entered first; None for no room.

    Of what the household asked, only what is for the gate and holds at `now`.
    """
    connection = session.connection()
    found = connection.execute(_there(), {"community": community_id, "room": room_id, "today": today}).all()
    room = next((row for row in found if row.what == "room"), None)
    if room is None:
        return None
    people = [
        Lived(id_, name, OccupancyRole(role), since, until)
        for what, id_, name, role, since, until in found
        if what == "person"
    ]
    expected = [ExpectedFact(id_, name, plate) for what, id_, name, plate, *_ in found if what == "expected"]
    orders = connection.execute(_orders(), {"community": community_id, "room": room_id, "now": now})
    going = Destination(
        room_id,
        room.name,
        RoomStateKind(room.more) if room.more else None,
        sorted(people, key=attrgetter("id")),
        [InstructionLine(id_, of, InstructionKind(kind), *rest) for id_, of, kind, *rest in orders],
    )
    return going, sorted(expected, reverse=True)


def watched(session: Session, community_id: int, coming: Coming, now: datetime) -> list[Watched]:
    """Return who on the watchlist that is in force at `now` is the one who comes."""
    connection = session.connection()
    values: dict[str, object] = {"community": community_id, "now": now, "tail": coming.id_tail.upper()}
    for place in range(MOST_TYPED):
        plate = coming.plates[place] if place < len(coming.plates) else ""
        name = name_key(coming.names[place]) if place < len(coming.names) else ""
        values[f"end{place}"] = f"%{plate}" if is_part(plate) else ""
        values[f"name{place}"], values[f"spelt{place}"] = name, _spelt(name)
    told = zip_longest(range(MOST_TOLD), plates_told_by(coming.plates)[:MOST_TOLD], fillvalue="")
    values |= {f"plate{place}": plate for place, plate in told}
    near = connection.execute(_watched(), values).all()
    meant = meant_by(coming)
    ids = [id_ for id_, plate, name, id_tail in near if meant(plate, name, id_tail)]
    if not ids:
        return []
    found = connection.execute(_entries(), {"ids": ids})
    return [_entry(row) for row in found]


def _spelt(name: str) -> str:
    """Return the pattern of every name that may be read as `name`, letters that are pinyin: a digit reads as itself."""
    if not name.isascii() or not name:
        return ""
    digit = next(filter(str.isdigit, name), "")
    return f"%{digit}%" if digit else "%"


def passes_at(session: Session, community_id: int, room_id: int | None, place: str) -> list[PassTerms]:
    """Return every pass for a room, or for a place that is no room, whatever its days."""
    values: dict[str, object] = {"community": community_id}
    if room_id is not None:
        values["room"] = room_id
    found = [_terms(row) for row in session.connection().execute(_passes(room_id is not None), values)]
    if room_id is not None:
        return found
    return [terms for terms in found if search_form(terms.place) == search_form(place)]


def pass_terms(session: Session, community_id: int, pass_id: int) -> PassTerms | None:
    """Return what a pass says, None for an id that names none of the community."""
    values = {"community": community_id, "id": pass_id}
    row = session.connection().execute(_pass(), values).one_or_none()
    return None if row is None else _terms(row)


def visitor(session: Session, community_id: int, key: str, *, vehicle: bool) -> VisitorFact | None:
    """Return the visitor of `key`; whether it is inside is asked of a vehicle only, of which there is but one."""
    values = {"community": community_id, "key": key}
    row = session.connection().execute(_visitor(vehicle), values).first()
    return None if row is None else VisitorFact(*row)


def kind_like(session: Session, community_id: int, own_id: int) -> tuple[VisitKind, bool] | None:
    """Return which built-in kind an own one is like, and whether it is archived; None where there is none."""
    row = session.connection().execute(_kind(), {"community": community_id, "id": own_id}).one_or_none()
    return None if row is None else (VisitKind(row.like), row.archived_at is not None)


def province(session: Session, community_id: int) -> str:
    """Return what begins most plates of the community, 浙 or 浙A; "" where nobody said."""
    return session.connection().execute(_province(), {"community": community_id}).scalar() or ""


def gate_in_use(session: Session, community_id: int, gate_id: int) -> bool:
    """Tell whether the community has a gate of this id that is not archived."""
    values = {"community": community_id, "id": gate_id}
    return session.connection().execute(_gate(), values).first() is not None


def badge_taken(session: Session, community_id: int, badge: str) -> bool:
    """Tell whether someone inside has the badge."""
    values = {"community": community_id, "badge": badge}
    return session.connection().execute(_badge(), values).first() is not None


def noted(session: Session, community_id: int, orders: Sequence[int]) -> Mapping[int, tuple[str, datetime]]:
    """Return who wrote standing instructions down last, and when, by the instructions' ids."""
    values = {"community": community_id, "orders": orders}
    found = session.connection().execute(_noted(), values) if orders else ()
    return {subject_id: (name, at) for subject_id, name, at in found}


def _entry(row: Any) -> Watched:
    columns: list[Any] = [*row[:-2], WatchAction(row.action), row.name_of_noter or ""]
    return Watched(*columns)


def _terms(row: Any) -> PassTerms:
    columns: list[Any] = [*row[:-1], row.revoked_at is not None]
    return PassTerms(*columns)


@cache
def _there() -> Executable:
    """Return the question for a room, its people and whom it expects, which is one for the sake of every key typed."""
    none, today = cast(null(), Date()), bindparam("today", type_=Date())
    room: Any = bindparam("room")
    community: Any = bindparam("community")
    state = (
        select(RoomState.state)
        .where(
            RoomState.room_id == Room.id,
            or_(RoomState.since.is_(None), RoomState.since <= today),
            or_(RoomState.until.is_(None), RoomState.until > today),
        )
        .order_by(RoomState.since.is_not(None).desc(), RoomState.since.desc(), RoomState.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    itself: Any = select(
        *(literal_column("'room'").label("what"), Room.id.label("id"), Room.label.label("name")),
        *(func.coalesce(state, "").label("more"), none.label("since"), none.label("until")),
    ).where(Room.id == room, Room.community_id == community)
    people: Any = (
        select(
            *(literal_column("'person'"), Occupancy.id, Resident.name, Occupancy.role, Occupancy.since, Occupancy.until)
        )
        .join(Resident, Resident.id == Occupancy.resident_id)
        .where(Occupancy.room_id == room, Occupancy.community_id == community, Resident.merged_into_id.is_(None))
    )
    visit = ExpectedVisit
    expected: Any = select(literal_column("'expected'"), visit.id, visit.name, visit.plate, none, none).where(
        # so worded that SQLite comes by the room instead of by the day, on which hundreds are expected
        *(visit.room_id == room, visit.community_id + 0 == community, visit.withdrawn_at.is_(None)),
        *(visit.last_day >= today, visit.first_day <= today),
    )
    return union_all(itself, people, expected)


@cache
def _orders() -> Executable:
    row, now = StandingInstruction, bindparam("now", type_=UtcMoment())
    columns = (row.id, row.room_id, row.kind, row.words, row.said_by, row.since, row.until, row.ended_at, row.version)
    return (
        select(*columns)
        .where(
            row.room_id == bindparam("room"),
            row.community_id == bindparam("community"),
            row.kind.in_(sorted(GATE_KINDS)),
            row.since <= now,
            row.ended_at.is_(None),
            or_(row.until.is_(None), row.until > now),
        )
        .order_by(row.since, row.id)
    )


@cache
def _watched() -> Executable:
    row, now = WatchEntry, bindparam("now", type_=UtcMoment())
    places = range(MOST_TYPED)
    near = or_(
        and_(row.plate != "", row.plate.in_([bindparam(f"plate{place}") for place in range(MOST_TOLD)])),
        *(and_(row.plate != "", row.plate.like(bindparam(f"end{place}"))) for place in places),
        and_(
            row.name != "",
            or_(
                row.name_key == "",
                *(row.name_key == bindparam(f"name{place}") for place in places),
                *(row.name_key.like(bindparam(f"spelt{place}")) for place in places),
            ),
        ),
        and_(row.id_tail != "", func.upper(row.id_tail) == bindparam("tail")),
    )
    return (
        select(row.id, row.plate, row.name, row.id_tail)
        .where(
            row.community_id == bindparam("community"),
            row.approved_at <= now,
            row.ended_at.is_(None),
            or_(row.until.is_(None), row.until > now),
            near,
        )
        .order_by(row.id)
    )


@cache
def _entries() -> Executable:
    row = WatchEntry
    return (
        select(
            *(row.id, row.version, row.plate, row.name, row.id_tail, row.looks, row.reason, row.ordered_by),
            *(row.noted_at, row.approved_at, row.until, row.ended_at, row.action, Account.name.label("name_of_noter")),
        )
        .outerjoin(Account, Account.id == row.noted_by)
        .where(row.id.in_(bindparam("ids", expanding=True)))
        .order_by(row.id)
    )


_TERMS = (
    *(ContractorPass.id, ContractorPass.number, ContractorPass.company, ContractorPass.foreman, ContractorPass.crew),
    *(ContractorPass.room_id, ContractorPass.place, ContractorPass.first_day, ContractorPass.last_day),
    ContractorPass.revoked_at,
)


@cache
def _passes(of_room: bool) -> Executable:  # noqa: FBT001 - which of two questions
    row = ContractorPass
    where = row.room_id == bindparam("room") if of_room else row.room_id.is_(None)
    return select(*_TERMS).where(where, row.community_id == bindparam("community")).order_by(row.id)


@cache
def _pass() -> Executable:
    row = ContractorPass
    return select(*_TERMS).where(row.id == bindparam("id"), row.community_id == bindparam("community"))


@cache
def _visitor(vehicle: bool) -> Executable:  # noqa: FBT001 - which of two questions
    columns: tuple[Any, ...] = (Visitor.id, Visitor.name, Visitor.company, Visitor.visits)
    theirs = and_(Visitor.community_id == bindparam("community"), Visitor.key == bindparam("key"))
    if not vehicle:
        return select(*columns, null(), null()).where(theirs)
    inside = and_(Visit.visitor_id == Visitor.id, is_inside())
    query = select(*columns, Visit.id.label("inside_id"), Visit.in_at).outerjoin(Visit, inside)
    return query.where(theirs).order_by(Visit.in_at.desc(), Visit.id.desc()).limit(1)


@cache
def _kind() -> Executable:
    row = VisitKindRow
    return select(row.like, row.archived_at).where(
        row.id == bindparam("id"), row.community_id == bindparam("community")
    )


@cache
def _province() -> Executable:
    return select(GateRules.province).where(GateRules.community_id == bindparam("community"))


@cache
def _gate() -> Executable:
    return select(Gate.id).where(
        Gate.id == bindparam("id"), Gate.community_id == bindparam("community"), Gate.archived_at.is_(None)
    )


@cache
def _badge() -> Executable:
    return select(Visit.id).where(
        Visit.community_id == bindparam("community"), is_inside(), Visit.badge == bindparam("badge")
    )


@cache
def _noted() -> Executable:
    return (
        select(Audit.subject_id, Account.name, Audit.at)
        .join(Account, Account.id == Audit.account_id)
        .where(
            Audit.topic == "standing_instruction",
            Audit.subject_id.in_(bindparam("orders", expanding=True)),
            Audit.community_id == bindparam("community"),
            Audit.action.in_(("instruction given", "instruction changed", "instruction resumed")),
        )
        .order_by(Audit.id)
    )
