from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import WorldError
from desktop.sheets.comma import write_csv
from desktop.sheets.write import ColumnOut

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.sheets.write import Value

FORMULA_SIGNS = "=+-@＝＋－＠"


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_that_numbers_stay_numbers_and_days_and_moments_are_written_as_clocks_show_them(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    row: list[Value] = [1, 12345.67, date(2026, 3, 1), datetime(2026, 3, 1, 6, 5, tzinfo=UTC), None, "王芳"]
    write_csv(path, [ColumnOut("a")] * len(row), [row], zone=ZoneInfo("Asia/Shanghai"))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(path)[1] == ["1", "12345.67", "2026-03-01", "2026-03-01 14:05", "", "王芳"]


@pytest.mark.parametrize("text", ["0301", "1-12", "3/4", "110105194912310021", "1.5E10", "=1+1", " =1", "@x", "－1"])
def test_that_what_a_spreadsheet_would_turn_into_something_else_is_guarded(tmp_path: Path, text: str) -> None:
    write_csv(tmp_path / "list.csv", [ColumnOut("a")], [[text]])
    assert read(tmp_path / "list.csv")[1] == [f"'{text}"]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_that_whatever_is_written_is_read_back_less_its_guard(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    write_csv(path, [ColumnOut("a")] * len(texts), [texts])
    (row,) = read(path)[1:]
    written = [cell if text.startswith("'") else cell.removeprefix("'") for cell, text in zip(row, texts, strict=True)]
    assert written == texts
    assert all(not cell.lstrip() or cell.lstrip()[0] not in FORMULA_SIGNS for cell in row)


def test_that_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorldError):
        write_csv(tmp_path / "missing" / "list.csv", [ColumnOut("a")], [["b"]])
