from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select

from desktop.requests.model import Priority, Request, RequestState
from desktop.requests.rows import Answered, Period, RequestFilter, RequestOrder, StateGroup

if TYPE_CHECKING:
    from tests.requests.conftest import Place


@pytest.mark.parametrize("order", RequestOrder)
@pytest.mark.parametrize(
    "wanted",
    [
        RequestFilter(group=StateGroup.OPEN),
        RequestFilter(overdue=True),
        RequestFilter(due_today=True),
        RequestFilter(to_dispatch=True),
        RequestFilter(awaits_follow_up=True),
        RequestFilter(unexplained=True),
        RequestFilter(answered=Answered.DISSATISFIED),
        RequestFilter(states=frozenset({RequestState.ON_HOLD}), priorities=frozenset({Priority.URGENT})),
        RequestFilter(group=StateGroup.OPEN, department_ids=frozenset({0, 1}), period=Period.WEEK),
        RequestFilter(text="漏水"),
        RequestFilter(ids=select(Request.id).where(Request.room_id == 1)),
    ],
)
def test_that_short_lists_are_not_sought_among_all_requests(
    place: Place, wanted: RequestFilter, order: RequestOrder
) -> None:
    plans = planned(place, wanted, order)
    assert len(plans) == 2
    for steps in plans:
        assert not any("SCAN" in step or "ix_request_newest" in step or "autoindex" in step for step in steps)


def test_that_rework_is_read_along_its_own_index(place: Place) -> None:
    plans = planned(place, RequestFilter(rework=True), RequestOrder.NEWEST)
    assert len(plans) == 2
    for steps in plans:
        assert place.desk.database.is_server or any("ix_request_rework" in step for step in steps)
        assert not any("SCAN" in step for step in steps)


def planned(place: Place, wanted: RequestFilter, order: RequestOrder) -> list[list[str]]:
    """Return how a file reads the list and its count, step by step; a server plans by what the tables hold, nothing."""
    engine = place.desk.database.engine
    asked: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "FROM request" in statement:
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", listen)
    place.service.count(wanted)
    place.service.lines(wanted, order)
    event.remove(engine, "before_cursor_execute", listen)
    if place.desk.database.is_server:
        return [[] for _ in asked]
    with place.desk.database.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values) for statement, values in asked]
        return [[step for *_, step in plan if "request" in step] for plan in plans]
