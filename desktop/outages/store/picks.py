"""Picks as they are kept, and what the places they name are called today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from desktop.core.house_numbers import HouseNumber
from desktop.households.model import Building, Entrance, Room, Zone
from desktop.outages.model import OutagePlace, PlaceLevel
from desktop.outages.rows import Pick
from desktop.staff.model import Community

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["building_label", "entrance_label", "first", "floor_label", "keep", "kept", "once", "today"]

CHUNK = 500
"""Ids asked for in one statement."""

_ENTRANCE_WORDS = ("单元", "單元", "门", "門")


def building_label(name: str) -> str:
    """Return what a building is called: 3栋."""
    return HouseNumber(name, "", "").label


def entrance_label(name: str) -> str:
    """Return what an entrance is called within its building: 1单元."""
    return name if name.endswith(_ENTRANCE_WORDS) else f"{name}单元"


def floor_label(floor: str) -> str:
    """Return what a floor is called within its building or entrance: 5层."""
    return f"{floor}层" if floor and floor[-1].isdigit() else floor


def once(picks: Iterable[Pick]) -> tuple[Pick, ...]:
    """Return the picks with the ids of their level only, each place once, in order."""
    found: dict[tuple[Any, ...], Pick] = {}
    for pick in picks:
        bare = _bare(pick)
        found.setdefault((bare.level, *_ids(bare), bare.floor, bare.excluded), bare)
    return tuple(found.values())


def kept(session: Session, outage_ids: Sequence[int]) -> Mapping[int, list[Pick]]:
    """Return the picks of outages in the order they were picked, called as they were then."""
    found: dict[int, list[Pick]] = defaultdict(list)
    for start in range(0, len(outage_ids), CHUNK):
        for row in session.execute(_kept().where(OutagePlace.outage_id.in_(outage_ids[start : start + CHUNK]))):
            found[row.outage_id].append(_pick(row))
    return found


def first(session: Session, outage_id: int, most: int) -> list[Pick]:
    """Return the first of the picks of an outage that are not excluded, in the order they were picked."""
    named = _kept().where(OutagePlace.outage_id == outage_id, OutagePlace.excluded.is_(False))
    return [_pick(row) for row in session.execute(named.limit(most))]


def _kept() -> Select[*tuple[Any, ...]]:
    return (
        select(*OutagePlace.__table__.columns, Entrance.building_id.label("of_entrance"))
        .outerjoin(Entrance, Entrance.id == OutagePlace.entrance_id)
        .order_by(OutagePlace.id)
    )


def keep(session: Session, community_id: int, outage_id: int, picks: Sequence[Pick]) -> None:
    """Keep `picks` as those of an outage, in place of the ones it had."""
    session.execute(delete(OutagePlace).where(OutagePlace.outage_id == outage_id))
    rows = [
        {
            "community_id": community_id,
            "outage_id": outage_id,
            "level": pick.level.value,
            "excluded": pick.excluded,
            "zone_id": pick.zone_id,
            # an entrance's floor must name nothing once its entrance is gone, not that floor of the whole building
            "building_id": pick.building_id if pick.entrance_id is None else None,
            "entrance_id": pick.entrance_id,
            "floor": pick.floor,
            "room_id": pick.room_id,
            "label": pick.named,
        }
        for pick in once(picks)
    ]
    if rows:
        session.execute(insert(OutagePlace), rows)


def today(session: Session, community_id: int, picks: Sequence[Pick]) -> tuple[Pick, ...]:
    """Return the picks with what their places are called now; `gone` where there is no such place any more.

    A handful of statements, however many picks there are. `label` stays what was picked; where it is empty it becomes
    the name of today.
    """
    names = _Names(session, community_id, picks)
    found = []
    for pick in picks:
        now = names.of(pick)
        found.append(replace(pick, label=pick.label or now, now=now, gone=not now))
    return tuple(found)


def _pick(row: Any) -> Pick:
    return Pick(
        PlaceLevel(row.level),
        row.zone_id,
        row.of_entrance if row.level == PlaceLevel.FLOOR and row.entrance_id is not None else row.building_id,
        row.entrance_id,
        row.floor,
        row.room_id,
        excluded=row.excluded,
        label=row.label,
    )


def _ids(pick: Pick) -> tuple[int | None, ...]:
    return pick.zone_id, pick.building_id, pick.entrance_id, pick.room_id


def _bare(pick: Pick) -> Pick:
    level = pick.level
    return replace(
        pick,
        zone_id=pick.zone_id if level == PlaceLevel.ZONE else None,
        building_id=pick.building_id if level in {PlaceLevel.BUILDING, PlaceLevel.FLOOR} else None,
        entrance_id=pick.entrance_id if level in {PlaceLevel.ENTRANCE, PlaceLevel.FLOOR} else None,
        floor=pick.floor if level == PlaceLevel.FLOOR else "",
        room_id=pick.room_id if level == PlaceLevel.ROOM else None,
    )


class _Names:
    """What the places of some picks are called now, asked for together."""

    def __init__(self, session: Session, community_id: int, picks: Sequence[Pick]) -> None:
        self.session = session
        self.community_id = community_id
        wanted: dict[PlaceLevel, set[int]] = defaultdict(set)
        for pick in picks:
            for level, id_ in zip(_LEVELS, _ids(pick), strict=True):
                if id_ is not None:
                    wanted[level].add(id_)
        zones = select(Zone.id, Zone.name)
        self.zones = self._asked(zones, Zone, wanted[PlaceLevel.ZONE], lambda row: row.name)
        entrances = select(Entrance.id, Entrance.name, Building.name.label("building")).join(
            Building, Building.id == Entrance.building_id
        )
        self.entrances = self._asked(entrances, Entrance, wanted[PlaceLevel.ENTRANCE], _entrance)
        buildings = select(Building.id, Building.name)
        self.buildings = self._asked(
            buildings, Building, wanted[PlaceLevel.BUILDING], lambda row: building_label(row.name)
        )
        self.rooms = self._asked(select(Room.id, Room.label), Room, wanted[PlaceLevel.ROOM], lambda row: row.label)
        self.floors = self._floors([pick for pick in picks if pick.level == PlaceLevel.FLOOR])
        everything = any(pick.level == PlaceLevel.COMMUNITY for pick in picks)
        named = select(Community.name).where(Community.id == community_id)
        self.community: str = session.scalar(named) or "" if everything else ""

    def of(self, pick: Pick) -> str:
        """Return what a pick's place is called now, empty where it is no more."""
        if pick.level == PlaceLevel.COMMUNITY:
            return self.community
        if pick.level == PlaceLevel.FLOOR:
            return self._floor(pick)
        names = {
            PlaceLevel.ZONE: self.zones,
            PlaceLevel.BUILDING: self.buildings,
            PlaceLevel.ENTRANCE: self.entrances,
            PlaceLevel.ROOM: self.rooms,
        }[pick.level]
        id_ = next((each for each in _ids(pick) if each is not None), 0)
        return names.get(id_, "")

    def _floor(self, pick: Pick) -> str:
        whole = pick.entrance_id is None
        place = (None, pick.building_id) if whole else (pick.entrance_id, None)
        if (*place, pick.floor) not in self.floors:
            return ""
        within = self.buildings.get(pick.building_id or 0) if whole else self.entrances.get(pick.entrance_id or 0)
        return f"{within}{floor_label(pick.floor)}"

    def _asked(
        self, statement: Select[*tuple[Any, ...]], model: Any, ids: set[int], told: Callable[[Any], str]
    ) -> Mapping[int, str]:
        found: dict[int, str] = {}
        wanted = sorted(ids)
        for start in range(0, len(wanted), CHUNK):
            some = statement.where(model.id.in_(wanted[start : start + CHUNK]), model.community_id == self.community_id)
            found.update({row.id: told(row) for row in self.session.execute(some)})
        return found

    def _floors(self, picks: Sequence[Pick]) -> set[tuple[int | None, int | None, str]]:
        """Return entrance or building, and floor, of the floors that have rooms."""
        found: set[tuple[int | None, int | None, str]] = set()
        within = sorted({pick.entrance_id for pick in picks if pick.entrance_id is not None})
        whole = sorted({pick.building_id for pick in picks if pick.building_id is not None and not pick.entrance_id})
        ours = Room.community_id == self.community_id
        for start in range(0, len(within), CHUNK):
            some = Room.entrance_id.in_(within[start : start + CHUNK])
            rows = self.session.execute(select(Room.entrance_id, Room.floor).where(ours, some).distinct())
            found.update((row.entrance_id, None, row.floor) for row in rows)
        for start in range(0, len(whole), CHUNK):
            some = Room.building_id.in_(whole[start : start + CHUNK])
            rows = self.session.execute(select(Room.building_id, Room.floor).where(ours, some).distinct())
            found.update((None, row.building_id, row.floor) for row in rows)
        return found


_LEVELS = (PlaceLevel.ZONE, PlaceLevel.BUILDING, PlaceLevel.ENTRANCE, PlaceLevel.ROOM)


def _entrance(row: Any) -> str:
    return building_label(row.building) + entrance_label(row.name)
