from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, text

from desktop.storage import opening
from desktop.storage.audit import Audit, OperationRow
from desktop.storage.check import check_data
from desktop.storage.numbers import Counter
from desktop.storage.search import ALL_FIELDS, find

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from desktop.storage.keys import KeyFile
    from desktop.storage.migrate import Migrations
    from desktop.storage.places import DataPlace

ROOT = Path(__file__).resolve().parents[2]
KILLS = 8

WORKER = """
import os, sys
from pathlib import Path
from desktop.core.clock import SystemClock
from desktop.core.permissions import Actor, Operation, Role
from desktop.staff import model  # the community that every row belongs to
from desktop.storage.database import file_database
from desktop.storage.numbers import next_number
from desktop.storage.search import SearchFields

database = file_database(Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline()))
actor, clock = Actor(1, "admin", Role.ADMINISTRATOR, 1), SystemClock()
while True:
    with database.write(actor, Operation.REPORT_REQUEST, clock) as work:
        number = next_number(work.session, 1, "BX", "2611")
        work.result = number
        work.index("request", number, SearchFields(text=[f"漏水{number:06}"]))
        work.session.flush()
        for part in range(20):
            work.audit("request", number, "reported", after={"part": part})
        if sys.argv[2] == "hasty":
            os.write(1, f"{number}\\n".encode())
    if sys.argv[2] == "careful":
        os.write(1, f"{number}\\n".encode())
"""


def run_until_killed(path: Path, key: bytes, seconds: float, manner: str = "careful") -> list[int]:
    """Let a worker save until it is killed, and return the numbers it acknowledged."""
    command = [sys.executable, "-c", WORKER, str(path), manner]
    process: subprocess.Popen[Any]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{key.hex()}\n".encode())
        process.stdin.flush()
        first = process.stdout.readline()
        lines = collect(process.stdout, seconds)
        os.kill(process.pid, signal.SIGKILL)
        lines += process.stdout.read()
    whole = (first + lines).split(b"\n")[:-1]  # a cut last line was not read by anyone
    return [int(line) for line in whole]


def collect(pipe: IO[bytes], seconds: float) -> bytes:
    until = time.monotonic() + seconds
    collected = b""
    while time.monotonic() < until:
        collected += pipe.readline()
    return collected


def halves(database: Database) -> list[str]:
    """Return what is not whole: a save is its number, operation, twenty audit rows and its index entry, or nothing."""
    found = []
    with database.read() as session:
        last = session.scalar(select(Counter.last)) or 0
        operations = session.scalars(select(OperationRow.result).order_by(OperationRow.result)).all()
        if list(operations) != list(range(1, last + 1)):
            found.append(f"operations {len(operations)}, counter {last}")
        parts = session.execute(text("SELECT subject_id, count(*) FROM audit GROUP BY 1 HAVING count(*) <> 20")).all()
        found += [f"audit of {number}: {count}" for number, count in parts]
        audited = session.scalars(select(Audit.subject_id).distinct()).all()
        if len(audited) != last:
            found.append(f"audited {len(audited)} of {last}")
        found += [
            f"index of {number}"
            for number in range(1, last + 1)
            if find(session, 1, "request", f"漏水{number:06}", columns=ALL_FIELDS) != [number]
        ]
        if find(session, 1, "request", f"漏水{last + 1:06}", columns=ALL_FIELDS):
            found.append("index of a save that is not there")
    return found


@pytest.fixture
def key(keys: KeyFile, clock: FixedClock) -> bytes:
    return keys.unlock("admin", "open sesame", clock).key


def test_that_no_acknowledged_save_is_lost_and_none_is_half_there(
    place: DataPlace, key: bytes, clock: FixedClock, migrations: Migrations
) -> None:
    chance = random.Random(2026)
    acknowledged: list[int] = []
    for _ in range(KILLS):
        acknowledged += run_until_killed(place.data_file, key, chance.uniform(0.0, 0.25))
        opened = opening.open_data(place.directory, "admin", "open sesame", clock, migrations)
        with opened.database.read() as session:
            kept = set(session.scalars(select(OperationRow.result)))
        assert set(acknowledged) <= kept
        assert halves(opened.database) == []
        opened.close()
    opened = opening.open_data(place.directory, "admin", "open sesame", clock, migrations)
    assert check_data(opened.database) == []
    opened.close()
    assert len(acknowledged) == len(set(acknowledged)) >= KILLS


def test_that_a_save_acknowledged_too_early_would_be_noticed(
    place: DataPlace, key: bytes, clock: FixedClock, migrations: Migrations
) -> None:
    for _ in range(30):
        acknowledged = set(run_until_killed(place.data_file, key, 0.0, "hasty"))
        opened = opening.open_data(place.directory, "admin", "open sesame", clock, migrations)
        with opened.database.read() as session:
            lost = acknowledged - set(session.scalars(select(OperationRow.result)))
        opened.close()
        if lost:
            break
    assert lost


def test_that_a_half_save_would_be_noticed(file_db: Database) -> None:
    with file_db.connect(writing=True) as connection:
        connection.execute(text("INSERT INTO counter (community_id, series, period, last) VALUES (1, 'BX', '2611', 1)"))
    assert halves(file_db) == ["operations 0, counter 1", "audited 0 of 1", "index of 1"]
