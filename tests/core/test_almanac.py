"""The Chinese calendar against days that were published: lunar days, leap months, festivals, solar terms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.almanac import (
    festivals_from,
    kept_words,
    lunar_day_of,
    lunar_words,
    names_of,
    on_lunar_day,
)
from desktop.core.birthdays import LUNAR_YEARS
from desktop.core.i18n import language

ENGLISH, CHINESE, TAIWANESE = language("en"), language("zh_CN"), language("zh_TW")

TERMS_OF_2026 = {
    "小寒": (1, 5),
    "大寒": (1, 20),
    "立春": (2, 4),
    "雨水": (2, 18),
    "惊蛰": (3, 5),
    "春分": (3, 20),
    "清明": (4, 5),
    "谷雨": (4, 20),
    "立夏": (5, 5),
    "小满": (5, 21),
    "芒种": (6, 5),
    "夏至": (6, 21),
    "小暑": (7, 7),
    "大暑": (7, 23),
    "立秋": (8, 7),
    "处暑": (8, 23),
    "白露": (9, 7),
    "秋分": (9, 23),
    "寒露": (10, 8),
    "霜降": (10, 23),
    "立冬": (11, 7),
    "小雪": (11, 22),
    "大雪": (12, 7),
    "冬至": (12, 22),
}
DAYS = st.dates(date(LUNAR_YEARS[0] + 1, 1, 1), date(LUNAR_YEARS[-1] - 1, 12, 31))


def festivals(day: date) -> list[str]:
    return [ENGLISH.message(name) for name in names_of(day).festivals]


def term(day: date) -> str:
    found = names_of(day).term
    return "" if found is None else CHINESE.message(found)


@pytest.mark.parametrize(
    ("day", "kept", "chinese", "english"),
    [
        (date(2026, 2, 17), "--01-01", "正月", "month 1"),
        (date(2026, 9, 25), "--08-15", "十五", "15"),
        (date(2026, 11, 22), "--10-14", "十四", "14"),
        (date(2025, 1, 28), "--12-29", "廿九", "29"),
        (date(2024, 2, 9), "--12-30", "三十", "30"),
        (date(2023, 12, 13), "--11-01", "冬月", "month 11"),
        (date(2025, 6, 25), "--06-01", "六月", "month 6"),
        (date(2025, 7, 25), "--06-01L", "闰六月", "leap month 6"),
        (date(2025, 8, 22), "--06-29L", "廿九", "29"),
        (date(2025, 8, 23), "--07-01", "七月", "month 7"),
        (date(2023, 3, 22), "--02-01L", "闰二月", "leap month 2"),
        (date(2020, 5, 23), "--04-01L", "闰四月", "leap month 4"),
        (date(2033, 12, 22), "--11-01L", "闰冬月", "leap month 11"),
    ],
)
def test_that_a_day_has_its_lunar_name(day: date, kept: str, chinese: str, english: str) -> None:
    names = names_of(day)
    assert lunar_day_of(day) == kept
    assert lunar_words(names, CHINESE) == chinese
    assert english in lunar_words(names, ENGLISH)


def test_that_taiwan_writes_its_own_characters() -> None:
    assert lunar_words(names_of(date(2025, 7, 25)), TAIWANESE) == "閏六月"
    assert lunar_words(names_of(date(2026, 1, 19)), TAIWANESE) == "臘月"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        *((day, "New Year's Eve") for day in (date(2021, 2, 11), date(2022, 1, 31), date(2023, 1, 21))),
        *((day, "New Year's Eve") for day in (date(2024, 2, 9), date(2025, 1, 28), date(2026, 2, 16))),
        *((day, "Spring Festival") for day in (date(2023, 1, 22), date(2024, 2, 10), date(2027, 2, 6))),
        (date(2026, 3, 3), "Lantern Festival"),
        (date(2025, 5, 31), "Dragon Boat Festival"),
        (date(2026, 6, 19), "Dragon Boat Festival"),
        (date(2025, 8, 29), "Qixi"),
        (date(2023, 9, 29), "Mid-Autumn Festival"),
        (date(2024, 9, 17), "Mid-Autumn Festival"),
        (date(2025, 10, 6), "Mid-Autumn Festival"),
        (date(2026, 10, 18), "Double Ninth (elders' day)"),
        (date(2025, 1, 7), "Laba"),
        (date(2026, 4, 5), "Qingming"),
        (date(2026, 12, 22), "Winter Solstice"),
        (date(2026, 10, 1), "National Day"),
    ],
)
def test_that_a_festival_falls_on_its_day(day: date, name: str) -> None:
    assert festivals(day)[0] == name


def test_that_two_festivals_on_one_day_are_both_told() -> None:
    # in 2020 Mid-Autumn was National Day
    assert festivals(date(2020, 10, 1)) == ["Mid-Autumn Festival", "National Day"]


def test_that_no_festival_is_kept_in_a_leap_month() -> None:
    # 2025 has a leap sixth month; 2028 a leap fifth, whose fifth day is no Dragon Boat Festival
    assert lunar_day_of(date(2028, 6, 27)) == "--05-05L"
    assert festivals(date(2028, 6, 27)) == []
    assert festivals(date(2028, 5, 28)) == ["Dragon Boat Festival"]


def test_that_the_solar_terms_of_a_year_fall_on_their_days() -> None:
    days = (date(2026, 1, 1) + timedelta(days=count) for count in range(365))
    assert {term(day): (day.month, day.day) for day in days if term(day)} == TERMS_OF_2026


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 4, 4), "清明"),
        (date(2023, 4, 5), "清明"),
        (date(2024, 4, 4), "清明"),
        (date(2025, 4, 4), "清明"),
        (date(2021, 12, 21), "冬至"),
        (date(2022, 12, 22), "冬至"),
        (date(2025, 12, 21), "冬至"),
        (date(2021, 2, 3), "立春"),
        (date(2024, 2, 4), "立春"),
        (date(2025, 2, 3), "立春"),
    ],
)
def test_that_terms_move_by_a_day_between_years(day: date, name: str) -> None:
    assert term(day) == name


@settings(max_examples=40, deadline=None)
@given(DAYS)
def test_that_a_lunar_day_leads_back_to_its_day(day: date) -> None:
    assert on_lunar_day(lunar_day_of(day), day) == day


def test_that_the_same_lunar_day_is_found_a_year_on() -> None:
    assert on_lunar_day("--08-15", date(2025, 10, 7)) == date(2026, 9, 25)
    assert on_lunar_day("--12-30", date(2025, 1, 1)) == date(2025, 1, 28)
    # the leap month's day falls in the month it follows where the year has no such leap month
    assert on_lunar_day("--06-15L", date(2025, 1, 1)) == date(2025, 8, 8)
    assert on_lunar_day("--06-15L", date(2026, 1, 1)) == date(2026, 7, 28)
    assert on_lunar_day("nonsense", date(2026, 1, 1)) is None


def test_that_the_next_festivals_come_in_order_each_day_once() -> None:
    found = festivals_from(date(2026, 9, 25), 4)
    assert [(each.day, ENGLISH.message(each.name)) for each in found] == [
        (date(2026, 9, 25), "Mid-Autumn Festival"),
        (date(2026, 10, 1), "National Day"),
        (date(2026, 10, 18), "Double Ninth (elders' day)"),
        (date(2026, 12, 22), "Winter Solstice"),
    ]


def test_that_beyond_the_tables_only_solar_festivals_are_known() -> None:
    names = names_of(date(2150, 10, 1))
    assert (names.lunar_month, names.term, lunar_words(names, CHINESE)) == (0, None, "")
    assert festivals(date(2150, 10, 1)) == ["National Day"]
    assert lunar_day_of(date(2150, 10, 1)) == ""
    assert festivals_from(date(2150, 1, 1), 3) == ()


def test_that_a_kept_lunar_day_is_said() -> None:
    assert kept_words("--08-15", CHINESE) == "农历八月十五"
    assert kept_words("--08-15", ENGLISH) == "lunar month 8, day 15"
    assert kept_words("", CHINESE) == ""
