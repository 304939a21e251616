"""Who may read a month, what is unknown before the first request, and that a report is read in one go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from desktop.core.clock import FixedClock
from desktop.core.errors import RefusedError, UserError
from desktop.core.months import Month
from desktop.core.permissions import Role
from desktop.months.rows import Figure
from desktop.months.service import MonthService
from tests.months.conftest import OCTOBER
from tests.requests.conftest import SHANGHAI, settle

if TYPE_CHECKING:
    from desktop.storage.database import Database
    from tests.months.conftest import Town

FIRST = OCTOBER.plus(-13)


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER, Role.ADMINISTRATOR])
def test_that_the_office_reads_and_prints_the_month(town: Town, role: Role) -> None:
    service = town.service(role)
    assert service.summary(OCTOBER).total.figures.received > 50
    assert service.report(OCTOBER).code == "all"
    assert len(service.lines(OCTOBER, Figure.RECEIVED)) == service.summary(OCTOBER).total.figures.received


def test_that_a_guard_is_refused(town: Town) -> None:
    service = town.service(Role.GUARD)
    for ask in (service.summary, service.report, lambda month: service.lines(month, Figure.OVERDUE)):
        with pytest.raises(RefusedError):
            ask(OCTOBER)


def test_that_a_departments_head_is_told_of_the_own_department_only(town: Town) -> None:
    head = town.service(department="engineering")
    own, other = town.departments["engineering"], town.departments["order"]
    summary = head.summary(OCTOBER)
    assert [group.code for group in summary.departments] == ["engineering"]
    assert summary == town.service().summary(OCTOBER, own)
    assert summary.total.figures.received < town.service().summary(OCTOBER).total.figures.received
    assert {line.department for line in head.lines(OCTOBER, Figure.RECEIVED)} == {"工程"}
    assert head.report(OCTOBER).code == "engineering"
    for ask in (
        lambda: head.summary(OCTOBER, other),
        lambda: head.report(OCTOBER, other),
        lambda: head.lines(OCTOBER, Figure.RECEIVED, department_id=other),
    ):
        with pytest.raises(RefusedError):
            ask()


def test_that_a_report_names_whom_it_is_for(town: Town) -> None:
    service = town.service()
    assert service.report(OCTOBER).addressees == ["沈怡"]
    assert service.report(OCTOBER, town.departments["engineering"]).addressees == ["罗建平"]
    assert service.report(OCTOBER, town.departments["order"]).addressees == []


def test_that_a_report_tells_patrols_and_incidents_of_its_department(town: Town) -> None:
    service = town.service()
    whole, order = service.report(OCTOBER), service.report(OCTOBER, town.departments["order"])
    assert whole.patrols is not None
    assert order.patrols is not None
    (line,) = order.patrols
    assert line in whole.patrols
    assert line.due >= line.made + line.missed > 0
    assert order.incidents is not None
    assert {each.department_id for each in order.incidents} <= {town.departments["order"]}
    assert set(order.incidents) <= set(whole.incidents or ())


def test_that_nothing_is_known_before_the_first_request(town: Town) -> None:
    service = town.service()
    first = service.summary(FIRST).total
    assert (first.previous, first.last_year) == (None, None)
    assert first.figures.received > 0
    second = service.summary(FIRST.plus(1)).total.as_json()
    assert second["previous"] is not None
    assert second["last_year"] is None
    trend = service.report(FIRST.plus(2)).lists.trend
    assert [point.received is None for point in trend] == [True] * 10 + [False] * 3


def test_that_a_month_in_which_nothing_happened_is_known_and_empty(town: Town) -> None:
    later = replace(town.desk, clock=FixedClock(datetime(2030, 1, 15, tzinfo=SHANGHAI)))
    report = MonthService(later).report(Month(2029, 12))
    figures = report.summary.total.figures
    assert (figures.received, figures.completed, figures.completion_rate, figures.satisfaction) == (0, 0, None, None)
    assert figures.complaint_rate == 0
    assert report.summary.total.last_year is not None
    assert sum(report.lists.grades.values()) == 0


def test_that_a_month_that_has_not_begun_is_refused(town: Town) -> None:
    for ask in (town.service().summary, town.service().report):
        with pytest.raises(UserError):
            ask(OCTOBER.plus(2))


def test_that_a_running_month_is_counted_up_to_now(town: Town) -> None:
    noon = datetime(2026, 10, 12, 12, 0, tzinfo=SHANGHAI)
    summary = MonthService(replace(town.desk, clock=FixedClock(noon))).summary(OCTOBER)
    assert summary.cut_off == noon
    assert summary.as_json()["cut_off"] == "2026-10-12T12:00:00+08:00"
    assert 0 < summary.total.figures.received < town.service().summary(OCTOBER).total.figures.received


def test_that_json_has_the_names_of_the_schema(town: Town) -> None:
    told = town.service().summary(OCTOBER).as_json()
    assert list(told) == [
        "month",
        "community",
        "cut_off",
        "closed",
        "total",
        "departments",
        "categories",
        "buildings",
    ]
    assert (told["month"], told["closed"], told["cut_off"]) == ("2026-10", False, "2026-11-01T00:00:00+08:00")
    total = told["total"]
    assert isinstance(total, dict)
    assert list(total) == ["figures", "previous", "last_year"]
    assert list(total["figures"]) == [
        "received",
        "carried_over",
        "completed",
        "completion_rate",
        "on_time_rate",
        "overdue",
        "turnaround_median_hours",
        "turnaround_p90_hours",
        "rework_rate",
        "follow_up_rate",
        "satisfaction",
        "complaint_rate",
    ]


def test_that_groups_add_up_to_the_total(town: Town) -> None:
    summary = town.service().summary(OCTOBER)
    for groups in (summary.departments, summary.categories, summary.buildings):
        assert sum(group.compared.figures.received for group in groups) == summary.total.figures.received
    assert not town.service().summary(OCTOBER, by=()).departments


def test_that_lists_are_narrowed_by_category_and_building(town: Town) -> None:
    service = town.service()
    summary = service.summary(OCTOBER)
    group = max(summary.categories, key=lambda each: each.compared.figures.received)
    lines = service.lines(OCTOBER, Figure.RECEIVED, category_id=group.id)
    assert len(lines) == group.compared.figures.received
    building = summary.buildings[-1]
    lines = service.lines(OCTOBER, Figure.COMPLETED, building_id=building.id)
    assert len(lines) == building.compared.figures.completed


def test_that_hot_spots_and_repeats_stand_out_by_their_rule(town: Town) -> None:
    lists = town.service().report(OCTOBER).lists
    assert lists.hot_spots
    assert all(spot.requests >= 4 and spot.requests >= 2 * spot.expected for spot in lists.hot_spots)
    assert lists.repeat_households
    assert all(household.requests >= 3 or household.complaints >= 2 for household in lists.repeat_households)
    assert all(household.categories for household in lists.repeat_households)


def test_that_a_report_of_an_unknown_department_is_refused(town: Town) -> None:
    with pytest.raises(UserError):
        town.service().report(OCTOBER, 999)


def test_that_another_community_is_not_counted(database: Database, clock: FixedClock) -> None:
    settle(database, clock)
    place = settle(database, clock)
    manager = replace(place.desk, actor=replace(place.desk.actor, role=Role.MANAGER))
    summary = MonthService(manager).summary(Month(2026, 11))
    assert summary.total.previous is None
    assert {group.id for group in summary.departments} == set(place.departments.values())
