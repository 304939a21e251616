"""A call round over sixty households: interrupted, shared by two clerks, one of them killed, and nobody forgotten."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.app.session import sign_in
from desktop.contacts.model import CallAttempt, CallEntry, CallOutcome, CallState, RoundState
from desktop.contacts.presenter import Stage
from desktop.contacts.service import ContactService
from desktop.contacts.view import CallsPage, ContactsPage
from desktop.ui.buttons import Button
from tests.journeys.program import PASSWORD, Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock

ROOT = Path(__file__).resolve().parents[2]
HOUSEHOLDS = 60
BESIDE = 5
"""Calls of a second clerk while the first one goes on."""
EXTRA_KEYS = 5
"""A wrong outcome and its undo, no answer, Esc, and Enter to go on."""
NOTE = "希望送水"
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier

CALLER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from desktop.app.session import sign_in
from desktop.contacts.model import CallOutcome
from desktop.contacts.service import ContactService
from desktop.core.clock import FixedClock

clock = FixedClock(datetime.fromisoformat(sys.argv[3]))
session = sign_in(Path(sys.argv[1]), "manager", os.environ["TOUCHPOINT_PASSWORD"], clock)
service, round_id = ContactService(session.desk), int(sys.argv[2])
for calls in range(5):
    card = service.next_call(round_id)
    os.write(1, f"{card.entry_id}\\n".encode())
    if calls < 4:
        service.record(card.entry_id, CallOutcome.REACHED, version=card.version)
sys.stdin.read()
"""
"""A second desk: it reaches four households and has a fifth on the phone when it is killed."""


@pytest.fixture
def program(start: Callable[..., Program], lively_data: Path) -> Program:
    """Return the program with the clerk at the desk."""
    made = start(lively_data)
    made.sign_in("clerk")
    return made


def begin_round(program: Program) -> int:
    """Make the list of everyone and begin its round, by keys alone once the page is open; return the round's id."""
    program.go("contacts")
    page = program.page(ContactsPage)
    program.press(Qt.Key.Key_N, ALT)
    dialog = page.keeper.acts.dialog
    assert dialog is not None
    program.until(dialog.isActiveWindow)
    program.type("everyone")
    program.press(Qt.Key.Key_Return)
    program.until(lambda: page.presenter.now is not None and page.presenter.now.line.name == "everyone")
    program.press(Qt.Key.Key_G, ALT)
    dialog = page.keeper.acts.dialog
    assert dialog is not None
    program.until(lambda: dialog.save.isEnabled() and dialog.isActiveWindow())
    program.type("water off tomorrow")
    program.press(Qt.Key.Key_Tab)
    program.type("{name}您好，{occasion}")
    program.press(Qt.Key.Key_Return)
    program.until(lambda: isinstance(program.window.stack.currentWidget(), CallsPage))
    calls = program.page(CallsPage)
    program.until(lambda: calls.presenter.card is not None)
    assert calls.presenter.round is not None
    return calls.presenter.round.id


def on_the_phone(program: Program) -> int:
    card = program.page(CallsPage).presenter.card
    assert card is not None
    return card.entry_id


def reach(program: Program, times: int = 1) -> int:
    """Record the household on the phone as reached, `times` over; return how many keys that took."""
    for _ in range(times):
        program.press(Qt.Key.Key_1)
    return times


def kill_a_caller(data: Path, round_id: int, clock: FixedClock) -> list[int]:
    """Let a second process call, kill it with a household on the phone, and return the entries it was given."""
    command = [sys.executable, "-c", CALLER, str(data), str(round_id), clock.now().isoformat()]
    environment = os.environ | {"TOUCHPOINT_PASSWORD": PASSWORD}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        given = [int(process.stdout.readline()) for _ in range(5)]
        os.kill(process.pid, signal.SIGKILL)
    return given


def leave_in_the_middle(program: Program) -> int:
    """Half type a note, look something up, lock the window; go on with the same household and note. Return the keys."""
    held = on_the_phone(program)
    program.press(Qt.Key.Key_F11)
    program.type(NOTE)
    program.go("requests")
    program.go("calls")
    assert on_the_phone(program) == held
    program.lock()
    program.sign_in("clerk")
    program.go("calls")
    program.until(lambda: program.page(CallsPage).presenter.card is not None)
    assert on_the_phone(program) == held
    assert program.page(CallsPage).outcomes.note.text() == NOTE
    return reach(program)


