"""Two clerks on the same data at once: numbers stay in order, and what both change is said and lost by neither."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from desktop.app.session import sign_in
from desktop.requests.service import RequestService
from desktop.requests.view import RequestsPage
from tests.journeys.day import CTRL, Books, Call, Hands, Key
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock
    from tests.journeys.program import Program

ROOT = Path(__file__).resolve().parents[2]
EACH = 5
POLL_MS = 20

OTHER_DESK = """
import os, sys
from datetime import datetime
from pathlib import Path
from desktop.app.session import sign_in
from desktop.core.clock import FixedClock
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService

clock = FixedClock(datetime.fromisoformat(sys.argv[2]))
session = sign_in(Path(sys.argv[1]), "manager", os.environ["TOUCHPOINT_PASSWORD"], clock)
service = RequestService(session.desk)
os.write(1, b"ready\\n")
for number, line in zip(range(int(sys.argv[3])), sys.stdin):
    service.report(NewRequest(kind=RequestKind.REPAIR, words=f"other desk {number}", room_text="1-2-101"))
    os.write(1, b"taken\\n")
"""
"""A second desk in a process of its own: it takes one call in for each line it is sent."""


@pytest.fixture
def hands(
    start: Callable[..., Program], lively_data: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Hands:
    """Return the clerk at the window, which looks for others without delay."""
    monkeypatch.setattr("desktop.app.account_window.LOOK_EVERY_MS", POLL_MS)
    program = start(lively_data)
    program.sign_in("clerk")
    return Hands(program, clock)


def test_that_calls_taken_at_two_desks_at_once_have_numbers_without_gaps(
    hands: Hands, lively_data: Path, clock: FixedClock
) -> None:
    books = Books(hands.program, clock)
    before = books.count("request", "1 = 1")
    command = [sys.executable, "-c", OTHER_DESK, str(lively_data), clock.now().isoformat(), str(EACH)]
    environment = os.environ | {"TOUCHPOINT_PASSWORD": PASSWORD}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        hands.press(Key.Key_F2)
        for place in range(EACH):
            page = hands.ring(Call("1-1-101", f"this desk {place}"))
            other.stdin.write(b"now\n")
            other.stdin.flush()
            hands.enter()
            assert page.form.words.empty
        taken = [other.stdout.readline() for _ in range(EACH)]
    assert (other.returncode, taken) == (0, [b"taken\n"] * EACH)
    assert books.count("request", "1 = 1") == before + 2 * EACH
    assert books.gaps() == {}
    words = [row["words"] for row in books.rows("SELECT words FROM request ORDER BY id DESC LIMIT 10")]
    assert sorted(words) == sorted(f"{desk} desk {place}" for desk in ("this", "other") for place in range(EACH))


def test_that_two_who_work_on_the_same_request_are_told_and_neither_loses_anything(
    hands: Hands, lively_data: Path, clock: FixedClock
) -> None:
    program, books = hands.program, Books(hands.program, clock)
    hands.press(Key.Key_F2)
    hands.ring(Call("1-1-101", "厨房水槽下漏水"))
    hands.enter()
    number = books.last()
    hands.press(Key.Key_2, CTRL)
    page = program.page(RequestsPage)
    hands.go_to(number)
    hands.press(Key.Key_F8)
    program.until(lambda: page.moving.dialog is not None and page.moving.dialog.isActiveWindow())
    dialog = page.moving.dialog
    assert dialog is not None
    hands.type("pipe sealed")
    other = sign_in(lively_data, "manager", PASSWORD, clock)
    service = RequestService(other.desk)
    service.urge(service.by_number(number).line.id, "called again", version=service.by_number(number).line.version)
    other.close()
    hands.enter()
    told = "".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    assert "Someone else changed" in told
    assert dialog.form.fields["result"].text() == "pipe sealed"
    hands.enter()
    row = books.request(number)
    assert (row["state"], row["result"], row["urged_count"]) == ("completed", "pipe sealed", 1)
    assert books.steps(number) == ["reported", "urged", "completed"]
    assert books.broken(number) == []
