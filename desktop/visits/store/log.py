"""Visits as lines of a log: a page at a time by key, those of a room or a visitor, one with everything."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, or_, select, text, union_all
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.core.i18n import msg
from desktop.core.plates import display_plate
from desktop.storage import paging
from desktop.storage.base import UtcMoment
from desktop.storage.paging import Key
from desktop.visits.model import (
    ContractorPass,
    ExpectedVisit,
    Gate,
    Visit,
    VisitKind,
    VisitKindRow,
    Visitor,
    VisitState,
)
from desktop.visits.rows import KIND_LABELS, KindKey, VisitLine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Executable, Select
    from sqlalchemy.orm import Session

    from desktop.core.i18n import Message
    from desktop.visits.rows import VisitFilter

__all__ = [
    "Details",
    "Named",
    "count",
    "details",
    "is_inside",
    "jump",
    "kind_name",
    "last_at_gate",
    "line",
    "of_room",
    "of_visitor",
    "page",
    "position",
    "title",
]

_OUT_GATE = aliased(Gate)
_IN_BY, _OUT_BY = aliased(Account), aliased(Account)
_LOGGED = (VisitState.INSIDE, VisitState.LEFT, VisitState.REFUSED)
_KINDS = {kind.value: kind for kind in VisitKind}
_STATES = {state.value: state for state in VisitState}
_KEYS = (Key(Visit.in_at.expression, descending=True), Key(Visit.id.expression, descending=True))
_COLUMNS: tuple[Any, ...] = (
    *(Visit.id, Visit.state, Visit.kind, Visit.own_kind_id, VisitKindRow.name.label("kind_name"), Visit.room_id),
    *(Visit.place, Visit.name, Visit.company, Visit.reason, Visit.vehicle, Visit.plate, Visit.unplated, Visit.people),
    *(Visit.people_left, Visit.badge, Visit.in_at, Visit.out_at, Visit.out_unseen, Gate.name.label("gate")),
    *(_OUT_GATE.name.label("out_gate"), Visit.incomplete, Visit.overridden, Visit.override_words, Visit.agreed_by),
    *(Visit.refused_words, Visit.held_words, Visit.checked_at, Visit.remark, Visit.version),
)


class Named(NamedTuple):
    """What the words of a filter lead to: visitors, rooms, and the badge of someone inside."""

    visitors: Sequence[int]
    rooms: Sequence[int]
    words: str


class Details(NamedTuple):
    """What stands with one visit beside its line."""

    visitor_id: int | None
    id_seen: bool
    id_tail: str
    plate_typed: str
    recorded_at: datetime
    in_by: str
    out_by: str
    pass_number: str
    expected_by: str
    times: int


def is_inside() -> ColumnElement[bool]:
    """Return the condition that a visit is still inside, worded as the partial index words it."""
    return text("visit.state = 'inside'")  # type: ignore[return-value]  # a text clause stands wherever a condition does


def title(plate: str, name: str, unplated: int, kind: Message | str) -> Message | str:
    """Return what a visit is called: its plate, its name, or the number of a vehicle without a plate to read.

    An emergency service is asked nothing: where nothing of that is known, it is what they came for, `kind`.
    """
    if plate:
        return display_plate(plate)
    return msg("No plate, no. %(number)s", number=unplated) if unplated else name or kind


def kind_name(kind: str, own: str | None) -> Message | str:
    """Return the name of a kind, own ones by `own`."""
    return own or KIND_LABELS[VisitKind(kind)]


def page(
    session: Session,
    community_id: int,
    wanted: VisitFilter,
    named: Named | None,
    zone: ZoneInfo,
    after: VisitLine | None,
    limit: int,
    *,
    backward: bool = False,
) -> tuple[VisitLine, ...]:
    """Return the page of visits that follows `after`, newest first; days of `wanted` are those of `zone`.

    `backward`: the page that comes before it instead, without one the last of the list.
    """
    chosen = _lines().where(*_conditions(community_id, wanted, named, zone))
    anchor = None if after is None else (after.in_at, after.id)
    return tuple(_line(row) for row in paging.page(session, chosen, _KEYS, anchor, limit, backward=backward).rows)


def jump(
    session: Session,
    community_id: int,
    wanted: VisitFilter,
    named: Named | None,
    zone: ZoneInfo,
    index: int,
    total: int,
    limit: int,
) -> tuple[VisitLine, ...]:
    """Return `limit` visits from `index` (0 is the newest) of a list of `total`."""
    conditions = _conditions(community_id, wanted, named, zone)
    anchor = paging.nth(session, select(Visit.id).where(*conditions), _KEYS, index, total)
    if anchor is None:
        return ()
    chosen = _lines().where(*conditions)
    return tuple(_line(row) for row in paging.page(session, chosen, _KEYS, anchor, limit, inclusive=True).rows)


def position(
    session: Session, community_id: int, wanted: VisitFilter, named: Named | None, zone: ZoneInfo, visit_id: int
) -> int | None:
    """Return how many visits of a list are newer than one of it, None where it is not in the list."""
    chosen = select(Visit.in_at).where(*_conditions(community_id, wanted, named, zone))
    in_at = session.scalar(chosen.where(Visit.id == visit_id))
    return None if in_at is None else paging.position(session, chosen, _KEYS, (in_at, visit_id))


def count(session: Session, community_id: int, wanted: VisitFilter, named: Named | None, zone: ZoneInfo) -> int:
    """Return how many visits a filter leaves."""
    return paging.count(session, select(Visit.id).where(*_conditions(community_id, wanted, named, zone)))


def line(session: Session, community_id: int, visit_id: int) -> VisitLine | None:
    """Return one visit, None where there is none."""
    row = session.connection().execute(_one(), {"community": community_id, "id": visit_id}).one_or_none()
    return None if row is None else _line(row)


def of_room(session: Session, community_id: int, room_id: int, limit: int) -> tuple[VisitLine, ...]:
    """Return the newest visits to a room."""
    values = {"community": community_id, "of": room_id, "limit": limit}
    return tuple(_line(row) for row in session.connection().execute(_of_room(), values))


def of_visitor(session: Session, community_id: int, visitor_id: int, but: int, limit: int) -> tuple[VisitLine, ...]:
    """Return the newest visits of a visitor, visit `but` left out."""
    values = {"community": community_id, "of": visitor_id, "but": but, "limit": limit}
    return tuple(_line(row) for row in session.connection().execute(_of_visitor(), values))


def last_at_gate(session: Session, community_id: int, gate_id: int | None, since: datetime) -> VisitLine | None:
    """Return the visit that was let in last at a gate, if that was after `since`."""
    values = {"community": community_id, "gate": gate_id, "since": since}
    row = session.connection().execute(_last(), values).one_or_none()
    return None if row is None else _line(row)


def details(session: Session, community_id: int, visit_id: int) -> Details | None:
    """Return what stands with one visit beside its line, None where there is none."""
    row = session.connection().execute(_details(), {"community": community_id, "id": visit_id}).one_or_none()
    if row is None:
        return None
    return Details(
        row.visitor_id,
        row.id_seen,
        row.id_tail,
        row.plate_typed,
        row.recorded_at,
        row.in_by or "",
        row.out_by or "",
        row.pass_number or "",
        row.expected_by or "",
        row.visits or 0,
    )


def _line(row: Any) -> VisitLine:
    # unpacked: naming each column of each row would take longer than reading them
    id_, state, kind, own_kind_id, own_name, room_id, place, name, company, reason, vehicle, plate, unplated, *rest = (
        row
    )
    people, people_left, badge, in_at, out_at, out_unseen, gate, out_gate, *more = rest
    built_in = _KINDS[kind]
    called = own_name or KIND_LABELS[built_in]
    return VisitLine(
        id_,
        _STATES[state],
        title(plate, name, unplated, called),
        name,
        company,
        KindKey(built_in, own_kind_id or 0),
        called,
        room_id,
        place,
        reason,
        vehicle,
        plate,
        people,
        people_left,
        badge,
        in_at,
        out_at,
        out_unseen,
        gate or "",
        out_gate or "",
        *more,
    )


def _conditions(
    community_id: int, wanted: VisitFilter, named: Named | None, zone: ZoneInfo
) -> list[ColumnElement[bool]]:
    # worded so that an engine goes by what the words lead to, not through all visits in order
    theirs = Visit.community_id if named is None else Visit.community_id + 0
    found: list[ColumnElement[bool]] = [theirs == community_id]
    if wanted.first_day is not None:
        found.append(Visit.in_at >= _midnight(wanted.first_day, zone))
    if wanted.last_day is not None:
        found.append(Visit.in_at < _midnight(wanted.last_day + timedelta(days=1), zone))
    same = {Visit.gate_id: wanted.gate_id, Visit.room_id: wanted.room_id, Visit.visitor_id: wanted.visitor_id}
    found += [column == value for column, value in same.items() if value is not None]
    if wanted.kinds:
        found.append(or_(*(_of_kind(key) for key in wanted.kinds)))
    if wanted.vehicles:
        found.append(Visit.vehicle.is_(True))
    if named is not None:
        found.append(_named(community_id, named))
    return found + _standing(wanted)


def _standing(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of partial indexes, worded as those word them."""
    states = sorted(wanted.states)
    inside = states == [VisitState.INSIDE]
    found: list[ColumnElement[bool]] = [is_inside()] if inside else [Visit.state.in_(states)] if states else []
    marked = {
        "visit.incomplete": wanted.incomplete,
        "visit.override_words <> ''": wanted.overridden,
        "visit.held_words <> ''": wanted.held,
    }
    found += [text(words) for words, asked in marked.items() if asked]  # type: ignore[misc]  # stands for a condition
    return found


