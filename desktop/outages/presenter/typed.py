"""Places as they are typed: 3栋1单元, 5-2-1201, 3栋5层, a zone by its name, the whole community."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.core.house_numbers import HouseNumber, natural_key, try_house_number
from desktop.core.texts import search_form
from desktop.outages.model import PlaceLevel
from desktop.outages.presenter.places import building_pick, entrance_pick, floor_pick, room_pick, zone_pick
from desktop.outages.rows import Pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.outages.presenter.places import Places
    from desktop.outages.rows import BuildingNode

__all__ = ["read_places"]

_BETWEEN = re.compile(r"[,，、;；\n\t]+")
_FLOOR = re.compile(r"(?P<place>.+?)[-\s]*(?P<floor>[BbFf]?[0-9]{1,3})\s*(?:层|層|楼|樓|[Ff]|floor)$")
_EVERYTHING = frozenset(search_form(each) for each in ("全小区", "全小區", "整个小区", "整個小區", "所有", "all"))


def read_places(text: str, places: Places) -> tuple[Sequence[Pick], Sequence[str]]:
    """Return the picks that `text` names, several of them between commas, and the parts of it that name none."""
    picks: list[Pick] = []
    unknown: list[str] = []
    for part in (each.strip() for each in _BETWEEN.split(text)):
        if part:
            found = _read(part, places)
            picks += found
            unknown += [] if found else [part]
    return picks, unknown


def _read(part: str, places: Places) -> list[Pick]:
    form = search_form(part)
    if form in _EVERYTHING or form == search_form(places.tree.community):
        return [Pick(PlaceLevel.COMMUNITY, label=places.tree.community)]
    zones = [zone for zone in places.tree.zones if zone.id is not None and search_form(zone.name) == form]
    if zones:
        return [zone_pick(zone) for zone in zones]
    named = [each for each in places.buildings.values() if search_form(each.name) == form]
    if named:
        return [building_pick(building) for building in named]
    number = try_house_number(part)
    return (_of_number(number, places) if number is not None else []) or _of_floor(part, places)


def _of_number(number: HouseNumber, places: Places) -> list[Pick]:
    buildings = _buildings(number.building, places) if number.building else list(places.buildings.values())
    if not number.room:
        if not number.entrance:
            return [building_pick(building) for building in buildings]
        return _entrances(buildings, number.entrance)
    found = [
        room_pick(building, entrance, room)
        for building in buildings
        for entrance, _, room in places.rooms_in(building)
        if number.building and _is_room(number, room.label)
    ]
    if not found and number.building and not number.entrance:
        # 3-1 is building 3, entrance 1 where it is no room.
        return _entrances(buildings, number.room)
    return found


def _is_room(number: HouseNumber, label: str) -> bool:
    known = try_house_number(label)
    return known is not None and known.key == number.key


def _entrances(buildings: Sequence[BuildingNode], name: str) -> list[Pick]:
    return [
        entrance_pick(building, entrance)
        for building in buildings
        for entrance in building.entrances
        if entrance.id is not None and _same(entrance.name, name)
    ]


def _of_floor(part: str, places: Places) -> list[Pick]:
    written = _FLOOR.fullmatch(part)
    if written is None:
        return []
    picks = []
    for above in _read(written["place"], places):
        building = places.buildings.get(above.building_id or 0)
        if building is None or above.level not in {PlaceLevel.BUILDING, PlaceLevel.ENTRANCE}:
            continue
        of_entrance = next((each for each in building.entrances if each.id == above.entrance_id), None)
        entrance = of_entrance if above.level is PlaceLevel.ENTRANCE else None
        names = {floor.name for each in building.entrances for floor in each.floors}
        found = [floor_pick(building, entrance, name) for name in names if _same(name, written["floor"])]
        picks += [pick for pick in found if places.rooms(pick)]
    return picks


def _buildings(name: str, places: Places) -> list[BuildingNode]:
    return [building for building in places.buildings.values() if _same(_bare(building.name), name)]


def _bare(name: str) -> str:
    number = try_house_number(name)
    return number.building if number is not None and number.building else name


def _same(one: str, other: str) -> bool:
    return natural_key(one) == natural_key(other)
