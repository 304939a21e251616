from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.events.dialogs.when import DayReader, clock_reader, end_reader, span_on, text_of_day, texts_of_span
from desktop.ui.language import translate

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 22)
LUNAR = DayReader(TODAY, lambda: True)
SOLAR = DayReader(TODAY, lambda: False)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
@settings(max_examples=60)
def test_that_a_day_is_read_back_from_either_calendar(day: date) -> None:
    assert LUNAR.read(text_of_day(day, lunar=True))[0] == day
    assert SOLAR.read(text_of_day(day, lunar=False))[0] == day


@pytest.mark.parametrize(
    ("typed", "kept", "day"),
    [
        ("8-15", "--08-15", date(2027, 9, 15)),
        ("八月十五", "--08-15", date(2027, 9, 15)),
        ("2025-闰6-1", "--06-01L", date(2025, 7, 25)),
        ("闰六月初一", "--06-01L", date(2027, 7, 4)),
        ("2026 12-8", "--12-08", date(2027, 1, 15)),
        ("正月十五", "--01-15", date(2027, 2, 20)),
    ],
)
def test_that_lunar_days_are_read_as_people_write_them(typed: str, kept: str, day: date) -> None:
    assert (LUNAR.kept(typed), LUNAR.read(typed)[0]) == (kept, day)


def test_that_what_was_understood_stands_beside_a_day_in_both_calendars() -> None:
    english = language("en")
    said = [translate(reader.read(typed)[1], english) for reader, typed in ((LUNAR, "8-15"), (SOLAR, "2027-9-15"))]
    assert said == ["15 Sep 2027 Wednesday · lunar month 8, day 15 · Mid-Autumn Festival"] * 2


@pytest.mark.parametrize("typed", ["13-1", "8-31", "昨天", "2200-1-1", "x"])
def test_that_what_is_no_lunar_day_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        LUNAR.read(typed)


@pytest.mark.parametrize(
    ("typed", "read"), [("9", "09:00"), ("930", "09:30"), ("下午2点半", "14:30"), ("１８:05", "18:05")]
)
def test_that_times_of_day_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert clock_reader(typed)[0] == read


@pytest.mark.parametrize("typed", ["25:00", "noon", "12-20"])
def test_that_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        clock_reader(typed)


def test_that_an_event_may_end_after_midnight_or_days_later() -> None:
    begins, ends = span_on(date(2026, 12, 31), "20:00", end_reader("0:30")[0], SHANGHAI)
    assert (begins, ends) == (datetime(2026, 12, 31, 20, tzinfo=SHANGHAI), datetime(2027, 1, 1, 0, 30, tzinfo=SHANGHAI))
    begins, ends = span_on(date(2026, 12, 31), "20:00", end_reader("2027-01-02 12:00")[0], SHANGHAI)
    assert texts_of_span(begins, ends, SHANGHAI) == ("20:00", "2027-01-02 12:00")
    begins, ends = span_on(date(2026, 12, 31), "20:00", "18:00", SHANGHAI)
    assert ends < begins
