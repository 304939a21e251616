"""The power goes at the gate, while a guard types and while a visit is saved: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

import pytest

from desktop.gate.view.arriving import ArrivingPane
from tests.journeys.day import CTRL, Books, Hands, Key
from tests.journeys.gate_book import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.clock import FixedClock
    from tests.journeys.program import Program

ROOT = Path(__file__).resolve().parents[2]
BEFORE = 2
"""Visits that are saved before the one in which the power goes."""
MOST_LOST = 1.0
"""Seconds of typing that may be gone: half a second until it is written, and the writing itself."""

GUARD = """
import os, signal, sys, time
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.controller import Controller
from desktop.core.clock import FixedClock
from desktop.core.settings import Settings
from desktop.storage.work import UnitOfWork
from desktop.visits.service import VisitService

data, where, room, at, before = sys.argv[1:]
Key = Qt.Key
clock = FixedClock(datetime.fromisoformat(at))
controller = Controller(Path(data), Settings.load(Path(data).parent / "guard.json"), "en", clock)
controller.open_door()

def until(reached):
    for _ in range(4000):
        if reached():
            return
        QTest.qWait(5)
    sys.exit("it never came")

def tell(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def power_goes():
    os.kill(os.getpid(), signal.SIGKILL)

def dying(act, after):
    times = 0
    def wrapped(*given, **named):
        nonlocal times
        result = act(*given, **named)
        times += given[0].operation == "log visit" if after == "record" else 1
        if times > int(before):
            power_goes()
        return result
    return wrapped

if where == "saving":
    UnitOfWork.record = dying(UnitOfWork.record, "record")
elif where == "saved":
    VisitService.log_in = dying(VisitService.log_in, "log_in")

form = controller.door.card.form
form.fields["name"].set_text("guard")
form.fields["password"].set_text("correct-horse")
form.submitted.emit()
until(lambda: controller.window is not None)
window = controller.window
until(lambda: window.stack.currentWidget() is not None and window.station.kinds)
pane = window.stack.currentWidget()

def type_in(edit, words, pause=0):
    for letter in words:
        QTest.keyClicks(edit, letter)
        tell("typed", len(pane.presenter.entry.who), time.monotonic())
        QTest.qWait(pause)

def let_in(name):
    type_in(pane.form.who.edit, name)
    QTest.keyClick(pane.form.who.edit, Key.Key_Tab)
    type_in(pane.form.room.edit, room)
    QTest.keyClick(pane.form.room.edit, Key.Key_Return)
    until(lambda: pane.presenter.entry.room_id)
    tell("enter", name)
    pane.form.kinds.entered.emit()
    until(lambda: window.toast.isVisible() and name in window.toast.words.text())
    tell("saved", name)

count = 0
while where != "typing" or count < int(before):
    count += 1
    let_in("Guest" + "abcdefghijklmnopqrstuvwxyz"[count])
type_in(pane.form.who.edit, "x" * 10000, 20)
"""
"""A guard who tells of every letter and of every visit that the window says is saved, until the power goes."""


def guest(number: int) -> str:
    """Return the name of one of them; a digit would make it a plate."""
    return f"Guest{ascii_lowercase[number]}"


class Told:
    """What the guard saw before the power went, on the monotonic clock that processes share."""

    def __init__(self, lines: Sequence[str], killed_at: float) -> None:
        words = [line.split() for line in lines]
        self.saved = [line[1] for line in words if line[0] == "saved"]
        self.entered = [line[1] for line in words if line[0] == "enter"]
        self.typed = {float(line[2]): int(line[1]) for line in words if line[0] == "typed" and len(line) == 3}
        self.killed_at = killed_at

    @property
    def least_kept(self) -> int:
        """Return how many letters of the name must be there."""
        return max((count for at, count in self.typed.items() if at <= self.killed_at - MOST_LOST), default=0)


def until_the_power_goes(data: Path, where: str, room: str, clock: FixedClock, seconds: float = 0) -> Told:
    """Work at the gate until it kills itself while it saves, or for `seconds` after the first visits are saved."""
    command = [sys.executable, "-c", GUARD, str(data), where, room, clock.now().isoformat(), str(BEFORE)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=nothing, text=True) as process:
        assert process.stdout is not None
        lines: list[str] = []
        until = None
        for line in process.stdout:
            lines.append(line)
            if until is None and line.startswith(f"saved {guest(BEFORE)}"):
                until = time.monotonic() + seconds
            if seconds and until is not None and time.monotonic() >= until:
                break
        killed_at = time.monotonic()
        if seconds:
            os.kill(process.pid, signal.SIGKILL)
        lines += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    return Told(lines, killed_at)


class Back:
    """The guard who is back at the window and goes on where the power went."""

    def __init__(self, program: Program, clock: FixedClock) -> None:
        program.sign_in("guard")
        self.program = program
        self.hands = Hands(program, clock)
        self.books = Books(program, clock)

    @property
    def pane(self) -> ArrivingPane:
        return self.program.page(ArrivingPane)

    def names(self) -> list[str]:
        """Return who was let in by name, each visit once."""
        return [row["name"] for row in self.books.rows("SELECT name FROM visit WHERE name LIKE 'Guest%' ORDER BY id")]

    def go_on(self, name: str, room: str) -> None:
        """Let in whom the power kept from it, unless the list says that they are inside."""
        entry = self.pane.presenter.entry
        if entry.is_empty and name in [line.title for line in self.pane.inside.lines]:
            return
        if not entry.room_id:
            self.hands.press(Key.Key_A, CTRL)
            self.hands.type(name)
            self.hands.press(Key.Key_Tab)
            self.hands.press(Key.Key_A, CTRL)
            self.hands.type(room)
        self.hands.press(Key.Key_Return, times=2)
        assert self.program.toast == f"In: {name}, to {room}"


@pytest.fixture
def back(start: Callable[..., Program], lively_data: Path, clock: FixedClock) -> Callable[[], Back]:
    """Return what opens the window anew."""
    return lambda: Back(start(lively_data), clock)


def room_to_type(data: Path, clock: FixedClock) -> str:
    """Return a room nothing speaks against that has keys for all its letters."""
    return next(label for label in prepare(data, clock).rooms if label.isascii())


@pytest.mark.parametrize("where", ["saving", "saved"])
def test_that_a_visit_in_which_the_power_goes_is_there_once(
    lively_data: Path, clock: FixedClock, back: Callable[[], Back], where: str
) -> None:
    room = room_to_type(lively_data, clock)
    told = until_the_power_goes(lively_data, where, room, clock)
    first, last = told.saved, told.entered[-1]
    assert len(first) == BEFORE
    guard = back()
    assert guard.names() == ([*first, last] if where == "saved" else first)
    entry = guard.pane.presenter.entry
    assert (entry.who, entry.place) == (("", "") if where == "saved" else (last, room))
    guard.go_on(last, room)
    assert guard.names() == [*first, last]
    assert guard.pane.presenter.entry.is_empty
    assert guard.books.count("visitor", "name LIKE 'Guest%' AND visits = 1") == BEFORE + 1


def test_that_what_was_typed_is_there_when_the_power_went_meanwhile(
    lively_data: Path, clock: FixedClock, back: Callable[[], Back]
) -> None:
    room = room_to_type(lively_data, clock)
    told = until_the_power_goes(lively_data, "typing", room, clock, 1.6)
    guard = back()
    who = guard.pane.form.who.text
    assert who == "x" * len(who)
    assert 0 < told.least_kept <= len(who) <= max(told.typed.values())
    assert guard.names() == told.saved


def test_that_wherever_in_the_rush_the_power_goes_every_visit_is_there_once(
    lively_data: Path, clock: FixedClock, back: Callable[[], Back]
) -> None:
    room = room_to_type(lively_data, clock)
    told = until_the_power_goes(lively_data, "rush", room, clock, random.Random(2026).uniform(0.5, 1.2))
    guard = back()
    assert guard.names()[: len(told.saved)] == told.saved
    current = guest(len(told.saved) + 1)
    guard.go_on(current, room)
    assert guard.names() == [*told.saved, current]
