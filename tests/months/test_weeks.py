"""Weeks counted again in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import UserError
from desktop.core.weeks import Week
from desktop.issues.rows import NewAction, NewIssue
from desktop.issues.service import IssueService
from tests.months.closings import NOVEMBER, OCTOBER, Autumn
from tests.months.histories import random_lives
from tests.requests.conftest import SHANGHAI

if TYPE_CHECKING:
    from desktop.storage.database import Database
    from tests.months.reckoning import Life


def reckoned(lives: list[Life], week: Week, now: datetime) -> Counter[str]:
    """Return what a week comes to, by the calendar on the wall."""

    def day(at: datetime) -> date:
        return at.astimezone(SHANGHAI).date()

    def within(at: datetime | None) -> bool:
        return at is not None and at <= now and week.monday <= day(at) <= week.sunday

    found = Counter[str]()
    last = min(now, datetime.combine(week.sunday, datetime.max.time(), SHANGHAI))
    for life in lives:
        if life.cancelled or life.duplicate:
            continue
        found["received"] += within(life.occurred_at)
        found["completed"] += within(life.completed_at)
        found["complaints"] += within(life.occurred_at) and life.kind == "complaint"
        if life.occurred_at <= last and (life.completed_at is None or life.completed_at > last):
            found["open"] += 1
            stands = min(last, life.on_hold_since or last)
            found["overdue"] += life.due_at is not None and life.due_at < stands
        if within(life.follow_up_due_at) and not life.cannot_call:
            found["follow_ups_due"] += 1
            assert life.follow_up_due_at is not None
            found["follow_ups_reached"] += life.reached_at is not None and life.reached_at <= life.follow_up_due_at
    return found


@pytest.mark.parametrize("number", [41, 44, 45])
def test_that_a_week_counts_what_a_plain_recount_counts(database: Database, number: int) -> None:
    autumn = Autumn(database, lives=0)
    lives = list(random_lives(random.Random(number), autumn.place, OCTOBER, SHANGHAI, autumn.clock.now(), 150))
    autumn.add(*lives)
    week = Week(2026, number)
    made = autumn.months().week(week)
    wanted = reckoned(lives, week, autumn.clock.now())
    assert made.total._asdict() == {name: wanted[name] for name in made.total._fields}
    before = reckoned(lives, week.plus(-1), autumn.clock.now())
    assert made.before._asdict() == {name: before[name] for name in made.before._fields}
    for groups in (made.departments, made.categories):
        assert sum(group.counts.received for group in groups) == made.total.received
        assert sum(group.counts.open for group in groups) == made.total.open
    assert len(made.overdue) == made.total.overdue
    assert all(line.kind == "complaint" and line.completed_at is None for line in made.complaints)


def test_that_a_week_that_has_not_begun_is_refused(database: Database) -> None:
    autumn = Autumn(database, lives=0)
    with pytest.raises(UserError):
        autumn.months().week(Week(2026, 46))
    assert autumn.months().week(Week(2026, 45)).total.received == 0


def test_that_urgent_requests_are_told_emergencies_first(database: Database) -> None:
    autumn = Autumn(database, lives=0)
    first, second, _third = autumn.add(autumn.life(20), autumn.life(21), autumn.life(22))
    autumn.change([first], priority="urgent")
    autumn.change([second], priority="emergency")
    week = autumn.months().week(Week.of(date(2026, 10, 20)))
    assert [(each.line.id, each.priority) for each in week.pressing] == [(second, "emergency"), (first, "urgent")]


def test_that_actions_late_and_coming_are_told(database: Database) -> None:
    autumn = Autumn(database, lives=0)
    now = autumn.clock.now()
    monday = Week.containing(now, SHANGHAI).monday
    with_days = [
        NewAction(words, owner="罗建平", due_on=monday + timedelta(days=days))
        for words, days in (("本周内", 4), ("下周", 9), ("更晚", 20))
    ]
    service = IssueService(autumn.desk())
    service.raise_issue(NewIssue(NOVEMBER, autumn.place.departments["engineering"], "渗漏反复", actions=with_days))
    made = autumn.months().week(Week.containing(now, SHANGHAI))
    assert [each.action.words for each in made.late] == []
    assert [each.action.words for each in made.coming] == ["下周"]
    autumn.later(days=7)
    made = autumn.months().week(Week.containing(now, SHANGHAI))
    assert [(each.action.words, each.department) for each in made.late] == [("本周内", "工程")]
    assert [each.action.words for each in made.coming] == ["下周"]


def test_that_a_head_is_told_of_the_own_department_only(database: Database) -> None:
    autumn = Autumn(database, lives=0)
    autumn.add(autumn.life(20), autumn.life(20, department=autumn.place.departments["service"]))
    made = autumn.months(department="engineering").week(Week.of(date(2026, 10, 20)))
    assert made.total.received == 1
    assert made.department == "工程"
