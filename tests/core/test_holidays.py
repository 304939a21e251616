from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError, WorldError
from desktop.core.holidays import (
    LARGEST_FILE,
    Holiday,
    HolidayTable,
    load_holidays,
    read_holidays,
    shipped_holidays,
    written_holidays,
)
from desktop.core.i18n import language
from desktop.core.paths import resources_dir
from desktop.core.texts import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHINA = shipped_holidays()
STATUTORY_DAYS = {2020: 11, 2021: 11, 2022: 11, 2023: 11, 2024: 11, 2025: 13, 2026: 13}
"""Public holidays by the State Council's order: eleven, thirteen since 2025."""


def year_of(**changes: object) -> dict[str, Any]:
    """Return a table of 2026 with one holiday and one make-up day, as its file holds it."""
    holiday = {"name": "国庆节", "first": "2026-10-01", "last": "2026-10-07"}
    return {"2026": {"holidays": [holiday], "make_up_days": ["2026-10-10"], **changes}}


def refusals(text: str) -> list[str]:
    with pytest.raises(UserError) as refused:
        read_holidays(text, "own.json")
    return [language("en").message(problem.message) for problem in refused.value.problems]


def refusals_of(years: object) -> list[str]:
    return refusals(json.dumps({"years": years}, ensure_ascii=False))


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("春节", "2020-01-24", "2020-02-02"),
        ("国庆节、中秋节", "2020-10-01", "2020-10-08"),
        ("劳动节", "2021-05-01", "2021-05-05"),
        ("元旦", "2022-12-31", "2022-12-31"),
        ("中秋节、国庆节", "2023-09-29", "2023-10-06"),
        ("春节", "2024-02-10", "2024-02-17"),
        ("国庆节", "2024-10-01", "2024-10-07"),
        ("春节", "2025-01-28", "2025-02-04"),
        ("国庆节、中秋节", "2025-10-01", "2025-10-08"),
        ("元旦", "2026-01-01", "2026-01-03"),
        ("春节", "2026-02-15", "2026-02-23"),
        ("国庆节", "2026-10-01", "2026-10-07"),
    ],
)
def test_that_the_long_holidays_of_china_are_known_to_the_day(name: str, first: str, last: str) -> None:
    holiday = Holiday(name, date.fromisoformat(first), date.fromisoformat(last))
    assert holiday in CHINA.holidays[holiday.first.year]
    assert {CHINA.holiday_on(day) for day in holiday.days()} == {name}
    outside = {holiday.first - timedelta(days=1), holiday.last + timedelta(days=1)}
    assert all(CHINA.holiday_on(day) == "" for day in outside if day.year == holiday.first.year)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2020, "01-19 04-26 05-09 06-28 09-27 10-10"),
        (2021, "02-07 02-20 04-25 05-08 09-18 09-26 10-09"),
        (2022, "01-29 01-30 04-02 04-24 05-07 10-08 10-09"),
        (2023, "01-28 01-29 04-23 05-06 06-25 10-07 10-08"),
        (2024, "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12"),
        (2025, "01-26 02-08 04-27 09-28 10-11"),
        (2026, "01-04 02-14 02-28 05-09 09-20 10-10"),
    ],
)
def test_that_the_make_up_days_of_china_are_known_to_the_day(year: int, days: str) -> None:
    assert sorted(f"{day:%m-%d}" for day in CHINA.make_up_days if day.year == year) == days.split()


@pytest.mark.parametrize("year", STATUTORY_DAYS)
def test_that_a_year_has_as_many_working_days_as_the_law_leaves(year: int) -> None:
    worked = [
        day for day in days_of(year) if day in CHINA.make_up_days or (day.weekday() < 5 and not CHINA.holiday_on(day))
    ]
    weekdays = sum(day.weekday() < 5 for day in days_of(year))
    # In 2020 the Spring Festival was made longer by a Friday and by a Saturday that was to be worked.
    longer = 2 if year == 2020 else 0
    assert len(worked) == weekdays - STATUTORY_DAYS[year] - longer


def test_that_the_table_covers_seven_years_and_says_nothing_of_others() -> None:
    assert [year for year in range(2000, 2050) if CHINA.covers(year)] == list(STATUTORY_DAYS)
    assert CHINA.holiday_on(date(2019, 10, 1)) == CHINA.holiday_on(date(2027, 1, 1)) == ""