def _named(community_id: int, named: Named) -> ColumnElement[bool]:
    """Return the condition that a filter's words lead to a visit, each way by its own index."""
    badge = select(Visit.id).where(Visit.community_id == community_id, is_inside(), Visit.badge == named.words)
    ways = [badge]
    for column, ids in ((Visit.visitor_id, named.visitors), (Visit.room_id, named.rooms)):
        if ids:
            ways.append(select(Visit.id).where(column.in_(ids)))
    return Visit.id.in_(union_all(*ways))


def _of_kind(key: KindKey) -> ColumnElement[bool]:
    if key.own_id:
        return Visit.own_kind_id == key.own_id
    return and_(Visit.kind == key.kind, Visit.own_kind_id.is_(None))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .select_from(Visit)
        .outerjoin(VisitKindRow, VisitKindRow.id == Visit.own_kind_id)
        .outerjoin(Gate, Gate.id == Visit.gate_id)
        .outerjoin(_OUT_GATE, _OUT_GATE.id == Visit.out_gate_id)
    )


# Made once: they are asked at every visit and whenever a household is opened.


@cache
def _one() -> Executable:
    return _lines().where(Visit.id == bindparam("id"), Visit.community_id == bindparam("community"))


@cache
def _of_room() -> Executable:
    return (
        _lines()
        .where(Visit.room_id == bindparam("of"), Visit.community_id == bindparam("community"), Visit.state.in_(_LOGGED))
        .order_by(Visit.in_at.desc(), Visit.id.desc())
        .limit(bindparam("limit"))
    )


