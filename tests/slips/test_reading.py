from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.errors import UserError
from desktop.requests.model import ItemKind
from desktop.requests.rows import BillLine
from desktop.slips.presenter import Times, item_words, read_item

SHANGHAI = ZoneInfo("Asia/Shanghai")
TIMES = Times(FixedClock(datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)), SHANGHAI)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("软管 2 22", BillLine("软管", 2000, 2200)),
        ("密封胶 0.5*18", BillLine("密封胶", 500, 1800)),
        ("人工 50", BillLine("人工", 1000, 5000, ItemKind.LABOUR)),
        ("不锈钢软管 60 cm 1 22", BillLine("不锈钢软管 60 cm", 1000, 2200)),
        ("PPR管　２．５　６．８元", BillLine("PPR管", 2500, 680)),
        ("生料带 ￥3", BillLine("生料带", 1000, 300)),
        ("阀 -1 2", BillLine("阀", -1000, 200)),
    ],
)
def test_that_a_line_of_a_bill_is_read_as_it_is_typed(typed: str, line: BillLine) -> None:
    assert read_item(typed) == line


@pytest.mark.parametrize("typed", ["", "软管", "22", "软管 1 2.345", "软管 0.0001 2", "=1+1", "软管 一 二"])
def test_that_what_is_no_line_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UserError):
        read_item(typed)


@given(st.sampled_from(["软管", "PPR 管 20", "hose"]), st.integers(1, 10**8), st.integers(0, 10**9))
def test_that_a_line_can_be_typed_again_as_it_is_shown(name: str, quantity: int, price: int) -> None:
    line = BillLine(name, quantity, price)
    assert read_item(item_words(line)) == line


@pytest.mark.parametrize(
    ("typed", "month", "day", "hour", "minute"),
    [
        ("1030", 11, 22, 10, 30),
        ("930", 11, 22, 9, 30),
        ("10:30", 11, 22, 10, 30),
        ("１０：３０", 11, 22, 10, 30),
        ("昨天 1530", 11, 21, 15, 30),
        ("昨天1530", 11, 21, 15, 30),
        ("yesterday 900", 11, 21, 9, 0),
        ("11-20 900", 11, 20, 9, 0),
        ("11月20日 9:00", 11, 20, 9, 0),
        ("0000", 11, 22, 0, 0),
    ],
)
def test_that_times_are_read_as_they_stand_on_slips(typed: str, month: int, day: int, hour: int, minute: int) -> None:
    assert TIMES.read(typed) == datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def test_that_a_day_without_a_year_lies_in_the_past() -> None:
    assert TIMES.read("12-31 1000").astimezone(SHANGHAI).year == 2025


@pytest.mark.parametrize("typed", ["x", "12345", "昨天", "", "2560", "11-20"])
def test_that_what_is_no_time_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UserError):
        TIMES.read(typed)