def test_that_the_shipped_file_stands_as_it_would_be_written() -> None:
    text = (resources_dir() / "calendar" / "cn.json").read_text(encoding="utf-8")
    assert written_holidays(CHINA) == text


def test_that_a_years_own_days_stand_above_the_shipped_ones() -> None:
    own = HolidayTable({2026: (Holiday("停业", date(2026, 3, 2), date(2026, 3, 3)),)}, frozenset({date(2026, 3, 7)}))
    both = CHINA.updated(own)
    assert both.holiday_on(date(2026, 3, 3)) == "停业"
    assert both.holiday_on(date(2026, 10, 1)) == ""
    assert both.holiday_on(date(2025, 10, 1)) == "国庆节、中秋节"
    assert sorted(day for day in both.make_up_days if day.year == 2026) == [date(2026, 3, 7)]
    assert date(2025, 10, 11) in both.make_up_days
    assert CHINA.holiday_on(date(2026, 10, 1)) == "国庆节"


@st.composite
def tables(draw: st.DrawFn) -> HolidayTable:
    holidays: dict[int, tuple[Holiday, ...]] = {}
    make_up: set[date] = set()
    for year in draw(st.sets(st.integers(1900, 2999), min_size=1, max_size=3)):
        borders = sorted(draw(st.sets(st.sampled_from(days_of(year)), min_size=2, max_size=8)))
        names = st.text(st.characters(codec="utf-8"), min_size=1).map(clean).filter(bool)
        pairs = zip(borders[::2], borders[1::2], strict=False)
        holidays[year] = tuple(Holiday(draw(names), first, last) for first, last in pairs)
        taken = {day for holiday in holidays[year] for day in holiday.days()}
        weekends = [day for day in days_of(year) if day.weekday() >= 5 and day not in taken]
        make_up |= draw(st.sets(st.sampled_from(weekends), max_size=4)) if weekends else set()
    return HolidayTable(holidays, frozenset(make_up))


@given(tables())
def test_that_what_is_written_is_read_back(table: HolidayTable) -> None:
    assert read_holidays(written_holidays(table), "own.json") == table


def test_that_an_edited_file_is_read_with_the_mark_some_editors_put_before_it(tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"years": year_of()}, ensure_ascii=False), encoding="utf-8-sig")
    assert load_holidays(file).holiday_on(date(2026, 10, 7)) == "国庆节"


@pytest.mark.parametrize(
    ("years", "sentence"),
    [
        (
            {"26": year_of()["2026"]},
            "“26” is not a year; write it like 2026.",
        ),
        (
            year_of(make_up=[]),
            "2026: exactly these are to be written here: holidays, make_up_days.",
        ),
        (
            {"2026": "later"},
            "2026: exactly these are to be written here: holidays, make_up_days.",
        ),
        (
            year_of(holidays=[], make_up_days=[]),
            "2026 has no holidays; leave the whole year out until they are known.",
        ),
        (
            year_of(holidays=[{"name": "元旦", "first": "2026-01-01"}]),
            "2026 › holidays › 1: exactly these are to be written here: name, first, last.",
        ),
        (
            year_of(holidays=[{"name": " ", "first": "2026-01-01", "last": "2026-01-03"}]),
            "2026 › holidays › 1: the holiday has no name; write one.",
        ),
        (
            year_of(holidays=[{"name": "元旦", "first": "2026-1-1", "last": "2026-01-03"}]),
            "2026 › 元旦: “2026-1-1” is not a day; write it like 2026-10-01.",
        ),
        (
            year_of(holidays=[{"name": "春节", "first": "2026-02-15", "last": "2026-02-30"}]),
            "2026 › 春节: “2026-02-30” is not a day; write it like 2026-10-01.",
        ),
        (
            year_of(holidays=[{"name": "元旦", "first": "2025-12-31", "last": "2026-01-03"}]),
            "2026 › 元旦: 2025-12-31 is not in 2026; write it under its own year.",
        ),
        (
            year_of(holidays=[{"name": "春节", "first": "2026-02-23", "last": "2026-02-15"}]),
            "2026 › 春节: the last day, 2026-02-15, is before the first, 2026-02-23; exchange them.",
        ),
        (
            year_of(
                holidays=[
                    {"name": "中秋节", "first": "2026-09-25", "last": "2026-10-02"},
                    {"name": "国庆节", "first": "2026-10-01", "last": "2026-10-07"},
                ]
            ),
            "2026 › 国庆节: 2026-10-01 belongs to another holiday already.",
        ),
        (
            year_of(make_up_days="2026-10-10"),
            "2026 › make_up_days: write a list of days in square brackets.",
        ),
        (
            year_of(make_up_days=[20261010]),
            "2026 › make_up_days: “20261010” is not a day; write it like 2026-10-01.",
        ),
        (
            year_of(make_up_days=["2026-10-10", "2026-10-10"]),
            "2026 › make_up_days: 2026-10-10 is written twice; keep one.",
        ),
        (
            year_of(make_up_days=["2026-10-04"]),
            "2026 › make_up_days: 2026-10-04 is a holiday as well; decide for one.",
        ),
        (
            year_of(make_up_days=["2026-10-12"]),
            "2026 › make_up_days: 2026-10-12 is no Saturday or Sunday; only those are worked to make up.",
        ),
    ],
)
def test_that_each_slip_in_an_edited_table_is_told_with_its_place(years: object, sentence: str) -> None:
    assert refusals_of(years) == [sentence]


