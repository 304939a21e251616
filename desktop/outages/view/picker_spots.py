"""Where everything of the picker lies: the community as zones with tiles of buildings, a building as a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize

from desktop.outages.model import PlaceLevel
from desktop.outages.presenter.places import building_pick, entrance_pick, zone_pick
from desktop.outages.rows import Pick
from desktop.ui.language import ui_language
from desktop.ui.paint import metrics, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from desktop.core.i18n import Language
    from desktop.outages.presenter.places import Places, Rooms
    from desktop.outages.rows import BuildingNode

__all__ = ["Plan", "Spot", "building_plan", "community_plan", "entrance_words", "floor_words", "household_words"]

GAP = 6
HEAD = 30
ROOM_GAP = 3
ENTRANCE_GAP = 14
TILE_LEAST = 92


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on the plan. `pick` is the place as it is picked, None for a floor through all entrances.

    `second` counts what lives there, -1 for nothing to count. `building_id` is what Enter opens, 0 for nothing.
    """

    level: PlaceLevel
    rect: QRect
    name: str
    rooms: Rooms
    pick: Pick | None = None
    second: int = -1
    building_id: int = 0
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The places of one view with the size of all of them; `lines` are their positions as the arrows walk them."""

    spots: Sequence[Spot]
    lines: Sequence[Sequence[int]]
    size: QSize

    def above_or_below(self, place: int, step: int) -> int:
        """Return the spot `step` lines further that lies nearest below or above the one at `place`."""
        line = next(number for number, line in enumerate(self.lines) if place in line)
        target = self.lines[min(max(line + step, 0), len(self.lines) - 1)]
        rect = self.spots[place].rect
        # From what is as wide as the plan the way leads to the first below it, not to the one in the middle.
        alone = len(self.lines[line]) == 1
        middle = rect.left() if alone else rect.center().x()
        return min(target, key=lambda each: abs(self.spots[each].rect.center().x() - middle))

    def between(self, one: int, other: int) -> list[int]:
        """Return the spots from one to another: of the same level, rooms as a rectangle, all else in its order."""
        first, last = sorted((one, other))
        level = self.spots[one].level
        if self.spots[other].level is not level:
            return [other]
        if level is not PlaceLevel.ROOM:
            return [place for place in range(first, last + 1) if self.spots[place].level is level]
        area = self.spots[one].rect.united(self.spots[other].rect)
        return [
            place for place, spot in enumerate(self.spots) if spot.level is PlaceLevel.ROOM and area.contains(spot.rect)
        ]


def community_plan(places: Places, width: int, households: Mapping[int, int]) -> Plan:
    """Return the community, its zones and tiles of its buildings, in lines of at most `width` px.

    `households` is what the buildings have, by their ids.
    """
    spots: list[Spot] = []
    lines: list[list[int]] = []

    def add(spot: Spot, *, new_line: bool) -> None:
        if new_line or not lines:
            lines.append([])
        lines[-1].append(len(spots))
        spots.append(spot)

    tree, top = places.tree, 0
    whole = Pick(PlaceLevel.COMMUNITY, label=tree.community)
    add(Spot(whole.level, QRect(0, 0, width, HEAD), tree.community, places.every, whole), new_line=True)
    top += HEAD + GAP
    tile = _tile(places, households)
    across = max((width + GAP) // (tile.width() + GAP), 1)
    wide = (width + GAP) // across - GAP
    for zone in tree.zones:
        if zone.id is not None:
            rect = QRect(0, top, width, HEAD)
            add(Spot(PlaceLevel.ZONE, rect, zone.name, places.of_zone[zone.id], zone_pick(zone)), new_line=True)
            top += HEAD + GAP
        for number, building in enumerate(zone.buildings):
            down, place = divmod(number, across)
            rect = QRect(place * (wide + GAP), top + down * (tile.height() + GAP), wide, tile.height())
            add(_building(places, building, rect, households.get(building.id, 0)), new_line=place == 0)
        top += -(-len(zone.buildings) // across) * (tile.height() + GAP) + GAP
    return Plan(spots, lines, QSize(width, top))


def household_words(count: int) -> str:
    """Return how many households live in a building."""
    return ui_language().language.ngettext("%(count)s household", "%(count)s households", count)


def _tile(places: Places, households: Mapping[int, int]) -> QSize:
    names = [building_pick(building).label for building in places.buildings.values()]
    wide = max((text_width(name, "strong") for name in names), default=0)
    wide = max(wide, text_width(household_words(max(households.values(), default=0)), "small"))
    high = metrics("body").height() + metrics("small").height()
    return QSize(max(TILE_LEAST, min(round(wide) + 44, 2 * TILE_LEAST)), round(high) + 10)


def _building(places: Places, building: BuildingNode, rect: QRect, households: int) -> Spot:
    pick = building_pick(building)
    return Spot(
        PlaceLevel.BUILDING,
        rect,
        pick.label,
        places.of_building[building.id],
        pick,
        second=households,
        building_id=building.id,
    )


def building_plan(places: Places, building: BuildingNode) -> Plan:
    """Return one building: columns are its entrances, lines its floors with the highest on top, cells its rooms."""
    spots: list[Spot] = []
    lines: list[list[int]] = [[]]
    side, columns = _columns(building)
    right = max((column.right() for column in columns), default=side)
    pick = building_pick(building)
    whole = Spot(pick.level, QRect(0, 0, max(right, 240), HEAD), pick.label, places.of_building[building.id], pick)
    spots.append(whole)
    lines[0].append(0)
    top = HEAD + GAP
    heads = [
        Spot(PlaceLevel.ENTRANCE, QRect(column.left(), top, column.width(), HEAD), entrance.name, rooms, chosen)
        for entrance, column in zip(building.entrances, columns, strict=True)
        if (rooms := places.of_entrance.get((building.id, entrance.id))) is not None and entrance.id is not None
        for chosen in (entrance_pick(building, entrance),)
    ]
    if heads:
        lines.append(list(range(len(spots), len(spots) + len(heads))))
        spots += heads
        top += HEAD + GAP
    high = _room_height()
    for name in _floors(building):
        line = list(_floor(places, building, name, top, side, columns))
        lines.append(list(range(len(spots), len(spots) + len(line))))
        spots += line
        top += high + ROOM_GAP
    return Plan(spots, lines, QSize(max(right, 240), top))


def _floor(
    places: Places, building: BuildingNode, name: str, top: int, side: int, columns: Sequence[QRect]
) -> Iterator[Spot]:
    high, wide = _room_height(), _room_width(building)
    of_floor = [places.of_floor.get((building.id, entrance.id, name), frozenset()) for entrance in building.entrances]
    if name:
        rooms: Rooms = frozenset().union(*of_floor)
        yield Spot(PlaceLevel.FLOOR, QRect(0, top, side - GAP, high), name, rooms)
    for entrance, column in zip(building.entrances, columns, strict=True):
        floor = next((each for each in entrance.floors if each.name == name), None)
        for number, room in enumerate(floor.rooms if floor is not None else ()):
            rect = QRect(column.left() + number * (wide + ROOM_GAP), top, wide, high)
            yield Spot(
                PlaceLevel.ROOM,
                rect,
                room.short,
                frozenset({room.id}),
                Pick(
                    PlaceLevel.ROOM,
                    building_id=building.id,
                    entrance_id=entrance.id,
                    room_id=room.id,
                    label=room.label,
                ),
                vacant=not room.occupied,
            )


def _floors(building: BuildingNode) -> list[str]:
    """Return the floors of all entrances, each where its own order has it."""
    found: list[str] = []
    for entrance in building.entrances:
        names = [floor.name for floor in entrance.floors]
        for place, name in enumerate(names):
            if name in found:
                continue
            after = next((found.index(other) for other in names[place + 1 :] if other in found), len(found))
            found.insert(after, name)
    return found


def _columns(building: BuildingNode) -> tuple[int, list[QRect]]:
    """Return how wide the names of the floors are, and where each entrance stands."""
    names = [floor.name for entrance in building.entrances for floor in entrance.floors if floor.name]
    shown = (text_width(floor_words(name, ui_language().language), "strong") for name in set(names))
    side = round(max(shown)) + 38 + GAP if names else 0
    wide, left, columns = _room_width(building), side, []
    for entrance in building.entrances:
        most = max((len(floor.rooms) for floor in entrance.floors), default=0)
        least = round(text_width(entrance_words(entrance.name, ui_language().language), "strong")) + 42
        columns.append(QRect(left, 0, max(most * (wide + ROOM_GAP) - ROOM_GAP, least), 0))
        left += columns[-1].width() + ENTRANCE_GAP
    return side, columns


def floor_words(name: str, spoken: Language) -> str:
    """Return how a floor is called on the plan."""
    return spoken.gettext("Floor %(floor)s", floor=name)


def entrance_words(name: str, spoken: Language) -> str:
    """Return how an entrance is called on the plan."""
    return spoken.gettext("Entrance %(name)s", name=name)


def _room_width(building: BuildingNode) -> int:
    shorts = [room.short for entrance in building.entrances for floor in entrance.floors for room in floor.rooms]
    return round(max((text_width(short, "body") for short in shorts), default=0)) + 18


def _room_height() -> int:
    return round(metrics("body").height()) + 8
