"""A household with 500 touchpoints read for its page, beside the same statements through the bare driver."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.permissions import Operation
from desktop.households.service import HouseholdService
from tests.benchmarks.replay import asked_by, replayed

if TYPE_CHECKING:
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

ROOM = 7
TOUCHPOINTS = 500
TIMES = 1.5


def test_that_a_household_costs_little_more_than_its_bare_queries(month_old: Made, compare: Compare) -> None:
    desk = month_old.desk
    with desk.write(Operation.EDIT_HOUSEHOLD) as work:
        for place in range(TOUCHPOINTS):
            work.timeline(ROOM, work.now - timedelta(hours=place), "moved_in", 1, name="沈岚", role="tenant")

    def page() -> object:
        with desk.hold() as held:
            service = HouseholdService(held)
            return service.household(ROOM), service.timeline_counts(ROOM)

    asked = asked_by(desk, page)
    bare = month_old.bare()
    row = compare(
        "household with 500 touchpoints, beside its bare queries", page, replayed(bare, asked), TIMES, rounds=50
    )
    bare.close()
    assert row.ours > 0
    assert any("timeline" in statement for statement, _parameters in asked)
