"""A community with a random autumn of 2026 whose months are closed, and changed afterwards."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from desktop.accounts.model import Account
from desktop.core.clock import FixedClock
from desktop.core.months import Month
from desktop.core.permissions import Operation, Role
from desktop.month_end.service import MonthEndService
from desktop.months.service import MonthService
from desktop.requests.model import Request
from desktop.staff.model import Department
from tests.months.histories import add_lives, random_lives
from tests.months.reckoning import Life
from tests.requests.conftest import SHANGHAI, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.months.rows import Figure
    from desktop.storage.database import Database
    from desktop.storage.desk import Desk

__all__ = ["NOVEMBER", "OCTOBER", "SEPTEMBER", "Autumn"]

SEPTEMBER, OCTOBER, NOVEMBER = (Month(2026, number) for number in (9, 10, 11))
USED = ("service", "engineering")


class Autumn:
    """The community on 3 November 2026, 9:20. Its service and engineering departments are in use, the others not."""

    def __init__(self, database: Database, lives: int = 120) -> None:
        self.clock = FixedClock(datetime(2026, 11, 3, 9, 20, tzinfo=SHANGHAI))
        self.place = settle(database, self.clock)
        self.community_id = self.place.desk.actor.community_id
        with self.place.desk.write(Operation.EDIT_COMMUNITY) as work:
            for number, (name, role) in enumerate((("张敏", Role.CLERK), ("沈怡", Role.MANAGER)), start=1):
                work.session.add(
                    Account(id=number, community_id=work.community_id, name=name, name_key=name, role=role)
                )
            work.session.execute(update(Department).where(Department.code.not_in(USED)).values(active=False))
        if lives:
            chance = random.Random(11)
            self.add(*random_lives(chance, self.place, OCTOBER, SHANGHAI, self.clock.now(), lives))

    def desk(self, role: Role = Role.MANAGER, department: str = "") -> Desk:
        """Return the desk of an account of `role`, a department's head where one is named."""
        department_id = self.place.departments[department] if department else None
        number, name = (2, "沈怡") if role is Role.MANAGER and not department else (1, "张敏")
        actor = replace(self.place.desk.actor, account_id=number, name=name, role=role, department_id=department_id)
        return replace(self.place.desk, actor=actor)

    def months(self, role: Role = Role.MANAGER, department: str = "") -> MonthService:
        return MonthService(self.desk(role, department))

    def ends(self, role: Role = Role.MANAGER, department: str = "") -> MonthEndService:
        return MonthEndService(self.desk(role, department))

    def version(self, month: Month = OCTOBER) -> int:
        return self.months().state(month).version

    def issue(self, month: Month = OCTOBER) -> None:
        self.ends().issue(month, version=self.version(month))

    def close(self, month: Month = OCTOBER, languages: Sequence[str] = ("zh_CN",), **more: Any) -> Changes:
        """Issue and close a month."""
        self.issue(month)
        return self.ends().close(month, languages, version=self.version(month), **more)

    def reopen(self, month: Month = OCTOBER, reason: str = "漏登了三条") -> Changes:
        return self.ends().reopen(month, reason, version=self.version(month))

    def counted(self, figure: Figure, month: Month = OCTOBER, **within: Any) -> set[int]:
        """Return the ids of the requests a figure's list shows."""
        return {line.id for line in self.months().lines(month, figure, **within)}

    def add(self, *lives: Life) -> list[int]:
        """Add requests as they would be recorded now; return their ids."""
        with self.place.desk.write(Operation.REPORT_REQUEST) as work:
            add_lives(work.session, self.place, lives)
            for row in work.session.scalars(select(Request).where(Request.number.startswith("T-"))):
                row.number, row.recorded_at = f"N-{row.id}", work.now
        return [life.id for life in lives]

    def life(self, day: int = 20, month: Month = OCTOBER, **changes: Any) -> Life:
        """Return a repair of the engineering department that occurred at noon of a day."""
        given: dict[str, Any] = {
            "id": 0,
            "kind": "repair",
            "occurred_at": datetime(month.year, month.number, day, 12, tzinfo=SHANGHAI),
            "room": "1-1-101",
            "category": self.place.categories["给排水"],
            "department": self.place.departments["engineering"],
            "building": next(iter(self.place.buildings.values())),
        }
        return Life(**(given | changes))

    def change(self, ids: Sequence[int], **values: Any) -> None:
        """Change requests as any later move would."""
        with self.place.desk.write(Operation.AMEND_REQUEST) as work:
            work.session.execute(update(Request).where(Request.id.in_(ids)).values(**values))

    def later(self, **delta: float) -> None:
        self.clock.advance(**delta)

    def after(self, month: Month, days: float = 3) -> None:
        """Go to so many days after a month's end."""
        self.clock.set(month.end(SHANGHAI) + timedelta(days=days))
