"""A small community in a file and on a server, with people entered twice, and the service of the register's upkeep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from desktop.accounts.model import Account
from desktop.core.permissions import Actor, Role
from desktop.households.service import HouseholdService
from desktop.register.model import DistinctPair, ResidentMerge
from desktop.register.service import RegisterService
from desktop.storage.desk import Desk
from tests.households.conftest import SHANGHAI, file_db, file_template, server_db
from tests.register.people import Village

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database

TABLES = (DistinctPair, ResidentMerge)
"""Imported so that the metadata is whole."""

__all__ = ["file_db", "file_template", "server_db"]


@pytest.fixture(params=["file_db", pytest.param("server_db", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> Database:
    """Return a fresh community with one account, once in a file and once on a server."""
    database: Database = request.getfixturevalue(request.param)
    return with_account(database)


def with_account(database: Database) -> Database:
    """Give the community the account that everyone in these tests acts as."""
    row = {"id": 1, "community_id": 1, "name": "小林", "name_key": "小林", "role": "clerk", "version": 1}
    with database.connect(writing=True) as connection:
        connection.execute(insert(Account), row)
    return database


@pytest.fixture
def desk_of(database: Database, clock: FixedClock) -> Callable[[Role], Desk]:
    """Return a function that makes the desk of a role in the community."""

    def make(role: Role) -> Desk:
        return Desk(database, Actor(1, str(role), role, community_id=1), clock, SHANGHAI, "翠湖花园")

    return make


@pytest.fixture
def village(desk_of: Callable[[Role], Desk]) -> Village:
    """Return the community as a clerk keeps it."""
    return Village(desk_of(Role.CLERK))


@pytest.fixture
def register(desk_of: Callable[[Role], Desk]) -> RegisterService:
    """Return the service as a clerk has it."""
    return RegisterService(desk_of(Role.CLERK))


@pytest.fixture
def managing(desk_of: Callable[[Role], Desk]) -> RegisterService:
    """Return the service as a manager has it."""
    return RegisterService(desk_of(Role.MANAGER))


@pytest.fixture
def households(desk_of: Callable[[Role], Desk]) -> HouseholdService:
    """Return the register of households as a clerk has it."""
    return HouseholdService(desk_of(Role.CLERK))
