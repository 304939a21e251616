"""The SQL of care: tasks by key, calls of welcome, legacy-issue households that nothing is planned for."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from desktop.accounts.model import Account
from desktop.care.model import CareKind, CareState, CareTask
from desktop.care.rows import CareLine, CareList, Stage
from desktop.households.model import Building, Occupancy, OccupancyRole, Resident, Room, RoomTag, Tag
from desktop.storage import paging
from desktop.storage.paging import Anchor, Key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.care.rows import CareFilter

__all__ = [
    "AHEAD",
    "WELCOME_WITHIN",
    "Seen",
    "all_lines",
    "anchor_of",
    "count",
    "counts",
    "from_index",
    "is_forgotten",
    "page",
    "planned_of_room",
    "position",
    "rooms_of",
    "task_line",
    "welcome_lines",
]

WELCOME_WITHIN = timedelta(days=30)
"""So long after the day of moving in a household is to be welcomed."""

AHEAD = timedelta(days=90)
"""Within so many days something must be planned for a household with a legacy issue."""

_ROLES = {role.value: rank for rank, role in enumerate(OccupancyRole)}
_T = CareTask.__table__.c
_ROOM_KEYS = (Key(Room.order_key.expression), Key(Room.id.expression))
_KEYS: Mapping[CareList, tuple[Key, ...]] = {
    CareList.DUE: (Key(_T.due_on), Key(_T.id)),
    CareList.PLANNED: (Key(_T.due_on), Key(_T.id)),
    CareList.ENDED: (Key(_T.ended_at, descending=True), Key(_T.id, descending=True)),
    CareList.FORGOTTEN: _ROOM_KEYS,
}


class Seen(NamedTuple):
    """From where lists are seen: the community, the day it is there, its time zone."""

    community_id: int
    today: date
    zone: ZoneInfo


def page(
    session: Session, seen: Seen, wanted: CareFilter, anchor: Anchor | None, limit: int, *, backward: bool = False
) -> list[CareLine]:
    """Return the page of a list that follows (`backward`: precedes) a row's keys; see `anchor_of`."""
    found = paging.page(session, _rows(seen, wanted), _KEYS[wanted.list], anchor, limit, backward=backward)
    return _lines(session, seen, wanted.list, found.rows)


def from_index(session: Session, seen: Seen, wanted: CareFilter, index: int, limit: int) -> list[CareLine]:
    """Return the page that begins with the row at `index`, counted from 0; empty beyond the list."""
    query, keys = _rows(seen, wanted), _KEYS[wanted.list]
    anchor = paging.nth(session, query, keys, index, paging.count(session, query))
    if anchor is None:
        return []
    found = paging.page(session, query, keys, anchor, limit, inclusive=True)
    return _lines(session, seen, wanted.list, found.rows)


def all_lines(session: Session, seen: Seen, wanted: CareFilter) -> list[CareLine]:
    """Return every row of a list in its order, for paper and for what is done with all of them."""
    keys = _KEYS[wanted.list]
    order = [key.column.desc() if key.descending else key.column for key in keys]
    return _lines(session, seen, wanted.list, session.execute(_rows(seen, wanted).order_by(*order)).all())


def count(session: Session, seen: Seen, wanted: CareFilter) -> int:
    """Return how many rows a list has."""
    return paging.count(session, _rows(seen, wanted))


def position(session: Session, seen: Seen, wanted: CareFilter, line_id: int) -> int | None:
    """Return where the row `line_id` stands in its list, counted from 0; None where the list does not hold it."""
    query, keys = _rows(seen, wanted), _KEYS[wanted.list]
    same = Room.id == -line_id if wanted.list is CareList.FORGOTTEN else CareTask.id == line_id
    columns = [key.column for key in keys]
    row = session.execute(query.where(same).with_only_columns(*columns, maintain_column_froms=True)).one_or_none()
    return None if row is None else paging.position(session, query, keys, tuple(row))


def anchor_of(line: CareLine, of: CareList) -> Anchor:
    """Return the keys of a row in a list."""
    if of is CareList.FORGOTTEN:
        return (line.order_key, line.room_id)
    return (line.ended_at if of is CareList.ENDED else line.due_on, line.id)


def counts(session: Session, seen: Seen) -> tuple[int, int, int]:
    """Return how many tasks are due and planned, and how many households are forgotten: as `count` tells each."""
    asked = {"community": seen.community_id, "today": seen.today, "ahead": seen.today + AHEAD}
    due, planned, forgotten = session.connection().execute(_counting(), asked).one()
    return due, planned, forgotten


@cache
def _counting() -> Select[*tuple[Any, ...]]:
    # Made once: Today asks for it every minute.
    community, today = bindparam("community", type_=BigInteger), bindparam("today", type_=Date)
    forgotten = _forgotten(community, today, bindparam("ahead", type_=Date)).with_only_columns(
        func.count(), maintain_column_froms=True
    )
    return select(func.count(case((_T.due_on <= today, 1))), func.count(), forgotten.scalar_subquery()).where(
        _T.community_id == community, _T.state == CareState.PLANNED
    )


