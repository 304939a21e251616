from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import ConflictError, UserError
from desktop.core.permissions import Role
from desktop.patrols.model import PointKind
from desktop.patrols.rows import NewDuty, NewPoint, NewRoute
from desktop.visits.service import VisitService
from tests.patrols.beats import POINTS, at

if TYPE_CHECKING:
    from tests.patrols.beats import Beat


def refused(caught: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.field for problem in caught.value.problems]


def test_that_a_route_is_laid_down_with_its_points_and_duties(both: Beat) -> None:
    made = both.route(fixed=True, duties={"day": 2, "night": 3})
    route = both.of().route(made)
    assert (route.name, route.department, route.fixed_order) == ("夜间一号线", "秩序", True)
    assert [(point.position, point.name, point.code) for point in route.points] == [
        (place, name, f"P{place}") for place, name in enumerate(POINTS, start=1)
    ]
    assert [(duty.shift, duty.times) for duty in route.duties] == [("白班", 2), ("夜班", 3)]
    boss = both.of(Role.MANAGER)
    boss.amend_route(made, NewRoute("一号线", both.departments["engineering"], note="带手电"), version=route.version)
    assert boss.routes()[0].note == "带手电"
    with pytest.raises(ConflictError):
        boss.amend_route(made, NewRoute("二号线", both.departments["order"]), version=route.version)


def test_that_what_is_wrong_with_a_route_is_said_field_by_field(beat: Beat) -> None:
    boss = beat.of(Role.MANAGER)
    beat.route()
    for draft, fields in (
        (NewRoute(" ", None, note="长" * 301), ["name", "note", "department_id"]),
        (NewRoute("夜间一号线 ", beat.departments["order"]), ["name"]),
        (NewRoute("线" * 41, 99), ["name", "department_id"]),
    ):
        with pytest.raises(UserError) as caught:
            boss.add_route(draft)
        assert refused(caught) == fields


def test_that_points_keep_their_rounds_when_others_come_and_go(beat: Beat) -> None:
    route = beat.route()
    made = beat.walk(route)
    boss = beat.of(Role.MANAGER)
    before = boss.route(route)
    last, first = before.points[3], before.points[0]
    now = [NewPoint("防火门（东）", PointKind.FIRE_DOOR, code="P4", point_id=last.id), NewPoint("天台")]
    boss.set_points(route, [*now, NewPoint(first.name, point_id=first.id)], version=before.version)
    assert [point.name for point in boss.route(route).points] == ["防火门（东）", "天台", POINTS[0]]
    assert boss.route(route).points[0].id == last.id
    assert [step.name for step in boss.round(made).steps] == [*POINTS[:3], "防火门（东）"]
    for points in (
        [],
        [NewPoint(" ")],
        [NewPoint("甲"), NewPoint("甲 ")],
        [NewPoint("甲", code="P1"), NewPoint("乙", code="p1")],
        [NewPoint("甲", building_id=999)],
        [NewPoint("甲", point_id=999)],
        [NewPoint(f"{each}") for each in range(61)],
    ):
        with pytest.raises(UserError) as caught:
            boss.set_points(route, points, version=boss.route(route).version)
        assert set(refused(caught)) == {"points"}


def test_that_what_was_due_stays_due_when_duties_change(beat: Beat) -> None:
    beat.clock.set(at(20, 7))
    route = beat.route(duties={"day": 2, "night": 1})
    beat.clock.set(at(21, 12))
    beat.duties(route, {"day": 4})
    name = "夜间一号线"
    assert beat.sums(20) == [(name, "白班", 2, 0, 2, 0), (name, "夜班", 1, 0, 1, 0)]
    assert beat.sums(21) == [(name, "白班", 2, 0, 0, 2)]
    assert beat.sums(22) == [(name, "白班", 4, 0, 0, 4)]
    beat.duties(route, {"day": 1})
    assert beat.sums(22) == [(name, "白班", 1, 0, 0, 1)]
    boss = beat.of(Role.MANAGER)
    boss.archive_route(route, version=boss.route(route).version)
    assert beat.sums(21) == [(name, "白班", 2, 0, 0, 2)]
    assert beat.sums(22) == []
    shift = next(each for each in VisitService(beat.desk(Role.MANAGER)).shifts() if each.name == "白班")
    VisitService(beat.desk(Role.MANAGER)).archive_shift(shift.id, version=shift.version)
    assert beat.sums(20)[0] == (name, "白班", 2, 0, 2, 0)


def test_that_a_duty_on_some_days_is_due_on_those_only(beat: Beat) -> None:
    route = beat.route()
    beat.duties(route, {"day": 1}, weekdays="17")
    assert [len(beat.sums(day)) for day in (22, 23, 24, 29)] == [1, 1, 0, 1]
    boss = beat.of(Role.MANAGER)
    for duties in (
        [NewDuty(beat.shifts["day"], 0)],
        [NewDuty(beat.shifts["day"], 13)],
        [NewDuty(beat.shifts["day"], 1, "")],
        [NewDuty(beat.shifts["day"], 1, "18")],
        [NewDuty(99, 1)],
        [NewDuty(beat.shifts["day"], 1), NewDuty(beat.shifts["day"], 2)],
    ):
        with pytest.raises(UserError) as caught:
            boss.set_duties(route, duties, version=boss.route(route).version)
        assert refused(caught) == ["duties"]
