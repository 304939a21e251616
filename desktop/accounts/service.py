"""What the administrator does with accounts, and what everyone does with their own password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.accounts import store
from desktop.accounts.model import Account
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, Role, requires
from desktop.core.texts import clean
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from desktop.accounts.rows import AccountRow
    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.storage.passwords import Passwords
    from desktop.storage.work import UnitOfWork

__all__ = ["AccountService", "account_named", "add_account"]

LONGEST_NAME = 40


def add_account(work: UnitOfWork, name: str, role: Role, department_id: int | None = None) -> int:
    """Add the row of an account and return its id; its password is set apart.

    Raises UserError for an empty, over-long or taken name, and for a department given to anyone but a manager.
    """
    title = clean(name)
    problems = []
    if not title:
        problems.append(Problem(msg("The account needs a name."), "name"))
    if len(title) > LONGEST_NAME:
        problems.append(Problem(msg("The name may have at most %(most)s characters.", most=LONGEST_NAME), "name"))
    key = store.account_key(title)
    same = select(func.count()).where(Account.community_id == work.community_id, Account.name_key == key)
    if work.session.execute(same).scalar_one():
        problems.append(Problem(msg("There is an account called %(name)s already.", name=title), "name"))
    problems += _department_problems(role, department_id)
    if problems:
        raise UserError(*problems)
    account = Account(community_id=work.community_id, name=title, name_key=key, role=role, department_id=department_id)
    work.session.add(account)
    work.session.flush()
    work.audit("account", account.id, "added", None, {"role": role, "department_id": department_id})
    return account.id


def account_named(session: Session, community_id: int, name: str) -> AccountRow | None:
    """Return the account of the community called `name` that may sign in, None if there is none."""
    named = (row for row in store.accounts_named(session, name) if row.community_id == community_id)
    return next((row for row in named if not row.disabled), None)


def _department_problems(role: Role, department_id: int | None) -> list[Problem]:
    if department_id is not None and role is not Role.MANAGER:
        return [Problem(msg("Only a manager can be the head of a department."), "department_id")]
    return []


class AccountService(Service):
    """Accounts of the community, with their passwords.

    Rows change first, passwords after: an account without a password opens nothing, the other way round would.
    """

    def __init__(self, desk: Desk, passwords: Passwords) -> None:
        """Serve `desk`; `passwords` is the key file or the server's logins."""
        super().__init__(desk)
        self._passwords = passwords

    @requires(Operation.MANAGE_ACCOUNTS)
    def accounts(self) -> Sequence[AccountRow]:
        """Return all accounts by name."""
        with self.desk.read() as session:
            return store.accounts(session, self.actor.community_id)

    @requires(Operation.MANAGE_ACCOUNTS)
    def add(
        self, name: str, role: Role, department_id: int | None, password: str, *, operation_id: str = ""
    ) -> Changes:
        """Add an account with a single-use password: it must be changed at the first sign-in."""
        self._passwords.check(password)
        with self.desk.write(Operation.MANAGE_ACCOUNTS, operation_id) as work:
            work.result = add_account(work, name, role, department_id)
        self._passwords.put(clean(name), password, role, single_use=True)
        return work.changes

    @requires(Operation.MANAGE_ACCOUNTS)
    def set_role(
        self, account_id: int, role: Role, department_id: int | None = None, *, operation_id: str = ""
    ) -> Changes:
        """Give an account another role; the last administrator keeps theirs."""
        with self.desk.write(Operation.MANAGE_ACCOUNTS, operation_id) as work:
            account = self._account(work, account_id)
            if problems := _department_problems(role, department_id):
                raise UserError(*problems)
            if role is not Role.ADMINISTRATOR:
                self._keep_an_administrator(work, account)
            before = {"role": account.role, "department_id": account.department_id}
            account.role, account.department_id = role, department_id
            work.audit("account", account.id, "role changed", before, {"role": role, "department_id": department_id})
            work.result, name = account.id, account.name
        self._passwords.set_role(name, role)
        return work.changes

    @requires(Operation.MANAGE_ACCOUNTS)
    def reset_password(self, account_id: int, password: str, *, operation_id: str = "") -> Changes:
        """Set a single-use password; a disabled account is enabled by it."""
        self._passwords.check(password)
        with self.desk.write(Operation.MANAGE_ACCOUNTS, operation_id) as work:
            account = self._account(work, account_id)
            account.disabled_at = None
            work.audit("account", account.id, "password reset")
            work.result, name, role = account.id, account.name, Role(account.role)
        self._passwords.put(name, password, role, single_use=True)
        return work.changes

    @requires(Operation.MANAGE_ACCOUNTS)
    def disable(self, account_id: int, *, operation_id: str = "") -> Changes:
        """Take an account's way in; its past stays. The last administrator and oneself cannot be disabled."""
        with self.desk.write(Operation.MANAGE_ACCOUNTS, operation_id) as work:
            account = self._account(work, account_id)
            if account.id == self.actor.account_id:
                raise UserError(msg("You cannot disable your own account; ask another administrator."))
            self._keep_an_administrator(work, account)
            account.disabled_at = work.now
            work.audit("account", account.id, "disabled")
            work.result, name = account.id, account.name
        self._passwords.remove(name)
        return work.changes

    @requires(Operation.CHANGE_OWN_PASSWORD)
    def change_own_password(self, old: str, new: str, *, operation_id: str = "") -> Changes:
        """Change one's own password; raises UserError when `old` is wrong or `new` too short or the same."""
        if old == new:
            raise UserError(Problem(msg("The new password is the old one; choose another."), "new"))
        self._passwords.change(self.actor.name, old, new, self.desk.clock)
        with self.desk.write(Operation.CHANGE_OWN_PASSWORD, operation_id) as work:
            work.audit("account", self.actor.account_id, "password changed")
        return work.changes

    def _account(self, work: UnitOfWork, account_id: int) -> Account:
        account = work.session.get(Account, account_id)
        if account is None or account.community_id != work.community_id:
            raise UserError(msg("There is no such account."))
        return account

    def _keep_an_administrator(self, work: UnitOfWork, account: Account) -> None:
        others = select(func.count()).where(
            Account.community_id == work.community_id,
            Account.role == Role.ADMINISTRATOR,
            Account.disabled_at.is_(None),
            Account.id != account.id,
        )
        if account.role == Role.ADMINISTRATOR and not work.session.execute(others).scalar_one():
            raise UserError(msg("This is the last administrator; make someone else administrator first."))