def mistake_and_pause(program: Program) -> int:
    """Take a mistake back, get no answer, make a pause, go on. Return the keys."""
    program.press(Qt.Key.Key_6)
    program.press(Qt.Key.Key_Z, CTRL)
    reach(program)
    program.press(Qt.Key.Key_2)
    program.press(Qt.Key.Key_Escape)
    assert program.page(CallsPage).presenter.stage is Stage.ROUNDS
    program.press(Qt.Key.Key_Return)
    return EXTRA_KEYS + 1 + reach(program, 3)


def call_beside_another(program: Program, data: Path, round_id: int, clock: FixedClock) -> int:
    """Let a second clerk call from elsewhere, call for call. Return the keys of the one at the window."""
    other = sign_in(data, "manager", PASSWORD, clock)
    service = ContactService(other.desk)
    for _ in range(BESIDE):
        card = service.next_call(round_id)
        assert card is not None
        assert card.entry_id != on_the_phone(program)
        service.record(card.entry_id, CallOutcome.REACHED, version=card.version)
        reach(program)
    other.close()
    return BESIDE


def call_the_rest(program: Program, clock: FixedClock) -> int:
    """Call until the round is through; who is called again comes back in time. Return the keys."""
    presenter, keys = program.page(CallsPage).presenter, 0
    while presenter.stage is not Stage.DONE:
        if presenter.stage is Stage.WAITING:
            clock.advance(minutes=61)
            presenter.look()
            program.settle()
        else:
            keys += reach(program)
    return keys


def test_that_a_round_of_sixty_calls_everyone_once_whatever_comes_between(
    program: Program, lively_data: Path, clock: FixedClock
) -> None:
    round_id = begin_round(program)
    keys = reach(program, 6)
    keys += leave_in_the_middle(program)
    keys += mistake_and_pause(program)
    keys += call_beside_another(program, lively_data, round_id, clock)
    given = kill_a_caller(lively_data, round_id, clock)
    assert on_the_phone(program) not in given
    keys += call_the_rest(program, clock)

    line = program.page(CallsPage).presenter.round
    assert line is not None
    entries, attempts = everything(lively_data, round_id, clock)
    assert len(entries) == HOUSEHOLDS
    asked_not = [entry for entry in entries if entry.outcome == CallOutcome.DO_NOT_CALL]
    called = [entry for entry in entries if entry.outcome not in {CallOutcome.NO_PHONE, CallOutcome.DO_NOT_CALL}]
    assert len(asked_not) == line.progress.left_out
    assert {entry.state for entry in called} == {CallState.REACHED}
    reached = Counter(attempt.entry_id for attempt in attempts if attempt.outcome == CallOutcome.REACHED)
    assert set(reached.values()) == {1}, "somebody was called twice"
    assert set(reached) == {entry.id for entry in called}, "somebody was forgotten"
    assert [attempt.note for attempt in attempts if attempt.note] == [NOTE]
    assert [attempt.outcome for attempt in attempts if attempt.undone_at] == [CallOutcome.REFUSED]
    # One key for each household that was called from the window, and those of the mistake, the miss and the pause.
    assert keys == len(called) - BESIDE - (len(given) - 1) + EXTRA_KEYS


def test_that_a_round_is_ended_by_one_click_where_everyone_was_called(program: Program) -> None:
    begin_round(program)
    page = program.page(CallsPage)
    while page.presenter.stage is Stage.CALLING:
        reach(program)
    assert page.presenter.stage is Stage.DONE
    program.click(program.find(Button, "done-end"))
    assert page.presenter.round is not None
    assert page.presenter.round.state is RoundState.ENDED


def everything(data: Path, round_id: int, clock: FixedClock) -> tuple[list[CallEntry], list[CallAttempt]]:
    """Return the entries and calls of a round as another program reads them."""
    session = sign_in(data, "admin", PASSWORD, clock)
    try:
        with session.desk.read() as reading:
            entries = list(reading.scalars(select(CallEntry).where(CallEntry.round_id == round_id)))
            attempts = list(reading.scalars(select(CallAttempt).order_by(CallAttempt.id)))
            reading.expunge_all()
        return entries, attempts
    finally:
        session.close()
