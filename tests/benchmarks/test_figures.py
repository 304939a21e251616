"""The month's figures with the month before and last year, beside one pass of the covering index."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.core.permissions import Role
from desktop.months.service import MonthService
from desktop.requests.model import LASTING_AFTER
from desktop.storage.base import microseconds
from tests.benchmarks.communities import UNTIL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.months import Month
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

NEEDED = (
    "id, department_id, category_id, building_id, kind, place, room_label, occurred_at, completed_at, due_at,"
    " held_microseconds, on_hold_since, reopened_count, follow_up_due_at, reached_at, cannot_call"
)
"""What the figures need to know of a request."""

ONE_PASS = (
    f"SELECT {NEEDED} FROM request INDEXED BY ix_request_newest WHERE community_id = 1 AND cancelled_at IS NULL"  # noqa: S608 - names
    " AND duplicate_of_id IS NULL AND occurred_at >= :early AND occurred_at < :end AND (occurred_at >= :start"
    " OR completed_at IS NULL OR completed_at >= :start OR follow_up_due_at >= :start)"
)
"""Every request that a month's figures may count, save the few that last longer than a fortnight."""

LONG_AGO = UNTIL.plus(-46)
"""With months before it, a year too, and with years after it."""


def service(community: Made) -> MonthService:
    """Return the service as a manager has it."""
    desk = community.desk
    return MonthService(replace(desk, actor=replace(desk.actor, role=Role.MANAGER)))


def one_pass(community: Made, months: Sequence[Month]) -> Callable[[], int]:
    """Return what reads all that the figures need of `months` through the bare driver."""
    bare = community.bare()
    zone = community.desk.zone
    bounds = [
        {
            "early": microseconds(month.start(zone) - LASTING_AFTER),
            "start": microseconds(month.start(zone)),
            "end": microseconds(month.end(zone)),
        }
        for month in months
    ]
    plan: list[Any] = bare.execute(f"EXPLAIN QUERY PLAN {ONE_PASS}", bounds[0]).fetchall()
    assert "COVERING INDEX ix_request_newest" in plan[0][3]
    return lambda: sum(len(bare.execute(ONE_PASS, bound).fetchall()) for bound in bounds)


def test_that_the_figures_cost_little_more_than_reading_their_requests_once(years_old: Made, compare: Compare) -> None:
    months = (UNTIL, UNTIL.plus(-1), UNTIL.plus(-12))
    read = one_pass(years_old, months)
    months_of = service(years_old)
    figures = months_of.summary(UNTIL, by=("department",))
    assert 0 < figures.total.figures.received <= read()
    compare(
        "month figures: total, departments; month before, last year | one pass of the covering index",
        lambda: months_of.summary(UNTIL, by=("department",)),
        read,
        2,
        rounds=25,
    )
    compare("the same and each category and building | one pass", lambda: months_of.summary(UNTIL), read, 3)


def test_that_the_figures_do_not_grow_with_the_years_kept(years_old: Made, compare: Compare) -> None:
    months_of = service(years_old)
    if compare.full:
        assert months_of.summary(LONG_AGO).total.last_year is not None
    month = LONG_AGO if compare.full else UNTIL
    compare(
        "month figures at the end of five years | fifteen months into them",
        lambda: months_of.summary(UNTIL, by=("department",)),
        lambda: months_of.summary(month, by=("department",)),
        1.5,
        rounds=15,
    )


def test_that_the_figures_do_not_grow_with_the_requests_kept(
    month_old: Made, years_old: Made, compare: Compare
) -> None:
    young, old = service(month_old), service(years_old)
    month = UNTIL.plus(-4) if compare.full else UNTIL
    # Half a year has no last year, so neither side is asked for one: of the old the earliest such month.
    first = UNTIL.plus(-58) if compare.full else UNTIL
    assert young.summary(month).total.last_year is None
    compare(
        "month figures, 300,000 requests | 30,000 requests",
        lambda: old.summary(first, by=("department",)),
        lambda: young.summary(month, by=("department",)),
        1.5,
        rounds=15,
    )
