from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, inspect, text

from desktop.core.errors import WorldError
from desktop.storage.database import Database, file_database, server_database
from desktop.storage.migrate import Migrations, State, revision

ROOT = Path(__file__).resolve().parents[2]
Revisions = Callable[..., Migrations]
Steps = tuple[str, str]


class PlantedError(Exception):
    pass


def state(migrations: Migrations, database: Database) -> State:
    with database.connect() as connection:
        return migrations.state(connection)


def rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


@pytest.fixture
def old(database: Database, revisions: Revisions, steps: Steps) -> Database:
    """Return a file with the first revision and some rows."""
    revisions(steps[0]).upgrade(database)
    with database.connect(writing=True) as connection:
        connection.execute(text("INSERT INTO house (id, name) VALUES (1, 'high'), (2, 'low')"))
        connection.execute(text("INSERT INTO flat (id, house_id) VALUES (1, 1), (2, 1), (3, 2)"))
    return database


def is_old(database: Database) -> bool:
    return (
        rows(database, "SELECT id, name FROM house ORDER BY id") == [(1, "high"), (2, "low")]
        and rows(database, "SELECT count(*) FROM flat") == [(3,)]
        and rows(database, "SELECT version_num FROM alembic_version") == [("0001",)]
        and rows(database, "SELECT name FROM sqlite_master WHERE name LIKE '%tmp%' OR name = 'ix_house_title'") == []
    )


def is_new(database: Database) -> bool:
    return (
        rows(database, "SELECT id, title, floors FROM house ORDER BY id") == [(1, "high", 6), (2, "low", 1)]
        and rows(database, "SELECT count(*) FROM flat") == [(3,)]
        and rows(database, "SELECT version_num FROM alembic_version") == [("0002",)]
    )


def test_that_the_state_of_a_database_is_told(database: Database, revisions: Revisions, steps: Steps) -> None:
    one, two = revisions(steps[0]), revisions(*steps)
    assert (one.newest(), two.newest()) == ("0001", "0002")
    assert state(one, database) is State.EMPTY
    one.upgrade(database)
    assert state(one, database) is State.CURRENT
    assert state(two, database) is State.OLDER
    two.upgrade(database)
    assert state(two, database) is State.CURRENT
    assert state(one, database) is State.NEWER
    with database.connect(writing=True) as connection:
        connection.exec_driver_sql("PRAGMA application_id = 1")
    assert state(two, database) is State.FOREIGN


def test_that_rebuilding_a_table_keeps_what_refers_to_it(old: Database, revisions: Revisions, steps: Steps) -> None:
    assert is_old(old)
    revisions(*steps).upgrade(old)
    assert is_new(old)
    assert rows(old, "PRAGMA foreign_keys") == [(1,)]
    with pytest.raises(Exception, match="FOREIGN KEY"), old.connect(writing=True) as connection:
        connection.execute(text("INSERT INTO flat (id, house_id) VALUES (9, 9)"))


def test_that_upgrading_again_changes_nothing(old: Database, revisions: Revisions, steps: Steps) -> None:
    revisions(*steps).upgrade(old)
    revisions(*steps).upgrade(old)
    assert is_new(old)


def test_that_an_upgrade_that_fails_at_any_statement_changes_nothing(
    old: Database, revisions: Revisions, steps: Steps
) -> None:
    two, failing, count = revisions(*steps), 0, 0

    def plant(*_: object) -> None:
        nonlocal count
        count += 1
        if count == failing:
            raise PlantedError

    event.listen(old.engine, "before_cursor_execute", plant)
    for failing in range(1, 100):
        count = 0
        try:
            two.upgrade(old)
        except PlantedError:
            count = -1000
            assert is_old(old), failing
        else:
            break
    event.remove(old.engine, "before_cursor_execute", plant)
    assert failing > 10
    assert is_new(old)


def test_that_an_upgrade_that_would_lose_references_is_refused(
    old: Database, revisions: Revisions, steps: Steps
) -> None:
    careless = revisions(*steps, "\n    op.execute(\"DELETE FROM house WHERE title = 'low'\")\n")
    with pytest.raises(WorldError, match="lost references"):
        careless.upgrade(old)
    assert is_old(old)
    assert rows(old, "PRAGMA foreign_keys") == [(1,)]


def test_that_several_revisions_are_one_transaction(old: Database, revisions: Revisions, steps: Steps) -> None:
    with pytest.raises(ZeroDivisionError):
        revisions(*steps, "\n    op.execute('CREATE TABLE more (id)')\n    1 / 0\n").upgrade(old)
    assert is_old(old)


KILLER = """
import os, shutil, signal, sys
from pathlib import Path
from alembic import command  # imported once, before the forks
from sqlalchemy import event
from desktop.storage.database import file_database
from desktop.storage.migrate import Migrations

scripts, folder = Migrations(Path(sys.argv[1])), Path(sys.argv[2])
for dying in range(1, 100):
    child = os.fork()
    if not child:
        copy = folder / f"{dying}.db"
        shutil.copy(folder / "old.db", copy)
        database, count = file_database(copy, bytes(range(32))), 0

        def plant(*_):
            global count
            count += 1
            if count == dying:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(database.engine, "after_cursor_execute", plant)
        scripts.upgrade(database)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
print(dying)
"""


def test_that_an_upgrade_killed_at_any_statement_leaves_the_old_data(
    old: Database, revisions: Revisions, steps: Steps, tmp_path: Path
) -> None:
    two, folder = revisions(*steps), tmp_path / "killed"
    folder.mkdir()
    old.close()
    shutil.copy(tmp_path / "touchpoint.db", folder / "old.db")
    command = [sys.executable, "-c", KILLER, str(two.scripts), str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    last = int(done.stdout)
    assert 10 < last < 99
    for number in range(1, last + 1):
        database = file_database(folder / f"{number}.db", bytes(range(32)))
        assert is_old(database) if number < last else is_new(database), number
        database.close()


def test_that_a_revision_is_read_and_an_absent_one_is_empty(
    database: Database, revisions: Revisions, steps: Steps
) -> None:
    revisions(steps[0]).upgrade(database)
    with database.connect(writing=True) as connection:
        assert revision(connection) == "0001"
        connection.execute(text("DELETE FROM alembic_version"))
        assert revision(connection) == ""


def test_that_a_server_upgrades_in_one_transaction(
    new_postgres_database: Callable[..., str], revisions: Revisions, steps: Steps
) -> None:
    database = server_database(new_postgres_database())
    with database.connect(writing=True) as connection:
        revisions(steps[0]).run(connection)
    broken = revisions(*steps, "\n    op.execute('CREATE TABLE more (id int)')\n    1 / 0\n")
    with pytest.raises(ZeroDivisionError), database.connect(writing=True) as connection:
        broken.run(connection)
    with database.connect() as connection:
        assert revision(connection) == "0001"
        assert "more" not in inspect(connection).get_table_names()
    database.close()
