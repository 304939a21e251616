"""Founding a community, signing in to one, and the services of a signed-in session. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.accounts import store as account_store
from desktop.accounts.service import AccountService, add_account
from desktop.app import ADMINISTRATOR, features
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.months import load_zone
from desktop.core.permissions import Actor, Operation, Role
from desktop.requests.service import default_categories
from desktop.staff.service import found_community
from desktop.staff.store import communities
from desktop.storage.desk import Desk
from desktop.storage.opening import Opened, create_file, create_server, open_data
from desktop.storage.passwords import passwords_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from desktop.core.clock import Clock
    from desktop.storage.database import Database
    from desktop.storage.passwords import Passwords
    from desktop.storage.work import UnitOfWork

__all__ = ["ADMINISTRATOR", "Founding", "Session", "desk_of", "found", "sign_in"]

FIRST_COMMUNITY = 1


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new community starts with. `more` may fill it further; it gets department ids by code and the zone.

    `accounts` are added beside the administrator, all with the administrator's password.
    """

    name: str
    time_zone: str = "Asia/Shanghai"
    accounts: Mapping[str, Role] | None = None
    more: Callable[[UnitOfWork, Mapping[str, int], ZoneInfo], None] | None = None


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

    @property
    def must_change_password(self) -> bool:
        """Tell whether the password was good for this one sign-in only."""
        return self.opened.must_change_password

    def close(self) -> None:
        """Close the data."""
        self.opened.close()


def found(target: Path | str, user: str, password: str, founding: Founding, clock: Clock) -> str:
    """Create data at `target` (folder or server URL) with one community; return the recovery key, "" on a server.

    The administrator is `user`, with `password`. Either all of it is there afterwards, or nothing.
    """
    features.load_models()
    load_zone(founding.time_zone)

    def fill(database: Database) -> None:
        _fill(database, user, founding, clock)

    if isinstance(target, Path):
        recovery_key = create_file(target, user, password, fill=fill)
    else:
        recovery_key = ""
        create_server(target, user, password, fill=fill).close()
    if founding.accounts:
        opened = open_data(target, user, password, clock)
        try:
            for name, role in founding.accounts.items():
                passwords_of(opened).put(name, password, role, single_use=False)
        finally:
            opened.close()
    return recovery_key


def _fill(database: Database, user: str, founding: Founding, clock: Clock) -> None:
    founder = Actor(0, user, Role.ADMINISTRATOR, FIRST_COMMUNITY)
    with database.write(founder, Operation.EDIT_COMMUNITY, clock) as work:
        departments = found_community(work, founding.name, founding.time_zone)
        default_categories(work, departments)
        add_account(work, user, Role.ADMINISTRATOR)
        for name, role in (founding.accounts or {}).items():
            add_account(work, name, role)
        if founding.more is not None:
            founding.more(work, departments, load_zone(founding.time_zone))


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
