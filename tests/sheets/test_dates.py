from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.i18n import language
from desktop.sheets.cells import CellFault
from desktop.sheets.dates import Dated, Timed, to_date, to_moment, year_in

if TYPE_CHECKING:
    from desktop.sheets.workbook import Cell

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
MINUTES = st.datetimes(datetime(1992, 1, 1), datetime(2100, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))  # noqa: DTZ001 - wall clock


def sentence(fault: object) -> str:
    assert isinstance(fault, CellFault)
    return language("en").message(fault.message)


def local(cell: Cell, year_hint: int | None = None) -> str:
    moment = to_moment(cell, ZONE, year_hint)
    assert isinstance(moment, Timed)
    assert moment.at.tzinfo is UTC
    return moment.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    "cell",
    [
        "2026.3.1",
        "2026-03-01",
        "2026/3/1",
        "２０２６．３．１",
        " 2026 年 3 月 1 日 ",
        "2026年3月1号",
        "2026—03—01",
        "20260301",
        20260301,
        20260301.0,
        46082,
        46082.0,
        "46082",
        "26.3.1",
        "2026.3.1.",
        "2026-03-01（周日）",
        "2026-03-01 00:00:00",
        date(2026, 3, 1),
        datetime.fromisoformat("2026-03-01T14:05"),
    ],
)
def test_that_a_day_is_read_however_it_is_written(cell: Cell) -> None:
    assert to_date(cell) == Dated(date(2026, 3, 1))


@pytest.mark.parametrize(
    "cell",
    [
        "2026.3.1 14:05",
        "2026/3/1 14:05:00",
        "２０２６－０３－０１\u3000１４：０５",
        "2026年3月1日14点05分",
        "2026年3月1日 下午2点05分",
        "2026年3月1日（星期日）下午2:05",
        "2026-3-1 2:05 PM",
        "2026-03-01T14:05:00",
        "2026-03-01T06:05:00.000Z",
        "2026-03-01T14:05:00+08:00",
        "202603011405",
        "20260301140500",
        46082.586805555555,
        "46082.586805555555",
        datetime.fromisoformat("2026-03-01T14:04:59.999999"),
    ],
)
def test_that_a_moment_is_read_however_it_is_written(cell: Cell) -> None:
    assert local(cell) == "2026-03-01 14:05:00"


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("下午2点半", "01 14:30"),
        ("上午9时一刻", "01 09:15"),
        ("晚上8点三刻", "01 20:45"),
        ("早上8点整", "01 08:00"),
        ("晚上12点", "02 00:00"),
        ("凌晨12点10分", "01 00:10"),
        ("中午12点半", "01 12:30"),
        ("中午1点", "01 13:00"),
        ("下午14:05", "01 14:05"),
        ("24:00", "02 00:00"),
        ("12:30 AM", "01 00:30"),
        ("8點5分", "01 08:05"),
    ],
)
def test_that_spoken_times_are_understood(words: str, clock: str) -> None:
    assert local(f"2026年3月1日 {words}") == f"2026-03-{clock}:00"


def test_that_a_day_without_a_time_says_so() -> None:
    assert to_moment("2026.3.1", ZONE) == Timed(datetime(2026, 2, 28, 16, tzinfo=UTC), time_missing=True)
    assert to_moment("2026.3.1 0:00", ZONE) == Timed(datetime(2026, 2, 28, 16, tzinfo=UTC))


@pytest.mark.parametrize("cell", ["3月1日", "3.1", "3/1", "03-01", "3月1号"])
def test_that_a_day_without_a_year_takes_the_hint_and_says_so(cell: str) -> None:
    assert to_date(cell, 2025) == Dated(date(2025, 3, 1), year_missing=True)
    assert "has no year" in sentence(to_date(cell))


def test_that_a_moment_without_a_year_takes_the_hint() -> None:
    assert local("3-1 14:00", 2025) == "2025-03-01 14:00:00"
    assert local("12-15 14:05", 2025) == "2025-12-15 14:05:00"


@pytest.mark.parametrize("cell", [None, "", " \u3000 "])
def test_that_an_empty_cell_is_no_date_and_no_fault(cell: Cell) -> None:
    assert to_date(cell) is None
    assert to_moment(cell, ZONE) is None


@pytest.mark.parametrize(
    "cell",
    [
        *("昨天", "14:05", "2026年3月", "2026-2-30", "2月29日", "3-1-502", "0301", "1234567", "2026-3-1 25:00"),
        *("2026-3-1 12:60", "2026-3-1 晚上1点", "2026-3-1 上午14:05", "2026-3-1 14", "1066.10.14", "2026-03-01 x"),
        *(3.1, 502, -1, 1e300, True, time(14, 5), timedelta(hours=2), date(1066, 10, 14)),
    ],
)
def test_that_what_is_no_date_is_refused(cell: Cell) -> None:
    assert "is not a date" in sentence(to_date(cell, 2025))


@pytest.mark.parametrize("cell", ["3/1/2026", "01-03-2026", "1.3.2026 14:05"])
def test_that_day_and_month_in_unclear_order_are_refused(cell: str) -> None:
    assert "told apart" in sentence(to_date(cell))


def test_that_the_year_of_a_title_is_found() -> None:
    assert year_in("阳光花园２０２６年3月报修台账") == 2026
    assert year_in("2026年3月1日—2026年3月31日") == 2026
    assert year_in("2025-2026") is None
    assert year_in("电话 13920261234") is None


@given(DAYS, st.sampled_from(["%Y.%m.%d", "%Y/%m/%d", "%Y-%m-%d", "%Y年%m月%d日", "%Y%m%d"]))
def test_that_every_day_is_read_back(day: date, form: str) -> None:
    assert to_date(day.strftime(form)) == Dated(day)
    assert to_date(f"{day.year}.{day.month}.{day.day}") == Dated(day)


@given(MINUTES)
def test_that_every_minute_is_read_back_from_text_and_serial(at: datetime) -> None:
    serial = (at - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001 - wall clock
    expected = at.strftime("%Y-%m-%d %H:%M:00")
    assert [local(cell) for cell in (at, serial, at.strftime("%Y年%m月%d日 %H点%M分"), at.isoformat())] == [
        expected
    ] * 4


@given(
    st.one_of(st.text(max_size=30), st.from_regex(r"[0-9年月日:点 .-]{0,20}", fullmatch=True), st.floats()),
    st.none() | st.integers(1900, 2100),
)
def test_that_no_cell_breaks_the_reading(cell: Cell, year_hint: int | None) -> None:
    assert isinstance(to_date(cell, year_hint), Dated | CellFault | None)
    assert isinstance(to_moment(cell, ZONE, year_hint), Timed | CellFault | None)
