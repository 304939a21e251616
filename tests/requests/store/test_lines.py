from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select

from desktop.requests.model import Request
from desktop.requests.rows import RequestFilter, RequestOrder, StateGroup

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
        RequestFilter(text="漏水"),
        RequestFilter(ids=select(Request.id).where(Request.room_id == 1)),
    ],
)
def test_that_short_lists_are_not_sought_among_all_requests(
    place: Place, wanted: RequestFilter, order: RequestOrder
) -> None:
    engine = place.desk.database.engine
    asked: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "FROM request" in statement:
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", listen)
    place.service.count(wanted)
    place.service.lines(wanted, order)
    event.remove(engine, "before_cursor_execute", listen)
    assert len(asked) == 2
    if place.desk.database.is_server:
        return  # a server plans by what the tables hold, which is nothing here
    with place.desk.database.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [step for *_, step in plan if "request" in step]
            assert not any("SCAN" in step or "ix_request_newest" in step or "autoindex" in step for step in steps)
