"""What is picked of the community: kept as rooms, told as the fewest picks that say the same.

Rooms are kept because places cross: a floor goes through every entrance, and what was taken out is picked again room
by room. Told are picks, because rooms that are added to a building later belong to an outage of that building.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from desktop.outages.model import PlaceLevel
from desktop.outages.presenter.places import building_pick, entrance_pick, floor_pick, room_pick, zone_pick
from desktop.outages.rows import Pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop.outages.presenter.places import Places, Rooms
    from desktop.outages.rows import BuildingNode, EntranceNode

__all__ = ["Chosen", "Picking"]


class Chosen(Enum):
    """How much of a place is picked."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


class Picking:
    """Picks of one community, changed place by place. Of picks whose place is gone the words are kept in `gone`."""

    def __init__(self, places: Places) -> None:
        """Pick nothing yet."""
        self.places = places
        self.rooms: set[int] = set()
        self.gone: list[Pick] = []
        self._whole: set[int | None] = set()
        self._everything = False

    # --- asked -----------------------------------------------------------------------------------------------------

    def chosen(self, rooms: Rooms) -> Chosen:
        """Tell how much of `rooms` is picked."""
        if not rooms or self.rooms.isdisjoint(rooms):
            return Chosen.NONE
        return Chosen.ALL if rooms <= self.rooms else Chosen.SOME

    def picks(self) -> tuple[Pick, ...]:
        """Return the picks in the order of the tree, what is taken out after what it is taken out of."""
        return (*self._told(), *self.gone)

    # --- changed ---------------------------------------------------------------------------------------------------

    def load(self, picks: Iterable[Pick]) -> None:
        """Pick what `picks` say instead of what was picked."""
        self.clear()
        given = list(picks)
        for pick in (each for each in given if not each.excluded):
            if not self.places.rooms(pick):
                self.gone.append(replace(pick, gone=True))
            else:
                self.set(pick, on=True)
        for pick in (each for each in given if each.excluded):
            self.rooms -= self.places.rooms(pick)
        self._settle()

    def set(self, pick: Pick, *, on: bool) -> None:
        """Pick a place, or take it out."""
        rooms = self.places.rooms(pick)
        self.set_rooms(rooms, on=on)
        on = on and bool(rooms)
        if on and pick.level is PlaceLevel.COMMUNITY:
            self._everything = True
            self._whole.clear()
        elif on and pick.level is PlaceLevel.ZONE and pick.zone_id is not None and not self._everything:
            self._whole.add(pick.zone_id)

    def set_rooms(self, rooms: Rooms, *, on: bool) -> None:
        """Pick rooms, or take them out."""
        if on:
            self.rooms |= rooms
        else:
            self.rooms -= rooms
        self._settle()

    def remove(self, pick: Pick) -> None:
        """Take back one of `picks`: what it picked is not picked any more, what it took out is picked again."""
        if pick.gone:
            self.gone = [each for each in self.gone if each != pick]
        else:
            self.set_rooms(self.places.rooms(pick), on=pick.excluded)

    def clear(self) -> None:
        """Pick nothing."""
        self.rooms.clear()
        self.gone.clear()
        self._whole.clear()
        self._everything = False

    # --- told ------------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Tell a zone or the community as a whole only while that says it in fewer words."""
        everything, whole = self._everything, set(self._whole)
        self._everything = False
        self._whole = {zone for zone in whole if self._pays_whole(zone)}
        if everything and self.rooms:
            without = len(self._told())
            self._everything = True
            if len(self._told()) > without > 0:
                self._everything = False

    def _pays_whole(self, zone_id: int | None) -> bool:
        of_zone = self.places.of_zone.get(zone_id, frozenset())
        if self.rooms.isdisjoint(of_zone):
            return False
        node = next(zone for zone in self.places.tree.zones if zone.id == zone_id)
        without = sum(len(self._included(building)) for building in node.buildings)
        left_out = sum(len(self._excluded(building)) for building in node.buildings)
        return 1 + left_out <= max(without, 1)

    def _told(self) -> list[Pick]:
        told: list[Pick] = []
        if self._everything:
            told.append(Pick(PlaceLevel.COMMUNITY, label=self.places.tree.community))
        for zone in self.places.tree.zones:
            taken = self._everything or zone.id in self._whole
            if self._everything and zone.id is not None and self.chosen(self.places.of_zone[zone.id]) is Chosen.NONE:
                if zone.buildings:
                    told.append(replace(zone_pick(zone), excluded=True))
                continue
            if taken and not self._everything:
                told.append(zone_pick(zone))
            for building in zone.buildings:
                told += self._excluded(building) if taken else self._included(building)
        return told

    def _included(self, building: BuildingNode) -> list[Pick]:
        """Return the fewest picks that say what is picked of a building that no zone brings along."""
        every = self.places.of_building[building.id]
        chosen = self.chosen(every)
        if chosen is not Chosen.SOME:
            return [building_pick(building)] if chosen is Chosen.ALL else []
        apart = self._parts(building, picked=True)
        whole = [building_pick(building), *self._excluded(building)]
        return whole if len(whole) < len(apart) else apart

    def _excluded(self, building: BuildingNode) -> list[Pick]:
        """Return what is taken out of a building that is picked as a whole."""
        chosen = self.chosen(self.places.of_building[building.id])
        if chosen is Chosen.ALL:
            return []
        if chosen is Chosen.NONE:
            return [replace(building_pick(building), excluded=True)]
        return [replace(pick, excluded=True) for pick in self._parts(building, picked=False)]

    def _parts(self, building: BuildingNode, *, picked: bool) -> list[Pick]:
        """Return the fewest parts of a building that are picked, or that are not: by entrance, or by floor first."""
        wanted = Chosen.ALL if picked else Chosen.NONE
        through = self._floors_through(building, wanted)
        by_entrance = list(self._of_entrances(building, wanted, frozenset()))
        if not through:
            return by_entrance
        by_floor = [floor_pick(building, None, name) for name in through]
        by_floor += self._of_entrances(building, wanted, frozenset(through))
        return by_floor if len(by_floor) < len(by_entrance) else by_entrance

    def _floors_through(self, building: BuildingNode, wanted: Chosen) -> list[str]:
        """Return the floors that are wanted in every entrance, from the highest down."""
        if len(building.entrances) < 2:
            return []
        names = dict.fromkeys(floor.name for entrance in building.entrances for floor in entrance.floors if floor.name)
        return [name for name in names if self.chosen(self.places.rooms(floor_pick(building, None, name))) is wanted]

    def _of_entrances(self, building: BuildingNode, wanted: Chosen, done: frozenset[str]) -> Iterator[Pick]:
        for entrance in building.entrances:
            of_entrance = self.places.of_entrance.get((building.id, entrance.id), frozenset())
            if not done and entrance.id is not None and of_entrance and self.chosen(of_entrance) is wanted:
                yield entrance_pick(building, entrance)
                continue
            apart = list(self._floors(building, entrance, wanted, done))
            left_out = list(self._floors(building, entrance, _OTHER[wanted], frozenset()))
            if wanted is Chosen.ALL and not done and entrance.id is not None and 1 + len(left_out) < len(apart):
                yield entrance_pick(building, entrance)
                yield from (replace(pick, excluded=True) for pick in left_out)
            else:
                yield from apart

    def _floors(
        self, building: BuildingNode, entrance: EntranceNode, wanted: Chosen, done: frozenset[str]
    ) -> Iterator[Pick]:
        # A floor without an entrance is that floor of the whole building.
        named = entrance.id is not None or len(building.entrances) == 1
        for floor in entrance.floors:
            rooms = self.places.of_floor[building.id, entrance.id, floor.name]
            if floor.name in done:
                continue
            if named and floor.name and len(rooms) > 1 and self.chosen(rooms) is wanted:
                yield floor_pick(building, entrance, floor.name)
                continue
            for room in floor.rooms:
                if (room.id in self.rooms) is (wanted is Chosen.ALL):
                    yield room_pick(building, entrance, room)


_OTHER = {Chosen.ALL: Chosen.NONE, Chosen.NONE: Chosen.ALL}
