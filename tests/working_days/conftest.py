"""A community that has just been founded; nothing about its working days is laid down yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop.core.permissions import Actor, Operation, Role
from desktop.staff.service import found_community
from desktop.storage.desk import Desk

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database


def founded(database: Database, clock: FixedClock) -> Desk:
    """Return the manager's desk in the first of two fresh communities."""
    desk = Desk(database, Actor(1, "manager", Role.MANAGER, 1), clock, ZoneInfo("Asia/Shanghai"), "翠湖花园")
    for community in (desk, replace(desk, actor=replace(desk.actor, community_id=2))):
        with community.write(Operation.EDIT_COMMUNITY) as work:
            found_community(work, "翠湖花园", "Asia/Shanghai")
    return desk


@pytest.fixture
def desk(blank_file: Database, clock: FixedClock) -> Desk:
    """Return the manager's desk at a data file."""
    return founded(blank_file, clock)


@pytest.fixture
def server_desk(blank_server: Database, clock: FixedClock) -> Desk:
    """Return the manager's desk at a server."""
    return founded(blank_server, clock)


@pytest.fixture(params=["desk", pytest.param("server_desk", marks=pytest.mark.postgresql)])
def either(request: pytest.FixtureRequest) -> Desk:
    """Return the manager's desk, at a data file and at a server."""
    desk: Desk = request.getfixturevalue(request.param)
    return desk
