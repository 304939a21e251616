"""Reads the accounts and carries out what the administrator decides about them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.accounts.table import AccountLine
from desktop.core.i18n import Message, msg
from desktop.core.permissions import ROLE_LABELS
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.accounts.rows import Role
    from desktop.accounts.service import AccountService
    from desktop.core.changes import Changes
    from desktop.staff.rows import DepartmentRow
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["AccountsPresenter", "Done", "Listed", "NewAccount", "Password", "made_up_password"]

CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without look-alikes (i l o 0 1): the password is read from a screen and typed once."""
GROUPS, GROUP = 3, 4
"""12 characters of 31: 59 random bits, far beyond guessing for a password that lives until the first sign-in."""


def made_up_password() -> str:
    """Return a random password in three groups of four, for one sign-in."""
    return "-".join("".join(secrets.choice(CHARACTERS) for _ in range(GROUP)) for _ in range(GROUPS))


@dataclass(frozen=True, slots=True)
class Password:
    """A first password; one that was made up here must be shown to whoever passes it on."""

    text: str = field(repr=False)
    made_up: bool


@dataclass(frozen=True, slots=True)
class NewAccount:
    """The command of the form of a new account. Only a manager has a department, none being the whole project."""

    name: str
    role: Role
    department_id: int | None
    password: Password


@dataclass(frozen=True, slots=True)
class Listed:
    """The accounts by name, and the departments a manager can head."""

    accounts: Sequence[AccountLine]
    departments: Sequence[DepartmentRow]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in words; `password` is set where one was made up and must be passed on to `name`."""

    words: Message
    account_id: int
    name: str = ""
    password: str = field(default="", repr=False)


class AccountsPresenter(QObject):
    """Runs the service in the background. `listed(Listed)`, `done(Done)`, `refused(TouchpointError)`."""

    listed = Signal(object)
    done = Signal(object)
    refused = Signal(object)

    def __init__(self, accounts: AccountService, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Serve the administrator signed in at `desk`."""
        super().__init__(parent)
        self._accounts = accounts
        self._desk = desk
        self._tasks = tasks
        bus.changed.connect(self._note)

    @property
    def asks_for_own_password(self) -> bool:
        """Tell whether a first password must be changed at the first sign-in; a server's login cannot ask for it."""
        return not self._desk.database.is_server

    def read(self) -> None:
        """Read the accounts anew."""
        self._tasks.run(self._listed, self.listed.emit, self.refused.emit, owner=self, key="accounts")

    def add(self, new: NewAccount) -> None:
        """Add an account."""
        words = msg("Added the account %(name)s.", name=new.name)
        self._write(
            partial(self._accounts.add, new.name, new.role, new.department_id, new.password.text),
            partial(_with_password, words, new.name, new.password),
        )

    def set_role(self, line: AccountLine, role: Role, department_id: int | None) -> None:
        """Give an account another role or department."""
        words = msg("%(name)s is now: %(role)s.", name=line.account.name, role=ROLE_LABELS[role])
        self._write(partial(self._accounts.set_role, line.id, role, department_id), partial(Done, words))

    def reset_password(self, line: AccountLine, password: Password) -> None:
        """Give an account another first password; a disabled one may sign in again."""
        words = msg("%(name)s has a new password for one sign-in.", name=line.account.name)
        self._write(
            partial(self._accounts.reset_password, line.id, password.text),
            partial(_with_password, words, line.account.name, password),
        )

    def disable(self, line: AccountLine) -> None:
        """Let nobody in with an account any more."""
        words = msg("%(name)s can no longer sign in.", name=line.account.name)
        self._write(partial(self._accounts.disable, line.id), partial(Done, words))

    def _listed(self, _progress: Progress) -> Listed:
        departments = StaffService(self._desk).departments()
        names = {department.id: department.name for department in departments}
        own = self._desk.actor.account_id
        lines = [
            AccountLine(row, names.get(row.department_id or 0, ""), row.id == own) for row in self._accounts.accounts()
        ]
        return Listed(lines, [department for department in departments if department.active])

    def _write(self, act: Callable[[], Changes], told: Callable[[int], Done]) -> None:
        # Without an operation id: repeated after a failure between row and password, it must not count as done.
        self._tasks.run(
            lambda _progress: act(),
            lambda changes: self.done.emit(told(changes.result)),
            self.refused.emit,
            owner=self,
            write=True,
            title=msg("Saving the account …"),
        )

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("account", "department"):
            self.read()


def _with_password(words: Message, name: str, password: Password, account_id: int) -> Done:
    return Done(words, account_id, name, password.text if password.made_up else "")
