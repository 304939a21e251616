"""Lists of rooms a page at a time, what they can be narrowed by, and how many households are occupied."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, or_, select, true

from desktop.households.model import (
    OCCUPIED_STATES,
    Building,
    Occupancy,
    Resident,
    Room,
    RoomState,
    RoomStateKind,
    RoomTag,
    Tag,
    Vehicle,
    Zone,
)
from desktop.households.rows import HouseholdLine, PlaceLine
from desktop.households.store.people import ROLE_ORDER
from desktop.storage import paging
from desktop.storage.paging import Key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session
    from sqlalchemy.sql import ColumnElement

    from desktop.households.rows import HouseholdFilter

__all__ = [
    "buildings",
    "count_households",
    "household_lines",
    "household_lines_from",
    "household_position",
    "names_of_rooms",
    "occupied_households",
    "room_ids",
    "rooms_of_residents",
    "rooms_of_vehicles",
    "tags",
    "zones",
]

_KEYS = (Key(Room.order_key.expression), Key(Room.id.expression))


def occupied_households(session: Session, community_id: int, on: date) -> int:
    """Return how many households are occupied on a day (PRODUCT.md, complaint rate).

    A room counts if a state with someone living in it has begun by that day, or was always, and has not ended by it.
    """
    query = (
        select(func.count(RoomState.room_id.distinct()))
        .where(RoomState.community_id == community_id, RoomState.state.in_(OCCUPIED_STATES))
        .where(_holds_on(on))
    )
    return int(session.execute(query).scalar_one())


def count_households(
    session: Session, community_id: int, wanted: HouseholdFilter, rooms: Collection[int] | None, today: date
) -> int:
    """Return how many rooms a filter leaves; `rooms` are those its text was found in, None where it has none."""
    return paging.count(session, _page(community_id, wanted, rooms, today))


def household_lines(
    session: Session,
    community_id: int,
    wanted: HouseholdFilter,
    rooms: Collection[int] | None,
    today: date,
    anchor: paging.Anchor | None = None,
    *,
    backward: bool = False,
    limit: int = 100,
) -> list[HouseholdLine]:
    """Return the page of rooms in natural order that follows (`backward`: precedes) a row's order_key and id."""
    query = _page(community_id, wanted, rooms, today)
    found = paging.page(session, query, _KEYS, anchor, limit, backward=backward)
    return _lines(session, found.rows, today)


def household_lines_from(
    session: Session,
    community_id: int,
    wanted: HouseholdFilter,
    rooms: Collection[int] | None,
    today: date,
    index: int,
    limit: int,
) -> list[HouseholdLine]:
    """Return the page that begins with the row at `index`, counted from 0; empty beyond the list."""
    query = _page(community_id, wanted, rooms, today)
    anchor = paging.nth(session, query, _KEYS, index, paging.count(session, query))
    if anchor is None:
        return []
    return _lines(session, paging.page(session, query, _KEYS, anchor, limit, inclusive=True).rows, today)


def household_position(
    session: Session,
    community_id: int,
    wanted: HouseholdFilter,
    rooms: Collection[int] | None,
    today: date,
    room_id: int,
) -> int | None:
    """Return where a room stands in the list, counted from 0; None where the filter leaves it out."""
    query = _page(community_id, wanted, rooms, today)
    row = session.execute(query.where(Room.id == room_id).with_only_columns(Room.order_key, Room.id)).one_or_none()
    return None if row is None else paging.position(session, query, _KEYS, tuple(row))


def room_ids(
    session: Session, community_id: int, wanted: HouseholdFilter, rooms: Collection[int] | None, today: date
) -> list[int]:
    """Return the ids of all rooms that a filter leaves, in natural order."""
    query = _page(community_id, wanted, rooms, today).with_only_columns(Room.id)
    return list(session.execute(query.order_by(Room.order_key, Room.id)).scalars())


# Made once: the room field asks for it at every key.
_ROOMS_OF_RESIDENTS = (
    select(Occupancy.room_id).distinct().where(Occupancy.resident_id.in_(bindparam("residents", expanding=True)))
)


def rooms_of_residents(session: Session, residents: Sequence[int]) -> list[int]:
    """Return the rooms that residents are or were in."""
    if not residents:
        return []
    return list(session.connection().execute(_ROOMS_OF_RESIDENTS, {"residents": residents}).scalars())


def rooms_of_vehicles(session: Session, vehicles: Sequence[int]) -> list[int]:
    """Return the rooms that vehicles belong to."""
    if not vehicles:
        return []
    return list(session.execute(select(Vehicle.room_id).distinct().where(Vehicle.id.in_(vehicles))).scalars())


