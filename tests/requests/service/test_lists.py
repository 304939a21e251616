from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Role
from desktop.requests.model import (
    FollowUpOutcome,
    HoldReason,
    Priority,
    Request,
    RequestKind,
    RequestState,
    Satisfaction,
)
from desktop.requests.model import Place as Where
from desktop.requests.rows import Answered, GroupBy, NewRequest, Period, RequestFilter, StateGroup
from desktop.requests.service import RequestService
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from tests.requests.conftest import Place

DAY = timedelta(days=1)


def report(place: Place, /, ago: timedelta = timedelta(), **changes: Any) -> int:
    given: dict[str, Any] = {
        "kind": RequestKind.REPAIR,
        "words": "漏水",
        "room_id": place.rooms["3-1-502"],
        "phone": "13900007713",
    } | changes
    return place.service.report(NewRequest(occurred_at=place.desk.clock.now() - ago, **given)).result


def version(place: Place, request_id: int) -> int:
    return place.service.detail(request_id).line.version


def found(place: Place, **wanted: Any) -> set[int]:
    lines = {line.id for line in place.service.lines(RequestFilter(**wanted))}
    assert place.service.count(RequestFilter(**wanted)) == len(lines)
    return lines


def called(place: Place, request_id: int, grade: Satisfaction | None) -> None:
    outcome = FollowUpOutcome.REACHED if grade else FollowUpOutcome.NO_ANSWER
    place.service.follow_up(request_id, outcome, satisfaction=grade, version=version(place, request_id))


# --- conditions -----------------------------------------------------------------------------------------------------


def test_that_priority_place_and_states_narrow_the_list(place: Place) -> None:
    hall = report(place, place=Where.PUBLIC_AREA, priority=Priority.URGENT)
    home = report(place)
    assert found(place, places=frozenset({Where.PUBLIC_AREA})) == {hall}
    assert found(place, priorities=frozenset({Priority.NORMAL})) == {home}
    place.service.start(home, version=version(place, home))
    assert found(place, states=frozenset({RequestState.IN_PROGRESS, RequestState.CLOSED})) == {home}
    assert found(place, states=frozenset({RequestState.IN_PROGRESS})) == {home}


def test_that_what_rests_too_long_is_found_by_the_days_laid_down(place: Place, clock: FixedClock) -> None:
    long, short = report(place), report(place)
    place.service.hold(long, HoldReason.PARTS, version=version(place, long))
    clock.advance(hours=24)
    place.service.hold(short, HoldReason.PARTS, version=version(place, short))
    assert found(place, held_too_long=True) == set()
    clock.advance(hours=48)
    assert found(place, held_too_long=True) == {long}


def test_that_what_is_late_without_a_reason_is_found(place: Place) -> None:
    late, said = report(place, ago=4 * DAY), report(place, ago=4 * DAY)
    report(place)
    place.service.explain(said, "等厂家发货", version=version(place, said))
    assert found(place, unexplained=True) == {late}
    assert found(place, overdue=True) == {late, said}


def test_that_rework_is_what_was_taken_up_again_or_linked(place: Place) -> None:
    again, first = report(place, ago=2 * DAY), report(place, ago=2 * DAY)
    for done in (again, first):
        place.service.complete(done, version=version(place, done))
    linked = report(place, rework_of_id=first)
    place.service.reopen(again, "又漏了", version=version(place, again))
    assert found(place, rework=True) == {again, linked}


def test_that_the_last_answer_counts_as_satisfied_or_not(place: Place, clock: FixedClock) -> None:
    good, bad, turned, unheard = (report(place, ago=DAY) for _ in range(4))
    for done in (good, bad, turned, unheard):
        place.service.complete(done, version=version(place, done))
    called(place, good, Satisfaction.SATISFIED)
    called(place, bad, Satisfaction.FAIR)
    called(place, turned, Satisfaction.VERY_DISSATISFIED)
    called(place, unheard, None)
    assert found(place, answered=Answered.DISSATISFIED) == {bad, turned}
    clock.advance(hours=1)
    place.service.reopen(turned, "没修好", version=version(place, turned))
    place.service.complete(turned, version=version(place, turned))
    called(place, turned, Satisfaction.VERY_SATISFIED)
    assert found(place, answered=Answered.DISSATISFIED) == {bad}
    assert found(place, answered=Answered.SATISFIED) == {good, turned}
    assert place.service.detail(turned).line.satisfaction is Satisfaction.VERY_SATISFIED


