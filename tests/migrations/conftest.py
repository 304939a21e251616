"""Revisions to play with: the tests of migrating do not depend on what the program's own revisions contain."""

from __future__ import annotations

import shutil
from binascii import crc32
from typing import TYPE_CHECKING

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import text

from desktop.storage import opening, slots
from desktop.storage.database import file_database
from desktop.storage.migrate import Migrations
from desktop.storage.places import DataPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from desktop.storage.opening import Opened

KEY = bytes(range(32))
SESAME = "open sesame"

CHEAP = slots.Cost(memory=64, passes=1, lanes=1)
"""What each guess at a password costs is tested elsewhere."""

HEAD = """
import sqlalchemy as sa
from alembic import op

revision = "{number:04}"
down_revision = {before}


def upgrade():
"""

FIRST = """
    op.create_table("operation", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table(
        "house",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
    )
    op.create_table(
        "flat",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("house_id", sa.Integer, sa.ForeignKey("house.id", ondelete="CASCADE"), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA application_id = 1414546993")
"""

SECOND = """
    with op.batch_alter_table("house") as batch:
        batch.add_column(sa.Column("floors", sa.Integer, nullable=False, server_default="1"))
        batch.alter_column("name", new_column_name="title")
    op.execute("UPDATE house SET floors = 6 WHERE title = 'high'")
    op.create_index("ix_house_title", "house", ["title"])
"""


@pytest.fixture(scope="session")
def steps() -> tuple[str, str]:
    """Return the bodies of two revisions: one makes tables, the other rebuilds one that is referred to."""
    return FIRST, SECOND


@pytest.fixture
def revisions(tmp_path: Path) -> Callable[..., Migrations]:
    """Return a function that makes a folder of scripts whose revisions have the given bodies."""

    def revisions(*bodies: str) -> Migrations:
        scripts = tmp_path / f"scripts{crc32(repr(bodies).encode()):x}"
        (scripts / "versions").mkdir(parents=True, exist_ok=True)
        shutil.copy(Migrations().scripts / "env.py", scripts)
        for number, body in enumerate(bodies, 1):
            head = HEAD.format(number=number, before=f'"{number - 1:04}"' if number > 1 else "None")
            (scripts / "versions" / f"{number:04}_step.py").write_text(head + body, encoding="utf-8")
        return Migrations(scripts)

    return revisions


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Yield an empty encrypted file."""
    path = tmp_path / "touchpoint.db"
    connection = sqlcipher3.dbapi2.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    database = file_database(path, KEY)
    yield database
    database.close()


@pytest.fixture
def data(tmp_path: Path, revisions: Callable[..., Migrations], monkeypatch: pytest.MonkeyPatch) -> DataPlace:
    """Return a data folder as the program of the first revision left it: two houses, three flats."""

    def fill(database: Database) -> None:
        with database.connect(writing=True) as connection:
            connection.execute(text("INSERT INTO house (id, name) VALUES (1, 'high'), (2, 'low')"))
            connection.execute(text("INSERT INTO flat (id, house_id) VALUES (1, 1), (2, 1), (3, 2)"))

    monkeypatch.setattr(slots, "COST", CHEAP)
    opening.create_file(tmp_path / "data", "admin", SESAME, fill=fill, migrations=revisions(FIRST))
    return DataPlace(tmp_path / "data")


@pytest.fixture
def open_with(data: DataPlace, clock: FixedClock) -> Callable[..., Opened]:
    """Return a function that opens `data`, or another folder, with the program that knows the given revisions."""

    def open_with(migrations: Migrations, directory: Path = data.directory) -> Opened:
        return opening.open_data(directory, "admin", SESAME, clock, migrations)

    return open_with
