"""Tables keep their rows whole and lose none of them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.core.tokens import PAPER
from desktop.paper.cells import Bar, Stacked, TickBoxes
from desktop.paper.flow import AtFoot, Columns
from desktop.paper.fonts import MEDIUM, typeface
from desktop.paper.frames import REPORT, Document
from desktop.paper.pen import MM
from desktop.paper.tables import FIT, PADDING, Column, Row, Table
from desktop.paper.words import bold

if TYPE_CHECKING:
    from collections.abc import Callable

ROW = 18.75


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def operators(pdf: bytes) -> str:
    contents = PdfReader(BytesIO(pdf)).pages[0].get_contents()
    assert contents is not None
    return contents.get_data().decode("latin-1")


def height(table: Table, width: float = 400) -> float:
    return table.wrap(width, 10_000)[1]


def test_that_a_row_of_plain_text_has_the_height_of_the_design() -> None:
    assert height(Table([Column(), Column()], [("给排水", "74"), ("其他", "12")])) == pytest.approx(2 * ROW)
    assert height(Table([Column("名称")], [("给排水",)])) == pytest.approx(2 * ROW)


def test_that_a_cell_breaks_over_lines_and_its_row_grows() -> None:
    narrow = [Column("", 20), Column()]
    assert height(Table(narrow, [("厨房水槽下软管接头滴水", "1")])) == pytest.approx(ROW + 2 * 12)


def test_that_every_row_is_printed_once_under_a_head_on_every_page(make_document: Callable[..., Document]) -> None:
    names = [f"BX-2610-{number:04d}" for number in range(200)]
    table = Table([Column("编号", FIT), Column("内容")], [(name, "厨房水槽") for name in names])
    printed = pages(make_document(REPORT).pdf([table]))
    assert len(printed) > 3
    assert all(page.count("编号") == 1 for page in printed)
    assert [sum(page.count(name) for page in printed) for name in names] == [1] * 200


def test_that_a_row_never_breaks_over_two_pages(make_document: Callable[..., Document]) -> None:
    rows = [
        (f"始{number:02d}", "厨房水槽下软管接头滴水\n" * (number % 5 + 1) + f"终{number:02d}") for number in range(60)
    ]
    printed = pages(make_document(REPORT).pdf([Table([Column("", 20), Column()], rows)]))
    for number in range(60):
        assert [f"始{number:02d}" in page for page in printed] == [f"终{number:02d}" in page for page in printed]


def test_that_only_a_row_higher_than_a_page_is_cut_and_nothing_is_lost(make_document: Callable[..., Document]) -> None:
    long = "\n".join(f"行{number:03d}" for number in range(120))
    printed = pages(make_document(REPORT).pdf([Table([Column("", 20), Column()], [("长", long), ("短", "完")])]))
    assert len(printed) == 2
    assert [sum(page.count(f"行{number:03d}") for page in printed) for number in range(120)] == [1] * 120
    assert "完" in printed[-1]


def test_that_a_table_without_rows_says_so() -> None:
    table = Table([Column("编号"), Column("内容")], [], empty="本月没有返修。")
    assert height(table) == pytest.approx(2 * ROW)


def test_that_the_sentence_of_an_empty_table_is_printed(make_document: Callable[..., Document]) -> None:
    table = Table([Column("编号", FIT), Column("内容")], [], empty="本月没有返修。")
    assert "本月没有返修。" in pages(make_document(REPORT).pdf([table]))[0]


def test_that_a_missed_row_has_a_grey_ground(make_document: Callable[..., Document]) -> None:
    grey = " ".join([f"{int(PAPER['missed'][1:3], 16) / 255:.3g}"] * 3) + " rg"
    missed = Table([Column()], [Row(["及时率"], missed=True)])
    reached = Table([Column()], [Row(["及时率"])])
    assert grey in operators(make_document(REPORT).pdf([missed]))
    assert grey not in operators(make_document(REPORT).pdf([reached]))


def test_that_a_fitting_column_is_as_wide_as_its_widest_text() -> None:
    table = Table([Column("号", FIT), Column()], [("中文四字", "x"), (bold("中", 18), "y")])
    table.wrap(400, 1000)
    assert table._widths[0] == pytest.approx(4 * 9 + 2 * PADDING, abs=0.1)
    assert sum(table._widths) == pytest.approx(400)


def test_that_fitting_columns_leave_room_for_the_others() -> None:
    table = Table([Column("", FIT), Column("", 20), Column()], [("长" * 90, "a", "b")])
    table.wrap(400, 1000)
    assert table._widths[1] == pytest.approx(20 * MM)
    assert table._widths[2] >= 56
    assert sum(table._widths) == pytest.approx(400)


def test_that_a_right_aligned_cell_may_run_over_the_empty_cell_before_it() -> None:
    columns = [Column(), Column("", 10, "right"), Column("", 12, "right")]
    assert height(Table(columns, [("处理时长", "", "+10.4 / +14")])) == pytest.approx(ROW)
    assert height(Table(columns, [("处理时长", "+1", "+10.4 / +14")])) > ROW + 1


def test_that_a_row_of_the_wrong_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="one cell for every column"):
        Table([Column(), Column()], [("one",)])


def test_that_cells_hold_bars_boxes_and_stacked_lines(make_document: Callable[..., Document]) -> None:
    table = Table(
        [Column("甲", 30), Column("乙", 40), Column("丙")],
        [(Bar(0.5), TickBoxes(["满意", "一般"], frozenset({"一般"})), Stacked(["黄丽娟", "3-1-502"]))],
    )
    printed = pages(make_document(REPORT).pdf([table]))[0]
    assert all(word in printed for word in ("满意", "一般", "黄丽娟", "3-1-502"))


def test_that_tick_boxes_go_on_in_the_next_row_where_the_cell_ends() -> None:
    boxes = TickBoxes(["非常满意", "满意", "一般", "不满意", "非常不满意"])
    assert boxes.height(400) == TickBoxes.ROW
    assert boxes.height(120) > TickBoxes.ROW
    assert TickBoxes([]).height(100) == TickBoxes.ROW


def test_that_a_table_stands_in_a_column_beside_another(make_document: Callable[..., Document]) -> None:
    one, other = Table([Column()], [("左",)]), Table([Column()], [("右",)])
    printed = pages(
        make_document(REPORT).pdf([Columns((50, [one]), (None, [other])), AtFoot(Table([Column()], [("底",)]))])
    )
    assert len(printed) == 1
    assert all(word in printed[0] for word in "左右底")


def test_that_a_long_name_does_not_break_the_short_words_beside_it() -> None:
    name = "欧阳娜娜·阿卜杜拉合曼·买买提艾力·尼亚孜别克·古丽巴哈尔" * 3
    table = Table([Column("Role", FIT), Column("Name", FIT), Column("Note")], [("Family", name, "")])
    table.wrap(400, 1000)
    role, long, _note = table._widths
    assert role >= typeface(MEDIUM).width("Family", table._size) + 2 * PADDING - 1
    assert role < long
    assert sum(table._widths) <= 400.1
