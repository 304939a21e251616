from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from desktop.core.errors import UserError, WorldError
from desktop.sheets import write
from desktop.sheets.read import read_workbook
from desktop.sheets.write import Block, ColumnOut, SheetOut, list_sheet, text_width, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.sheets.write import Value

CREATED = datetime(2026, 3, 1, 6, 5, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


def one_column(path: Path, *values: Value, kind: write.Kind = "text") -> Worksheet:
    write_xlsx(
        path, [list_sheet("表", [ColumnOut("列", kind)], [[value] for value in values])], created=CREATED, zone=ZONE
    )
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+8613900001234",
        "-1",
        "@SUM(A1)",
        "{=1}",
        "http://x.cn",
        "mailto:a@b",
        "001",
        "=cmd|' /C calc'!A0",
        "_x0041_",
        "a\x07b",
    ],
)
def test_that_text_stays_text(text: str, tmp_path: Path) -> None:
    cell = one_column(tmp_path / "out.xlsx", text)["A2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    if text.isprintable():
        assert read_workbook(tmp_path / "out.xlsx")[0].rows[1] == [text]


def test_that_numbers_and_dates_are_real_ones(tmp_path: Path) -> None:
    at = datetime(2026, 3, 1, 6, 5, tzinfo=UTC)
    kinds: tuple[write.Kind, ...] = ("whole", "decimal", "percent", "date", "moment", "text")
    columns = [ColumnOut(kind, kind) for kind in kinds]
    write_xlsx(
        tmp_path / "o.xlsx",
        [list_sheet("表", columns, [[3, 1.25, 0.5, date(2026, 3, 1), at, None]])],
        created=CREATED,
        zone=ZONE,
    )
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert sheet is not None
    row = [sheet.cell(2, column) for column in range(1, 7)]
    local = at.astimezone(ZONE).replace(tzinfo=None)
    assert [cell.value for cell in row] == [3, 1.25, 0.5, datetime.fromisoformat("2026-03-01"), local, None]
    assert [cell.number_format for cell in row] == ["#,##0", "#,##0.0", "0.0%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "@"]


@pytest.mark.parametrize("value", ["-", float("nan"), float("inf"), 110105194912310021, date(1066, 10, 14)])
def test_that_what_no_number_cell_holds_is_written_as_text(value: Value, tmp_path: Path) -> None:
    cell = one_column(tmp_path / "out.xlsx", value, kind="whole")["A2"]
    assert (cell.data_type, cell.value) == ("s", str(value))


def test_that_text_beyond_a_cell_is_cut_visibly(tmp_path: Path) -> None:
    value = one_column(tmp_path / "out.xlsx", "长" * 40_000, "half \ud800")["A2"].value
    assert isinstance(value, str)
    assert (len(value), value[-1]) == (32_767, "…")


def test_that_nothing_lies_in_a_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert one_column(tmp_path / "out.xlsx", "张三")["A2"].value == "张三"


def test_that_the_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        one_column(tmp_path / name, "x", "y")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_that_a_list_is_ready_to_read_and_print(tmp_path: Path) -> None:
    columns = [ColumnOut("姓名"), ColumnOut("备注", width=30, comment="可空")]
    rows = [["张三" * 10, "x"], ["李四", "x" * 200]]
    write_xlsx(tmp_path / "o.xlsx", [list_sheet("名册", columns, rows, ["阳光花园"])], created=CREATED)
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["名册"]
    assert sheet["A1"].value == "阳光花园"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A3", "$2:$2")
    assert sheet.auto_filter.ref == "A2:B4"
    assert (sheet["A2"].font.b, sheet["A2"].fill.fgColor.rgb) == (True, "FFD9D9D9")
    assert sheet["B2"].comment is not None
    assert sheet["B2"].comment.text == "可空"
    assert 41 < sheet.column_dimensions["A"].width < 44
    assert 29 < sheet.column_dimensions["B"].width < 32
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


def test_that_blocks_stack_with_headings_and_notes(tmp_path: Path) -> None:
    blocks = [
        Block([ColumnOut("指标"), ColumnOut("值", "whole")], [["受理", 3]], "本月", ["受理：不含取消"]),
        Block([ColumnOut("类别")], [["水"], ["电"]], "分类"),
    ]
    write_xlsx(tmp_path / "o.xlsx", [SheetOut("月报", blocks, ["月报", "2026年3月"], ["完"])], created=CREATED)
    (sheet,) = read_workbook(tmp_path / "o.xlsx")
    assert sheet.rows == [
        *(["月报"], ["2026年3月"], ["本月"], ["指标", "值"], ["受理", 3.0], ["受理：不含取消"], []),
        *(["分类"], ["类别"], ["水"], ["电"], ["完"]),
    ]


def test_that_sheet_names_are_made_fit_and_different(tmp_path: Path) -> None:
    names = ["a/b:c", "A/B:C", "", "'x'", "长" * 40, "长" * 40]
    write_xlsx(
        tmp_path / "o.xlsx", [SheetOut(name, [Block([ColumnOut("x")], [["1"]])]) for name in names], created=CREATED
    )
    assert [sheet.name for sheet in read_workbook(tmp_path / "o.xlsx")] == [
        *("a b c", "A B C 2", "3", "x", "长" * 31, "长" * 29 + " 2"),
    ]


def test_that_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "MOST_ROWS", 10)
    with pytest.raises(UserError):
        one_column(tmp_path / "out.xlsx", *["x"] * 9)
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_is_gone_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(WorldError):
        write_xlsx(tmp_path / "gone" / "o.xlsx", [list_sheet("x", [ColumnOut("x")], [])], created=CREATED)
    assert list(tmp_path.iterdir()) == []


def test_that_chinese_text_is_twice_as_wide() -> None:
    assert (text_width("ab"), text_width("张三"), text_width("a\n张三b"), text_width("")) == (2, 4, 5, 0)
