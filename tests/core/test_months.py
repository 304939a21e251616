from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.months import Month, load_zone

ZONES = st.sampled_from(["Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"])
months = st.builds(Month, st.integers(1950, 2100), st.integers(1, 12))


def test_that_a_month_is_written_and_read_the_same() -> None:
    assert str(Month(2026, 3)) == "2026-03"
    assert Month.parse(" 2026-03 ") == Month(2026, 3)
    assert str(Month(7, 1)) == "0007-01"


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "0000-01", "9999-01", "2026-3", "2026/03", "03-2026", "😀"])
def test_that_what_is_no_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UserError) as refused:
        Month.parse(text)
    assert refused.value.problems[0].field == "month"
    assert "2026-11" in refused.value.problems[0].message.msgid


@pytest.mark.parametrize(("year", "number"), [(2026, 0), (2026, 13), (0, 1), (9999, 1)])
def test_that_no_impossible_month_can_be_made(year: int, number: int) -> None:
    with pytest.raises(ValueError, match="no month"):
        Month(year, number)


def test_that_first_and_last_day_know_leap_years() -> None:
    assert (Month(2028, 2).first_day, Month(2028, 2).last_day) == (date(2028, 2, 1), date(2028, 2, 29))
    assert Month(2026, 2).last_day == date(2026, 2, 28)
    assert Month(2026, 12).last_day == date(2026, 12, 31)


def test_that_a_series_ends_with_the_month_and_begins_a_year_before() -> None:
    series = Month(2026, 10).series()
    assert len(series) == 13
    assert (series[0], series[-1]) == (Month(2025, 10), Month(2026, 10))
    assert Month(2026, 1).series(2) == (Month(2025, 12), Month(2026, 1))


def test_that_the_month_is_the_one_on_the_calendar_of_the_zone() -> None:
    at = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    assert Month.containing(at, ZoneInfo("Asia/Shanghai")) == Month(2026, 11)
    assert Month.containing(at, ZoneInfo("UTC")) == Month(2026, 10)


def test_that_a_month_with_a_clock_change_has_its_true_length() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    march = Month(2026, 3)
    assert march.end(berlin) - march.start(berlin) == timedelta(days=31, hours=-1)


@given(months, st.integers(-600, 600))
def test_that_months_are_counted_to_and_fro(month: Month, steps: int) -> None:
    assert month.plus(steps).plus(-steps) == month
    assert (month.plus(steps) > month) == (steps > 0)


@given(months, ZONES)
def test_that_months_meet_without_gap_or_overlap(month: Month, zone: str) -> None:
    at = ZoneInfo(zone)
    assert month.end(at) == month.plus(1).start(at)
    assert month.start(at).tzinfo is UTC
    assert Month.containing(month.start(at), at) == month
    assert Month.containing(month.end(at) - timedelta(microseconds=1), at) == month


def test_that_a_known_zone_loads_and_an_unknown_one_is_refused() -> None:
    assert load_zone("Asia/Shanghai").key == "Asia/Shanghai"
    for name in ("Mars/Olympus", "", "../etc/passwd", "Asia"):
        with pytest.raises(UserError) as refused:
            load_zone(name)
        assert refused.value.problems[0].field == "time_zone"
