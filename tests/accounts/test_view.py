from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.accounts.dialogs import NewAccountDialog, PasswordDialog, RoleDialog, ShownOnceDialog
from desktop.accounts.presenter import made_up_password
from desktop.accounts.view import AccountsPage
from desktop.core.errors import UserError
from desktop.core.permissions import Role
from desktop.ui.dialogs import Question
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.accounts.rows import AccountRow
    from desktop.app.session import Session
    from tests.ui.shells import RecordingShell

FIRST = "first password"


@pytest.fixture
def page(qtbot: QtBot, session: Session, shell: RecordingShell) -> AccountsPage:
    session.accounts.add("li", Role.CLERK, None, FIRST)
    made = AccountsPage(session.accounts, session.desk, shell)
    qtbot.addWidget(made)
    made.resize(1198, 612)
    made.show()
    made.show_at()
    settle(qtbot, shell)
    return made


def choose(page: AccountsPage, name: str) -> None:
    page.list.select(next(line.id for line in page.model.rows if line.account.name == name))


def account(session: Session, name: str) -> AccountRow:
    return next(row for row in session.accounts.accounts() if row.name == name)


def shown_password(page: AccountsPage) -> str:
    """Take the password shown once as the administrator does: note it, then close."""
    dialog = page.dialog
    assert isinstance(dialog, ShownOnceDialog)
    password = dialog.password.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.dialog is dialog
    dialog.form.fields["noted"].set_text("yes")
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    return password


def test_that_the_page_lists_accounts_with_what_they_are_for(page: AccountsPage) -> None:
    texts = [[str(page.model.index(row, column).data()) for column in range(5)] for row in range(2)]
    assert [row[1] for row in texts] == ["admin (you)", "li"]
    assert [row[2] for row in texts] == ["Administrator", "Front-desk clerk"]
    assert all(row[4] for row in texts)


def test_that_a_new_account_gets_a_made_up_password_that_is_shown_once(
    qtbot: QtBot,
    page: AccountsPage,
    shell: RecordingShell,
    file_target: Path,
    enter: Callable[..., Session],
) -> None:
    page.add.click()
    dialog = page.dialog
    assert isinstance(dialog, NewAccountDialog)
    QTest.keyClicks(dialog.form.fields["name"].input, "wang")
    QTest.keyClick(dialog.form.fields["name"].input, Qt.Key.Key_Return)
    settle(qtbot, shell)
    password = shown_password(page)
    assert enter(file_target, "wang", password).must_change_password
    assert page.list.row.account.name == "wang"
    assert shell.words == ["Added the account wang."]


def test_that_a_department_is_asked_of_managers_only(
    qtbot: QtBot, page: AccountsPage, session: Session, shell: RecordingShell
) -> None:
    page.add.click()
    dialog = page.dialog
    assert isinstance(dialog, NewAccountDialog)
    form = dialog.form
    before = form.fields["department_id"].shown
    form.fields["role"].set_text(Role.MANAGER)
    assert (before, form.fields["department_id"].shown) == (False, True)
    form.fields["department_id"].set_text("2")
    form.fields["name"].set_text("wang")
    form.fields["way"].set_text("typed")
    form.fields["password"].set_text(FIRST)
    form.fields["again"].set_text("another one")
    dialog.submit()
    assert form.fields["again"].problem is not None
    form.fields["again"].set_text(FIRST)
    dialog.submit()
    settle(qtbot, shell)
    assert account(session, "wang").department_id == 2
    assert page.findChild(NewAccountDialog) is None


def test_that_what_the_service_refuses_marks_the_form(qtbot: QtBot, page: AccountsPage, shell: RecordingShell) -> None:
    page.add.click()
    dialog = page.dialog
    assert isinstance(dialog, NewAccountDialog)
    dialog.form.fields["name"].set_text("LI")
    dialog.submit()
    settle(qtbot, shell)
    assert page.dialog is dialog
    assert dialog.form.fields["name"].problem is not None
    assert dialog.save.isEnabled()
    dialog.reject()


def test_that_a_role_is_changed(qtbot: QtBot, page: AccountsPage, session: Session, shell: RecordingShell) -> None:
    choose(page, "li")
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    dialog = page.dialog
    assert isinstance(dialog, RoleDialog)
    assert dialog.form.fields["role"].value() == Role.CLERK
    dialog.form.fields["role"].set_text(Role.GUARD)
    dialog.submit()
    settle(qtbot, shell)
    assert account(session, "li").role is Role.GUARD
    assert page.list.row.account.role is Role.GUARD


def test_that_an_account_is_disabled_after_a_question_and_let_in_again(
    qtbot: QtBot,
    page: AccountsPage,
    session: Session,
    shell: RecordingShell,
    file_target: Path,
    enter: Callable[..., Session],
) -> None:
    choose(page, "li")
    page.disable.click()
    question = page.dialog
    assert isinstance(question, Question)
    question.yes.click()
    settle(qtbot, shell)
    assert account(session, "li").disabled
    with pytest.raises(UserError):
        enter(file_target, "li", FIRST)
    assert not page.disable.isEnabled()
    assert page.password.text() == "Let in again"
    page.password.click()
    dialog = page.dialog
    assert isinstance(dialog, PasswordDialog)
    dialog.submit()
    settle(qtbot, shell)
    assert enter(file_target, "li", shown_password(page)).must_change_password


def test_that_nobody_can_disable_the_own_account(page: AccountsPage) -> None:
    choose(page, "admin")
    assert not page.disable.isEnabled()
    assert page.disable.toolTip()


def test_that_a_made_up_password_is_long_and_never_the_same(qtbot: QtBot, page: AccountsPage) -> None:
    passwords = {made_up_password() for _ in range(50)}
    assert len(passwords) == 50
    assert {len(password) for password in passwords} == {14}
    dialog = ShownOnceDialog("li", "k7m3-q9tx-2vda", page)
    qtbot.addWidget(dialog)
    dialog.findChild(type(dialog.save), "copy").click()  # type: ignore[union-attr]  # it is there
    assert QGuiApplication.clipboard().text() == "k7m3-q9tx-2vda"


def test_that_departments_and_workers_are_one_click_away(page: AccountsPage, shell: RecordingShell) -> None:
    page.header.tools.itemAt(0).widget().click()  # type: ignore[union-attr]  # the first button
    assert shell.gone == [("staff", {})]
