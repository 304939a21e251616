"""Signing in to a community, and the services of a signed-in session. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.accounts import store as account_store
from desktop.accounts.service import AccountService
from desktop.app import features
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.months import load_zone
from desktop.core.permissions import Actor
from desktop.staff.store import communities
from desktop.storage.desk import Desk
from desktop.storage.opening import Opened, open_data, prove_password
from desktop.storage.passwords import passwords_of
from desktop.updates.store import Installation

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.clock import Clock
    from desktop.storage.passwords import Passwords

__all__ = ["Session", "desk_of", "sign_in"]


class Session:
    """A signed-in account at opened data. Close it when done."""

    def __init__(self, opened: Opened, desk: Desk) -> None:
        """Serve `desk` over `opened`."""
        self.opened = opened
        self.desk = desk

    @property
    def passwords(self) -> Passwords:
        """Return the password store of the data."""
        return passwords_of(self.opened)

    @property
    def accounts(self) -> AccountService:
        """Return the service of accounts, the one that needs more than the desk."""
        return AccountService(self.desk, self.passwords)

    def prove(self, name: str, password: str) -> None:
        """Raise UserError unless `password` is that of account `name`: it signs something."""
        prove_password(self.opened, name, password, self.desk.clock)

    def prove_upgrade(self) -> None:
        """Say that the program stands with the data: the version before can no longer undo an upgrade of it.

        Nothing is said while there is a version before the installed one: a command may end well where the window of
        a new version does not even start. A matter of files, hence not for the main thread. Raises WorldError.
        """
        installation = Installation.current()
        if installation is None or installation.stays():
            self.opened.prove()

    @property
    def must_change_password(self) -> bool:
        """Tell whether the password was good for this one sign-in only."""
        return self.opened.must_change_password

    def close(self) -> None:
        """Close the data."""
        self.opened.close()


def sign_in(target: Path | str, name: str, password: str, clock: Clock, community_id: int = 0) -> Session:
    """Open the data at `target` and act as account `name`, in its first community unless one is named.

    Raises UserError for a wrong password, an unknown or disabled account, and all that `open_data` refuses.
    """
    features.load_models()
    opened = open_data(target, name, password, clock)
    try:
        return Session(opened, desk_of(opened, name, clock, community_id))
    except BaseException:
        opened.close()
        raise


def desk_of(opened: Opened, name: str, clock: Clock, community_id: int = 0, *, even_disabled: bool = False) -> Desk:
    """Return the desk of account `name` at opened data; raises UserError for an unknown or disabled account."""
    with opened.database.read() as session:
        known = {community.id: community for community in communities(session)}
        rows = [row for row in account_store.accounts_named(session, name) if even_disabled or not row.disabled]
    if community_id:
        rows = [row for row in rows if row.community_id == community_id]
    if not rows:
        raise UserError(Problem(msg("This account may not sign in any more; ask an administrator."), "name"))
    account, community = rows[0], known[rows[0].community_id]
    actor = Actor(account.id, account.name, account.role, account.community_id, account.department_id)
    return Desk(opened.database, actor, clock, load_zone(community.time_zone), community.name)
