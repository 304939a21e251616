"""What the parts read: a row asked for is found in whichever scope it lies, and days go on at midnight."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.visits.presenter import ExpectedPresenter, ExpectedScope, LogPresenter
from desktop.visits.rows import NewExpected, VisitFilter
from tests.care.villages import TODAY

if TYPE_CHECKING:
    from tests.visits.screens import Screen


def test_that_a_row_is_sought_through_the_scopes(screen: Screen) -> None:
    room = screen.village.rooms["1-1-101"]
    screen.service().expect(NewExpected(room, "王芳"))
    later = screen.service().expect(NewExpected(room, "李明", first_day=TODAY + timedelta(days=3))).result
    presenter = ExpectedPresenter(screen.village.desk, screen.shell.tasks, screen.shell.bus)
    found: list[int] = []
    presenter.sought.connect(found.append)
    presenter.seek(later)
    screen.settle()
    assert found == [later]
    assert presenter.scope == ExpectedScope.COMING
    presenter.seek(later + 1000)
    screen.settle()
    assert found == [later]
    assert not presenter.is_seeking


def test_that_the_days_of_the_log_go_on_with_a_new_day(screen: Screen) -> None:
    presenter = LogPresenter(screen.village.desk, screen.shell.tasks, screen.shell.bus)
    presenter.read()
    assert (presenter.wanted.first_day, presenter.wanted.last_day) == (TODAY - timedelta(days=6), TODAY)
    screen.house.clock.advance(days=1)
    presenter.read()
    assert presenter.wanted.last_day == TODAY + timedelta(days=1)
    presenter.show(VisitFilter(first_day=TODAY, last_day=TODAY))
    presenter.read()
    assert presenter.wanted.last_day == TODAY
    screen.settle()
