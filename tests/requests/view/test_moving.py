from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.requests.model import Move, RequestState
from desktop.requests.view import RequestsPage

if TYPE_CHECKING:
    from desktop.requests.dialogs import MoveDialog
    from tests.requests.screens import Screens

NARROW = (904, 384)


def shown(screens: Screens, size: tuple[int, int] = (1198, 612), role: Role = Role.CLERK) -> RequestsPage:
    page = RequestsPage(screens.desk_of(role), screens.shell)
    screens.show(page, size)
    page.show_at()
    screens.settle()
    return page


def texts(page: RequestsPage) -> str:
    """Return every word on the detail."""
    return "\n".join(label.text() for label in page.detail.findChildren(QLabel) if label.isVisibleTo(page))


def asked(page: RequestsPage) -> MoveDialog:
    """Return the form that is open."""
    dialog = page.moving.dialog
    assert dialog is not None
    return dialog


def is_asking(page: RequestsPage) -> bool:
    return page.moving.dialog is not None


# --- working on it --------------------------------------------------------------------------------------------------


def test_that_f8_completes_with_the_words_typed_and_enter(screens: Screens) -> None:
    line = screens.report().line
    page = shown(screens)
    page.view.setFocus()
    screens.press(Qt.Key.Key_F8)
    assert is_asking(page)
    asked(page).form.fields["result"].set_text("换了角阀")
    asked(page).submit()
    screens.settle()
    assert not is_asking(page)
    after = screens.detail(line.number)
    assert (after.line.state, after.result) == (RequestState.COMPLETED, "换了角阀")
    assert screens.said() == [f"{line.number} is completed"]
    assert page.detail.number.text() == line.number
    assert page.detail.chip.accessibleName() == "To follow up"


def test_that_f7_dispatches_and_f10_records_the_follow_up(screens: Screens) -> None:
    line = screens.report().line
    page = shown(screens)
    page.view.setFocus()
    screens.press(Qt.Key.Key_F7)
    assert is_asking(page)
    asked(page).submit()
    screens.settle()
    assert screens.said() == [f"{line.number} was dispatched to 工程"]
    now = screens.detail(line.number).line
    screens.shell.bus.announce(screens.service.complete(line.id, version=now.version))
    screens.settle()
    page.view.setFocus()
    screens.press(Qt.Key.Key_F10)
    assert is_asking(page)
    asked(page).form.fields["satisfaction"].set_text("very_satisfied")
    asked(page).submit()
    screens.settle()
    assert screens.detail(line.number).line.state is RequestState.CLOSED


def test_that_a_move_that_is_not_possible_is_neither_shown_nor_reached_by_its_key(screens: Screens) -> None:
    line = screens.report().line
    screens.service.cancel(line.id, "报错了", version=line.version)
    page = shown(screens)
    page.show_at(request_id=line.id)
    screens.settle()
    page.view.setFocus()
    for key in (Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F10):
        screens.press(key)
        assert not is_asking(page)
    assert page.detail.moves.menu().actions() == []


def test_that_who_may_only_read_is_offered_nothing(screens: Screens) -> None:
    screens.report()
    page = shown(screens, role=Role.ADMINISTRATOR)
    assert page.detail.number.text()
    assert not page.detail.moves.isVisibleTo(page)
    assert not page.print.isVisibleTo(page)
    assert not page.detail.facts.eye.isVisibleTo(page)


def test_that_a_merge_can_be_thought_of_twice(screens: Screens) -> None:
    screens.report("电梯停了")
    screens.report("电梯又停了")
    page = shown(screens)
    for _ in range(2):
        page.moving.begin(Move.MERGE)
        screens.settle()
        assert asked(page).title.text().startswith("Merge")
        asked(page).reject()
        screens.settle()


def test_that_a_dialog_is_as_wide_as_its_form_however_much_was_said(screens: Screens) -> None:
    screens.report("厨房水槽下面的软管接头一直滴水" * 20)
    page = shown(screens)
    page.moving.begin(Move.CANCEL)
    screens.settle()
    assert asked(page).width() == asked(page).minimumSizeHint().width()
    assert asked(page).height() >= asked(page).heightForWidth(asked(page).width())
    asked(page).reject()


def test_that_what_needs_no_words_happens_at_once(screens: Screens) -> None:
    line = screens.report(department_id=screens.place.departments["engineering"]).line
    page = shown(screens)
    start = page.detail.moves.button(Move.START)
    assert start is not None
    start.click()
    screens.settle()
    assert screens.said() == [f"Work on {line.number} has begun"]
    assert page.detail.chip.accessibleName() == "In progress"


def test_that_a_conflict_is_said_and_keeps_what_was_typed(screens: Screens) -> None:
    line = screens.report().line
    page = shown(screens)
    page.moving.begin(Move.COMPLETE)
    dialog = asked(page)
    dialog.form.fields["result"].set_text("换了角阀")
    screens.service.urge(line.id, "快点", version=line.version)
    dialog.submit()
    screens.settle()
    assert asked(page) is dialog
    assert "Someone else changed" in "".join(label.text() for label in dialog.findChildren(QLabel))
    assert dialog.form.fields["result"].text() == "换了角阀"
    assert dialog.save.isEnabled()
    dialog.submit()
    screens.settle()
    assert not is_asking(page)
    assert screens.detail(line.number).result == "换了角阀"


def test_that_a_refusal_marks_the_field_and_keeps_the_form(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    page.moving.begin(Move.COMPLETE)
    dialog = asked(page)
    dialog.form.fields["at"].set_text("tomorrow 9:00")
    dialog.submit()
    screens.settle()
    assert dialog.form.fields["at"].problem is not None
    assert dialog.isVisible()


def test_that_a_form_left_with_esc_is_there_again_with_its_words(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    page.moving.begin(Move.HOLD)
    assert is_asking(page)
    asked(page).form.fields["note"].set_text("订货三天")
    asked(page).reject()
    page.moving.begin(Move.HOLD)
    assert is_asking(page)
    assert asked(page).form.fields["note"].text() == "订货三天"
    asked(page).form.fields["reason"].set_text("parts")
    asked(page).submit()
    screens.settle()
    assert not screens.shell.drafts.kept
    assert screens.shell.undo is not None
    screens.shell.undo()
    screens.settle()
    assert page.detail.chip.accessibleName() == "To dispatch"


def test_that_leaving_the_page_keeps_the_words_of_an_open_form(screens: Screens) -> None:
    screens.report()
    page = shown(screens)
    page.moving.begin(Move.CANCEL)
    assert is_asking(page)
    asked(page).form.fields["reason"].set_text("报错了")
    page.leave()
    assert [draft.fields["reason"] for draft in screens.shell.drafts.all("request-move")] == ["报错了"]


def test_that_printing_notes_it_and_opens_the_work_order(screens: Screens) -> None:
    line = screens.report().line
    page = shown(screens)
    page.view.setFocus()
    screens.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    paper = screens.shell.papers[0]
    assert paper.file_name == line.number
    assert paper.pdf(language("zh_CN")).startswith(b"%PDF")
    assert "Work order printed" in texts(page)
