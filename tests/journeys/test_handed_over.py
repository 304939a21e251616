"""What other programs hand over reaches whoever is at the desk: words to find, and a backup to restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.app.restoring import RestoreCard
from desktop.app.session import sign_in
from desktop.app.signin import SignIn
from desktop.app.today.view import TodayPage
from desktop.app.upkeep import UpkeepService
from desktop.requests.view import IntakePage
from desktop.ui.dialogs import Question
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from tests.journeys.program import Program


@pytest.fixture
def program(start: Callable[..., Program], lively_data: Path) -> Program:
    """Return the program with the clerk on Today."""
    made = start(lively_data)
    made.sign_in("clerk")
    return made


def test_that_words_handed_over_stand_in_the_search_box_and_open_nothing(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = program.window
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(QApplication, "focusWidget", lambda: None)
        window.look_for("1-1")
    program.settle()
    assert window.field.text() == "1-1"
    assert window.field.hasFocus()
    assert window.searching.list.values
    program.page(TodayPage)


def test_that_words_handed_over_take_no_keyboard_from_who_types(program: Program) -> None:
    window = program.window
    program.press(Qt.Key.Key_F2)
    program.type("half a word")
    window.look_for("1-1")
    program.settle()
    program.type(" more")
    assert program.page(IntakePage).form.room.line.text() == "half a word more"
    assert window.field.text() == "1-1"
    assert window.searching.isHidden()
    assert "1-1" in program.toast
    window.field.enter()
    program.type("zxm")
    window.look_for("2-2")
    program.settle()
    assert window.field.text() == "zxm"
    assert "2-2" in program.toast


def test_that_what_is_handed_over_at_the_door_waits_for_who_signs_in(
    start: Callable[..., Program], lively_data: Path
) -> None:
    program = start(lively_data)
    program.controller.hear(["touchpoint:delete/all"])
    program.controller.hear(["tel:13999990000", "touchpoint:find/1-1"])
    program.sign_in("clerk")
    assert program.window.field.text() == "1-1"
    assert program.window.calls.card.isHidden()


def test_that_a_backup_handed_over_locks_the_window_and_is_restored_at_the_door(
    program: Program, lively_data: Path, tmp_path: Path, clock: FixedClock
) -> None:
    archive = tmp_path / "云栖 𬭚.tpbackup"
    session = sign_in(lively_data, "admin", PASSWORD, clock)
    UpkeepService(session).back_up(archive)
    session.close()
    program.go("households")
    program.controller.hear([str(archive)])
    question = program.window.findChild(Question)
    assert question is not None
    program.click(question.no)
    assert program.controller.window is program.window
    program.controller.hear([str(archive)])
    program.click(program.find(Question, "question").yes)
    program.until(lambda: program.controller.window is None)
    door = program.controller.door
    assert door is not None
    card = door.card
    assert isinstance(card, RestoreCard)
    program.until(card.go.isEnabled)
    program.controller.hear(["touchpoint:find/1-1"])
    program.type(PASSWORD)
    program.press(Qt.Key.Key_Return)
    program.until(lambda: isinstance(door.card, SignIn))
    assert len(list(lively_data.glob("replaced-*"))) == 1
    program.sign_in("clerk")
    program.page(TodayPage)
    assert program.window.field.text() == "1-1"
