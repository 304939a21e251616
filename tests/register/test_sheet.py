from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from desktop.core.i18n import language
from desktop.households.model import OccupancyRole, RoomStateKind
from desktop.register.rows import ListedHousehold, ListedPerson
from desktop.register.sheet import write_list

if TYPE_CHECKING:
    from pathlib import Path

CREATED = datetime(2026, 11, 22, tzinfo=UTC)
EVIL = ("=1+1", "+86", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "＝1+1")
FORMULA_SIGNS = "=+-@＝＋－＠"


def household(name: str) -> ListedHousehold:
    person = ListedPerson(name, OccupancyRole.OWNER, ("138 **** 0001",), "110***********002X")
    return ListedHousehold(
        1, "1-12", "1", "高层", RoomStateKind.OCCUPIED, "住宅", "12", 88.5, (person,), ("VIP", "=1+1")
    )


@pytest.mark.parametrize("text", EVIL)
def test_that_a_workbook_holds_text_where_text_was_and_no_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.xlsx"
    write_list(path, [household(text)], language("en"), CREATED)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert sheet["A2"].value == "1-12"
    assert sheet["G2"].value == 88.5
    assert str(sheet["H2"].value).startswith(text.strip()) or text in str(sheet["H2"].value)


@pytest.mark.parametrize("text", EVIL)
def test_that_comma_separated_text_begins_with_a_mark_and_no_cell_looks_like_a_formula_or_date(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "list.csv"
    write_list(path, [household(text)], language("zh_CN"), CREATED)
    content = path.read_bytes().decode("utf-8")
    assert content.startswith("\ufeff")
    head, row = csv.reader(content.removeprefix("\ufeff").splitlines())
    assert head[0] != "Room"
    assert row[0] == "'1-12"
    assert row[6] == "88.5"
    assert not [cell for cell in row if cell.strip()[:1] and cell.strip()[0] in FORMULA_SIGNS]
