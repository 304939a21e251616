"""The administrator's page of accounts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QVBoxLayout

from desktop.accounts.dialogs import NewAccountDialog, PasswordDialog, RoleDialog, ShownOnceDialog
from desktop.accounts.presenter import AccountsPresenter, Done, Listed
from desktop.accounts.table import AccountLine, columns
from desktop.core.errors import UserError
from desktop.core.i18n import msg, nmsg
from desktop.ui.buttons import Button
from desktop.ui.dialogs import FormDialog, Question, show_error
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import PageHeader, Panel, label
from desktop.ui.shell import Page
from desktop.ui.table import ListView, RowsModel

if TYPE_CHECKING:
    from desktop.accounts.service import AccountService
    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["AccountsPage"]

OWN = msg("You cannot disable your own account; ask another administrator.")


class AccountsPage(Page):
    """Who may sign in: the list, and what can be done with the account chosen."""

    def __init__(self, accounts: AccountService, desk: Desk, shell: Shell) -> None:
        """Show the accounts of `desk`'s community."""
        super().__init__()
        self.setObjectName("accounts-page")
        self._shell = shell
        self._listed = Listed((), ())
        self._wanted = 0
        self.dialog: QDialog | None = None
        self.presenter = AccountsPresenter(accounts, desk, shell.tasks, shell.bus, self)
        self.presenter.listed.connect(self._show)
        self.presenter.done.connect(self._tell)
        self.presenter.refused.connect(self._refuse)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._header())
        column.addWidget(self._panel(), 1)
        note = msg("An account is one person's way in; departments' workers need none. What someone did stays theirs.")
        column.addWidget(label(note, "small", "ink2", wrap=True))
        self.setFocusProxy(self.list)

    def show_at(self, **_where: object) -> None:
        """Read the accounts anew."""
        self.presenter.read()

    def _header(self) -> PageHeader:
        self.header = PageHeader(msg("Accounts"))
        staff = Button(msg("Departments and workers"), icon="users", name="go-staff")
        staff.clicked.connect(lambda: self._shell.go("staff"))
        self.add = Button(msg("New account"), icon="user-plus", kind="primary", key=key("add"), name="add-account")
        self.add.clicked.connect(self._ask_new)
        self.header.tools.addWidget(staff)
        self.header.tools.addWidget(self.add)
        return self.header

    def _panel(self) -> Panel:
        panel = Panel(name="accounts")
        self.model = RowsModel(columns())
        self.list = ListView(self.model, label=msg("Accounts"), name="accounts")
        self.list.row_changed.connect(lambda _row: self._offer())
        self.list.opened.connect(lambda _row: self._ask_role())
        panel.body.addWidget(self.list)
        self.role = Button(msg("Change role"), icon="square-pen", key=key("reopen"), name="change-role")
        self.role.clicked.connect(self._ask_role)
        self.password = Button(msg("New password"), icon="key-round", key=key("new-password"), name="reset-password")
        self.password.clicked.connect(self._ask_password)
        self.disable = Button(msg("Disable"), icon="user-x", name="disable-account")
        self.disable.clicked.connect(self._ask_disable)
        for button in (self.role, self.password, self.disable):
            panel.foot.addWidget(button)
        panel.foot.addStretch(1)
        self._offer()
        return panel

    def _show(self, listed: Listed) -> None:
        self._listed = listed
        self.model.set_rows(listed.accounts)
        able = sum(not line.account.disabled for line in listed.accounts)
        say(self.header.note, text=nmsg("%(count)s may sign in", "%(count)s may sign in", able))
        if self._wanted or (self.list.row is None and listed.accounts):
            self.list.select(self._wanted or listed.accounts[0].id)
            self._wanted = 0
        self._offer()

    def _offer(self) -> None:
        """Enable what can be done with the account chosen, and say why not."""
        line: AccountLine | None = self.list.row
        self.role.setEnabled(line is not None)
        self.password.setEnabled(line is not None)
        self.disable.setEnabled(line is not None and not line.account.disabled and not line.own)
        again = line is not None and line.account.disabled
        say(self.password, text=msg("Let in again") if again else msg("New password"))
        say(self.disable, toolTip=OWN if line is not None and line.own else "")

    def _ask_new(self) -> None:
        asks = self.presenter.asks_for_own_password
        dialog = NewAccountDialog(self._listed.departments, self, asks_for_own=asks)
        dialog.asked.connect(self.presenter.add)
        self._open(dialog)

    def _ask_role(self) -> None:
        line: AccountLine = self.list.row
        dialog = RoleDialog(line, self._listed.departments, self)
        dialog.asked.connect(partial(self.presenter.set_role, line))
        self._open(dialog)

    def _ask_password(self) -> None:
        line: AccountLine = self.list.row
        dialog = PasswordDialog(line, self, asks_for_own=self.presenter.asks_for_own_password)
        dialog.asked.connect(partial(self.presenter.reset_password, line))
        self._open(dialog)

    def _ask_disable(self) -> None:
        line: AccountLine = self.list.row
        name = line.account.name
        question = Question(
            msg("Disable the account %(name)s?", name=name),
            msg(
                "Nobody can sign in with it any more. What %(name)s recorded stays, and you can let it in again.",
                name=name,
            ),
            msg("Disable %(name)s", name=name),
            self,
        )
        question.accepted.connect(partial(self.presenter.disable, line))
        self._open(question)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _tell(self, done: Done) -> None:
        self._wanted = done.account_id
        if isinstance(self.dialog, FormDialog):
            self.dialog.accept()
        self._shell.tell(done.words)
        if done.password:
            self._open(ShownOnceDialog(done.name, done.password, self))

    def _refuse(self, error: TouchpointError) -> None:
        """Mark the form that asked, or tell what failed around us; what was typed stays."""
        form = self.dialog if isinstance(self.dialog, FormDialog) else None
        if form is not None and isinstance(error, UserError):
            form.show_problems(error.problems)
            return
        if form is not None:
            form.set_busy(False)
        if show_error(form or self, error) and form is not None:
            form.submit()
