"""The year's goals: built in, laid down, over the turn of the year, by zone; what the month's report takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.months import Month
from desktop.core.permissions import Operation
from desktop.events.model import Event, EventKind
from desktop.events.service import goal_lines, month_lines
from tests.care.villages import SHANGHAI, TODAY

if TYPE_CHECKING:
    from tests.events.conftest import Planner

NEW_YEAR = datetime(2026, 1, 1, 0, 0, tzinfo=SHANGHAI)


def test_that_a_year_begins_at_midnight_of_the_community(planner_on_both: Planner) -> None:
    planner = planner_on_both
    planner.held(starts_at=NEW_YEAR - timedelta(minutes=30))
    planner.held(starts_at=NEW_YEAR)
    planner.planned(starts_at=NEW_YEAR + timedelta(days=364, hours=10))
    planner.planned(starts_at=NEW_YEAR + timedelta(days=365, hours=10))
    planner.planned(starts_at=NEW_YEAR + timedelta(days=100))
    (goal,) = planner.clerk.goals()
    assert (goal.kind, goal.zone_id, goal.year, goal.goal) == (EventKind.CONVENIENCE, None, 2026, 6)
    assert (goal.held, goal.planned, goal.missing, goal.due, goal.behind) == (1, 1, 4, 5, 4)
    assert [(each.held, each.due) for each in planner.clerk.goals(2025)] == [(1, 6)]
    assert [(each.held, each.planned, each.due) for each in planner.clerk.goals(2027)] == [(0, 1, 0)]


def test_that_a_zone_counts_its_own_and_the_community_all(planner: Planner) -> None:
    planner.manager.set_goal(EventKind.CONVENIENCE, 2, 2026, 2, version=0)
    planner.held(starts_at=NEW_YEAR, zone_id=2)
    planner.held(starts_at=NEW_YEAR, zone_id=1)
    planner.held(starts_at=NEW_YEAR, kind=EventKind.SPORT)
    goals = planner.clerk.goals()
    assert [(goal.zone, goal.goal, goal.held) for goal in goals] == [("", 6, 2), ("别墅区", 2, 1)]


def test_that_a_goal_holds_until_a_later_year_has_its_own(planner: Planner) -> None:
    manager = planner.manager
    manager.set_goal(EventKind.CONVENIENCE, None, 2026, 8, version=0)
    (goal,) = manager.goals(2027)
    assert (goal.goal, goal.version) == (8, 0)
    manager.set_goal(EventKind.CONVENIENCE, None, 2027, 0, version=0)
    assert manager.goals(2027) == ()
    assert [each.goal for each in manager.goals(2028, everything=True)] == [0]
    (own,) = manager.goals(2026)
    with pytest.raises(ConflictError):
        manager.set_goal(EventKind.CONVENIENCE, None, 2026, 9, version=0)
    manager.set_goal(EventKind.CONVENIENCE, None, 2026, 9, version=own.version)
    assert [each.goal for each in manager.goals(2026)] == [9]
    with pytest.raises(RefusedError):
        planner.clerk.set_goal(EventKind.SPORT, None, 2026, 1, version=0)
    with pytest.raises(UserError) as refused:
        manager.set_goal(EventKind.SPORT, 77, 2026, 1, version=0)
    assert refused.value.problems[0].field == "zone_id"


def test_that_a_month_takes_what_was_held_in_it(planner: Planner) -> None:
    october = datetime(2026, 10, 31, 23, 0, tzinfo=SHANGHAI)
    line = planner.planned(starts_at=october, title="义诊")
    planner.planned(starts_at=october)
    planner.held(starts_at=october + timedelta(hours=1))
    planner.clerk.hold(line.id, 5000, "好评", version=line.version)
    since, until = datetime(2026, 9, 30, 16, tzinfo=UTC), datetime(2026, 10, 31, 16, tzinfo=UTC)
    with planner.village.desk.read() as session:
        (row,) = month_lines(session, 1, since, until)
        goals = goal_lines(session, 1, 2026, date(2026, 11, 22))
    assert (row.title, row.cost_fen, row.outcome, row.people) == ("义诊", 5000, "好评", 0)
    assert [goal.held for goal in goals] == [2]


@given(
    st.lists(st.tuples(st.integers(-330, 40), st.sampled_from(("open", "held", "off"))), max_size=6), st.integers(1, 12)
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_a_month_counts_as_held_what_had_begun_by_its_end(
    planner: Planner, days: list[tuple[int, str]], month: int
) -> None:
    with planner.village.desk.write(Operation.EDIT_EVENTS) as work:
        work.session.execute(delete(Event))
    counted = {"held": 0, "planned": 0}
    last = Month(2026, month).last_day
    for ahead, becomes in days:
        starts_at = datetime.combine(TODAY + timedelta(days=ahead), time(9), SHANGHAI)
        line = planner.planned(starts_at=starts_at)
        held = becomes == "held" and ahead <= 0
        if held:
            planner.clerk.hold(line.id, None, "", version=line.version)
        elif becomes == "off":
            planner.clerk.cancel(line.id, "下雨", version=line.version)
            continue
        day = starts_at.date()
        if day.year == 2026 and held and day <= last:
            counted["held"] += 1
        elif day.year == 2026 and (held or day >= last):
            counted["planned"] += 1
    with planner.village.desk.read() as session:
        (goal,) = goal_lines(session, 1, 2026, last)
    assert {"held": goal.held, "planned": goal.planned} == counted
