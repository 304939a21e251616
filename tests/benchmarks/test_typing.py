"""What the intake form looks up while a clerk types, beside the same statements through the bare driver."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from desktop.households.service import HouseholdService
from desktop.requests.model import Request
from desktop.requests.service import RequestService
from tests.benchmarks.replay import asked_by, replayed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import InstrumentedAttribute

    from desktop.storage.desk import Desk
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

TIMES = 2.0
PLUS_SECONDS = 0.001
ROUNDS = 50
FLAT = 1.5
WORDS = "厨房水槽下面漏水，地上已经有积水"
HERE = timedelta(hours=1)


def _busiest(desk: Desk, column: InstrumentedAttribute[int | None]) -> int:
    query = select(column).where(column.is_not(None)).group_by(column).order_by(func.count().desc()).limit(1)
    with desk.read() as session:
        found = session.scalars(query).one()
    assert found is not None
    return found


def lookups(desk: Desk) -> dict[str, Callable[[], object]]:
    """Return what is looked up, by what for: about the busiest household, category and building of the community."""
    room, category, building = (
        _busiest(desk, column) for column in (Request.room_id, Request.category_id, Request.building_id)
    )
    requests, households, now = RequestService(desk), HouseholdService(desk), desk.clock.now()
    label = households.household(room).label
    return {
        "room field: its number": lambda: households.rooms_for(label),
        "room field: a name": lambda: households.rooms_for("王秀"),
        "category of the words": lambda: requests.suggest_category(WORDS),
        "due times": lambda: requests.due_times("repair", category, "normal"),
        "same fault in the building": lambda: requests.similar(category, building),
        "earlier repairs of the room": lambda: requests.earlier_repairs(room, category),
        "what keeps coming back": lambda: requests.repeats(room, building, category),
        "open requests of the room": lambda: requests.open_for_room(room),
        "due within the hour": lambda: requests.due_between(now - HERE, now + HERE),
    }


def test_that_what_is_looked_up_while_typing_keeps_within_the_budget_of_searching(
    month_old: Made, compare: Compare
) -> None:
    bare = month_old.bare()
    for name, ask in lookups(month_old.desk).items():
        asked = asked_by(month_old.desk, ask)
        assert asked
        row = compare(f"typing: {name}", ask, replayed(bare, asked), TIMES, PLUS_SECONDS, rounds=ROUNDS)
        assert row.ours > 0
    bare.close()


@pytest.mark.parametrize("name", ["same fault in the building", "what keeps coming back", "due within the hour"])
def test_that_what_is_looked_up_while_typing_is_as_fast_with_ten_times_the_requests(
    month_old: Made, years_old: Made, compare: Compare, name: str
) -> None:
    ours, young = lookups(years_old.desk)[name], lookups(month_old.desk)[name]
    row = compare(f"typing: {name}, 300,000 requests", ours, young, FLAT, PLUS_SECONDS, rounds=ROUNDS)
    assert row.ours > 0
