"""Scopes as SQL: the rooms that picks come to, those of outages as kept, and the outages of a room.

A room is in a scope when a pick that is not excluded names it and no excluded one does; however many picks name it, it
counts once. Picks of places that are no more name nothing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, exists, false, not_, or_, select, true, union
from sqlalchemy.types import UserDefinedType

from desktop.households.model import OCCUPIED_STATES, Building, Occupancy, Resident, Room, RoomState
from desktop.outages.model import Outage, OutagePlace, PlaceLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Dialect, Subquery

    from desktop.outages.rows import Pick

__all__ = [
    "lived_in",
    "outage_rooms",
    "outages_of_room",
    "outages_sharing",
    "people_now",
    "rooms_of_outages",
    "scope_rooms",
    "within",
]


def scope_rooms(community_id: int, picks: Iterable[Pick], *, exclude_vacant: bool, today: date) -> Select[int]:
    """Return the ids of the rooms that `picks` come to; `exclude_vacant` leaves out those nobody lives in `today`."""
    chosen = select(Room.id).where(Room.community_id == community_id, within(picks))
    return chosen.where(lived_in(community_id, today)) if exclude_vacant else chosen


def within(picks: Iterable[Pick]) -> ColumnElement[bool]:
    """Return the condition on `Room` that picks name it: one that is not excluded, and no excluded one."""
    known = list(picks)
    named = _named([pick for pick in known if not pick.excluded])
    taken_out = [pick for pick in known if pick.excluded]
    return and_(named, not_(_named(taken_out))) if taken_out else named


def lived_in(community_id: int, today: date) -> ColumnElement[bool]:
    """Return the condition that someone lives in a `Room` today: its state says so, or none is known and people are.

    A community that never noted the states of its rooms must not be told that all of them stand empty.
    """
    today_is = select(RoomState.room_id).where(RoomState.community_id == community_id, _holds_on(today))
    occupied = today_is.where(RoomState.state.in_(sorted(OCCUPIED_STATES)))
    unknown = and_(Room.id.not_in(today_is), Room.id.in_(people_now(community_id, today)))
    return or_(Room.id.in_(occupied), unknown)


def people_now(community_id: int, today: date) -> Select[int]:
    """Return the rooms that have people today (or soon), a row for each, with their people joined for narrowing."""
    return (
        select(Occupancy.room_id)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .where(
            Occupancy.community_id == community_id,
            or_(Occupancy.until.is_(None), Occupancy.until > today),
            Resident.merged_into_id.is_(None),
        )
    )


def outage_rooms(community_id: int, outage_id: int, today: date) -> Select[int]:
    """Return the ids of the rooms that an outage affects, by its picks as they are kept."""
    pairs = _kept(community_id, [outage_id], today)
    return select(pairs.c.room_id)


def outages_sharing(community_id: int, outage_ids: Collection[int], rooms: Select[int], today: date) -> Select[int]:
    """Return which of the outages affect any of `rooms`."""
    pairs = _kept(community_id, outage_ids, today)
    return select(pairs.c.outage_id).distinct().where(pairs.c.room_id.in_(rooms))


def rooms_of_outages(community_id: int, outages: Select[int], today: date) -> Select[int]:
    """Return the ids of the rooms that any of the `outages`, a selection of their ids, affects."""
    return select(_kept(community_id, outages, today).c.room_id)


def outages_of_room(community_id: int, room_id: int, today: date) -> Select[int]:
    """Return the ids of all outages that affect a room, for narrowing by conditions on `Outage`."""
    lives = exists().where(Room.id == room_id, lived_in(community_id, today))
    return select(Outage.id).where(
        Outage.community_id == community_id,
        _names(room_id, excluded=False),
        not_(_names(room_id, excluded=True)),
        or_(Outage.exclude_vacant.is_(False), lives),
    )


# --- picks as typed ---------------------------------------------------------------------------------------------------


def _named(picks: Sequence[Pick]) -> ColumnElement[bool]:
    """Return the condition on `Room` that any of `picks` names it, whether excluded or not; never NULL."""
    if any(pick.level == PlaceLevel.COMMUNITY for pick in picks):
        return true()
    ids: dict[PlaceLevel, set[int]] = defaultdict(set)
    floors: dict[tuple[bool, str], set[int]] = defaultdict(set)
    for pick in picks:
        if pick.level == PlaceLevel.FLOOR:
            below = pick.building_id if pick.entrance_id is None else pick.entrance_id
            if below is not None:
                floors[pick.entrance_id is None, pick.floor].add(below)
        elif (place := getattr(pick, _FIELDS[pick.level])) is not None:
            ids[pick.level].add(place)
    conditions = [_at(level, _any_of(_COLUMNS[level], some)) for level, some in ids.items()]
    conditions += [_on_floor(whole, floor, some) for (whole, floor), some in floors.items()]
    return or_(false(), *conditions)


_COLUMNS: dict[PlaceLevel, Any] = {
    PlaceLevel.ZONE: Building.zone_id,
    PlaceLevel.BUILDING: Room.building_id,
    PlaceLevel.ENTRANCE: Room.entrance_id,
    PlaceLevel.ROOM: Room.id,
}


_FIELDS = {
    PlaceLevel.ZONE: "zone_id",
    PlaceLevel.BUILDING: "building_id",
    PlaceLevel.ENTRANCE: "entrance_id",
    PlaceLevel.ROOM: "room_id",
}


def _at(level: PlaceLevel, chosen: ColumnElement[bool]) -> ColumnElement[bool]:
    if level == PlaceLevel.ZONE:
        return Room.building_id.in_(select(Building.id).where(chosen))
    # an empty entrance would make the whole NULL, and "not NULL" leaves a room out that nobody excluded
    return and_(Room.entrance_id.is_not(None), chosen) if level == PlaceLevel.ENTRANCE else chosen


def _on_floor(whole: bool, floor: str, ids: set[int]) -> ColumnElement[bool]:  # noqa: FBT001 - half of a key
    """Return the condition of a floor's text in entrances, or (`whole`) in buildings with all their entrances."""
    if whole:
        return and_(Room.floor == floor, _any_of(Room.building_id, ids))
    return and_(Room.floor == floor, Room.entrance_id.is_not(None), _any_of(Room.entrance_id, ids))