def test_that_periods_follow_the_day_of_reading_in_the_communitys_zone(place: Place, clock: FixedClock) -> None:
    # Sunday 22 November 2026, 14:05 in Shanghai
    today, week, month, before = (report(place, ago=days * DAY) for days in (0, 6, 20, 22))
    assert found(place, period=Period.TODAY) == {today}
    assert found(place, period=Period.WEEK) == {today, week}
    assert found(place, period=Period.MONTH) == {today, week, month}
    clock.set(datetime(2026, 11, 22, 16, 0, tzinfo=UTC))
    assert found(place, period=Period.TODAY) == set()
    assert found(place, period=Period.WEEK) == set()
    assert found(place) == {today, week, month, before}


# --- groups ---------------------------------------------------------------------------------------------------------


def test_that_a_list_falls_into_departments_and_buildings_with_their_counts(place: Place) -> None:
    engineering = place.departments["engineering"]
    report(place, department_id=engineering)
    report(place, department_id=engineering, room_id=place.rooms["1-1-101"])
    nowhere = report(place, room_id=None, room_text="后门", place=Where.PUBLIC_AREA)
    by_department = place.service.groups(RequestFilter(group=StateGroup.OPEN), GroupBy.DEPARTMENT)
    assert [(group.name, group.count) for group in by_department] == [("工程", 2), ("", 1)]
    by_building = place.service.groups(None, GroupBy.BUILDING)
    assert [(group.name, group.count) for group in by_building] == [("1", 1), ("3", 1), ("", 1)]
    assert found(place, department_ids=frozenset({0})) == {nowhere}
    assert len(found(place, building_ids=frozenset({0, place.buildings["1"]}))) == 2
    assert place.service.groups(RequestFilter(text="没有"), GroupBy.BUILDING) == ()


# --- lists kept under a name ----------------------------------------------------------------------------------------


def test_that_a_list_is_kept_for_its_account_alone_and_replaced_by_its_name(place: Place) -> None:
    wanted = RequestFilter(group=StateGroup.OPEN, building_ids=frozenset({1}), period=Period.WEEK)
    changes = place.service.save_list("  3栋 水管 ", wanted)
    assert changes.touches("saved_list")
    (row,) = place.service.saved_lists()
    assert (row.id, row.name, row.wanted, row.whole) == (changes.result, "3栋 水管", wanted, True)
    again = place.service.save_list("3栋 水管", RequestFilter(overdue=True))
    assert again.result == row.id
    assert [kept.wanted for kept in place.service.saved_lists()] == [RequestFilter(overdue=True)]
    other = RequestService(replace(place.desk, actor=replace(place.desk.actor, account_id=2)))
    assert other.saved_lists() == ()
    with pytest.raises(UserError):
        other.forget_list(row.id)
    place.service.forget_list(row.id)
    assert place.service.saved_lists() == ()


@pytest.mark.parametrize("name", ["", "   ", "长" * 41])
def test_that_a_list_needs_a_name_that_fits(place: Place, name: str) -> None:
    with pytest.raises(UserError) as raised:
        place.service.save_list(name, RequestFilter())
    assert raised.value.problems[0].field == "name"


def test_that_a_figures_list_cannot_be_kept(place: Place) -> None:
    with pytest.raises(UserError):
        place.service.save_list("十月", RequestFilter(ids=select(Request.id)))


# --- taken away -----------------------------------------------------------------------------------------------------


def audited(place: Place) -> list[Any]:
    with place.desk.read() as session:
        rows = session.scalars(select(Audit).where(Audit.action == "exported").order_by(Audit.id))
        return [row.after for row in rows]


def test_that_an_export_is_masked_in_the_order_asked_for_and_audited(place: Place) -> None:
    first, second = report(place), report(place, words="=1+1")
    manager = place.acting_as(Role.MANAGER)
    lines = manager.export([second, 999, first])
    assert [(line.line.id, line.phone) for line in lines] == [(second, "139 **** 7713"), (first, "139 **** 7713")]
    assert audited(place) == [{"requests": 2, "unmasked": False, "reason": ""}]


def test_that_phones_leave_in_full_only_with_right_and_reason(place: Place) -> None:
    request = report(place)
    manager = place.acting_as(Role.MANAGER)
    with pytest.raises(UserError) as raised:
        manager.export([request], unmasked=True, reason=" ")
    assert raised.value.problems[0].field == "reason"
    (line,) = manager.export([request], unmasked=True, reason="回访外包", operation_id="once")
    assert line.phone == "139 0000 7713"
    assert len(manager.export([request], unmasked=True, reason="回访外包", operation_id="once")) == 1
    assert audited(place) == [{"requests": 1, "unmasked": True, "reason": "回访外包"}]


@pytest.mark.parametrize("role", [Role.CLERK, Role.GUARD, Role.ADMINISTRATOR])
def test_that_only_a_manager_takes_lists_away(place: Place, role: Role) -> None:
    with pytest.raises(RefusedError):
        place.acting_as(role).export([1])
