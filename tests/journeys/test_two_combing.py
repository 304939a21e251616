"""Two people comb one month at once: what both change is told in words, and neither loses what was typed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.issues.model import ActionState
from desktop.month_end.rows import CombingStep
from desktop.ui.dialogs import ErrorDialog
from tests.journeys.beside import OCTOBER, Desk, add_october
from tests.journeys.day import ALT, CTRL, Key
from tests.journeys.month import FAR, MonthEnd, told
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock
    from desktop.months.rows import MonthState
    from tests.journeys.program import Program

ROOT = Path(__file__).resolve().parents[2]

OTHER_MANAGER = """
import os, sys
from datetime import datetime
from pathlib import Path
from desktop.core.clock import FixedClock
from desktop.core.errors import UserError
from tests.journeys.beside import OCTOBER, Desk

clock = FixedClock(datetime.fromisoformat(sys.argv[2]))
with Desk(Path(sys.argv[1]), "manager", clock) as desk:
    version = desk.version()
    os.write(1, b"ready\\n")
    sys.stdin.readline()
    try:
        desk.ends.close(OCTOBER, ["en"], version=version)
        os.write(1, b"closed\\n")
    except UserError as error:
        os.write(1, f"refused: {error}\\n".encode())
"""
"""A second project manager in a process of its own, who closes the month as it was seen before, when told to."""


@pytest.fixture
def window(start: Callable[..., Program], lively_data: Path, clock: FixedClock) -> MonthEnd:
    """Return the project manager at a window that looks at others only when it must."""
    add_october(lively_data)
    program = start(lively_data)
    program.sign_in("manager")
    return MonthEnd(program, lively_data, clock)


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what error dialogs said; they are closed at once."""
    said: list[str] = []

    def close(dialog: ErrorDialog) -> int:
        dialog.show()
        said.append(told(dialog))
        dialog.hide()
        return int(ErrorDialog.DialogCode.Rejected)

    monkeypatch.setattr(ErrorDialog, "exec", close)
    return said


def test_that_two_who_write_the_same_comment_are_told_and_neither_text_is_lost(window: MonthEnd) -> None:
    window.comb()
    page = window.enter(CombingStep.COMMENTS).comments
    window.hands.press(Key.Key_Return)
    window.hands.type("mine")
    with window.beside("clerk") as desk:
        row = desk.ends.comments(OCTOBER)[0]
        desk.ends.keep_comment(OCTOBER, row.department_id, "theirs", "en", is_draft=False, version=row.version)
    window.hands.press(Key.Key_Return, CTRL)
    assert "Someone else wrote this comment meanwhile" in told(page)
    assert page.field.text() == "mine"
    with window.beside() as desk:
        assert desk.ends.comments(OCTOBER)[0].words == "theirs"
    assert "theirs" in page.state.text(), "whoever lost is shown what stands there now"
    window.hands.press(Key.Key_Home, CTRL)
    window.hands.type("theirs and ")
    window.hands.press(Key.Key_Return, CTRL)
    with window.beside() as desk:
        assert desk.ends.comments(OCTOBER)[0].words == "theirs and mine"


def test_that_a_comment_half_written_is_there_again_after_the_window_was_locked(window: MonthEnd) -> None:
    window.comb()
    window.enter(CombingStep.COMMENTS)
    window.hands.press(Key.Key_Return)
    window.hands.type("half a sen")
    window.change_over("manager")
    window.comb()
    page = window.enter(CombingStep.COMMENTS).comments
    assert page.field.text() == "half a sen"
    window.hands.press(Key.Key_Return)
    window.hands.press(Key.Key_End, CTRL)
    window.hands.type("tence")
    window.hands.press(Key.Key_Return, CTRL)
    with window.beside() as desk:
        assert desk.ends.comments(OCTOBER)[0].words == "half a sentence"


def test_that_two_who_amend_the_same_point_are_told_and_nothing_typed_is_lost(window: MonthEnd) -> None:
    window.program.go("issues")
    window.program.until(lambda: window.issues.detail.row is not None)
    row = window.row
    window.hands.press(Key.Key_A, ALT)
    window.hands.type("look twice a day")
    with window.beside("clerk") as desk:
        action = next(each for each in desk.issues.issue(row.id).actions if each.state is ActionState.OPEN)
        later = date(2026, 12, 28)
        desk.issues.postpone_action(action.id, later, "waits for the maker", version=action.version)
    window.hands.enter()
    assert "Someone else" in told(window.form)
    assert window.form.form.fields["words"].text() == "look twice a day"
    window.hands.enter()
    assert window.issues.acts.dialog is None
    words = [action.words for action in window.row.actions]
    reasons = [action.postpone_reason for action in window.row.actions]
    assert words[-1] == "look twice a day"
    assert "waits for the maker" in reasons


def ready_to_close(window: MonthEnd) -> None:
    """Let everything be done but the closing."""
    with window.beside() as desk:
        desk.agree_all()
        desk.write_comments()
        desk.issue()


def test_that_of_two_who_close_at_once_one_closes_and_the_other_is_told(window: MonthEnd, errors: list[str]) -> None:
    ready_to_close(window)
    page = window.comb()
    window.enter(CombingStep.CLOSING)
    window.hands.tab_to(page.closing.close_month, FAR)
    window.hands.press(Key.Key_Space)
    window.program.until(lambda: page.dialog is not None and page.dialog.isActiveWindow())
    command = [sys.executable, "-c", OTHER_MANAGER, str(window.data), window.clock.now().isoformat()]
    environment = os.environ | {"TOUCHPOINT_PASSWORD": PASSWORD}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        other.stdin.write(b"now\n")
        other.stdin.flush()
        window.hands.press(Key.Key_Return)
        answer = other.stdout.readline().decode().strip()
    window.program.settle()
    state = state_of(window)
    assert state.edition is not None
    assert len(state.editions) == 1
    assert window.books.count("issued_paper", "1 = 1") == 6
    if answer == "closed":
        assert len(errors) == 1
        assert "Someone else went on with this month" in errors[0] or "is closed" in errors[0]
    else:
        assert answer.startswith("refused: ")
        assert errors == []
    window.program.until(lambda: page.presenter.state is not None and page.presenter.state.is_closed)


def state_of(window: MonthEnd) -> MonthState:
    """Return how October stands."""
    with Desk(window.data, "manager", window.clock) as desk:
        return desk.months.state(OCTOBER)
