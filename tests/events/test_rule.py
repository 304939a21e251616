"""What follows from an event by itself: the waiting list, the day of another year, when guests are checked in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.almanac import lunar_day_of
from desktop.events.rule import (
    Group,
    at_local,
    check_in_opens,
    day_in_year,
    due_by,
    moved_up,
    same_hours_on,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@given(st.lists(st.integers(1, 9), max_size=12), st.one_of(st.none(), st.integers(0, 30)))
def test_that_who_moves_up_fits_and_everybody_left_does_not(people: list[int], room: int | None) -> None:
    waiting = [Group(place, number) for place, number in enumerate(people)]
    moved = moved_up(waiting, room)
    assert sorted(moved.up + moved.skipped) == list(range(len(people)))
    assert list(moved.up) == sorted(moved.up)
    if room is None:
        assert not moved.skipped
        return
    taken = sum(people[id_] for id_ in moved.up)
    assert taken <= room
    assert all(people[id_] > room - taken for id_ in moved.skipped)


def test_that_a_group_that_does_not_fit_is_skipped_for_a_smaller_one() -> None:
    moved = moved_up([Group(1, 2), Group(2, 4), Group(3, 1)], 3)
    assert (moved.up, moved.skipped) == ((1, 3), (2,))


@pytest.mark.parametrize(
    ("day", "lunar_day", "year", "expected"),
    [
        (date(2026, 9, 25), "--08-15", 2027, date(2027, 9, 15)),
        (date(2025, 8, 8), "--06-15L", 2026, date(2026, 7, 28)),
        (date(2022, 1, 10), "--12-08", 2023, date(2022, 12, 30)),
        (date(2021, 1, 20), "--12-08", 2022, date(2022, 1, 10)),
        (date(2025, 1, 28), "--12-30", 2026, date(2026, 2, 16)),
        (date(2026, 11, 28), "", 2027, date(2027, 11, 27)),
        (date(2026, 10, 31), "", 2027, date(2027, 10, 30)),
        (date(2026, 8, 31), "", 2027, date(2027, 8, 30)),
        (date(2024, 2, 29), "", 2025, date(2025, 2, 27)),
    ],
)
def test_that_a_copy_falls_on_the_day_people_expect(day: date, lunar_day: str, year: int, expected: date) -> None:
    assert day_in_year(day, lunar_day, year) == expected


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_that_a_lunar_copy_is_a_year_later_and_on_its_lunar_day(day: date) -> None:
    lunar = lunar_day_of(day)
    copied = day_in_year(day, lunar, day.year + 1)
    assert copied is not None
    assert timedelta(days=320) < copied - day < timedelta(days=410)
    assert lunar_day_of(copied)[:5] == lunar[:5]


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_that_a_solar_copy_keeps_weekday_and_month(day: date) -> None:
    copied = day_in_year(day, "", day.year + 1)
    assert copied is not None
    assert (copied.weekday(), copied.month) == (day.weekday(), day.month)
    assert abs((copied.day - 1) // 7 - (day.day - 1) // 7) <= 1


def test_that_local_times_stay_when_the_clocks_change() -> None:
    start = datetime(2026, 3, 28, 22, 30, tzinfo=BERLIN)
    new_start, new_end = same_hours_on(date(2026, 3, 28) + timedelta(days=7), start, start + timedelta(hours=3), BERLIN)
    assert (f"{new_start:%d %H:%M}", f"{new_end:%d %H:%M}") == ("04 22:30", "05 01:30")
    skipped = at_local(date(2026, 3, 29), datetime(2026, 3, 1, 2, 30, tzinfo=BERLIN), BERLIN)
    assert f"{skipped:%H:%M}" == "03:30"
    start, end = datetime(2026, 3, 1, 2, 15, tzinfo=BERLIN), datetime(2026, 3, 1, 3, 10, tzinfo=BERLIN)
    moved = same_hours_on(date(2026, 3, 29), start, end, BERLIN)
    assert moved[0] < moved[1]


def test_that_guests_are_checked_in_from_the_day_or_an_hour_before() -> None:
    assert check_in_opens(datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI), SHANGHAI).hour == 0
    after_midnight = check_in_opens(datetime(2026, 11, 28, 0, 30, tzinfo=SHANGHAI), SHANGHAI)
    assert after_midnight == datetime(2026, 11, 27, 23, 30, tzinfo=SHANGHAI)


def test_that_a_goal_is_due_evenly_over_its_year() -> None:
    today = date(2026, 7, 2)
    assert [due_by(6, year, today) for year in (2025, 2026, 2027)] == [6, 3, 0]
    assert due_by(6, 2026, date(2026, 12, 31)) == 6