def planned_of_room(session: Session, seen: Seen, room_id: int) -> list[CareLine]:
    """Return what is planned for a room, the next first."""
    mine = (_T.community_id == seen.community_id, _T.state == CareState.PLANNED, _T.room_id == room_id)
    found = session.execute(_task_select().where(*mine).order_by(_T.due_on, _T.id)).all()
    return _lines(session, seen, CareList.PLANNED, found)


def task_line(session: Session, seen: Seen, task_id: int) -> CareLine | None:
    """Return one task, None where there is none."""
    found = session.execute(_task_select().where(_T.community_id == seen.community_id, _T.id == task_id)).all()
    return next(iter(_lines(session, seen, CareList.PLANNED, found)), None)


def is_forgotten(session: Session, seen: Seen, room_id: int) -> bool:
    """Tell whether a room has a legacy issue and no care planned for the coming 90 days."""
    query = _forgotten_select(seen).where(Room.id == room_id).with_only_columns(Room.id, maintain_column_froms=True)
    return session.execute(query.limit(1)).first() is not None


def welcome_lines(session: Session, seen: Seen, room_id: int | None = None) -> list[CareLine]:
    """Return the households that moved in within 30 days and were not welcomed since, the earliest first."""
    asked = {"community": seen.community_id, "today": seen.today, "after": seen.today - WELCOME_WITHIN, "room": room_id}
    found: Sequence[Any] = session.connection().execute(_moved_in(of_room=room_id is not None), asked).all()
    welcomed = _welcomed(session, seen, [row.room_id for row in found])
    rooms: dict[int, list[Any]] = defaultdict(list)
    for row in found:
        last = welcomed.get(row.room_id)
        if last is None or last < datetime.combine(row.since, time(), seen.zone):
            rooms[row.room_id].append(row)
    return [_welcome_line(rows) for rows in rooms.values()]


@cache
def _moved_in(*, of_room: bool) -> Select[*tuple[Any, ...]]:
    # Made once: Today asks for it every minute.
    today = bindparam("today", type_=Date)
    query: Select[*tuple[Any, ...]] = (
        select(Occupancy.room_id, Room.label, Room.order_key, Resident.name, Occupancy.since)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .join(Room, Room.id == Occupancy.room_id)
        .where(
            Occupancy.community_id == bindparam("community"),
            Occupancy.since > bindparam("after"),
            Occupancy.since <= today,
            or_(Occupancy.until.is_(None), Occupancy.until > today),
            Occupancy.role.in_((OccupancyRole.OWNER, OccupancyRole.TENANT)),
            Resident.merged_into_id.is_(None),
        )
        .order_by(Occupancy.since, Room.order_key, Room.id, case(_ROLES, value=Occupancy.role), Occupancy.id)
    )
    return query.where(Occupancy.room_id == bindparam("room")) if of_room else query


def rooms_of(
    session: Session, community_id: int, tag_id: int | None, zone_id: int | None, building_id: int | None
) -> list[int]:
    """Return the ids of the rooms of a tag, zone or building, in natural order."""
    query = select(Room.id).join(Building, Building.id == Room.building_id).where(Room.community_id == community_id)
    if tag_id is not None:
        query = query.where(Room.id.in_(select(RoomTag.room_id).where(RoomTag.tag_id == tag_id)))
    if zone_id is not None:
        query = query.where(Building.zone_id == zone_id)
    if building_id is not None:
        query = query.where(Room.building_id == building_id)
    return list(session.execute(query.order_by(Room.order_key, Room.id)).scalars())


def _welcome_line(rows: Sequence[Any]) -> CareLine:
    first = rows[0]
    return CareLine(
        id=-first.room_id,
        room_id=first.room_id,
        room=first.label,
        order_key=first.order_key,
        people=tuple(dict.fromkeys(row.name for row in rows)),
        stage=Stage.WELCOME_DUE,
        kind=CareKind.WELCOME,
        words="",
        due_on=first.since + WELCOME_WITHIN - timedelta(days=1),
        since=first.since,
    )


def _welcomed(session: Session, seen: Seen, rooms: Collection[int]) -> Mapping[int, datetime]:
    """Return when each of `rooms` was last welcomed, or it was decided not to."""
    if not rooms:
        return {}
    earliest = datetime.combine(seen.today - WELCOME_WITHIN, time(), seen.zone)
    query = (
        select(CareTask.room_id, func.max(CareTask.ended_at, type_=_T.ended_at.type))
        .where(
            CareTask.community_id == seen.community_id,
            CareTask.ended_at >= earliest,
            CareTask.kind == CareKind.WELCOME,
            CareTask.state != CareState.PLANNED,
        )
        .group_by(CareTask.room_id)
    )
    return {row[0]: row[1] for row in session.execute(query) if row[1] is not None}


