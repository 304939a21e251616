"""The page of the walk through a month over a small community, in a window that remembers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop.core.permissions import Role
from desktop.issues.service import IssueService
from desktop.month_end.service import MonthEndService
from desktop.month_end.view import CombingPage
from desktop.requests.model import RequestKind
from tests.requests.conftest import database, place
from tests.requests.screens import Screens, screens

if TYPE_CHECKING:
    from desktop.storage.desk import Desk
    from tests.requests.screens import Screens as _Screens

__all__ = ["Walked", "database", "place", "screens", "walked"]


class Walked:
    """The page, and what the tests do on it; the month shown is the running one, November 2026."""

    def __init__(self, screens: _Screens) -> None:
        self.screens = screens
        self.shell = screens.shell

    def desk(self, role: Role = Role.MANAGER, department: str = "") -> Desk:
        """Return the desk of an account: a manager without a department is the project manager."""
        place = self.screens.place
        department_id = place.departments[department] if department else None
        return replace(place.desk, actor=replace(place.desk.actor, role=role, department_id=department_id))

    @property
    def service(self) -> MonthEndService:
        return MonthEndService(self.desk())

    @property
    def issues(self) -> IssueService:
        return IssueService(self.desk())

    def open(
        self, role: Role = Role.MANAGER, department: str = "", size: tuple[int, int] = (1198, 612), **where: object
    ) -> CombingPage:
        page = CombingPage(self.desk(role, department), self.shell)
        self.screens.show(page, size)
        page.show_at(**({"month": "2026-11"} | where))
        self.screens.settle()
        return page

    def complaints(self, number: int) -> list[int]:
        """Let one room complain several times, at the desk of a clerk."""
        return [self.screens.report(f"楼上噪音 {each}", kind=RequestKind.COMPLAINT).line.id for each in range(number)]


@pytest.fixture
def walked(screens: Screens) -> Walked:
    return Walked(screens)
