from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from desktop.core.i18n import LANGUAGES, language, msg
from desktop.sheets.headers import Column
from desktop.sheets.read import read_workbook
from desktop.sheets.tables import find_tables
from desktop.sheets.template import write_template

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    Column("room", ("房号", "房间"), msg("Room"), required=True),
    Column("owner", ("业主",), msg("Owner")),
    Column("since", (), msg("Moved in")),
)
CREATED = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_an_untouched_template_creates_nothing_and_a_filled_one_does(code: str, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    examples = [{"room": "3-1-502", "owner": "张三"}, {"room": "3-1-503", "since": "2026-03-01"}]
    write_template(path, "名册", COLUMNS, examples, language(code), created=CREATED)
    (table,) = find_tables(read_workbook(path), COLUMNS).tables
    assert table.rows == []
    assert len(table.ignored) == 2
    assert set(table.header.found) == {"room", "owner", "since"}
    assert (table.header.unknown, table.header.missing) == ((), ())

    book = openpyxl.load_workbook(path)
    sheet = book["名册"]
    for column, text in enumerate(("9-1-101", "李四", "2026.3.1"), start=2):
        sheet.cell(4, column).value = text
    book.save(path)
    (table,) = find_tables(read_workbook(path), COLUMNS).tables
    assert [row.cells for row in table.rows] == [{"room": "9-1-101", "owner": "李四", "since": "2026.3.1"}]


def test_that_a_template_keeps_typed_house_numbers_as_text(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", "名册", COLUMNS, [], language("en"), created=CREATED)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["名册"]
    assert [sheet.cell(2, column).number_format for column in (2, 3, 4)] == ["@"] * 3
    assert sheet["B1"].value == "Room*"
    assert sheet["B1"].comment is not None
    assert "房间" in sheet["B1"].comment.text
