from __future__ import annotations

import pytest

from desktop.core.errors import UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.sheets.headers import Column
from desktop.sheets.tables import example_mark, find_table, find_tables
from desktop.sheets.workbook import Cell, Sheet

COLUMNS = (
    Column("room", ("房号",), msg("Room"), required=True),
    Column("owner", ("业主",), msg("Owner")),
    Column("phone", ("电话",), msg("Phone")),
)
HEAD: list[Cell] = ["房号", "业主", "电话"]


def numbers(*rows: list[Cell]) -> list[int]:
    return [row.number for row in find_table(Sheet("表", [HEAD, *rows]), COLUMNS).rows]


def test_that_rows_keep_the_numbers_of_the_sheet() -> None:
    table = find_table(Sheet("名册", [["标题"], [], HEAD, [], ["101", None, 139.0], [None, None], ["102"]]), COLUMNS)
    assert [(row.number, row.get("room"), row.get("phone")) for row in table.rows] == [
        (5, "101", 139.0),
        (7, "102", None),
    ]
    assert (table.sheet, table.title) == ("名册", "标题")


def test_that_notes_beside_the_table_are_left_out() -> None:
    assert numbers(["101", "张三", None, None, "注意"], [None, None, None, None, "另一条"]) == [2]


@pytest.mark.parametrize(
    "row",
    [
        ["合计", None, 12.0],
        ["总 计：", "12户"],
        ["1栋小计", "3"],
        ["合计（户）", 3.0],
        ["备注：以上信息保密"],
        ["填表人：张三", "审核人：李四"],
        ["第1页 共3页"],
        HEAD,
        ["二期", "二期", "二期"],
        ["Total", 3.0],
    ],
)
def test_that_totals_footnotes_banners_and_repeated_heads_are_ignored(row: list[Cell]) -> None:
    table = find_table(Sheet("表", [HEAD, ["101", "张三"], row, ["102", "李四"]]), COLUMNS)
    assert [row.number for row in table.rows] == [2, 4]
    assert [ignored.number for ignored in table.ignored] == [3]


@pytest.mark.parametrize(
    "row", [["1", "1", "1"], ["3-1-502", "合计", None], ["101", "业主", None], ["总务室", None, None]]
)
def test_that_data_that_looks_a_little_like_it_is_kept(row: list[Cell]) -> None:
    assert numbers(row) == [2]


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_example_rows_of_a_template_are_ignored(code: str) -> None:
    sheet = Sheet("表", [[None, *HEAD], [example_mark(language(code)), "101", "张三"], [None, "102", "李四"]])
    assert [row.number for row in find_table(sheet, COLUMNS).rows] == [3]


def test_that_every_visible_sheet_with_a_table_counts() -> None:
    sheets = (
        Sheet("说明", [["填表说明"]]),
        Sheet("一月", [HEAD, ["101"]]),
        Sheet("二月", [["房号", "电话"], ["102"]]),
        Sheet("旧", [HEAD, ["103"]], hidden=True),
        Sheet("空", []),
    )
    found = find_tables(sheets, COLUMNS)
    assert [table.sheet for table in found.tables] == ["一月", "二月"]
    assert found.passed_over == ("说明", "旧")


def test_that_a_hidden_table_counts_where_there_is_no_other() -> None:
    found = find_tables((Sheet("说明", [["x"]]), Sheet("旧", [HEAD, ["103"]], hidden=True)), COLUMNS)
    assert [table.sheet for table in found.tables] == ["旧"]


def test_that_the_nearest_sheet_is_named_where_none_will_do() -> None:
    with pytest.raises(UserError) as caught:
        find_tables((Sheet("说明", [["x"]]), Sheet("名册", [["业主", "电话"]])), COLUMNS)
    assert "“名册” has no column “Room”" in language("en").message(caught.value.problems[0].message)
    with pytest.raises(UserError) as caught:
        find_table(Sheet("说明", [["x"]]), COLUMNS)
    assert "“说明”" in language("en").message(caught.value.problems[0].message)


def test_that_a_refusal_names_the_cell() -> None:
    table = find_table(Sheet("名册", [HEAD, ["101", "张三", 1.5]]), COLUMNS)
    refused = table.refusal(table.rows[0], "phone", msg("no phone"))
    assert (refused.sheet, refused.row, refused.column, refused.letter, refused.value) == (
        "名册",
        2,
        "电话",
        "C",
        "1.5",
    )
    assert table.refusal(table.rows[0], "", msg("whole row")).column == ""
