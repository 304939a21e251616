"""A small community in a file and on a server, and a desk for each role in it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop.accounts.model import Account
from desktop.core.permissions import Actor, Role
from desktop.households.model import Room
from desktop.households.service import HouseholdService
from desktop.requests.model import Request
from desktop.staff.model import Community, Department
from desktop.storage.base import Base
from desktop.storage.batches import ImportBatch
from desktop.storage.database import file_database
from desktop.storage.desk import Desk
from desktop.storage.drafts import DraftRow
from desktop.storage.numbers import Counter
from tests.households.rosters import ROSTER, sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.core.changes import Changes
    from desktop.core.clock import FixedClock
    from desktop.sheets.workbook import Workbook
    from desktop.storage.database import Database

TABLES = (Account, Community, Counter, Department, DraftRow, ImportBatch, Request, Room)
"""Imported so that the metadata is whole."""

KEY = bytes(range(32))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def fill(database: Database) -> None:
    """Put the one community that the tests act in into empty tables."""
    with database.connect(writing=True) as connection:
        community = {"id": 1, "name": "翠湖花园", "time_zone": "Asia/Shanghai", "created_at": datetime.now(UTC)}  # noqa: TID251 - never looked at
        connection.execute(Base.metadata.tables["community"].insert(), {**community, "phone": "", "version": 1})


@pytest.fixture(scope="session")
def file_template(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with a fresh community."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("households")))
    database = file_database(path, KEY)
    fill(database)
    database.close()
    return path


@pytest.fixture
def file_db(file_template: Path, tmp_path: Path) -> Iterator[Database]:
    """Yield a fresh community in an encrypted file."""
    database = file_database(Path(shutil.copy(file_template, tmp_path)), KEY)
    yield database
    database.close()


@pytest.fixture
def server_db(blank_server: Database) -> Database:
    """Return a fresh community on a PostgreSQL server."""
    fill(blank_server)
    return blank_server


@pytest.fixture(params=["file_db", pytest.param("server_db", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> Database:
    """Return a fresh community, once in a file and once on a server."""
    database: Database = request.getfixturevalue(request.param)
    return database


@pytest.fixture
def desk_of(database: Database, clock: FixedClock) -> Callable[[Role], Desk]:
    """Return a function that makes the desk of a role in the community."""

    def make(role: Role) -> Desk:
        return Desk(database, Actor(1, str(role), role, community_id=1), clock, SHANGHAI, "翠湖花园")

    return make


@pytest.fixture
def households(desk_of: Callable[[Role], Desk]) -> HouseholdService:
    """Return the service as a clerk has it."""
    return HouseholdService(desk_of(Role.CLERK))


@pytest.fixture
def administering(desk_of: Callable[[Role], Desk]) -> HouseholdService:
    """Return the service as the administrator has it."""
    return HouseholdService(desk_of(Role.ADMINISTRATOR))


@pytest.fixture
def guarding(desk_of: Callable[[Role], Desk]) -> HouseholdService:
    """Return the service as a guard has it."""
    return HouseholdService(desk_of(Role.GUARD))


@pytest.fixture
def roster() -> Workbook:
    """Return a small, sound roster: four rooms, five people, one vehicle, two tags."""
    return sheet(*ROSTER)


@pytest.fixture
def imported(administering: HouseholdService, roster: Workbook) -> Changes:
    """Import the small roster."""
    plan = administering.plan_import(roster)
    assert not plan.report.cells
    return administering.apply_import(plan, file_name="roster.xlsx", file_hash="0" * 64)
