"""Made-up places and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from desktop.core.house_numbers import HouseNumber, natural_key
from desktop.core.pinyin import readings
from desktop.households.model import (
    Building,
    Entrance,
    Occupancy,
    OccupancyRole,
    Phone,
    Resident,
    Room,
    RoomState,
    RoomStateKind,
    RoomTag,
    Tag,
    Vehicle,
    Zone,
)
from desktop.staff.model import Worker
from desktop.storage import search
from desktop.storage.base import Base
from desktop.storage.bulk import settle_ids
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from desktop.storage.work import UnitOfWork

__all__ = ["DemoHousehold", "DemoPlace", "add_people"]

_PARENTS_FIRST: tuple[type[Base], ...] = (
    Worker,
    Tag,
    Zone,
    Building,
    Entrance,
    Room,
    RoomState,
    Resident,
    Phone,
    Occupancy,
    Vehicle,
    RoomTag,
)
FLATS_PER_FLOOR = 2
FLOORS = 18
ENTRANCES = 2
VILLA_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class DemoHousehold:
    """What the history needs of a household."""

    room_id: int
    building_id: int
    label: str
    reporter: str
    phone: str


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """The made-up community as far as its history needs it."""

    households: Sequence[DemoHousehold]
    departments: Mapping[str, int]
    workers: Mapping[int, Sequence[int]]


def add_people(
    work: UnitOfWork,
    chance: random.Random,
    words: Mapping[str, Any],
    households: int,
    from_day: date,
    departments: Mapping[str, int],
) -> DemoPlace:
    """Insert zones, buildings, rooms, people and workers; people move in from a year before `from_day` on."""
    return _People(work, chance, words, from_day).make(households, departments)


class _People:
    def __init__(self, work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], from_day: date) -> None:
        self.work = work
        self.chance = chance
        self.words = words
        self.from_day = from_day
        self.rows: dict[type[Base], list[dict[str, Any]]] = {}
        self.next_ids: dict[type[Base], int] = {}
        self.place_index: list[tuple[int, SearchFields]] = []
        self.vehicle_index: list[tuple[int, SearchFields]] = []
        self.tags: dict[str, int] = {}

    def add(self, table: type[Base], **values: Any) -> int:
        if table not in self.next_ids:
            key = table.__table__.c.id
            self.next_ids[table] = (
                self.work.session.execute(select(key).order_by(key.desc()).limit(1)).scalar() or 0
            ) + 1
            self.rows[table] = []
        id_ = self.next_ids[table]
        self.next_ids[table] += 1
        self.rows[table].append({"id": id_, "community_id": self.work.community_id, **values})
        return id_

    def make(self, households: int, departments: Mapping[str, int]) -> DemoPlace:
        workers: dict[int, list[int]] = {}
        for code, names in self.words["workers"].items():
            department = departments[code]
            workers[department] = [
                self.add(Worker, name=name, department_id=department, phone=self.phone()) for name in names
            ]
        self.tags = {name: self.add(Tag, name=name, meaning=meaning) for name, meaning in self.words["tags"].items()}
        made = [self.household(*spot) for spot in self.spots(households)]
        connection = self.work.session.connection()
        for table in _PARENTS_FIRST:
            rows = self.rows.get(table, [])
            for start in range(0, len(rows), 5000):
                connection.execute(insert(table), rows[start : start + 5000])
            settle_ids(connection, Base.metadata.tables[table.__tablename__])
        search.put_many(self.work.session, self.work.community_id, "place", self.place_index, fresh=True)
        search.put_many(self.work.session, self.work.community_id, "vehicle", self.vehicle_index, fresh=True)
        return DemoPlace(made, departments, workers)

    def spots(self, households: int) -> Iterator[tuple[HouseNumber, int, int | None, str]]:
        """Yield house number, building id, entrance id and floor of each room."""
        villas = int(households * VILLA_SHARE)
        if villas:
            zone = self.add(Zone, name="别墅区")
            building = self.add(Building, zone_id=zone, name="别墅", key="别墅", order_key=natural_key("别墅"))
            for villa in range(1, villas + 1):
                yield HouseNumber("别墅", "", str(villa)), building, None, "1"
        left = households - villas
        zone = self.add(Zone, name="高层区")
        tower = 0
        while left > 0:
            tower += 1
            name = str(tower)
            building = self.add(Building, zone_id=zone, name=name, key=name, order_key=natural_key(name))
            for entrance in range(1, ENTRANCES + 1):
                number = str(entrance)
                way_in = self.add(
                    Entrance, building_id=building, name=number, key=number, order_key=natural_key(number)
                )
                for floor in range(1, FLOORS + 1):
                    for flat in range(1, FLATS_PER_FLOOR + 1):
                        if left > 0:
                            left -= 1
                            yield HouseNumber(name, number, f"{floor}{flat:02d}"), building, way_in, str(floor)

    def household(self, number: HouseNumber, building: int, entrance: int | None, floor: str) -> DemoHousehold:
        chance = self.chance
        room = self.add(
            Room,
            building_id=building,
            entrance_id=entrance,
            number=number.room,
            label=number.label,
            key=number.key,
            order_key=natural_key(number.label),
            floor=floor,
            area_m2=chance.choice((89.0, 96.5, 108.2, 128.6, 143.0)) if entrance else 286.0,
            kind="住宅" if entrance else "别墅",
            note="",
            source_number="",
        )
        moved_in = self.from_day - timedelta(days=chance.randrange(0, 365))
        roll = chance.random()
        state = RoomStateKind.OCCUPIED if roll < 0.72 else RoomStateKind.LET if roll < 0.84 else RoomStateKind.VACANT
        self.add(RoomState, room_id=room, state=state, since=moved_in, until=None)
        name, phone = self.person(room, OccupancyRole.OWNER, moved_in)
        if state is RoomStateKind.LET:
            name, phone = self.person(room, OccupancyRole.TENANT, moved_in + timedelta(days=60))
        elif chance.random() < 0.55:
            self.person(room, OccupancyRole.FAMILY, moved_in)
        if chance.random() < 0.6:
            self.vehicle(room)
        words = self.tag(room) if chance.random() < 0.06 else ()
        self.place_index.append((room * 2, SearchFields(public=(number.label,), text=words)))
        return DemoHousehold(room, building, number.label, name, phone)

    def person(self, room: int, role: OccupancyRole, since: date) -> tuple[str, str]:
        name = self.name()
        resident = self.add(
            Resident,
            name=name,
            sex=self.chance.choice(("male", "female")),
            id_number="",
            kind="",
            note="",
            source_number="",
        )
        phone = self.phone()
        self.add(Phone, resident_id=resident, position=1, digits=phone, label="", confirmed_on=None)
        self.add(Occupancy, room_id=room, resident_id=resident, role=role, since=since, until=None)
        fields = SearchFields(public=(name, *readings(name)), phone=(phone,))
        self.place_index.append((resident * 2 + 1, fields))
        return name, phone

    def name(self) -> str:
        chance, words = self.chance, self.words
        if chance.random() < 0.004:
            return str(chance.choice(words["rare_names"]))
        surname = (
            chance.choice(words["double_surnames"]) if chance.random() < 0.01 else chance.choice(words["surnames"])
        )
        return str(surname) + "".join(chance.choice(words["given"]) for _ in range(1 if chance.random() < 0.2 else 2))

    def phone(self) -> str:
        """Return a number of a range that was never given out."""
        return (
            f"1380000{self.chance.randrange(10_000):04d}"
            if self.chance.random() < 0.2
            else (f"1990{self.chance.randrange(10_000_000):07d}")
        )

    def vehicle(self, room: int) -> None:
        chance = self.chance
        tail = "".join(chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(4))
        plate = (
            f"浙A{chance.choice('DF')}{chance.randrange(100_000):05d}"
            if chance.random() < 0.3
            else f"浙A{chance.randrange(10)}{tail}"
        )
        vehicle = self.add(Vehicle, room_id=room, plate=plate, note="")
        self.vehicle_index.append((vehicle, SearchFields(public=(plate,))))

    def tag(self, room: int) -> tuple[str, str]:
        name = self.chance.choice(tuple(self.tags))
        cause = self.chance.choice(self.words["legacy_causes"]) if self.words["tags"][name] == "legacy_issue" else ""
        self.add(RoomTag, room_id=room, tag_id=self.tags[name], cause=cause, since=None)
        return name, cause
