from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.i18n import language
from desktop.sheets.cells import (
    CellFault,
    shown,
    to_choice,
    to_code_text,
    to_id_text,
    to_lines,
    to_number,
    to_phone_text,
    to_text,
    to_whole,
)

if TYPE_CHECKING:
    from desktop.sheets.workbook import Cell

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


def sentence(fault: object) -> str:
    assert isinstance(fault, CellFault)
    return language("en").message(fault.message)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  张\u3000三\n", "张 三"),
        (502.0, "502"),
        (502, "502"),
        (89.5, "89.5"),
        (True, "TRUE"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime.fromisoformat("2026-03-01T14:05"), "2026-03-01 14:05"),
        (time(14, 5), "14:05:00"),
        (timedelta(hours=30), "30:00"),
    ],
)
def test_that_every_cell_has_a_text(cell: Cell, text: str) -> None:
    assert to_text(cell) == text


def test_that_lines_are_kept_where_they_matter() -> None:
    assert to_lines("厨房漏水\r\n 两处 ") == "厨房漏水\n两处"
    assert to_lines(12.0) == "12"


def test_that_a_long_cell_is_shown_short() -> None:
    assert shown("长" * 100) == "长" * 39 + "…"


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13900001234.0, "13900001234"),
        (13900001234, "13900001234"),
        (1.39e10, "13900000000"),
        ("13900001234.0", "13900001234"),
        ("'13900001234", "13900001234"),
        ("１３９０００\u3000０１２３４", "139000 01234"),
        ("1.3900001234E+10", "13900001234"),
        ("13900001234 / 0755-26001234转8", "13900001234 / 0755-26001234转8"),
        (None, ""),
    ],
)
def test_that_phones_come_through_whole(cell: Cell, phone: str) -> None:
    assert to_phone_text(cell) == phone


@pytest.mark.parametrize("cell", ["1.39E+10", "1.39e10", "１．３９Ｅ＋１０", "'1.39E+10"])
def test_that_a_phone_cut_to_its_beginning_is_refused(cell: str) -> None:
    assert "lost digits" in sentence(to_phone_text(cell))


def test_that_a_fraction_is_no_phone() -> None:
    assert "not a phone number" in sentence(to_phone_text(1.5))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５ 19491231 002X", "11010519491231002X"),
        (110105491231002.0, "110105491231002"),
        (None, ""),
    ],
)
def test_that_identity_numbers_come_through_whole(cell: Cell, number: str) -> None:
    assert to_id_text(cell) == number


@pytest.mark.parametrize("cell", [110105194912310021.0, 110105194912310021, "1.10105E+17"])
def test_that_an_identity_number_rounded_by_the_spreadsheet_is_refused(cell: Cell) -> None:
    assert "lost digits" in sentence(to_id_text(cell))


@pytest.mark.parametrize("cell", [date(2003, 1, 12), datetime.fromisoformat("2003-01-12T00:00"), time(3, 1)])
def test_that_a_house_number_turned_into_a_date_is_refused(cell: Cell) -> None:
    assert "is a date here" in sentence(to_code_text(cell))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234.5", 1234.5),
        ("89.5㎡", 89.5),
        (" 89.5 平方米 ", 89.5),
        ("１２层", 12),
        ("-1", -1),
        (".5", 0.5),
        (89.5, 89.5),
        (3, 3),
        ("1e3", 1000),
        ("", None),
        (None, None),
    ],
)
def test_that_numbers_are_read_with_their_units(cell: Cell, number: float | None) -> None:
    assert to_number(cell) == number


@pytest.mark.parametrize("cell", ["约90", "89,5", "nan", "1e999", "12-13", True, date(2026, 3, 1)])
def test_that_what_is_no_number_is_refused(cell: Cell) -> None:
    assert "not a number" in sentence(to_number(cell))


def test_that_whole_numbers_are_whole() -> None:
    assert to_whole("12 层") == 12
    assert to_whole(None) is None
    assert "not a whole number" in sentence(to_whole(1.5))
    assert "not a number" in sentence(to_whole("x"))


def test_that_a_choice_is_one_of_the_known_words() -> None:
    choices = {"报修": 1, "报修单": 1, "投诉": 2}
    assert to_choice(" 投 诉", choices) == 2
    assert to_choice(None, choices) is None
    assert sentence(to_choice("表扬", choices)) == "“表扬” is unknown here; write one of: 报修, 报修单, 投诉."


@given(CELLS)
def test_that_no_cell_breaks_a_conversion(cell: Cell) -> None:
    assert isinstance(to_text(cell), str)
    for convert in (to_code_text, to_phone_text, to_id_text):
        assert isinstance(convert(cell), str | CellFault)
    for measure in (to_number, to_whole):
        assert isinstance(measure(cell), int | float | CellFault | None)


@given(st.integers(10**6, 10**15 - 1))
def test_that_digits_survive_as_number_text_and_scientific(digits: int) -> None:
    exact = str(digits)
    spellings = (digits, float(digits), exact, f"{digits}.0", f"{exact[0]}.{exact[1:]}E+{len(exact) - 1}")
    assert {to_phone_text(cell) for cell in spellings} == {exact}
