"""Where an outage is, in the words of notices: picks put together as a caretaker would say them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from desktop.core.house_numbers import HouseNumber, natural_key
from desktop.outages.model import PlaceLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop.core.i18n import Language
    from desktop.outages.rows import Pick
    from desktop.outages.store.notices import PlaceNames

__all__ = ["Where"]

_Id = TypeVar("_Id", int, str)

RUN = 3
"""Buildings in a row from which on they are told as a range."""
MOST_NAMED = 3
"""Buildings and ranges that each have their 栋, in Chinese; more share one."""


class _Part(NamedTuple):
    """What of one building is meant: entrances wholly, floors and rooms by their entrance (None: of no entrance)."""

    entrances: set[int]
    floors: dict[int | None, set[str]]
    rooms: dict[int | None, set[int]]


class _Scope:
    """Picks sorted by place; those that name nothing any more are left out."""

    def __init__(self, picks: Iterable[Pick], names: PlaceNames) -> None:
        self.everything = False
        self.zones: set[int] = set()
        self.whole: set[int] = set()
        self.parts: dict[int, _Part] = defaultdict(lambda: _Part(set(), defaultdict(set), defaultdict(set)))
        for pick in picks:
            self._sort(pick, names)
        for building in self.whole:
            self.parts.pop(building, None)

    def _sort(self, pick: Pick, names: PlaceNames) -> None:
        zone, building, entrance, room = (pick.zone_id or 0, pick.building_id or 0, pick.entrance_id or 0, pick.room_id)
        match pick.level:
            case PlaceLevel.COMMUNITY:
                self.everything = True
            case PlaceLevel.ZONE if zone in names.zones:
                self.zones.add(zone)
            case PlaceLevel.BUILDING if building in names.buildings:
                self.whole.add(building)
            case PlaceLevel.ENTRANCE if entrance in names.entrances:
                self.parts[names.entrances[entrance].building_id].entrances.add(entrance)
            case PlaceLevel.FLOOR:
                within = names.entrances[entrance].building_id if entrance in names.entrances else building
                if within in names.buildings:
                    self.parts[within].floors[pick.entrance_id].add(pick.floor)
            case PlaceLevel.ROOM if room in names.rooms:
                found = names.rooms[room or 0]
                self.parts[found.building_id].rooms[found.entrance_id].add(room or 0)


class Where:
    """The line of places of a notice, and the part of it that is one building's."""

    def __init__(self, picks: Sequence[Pick], names: PlaceNames, language: Language) -> None:
        """Tell of `picks` by what their places are called now."""
        self._names = names
        self._language = language
        self._named = _Scope([pick for pick in picks if not pick.excluded], names)
        self._taken = _Scope([pick for pick in picks if pick.excluded], names)

    def line(self) -> str:
        """Return all places in one line: 3栋、5栋 全部住户."""
        t = self._language.gettext
        named = self._named
        if named.everything:
            words = t("Whole community, all households")
        else:
            whole = [*self._zones(named), *self._whole(named.whole)]
            pieces = [t("%(places)s, all households", places=self._listed(whole))] if whole else []
            pieces += [self._partly(building, part) for building, part in self._ordered(named.parts)]
            words = t("; ").join(pieces)
        taken = [*self._zones(self._taken), *self._whole(self._taken.whole)]
        taken += [self._partly(building, part) for building, part in self._ordered(self._taken.parts)]
        return t("%(where)s (except %(places)s)", where=words, places=self._listed(taken)) if taken else words

    def within(self, building_id: int) -> str:
        """Return what of one building is meant: 全部住户, 1单元 10-12层."""
        t = self._language.gettext
        building = self._names.buildings[building_id]
        named, taken = self._named, self._taken.parts.get(building_id)
        part = named.parts.get(building_id)
        wholly = named.everything or building_id in named.whole or building.zone_id in named.zones
        words = t("all households") if wholly or part is None else self._listed(self._pieces(part))
        if taken is None:
            return words
        return t("%(where)s (except %(places)s)", where=words, places=self._listed(self._pieces(taken)))

    def building(self, building_id: int) -> str:
        """Return what a building is called."""
        name = self._names.buildings[building_id].name
        return self._language.gettext("Building %(name)s", name=name) if _coded(name) else name

    def _zones(self, scope: _Scope) -> list[str]:
        return sorted((self._names.zones[zone] for zone in scope.zones), key=natural_key)

    def _whole(self, buildings: Iterable[int]) -> list[str]:
        """Return whole buildings, three numbers in a row as a range; many share one word."""
        ordered = sorted(buildings, key=lambda id_: self._names.buildings[id_].order_key)
        runs = _runs([self._names.buildings[id_].name for id_ in ordered])
        coded = [each for run in runs if _coded(run[0]) for each in _shortened(run)]
        chinese, t = self._language.code.startswith("zh"), self._language.gettext
        if len(coded) <= (MOST_NAMED if chinese else 1):
            return [each for run in runs for each in self._run(run)]
        first, last = self._listed(coded[:-1]), coded[-1]
        names = self._listed(coded) if chinese else t("%(first)s and %(second)s", first=first, second=last)
        return [t("Buildings %(names)s", names=names), *(name for run in runs if not _coded(run[0]) for name in run)]

    def _run(self, run: Sequence[str]) -> list[str]:
        t = self._language.gettext
        if len(run) >= RUN:
            return [t("Buildings %(first)s-%(last)s", first=run[0], last=run[-1])]
        return [t("Building %(name)s", name=name) if _coded(name) else name for name in run]

    def _ordered(self, parts: Mapping[int, _Part]) -> list[tuple[int, _Part]]:
        return sorted(parts.items(), key=lambda one: self._names.buildings[one[0]].order_key)

    def _partly(self, building_id: int, part: _Part) -> str:
        words = self._listed(self._pieces(part))
        return self._language.gettext("%(building)s: %(parts)s", building=self.building(building_id), parts=words)

    def _pieces(self, part: _Part) -> list[str]:
        t, names = self._language.gettext, self._names.entrances
        entrances = sorted(part.entrances, key=lambda id_: names[id_].order_key)
        whole = [t("entrance %(name)s", name=_bare(names[id_].name)) for id_ in entrances]
        found = list(whole)
        for entrance, floors in self._by_entrance(part.floors):
            if entrance in part.entrances:
                continue
            told = t("floors %(floors)s", floors=self._listed(_ranges(floors)))
            found.append(self._inside(entrance, told))
        for entrance, rooms in self._by_entrance(part.rooms):
            if entrance in part.entrances:
                continue
            ordered = sorted((self._names.rooms[id_] for id_ in rooms), key=lambda room: room.order_key)
            told = t("rooms %(rooms)s", rooms=self._listed([room.number for room in ordered]))
            found.append(self._inside(entrance, told))
        return found

    def _by_entrance(self, by: Mapping[int | None, set[_Id]]) -> list[tuple[int | None, set[_Id]]]:
        names = self._names.entrances
        return sorted(by.items(), key=lambda one: "" if one[0] is None else names[one[0]].order_key)

    def _inside(self, entrance: int | None, words: str) -> str:
        if entrance is None:
            return words
        t = self._language.gettext
        name = t("entrance %(name)s", name=_bare(self._names.entrances[entrance].name))
        return t("%(entrance)s %(parts)s", entrance=name, parts=words)

    def _listed(self, words: Sequence[str]) -> str:
        return self._language.gettext(", ").join(words)


def _coded(name: str) -> bool:
    """Tell whether a building has a number or letter, and no name of its own."""
    return HouseNumber(name, "", "").label != name


def _bare(name: str) -> str:
    for word in ("单元", "單元"):
        name = name.removesuffix(word)
    return name


def _runs(names: Sequence[str]) -> list[list[str]]:
    """Return names in order, those that count on from each other together."""
    runs: list[list[str]] = []
    for name in names:
        before = runs[-1][-1] if runs else ""
        if before.isdecimal() and name.isdecimal() and int(name) == int(before) + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return runs


def _shortened(run: Sequence[str]) -> list[str]:
    """Return a run as a range where it is long, else its names."""
    return [f"{run[0]}-{run[-1]}"] if len(run) >= RUN else [*run]


def _ranges(floors: Iterable[str]) -> list[str]:
    runs = _runs(sorted(floors, key=natural_key))
    return [f"{run[0]}-{run[-1]}" if len(run) > 1 else run[0] for run in runs]
