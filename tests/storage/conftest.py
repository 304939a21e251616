"""Databases for the tests of everything that stores: an encrypted file and a PostgreSQL database per test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import make_url

from desktop.core.clock import FixedClock, SystemClock
from desktop.core.permissions import Actor, Role
from desktop.staff.model import Community
from desktop.storage import opening, slots
from desktop.storage.backup import back_up
from desktop.storage.base import Base
from desktop.storage.batches import ImportBatch
from desktop.storage.database import server_database
from desktop.storage.drafts import DraftRow
from desktop.storage.keys import KeyFile
from desktop.storage.migrate import Migrations
from desktop.storage.numbers import Counter
from desktop.storage.places import DataPlace
from desktop.storage.restore import Restored, restore
from tests.databases import empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop.storage.database import Database
    from desktop.storage.opening import Opened

SESAME = "open sesame"

CHEAP = slots.Cost(memory=64, passes=1, lanes=1)
"""Tests make hundreds of passwords; what each guess costs has a test of its own."""

TABLES = (Community, DraftRow, Counter, ImportBatch)
"""Imported so that the metadata is whole."""

TOY = """
from alembic import op

from desktop.storage.base import Base
from desktop.storage.schema import create_search

revision = "0001"
down_revision = None


def upgrade():
    Base.metadata.create_all(op.get_bind())
    create_search(op.get_bind())
"""


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passwords cost nothing."""
    monkeypatch.setattr(slots, "COST", CHEAP)


@pytest.fixture
def actor() -> Actor:
    """Return the administrator of the only community."""
    return Actor(account_id=1, name="admin", role=Role.ADMINISTRATOR, community_id=1)


@pytest.fixture(scope="session")
def migrations(tmp_path_factory: pytest.TempPathFactory) -> Migrations:
    """Return the program's migrations, or one revision that makes every table while there are none."""
    real = Migrations()
    if real.newest():
        return real
    scripts = tmp_path_factory.mktemp("scripts")
    shutil.copytree(real.scripts, scripts, dirs_exist_ok=True)
    (scripts / "versions").mkdir(exist_ok=True)
    (scripts / "versions" / "0001_everything.py").write_text(TOY, encoding="utf-8")
    return Migrations(scripts)


def found(database: Database) -> None:
    """Write the one community every test acts in."""
    with database.connect(writing=True) as connection:
        connection.execute(
            Base.metadata.tables["community"].insert(),
            {
                "id": 1,
                "name": "翠湖花园",
                "time_zone": "Asia/Shanghai",
                "created_at": SystemClock().now(),
                "version": 1,
            },
        )


@pytest.fixture(scope="session")
def file_template(tmp_path_factory: pytest.TempPathFactory, migrations: Migrations) -> tuple[Path, str]:
    """Return a folder with a fresh community (admin, "open sesame") and its recovery key."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "COST", CHEAP)
        recovery_key = opening.create_file(folder, "admin", "open sesame", fill=found, migrations=migrations)
    return folder, recovery_key


@pytest.fixture
def place(file_template: tuple[Path, str], tmp_path: Path) -> DataPlace:
    """Return a test's own copy of the fresh community, not opened."""
    folder = tmp_path / "data"
    shutil.copytree(file_template[0], folder)
    return DataPlace(folder)


@pytest.fixture
def recovery_key(file_template: tuple[Path, str]) -> str:
    """Return the recovery key of `place`."""
    return file_template[1]


@pytest.fixture
def keys(place: DataPlace) -> KeyFile:
    """Return the key file of `place`."""
    return KeyFile(place.key_file)


@pytest.fixture
def opened(place: DataPlace, clock: FixedClock, migrations: Migrations) -> Iterator[Opened]:
    """Yield `place`, opened by its administrator."""
    opened = opening.open_data(place.directory, "admin", "open sesame", clock, migrations)
    yield opened
    opened.close()


@pytest.fixture
def save(opened: Opened, tmp_path: Path, clock: FixedClock) -> Callable[[], Path]:
    """Return a function that backs `opened` up and returns where."""

    def save() -> Path:
        assert opened.place is not None
        assert opened.key is not None
        back_up(opened.database, opened.place, opened.key, tmp_path / "safe.tpbackup", clock)
        return tmp_path / "safe.tpbackup"

    return save


@pytest.fixture
def put_back(clock: FixedClock, migrations: Migrations) -> Callable[..., Restored]:
    """Return a function that restores a backup into a folder."""

    def put_back(archive: Path, directory: Path, password: str = SESAME) -> Restored:
        def unlock(keys: KeyFile) -> bytes:
            return keys.unlock("admin", password, clock).key

        return restore(archive, DataPlace(directory), unlock, clock, migrations)

    return put_back


@pytest.fixture
def file_db(opened: Opened) -> Database:
    """Return the database of a fresh community in an encrypted file."""
    return opened.database


@pytest.fixture(scope="session")
def server_template(postgres_url: str, migrations: Migrations) -> str:
    """Return the name of a PostgreSQL database with a fresh community."""
    with psycopg.connect(postgres_url.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute("CREATE DATABASE storage_template TEMPLATE template0")
    url = make_url(postgres_url).set(database="storage_template").render_as_string(hide_password=False)
    opening.create_server(url, "postgres", "", fill=found, migrations=migrations).close()
    return "storage_template"


@pytest.fixture
def server_url(new_postgres_database: Callable[..., str]) -> str:
    """Return the URL of an empty database of a test's own."""
    return new_postgres_database()


@pytest.fixture(scope="session")
def shared_server(server_template: str, postgres_url: str) -> Iterator[Database]:
    """Yield the template's database itself, opened; emptying it is faster than making one per test."""
    url = make_url(postgres_url).set(database=server_template).render_as_string(hide_password=False)
    database = server_database(url)
    yield database
    database.close()


@pytest.fixture
def server_db(shared_server: Database) -> Iterator[Database]:
    """Yield the database of a fresh community on a PostgreSQL server; the schema must stay as it is."""
    yield shared_server
    empty(shared_server)
    found(shared_server)


@pytest.fixture(params=["file_db", "server_db"])
def database(request: pytest.FixtureRequest) -> Database:
    """Return a fresh community, once in a file and once on a server."""
    database: Database = request.getfixturevalue(request.param)
    return database


@pytest.fixture
def shanghai() -> ZoneInfo:
    """Return the community's time zone."""
    return ZoneInfo("Asia/Shanghai")
