"""The power goes while a month is closed: it is closed with all its figures, lists and papers, or not at all."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from desktop.app import commands
from desktop.core.i18n import language
from desktop.issues.model import IssueStep, IssueStepKind
from desktop.months.model import ClosedRequest, IssuedPaper, MonthEdition
from tests.journeys.beside import OCTOBER, Desk
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock

ROOT = Path(__file__).resolve().parents[2]
KILLS = 3
PAPERS = 6

CLOSER = """
import os, sys
from datetime import datetime
from pathlib import Path
from desktop.core.clock import FixedClock
from desktop.months.service import MonthService
from tests.journeys.beside import OCTOBER, Desk

draw = MonthService.draw
def told(*arguments, **named):
    papers = draw(*arguments, **named)
    os.write(1, b"writing\\n")
    return papers
MonthService.draw = told
with Desk(Path(sys.argv[1]), "manager", FixedClock(datetime.fromisoformat(sys.argv[2]))) as desk:
    os.write(1, b"ready\\n")
    desk.ends.close(OCTOBER, ["en"], version=desk.version())
    os.write(1, b"closed\\n")
    sys.stdin.readline()
"""
"""The project manager who closes October, and tells when the papers are drawn and the writing begins."""


@pytest.fixture
def combed(lively_data: Path, clock: FixedClock) -> Path:
    """Return data whose October waits for its closing only."""
    with Desk(lively_data, "manager", clock) as desk:
        desk.agree_all()
        desk.write_comments()
        desk.issue()
    return lively_data


def close_until_killed(data: Path, clock: FixedClock, begin: str, seconds: float | None) -> float:
    """Close October and kill it `seconds` after it said `begin`, or let it end; return how long it took from then."""
    command = [sys.executable, "-c", CLOSER, str(data), clock.now().isoformat()]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while process.stdout.readline().decode().strip() != begin:
            pass
        began = time.monotonic()
        if seconds is None:
            while process.stdout.readline() != b"closed\n":
                pass
        else:
            time.sleep(seconds)
        took = time.monotonic() - began
        os.kill(process.pid, signal.SIGKILL)
    return took


def kept(data: Path, clock: FixedClock) -> tuple[int, int, int, int]:
    """Return how much there is of closings: editions, counted requests, papers, points carried over."""
    with Desk(data, "manager", clock) as desk, desk.session.desk.read() as session:
        carried = select(func.count()).select_from(IssueStep).where(IssueStep.kind == IssueStepKind.CARRIED_OVER)
        tables = (MonthEdition, ClosedRequest, IssuedPaper)
        counted = [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
        return counted[0], counted[1], counted[2], session.scalar(carried) or 0


def is_closed(data: Path, clock: FixedClock) -> bool:
    """Tell whether October says it is closed; its report can be had either way."""
    with Desk(data, "manager", clock) as desk:
        assert desk.months.paper(OCTOBER, None, language("en")).startswith(b"%PDF")
        return desk.months.state(OCTOBER).is_closed


def test_that_a_killed_closing_leaves_everything_or_nothing(
    combed: Path, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(2026)
    before = kept(combed, clock)
    assert before[:3] == (0, 0, 0)
    data = shutil.copytree(combed, tmp_path / "whole")
    writing = close_until_killed(data, clock, "writing", None)
    after = kept(data, clock)
    assert (after[0], after[2]) == (1, PAPERS)
    assert after[1] > 0
    assert after[3] > before[3]
    found = {}
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
    for kill in range(KILLS):
        data = shutil.copytree(combed, tmp_path / f"kill{kill}")
        close_until_killed(data, clock, "writing", chance.uniform(0.0, 1.2 * writing))
        found[kill] = kept(data, clock)
        assert commands.main(["check", "--data", str(data), "--language", "en"]) == 0
        assert is_closed(data, clock) == (found[kill] == after)
    assert set(found.values()) <= {before, after}


def test_that_a_closing_killed_while_it_draws_leaves_nothing(combed: Path, clock: FixedClock) -> None:
    before = kept(combed, clock)
    close_until_killed(combed, clock, "ready", random.Random(2026).uniform(0.0, 0.1))
    assert kept(combed, clock) == before
    assert not is_closed(combed, clock)
    with Desk(combed, "manager", clock) as desk:
        desk.ends.close(OCTOBER, ["en"], version=desk.version())
    assert is_closed(combed, clock), "trying again closes it"
