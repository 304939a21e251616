"""The month's figures with the month before and last year, beside bare SQL that computes the same figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.core.permissions import Role
from desktop.months.service import MonthService
from desktop.requests.model import LASTING_AFTER
from desktop.storage.base import microseconds
from tests.benchmarks.communities import NOON, UNTIL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.months import Month
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

ENTRIES = (
    "request INDEXED BY ix_request_newest WHERE community_id = 1 AND cancelled_at IS NULL AND duplicate_of_id IS NULL"
    " AND occurred_at >= :early AND occurred_at < :bound AND (occurred_at >= :start OR completed_at IS NULL"
    " OR completed_at >= :start OR follow_up_due_at >= :start)"
)
"""Every request that a month's figures may count, save the few that last longer than a fortnight."""

RECEIVED = "occurred_at >= :start"
DONE = "completed_at >= :start AND completed_at < :bound"
MENDED = f"{DONE} AND kind = 'repair'"
CALLED = "follow_up_due_at >= :start AND follow_up_due_at < :bound AND NOT cannot_call"
COUNTED = (
    RECEIVED,
    f"{RECEIVED} AND completed_at < :bound",
    f"{RECEIVED} AND kind = 'complaint'",
    "occurred_at < :start AND (completed_at IS NULL OR completed_at >= :start)",
    DONE,
    f"{DONE} AND due_at IS NOT NULL",
    f"{DONE} AND completed_at <= due_at",
    MENDED,
    f"{MENDED} AND reopened_count > 0",
    (
        "(completed_at IS NULL OR completed_at >= :bound)"
        " AND due_at < CASE WHEN on_hold_since < :cut_off THEN on_hold_since ELSE :cut_off END"
    ),
    CALLED,
    f"{CALLED} AND reached_at <= follow_up_due_at",
    f"{RECEIVED} AND kind <> 'repair'",
    f"{RECEIVED} AND kind <> 'repair' AND answered_at_once",
    f"{RECEIVED} AND responded_at < :bound",
)
"""What the rates are made of, in the order of `Counts`, but for answers and rework by a later repair."""

LIVED_IN = (
    "SELECT count(*) FROM room_state WHERE community_id = 1 AND state IN ('occupied', 'let')"
    " AND (since IS NULL OR since <= :day) AND (until IS NULL OR until > :day)"
)
CAME_AGAIN = (
    f"SELECT group_concat(id) FROM {ENTRIES} AND kind = 'repair' AND room_label <> '' AND category_id IS NOT NULL"  # noqa: S608 - names
    " GROUP BY room_label, category_id HAVING count(*) > 1 AND max(occurred_at) > min(completed_at)"
)
"""Where a repair may have followed another; which did is left out, in favour of what ours is compared with."""


def figures_by(kind: str) -> tuple[str, ...]:
    """Return statements for all figures by one kind: counts, times in order (for medians and shares), answers."""
    return (
        f"SELECT {kind}, {', '.join(f'sum({each})' for each in COUNTED)} FROM {ENTRIES} GROUP BY {kind}",  # noqa: S608
        (
            f"SELECT {kind}, completed_at - occurred_at - held_microseconds AS took FROM {ENTRIES} AND {DONE}"  # noqa: S608
            " ORDER BY took"
        ),
        (
            f"SELECT {kind}, responded_at - occurred_at AS waited FROM {ENTRIES} AND {RECEIVED}"  # noqa: S608 - names
            " AND responded_at < :bound ORDER BY waited"
        ),
        (
            f"SELECT request.{kind}, count(*), sum(satisfaction IN ('satisfied', 'very_satisfied'))"  # noqa: S608 - names
            " FROM follow_up INDEXED BY ix_follow_up_made JOIN request ON request.id = request_id"
            " WHERE follow_up.community_id = 1 AND made_at >= :start AND made_at < :bound AND satisfaction IS NOT NULL"
            f" AND cancelled_at IS NULL GROUP BY request.{kind}"
        ),
    )


LONG_AGO = UNTIL.plus(-46)
"""With months before it, a year too, and with years after it."""


def service(community: Made) -> MonthService:
    """Return the service as a manager has it."""
    desk = community.desk
    return MonthService(replace(desk, actor=replace(desk.actor, role=Role.MANAGER)))


def bare_figures(community: Made, months: Sequence[Month], kinds: Sequence[str]) -> Callable[[], list[Any]]:
    """Return what computes the figures of `months` by each of `kinds` through the bare driver."""
    bare = community.bare()
    zone = community.desk.zone
    now = microseconds(NOON)
    bounds = [
        {
            "early": microseconds(month.start(zone) - LASTING_AFTER),
            "start": microseconds(month.start(zone)),
            "bound": min(microseconds(month.end(zone)), now + 1),
            "cut_off": min(microseconds(month.end(zone)), now),
            "day": month.first_day.isoformat(),
        }
        for month in months
    ]
    statements = [each for kind in kinds for each in figures_by(kind)] + [CAME_AGAIN, LIVED_IN, LIVED_IN]
    for statement in (*figures_by(kinds[0])[:3], CAME_AGAIN):
        plan: list[Any] = bare.execute(f"EXPLAIN QUERY PLAN {statement}", bounds[0]).fetchall()
        assert "COVERING INDEX ix_request_newest" in plan[0][3]
    return lambda: [bare.execute(statement, bound).fetchall() for bound in bounds for statement in statements]


def test_that_the_figures_cost_little_more_than_their_bare_sql(years_old: Made, compare: Compare) -> None:
    months = (UNTIL, UNTIL.plus(-1), UNTIL.plus(-12))
    months_of = service(years_old)
    for asked in (("department",), ("department", "category"), ("department", "category", "building")):
        columns = [f"{kind}_id" for kind in asked]
        reckon = bare_figures(years_old, months, columns)
        total = months_of.summary(UNTIL, by=asked).total.figures
        by_department = reckon()[0]
        assert sum(row[1] for row in by_department) == total.received
        # those that lasted longer than a fortnight are only in ours
        assert 0 < sum(row[5] for row in by_department) <= total.completed
        compare(
            f"month figures: total, {', '.join(asked)}; month before, last year | their bare SQL",
            lambda asked=asked: months_of.summary(UNTIL, by=asked),  # type: ignore[misc]
            reckon,
            1.3,
            rounds=25,
        )


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
