"""The window looks by itself for mended problem points whose trouble came back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.app.comebacks import Comebacks
from desktop.core.months import Month
from desktop.core.permissions import Role
from desktop.issues.model import IssueState
from desktop.issues.rows import NewIssue
from desktop.issues.service import IssueService
from tests.requests.screens import screens  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from tests.requests.screens import Screens


def test_that_what_came_back_is_reopened_in_the_background_and_told(screens: Screens) -> None:  # noqa: F811
    told: list[Changes] = []
    screens.shell.bus.changed.connect(lambda changes, _initiator: told.append(changes))
    service, place = IssueService(screens.desk), screens.place
    category = place.categories["给排水"]
    issue = NewIssue(Month(2026, 11), place.departments["engineering"], "漏水", category_id=category)
    issue_id = service.raise_issue(issue).result
    service.mend(issue_id, "已更换", version=1)
    screens.clock.set(screens.clock.now() + timedelta(hours=1))
    watch = Comebacks(screens.desk, screens.shell, screens.shell.tasks)
    watch._timer.stop()
    watch.look()
    screens.settle()
    assert service.issue(issue_id).state is IssueState.MENDED
    assert told == []
    for _ in range(2):
        screens.report(category_id=category)
    watch.look()
    screens.settle()
    assert service.issue(issue_id).state is IssueState.OPEN
    assert [changes.ids for changes in told] == [{"issue": {issue_id}}]


def test_that_who_reads_no_problem_points_looks_for_none(screens: Screens) -> None:  # noqa: F811
    guard = Comebacks(screens.desk_of(Role.GUARD), screens.shell, screens.shell.tasks)
    guard.look()
    assert not guard._timer.isActive()
    assert screens.shell.tasks.is_idle