class _Ids(UserDefinedType[tuple[int, ...]]):
    """Ids written out as one list: ten thousand are more than there may be parameters, and one by one too slow."""

    cache_ok = True

    def literal_processor(self, dialect: Dialect) -> Callable[[tuple[int, ...]], str]:  # noqa: ARG002 - SQLAlchemy's signature
        """Return what writes ids as SQL."""
        return lambda ids: f"({', '.join(map(str, ids))})"


def _any_of(column: Any, ids: set[int]) -> ColumnElement[bool]:
    """Return the condition that a column is one of `ids`, of which there is one at least."""
    listed = bindparam(None, tuple(map(int, sorted(ids))), type_=_Ids(), literal_execute=True)
    chosen: ColumnElement[bool] = column.bool_op("IN")(listed)
    return chosen


# --- picks as kept ----------------------------------------------------------------------------------------------------


def _kept(community_id: int, outage_ids: Collection[int] | Select[int], today: date) -> Subquery:
    """Return pairs of outage_id and room_id, each once."""
    named = _pairs(community_id, outage_ids, excluded=False)
    taken_out = _pairs(community_id, outage_ids, excluded=True)
    left = (
        select(named.c.outage_id, named.c.room_id)
        .except_(select(taken_out.c.outage_id, taken_out.c.room_id))
        .subquery("left_in")
    )
    return (
        select(left.c.outage_id, left.c.room_id)
        .join(Outage, Outage.id == left.c.outage_id)
        .join(Room, Room.id == left.c.room_id)
        .where(or_(Outage.exclude_vacant.is_(False), lived_in(community_id, today)))
        .subquery("affected")
    )