def test_that_all_slips_are_told_at_once() -> None:
    years = {**year_of(make_up_days=["2026-10-32", "2026-10-12"]), "27": {}}
    assert len(refusals_of(years)) == 3


def test_that_a_year_or_a_key_written_twice_is_not_silently_dropped() -> None:
    year = json.dumps(year_of()["2026"])
    assert refusals(f'{{"years": {{"2026": {year}, "2026": {year}}}}}') == ["2026 is written twice; keep one."]
    twice = year[:-1] + ', "make_up_days": []}'
    assert refusals(f'{{"years": {{"2026": {twice}}}}}') == ["2026 › make_up_days is written twice; keep one."]


def test_that_a_slip_of_the_pen_is_told_with_its_line() -> None:
    told = refusals('{"years": {\n  "2026": {"holidays": [}\n}}')
    assert len(told) == 1
    assert "at line 2, character 25;" in told[0]


@pytest.mark.parametrize(
    "text", ["[]", "{}", "3", '{"years": {}}', '{"years": []}', '{"years": {}, "x": 1}', "[" * 9999]
)
def test_that_what_is_no_table_is_told_what_one_looks_like(text: str) -> None:
    told = refusals(text)
    assert len(told) == 1
    assert told[0].startswith("“own.json” is not a table of holidays; it has to look like {")


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(["years", "2026", "holidays", "make_up_days", "name", "first", "last"])
    return st.lists(inner) | st.dictionaries(keys, inner)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), nested))
def test_that_no_content_whatever_does_more_than_be_refused(content: object) -> None:
    for written in (content, {"years": content}, {"years": {"2026": content}}, {"years": year_of(holidays=content)}):
        assert refusals(json.dumps(written))


def not_utf8(file: Path) -> None:
    file.write_bytes('{"years": {"2026": "国庆节"}}'.encode("gbk"))


def too_large(file: Path) -> None:
    file.write_bytes(b" " * (LARGEST_FILE + 1))


def missing(file: Path) -> None:
    assert not file.exists()


@pytest.mark.parametrize(
    ("make", "words"),
    [(not_utf8, "save it as UTF-8"), (too_large, "has to look like"), (missing, "choose it again")],
)
def test_that_a_file_that_cannot_be_a_table_is_refused_in_words(
    tmp_path: Path, make: Callable[[Path], None], words: str
) -> None:
    file = tmp_path / "own.json"
    make(file)
    with pytest.raises(UserError) as refused:
        load_holidays(file)
    told = language("en").message(refused.value.problems[0].message)
    assert "own.json" in told
    assert words in told


def test_that_a_disk_that_fails_is_no_fault_of_the_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.json"
    file.write_text("{}", encoding="utf-8")

    def fail(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(type(file), "stat", fail)
    with pytest.raises(WorldError) as failed:
        load_holidays(file)
    assert "check your rights" in failed.value.problems[0].message.msgid
