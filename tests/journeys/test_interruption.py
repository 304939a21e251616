"""Half-typed forms outlive every interruption: another page, the lock, a crash, a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.app.drafts import DraftService
from desktop.app.session import sign_in
from desktop.households.rows import HouseholdFilter
from desktop.households.service import HouseholdService
from desktop.requests.presenter.drafting import FORM
from desktop.requests.view import IntakePage, RequestsPage
from tests.journeys.program import PASSWORD, Program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.requests.dialogs import MoveDialog

WORDS = "厨房水槽下软管接头滴水"
OTHER_WORDS = "楼道灯不亮"


@pytest.fixture
def program(start: Callable[..., Program], lively_data: Path) -> Program:
    """Return the program with the clerk at the desk."""
    made = start(lively_data)
    made.sign_in("clerk")
    return made


def half_type(program: Program, words: str = WORDS, room: str = "") -> IntakePage:
    """Press F2 and type a room and words, but save nothing."""
    program.press(Qt.Key.Key_F2)
    page = program.page(IntakePage)
    program.type(room or first_room(program))
    program.press(Qt.Key.Key_Tab)
    assert page.form.room.choice is not None
    while program.target() is not page.form.words.edit:
        program.press(Qt.Key.Key_Tab)
    program.type(words)
    return page


def first_room(program: Program) -> str:
    return HouseholdService(program.window.session.desk).households_from(HouseholdFilter(), 0, 1)[0].label


def kept_on_disk(data: Path, clock: FixedClock) -> list[str]:
    """Return the words of the drafts in the file, as another program would read them."""
    session = sign_in(data, "clerk", PASSWORD, clock)
    try:
        return [draft.fields["words"] for draft in DraftService(session.desk).all() if draft.form == FORM]
    finally:
        session.close()


def test_that_another_page_leaves_the_form_as_it_was(program: Program) -> None:
    before = half_type(program).form.texts()
    program.go("requests")
    program.press(Qt.Key.Key_F2)
    page = program.page(IntakePage)
    assert page.form.texts() == before
    assert page.form.words.text() == WORDS


def test_that_what_is_typed_reaches_the_disk_by_itself(program: Program, lively_data: Path, clock: FixedClock) -> None:
    page = half_type(program)
    if page._soon.isActive():
        with program.qtbot.waitSignal(page._soon.timeout):
            pass
    program.settle()
    assert kept_on_disk(lively_data, clock) == [WORDS]


def test_that_the_lock_keeps_the_form_for_whoever_typed_it(program: Program) -> None:
    before = half_type(program).form.texts()
    program.lock()
    program.sign_in("manager")
    program.press(Qt.Key.Key_F2)
    assert program.page(IntakePage).drafting.next_key() == ""
    program.lock()
    program.sign_in("clerk")
    assert taken_up(program) == before


def test_that_a_crash_loses_nothing_that_was_typed(program: Program, lively_data: Path, clock: FixedClock) -> None:
    page = half_type(program)
    page._soon.stop()
    with program.qtbot.waitSignal(program.controller.guard.crashed):
        program.controller.guard.report(RuntimeError("made up"))
    program.settle()
    assert kept_on_disk(lively_data, clock) == [WORDS]
    assert len(program.wrong) == 2
    program.wrong.clear()


def test_that_a_restart_brings_the_form_back(start: Callable[..., Program], lively_data: Path) -> None:
    first = start(lively_data)
    first.sign_in("clerk")
    before = half_type(first).form.texts()
    first.window.close()
    again = start(lively_data)
    again.sign_in("clerk")
    assert taken_up(again) == before


def taken_up(program: Program) -> dict[str, str]:
    """Take the draft up by F9 and return what stands in the form then."""
    program.press(Qt.Key.Key_F2)
    program.press(Qt.Key.Key_F9)
    return program.page(IntakePage).form.texts()


def test_that_the_phone_rings_again_and_both_are_kept(program: Program, lively_data: Path, clock: FixedClock) -> None:
    page = half_type(program)
    half_type(program, OTHER_WORDS)
    assert page.form.words.text() == OTHER_WORDS
    program.press(Qt.Key.Key_F9)
    assert page.form.words.text() == WORDS
    program.press(Qt.Key.Key_F9)
    assert page.form.words.text() == OTHER_WORDS
    program.go("today")
    assert sorted(kept_on_disk(lively_data, clock)) == sorted([WORDS, OTHER_WORDS])


def test_that_a_saved_request_leaves_no_draft_behind(program: Program, lively_data: Path, clock: FixedClock) -> None:
    half_type(program)
    half_type(program, OTHER_WORDS)
    program.press(Qt.Key.Key_Return)
    program.until(lambda: bool(program.toast))
    program.go("today")
    assert kept_on_disk(lively_data, clock) == [WORDS]


def test_that_esc_out_of_a_move_keeps_its_words(program: Program) -> None:
    program.go("requests")
    page = program.page(RequestsPage)
    program.until(page.detail.number.text)
    assert open_move(program, page).form.fields["result"].text() == ""
    program.type("更换软管")
    program.press(Qt.Key.Key_Escape)
    assert page.moving.dialog is None
    assert open_move(program, page).form.fields["result"].text() == "更换软管"


def open_move(program: Program, page: RequestsPage) -> MoveDialog:
    """Open the dialog of the request's next move by F8."""
    program.press(Qt.Key.Key_F8)
    program.until(lambda: page.moving.dialog is not None and page.moving.dialog.isActiveWindow())
    dialog = page.moving.dialog
    assert dialog is not None
    return dialog
