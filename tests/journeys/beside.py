"""An October to be combed, and people signed in beside the window; free of Qt, for processes of their own."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from desktop.app.session import sign_in
from desktop.core.clock import FixedClock
from desktop.core.months import Month
from desktop.core.permissions import Role
from desktop.issues.rows import IssueFilter, NewAction
from desktop.issues.service import IssueService
from desktop.month_end.service import MonthEndService
from desktop.months.service import MonthService
from desktop.requests.model import RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from desktop.staff.service import StaffService
from desktop.stationery.service import StationeryService
from tests.conftest import SHANGHAI

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.clock import Clock

__all__ = ["HEAD", "OCTOBER", "PASSWORD", "ROOM", "Desk", "add_head", "add_october"]

OCTOBER = Month(2026, 10)
ROOM = "1-1-101"
HEAD = "chief"
LATE = datetime(2026, 10, 20, 10, 0, tzinfo=SHANGHAI)
PASSWORD = "correct-horse"
"""That of every account; `program` has it for those who have a window."""


class Desk:
    """Somebody signed in beside the window, with the services of the month's end. Close it when done."""

    def __init__(self, data: Path, name: str, clock: Clock) -> None:
        """Sign `name` in at `data`."""
        self.session = sign_in(data, name, PASSWORD, clock)
        desk = self.session.desk
        self.requests = RequestService(desk)
        self.issues = IssueService(desk, self.session.prove)
        self.ends = MonthEndService(desk)
        self.months = MonthService(desk)
        self.stationery = StationeryService(desk)
        self.staff = StaffService(desk)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Sign out."""
        self.session.close()

    def department(self, code: str) -> int:
        """Return the id of a department."""
        return next(row.id for row in self.staff.departments() if row.code == code)

    def write_comments(self, month: Month = OCTOBER) -> None:
        """Write a comment on every department that has none."""
        for row in self.ends.comments(month):
            if not row.words:
                words = f"{row.department} was looked at"
                self.ends.keep_comment(month, row.department_id, words, "en", is_draft=False, version=row.version)

    def agree_all(self, month: Month = OCTOBER) -> None:
        """Agree an action on every open point that has none with somebody and a day."""
        action = NewAction("look at it every week", owner="孟师傅", due_on=date(2026, 12, 5))
        for row in self.issues.issues(IssueFilter(month=month)):
            if row.lacks_owner:
                self.issues.add_action(row.id, action, version=row.version)

    def issue(self, month: Month = OCTOBER) -> None:
        """Issue the month to the heads."""
        self.ends.issue(month, version=self.version(month))

    def version(self, month: Month = OCTOBER) -> int:
        """Return the version of the month."""
        return self.months.state(month).version


def add_october(data: Path) -> None:
    """Let one room complain three times in October, and one repair hang beyond its end."""
    clock = FixedClock(LATE)
    with Desk(data, "clerk", clock) as desk:
        engineering = desk.department("engineering")
        for words in ("电梯又停了", "电梯停在三楼", "电梯关门太快"):
            clock.advance(hours=5)
            complaint = NewRequest(kind=RequestKind.COMPLAINT, words=words, room_text=ROOM, department_id=engineering)
            desk.requests.report(complaint)
        lamp = NewRequest(kind=RequestKind.REPAIR, words="客厅灯不亮", room_text="1-1-201", department_id=engineering)
        desk.requests.report(lamp)


def add_head(data: Path, clock: Clock, code: str = "engineering", name: str = HEAD) -> None:
    """Add the account of a department's head, the password its own."""
    with Desk(data, "admin", clock) as desk:
        desk.session.accounts.add(name, Role.MANAGER, desk.department(code), f"first-{PASSWORD}")
    session = sign_in(data, name, f"first-{PASSWORD}", clock)
    session.accounts.change_own_password(f"first-{PASSWORD}", PASSWORD)
    session.close()
