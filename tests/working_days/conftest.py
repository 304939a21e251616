"""A community that has just been founded; nothing about its working days is laid down yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop.app.features import load_models
from desktop.core.permissions import Actor, Operation, Role
from desktop.staff.service import found_community
from desktop.storage.base import Base
from desktop.storage.database import file_database, server_database
from desktop.storage.desk import Desk
from desktop.storage.schema import create_search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database

KEY = bytes(range(32))


def founded(database: Database, clock: FixedClock) -> Desk:
    """Return the manager's desk in the first of two fresh communities."""
    load_models()
    with database.connect(writing=True) as connection:
        Base.metadata.create_all(connection)
        create_search(connection)
    desk = Desk(database, Actor(1, "manager", Role.MANAGER, 1), clock, ZoneInfo("Asia/Shanghai"), "翠湖花园")
    for community in (desk, replace(desk, actor=replace(desk.actor, community_id=2))):
        with community.write(Operation.EDIT_COMMUNITY) as work:
            found_community(work, "翠湖花园", "Asia/Shanghai")
    return desk


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """Yield the manager's desk at a data file."""
    path = tmp_path / "data.db"
    path.touch()
    database = file_database(path, KEY)
    yield founded(database, clock)
    database.close()


@pytest.fixture
def server_desk(new_postgres_database: Callable[..., str], clock: FixedClock) -> Iterator[Desk]:
    """Yield the manager's desk at a server."""
    database = server_database(new_postgres_database())
    yield founded(database, clock)
    database.close()


@pytest.fixture(params=["desk", pytest.param("server_desk", marks=pytest.mark.postgresql)])
def either(request: pytest.FixtureRequest) -> Desk:
    """Return the manager's desk, at a data file and at a server."""
    desk: Desk = request.getfixturevalue(request.param)
    return desk