def _pairs(community_id: int, outage_ids: Collection[int] | Select[int], *, excluded: bool) -> Subquery:
    def picked(level: PlaceLevel) -> Any:
        return _picked(community_id, outage_ids, level, excluded=excluded)

    everything, zone, building = picked(PlaceLevel.COMMUNITY), picked(PlaceLevel.ZONE), picked(PlaceLevel.BUILDING)
    entrance, floor, room = picked(PlaceLevel.ENTRANCE), picked(PlaceLevel.FLOOR), picked(PlaceLevel.ROOM)
    same_floor = Room.floor == floor.floor
    on: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (everything, Room.community_id == everything.community_id),
        (building, Room.building_id == building.building_id),
        (entrance, Room.entrance_id == entrance.entrance_id),
        (floor, and_(Room.entrance_id == floor.entrance_id, same_floor)),
        (floor, and_(Room.building_id == floor.building_id, same_floor)),
        (room, Room.id == room.room_id),
    )
    parts = [select(place.outage_id, Room.id.label("room_id")).join(Room, same) for place, same in on]
    in_zone = select(zone.outage_id, Room.id).join(Building, Building.zone_id == zone.zone_id)
    parts.append(in_zone.join(Room, Room.building_id == Building.id))
    return union(*(part.where(Room.community_id == community_id) for part in parts)).subquery()


def _picked(community_id: int, outage_ids: Collection[int] | Select[int], level: PlaceLevel, *, excluded: bool) -> Any:
    """Return the picks of one level, worked out before anything else is.

    Left to itself SQLite goes through all picks again for every room: ten thousand of each took a minute.
    """
    place = OutagePlace
    columns = (place.community_id, place.outage_id, place.zone_id, place.building_id, place.entrance_id)
    chosen = select(*columns, place.floor, place.room_id).where(
        place.community_id == community_id,
        place.outage_id.in_(outage_ids if isinstance(outage_ids, Select) else sorted(outage_ids)),
        place.level == level,
        place.excluded.is_(excluded),
    )
    return chosen.cte().prefix_with("MATERIALIZED").c


def _names(room_id: int, *, excluded: bool) -> ColumnElement[bool]:
    """Return the condition on `Outage` that one of its picks, `excluded` or not, names a room.

    Level by level: each is found by an index of its own, however many single rooms are picked.
    """
    place = OutagePlace
    within = select(Room).join(Building, Building.id == Room.building_id).where(Room.id == room_id)
    building = within.with_only_columns(Room.building_id).scalar_subquery()
    entrance = within.with_only_columns(Room.entrance_id).scalar_subquery()
    floor = within.with_only_columns(Room.floor).scalar_subquery()
    zone = within.with_only_columns(Building.zone_id).scalar_subquery()
    # of a floor either entrance or building is kept: see `picks.keep`
    below = or_(place.entrance_id == entrance, place.building_id == building)
    of_levels = {
        PlaceLevel.COMMUNITY: true(),
        PlaceLevel.ZONE: place.zone_id == zone,
        PlaceLevel.BUILDING: place.building_id == building,
        PlaceLevel.ENTRANCE: place.entrance_id == entrance,
        PlaceLevel.FLOOR: and_(place.floor == floor, below),
        PlaceLevel.ROOM: place.room_id == room_id,
    }
    return or_(
        *(
            exists().where(place.outage_id == Outage.id, place.level == level, place.excluded.is_(excluded), names_it)
            for level, names_it in of_levels.items()
        )
    )


def _holds_on(day: date) -> ColumnElement[bool]:
    return and_(
        or_(RoomState.since.is_(None), RoomState.since <= day), or_(RoomState.until.is_(None), RoomState.until > day)
    )
