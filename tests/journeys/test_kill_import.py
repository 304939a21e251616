"""Killing the program: an import is there whole or not at all, and no number that was told is lost."""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from desktop.app import commands
from desktop.app.session import sign_in
from desktop.requests.model import Request
from desktop.storage.search import ALL_FIELDS, find
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock

ROOT = Path(__file__).resolve().parents[2]
ROWS = 800
KILLS = 4
LONGEST_IMPORT = 60.0

IMPORTER = """
import os, sys
from desktop.app import commands
from desktop.requests.service import RequestService

write = RequestService.apply_import
def told(*arguments, **named):
    os.write(1, b"writing\\n")
    return write(*arguments, **named)
RequestService.apply_import = told
sys.exit(commands.main(sys.argv[1:]))
"""
"""The command as it is, but that it tells when it begins to write."""

SAVER = """
import os, sys
from pathlib import Path
from desktop.app.session import sign_in
from datetime import UTC, datetime
from desktop.core.clock import FixedClock
from desktop.requests.model import Place, RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService

clock = FixedClock(datetime(2026, 11, 22, tzinfo=UTC))
session = sign_in(Path(sys.argv[1]), "clerk", os.environ["TOUCHPOINT_PASSWORD"], clock)
service = RequestService(session.desk)
while True:
    request = NewRequest(kind=RequestKind.REPAIR, words="路灯不亮", room_id=None, place=Place.PUBLIC_AREA)
    detail = service.detail(service.report(request).result)
    os.write(1, f"{detail.line.number}\\n".encode())
"""
"""A desk that takes in one request after the other and tells each number once it is saved."""


def start(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"TOUCHPOINT_PASSWORD": PASSWORD}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("报事编号", "报事类型", "报事内容", "受理时间"))
        out.writerows((f"BX-2401-{n:04}", "报修", f"第{n}盏路灯不亮", "2024-01-05 9:00") for n in range(1, ROWS + 1))
    return path


def kept_requests(data: Path, clock: FixedClock) -> list[str]:
    """Return the numbers in the data; each is found by the search as well."""
    session = sign_in(data, "admin", PASSWORD, clock)
    try:
        with session.desk.read() as reading:
            numbers = list(reading.scalars(select(Request.number).order_by(Request.id)))
            assert reading.scalar(select(func.count()).select_from(Request)) == len(numbers)
            for number in numbers[-1:]:
                assert find(reading, 1, "request", number, columns=ALL_FIELDS)
        return numbers
    finally:
        session.close()


def assert_whole(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
    assert commands.main(["check", "--data", str(data), "--language", "en"]) == 0


def import_until_killed(data: Path, ledger: Path, seconds: float | None) -> float:
    """Import and kill it `seconds` after it began to write, or let it end; return how long the writing took."""
    with start(IMPORTER, "import", "requests", str(ledger), "--data", str(data)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        began = time.monotonic()
        try:
            process.wait(LONGEST_IMPORT if seconds is None else seconds)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
        return time.monotonic() - began


def test_that_a_killed_import_leaves_everything_or_nothing(
    empty_data: Path, ledger: Path, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(2026)
    data = shutil.copytree(empty_data, tmp_path / "whole")
    whole = import_until_killed(data, ledger, None)
    assert len(kept_requests(data, clock)) == ROWS
    found = set()
    for kill in range(KILLS):
        data = shutil.copytree(empty_data, tmp_path / f"kill{kill}")
        import_until_killed(data, ledger, chance.uniform(0.0, whole))
        found.add(len(kept_requests(data, clock)))
        assert_whole(data, monkeypatch)
    assert found <= {0, ROWS}
    assert 0 in found, "no kill came while it was written"


def test_that_a_killed_desk_loses_no_number_it_told(
    empty_data: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(2026)
    told: list[str] = []
    for _ in range(KILLS):
        with start(SAVER, str(empty_data)) as process:
            assert process.stdout is not None
            lines = process.stdout.readline() + collect(process.stdout, chance.uniform(0.0, 0.3))
            os.kill(process.pid, signal.SIGKILL)
            lines += process.stdout.read()
        told += lines.decode().split("\n")[:-1]
        kept = kept_requests(empty_data, clock)
        assert set(told) <= set(kept)
        places = [int(number.rpartition("-")[2]) for number in kept]
        assert places == list(range(1, len(kept) + 1))
    assert len(told) == len(set(told)) > KILLS
    assert_whole(empty_data, monkeypatch)


def collect(pipe: IO[bytes], seconds: float) -> bytes:
    until = time.monotonic() + seconds
    collected = b""
    while time.monotonic() < until:
        collected += pipe.readline()
    return collected
