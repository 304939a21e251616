from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.permissions import Role
from desktop.handover.view import HandoverPage
from tests.handover.conftest import PASSWORD, serve
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from desktop.ui.forms import Field
    from tests.care.villages import Village
    from tests.ui.shells import RecordingShell


@pytest.fixture
def show(on_file: Village, shell: RecordingShell, qtbot: QtBot) -> Callable[..., HandoverPage]:
    """Return what shows the page to an account, with what hangs."""

    def page(role: Role = Role.CLERK, account: int = 1, **hanging: int) -> HandoverPage:
        made = HandoverPage(serve(on_file.desk_of(role, account), hanging), shell)
        qtbot.addWidget(made)
        made.resize(1198, 612)
        made.show()
        made.show_at()
        settle(qtbot, shell)
        return made

    return page


def field(page: HandoverPage, key: str) -> Field:
    return page.writing.form.fields[key]


def test_that_a_shift_is_signed_by_keyboard_and_read_at_once(
    show: Callable[..., HandoverPage], shell: RecordingShell, qtbot: QtBot
) -> None:
    page = show(late=2)
    field(page, "reason-late").set_text("waits for parts")
    field(page, "password").set_text(PASSWORD)
    QTest.keyClick(field(page, "password").input, Qt.Key.Key_Return)
    settle(qtbot, shell)
    row = page.reading.row
    assert row is not None
    assert [left.reason for left in row.left_over] == ["waits for parts"]
    assert page.detail.currentWidget() is page.reading
    assert shell.counts["handover"] == 1
    assert shell.drafts.all("handover") == []
    assert not page.unread.isHidden()


def test_that_what_is_missing_is_marked_and_what_was_typed_stays(
    show: Callable[..., HandoverPage], shell: RecordingShell, qtbot: QtBot
) -> None:
    page = show(late=2)
    field(page, "words-other").set_text("3 栋东门道闸已报修")
    page.writing.submit()
    settle(qtbot, shell)
    assert field(page, "password").problem is not None
    field(page, "password").set_text("guessed")
    page.writing.submit()
    settle(qtbot, shell)
    assert field(page, "reason-late").problem is not None
    assert field(page, "words-other").text() == "3 栋东门道闸已报修"
    assert page.writing.sign.isEnabled()


def test_that_half_a_handover_is_a_draft_without_its_password(
    show: Callable[..., HandoverPage], shell: RecordingShell
) -> None:
    page = show()
    field(page, "words-other").set_text("钥匙在抽屉")
    field(page, "password").set_text(PASSWORD)
    page.leave()
    (draft,) = shell.drafts.all("handover")
    assert draft.fields["words-other"] == "钥匙在抽屉"
    assert PASSWORD not in draft.fields.values()
    again = show()
    assert field(again, "words-other").text() == "钥匙在抽屉"


def test_that_what_others_do_meanwhile_takes_neither_the_password_nor_the_keyboard(
    show: Callable[..., HandoverPage], qtbot: QtBot
) -> None:
    page = show(late=1)
    with qtbot.waitActive(page):
        page.activateWindow()
    field(page, "password").set_text(PASSWORD)
    field(page, "words-other").input.setFocus()
    page.writing.update_checks(serve(page.presenter.service.desk, {"late": 2, "drafts": 1}).check_day())
    assert field(page, "reason-drafts").text() == ""
    assert field(page, "words-other").input.hasFocus()
    assert field(page, "password").value() == PASSWORD


def test_that_the_end_of_the_day_shows_what_nobody_took_over_and_else_the_running_shift(
    show: Callable[..., HandoverPage], shell: RecordingShell, qtbot: QtBot
) -> None:
    page = show(late=1)
    with qtbot.waitActive(page):
        page.activateWindow()
    page.setFocus()
    page.show_at(unread=True)
    settle(qtbot, shell)
    assert page.detail.currentWidget() is page.writing
    assert field(page, "reason-late").input.hasFocus()
    field(page, "reason-late").set_text("waits for parts")
    field(page, "password").set_text(PASSWORD)
    page.writing.submit()
    settle(qtbot, shell)
    page.write.click()
    page.show_at(unread=True)
    settle(qtbot, shell)
    assert page.detail.currentWidget() is page.reading
    assert page.reading.take.hasFocus()


