from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.holidays import Holiday, shipped_holidays
from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.core.working_hours import STANDARD_WEEK, Hours
from desktop.storage.audit import Audit
from desktop.working_days import store
from desktop.working_days.rows import DAY_FIELDS, STANDARD_HOURS, YearRow
from desktop.working_days.service import WorkingDaysService

if TYPE_CHECKING:
    from desktop.storage.desk import Desk

WEEK = ("08:00-12:00",) * 5 + ("09：00至11：30", "", "8:00-16:00")
KEPT = ("08:00-12:00",) * 5 + ("09:00-11:30", "", "08:00-16:00")
NEXT_YEAR: dict[str, Any] = {
    "holidays": [
        {"name": "春节", "first": "2027-02-06", "last": "2027-02-12"},
        {"name": "元旦", "first": "2027-01-01", "last": "2027-01-03"},
    ],
    "make_up_days": ["2027-02-20"],
}


def as_role(desk: Desk, role: Role) -> WorkingDaysService:
    return WorkingDaysService(replace(desk, actor=replace(desk.actor, role=role)))


def sentences(error: UserError) -> dict[str, str]:
    return {problem.field: language("en").message(problem.message) for problem in error.problems}


def year(desk: Desk, number: int) -> YearRow | None:
    return next((row for row in WorkingDaysService(desk).years() if row.year == number), None)


def test_that_a_new_community_works_the_standard_week_and_keeps_the_shipped_holidays(either: Desk) -> None:
    service = WorkingDaysService(either)
    calendar = service.calendar()
    assert (calendar.week, calendar.holidays) == (STANDARD_WEEK, shipped_holidays())
    assert (service.hours().days, service.hours().version) == (STANDARD_HOURS, 0)
    assert [row.year for row in service.years()] == list(range(2020, 2027))
    assert not any(row.is_own for row in service.years())
    assert all(row.shipped for row in service.years())


def test_that_hours_of_ones_own_are_kept_as_they_are_written_best(either: Desk) -> None:
    service = WorkingDaysService(either)
    done = service.set_hours(WEEK, 0)
    assert done.touches("working_days")
    assert (service.hours().days, service.hours().version) == (KEPT, 1)
    week = service.calendar().week
    assert week.days[5] == (Hours(540, 690),)
    assert week.make_up == (Hours(480, 960),)
    service.set_hours(STANDARD_HOURS, 1)
    assert (service.calendar().week, service.hours().version) == (STANDARD_WEEK, 2)


def test_that_a_year_of_ones_own_stands_in_place_of_none_and_of_the_shipped_one(either: Desk) -> None:
    service = WorkingDaysService(either)
    service.set_year(2027, NEXT_YEAR, 0)
    service.set_year(2026, {"holidays": [_holiday(2026)], "make_up_days": []}, 0)
    calendar = service.calendar()
    assert calendar.covers(2027)
    assert calendar.hours_on(date(2027, 2, 20)) == STANDARD_WEEK.make_up
    assert calendar.holidays.holiday_on(date(2027, 2, 8)) == "春节"
    assert calendar.holidays.holiday_on(date(2026, 10, 1)) == ""
    assert calendar.holidays.holiday_on(date(2025, 10, 1)) != ""
    assert calendar.hours_on(date(2026, 10, 10)) == ()  # the make-up days of the shipped year are gone with it
    found = year(either, 2027)
    assert found is not None
    assert found == YearRow(
        2027,
        (
            Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),
            Holiday("春节", date(2027, 2, 6), date(2027, 2, 12)),
        ),
        (date(2027, 2, 20),),
        shipped=False,
        version=1,
    )
    own = year(either, 2026)
    assert own is not None
    assert (own.is_own, own.shipped) == (True, True)


def _holiday(number: int) -> dict[str, str]:
    return {"name": "厂休", "first": f"{number}-07-01", "last": f"{number}-07-02"}


def test_that_another_community_is_not_concerned(either: Desk) -> None:
    WorkingDaysService(either).set_hours(WEEK, 0)
    WorkingDaysService(either).set_year(2027, NEXT_YEAR, 0)
    other = replace(either, actor=replace(either.actor, community_id=2))
    assert WorkingDaysService(other).hours().version == 0
    assert not WorkingDaysService(other).calendar().covers(2027)


def test_that_a_year_can_be_taken_back_once(desk: Desk) -> None:
    service = WorkingDaysService(desk)
    service.set_year(2027, NEXT_YEAR, 0)
    service.set_year(2026, {"holidays": [_holiday(2026)], "make_up_days": []}, 0)
    service.reset_year(2027)
    service.reset_year(2026)
    assert service.calendar().holidays == shipped_holidays()
    assert year(desk, 2027) is None
    with pytest.raises(UserError) as caught:
        service.reset_year(2026)
    assert sentences(caught.value) == {"year": "Nothing of your own is entered for 2026, so nothing was changed."}


