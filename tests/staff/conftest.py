"""A small made-up community for the page of departments and workers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop.core.permissions import Actor, Operation, Role
from desktop.staff.service import found_community
from desktop.storage.desk import Desk
from tests.ui.shells import recording_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from tests.ui.shells import RecordingShell


def settled(database: Database, clock: FixedClock) -> Desk:
    """Return the manager's desk in a fresh community of an empty database."""
    desk = Desk(database, Actor(1, "manager", Role.MANAGER, 1), clock, ZoneInfo("Asia/Shanghai"), "翠湖花园")
    with desk.write(Operation.EDIT_COMMUNITY) as work:
        found_community(work, "翠湖花园", "Asia/Shanghai")
    return desk


@pytest.fixture
def desk(blank_file: Database, clock: FixedClock) -> Desk:
    """Return the manager's desk at a data file."""
    return settled(blank_file, clock)


@pytest.fixture
def server_desk(blank_server: Database, clock: FixedClock) -> Desk:
    """Return the manager's desk at a server."""
    return settled(blank_server, clock)


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
