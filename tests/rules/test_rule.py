from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.holidays import Holiday, read_holidays, shipped_holidays
from desktop.rules.rule import read_year, written_days, written_holidays

if TYPE_CHECKING:
    from collections.abc import Mapping


def holidays(year: Mapping[str, object]) -> list[tuple[str, str, str]]:
    found = year["holidays"]
    assert isinstance(found, list)
    return [(each["name"], each["first"], each["last"]) for each in found]


@pytest.mark.parametrize("year", [2020, 2023, 2026])
def test_that_a_shipped_year_is_read_back_as_it_is_written(year: int) -> None:
    table = shipped_holidays()
    made_up = sorted(day for day in table.make_up_days if day.year == year)
    read = read_year(year, written_holidays(table.holidays[year]), written_days(made_up))
    again = read_holidays(json.dumps({"years": {str(year): dict(read)}}), "typed")
    assert again.holidays == {year: table.holidays[year]}
    assert sorted(again.make_up_days) == made_up


@given(
    first=st.dates(date(2027, 1, 1), date(2027, 12, 20)),
    days=st.integers(0, 10),
    name=st.text("春节元旦国庆中秋 Day", min_size=1).map(str.strip).filter(bool),
)
def test_that_any_holiday_is_read_back_as_it_is_written(first: date, days: int, name: str) -> None:
    holiday = Holiday(name, first, first + timedelta(days=days))
    read = read_year(2027, written_holidays([holiday]), "")
    assert holidays(read) == [(name, first.isoformat(), holiday.last.isoformat())]


@pytest.mark.parametrize(
    "typed",
    [
        "春节 02-15 – 02-23",
        "春节：2月15日至2月23日",
        "春节 2月15日至23日",
        "春节　２/15 ~ 2/23",
        "春节 2027-02-15 - 2027-02-23",
        "\n 春节 2.15 2.23 \n",
    ],
)
def test_that_a_holiday_is_read_however_it_is_written(typed: str) -> None:
    assert holidays(read_year(2027, typed, "")) == [("春节", "2027-02-15", "2027-02-23")]


def test_that_a_holiday_typed_with_its_year_keeps_it() -> None:
    assert holidays(read_year(2027, "春节 2028-02-15 – 02-23", "")) == [("春节", "2028-02-15", "2028-02-23")]


def test_that_make_up_days_are_read_and_every_fault_is_told_in_its_field() -> None:
    assert read_year(2027, "", "02-14、2月28日, 2027-10-9")["make_up_days"] == [
        "2027-02-14",
        "2027-02-28",
        "2027-10-09",
    ]
    with pytest.raises(UserError) as caught:
        read_year(2027, "元旦 01-01\n春节\n清明节 soon", "02-14, Sunday")
    told = [(problem.field, problem.message.params.get("line")) for problem in caught.value.problems]
    assert told == [("holidays", 2), ("holidays", 3), ("make_up_days", None)]


def test_that_a_day_the_calendar_has_not_is_told_where_it_was_typed() -> None:
    with pytest.raises(UserError) as caught:
        read_year(2027, "元旦 01-01\n春节 02-27 – 02-31\n国庆节 13-01", "02-14, 02-29, 2028-02-29, 0000-01-01")
    told = [(problem.field, problem.message.params["text"]) for problem in caught.value.problems]
    assert told == [
        ("holidays", "春节 02-27 – 02-31"),
        ("holidays", "国庆节 13-01"),
        ("make_up_days", "02-29"),
        ("make_up_days", "0000-01-01"),
    ]
