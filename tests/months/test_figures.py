"""The month's figures beside the same figures reckoned in plain Python, on random histories; lists beside counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from statistics import quantiles
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.months import Month
from desktop.core.permissions import Operation, Role
from desktop.months.rows import Figure, percentile
from desktop.months.service import MonthService
from tests.months.histories import add_lives, add_living, random_lives, random_living
from tests.months.reckoning import Life, Living, Reckoning
from tests.requests.conftest import Place, settle

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from desktop.storage.database import Database

ZONES = ("Asia/Shanghai", "America/New_York", "Pacific/Chatham")
MONTHS = (Month(2026, 3), Month(2026, 4), Month(2026, 11), Month(2024, 2), Month(2026, 1))
"""Clocks change in March, April and November somewhere; the others are short, long, and after a new year."""


class History:
    """A community with a random history, seen at one moment."""

    def __init__(self, database: Database, chance: random.Random, zone: str, month: Month, days: float) -> None:
        self.zone, self.month = ZoneInfo(zone), month
        self.now = min(month.start(self.zone) + timedelta(days=days), datetime(2029, 1, 1, tzinfo=self.zone))
        place = settle(database, FixedClock(self.now))
        actor = replace(place.desk.actor, role=Role.MANAGER)
        self.place: Place = replace(place, desk=replace(place.desk, zone=self.zone, actor=actor))
        self.lives = random_lives(chance, self.place, month, self.zone, self.now, chance.randrange(40))
        self.living = random_living(chance, month, chance.randrange(6))
        with self.place.desk.write(Operation.EDIT_COMMUNITY) as work:
            add_lives(work.session, self.place, self.lives)
            add_living(work.session, self.place, self.living)
        self.service = MonthService(self.place.desk)

    def expected(self, lives: Sequence[Life]) -> dict[str, object]:
        """Return P of the command line's schema, reckoned."""
        months = {"figures": self.month, "previous": self.month.plus(-1), "last_year": self.month.plus(-12)}
        return {name: self._figures(month, lives) for name, month in months.items()}

    def _figures(self, month: Month, lives: Sequence[Life]) -> dict[str, object] | None:
        reckoning = Reckoning(month, self.zone, self.now)
        if month != self.month and not any(self._before_end_of(month, life) for life in self.lives):
            return None
        return reckoning.figures(lives, self.living, self.lives)

    def _before_end_of(self, month: Month, life: Life) -> bool:
        wall = life.occurred_at.astimezone(self.zone)
        return (wall.year, wall.month) <= (month.year, month.number)


def approximately(figures: Any) -> Any:
    """Return `figures` to be compared with what was reckoned in another order."""
    if isinstance(figures, dict):
        return {name: approximately(value) for name, value in figures.items()}
    return pytest.approx(figures, abs=1e-9) if isinstance(figures, float) else figures


histories = given(
    chance=st.randoms(use_true_random=False),
    zone=st.sampled_from(ZONES),
    month=st.sampled_from(MONTHS),
    days=st.floats(0, 70),
)
once_a_database = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@histories
@once_a_database
def test_that_every_figure_is_what_plain_python_reckons(
    database: Database, chance: random.Random, zone: str, month: Month, days: float
) -> None:
    history = History(database, chance, zone, month, days)
    summary = history.service.summary(month)
    lives = history.lives
    assert summary.total.as_json() == approximately(history.expected(lives))
    for groups, attribute in (
        (summary.departments, "department"),
        (summary.categories, "category"),
        (summary.buildings, "building"),
    ):
        for group in groups:
            own = [life for life in lives if (getattr(life, attribute) or 0) == group.id]
            assert group.compared.as_json() == approximately(history.expected(own)), (attribute, group.name)


@histories
@once_a_database
def test_that_every_figure_opens_the_list_that_it_counts(
    database: Database, chance: random.Random, zone: str, month: Month, days: float
) -> None:
    history = History(database, chance, zone, month, days)
    found = Reckoning(month, history.zone, history.now).lists(history.lives)
    expected = {
        Figure.RECEIVED: found["received"],
        Figure.CARRIED_OVER: found["carried_over"],
        Figure.COMPLETED: found["completed"],
        Figure.COMPLETION_RATE: found["received"] - found["received_completed"],
        Figure.ON_TIME_RATE: found["completed_with_due"] - found["completed_on_time"],
        Figure.OVERDUE: found["overdue"],
        Figure.TURNAROUND_MEDIAN_HOURS: found["completed"],
        Figure.TURNAROUND_P90_HOURS: found["completed"],
        Figure.REWORK_RATE: found["reworked"],
        Figure.FOLLOW_UP_RATE: found["follow_ups_due"] - found["follow_ups_reached"],
        Figure.COMPLAINT_RATE: found["complaints"],
    }
    listed = {figure: {line.id for line in history.service.lines(month, figure)} for figure in expected}
    assert listed == expected
    lists = history.service.report(month).lists
    assert {line.id for line in lists.carried_over} == found["carried_over"]
    assert {line.id for line in lists.overdue} == found["overdue"]
    assert all(line.late is not None for line in lists.overdue)
    assert {line.id for line in lists.rework} == found["reworked"]
    assert {line.id for line in lists.unreached} == found["follow_ups_due"] - found["follow_ups_reached"]
    counts = history.service.summary(month).total.figures.counts
    assert len(lists.answers) == counts.answers - counts.good_answers
    assert sum(lists.grades.values()) == counts.answers
    last = lists.trend[-1]
    assert (last.received or 0, last.completed or 0) == (counts.received, counts.completed)


@histories
@settings(parent=once_a_database, max_examples=15)
def test_that_a_department_is_told_what_the_whole_is_told_of_it(
    database: Database, chance: random.Random, zone: str, month: Month, days: float
) -> None:
    history = History(database, chance, zone, month, days)
    whole = {group.id: group.compared for group in history.service.summary(month).departments}
    for id_, compared in whole.items():
        own = history.service.summary(month, id_)
        assert own.total == compared
        assert [group.id for group in own.departments] == [id_]


@given(
    values=st.lists(st.integers(0, 10**13), min_size=1, max_size=50),
    share=st.sampled_from((0.5, 0.9)),
)
@example(values=[7], share=0.9)
def test_that_percentiles_are_linear_between_ranks(values: list[int], share: float) -> None:

    other = quantiles([*values, *values[:1]] if len(values) == 1 else values, n=10, method="inclusive")
    assert percentile(sorted(values), share) == pytest.approx(other[round(share * 10) - 1])


def test_that_nobody_moves_in_before_moving_in() -> None:
    day = Month(2026, 3).first_day
    assert Living(day, None).on(day)
    assert not Living(None, day).on(day)
