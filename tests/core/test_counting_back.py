"""Working time taken off again, and the close of working days: what holds and follow-ups go by."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.core.holidays import HolidayTable
from desktop.core.working_days import WorkingCalendar
from desktop.core.working_hours import STANDARD_WEEK
from tests.core.test_working_days import CHINA, MINUTE, SHANGHAI, at, is_worked, starts, worked_minutes

lengths = st.timedeltas(timedelta(0), timedelta(days=20))


@settings(deadline=None)
@given(starts, st.integers(1, 4 * 480))
@example(at("2026-10-08 09:00"), 31)
@example(at("2026-11-23 09:30"), 60)
def test_that_time_taken_off_agrees_with_counting_every_minute_back(end: datetime, minutes: int) -> None:
    window = 20 * 1440
    worked = worked_minutes(end - window * MINUTE, window)
    counted, left = 0, minutes
    while left or not worked[-1 - counted]:
        left -= worked[-1 - counted]
        counted += 1
    # Where nothing was worked before that moment, it goes on to the close of work.
    assert CHINA.take_off_working_time(end, minutes * MINUTE, SHANGHAI).value == end - counted * MINUTE


@given(starts, lengths, lengths)
def test_that_time_taken_off_is_what_was_added(start: datetime, first: timedelta, more: timedelta) -> None:
    later = CHINA.add_working_time(start, first, SHANGHAI).value
    again = CHINA.take_off_working_time(CHINA.add_working_time(later, more, SHANGHAI).value, more, SHANGHAI).value
    if first or not more:
        assert again == later
    else:
        assert again <= later
        assert CHINA.working_time_between(again, later, SHANGHAI).value == timedelta(0)


def test_that_nothing_taken_off_leaves_a_moment_where_it_is() -> None:
    found = CHINA.take_off_working_time(at("2026-11-21 03:00"), timedelta(0), SHANGHAI)
    assert (found.value, found.doubt) == (at("2026-11-21 03:00"), None)


def test_that_less_than_nothing_is_not_taken_off() -> None:
    with pytest.raises(ValueError, match="taken off"):
        CHINA.take_off_working_time(at("2026-11-20 09:00"), -MINUTE, SHANGHAI)


def test_that_time_taken_off_over_an_unknown_year_is_said_aloud() -> None:
    found = CHINA.take_off_working_time(at("2028-01-03 08:40"), timedelta(hours=1), SHANGHAI)
    assert found.value == at("2027-12-31 17:10")
    assert found.doubt is not None
    assert found.doubt.params == {"years": "2027–2028"}


@given(starts, st.integers(1, 12))
def test_that_the_close_of_a_working_day_agrees_with_counting_days(start: datetime, number: int) -> None:
    day, left = start.date(), number
    while left:
        day += timedelta(days=1)
        left -= is_worked(day)
    found = CHINA.close_of_working_day(start, number, SHANGHAI)
    assert found.value == datetime(day.year, day.month, day.day, 18, tzinfo=SHANGHAI)
    assert found.doubt is None


@pytest.mark.parametrize("name", ["Asia/Shanghai", "Europe/Berlin", "America/New_York"])
def test_that_the_close_is_that_of_the_day_in_the_zone(name: str) -> None:
    zone = ZoneInfo(name)
    calendar = WorkingCalendar(STANDARD_WEEK, HolidayTable({2026: ()}))
    late = datetime(2026, 10, 23, 23, 30, tzinfo=zone)
    assert calendar.close_of_working_day(late, 1, zone).value == datetime(2026, 10, 26, 18, tzinfo=zone)


def test_that_the_day_itself_is_no_day_after() -> None:
    with pytest.raises(ValueError, match="day after"):
        CHINA.close_of_working_day(at("2026-11-20 09:00"), 0, SHANGHAI)


def test_that_a_close_in_an_unknown_year_is_said_aloud() -> None:
    assert CHINA.close_of_working_day(at("2026-12-31 09:00"), 1, SHANGHAI).doubt is not None
    assert CHINA.is_working_day(date(2026, 12, 31)).doubt is None
