"""A database with a community in it: rooms, departments, workers, categories, and the desks of its accounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from desktop.core.house_numbers import parse_house_number
from desktop.core.permissions import Actor, Operation, Role
from desktop.core.texts import search_form
from desktop.households.model import Building, Room
from desktop.requests.model import Category
from desktop.requests.service import RequestService, default_categories, default_rules
from desktop.staff.model import Community, Department, Worker
from desktop.storage.desk import Desk
from tests.databases import KEY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database

__all__ = ["KEY", "SHANGHAI", "Place", "database", "place", "settle"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEPARTMENTS = {"service": "客服", "engineering": "工程", "order": "秩序", "environment": "环境", "greening": "绿化"}
ROOMS = ("1-1-101", "1-1-102", "3-1-502", "3-2-101", "商铺 S-12")


@dataclass(frozen=True)
class Place:
    """One community in a database: its desks, and the ids of what it has, by name, code or label."""

    desk: Desk
    departments: dict[str, int]
    workers: dict[str, int]
    rooms: dict[str, int]
    buildings: dict[str, int]
    categories: dict[str, int]

    @property
    def service(self) -> RequestService:
        """Return the service for the clerk."""
        return RequestService(self.desk)

    def acting_as(self, role: Role) -> RequestService:
        """Return the service for an account of `role`."""
        return RequestService(replace(self.desk, actor=replace(self.desk.actor, role=role)))


def settle(database: Database, clock: FixedClock) -> Place:
    """Create one more community in `database`."""
    with database.connect(writing=True) as connection:
        community_id = connection.execute(
            insert(Community)
            .values(name="云栖花园", time_zone="Asia/Shanghai", created_at=datetime(2020, 1, 1, tzinfo=UTC), version=1)
            .returning(Community.id)
        ).scalar_one()
    actor = Actor(1, "clerk", Role.CLERK, community_id)
    desk = Desk(database, actor, clock, SHANGHAI, "云栖花园")
    with desk.write(Operation.EDIT_COMMUNITY) as work:
        departments = [
            Department(community_id=community_id, code=code, name=name, position=position)
            for position, (code, name) in enumerate(DEPARTMENTS.items())
        ]
        work.session.add_all(departments)
        work.session.flush()
        codes = {department.code: department.id for department in departments}
        workers = [
            Worker(community_id=community_id, name=name, department_id=codes[code])
            for name, code in (("何志强", "engineering"), ("丁磊", "order"))
        ]
        work.session.add_all(workers)
        default_categories(work, codes)
        default_rules(work)
        rooms = _add_rooms(work.session, community_id)
        work.session.flush()
        return Place(
            desk,
            codes,
            {worker.name: worker.id for worker in workers},
            {room.label: room.id for room in rooms},
            {row.name: row.id for row in work.session.scalars(select(Building).filter_by(community_id=community_id))},
            {row.name: row.id for row in work.session.scalars(select(Category).filter_by(community_id=community_id))},
        )


def _add_rooms(session: Session, community_id: int) -> list[Room]:
    buildings: dict[str, Building] = {}
    rooms = []
    for label in ROOMS:
        number = parse_house_number(label)
        if number.building not in buildings:
            key = search_form(number.building)
            building = Building(community_id=community_id, name=number.building, key=key, order_key=key)
            session.add(building)
            session.flush()
            buildings[number.building] = building
        room = Room(
            community_id=community_id,
            building_id=buildings[number.building].id,
            number=number.room,
            label=number.label,
            key=number.key,
            order_key=number.natural_key,
        )
        session.add(room)
        rooms.append(room)
    return rooms


@pytest.fixture(
    params=["blank_file", pytest.param("blank_server", marks=pytest.mark.postgresql)], ids=["file", "server"]
)
def database(request: pytest.FixtureRequest) -> Database:
    """Return an empty database with every table: an encrypted file, then a PostgreSQL server."""
    database: Database = request.getfixturevalue(request.param)
    return database


@pytest.fixture
def place(database: Database, clock: FixedClock) -> Place:
    """Return a community with five rooms; the clock stands at 2026-11-22 14:05."""
    return settle(database, clock)
