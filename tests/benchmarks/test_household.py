"""A household with 500 touchpoints read for its page, beside the same statements through the bare driver."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from desktop.core.permissions import Operation
from desktop.households.service import HouseholdService

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

    asked: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "SELECT" in statement:
            asked.append((statement, parameters))

    event.listen(desk.database.engine, "before_cursor_execute", listen)
    page()
    event.remove(desk.database.engine, "before_cursor_execute", listen)
    bare = month_old.bare()

    def queries() -> int:
        return sum(len(bare.execute(statement, parameters).fetchall()) for statement, parameters in asked)

    row = compare("household with 500 touchpoints, beside its bare queries", page, queries, TIMES, rounds=50)
    bare.close()
    assert row.ours > 0
    assert queries_read_something(asked)


def queries_read_something(asked: list[tuple[str, Any]]) -> bool:
    return any("timeline" in statement for statement, _parameters in asked)
