from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.core.holidays import Holiday, HolidayTable, shipped_holidays
from desktop.core.i18n import language
from desktop.core.working_days import WorkingCalendar
from desktop.core.working_hours import STANDARD_WEEK, Hours, WorkingWeek

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = WorkingCalendar(STANDARD_WEEK, shipped_holidays())
AROUND_THE_CLOCK = WorkingWeek(((Hours(0, 1440),),) * 7, (Hours(0, 1440),))
NOTHING_KNOWN = HolidayTable({})
MINUTE = timedelta(minutes=1)

# Read off the State Council's notices by hand: what was off between Monday and Friday, and the weekends worked.
OFF = {
    2024: "0101 0212-0216 0404-0405 0501-0503 0610 0916-0917 1001-1004 1007",
    2025: "0101 0128-0131 0203-0204 0404 0501-0502 0505 0602 1001-1003 1006-1008",
    2026: "0101-0102 0216-0220 0223 0406 0501 0504-0505 0619 0925 1001-1002 1005-1007",
}
WORKED = {
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}


def written_days(years: dict[int, str]) -> set[date]:
    found = set()
    for year, text in years.items():
        for part in text.split():
            first, _, last = part.partition("-")
            day, end = (date(year, int(each[:2]), int(each[2:])) for each in (first, last or first))
            while day <= end:
                found.add(day)
                day += timedelta(days=1)
    return found


DAYS_OFF = written_days(OFF)
DAYS_WORKED = written_days(WORKED)
BORDERS = sorted(
    {
        *DAYS_OFF,
        *DAYS_WORKED,
        *(date(year, month, 1) for year in OFF for month in range(1, 13)),
        *(date(year, 12, 31) for year in (2024, 2025)),
        date(2024, 2, 29),
    }
)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def is_worked(day: date) -> bool:
    """Tell whether a day of 2024 to 2026 was worked in China, from the notices alone."""
    return day in DAYS_WORKED or (day.weekday() < 5 and day not in DAYS_OFF)


def worked_minutes(start: datetime, minutes: int) -> list[bool]:
    """Return of each minute from `start` whether it is worked in a standard week in China, eight hours from UTC."""
    wall = start.astimezone(UTC).replace(tzinfo=None) + timedelta(hours=8)
    found = []
    for _ in range(minutes):
        clock = (wall.hour, wall.minute)
        found.append(is_worked(wall.date()) and ((8, 30) <= clock < (12, 0) or (13, 30) <= clock < (18, 0)))
        wall += MINUTE
    return found


# Near every holiday, make-up day, month and year border, at any minute of the day.
starts = st.builds(
    lambda day, days, minute: datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + days + minute * MINUTE,
    st.sampled_from([day for day in BORDERS if date(2024, 1, 8) < day < date(2026, 12, 1)]),
    st.builds(timedelta, days=st.integers(-3, 3)),
    st.integers(0, 1439) | st.sampled_from([0, 509, 510, 511, 719, 720, 809, 810, 1079, 1080, 1439]),
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2024-02-09", True),  # New Year's Eve of 2024 was no day off
        ("2024-02-12", False),
        ("2024-02-18", True),
        ("2024-10-07", False),
        ("2024-10-12", True),
        ("2025-01-26", True),
        ("2025-01-28", False),
        ("2025-02-05", True),
        ("2025-02-08", True),
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2025-10-11", True),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-10-07", False),
        ("2026-10-10", True),
        ("2026-10-11", False),
    ],
)
def test_that_the_well_known_days_are_worked_or_not(day: str, worked: bool) -> None:  # noqa: FBT001
    found = CHINA.is_working_day(date.fromisoformat(day))
    assert (found.value, found.doubt) == (worked, None)


