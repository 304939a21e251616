"""The forms of accounts: a new one, another role, another first password; and the password shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication

from desktop.accounts.presenter import NewAccount, Password, made_up_password
from desktop.accounts.rows import Role
from desktop.accounts.table import DUTIES, WHOLE_PROJECT
from desktop.core.errors import Problem
from desktop.core.i18n import msg
from desktop.core.permissions import ROLE_LABELS
from desktop.ui.buttons import Button
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import CheckField, Choice, ChoiceField, Form, LineField, SegmentField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.accounts.table import AccountLine
    from desktop.staff.rows import DepartmentRow

__all__ = ["NewAccountDialog", "PasswordDialog", "RoleDialog", "ShownOnceDialog"]

WIDTH = 600
WHOLE = "0"
"""Key of the choice "no department"."""


def _add_role(form: Form, departments: Sequence[DepartmentRow]) -> None:
    form.add(SegmentField("role", msg("Role"), [Choice(role, words) for role, words in ROLE_LABELS.items()]))
    department = ChoiceField(
        "department_id",
        msg("Answers for"),
        [Choice(WHOLE, WHOLE_PROJECT), *(Choice(str(each.id), each.name) for each in departments)],
        width=240,
    )
    form.add(department)
    department.choose(WHOLE)


def _say_role(form: Form, duties: QWidget) -> None:
    """Explain the role chosen, and ask for a department where it has one."""
    role = Role(form.fields["role"].value())
    form.show_field("department_id", role is Role.MANAGER)
    say(duties, text=DUTIES[role])


def _department_id(values: Mapping[str, Any]) -> int | None:
    """Return the department of the values; the field hidden for other roles counts for none."""
    chosen = values["department_id"]
    return int(chosen) if values["role"] == Role.MANAGER and chosen not in {"", WHOLE} else None


def _add_password(form: Form) -> None:
    ways = [Choice("made_up", msg("Make one up")), Choice("typed", msg("Type one"))]
    way = SegmentField("way", msg("First password"), ways)
    form.add(way)
    form.add(LineField("password", msg("Password"), required=True, password=True, width=240))
    form.add(LineField("again", msg("Once more"), required=True, password=True, width=240))

    def choose() -> None:
        typed = way.value() == "typed"
        form.show_field("password", typed)
        form.show_field("again", typed)

    way.changed.connect(choose)
    way.choose("made_up")


def _password(form: Form, values: Mapping[str, Any]) -> Password | None:
    """Return the first password of the values, None where the two differ, which is marked."""
    if values["way"] == "made_up":
        return Password(made_up_password(), made_up=True)
    if values["password"] != values["again"]:
        form.show_problems([Problem(msg("The two passwords differ."), "again")])
        return None
    return Password(values["password"], made_up=False)


class NewAccountDialog(FormDialog):
    """Asks who may sign in from now on. `asked(NewAccount)`."""

    asked = Signal(object)

    def __init__(self, departments: Sequence[DepartmentRow], parent: QWidget, *, asks_for_own: bool = True) -> None:
        """Offer `departments`; `asks_for_own` tells whether the first sign-in asks for another password."""
        form = Form(columns=1, name="new-account")
        form.add(LineField("name", msg("Name"), required=True, width=240))
        _add_role(form, departments)
        _add_password(form)
        super().__init__(msg("New account"), form, msg("Add account"), parent, width=WIDTH)
        duties = label("", "small", "ink2", wrap=True, name="duties")
        self.body.insertWidget(1, duties)
        self.body.insertWidget(2, _first_sign_in(asks_for_own=asks_for_own))
        form.fields["role"].changed.connect(lambda: _say_role(form, duties))
        form.fields["role"].set_text(Role.CLERK)
        self.submitted.connect(self._ask)
        form.focus_first()

    def _ask(self, values: dict[str, Any]) -> None:
        password = _password(self.form, values)
        if password is not None:
            self.set_busy(True)
            self.asked.emit(NewAccount(values["name"], Role(values["role"]), _department_id(values), password))


class RoleDialog(FormDialog):
    """Asks what an account is from now on. `asked(Role, department id or None)`."""

    asked = Signal(object, object)

    def __init__(self, line: AccountLine, departments: Sequence[DepartmentRow], parent: QWidget) -> None:
        """Begin with what the account of `line` is now."""
        form = Form(columns=1, name="account-role")
        _add_role(form, departments)
        title = msg("Role of %(name)s", name=line.account.name)
        super().__init__(title, form, msg("Save"), parent, width=WIDTH)
        duties = label("", "small", "ink2", wrap=True, name="duties")
        self.body.insertWidget(1, duties)
        form.fields["role"].changed.connect(lambda: _say_role(form, duties))
        form.fields["department_id"].set_text(str(line.account.department_id or WHOLE))
        form.fields["role"].set_text(line.account.role)
        self.submitted.connect(self._ask)

    def _ask(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.asked.emit(Role(values["role"]), _department_id(values))


class PasswordDialog(FormDialog):
    """Asks for another first password. `asked(Password)`."""

    asked = Signal(object)

    def __init__(self, line: AccountLine, parent: QWidget, *, asks_for_own: bool = True) -> None:
        """Ask for the account of `line`."""
        form = Form(columns=1, name="account-password")
        _add_password(form)
        title = msg("New password for %(name)s", name=line.account.name)
        super().__init__(title, form, msg("Set password"), parent)
        words = (
            msg("The account may sign in again with it.")
            if line.account.disabled
            else msg("The old password stops working at once.")
        )
        self.body.insertWidget(0, label(words, wrap=True))
        self.body.insertWidget(2, _first_sign_in(asks_for_own=asks_for_own))
        self.submitted.connect(self._ask)

    def _ask(self, values: dict[str, Any]) -> None:
        password = _password(self.form, values)
        if password is not None:
            self.set_busy(True)
            self.asked.emit(password)


def _first_sign_in(*, asks_for_own: bool) -> QWidget:
    words = (
        msg("It is good for one sign-in: the person then chooses a password of their own.")
        if asks_for_own
        else msg("Ask the person to change it on the settings page after the first sign-in.")
    )
    return label(words, "small", "ink2", wrap=True)


class ShownOnceDialog(FormDialog):
    """Shows a password that was made up, until it was passed on; it cannot be shown again."""

    def __init__(self, name: str, password: str, parent: QWidget) -> None:
        """Show the `password` of account `name`."""
        form = Form(columns=1, name="shown-once")
        noted = CheckField("noted", "", msg("I have passed it on or written it down"))
        form.add(noted)
        title = msg("Password for %(name)s", name=name)
        super().__init__(title, form, msg("Close"), parent)
        self.password = label(password, "title", name="made-up-password")
        self.password.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.body.insertWidget(0, self.password)
        self.body.insertWidget(1, label(msg("It is shown this once only."), tone="ink2", wrap=True))
        self.cancel.hide()
        copy = Button(msg("Copy"), icon="copy", name="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(password))
        self.buttons.insertWidget(0, copy)
        self.save.setEnabled(False)
        noted.changed.connect(lambda: self.save.setEnabled(bool(noted.value())))
        self.submitted.connect(self.accept)

    def reject(self) -> None:
        """Stay while the password was not noted: Esc would lose it."""
        if self.save.isEnabled():
            super().reject()
