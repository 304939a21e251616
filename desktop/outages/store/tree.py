"""The whole community as the picker shows it: zones, buildings, entrances, floors, rooms."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.core.house_numbers import natural_key, try_house_number
from desktop.households.model import Building, Entrance, Room, Zone
from desktop.outages.rows import BuildingNode, EntranceNode, FloorNode, PlaceTree, RoomNode, ZoneNode
from desktop.outages.store.scope import lived_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

__all__ = ["tree"]

_NUMBER = re.compile(r"[0-9]+")
_BELOW = ("B", "b", "-", "负", "負", "地下")

_Floors = dict[str, list[RoomNode]]


def tree(session: Session, community_id: int, community: str, today: date) -> PlaceTree:
    """Return every place of the community in natural order; four statements, however many rooms there are."""
    rooms = _rooms(session, community_id, today)
    entrances: dict[int, list[Any]] = defaultdict(list)
    columns = select(Entrance.id, Entrance.name, Entrance.building_id).where(Entrance.community_id == community_id)
    for row in session.execute(columns.order_by(Entrance.order_key, Entrance.id)):
        entrances[row.building_id].append(row)
    zones: dict[int | None, list[BuildingNode]] = defaultdict(list)
    buildings = select(Building.id, Building.name, Building.zone_id).where(Building.community_id == community_id)
    for each in session.execute(buildings.order_by(Building.order_key, Building.id)):
        zones[each.zone_id].append(_building(each, entrances[each.id], rooms))
    named = session.execute(select(Zone.id, Zone.name).where(Zone.community_id == community_id)).all()
    nodes = [
        ZoneNode(row.id, row.name, tuple(zones[row.id])) for row in sorted(named, key=lambda row: natural_key(row.name))
    ]
    if zones[None]:
        nodes.append(ZoneNode(None, "", tuple(zones[None])))
    return PlaceTree(community, tuple(nodes))


def _rooms(session: Session, community_id: int, today: date) -> Mapping[tuple[int, int | None], _Floors]:
    """Return the rooms by building and entrance, then by floor."""
    found: dict[tuple[int, int | None], _Floors] = defaultdict(lambda: defaultdict(list))
    lives = lived_in(community_id, today).label("occupied")
    columns = select(Room.id, Room.label, Room.building_id, Room.entrance_id, Room.floor, lives)
    rows = session.execute(columns.where(Room.community_id == community_id).order_by(Room.order_key, Room.id))
    for id_, label, building_id, entrance_id, floor, occupied in rows:
        found[building_id, entrance_id][floor].append(RoomNode(id_, label, _short(label), bool(occupied)))
    return found


def _building(row: Any, entrances: Sequence[Any], rooms: Mapping[tuple[int, int | None], _Floors]) -> BuildingNode:
    nodes = [EntranceNode(each.id, each.name, _floors(rooms, row.id, each.id)) for each in entrances]
    if (row.id, None) in rooms:
        nodes.append(EntranceNode(None, "", _floors(rooms, row.id, None)))
    return BuildingNode(row.id, row.name, tuple(nodes))


def _floors(
    rooms: Mapping[tuple[int, int | None], _Floors], building_id: int, entrance_id: int | None
) -> tuple[FloorNode, ...]:
    floors = rooms.get((building_id, entrance_id), {})
    order = sorted(floors, key=_height, reverse=True)
    return tuple(FloorNode(floor, tuple(floors[floor])) for floor in order)


def _height(floor: str) -> tuple[bool, int, str]:
    """Return what floors are ordered by from below: rooms of no floor last in a list that begins at the top."""
    number = _NUMBER.search(floor)
    if number is None:
        return floor != "", 0, natural_key(floor)
    height = int(number[0])
    return True, -height if floor.startswith(_BELOW) else height, natural_key(floor)


def _short(label: str) -> str:
    """Return a room's number without building and entrance; it may hold a dash itself."""
    head, _, tail = label.rpartition("-")
    if head and tail.isdigit() and head.replace("-", "").isdigit():
        return tail
    number = try_house_number(label)
    return number.room if number else label