def test_that_every_day_of_three_years_agrees_with_the_notices() -> None:
    days = [date(2024, 1, 1) + timedelta(days=offset) for offset in range(366 + 365 + 365)]
    assert days[-1] == date(2026, 12, 31)
    assert [day for day in days if CHINA.is_working_day(day).value != is_worked(day)] == []


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-20 09:00", 1, "2026-11-20 10:00"),
        ("2026-11-20 11:00", 2, "2026-11-20 14:30"),  # over the lunch break
        ("2026-11-20 10:00", 6.5, "2026-11-20 18:00"),  # not Monday morning
        ("2026-11-20 17:00", 2, "2026-11-23 09:30"),  # over the weekend
        ("2026-11-21 10:00", 8, "2026-11-23 18:00"),  # said on a Saturday
        ("2026-09-30 17:00", 8, "2026-10-08 17:00"),  # over National Day
        ("2026-10-09 17:00", 8, "2026-10-10 17:00"),  # the Saturday is worked
        ("2026-02-13 18:00", 16, "2026-02-24 18:00"),  # one make-up day before Spring Festival, one day after it
        ("2025-12-31 17:30", 1, "2026-01-04 09:00"),  # over the year, into a Sunday that is worked
    ],
)
def test_that_working_time_runs_as_a_person_would_count_it(start: str, hours: float, due: str) -> None:
    length = timedelta(hours=hours)
    found = CHINA.add_working_time(at(start), length, SHANGHAI)
    assert found.value == at(due)
    assert found.value.tzinfo is UTC
    assert found.doubt is None
    assert CHINA.working_time_between(at(start), at(due), SHANGHAI).value == length


@settings(deadline=None)
@given(starts, st.integers(0, 16 * 1440))
@example(at("2026-02-13 17:59"), 12 * 1440)
@example(at("2024-12-31 23:59"), 2)
def test_that_time_between_agrees_with_counting_every_minute(start: datetime, minutes: int) -> None:
    found = CHINA.working_time_between(start, start + minutes * MINUTE, SHANGHAI)
    assert found.value == sum(worked_minutes(start, minutes)) * MINUTE
    assert found.doubt is None


@settings(deadline=None)
@given(starts, st.integers(0, 4 * 480))
@example(at("2026-09-30 18:00"), 1)
@example(at("2025-01-27 12:00"), 270)
def test_that_a_due_time_agrees_with_counting_every_minute(start: datetime, minutes: int) -> None:
    counted, left = 0, minutes
    worked = worked_minutes(start, 16 * 1440)
    while left:
        left -= worked[counted]
        counted += 1
    assert CHINA.add_working_time(start, minutes * MINUTE, SHANGHAI).value == start + counted * MINUTE


@given(starts, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_that_a_due_time_is_the_first_moment_by_which_the_time_has_gone(start: datetime, length: timedelta) -> None:
    due = CHINA.add_working_time(start, length, SHANGHAI).value
    assert due >= start
    assert CHINA.working_time_between(start, due, SHANGHAI).value == length
    if length:
        before = due - timedelta.resolution
        assert CHINA.working_time_between(start, before, SHANGHAI).value == length - timedelta.resolution


@given(starts, starts, starts)
def test_that_time_between_adds_up_in_whatever_order(a: datetime, b: datetime, c: datetime) -> None:
    def between(x: datetime, y: datetime) -> timedelta:
        return CHINA.working_time_between(x, y, SHANGHAI).value

    assert between(a, b) + between(b, c) == between(a, c)
    assert between(a, b) == -between(b, a)
    assert between(a, a) == timedelta(0)


# Clocks change by an hour or by half of one, at two or three o'clock; the hours below keep away from that.
CHANGING = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Australia/Sydney"])
stretches = st.sets(st.integers(4 * 12, 24 * 12), max_size=4).map(
    lambda marks: tuple(
        Hours(opens * 5, closes * 5) for opens, closes in zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False)
    )
)
weeks = st.builds(
    lambda days, make_up, one: WorkingWeek((*days, (Hours(*one),)), make_up),
    st.tuples(*[stretches] * 6),
    stretches,
    st.sampled_from([(240, 1440), (600, 605), (0, 1440)]),
)


