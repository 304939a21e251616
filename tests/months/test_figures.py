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
from desktop.months.service.counted import EVERYTHING, FIELDS
from desktop.months.table import listed
from tests.months.histories import add_lives, add_living, add_zones, random_lives, random_living
from tests.months.reckoning import Life, Living, Reckoning
from tests.requests.conftest import Place, settle

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from desktop.months.rows import Compared, Figures, Named
    from desktop.storage.database import Database

ZONES = ("Asia/Shanghai", "America/New_York", "Pacific/Chatham")
MONTHS = (Month(2026, 3), Month(2026, 4), Month(2026, 11), Month(2024, 2), Month(2026, 1))
"""Clocks change in March, April and November somewhere; the others are short, long, and after a new year."""


CODED = frozenset({"place", "liability", "source"})


class History:
    """A community with a random history, seen at one moment."""

    def __init__(self, database: Database, chance: random.Random, zone: str, month: Month, days: float) -> None:
        self.zone, self.month = ZoneInfo(zone), month
        self.now = min(month.start(self.zone) + timedelta(days=days), datetime(2029, 1, 1, tzinfo=self.zone))
        place = settle(database, FixedClock(self.now))
        actor = replace(place.desk.actor, role=Role.MANAGER)
        self.place: Place = replace(place, desk=replace(place.desk, zone=self.zone, actor=actor))
        zones = add_zones(self.place)
        self.lives = random_lives(chance, self.place, month, self.zone, self.now, chance.randrange(40))
        for life in self.lives:
            life.zone = zones.get(life.building)
        self.living = random_living(chance, month, chance.randrange(6))
        with self.place.desk.write(Operation.EDIT_COMMUNITY) as work:
            add_lives(work.session, self.place, self.lives)
            add_living(work.session, self.place, self.living)
        self.service = MonthService(self.place.desk)

    def expected(self, lives: Sequence[Life]) -> dict[str, object]:
        """Return what the month and those it is compared with come to, reckoned."""
        months = {"figures": self.month, "previous": self.month.plus(-1), "last_year": self.month.plus(-12)}
        return {name: self.figures(month, lives) for name, month in months.items()}

    def figures(self, month: Month, lives: Sequence[Life]) -> dict[str, object] | None:
        """Return the figures of one month, reckoned; none where nothing is known of it."""
        reckoning = Reckoning(month, self.zone, self.now)
        if month != self.month and not self.knows(month):
            return None
        return reckoning.figures(lives, self.living, self.lives)

    def knows(self, month: Month) -> bool:
        """Tell whether the community had any request before the month's end."""
        return any(self._before_end_of(month, life) for life in self.lives)

    def counted(self, fact: str) -> list[Life]:
        """Return the lives that count as `fact` in the month."""
        ids = Reckoning(self.month, self.zone, self.now).lists(self.lives)[fact]
        return [life for life in self.lives if life.id in ids]

    def _before_end_of(self, month: Month, life: Life) -> bool:
        wall = life.occurred_at.astimezone(self.zone)
        return (wall.year, wall.month) <= (month.year, month.number)


def belongs(life: Life, kind: str, group: Named) -> bool:
    """Tell whether a life counts for a group."""
    value = getattr(life, kind)
    return bool(value == group.code) if kind in CODED else bool((value or 0) == group.id)


def told(figures: Figures | None) -> dict[str, object] | None:
    """Return figures by name."""
    return None if figures is None else {figure.value: figures.value(figure) for figure in Figure}


def compared(figures: Compared) -> dict[str, object]:
    """Return figures by name with what they are compared with."""
    return {name: told(getattr(figures, name)) for name in ("figures", "previous", "last_year")}


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
    summary = history.service.summary(month, by=EVERYTHING)
    lives = history.lives
    assert compared(summary.total) == approximately(history.expected(lives))
    for kind, field in FIELDS.items():
        for group in getattr(summary, field):
            own = [life for life in lives if belongs(life, kind, group)]
            assert compared(group.compared) == approximately(history.expected(own)), (kind, group.name)
    assert {group.code for group in summary.liabilities} >= {life.liability for life in history.counted("received")}
    year = Reckoning(month, history.zone, history.now, Month(month.year, 1))
    assert told(summary.year_to_date) == approximately(year.figures(lives, history.living, lives))


@histories
@settings(parent=once_a_database, max_examples=15)
def test_that_thirteen_months_are_what_each_of_them_is(
    database: Database, chance: random.Random, zone: str, month: Month, days: float
) -> None:
    history = History(database, chance, zone, month, days)
    department = min(history.place.departments.values())
    own = [life for life in history.lives if life.department == department]
    for department_id, lives in ((None, history.lives), (department, own)):
        series = history.service.series(month, department_id)
        assert tuple(each for each, _figures in series) == tuple(month.series())
        for each, figures in series:
            known = each != month or bool(history.lives)
            expected = history.figures(each, lives) if known and history.knows(each) else None
            assert told(figures) == approximately(expected), str(each)


@histories
@settings(parent=once_a_database, max_examples=15)
def test_that_few_groups_counted_in_sql_are_what_they_are_one_by_one(
    database: Database, chance: random.Random, zone: str, month: Month, days: float
) -> None:
    history = History(database, chance, zone, month, days)
    few = history.service.summary(month, by=("department", "category", "place", "liability", "source"))
    every = history.service.summary(month, by=EVERYTHING)
    assert few.total == every.total
    for kind in ("department", "category", "place", "liability", "source"):
        assert getattr(few, FIELDS[kind]) == getattr(every, FIELDS[kind])
    assert not few.buildings
    assert not few.zones
    assert not few.workers
    assert few.year_to_date is None


@histories
@settings(parent=once_a_database, max_examples=10)
def test_that_the_number_of_every_group_opens_the_list_that_it_counts(
    database: Database, chance: random.Random, zone: str, month: Month, days: float
) -> None:
    history = History(database, chance, zone, month, days)
    summary = history.service.summary(month, by=EVERYTHING)
    for kind, field in FIELDS.items():
        for group in getattr(summary, field):
            within: Any = {kind: group.code} if kind in CODED else {f"{kind}_id": group.id}
            for figure in (Figure.RECEIVED, Figure.ON_TIME_RATE, Figure.REWORK_RATE, Figure.FIRST_CONTACT_RATE):
                lines = history.service.lines(month, figure, **within)
                assert len(lines) == listed(figure, group.compared.figures), (kind, group.name, figure)


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
        Figure.FIRST_CONTACT_RATE: found["no_repairs"] - found["answered_at_once"],
        Figure.RESPONSE_MEDIAN_HOURS: found["responded"],
    }
    opened = {figure: {line.id for line in history.service.lines(month, figure)} for figure in expected}
    assert opened == expected
    lists = history.service.report(month).lists
    assert {line.id for line in lists.carried_over} == found["carried_over"]
    assert {line.id for line in lists.overdue} == found["overdue"]
    assert all(line.late is not None for line in lists.overdue)
    assert {line.id for line in lists.rework} == found["reworked"]
    assert {line.id for line in lists.unreached} == found["follow_ups_due"] - found["follow_ups_reached"]
    counts = history.service.summary(month).total.figures.counts
    assert len(lists.answers) == counts.answers - counts.good_answers
    assert sum(lists.grades.values()) == counts.answers
    assert {line.id for line in lists.received} == found["received"]
    assert sum(each.requests for each in lists.heat) == counts.received
    assert sum(each.requests for each in lists.turnaround) == counts.completed
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
