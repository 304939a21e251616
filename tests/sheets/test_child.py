from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sheets.child import parse
from desktop.sheets.ods import merged_ranges
from desktop.sheets.transport import Fault, FaultError, decode, encode
from desktop.sheets.workbook import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any, Protocol

    class Maker(Protocol):
        def __call__(self, rows: Sequence[Sequence[Any]], merged: str = "", name: str = "") -> Path: ...

    from desktop.sheets.workbook import Cell

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**300), 10**300),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"sep=,\n"]),
)
def test_that_noise_is_a_table_or_a_fault_and_nothing_else(noise: bytes, start: bytes) -> None:
    try:
        outcome: list[object] = list(parse(start + noise, 1_000))
    except FaultError as error:
        outcome = [error.fault]
    assert all(isinstance(each, Sheet | Fault) for each in outcome)


def test_that_too_many_cells_are_noticed_before_they_are_sent(make_xlsx: Maker) -> None:
    data = make_xlsx([["x"] * 10] * 6).read_bytes()
    assert len(next(iter(parse(data, 60))).rows) == 6
    with pytest.raises(FaultError) as caught:
        list(parse(data, 59))
    assert caught.value.fault == Fault.TOO_MANY_CELLS


@given(st.lists(st.lists(CELLS, max_size=5), max_size=5))
def test_that_cells_cross_between_the_processes_unchanged(rows: list[list[Cell]]) -> None:
    line = encode(rows)
    assert line.count(b"\n") == 1
    assert decode(line) == rows


def test_that_a_number_that_is_none_arrives_empty() -> None:
    assert decode(encode([[float("nan"), float("inf")]])) == [[None, None]]


@pytest.mark.parametrize(
    "line", [b"", b"{", b'{"d":"yesterday"}', b'{"s":"x"}', b'{"s":1e300}', b"[" * 100_000, b'{"m":3}']
)
def test_that_a_reader_gone_astray_is_noticed(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever json or datetime say
        decode(line)


def test_that_merges_of_repeated_rows_and_inner_tables_are_placed_rightly() -> None:
    content = b"""<t:doc xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
      <t:table><t:table-row t:number-rows-repeated="3"><t:table-cell/></t:table-row>
        <t:table-header-rows><t:table-row><t:table-cell t:number-columns-repeated="4"/>
          <t:table-cell t:number-rows-spanned="2"><t:table><t:table-row/></t:table></t:table-cell>
          <t:table-cell t:number-columns-spanned="2"/></t:table-row></t:table-header-rows></t:table>
      <t:table/></t:doc>"""
    assert merged_ranges(content) == [[((3, 4), (4, 4)), ((3, 5), (3, 6))], []]