@settings(deadline=None)
@given(
    weeks,
    CHANGING,
    st.sampled_from(
        [
            date(2026, 3, 8),
            date(2026, 3, 29),
            date(2026, 4, 5),
            date(2026, 10, 4),
            date(2026, 10, 25),
            date(2026, 11, 1),
        ]
    ),
    st.integers(0, 1439),
    st.integers(0, 5 * 1440),
    st.sets(st.integers(-1, 5), max_size=3),
)
def test_that_any_week_agrees_with_counting_every_minute_while_clocks_change(
    week: WorkingWeek, name: str, day: date, minute: int, minutes: int, off: set[int]
) -> None:
    zone = ZoneInfo(name)
    days_off = {day + timedelta(days=offset) for offset in off}
    calendar = WorkingCalendar(week, HolidayTable({2026: tuple(Holiday("x", each, each) for each in days_off)}))
    start = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) + minute * MINUTE
    counted = 0
    for offset in range(minutes):
        wall = (start + offset * MINUTE).astimezone(zone)
        hours = () if wall.date() in days_off else week.days[wall.weekday()]
        counted += any(each.opens <= wall.hour * 60 + wall.minute < each.closes for each in hours)
    end = start + minutes * MINUTE
    assert calendar.working_time_between(start, end, zone).value == counted * MINUTE
    due = calendar.add_working_time(start, counted * MINUTE, zone).value
    assert due <= end
    assert calendar.working_time_between(start, due, zone).value == counted * MINUTE


@pytest.mark.parametrize(
    ("zone", "day", "hours", "length"),
    [
        ("Europe/Berlin", "2026-03-29", Hours(0, 1440), 23),
        ("Europe/Berlin", "2026-10-25", Hours(0, 1440), 25),
        ("Europe/Berlin", "2026-03-29", Hours(60, 240), 2),
        ("Europe/Berlin", "2026-10-25", Hours(60, 240), 4),
        ("Europe/Berlin", "2026-03-29", Hours(130, 170), 0),  # the clock never shows 02:10 to 02:50
        ("Europe/Berlin", "2026-03-29", Hours(150, 240), 1),
        ("Europe/Berlin", "2026-03-29", Hours(60, 150), 1),
        ("Pacific/Apia", "2011-12-30", Hours(0, 1440), 0),  # a day left out
        ("America/Havana", "2026-03-08", Hours(0, 1440), 23),  # begins at one o'clock
        ("America/Sao_Paulo", "2018-02-17", Hours(0, 1440), 25),  # its last hour comes twice
        ("America/St_Johns", "2006-10-28", Hours(0, 1440), 24),  # put back a minute into the next day
        ("America/St_Johns", "2006-10-29", Hours(0, 1440), 25),
    ],
)
def test_that_a_day_of_changing_clocks_has_the_length_it_had(zone: str, day: str, hours: Hours, length: int) -> None:
    there = ZoneInfo(zone)
    one = date.fromisoformat(day)
    days = [(hours,) if weekday == one.weekday() else () for weekday in range(7)]
    calendar = WorkingCalendar(WorkingWeek(tuple(days), ()), NOTHING_KNOWN)
    noon = datetime(one.year, one.month, one.day, 12, tzinfo=there)
    around = timedelta(hours=60)
    assert calendar.working_time_between(noon - around, noon + around, there).value == timedelta(hours=length)


