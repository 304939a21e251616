"""Founding a community: its data, its first accounts, and what it starts with. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.accounts.service import add_account
from desktop.app import features
from desktop.core.months import load_zone
from desktop.core.permissions import Actor, Operation, Role
from desktop.requests.service import default_categories, default_rules
from desktop.staff.service import found_community
from desktop.storage.opening import create_file, create_server, open_data
from desktop.storage.passwords import passwords_of
from desktop.visits.service import first_gate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    from desktop.core.clock import Clock
    from desktop.storage.database import Database
    from desktop.storage.work import UnitOfWork

__all__ = ["Founding", "found"]

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
        default_rules(work)
        add_account(work, user, Role.ADMINISTRATOR)
        for name, role in (founding.accounts or {}).items():
            add_account(work, name, role)
        if founding.more is not None:
            founding.more(work, departments, load_zone(founding.time_zone))
        first_gate(work)