def buildings(session: Session, community_id: int) -> list[PlaceLine]:
    """Return the buildings in natural order."""
    query = (
        select(Building.id, Building.name, func.count(Room.id))
        .outerjoin(Room, Room.building_id == Building.id)
        .where(Building.community_id == community_id)
        .group_by(Building.id, Building.name, Building.order_key)
        .order_by(Building.order_key, Building.id)
    )
    return [PlaceLine(*row) for row in session.execute(query)]


def zones(session: Session, community_id: int) -> list[PlaceLine]:
    """Return the zones by name."""
    query = (
        select(Zone.id, Zone.name, func.count(Room.id))
        .outerjoin(Building, Building.zone_id == Zone.id)
        .outerjoin(Room, Room.building_id == Building.id)
        .where(Zone.community_id == community_id)
        .group_by(Zone.id, Zone.name)
        .order_by(Zone.name)
    )
    return [PlaceLine(*row) for row in session.execute(query)]


def tags(session: Session, community_id: int) -> list[PlaceLine]:
    """Return the tags by name."""
    query = (
        select(Tag.id, Tag.name, func.count(RoomTag.id))
        .outerjoin(RoomTag, RoomTag.tag_id == Tag.id)
        .where(Tag.community_id == community_id)
        .group_by(Tag.id, Tag.name)
        .order_by(Tag.name)
    )
    return [PlaceLine(*row) for row in session.execute(query)]


def _holds_on(day: date) -> ColumnElement[bool]:
    return and_(
        or_(RoomState.since.is_(None), RoomState.since <= day), or_(RoomState.until.is_(None), RoomState.until > day)
    )


def _conditions(
    community_id: int, wanted: HouseholdFilter, rooms: Collection[int] | None, today: date
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Room.community_id == community_id]
    if wanted.building_id is not None:
        conditions.append(Room.building_id == wanted.building_id)
    if wanted.zone_id is not None:
        conditions.append(Building.zone_id == wanted.zone_id)
    if wanted.state is not None:
        in_state = select(RoomState.room_id).where(RoomState.state == wanted.state, _holds_on(today))
        conditions.append(Room.id.in_(in_state))
    if wanted.tag_id is not None:
        conditions.append(Room.id.in_(select(RoomTag.room_id).where(RoomTag.tag_id == wanted.tag_id)))
    if rooms is not None:
        conditions.append(Room.id.in_(rooms) if rooms else ~true())
    return conditions


def _page(community_id: int, wanted: HouseholdFilter, rooms: Collection[int] | None, today: date) -> Any:
    return (
        select(Room.id, Room.label, Room.order_key, Building.name, Zone.name, Room.floor, Room.area_m2, Room.kind)
        .join(Building, Building.id == Room.building_id)
        .outerjoin(Zone, Zone.id == Building.zone_id)
        .where(*_conditions(community_id, wanted, rooms, today))
    )


def _lines(session: Session, found: Sequence[Any], today: date) -> list[HouseholdLine]:
    rooms = [row[0] for row in found]
    if not rooms:
        return []
    states = select(RoomState.room_id, RoomState.state).where(RoomState.room_id.in_(rooms), _holds_on(today))
    state_of = {room_id: RoomStateKind(state) for room_id, state in session.execute(states)}
    names = names_of_rooms(session, rooms, today)
    tagged = _tags_of_rooms(session, rooms)
    return [
        HouseholdLine(
            room_id=row[0],
            label=row[1],
            order_key=row[2],
            building=row[3],
            zone=row[4] or "",
            floor=row[5],
            area_m2=row[6],
            kind=row[7],
            state=state_of.get(row[0]),
            people=tuple(names.get(row[0], ())),
            tags=tuple(name for name, _, _ in tagged.get(row[0], ())),
            looks=tuple((meaning, tone) for _, meaning, tone in tagged.get(row[0], ())),
        )
        for row in found
    ]


def names_of_rooms(session: Session, rooms: Sequence[int], today: date) -> Mapping[int, list[str]]:
    """Return who lives in rooms on a day, by room, owners first."""
    query = (
        select(Occupancy.room_id, Resident.name)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .where(
            Occupancy.room_id.in_(rooms),
            or_(Occupancy.until.is_(None), Occupancy.until > today),
            Resident.merged_into_id.is_(None),
        )
        .order_by(case(ROLE_ORDER, value=Occupancy.role), Occupancy.id)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for room_id, name in session.execute(query):
        names[room_id].append(name)
    return names


def _tags_of_rooms(session: Session, rooms: Sequence[int]) -> Mapping[int, list[tuple[str, str, str]]]:
    """Return name, meaning and own colour of the tags of rooms, those that mean something first."""
    query = (
        select(RoomTag.room_id, Tag.name, Tag.meaning, Tag.tone)
        .join(Tag, Tag.id == RoomTag.tag_id)
        .where(RoomTag.room_id.in_(rooms))
        .order_by(Tag.meaning == "", Tag.name)
    )
    worn: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for room_id, name, meaning, tone in session.execute(query):
        worn[room_id].append((name, meaning, tone))
    return worn
