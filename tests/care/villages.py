"""A community of seven rooms in a file or on a server, with as many people, vehicles and tags as a test asks for."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from desktop.accounts.model import Account
from desktop.core.house_numbers import natural_key, parse_house_number
from desktop.core.permissions import Actor, Operation, Role
from desktop.households.model import (
    Building,
    Occupancy,
    OccupancyRole,
    Resident,
    Room,
    RoomTag,
    Tag,
    Vehicle,
    Zone,
    tag_meaning,
)
from desktop.staff.model import Community
from desktop.storage.database import file_database
from desktop.storage.desk import Desk
from desktop.storage.timeline import TimelineEntry
from tests.databases import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database

__all__ = ["KEY", "TODAY", "Village", "file_village", "fill", "server_village", "village_file"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 22)
LABELS = ("1-1-101", "1-1-102", "1-1-201", "1-1-1001", "2-1-101", "2-1-102", "2-1-201")
ZONES = {"1": "高层区", "2": "别墅区"}


@dataclass(frozen=True)
class Village:
    """The community: a desk, and the rooms by their labels."""

    desk: Desk
    rooms: dict[str, int]

    def desk_of(self, role: Role, account_id: int = 1) -> Desk:
        return replace(self.desk, actor=replace(self.desk.actor, role=role, account_id=account_id))

    def settle(
        self,
        room: str,
        name: str,
        *,
        role: OccupancyRole = OccupancyRole.OWNER,
        since: date | None = None,
        until: date | None = None,
    ) -> int:
        """Put a person into a room and return the resident's id."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            person = Resident(community_id=1, name=name)
            work.session.add(person)
            work.session.flush()
            place = Occupancy(
                community_id=1, room_id=self.rooms[room], resident_id=person.id, role=role, since=since, until=until
            )
            work.session.add(place)
            return person.id

    def tag(self, room: str, name: str, cause: str = "") -> int:
        """Put a tag on a room and return the tag's id."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            tag = work.session.scalars(select(Tag).where(Tag.name == name)).one_or_none()
            if tag is None:
                tag = Tag(community_id=1, name=name, meaning=tag_meaning(name))
                work.session.add(tag)
                work.session.flush()
            worn = RoomTag(community_id=1, room_id=self.rooms[room], tag_id=tag.id, cause=cause, since=work.now)
            work.session.add(worn)
            return tag.id

    def park(self, room: str, plate: str) -> None:
        """Give a room a vehicle."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            work.session.add(Vehicle(community_id=1, room_id=self.rooms[room], plate=plate))

    def merge(self, resident_id: int, into: int) -> None:
        """Mark a resident as merged into another one."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD) as work:
            work.session.get_one(Resident, resident_id).merged_into_id = into

    def told(self, room: str) -> list[str]:
        """Return the kinds of a room's touchpoints, oldest first."""
        kinds = select(TimelineEntry.kind).where(TimelineEntry.room_id == self.rooms[room]).order_by(TimelineEntry.id)
        with self.desk.read() as session:
            return list(session.scalars(kinds))


def fill(database: Database) -> None:
    """Put the community with its rooms and two accounts into empty tables."""
    with database.connect(writing=True) as connection:
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        connection.execute(
            insert(Community).values(name="云栖花园", time_zone="Asia/Shanghai", created_at=long_ago, version=1)
        )
        names = ("张敏", "李婷")
        accounts = [
            {"community_id": 1, "name": name, "name_key": name, "role": "clerk", "version": 1} for name in names
        ]
        connection.execute(insert(Account), accounts)
        for number, zone in ZONES.items():
            zone_id = connection.execute(insert(Zone).values(community_id=1, name=zone).returning(Zone.id)).scalar_one()
            connection.execute(
                insert(Building).values(community_id=1, zone_id=zone_id, name=number, key=number, order_key=number)
            )
        connection.execute(insert(Room), [_room(label) for label in LABELS])


def _room(label: str) -> dict[str, object]:
    number = parse_house_number(label)
    return {
        "community_id": 1,
        "building_id": int(number.building),
        "number": number.room,
        "label": label,
        "key": label,
        "order_key": natural_key(label),
        "version": 1,
    }


def village(database: Database, clock: FixedClock) -> Village:
    """Return the community in a filled database as its clerk sees it."""
    desk = Desk(database, Actor(1, "张敏", Role.CLERK, 1), clock, SHANGHAI, "云栖花园")
    with desk.read() as session:
        rooms = {row.label: row.id for row in session.execute(select(Room.label, Room.id))}
    return Village(desk, rooms)


@contextmanager
def file_village(template: Path, folder: Path, clock: FixedClock) -> Iterator[Village]:
    """Yield the community of a copied data file."""
    database = file_database(Path(shutil.copy(template, folder)), KEY)
    yield village(database, clock)
    database.close()


def village_file(empty_file: Path, path: Path) -> Path:
    """Make `path` a data file with the community in it, to be copied, and return it."""
    database = file_database(Path(shutil.copy(empty_file, path)), KEY)
    fill(database)
    database.close()
    return path


def server_village(blank_server: Database, clock: FixedClock) -> Village:
    """Return the community in a server's empty database."""
    fill(blank_server)
    return village(blank_server, clock)
