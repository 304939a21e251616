"""The community as the picker knows it: which rooms each place holds, and what each place is called."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.core.house_numbers import HouseNumber
from desktop.outages.model import PlaceLevel
from desktop.outages.rows import Pick

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from desktop.outages.rows import BuildingNode, EntranceNode, FloorNode, PlaceTree, RoomNode, ZoneNode

__all__ = ["Places", "Rooms", "building_pick", "entrance_pick", "floor_pick", "room_pick", "zone_pick"]

Rooms = frozenset[int]
"""Ids of rooms. A building that has none is stood for by its own id, negative, so that it can be picked as well."""

NOTHING: Rooms = frozenset()


def zone_pick(zone: ZoneNode) -> Pick:
    """Return the pick of a whole zone."""
    return Pick(PlaceLevel.ZONE, zone_id=zone.id, label=zone.name)


def building_pick(building: BuildingNode) -> Pick:
    """Return the pick of a whole building."""
    return Pick(PlaceLevel.BUILDING, building_id=building.id, label=HouseNumber(building.name, "", "").label)


def entrance_pick(building: BuildingNode, entrance: EntranceNode) -> Pick:
    """Return the pick of an entrance; rooms without one have no pick of their own and are the building's."""
    if entrance.id is None:
        return building_pick(building)
    label = HouseNumber(building.name, entrance.name, "").label
    return Pick(PlaceLevel.ENTRANCE, building_id=building.id, entrance_id=entrance.id, label=label)


def floor_pick(building: BuildingNode, entrance: EntranceNode | None, floor: str) -> Pick:
    """Return the pick of one floor of an entrance, or of a whole building."""
    above = building_pick(building) if entrance is None else entrance_pick(building, entrance)
    return replace(above, level=PlaceLevel.FLOOR, floor=floor, label=f"{above.label}{floor}层")


def room_pick(building: BuildingNode, entrance: EntranceNode, room: RoomNode) -> Pick:
    """Return the pick of one room."""
    return Pick(PlaceLevel.ROOM, building_id=building.id, entrance_id=entrance.id, room_id=room.id, label=room.label)


@dataclass(slots=True)
class Places:
    """A `PlaceTree` with the rooms of every place at hand.

    `households` and `occupied` are how many each building has, by its id: all of them, and those somebody lives in.
    """

    tree: PlaceTree
    households: Mapping[int, int] = field(default_factory=dict)
    occupied: Mapping[int, int] = field(default_factory=dict)
    every: Rooms = NOTHING
    of_zone: dict[int | None, Rooms] = field(default_factory=dict)
    of_building: dict[int, Rooms] = field(default_factory=dict)
    of_entrance: dict[tuple[int, int | None], Rooms] = field(default_factory=dict)
    of_floor: dict[tuple[int, int | None, str], Rooms] = field(default_factory=dict)
    zone_of: dict[int, int | None] = field(default_factory=dict)
    buildings: dict[int, BuildingNode] = field(default_factory=dict)
    building_of: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note which rooms each place holds."""
        for zone in self.tree.zones:
            held: set[int] = set()
            for building in zone.buildings:
                held |= self._take_in(building)
                self.zone_of[building.id] = zone.id
            self.of_zone[zone.id] = frozenset(held)
        self.every = frozenset().union(*self.of_zone.values())

    def rooms(self, pick: Pick) -> Rooms:
        """Return what `pick` names, nothing where it is no more."""
        match pick.level:
            case PlaceLevel.COMMUNITY:
                return self.every
            case PlaceLevel.ZONE:
                return self.of_zone.get(pick.zone_id, NOTHING)
            case PlaceLevel.BUILDING:
                return self.of_building.get(pick.building_id or 0, NOTHING)
            case PlaceLevel.ENTRANCE:
                found = [rooms for (_, id_), rooms in self.of_entrance.items() if id_ == pick.entrance_id]
                return frozenset().union(*found)
            case PlaceLevel.FLOOR:
                return self._of_floor(pick)
            case PlaceLevel.ROOM:
                known = pick.room_id in self.building_of
                return frozenset({pick.room_id}) if known and pick.room_id is not None else NOTHING

    @staticmethod
    def rooms_in(building: BuildingNode) -> Iterator[tuple[EntranceNode, FloorNode, RoomNode]]:
        """Yield every room of a building with where it is."""
        for entrance in building.entrances:
            for floor in entrance.floors:
                for room in floor.rooms:
                    yield entrance, floor, room

    def _of_floor(self, pick: Pick) -> Rooms:
        """Return a floor of an entrance, or of a whole building where the pick names no entrance."""
        found = [
            rooms
            for (building, entrance, floor), rooms in self.of_floor.items()
            if floor == pick.floor
            and (entrance == pick.entrance_id if pick.entrance_id is not None else building == pick.building_id)
        ]
        return frozenset().union(*found)

    def _take_in(self, building: BuildingNode) -> Rooms:
        by_entrance: dict[int | None, set[int]] = {}
        for entrance in building.entrances:
            for floor in entrance.floors:
                rooms = frozenset(room.id for room in floor.rooms)
                self.of_floor[building.id, entrance.id, floor.name] = rooms
                by_entrance.setdefault(entrance.id, set()).update(rooms)
        for id_, held in by_entrance.items():
            self.of_entrance[building.id, id_] = frozenset(held)
        every = frozenset().union(*by_entrance.values()) or frozenset({-building.id})
        self.buildings[building.id] = building
        self.of_building[building.id] = every
        self.building_of.update(dict.fromkeys(every, building.id))
        return every