def test_that_wrong_hours_are_told_by_day_and_nothing_is_kept(desk: Desk) -> None:
    days = ["8-12", "", "10:00-09:00", "08:00-12:00, 11:00-13:00", "", "", "", "25:00-26:00"]
    with pytest.raises(UserError) as caught:
        WorkingDaysService(desk).set_hours(days, 0)
    assert list(sentences(caught.value)) == ["monday", "wednesday", "thursday", "make_up"]
    assert sentences(caught.value)["thursday"] == (
        "The working hours “08:00-12:00, 11:00-13:00” overlap; let one end before the next."
    )
    assert WorkingDaysService(desk).hours().version == 0


def test_that_a_week_without_any_hours_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError) as caught:
        WorkingDaysService(desk).set_hours([""] * 7 + ["08:00-12:00"], 0)
    assert sentences(caught.value) == {"monday": "Enter hours for at least one day of the week."}
    with pytest.raises(ValueError, match="seven days"):
        WorkingDaysService(desk).set_hours(["08:00-12:00"], 0)
    assert len(DAY_FIELDS) == 8


@pytest.mark.parametrize(
    ("number", "days", "field", "words"),
    [
        (2027, {"holidays": [], "make_up_days": []}, "holidays", "2027 has no holidays"),
        (2027, {**NEXT_YEAR, "make_up_days": ["2027-02-22"]}, "make_up_days", "2027-02-22 is no Saturday or Sunday"),
        (2027, {**NEXT_YEAR, "make_up_days": ["soon"]}, "make_up_days", "“soon” is not a day"),
        (2027, {**NEXT_YEAR, "make_up_days": ["2027-02-06"]}, "make_up_days", "2027-02-06 is a holiday as well"),
        (2027, {**NEXT_YEAR, "holidays": [_holiday(2026)]}, "holidays", "2026-07-02 is not in 2027"),
        (2027, {**NEXT_YEAR, "holidays": [{**_holiday(2027), "name": " "}]}, "holidays", "the holiday has no name"),
        (2027, {"holidays": NEXT_YEAR["holidays"]}, "year", "exactly these are to be written"),
        (27, NEXT_YEAR, "year", "“27” is not a year"),
    ],
)
def test_that_a_wrong_year_is_told_by_field_and_nothing_is_kept(
    desk: Desk, number: int, days: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(UserError) as caught:
        WorkingDaysService(desk).set_year(number, days, 0)
    assert words in sentences(caught.value)[field]
    assert year(desk, 2027) is None


def test_that_nobody_overwrites_what_someone_else_laid_down_meanwhile(desk: Desk) -> None:
    service = WorkingDaysService(desk)
    service.set_hours(WEEK, 0)
    service.set_year(2027, NEXT_YEAR, 0)
    for version in (0, 2):
        with pytest.raises(ConflictError):
            service.set_hours(STANDARD_HOURS, version)
        with pytest.raises(ConflictError):
            service.set_year(2027, NEXT_YEAR, version)
    assert service.hours().days == KEPT


def test_that_what_was_changed_stands_in_the_audit(desk: Desk) -> None:
    service = WorkingDaysService(desk)
    service.set_hours(WEEK, 0)
    service.set_year(2027, NEXT_YEAR, 0)
    service.reset_year(2027)
    with desk.read() as session:
        found = session.execute(
            select(Audit.action, Audit.before, Audit.after).where(Audit.topic == "working_days").order_by(Audit.id)
        ).all()
    assert [action for action, _, _ in found] == ["hours set", "year set", "year reset"]
    assert tuple(found[0][2]["days"]) == KEPT
    assert found[1][2]["days"] == found[2][1]["days"]
    assert (found[1][2]["year"], found[2][2]) == (2027, None)


def test_that_a_repeated_write_does_nothing_twice(desk: Desk) -> None:
    service = WorkingDaysService(desk)
    first = service.set_hours(WEEK, 0, operation_id="once")
    assert service.set_hours(WEEK, 0, operation_id="once").result == first.result
    assert service.hours().version == 1


def test_that_the_calendar_is_read_by_the_office_and_edited_by_those_who_may(desk: Desk) -> None:
    for role in (Role.CLERK, Role.ADMINISTRATOR):
        assert as_role(desk, role).calendar().week == STANDARD_WEEK
    with pytest.raises(RefusedError):
        as_role(desk, Role.GUARD).years()
    with pytest.raises(RefusedError):
        as_role(desk, Role.CLERK).set_hours(WEEK, 0)
    as_role(desk, Role.ADMINISTRATOR).set_hours(WEEK, 0)
    assert WorkingDaysService(desk).hours().days == KEPT


def test_that_the_shipped_holidays_are_read_once() -> None:
    assert store.shipped() is store.shipped()
    assert store.shipped() == shipped_holidays()