@given(st.integers(120, 179))
def test_that_what_opens_in_an_hour_that_is_left_out_opens_as_the_clock_is_put_forward(minute: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    week = WorkingWeek((*((),) * 6, (Hours(minute, 1440),)), ())
    calendar = WorkingCalendar(week, NOTHING_KNOWN)
    begin, put_forward = at("2026-03-29 00:00", berlin), at("2026-03-29 03:00", berlin)
    assert calendar.working_time_between(begin, put_forward, berlin).value == timedelta(0)
    assert calendar.add_working_time(begin, MINUTE, berlin).value == put_forward + MINUTE


@pytest.mark.parametrize("zone", ["America/St_Johns", "America/Sao_Paulo", "Pacific/Apia", "America/Havana"])
@given(st.integers(0, 3 * 1440), st.integers(0, 1440))
def test_that_around_the_clock_working_time_is_clock_time(zone: str, offset: int, minutes: int) -> None:
    there = ZoneInfo(zone)
    calendar = WorkingCalendar(AROUND_THE_CLOCK, NOTHING_KNOWN)
    changes = {"America/St_Johns": (2006, 10, 28), "America/Sao_Paulo": (2018, 2, 17), "America/Havana": (2026, 10, 31)}
    year, month, day = changes.get(zone, (2011, 12, 29))
    start = datetime(year, month, day, 12, tzinfo=UTC) + offset * MINUTE
    end = start + minutes * MINUTE
    assert calendar.working_time_between(start, end, there).value == end - start
    assert calendar.add_working_time(start, end - start, there).value == end


def test_that_no_duration_is_due_at_once_even_at_night() -> None:
    night = at("2026-11-21 03:00")
    found = CHINA.add_working_time(night, timedelta(0), SHANGHAI)
    assert (found.value, found.doubt) == (night, None)
    assert CHINA.add_working_time(at("2027-01-01 00:00"), timedelta(0), SHANGHAI).doubt is not None


def test_that_working_time_is_never_taken_off() -> None:
    with pytest.raises(ValueError, match="added"):
        CHINA.add_working_time(at("2026-11-20 09:00"), -MINUTE, SHANGHAI)


def test_that_a_year_without_holidays_is_counted_plainly_and_said_aloud() -> None:
    # 1 January 2027 is a Friday: nothing says yet that it is off.
    found = CHINA.add_working_time(at("2026-12-31 17:00"), timedelta(hours=2), SHANGHAI)
    assert found.value == at("2027-01-01 09:30")
    assert found.doubt is not None
    assert language("en").message(found.doubt) == (
        "The holidays of 2027 are not known: counted as if there were none. Enter them in the calendar."
    )
    assert CHINA.is_working_day(date(2027, 1, 1)).doubt == found.doubt
    assert CHINA.working_time_between(at("2026-12-31 17:00"), at("2027-01-01 09:30"), SHANGHAI).doubt == found.doubt


def test_that_a_doubt_names_all_the_years_missing_and_no_other() -> None:
    found = CHINA.working_time_between(at("2017-06-01 00:00"), at("2028-01-01 00:00"), SHANGHAI)
    assert found.doubt is not None
    assert found.doubt.params == {"years": "2017–2019, 2027"}
    assert CHINA.doubt(2020, 2026) is None
    assert (CHINA.covers(2026), CHINA.covers(2027)) == (True, False)


def test_that_the_last_moment_of_a_known_year_is_beyond_doubt() -> None:
    always = WorkingCalendar(AROUND_THE_CLOCK, shipped_holidays())
    start, end = at("2026-12-31 23:00"), at("2027-01-01 00:00")
    assert always.add_working_time(start, timedelta(hours=1), SHANGHAI).doubt is None
    assert always.working_time_between(start, end, SHANGHAI).doubt is None
    assert always.add_working_time(start, timedelta(hours=1) + MINUTE, SHANGHAI).doubt is not None
    assert always.working_time_between(start, end + MINUTE, SHANGHAI).doubt is not None
    # Seen in UTC the same hour is the afternoon of the old year.
    assert always.working_time_between(start, end + MINUTE, ZoneInfo("UTC")).doubt is None


def test_that_what_was_reckoned_is_not_taken_for_true() -> None:
    with pytest.raises(TypeError, match="value"):
        bool(CHINA.is_working_day(date(2026, 10, 1)))


def test_that_a_make_up_day_has_its_own_hours() -> None:
    short = (Hours(540, 720),)
    week = WorkingWeek((*STANDARD_WEEK.days[:5], short, ()), STANDARD_WEEK.make_up)
    calendar = WorkingCalendar(week, shipped_holidays())
    assert calendar.hours_on(date(2026, 10, 17)) == short
    assert calendar.hours_on(date(2026, 10, 10)) == STANDARD_WEEK.make_up
    assert calendar.hours_on(date(2026, 10, 3)) == ()
