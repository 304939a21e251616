"""A community of every kind of place: buildings with and without entrances, floors, zones and rooms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from desktop.accounts.model import Account
from desktop.core.house_numbers import HouseNumber
from desktop.core.permissions import Actor, Role
from desktop.households.model import (
    Building,
    Entrance,
    Occupancy,
    Resident,
    Room,
    RoomState,
    RoomStateKind,
    RoomTag,
    Tag,
    Zone,
)
from desktop.outages.model import NoticeEdition, OutageKind, PlaceLevel
from desktop.outages.rows import NewNotice, NewOutage, Pick
from desktop.outages.service import OutageService
from desktop.staff.model import Community
from desktop.storage.desk import Desk

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.outages.rows import NoticeDraft
    from desktop.storage.database import Database

__all__ = ["HIGH", "TODAY", "Quarter", "fill_quarter", "quarter", "whole"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 22)
HIGH, VILLAS, NOTHING = "高层区", "别墅区", "空区"
_ZONES = (HIGH, VILLAS, NOTHING)
_BUILDINGS = (("1", HIGH), ("2", HIGH), ("3", None), ("9", HIGH), ("别墅", VILLAS))
_ENTRANCES = (("1", "1"), ("1", "2"), ("3", "1"))
_ROOMS = (
    *(("1", entrance, f"{floor}0{room}", str(floor)) for entrance in "12" for floor in (1, 2) for room in (1, 2)),
    *(("2", "", f"{floor}0{room}", str(floor)) for floor in (1, 2) for room in (1, 2)),
    *(("3", "1", "101", "1"), ("3", "1", "102", "1"), ("3", "", "S1", ""), ("3", "", "S2", "1")),
    *(("别墅", "", "1", ""), ("别墅", "", "2", "")),
)
_STATES = (RoomStateKind.OCCUPIED, RoomStateKind.VACANT, None, RoomStateKind.LET, None)
"""In turn, room by room; every other room has a person, every third two."""


@dataclass(frozen=True)
class Quarter:
    """The community as its clerk has it: ids of places by their names, rooms by their labels."""

    desk: Desk
    clock: FixedClock
    zones: dict[str, int]
    buildings: dict[str, int]
    entrances: dict[tuple[str, str], int]
    rooms: dict[str, int]

    @property
    def service(self) -> OutageService:
        return OutageService(self.desk)

    def desk_of(self, role: Role) -> Desk:
        return replace(self.desk, actor=replace(self.desk.actor, role=role))

    def building(self, name: str, *, excluded: bool = False) -> Pick:
        return Pick(PlaceLevel.BUILDING, building_id=self.buildings[name], excluded=excluded)

    def room(self, label: str, *, excluded: bool = False) -> Pick:
        return Pick(PlaceLevel.ROOM, room_id=self.rooms[label], excluded=excluded)

    def entrance(self, building: str, name: str) -> Pick:
        return Pick(PlaceLevel.ENTRANCE, entrance_id=self.entrances[building, name])

    def new(self, *places: Pick, kind: OutageKind = OutageKind.WATER, hours: float = 48, **more: object) -> NewOutage:
        """Return a plan that begins so many hours from now and lasts eight, of building 1 where nothing is picked."""
        starts = self.clock.now() + timedelta(hours=hours)
        given = {"ends_at": starts + timedelta(hours=8), "cause": "主管道检修", **more}
        return NewOutage(kind, starts, places=places or (self.building("1"),), **given)  # type: ignore[arg-type]

    def planned(self, *places: Pick, **more: object) -> int:
        """Plan an outage and return its id."""
        return self.service.plan(self.new(*places, **more)).result  # type: ignore[arg-type]

    def drafted(self, new: NewOutage, code: str = "zh_CN", notice: NewNotice | None = None) -> NoticeDraft:
        """Plan an outage and return its first notice as it would be issued."""
        first = notice or NewNotice(NoticeEdition.ANNOUNCED, code)
        return self.service.notice_draft(self.service.plan(new).result, first)


def whole() -> Pick:
    """Return the pick of the whole community."""
    return Pick(PlaceLevel.COMMUNITY)


def fill_quarter(database: Database) -> None:
    """Put the community with its rooms, states, people and tags into empty tables."""
    with database.connect(writing=True) as connection:
        founded = datetime(2020, 1, 1, tzinfo=UTC)
        connection.execute(
            insert(Community).values(name="云栖花园", time_zone="Asia/Shanghai", created_at=founded, version=1)
        )
        ours = {"community_id": 1, "version": 1}
        connection.execute(insert(Account), [{**ours, "name": "张敏", "name_key": "张敏", "role": "clerk"}])
        connection.execute(insert(Zone), [{**ours, "name": name} for name in _ZONES])
        zones = {row.name: row.id for row in connection.execute(select(Zone.name, Zone.id))}
        rows = [
            {**ours, "name": name, "key": name, "order_key": name, "zone_id": zones.get(zone or "")}
            for name, zone in _BUILDINGS
        ]
        connection.execute(insert(Building), rows)
        buildings = {row.name: row.id for row in connection.execute(select(Building.name, Building.id))}
        rows = [
            {**ours, "building_id": buildings[of], "name": name, "key": name, "order_key": name}
            for of, name in _ENTRANCES
        ]
        connection.execute(insert(Entrance), rows)
        found = connection.execute(select(Entrance.building_id, Entrance.name, Entrance.id))
        entrances = {(row.building_id, row.name): row.id for row in found}
        rooms = []
        for of, name, number, floor in _ROOMS:
            label = HouseNumber(of, name, number)
            place = {"building_id": buildings[of], "entrance_id": entrances.get((buildings[of], name))}
            known = {"number": number, "label": label.label, "key": label.key, "order_key": label.natural_key}
            rooms.append({**ours, **place, **known, "floor": floor})
        connection.execute(insert(Room), rooms)
        ids = list(connection.execute(select(Room.id).order_by(Room.id)).scalars())
        states = [(id_, _STATES[place % len(_STATES)]) for place, id_ in enumerate(ids)]
        connection.execute(
            insert(RoomState), [{**ours, "room_id": id_, "state": state} for id_, state in states if state is not None]
        )
        people = [id_ for place, id_ in enumerate(ids) for step in (2, 3) if place % step == 0]
        connection.execute(insert(Resident), [{**ours, "name": f"住户{place}"} for place in range(len(people))])
        living = [
            {**ours, "room_id": room, "resident_id": place + 1, "role": "owner", "note": ""}
            for place, room in enumerate(people)
        ]
        connection.execute(insert(Occupancy), living)
        tags = [{**ours, "name": name, "meaning": name} for name in ("vip", "ill", "legacy_issue")]
        connection.execute(insert(Tag), tags)
        worn = [{**ours, "room_id": id_, "tag_id": 1 + place % 3} for place, id_ in enumerate(ids) if place % 4 == 0]
        worn += [{**ours, "room_id": ids[0], "tag_id": 2}]
        connection.execute(insert(RoomTag), worn)


def quarter(database: Database, clock: FixedClock) -> Quarter:
    """Return the community of a filled database as its clerk has it."""
    desk = Desk(database, Actor(1, "张敏", Role.CLERK, 1), clock, SHANGHAI, "云栖花园")
    with desk.read() as session:
        entrances = select(Building.name, Entrance.name, Entrance.id).join(
            Building, Building.id == Entrance.building_id
        )
        return Quarter(
            desk,
            clock,
            {row.name: row.id for row in session.execute(select(Zone.name, Zone.id))},
            {row.name: row.id for row in session.execute(select(Building.name, Building.id))},
            {(building, name): id_ for building, name, id_ in session.execute(entrances)},
            {row.label: row.id for row in session.execute(select(Room.label, Room.id))},
        )
