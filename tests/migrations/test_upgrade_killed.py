"""Whenever an upgrade or its undoing is killed, the version before and the new one both find data that they open."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.storage.migrate import Migrations
    from desktop.storage.opening import Opened
    from desktop.storage.places import DataPlace

ROOT = Path(__file__).resolve().parents[2]
OLD_ROWS, NEW_ROWS = [(1, "high"), (2, "low")], [(1, "high", 6), (2, "low", 1)]

KILLER = """
import os, shutil, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from alembic import command  # imported once, before the forks
from sqlalchemy import event
from sqlalchemy.engine import Engine
from desktop.core.clock import FixedClock
from desktop.storage import durable, opening
from desktop.storage.migrate import Migrations

migrations, folder, count, dying = Migrations(Path(sys.argv[1])), Path(sys.argv[2]), 0, 0
clock = FixedClock(datetime(2026, 11, 22, 6, 5, tzinfo=UTC))

def step(*_):
    global count
    count += 1
    if count == dying:
        os.kill(os.getpid(), signal.SIGKILL)

def stepping(call):
    def run(*arguments):
        step()
        call(*arguments)
        step()
    return run

def upgrade(self, database, migrate=Migrations.upgrade):
    event.listen(database.engine, "commit", step)
    stepping(migrate)(self, database)

Migrations.upgrade = upgrade
durable.replace, durable.remove = stepping(durable.replace), stepping(durable.remove)
for dying in range(1, 100):
    child = os.fork()
    if not child:
        shutil.copytree(folder / "before", folder / str(dying))
        opening.open_data(folder / str(dying), "admin", "open sesame", clock, migrations).close()
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
print(dying)
"""


def killed(data: DataPlace, migrations: Migrations) -> list[Path]:
    """Open copies of the data in processes killed a step later each, the last one not at all; return the copies."""
    folder = data.directory.with_name("killed")
    shutil.copytree(data.directory, folder / "before")
    command = [sys.executable, "-c", KILLER, str(migrations.scripts), str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [folder / str(number) for number in range(1, int(done.stdout) + 1)]


def houses(opened: Opened) -> list[tuple[object, ...]]:
    """Return what is in the data, which is closed then."""
    with opened.database.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text("SELECT * FROM house ORDER BY id"))]
    opened.close()
    return rows


@pytest.mark.parametrize("manner", ["upgrading", "putting back"])
def test_that_a_kill_at_any_step_leaves_data_that_both_versions_open(
    data: DataPlace,
    open_with: Callable[..., Opened],
    revisions: Callable[..., Migrations],
    steps: tuple[str, str],
    manner: str,
) -> None:
    old, new = revisions(steps[0]), revisions(*steps)
    if manner == "putting back":
        open_with(new).close()
    folders = killed(data, new if manner == "upgrading" else old)
    returned = []
    for folder in folders:
        shutil.copytree(folder, folder.with_suffix(".new"))
        opened = open_with(old, folder)
        returned.append(opened.returned is not None)
        assert houses(opened) == OLD_ROWS
        assert houses(open_with(new, folder.with_suffix(".new"))) == NEW_ROWS
    # At first nothing has happened, at the end all of it, and it turns in one place.
    assert returned == sorted(returned, reverse=manner == "putting back")
    assert len(folders) >= 8
    assert len(set(returned)) == 2