def test_that_tab_goes_from_what_hangs_to_the_signature(show: Callable[..., HandoverPage], qtbot: QtBot) -> None:
    page = show(late=1)
    with qtbot.waitActive(page):
        page.activateWindow()
    # Rows made anew are shown when the window turns to its events; Tab passes over what is not seen yet.
    qtbot.waitUntil(field(page, "password").input.isVisible)
    field(page, "reason-late").input.setFocus()
    order: list[str] = []
    while len(order) < 6:
        focused = page.focusWidget()
        assert focused is not None
        order.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert order[:2] == ["reason-late", "check-late"]
    assert order[2:] == ["words-requests", "words-other", "password", "sign-handover"]


def test_that_a_point_opens_its_list(show: Callable[..., HandoverPage], shell: RecordingShell) -> None:
    page = show(late=1)
    assert page.writing.update_checks is not None
    (found,) = [each for each in serve(page.presenter.service.desk, {"late": 1}).check_day() if each.count]
    page.writing.opened.emit(found.check)
    assert shell.gone == [("requests", {})]


def test_that_the_next_shift_takes_over_at_the_same_pc(
    show: Callable[..., HandoverPage], shell: RecordingShell, qtbot: QtBot
) -> None:
    first = show()
    field(first, "password").set_text(PASSWORD)
    first.writing.submit()
    settle(qtbot, shell)
    first.reading.take.click()
    dialog = first.dialog
    assert dialog is not None
    assert dialog.form.fields["name"].text() == ""
    dialog.form.fields["name"].set_text("李婷")
    dialog.form.fields["password"].set_text(PASSWORD)
    dialog.submit()
    settle(qtbot, shell)
    assert first.dialog is None
    row = first.reading.row
    assert row is not None
    assert row.taken_by == "李婷"
    assert first.reading.take.isHidden()
    assert first.unread.isHidden()
    assert shell.counts["handover"] == 0


def test_that_a_wrong_name_is_marked_in_the_dialog(
    show: Callable[..., HandoverPage], shell: RecordingShell, qtbot: QtBot
) -> None:
    page = show()
    field(page, "password").set_text(PASSWORD)
    page.writing.submit()
    settle(qtbot, shell)
    page.reading.take.click()
    dialog = page.dialog
    assert dialog is not None
    dialog.form.fields["name"].set_text("张敏")
    dialog.form.fields["password"].set_text(PASSWORD)
    dialog.submit()
    settle(qtbot, shell)
    assert dialog.form.fields["name"].problem is not None
    dialog.reject()


def test_that_a_manager_says_what_is_counted_and_a_clerk_counts_it(
    show: Callable[..., HandoverPage], shell: RecordingShell, qtbot: QtBot
) -> None:
    manager = show(Role.MANAGER, 2)
    manager.writing.counting_asked.emit(None)
    dialog = manager.dialog
    assert dialog is not None
    dialog.form.fields["name"].set_text("对讲机")
    dialog.form.fields["expected"].set_text("4")
    dialog.submit()
    settle(qtbot, shell)
    clerk = show()
    field(clerk, "counted-对讲机").set_text("3")
    field(clerk, "password").set_text(PASSWORD)
    clerk.writing.submit()
    settle(qtbot, shell)
    assert field(clerk, "remark-对讲机").problem is not None
    field(clerk, "remark-对讲机").set_text("一台送修")
    clerk.writing.submit()
    settle(qtbot, shell)
    assert clerk.reading.row is not None
    assert clerk.reading.row.counted[0].differs


def test_that_a_handover_is_printed(show: Callable[..., HandoverPage], shell: RecordingShell, qtbot: QtBot) -> None:
    page = show()
    field(page, "password").set_text(PASSWORD)
    page.writing.submit()
    settle(qtbot, shell)
    page.reading.print.click()
    (paper,) = shell.papers
    assert paper.file_name == "handover-2026-11-22-1405"


def test_that_a_narrow_page_shows_one_thing_at_a_time(show: Callable[..., HandoverPage]) -> None:
    page = show()
    page.resize(904, 384)
    assert page.list_panel.isHidden()
    assert not page.detail.isHidden()
    page.writing.back.click()
    assert page.detail.isHidden()
    assert not page.list_panel.isHidden()
