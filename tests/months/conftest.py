"""Databases with communities in them, as the tests of requests make them, and one with two years of history."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from desktop.accounts.model import Account
from desktop.app.demo import DemoSize, add_demo
from desktop.core.clock import FixedClock
from desktop.core.months import Month
from desktop.core.permissions import Actor, Operation, Role
from desktop.months.service import MonthService
from desktop.requests.service import default_categories, default_rules
from desktop.staff.service import found_community
from desktop.storage.database import file_database
from desktop.storage.desk import Desk
from tests.databases import KEY
from tests.requests.conftest import SHANGHAI, database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["OCTOBER", "Town", "database", "town"]

OCTOBER = Month(2026, 10)


@dataclass(frozen=True)
class Town:
    """A made-up community with its history, and the desk of its project manager."""

    desk: Desk
    departments: dict[str, int]

    def service(self, role: Role = Role.MANAGER, department: str = "") -> MonthService:
        """Return the service for an account of `role`, a department's head where one is named."""
        department_id = self.departments[department] if department else None
        return MonthService(replace(self.desk, actor=replace(self.desk.actor, role=role, department_id=department_id)))


@pytest.fixture(scope="module")
def town(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Yield a community of 240 households with fourteen months of requests up to October 2026, on 3 November."""
    path = tmp_path_factory.mktemp("town") / "touchpoint.db"
    shutil.copy(empty_file, path)
    database = file_database(path, KEY)
    clock = FixedClock(OCTOBER.end(SHANGHAI))
    clock.advance(days=2, hours=9, minutes=20)
    actor = Actor(1, "沈怡", Role.MANAGER, 1)
    with database.write(actor, Operation.EDIT_COMMUNITY, clock) as work:
        departments = dict(found_community(work, "云栖花园", "Asia/Shanghai"))
        default_categories(work, departments)
        default_rules(work)
        add_demo(work, SHANGHAI, departments, DemoSize(240, 14, 2, OCTOBER, 0.55))
        work.session.flush()
        heads = (("沈怡", None), ("罗建平", "engineering"))
        work.session.execute(
            insert(Account),
            [
                {
                    "community_id": 1,
                    "name": name,
                    "name_key": name,
                    "role": Role.MANAGER,
                    "department_id": departments[code] if code else None,
                }
                for name, code in heads
            ],
        )
    yield Town(Desk(database, actor, clock, SHANGHAI, "云栖花园"), departments)
    database.close()