def _rows(seen: Seen, wanted: CareFilter) -> Select[Any]:
    if wanted.list is CareList.FORGOTTEN:
        return _forgotten_select(seen)
    asked: list[ColumnElement[bool]] = [_T.community_id == seen.community_id]
    if wanted.list is CareList.ENDED:
        asked.append(_T.ended_at.is_not(None))
    else:
        asked.append(_T.state == CareState.PLANNED)
    if wanted.list is CareList.DUE:
        asked.append(_T.due_on <= seen.today)
    if wanted.kinds:
        asked.append(_T.kind.in_(sorted(wanted.kinds)))
    if wanted.series:
        asked.append(_T.series == wanted.series)
    return _task_select().where(*asked)


def _task_select() -> Select[Any]:
    return (
        select(
            _T.id,
            _T.room_id,
            Room.label,
            Room.order_key,
            _T.kind,
            _T.words,
            _T.due_on,
            _T.state,
            _T.result,
            _T.ended_at,
            Account.name.label("ended_by"),
            _T.series,
            _T.version,
        )
        .select_from(CareTask.__table__)
        .join(Room, Room.id == _T.room_id)
        .outerjoin(Account, Account.id == _T.ended_by)
    )


def _forgotten_select(seen: Seen) -> Select[Any]:
    return _forgotten(literal(seen.community_id), literal(seen.today), literal(seen.today + AHEAD))


def _forgotten(community: ColumnElement[int], today: ColumnElement[date], ahead: ColumnElement[date]) -> Select[Any]:
    cared_for = exists().where(
        CareTask.room_id == Room.id, CareTask.state == CareState.PLANNED, CareTask.due_on.between(today, ahead)
    )
    wears = exists().where(RoomTag.room_id == Room.id, RoomTag.tag_id == Tag.id, Tag.meaning == "legacy_issue")
    rooms: Select[Any] = select(Room.id, Room.label, Room.order_key)  # type: ignore[assignment]  # rows of any list
    return rooms.where(Room.community_id == community, wears, ~cared_for)


def _lines(session: Session, seen: Seen, of: CareList, found: Sequence[Row[Any]]) -> list[CareLine]:
    if of is CareList.FORGOTTEN:
        return _forgotten_lines(session, seen, found)
    names = _names(session, {row.room_id for row in found}, seen.today)
    sizes = _series_sizes(session, seen, {row.series for row in found if row.series})
    return [
        CareLine(
            id=row.id,
            room_id=row.room_id,
            room=row.label,
            order_key=row.order_key,
            people=tuple(names.get(row.room_id, ())),
            stage=Stage(row.state),
            kind=CareKind(row.kind),
            words=row.words,
            due_on=row.due_on,
            result=row.result,
            ended_at=row.ended_at,
            ended_by=row.ended_by or "",
            series=row.series,
            series_size=sizes.get(row.series, 0),
            version=row.version,
        )
        for row in found
    ]


def _forgotten_lines(session: Session, seen: Seen, found: Sequence[Row[Any]]) -> list[CareLine]:
    rooms = [row.id for row in found]
    names = _names(session, rooms, seen.today)
    issues = (
        select(RoomTag.room_id, RoomTag.cause, Tag.name, RoomTag.since)
        .join(Tag, Tag.id == RoomTag.tag_id)
        .where(RoomTag.room_id.in_(rooms), Tag.meaning == "legacy_issue")
        .order_by(Tag.name.desc())
    )
    causes = {row.room_id: row for row in session.execute(issues)}
    lines = []
    for row in found:
        issue = causes[row.id]
        since = None if issue.since is None else issue.since.astimezone(seen.zone).date()
        people = tuple(names.get(row.id, ()))
        words = issue.cause or issue.name
        lines.append(
            CareLine(-row.id, row.id, row.label, row.order_key, people, Stage.FORGOTTEN, None, words, None, since)
        )
    return lines


def _series_sizes(session: Session, seen: Seen, series: Collection[str]) -> Mapping[str, int]:
    if not series:
        return {}
    query = (
        select(CareTask.series, func.count())
        .where(CareTask.series.in_(series), CareTask.community_id == seen.community_id)
        .group_by(CareTask.series)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _names(session: Session, rooms: Iterable[int], today: date) -> Mapping[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    wanted = list(rooms)
    if not wanted:
        return names
    present = and_(
        or_(Occupancy.since.is_(None), Occupancy.since <= today),
        or_(Occupancy.until.is_(None), Occupancy.until > today),
    )
    query = (
        select(Occupancy.room_id, Resident.name)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .where(Occupancy.room_id.in_(wanted), present, Resident.merged_into_id.is_(None))
        .order_by(case(_ROLES, value=Occupancy.role), Occupancy.id)
    )
    for room_id, name in session.execute(query):
        names[room_id].append(name)
    return names
