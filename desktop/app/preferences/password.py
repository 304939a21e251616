"""The own password, changed by whoever is signed in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.forms import Form, LineField
from desktop.ui.panels import Panel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.app.session import Session
    from desktop.core.errors import TouchpointError
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Progress

__all__ = ["PasswordPanel"]


class PasswordPanel(Panel):
    """The old password and twice the new one; what is wrong is marked where it is."""

    def __init__(self, session: Session, shell: Shell) -> None:
        """Serve the account of `session`."""
        super().__init__(msg("My password"), note=session.desk.actor.name, name="my-password")
        self._session = session
        self._shell = shell
        self.pad(12, 12, 12, 12)
        self.form = Form(columns=1, name="my-password")
        self.form.add(LineField("old", msg("Old password"), required=True, password=True, width=280))
        self.form.add(LineField("new", msg("New password"), required=True, password=True, width=280))
        self.form.add(LineField("again", msg("Once more"), required=True, password=True, width=280))
        self.form.submitted.connect(self._change_password)
        self.body.addWidget(self.form)
        self.change = Button(msg("Change password"), icon="key-round", name="change-password")
        self.change.clicked.connect(self._change_password)
        self.foot.addWidget(self.change)
        self.foot.addStretch(1)

    def _change_password(self) -> None:
        values = self.form.check()
        if values is None or not self.change.isEnabled():
            return
        if values["new"] != values["again"]:
            self.form.show_problems([Problem(msg("The two passwords differ."), "again")])
            return
        self._set_busy(busy=True)
        self._shell.tasks.run(
            partial(_change_own, self._session, values["old"], values["new"]),
            lambda _changes: self._changed(),
            self._fail,
            owner=self,
            write=True,
            on_end=partial(self._set_busy, busy=False),
        )

    def _changed(self) -> None:
        self.form.restore({})
        self._shell.tell(msg("Your password is changed."))

    def _fail(self, error: TouchpointError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, UserError):
            self.form.show_problems(error.problems)
        elif show_error(self, error):
            self._change_password()

    def _set_busy(self, *, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self.change.setEnabled(not busy)


def _change_own(session: Session, old: str, new: str, _progress: Progress) -> Any:
    """Change the own password; what the service says of "the password" is told of the field it means."""
    try:
        session.passwords.check(new)
    except UserError as error:
        raise _of_field(error, {"password": "new"}) from error
    try:
        return session.accounts.change_own_password(old, new)
    except UserError as error:
        raise _of_field(error, {"password": "old"}) from error


def _of_field(error: UserError, fields: Mapping[str, str]) -> UserError:
    return UserError(*(Problem(each.message, fields.get(each.field, each.field)) for each in error.problems))
