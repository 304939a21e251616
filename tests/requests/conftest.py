"""A database with a community in it: rooms, departments, workers, categories, and the desks of its accounts."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import insert, make_url, select, text

import desktop.accounts.model
import desktop.storage.drafts  # noqa: F401 - one metadata holds the tables of all
from desktop.core.house_numbers import parse_house_number
from desktop.core.permissions import Actor, Operation, Role
from desktop.core.texts import search_form
from desktop.households.model import Building, Room
from desktop.requests.model import Category
from desktop.requests.service import RequestService, default_categories, default_rules
from desktop.staff.model import Community, Department, Worker
from desktop.storage.base import Base
from desktop.storage.database import Database, file_database, server_database
from desktop.storage.desk import Desk
from desktop.storage.schema import create_search

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from desktop.core.clock import FixedClock

KEY = bytes(range(32))
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


def make_schema(database: Database) -> None:
    """Create every table and the search index."""
    with database.connect(writing=True) as connection:
        Base.metadata.create_all(connection)
        create_search(connection)


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


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an encrypted file with every table and nothing in them."""
    path = tmp_path_factory.mktemp("requests") / "empty.db"
    path.touch()
    database = file_database(path, KEY)
    make_schema(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def shared_server(postgres_url: str) -> Iterator[Database]:
    """Yield a PostgreSQL database with every table; making one for each test would take a second each."""
    name = "requests"
    with psycopg.connect(postgres_url.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    opened = server_database(make_url(postgres_url).set(database=name).render_as_string(hide_password=False))
    make_schema(opened)
    yield opened
    opened.close()


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Yield an empty database with every table: an encrypted file, then a PostgreSQL server."""
    if request.param == "server":
        server: Database = request.getfixturevalue("shared_server")
        with server.connect(writing=True) as connection:
            names = ", ".join(table.name for table in Base.metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        yield server
        return
    path = tmp_path / "touchpoint.db"
    shutil.copy(request.getfixturevalue("empty_file"), path)
    opened = file_database(path, KEY)
    yield opened
    opened.close()


@pytest.fixture
def place(database: Database, clock: FixedClock) -> Place:
    """Return a community with five rooms; the clock stands at 2026-11-22 14:05."""
    return settle(database, clock)