@cache
def _of_visitor() -> Executable:
    return (
        _lines()
        .where(
            *(Visit.visitor_id == bindparam("of"), Visit.community_id == bindparam("community")),
            *(Visit.state.in_(_LOGGED), Visit.id != bindparam("but")),
        )
        .order_by(Visit.in_at.desc(), Visit.id.desc())
        .limit(bindparam("limit"))
    )


@cache
def _last() -> Executable:
    return (
        _lines()
        .where(
            Visit.community_id == bindparam("community"),
            Visit.in_at >= bindparam("since", type_=UtcMoment()),
            Visit.gate_id.is_not_distinct_from(bindparam("gate")),
            Visit.state.in_((VisitState.INSIDE, VisitState.LEFT)),
        )
        .order_by(Visit.in_at.desc(), Visit.id.desc())
        .limit(1)
    )


@cache
def _details() -> Executable:
    return (
        select(
            *(Visit.visitor_id, Visit.id_seen, Visit.id_tail, Visit.plate_typed, Visit.recorded_at),
            *(_IN_BY.name.label("in_by"), _OUT_BY.name.label("out_by"), ContractorPass.number.label("pass_number")),
            *(ExpectedVisit.asked_by.label("expected_by"), Visitor.visits),
        )
        .select_from(Visit)
        .outerjoin(_IN_BY, _IN_BY.id == Visit.in_by)
        .outerjoin(_OUT_BY, _OUT_BY.id == Visit.out_by)
        .outerjoin(ContractorPass, ContractorPass.id == Visit.pass_id)
        .outerjoin(ExpectedVisit, ExpectedVisit.id == Visit.expected_id)
        .outerjoin(Visitor, Visitor.id == Visit.visitor_id)
        .where(Visit.id == bindparam("id"), Visit.community_id == bindparam("community"))
    )
