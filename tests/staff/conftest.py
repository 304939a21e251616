"""A small made-up community for the page of departments and workers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

import desktop.accounts.model
import desktop.households.model
import desktop.requests.model
import desktop.storage.batches
import desktop.storage.drafts
import desktop.storage.numbers  # noqa: F401 - one metadata holds the tables of all
from desktop.core.permissions import Actor, Operation, Role
from desktop.staff.service import found_community
from desktop.storage.base import Base
from desktop.storage.database import file_database, server_database
from desktop.storage.desk import Desk
from desktop.storage.schema import create_search
from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from tests.ui.shells import RecordingShell

KEY = bytes(range(32))


def settled(database: Database, clock: FixedClock) -> Desk:
    """Return the manager's desk in a fresh community of an empty database."""
    with database.connect(writing=True) as connection:
        Base.metadata.create_all(connection)
        create_search(connection)
    desk = Desk(database, Actor(1, "manager", Role.MANAGER, 1), clock, ZoneInfo("Asia/Shanghai"), "翠湖花园")
    with desk.write(Operation.EDIT_COMMUNITY) as work:
        found_community(work, "翠湖花园", "Asia/Shanghai")
    return desk


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """Yield the manager's desk at a data file."""
    path = tmp_path / "data.db"
    path.touch()
    database = file_database(path, KEY)
    yield settled(database, clock)
    database.close()


@pytest.fixture
def server_desk(new_postgres_database: Callable[..., str], clock: FixedClock) -> Iterator[Desk]:
    """Yield the manager's desk at a server."""
    database = server_database(new_postgres_database())
    yield settled(database, clock)
    database.close()


@pytest.fixture(params=["desk", pytest.param("server_desk", marks=pytest.mark.postgresql)])
def either(request: pytest.FixtureRequest) -> Desk:
    """Return the manager's desk, at a data file and at a server."""
    desk: Desk = request.getfixturevalue(request.param)
    return desk


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[RecordingShell]:
    """Yield the window around a page."""
    with recording_shell(qapp, tmp_path) as made:
        yield made
