"""Birthdays: what people type, what is shown, the day they fall on next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from borax.calendars.lunardate import LCalendars, LunarDate
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.birthdays import Birthday, age_on, birthday_words, next_day, parse_birthday, stored_birthday
from desktop.core.errors import UserError
from desktop.core.i18n import LANGUAGES, language

TODAY = date(2026, 11, 22)

SOLAR_DAYS = st.dates(date(1900, 2, 1), TODAY)
LUNAR_BORN = SOLAR_DAYS.map(LunarDate.from_solar).map(
    lambda day: Birthday(day.month, day.day, day.year, lunar=True, leap=bool(day.leap))
)
YEARLESS = st.builds(
    Birthday, st.integers(1, 12), st.integers(1, 30), st.none(), lunar=st.just(value=True), leap=st.booleans()
)
BIRTHDAYS = st.one_of(
    LUNAR_BORN,
    YEARLESS,
    SOLAR_DAYS.map(lambda day: Birthday(day.month, day.day, day.year)),
    st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: Birthday(day.month, day.day)),
)


@pytest.mark.parametrize(
    ("text", "stored", "calendar"),
    [
        ("1961-3-8", "1961-03-08", "solar"),
        ("1961年3月8日", "1961-03-08", "solar"),
        ("１９６１．３．８", "1961-03-08", "solar"),
        ("19610308", "1961-03-08", "solar"),
        ("61/3/8", "1961-03-08", "solar"),
        ("26-3-8", "2026-03-08", "solar"),
        ("3月8日", "--03-08", "solar"),
        ("3-8", "--03-08", "solar"),
        ("2-29", "--02-29", "solar"),
        ("8 Mar 1961", "1961-03-08", "solar"),
        ("March 8, 1961", "1961-03-08", "solar"),
        ("8th of March", "--03-08", "solar"),
        ("阳历三月八日", "--03-08", "solar"),
        ("生日3月8号", "--03-08", "solar"),
        ("农历三月初八", "--03-08", "lunar"),
        ("農曆1961年三月初八", "1961-03-08", "lunar"),
        ("一九六一年三月初八", "1961-03-08", "lunar"),
        ("阴历1961-3-8", "1961-03-08", "lunar"),
        ("1961年3月8日（农历）", "1961-03-08", "lunar"),
        ("腊月廿三", "--12-23", "lunar"),
        ("臘月廿三", "--12-23", "lunar"),
        ("冬月三十", "--11-30", "lunar"),
        ("正月十五", "--01-15", "lunar"),
        ("闰四月初八", "--04-08L", "lunar"),
        ("1963年闰四月初八", "1963-04-08L", "lunar"),
        ("lunar 3-8", "--03-08", "lunar"),
        ("lunar leap 4-8", "--04-08L", "lunar"),
    ],
)
def test_that_a_birthday_is_understood_as_people_write_it(text: str, stored: str, calendar: str) -> None:
    found = parse_birthday(text, TODAY)
    assert (found.stored, found.calendar) == (stored, calendar)
    assert stored_birthday(stored, calendar) == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("soon", "is not a birthday"),
        ("3/8/1961", "is not a birthday"),
        ("", "is not a birthday"),
        ("公历闰四月初八", "is not a birthday"),
        ("1961-2-30", "does not exist"),
        ("1961-2-29", "does not exist"),
        ("13-1", "does not exist"),
        ("农历3-31", "does not exist"),
        ("2026-11-23", "still to come"),
        ("农历2026年十一月初一", "still to come"),
        ("1871-1-1", "four digits"),
        ("农历1899年三月初八", "known from"),
        ("1961年闰四月初八", "no such leap month"),
    ],
)
def test_that_what_is_no_birthday_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_birthday(text, TODAY)
    (problem,) = refused.value.problems
    assert problem.field == "birthday"
    assert says in language("en").message(problem.message)


@given(st.text(max_size=60), st.sampled_from(["solar", "lunar", "", "x"]))
def test_that_nothing_typed_or_stored_breaks_it(text: str, calendar: str) -> None:
    kept = stored_birthday(text, calendar)
    assert kept is None or kept.stored == text
    try:
        found = parse_birthday(text, TODAY)
    except UserError as error:
        assert error.problems  # noqa: PT017 - either way is right
    else:
        assert stored_birthday(found.stored, found.calendar) == found


@given(BIRTHDAYS, st.sampled_from(list(LANGUAGES)))
def test_that_what_is_shown_and_what_is_stored_are_read_back(birthday: Birthday, code: str) -> None:
    assert parse_birthday(birthday_words(birthday, language(code)), TODAY) == birthday
    assert stored_birthday(birthday.stored, birthday.calendar) == birthday


@given(LUNAR_BORN)
def test_that_a_lunar_birthday_is_the_day_borax_says(birthday: Birthday) -> None:
    assert birthday.year is not None
    born = LunarDate(birthday.year, birthday.month, birthday.day, int(birthday.leap)).to_solar_date()
    assert next_day(birthday, born) == born
    assert age_on(birthday, born) == 0


@given(BIRTHDAYS, st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_that_the_next_day_is_within_thirteen_months_and_the_right_one(birthday: Birthday, today: date) -> None:
    found = next_day(birthday, today)
    assert found is not None
    assert today <= found <= today + timedelta(days=400)
    if birthday.lunar:
        lunar = LunarDate.from_solar(found)
        leap = birthday.leap and LCalendars.leap_month(lunar.year) == birthday.month
        last = LCalendars.ndays(lunar.year, birthday.month, int(leap))
        assert (lunar.month, lunar.day, bool(lunar.leap)) == (birthday.month, min(birthday.day, last), leap)
    else:
        assert found.month == birthday.month
        assert found.day == birthday.day or (found.month, found.day) == (2, 28)


def test_that_days_that_are_not_in_every_year_are_kept_on_the_last_one() -> None:
    assert next_day(Birthday(2, 29), TODAY) == date(2027, 2, 28)
    assert next_day(Birthday(2, 29), date(2028, 1, 1)) == date(2028, 2, 29)
    # the twelfth month of 2025 has 29 days; 16 February 2026 is its last
    assert next_day(Birthday(12, 30, lunar=True), date(2026, 2, 1)) == date(2026, 2, 16)
    # 2025 has a leap sixth month, 2026 has none
    assert next_day(Birthday(6, 8, lunar=True, leap=True), date(2025, 7, 1)) == date(2025, 8, 1)
    assert next_day(Birthday(6, 8, lunar=True, leap=True), date(2026, 7, 1)) == date(2026, 7, 21)


def test_that_beyond_the_tables_there_is_no_next_day() -> None:
    assert next_day(Birthday(3, 8, lunar=True), date(2150, 1, 1)) is None
    assert next_day(Birthday(1, 1), date(9999, 6, 1)) is None


def test_that_age_is_told_only_where_the_year_is_known() -> None:
    assert age_on(Birthday(11, 22, 1961), TODAY) == 65
    assert age_on(Birthday(11, 23, 1961), TODAY) == 64
    assert age_on(Birthday(3, 8, 1961, lunar=True), TODAY) == 65
    assert age_on(Birthday(3, 8), TODAY) is None
    assert age_on(Birthday(3, 8, 2030), TODAY) is None


def test_that_a_birthday_is_said_naturally_in_each_language() -> None:
    lunar = Birthday(12, 23, lunar=True)
    assert birthday_words(lunar, language("en")) == "lunar month 12, day 23"
    assert birthday_words(lunar, language("zh_CN")) == "农历腊月廿三"
    assert birthday_words(lunar, language("zh_TW")) == "農曆臘月廿三"
    assert birthday_words(Birthday(4, 10, 1963, lunar=True, leap=True), language("zh_CN")) == "农历1963年闰四月初十"
    assert birthday_words(Birthday(3, 8), language("en")) == "8 Mar"
    assert birthday_words(Birthday(3, 8, 1961), language("zh_TW")) == "1961年3月8日"
