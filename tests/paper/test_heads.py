"""Heads of pages: letterhead first, running heads after, the mark of a copy; the outline beside them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image
from pypdf import PdfReader

from desktop.paper.blocks import Caption, Paragraph, Section
from desktop.paper.flow import Gap
from desktop.paper.frames import REPORT
from desktop.paper.heads import HEAD_HEIGHT, Letterhead
from desktop.paper.tables import Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.paper.frames import Document


def read(pdf: bytes) -> PdfReader:
    """Return the document written."""
    return PdfReader(BytesIO(pdf))


def picture(width: int, height: int, kind: str) -> bytes:
    """Return a picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), "#0F666A").save(out, kind)
    return out.getvalue()


def test_that_the_letterhead_stands_on_the_first_page_and_the_company_on_the_others(
    make_document: Callable[..., Document],
) -> None:
    letterhead = Letterhead("和居物业", ["云栖花园物业服务中心", "0571-5550 0120"])
    made = make_document(REPORT, company="和居物业 · 云栖花园", number="GC-2026-10", letterhead=letterhead)
    pages = [page.extract_text() for page in read(made.pdf([Gap(600), Gap(600), Gap(600)])).pages]
    assert ["0571" in page for page in pages] == [True, False, False]
    assert ["和居物业 · 云栖花园" in page for page in pages] == [False, True, True]
    assert all("GC-2026-10" in page for page in pages)


def test_that_png_and_jpeg_logos_are_drawn_within_their_place(make_document: Callable[..., Document]) -> None:
    for kind, size in (("PNG", (900, 30)), ("JPEG", (40, 800))):
        letterhead = Letterhead("和居物业", ["一", "二", "三"], picture(*size, kind))
        document = read(make_document(REPORT, letterhead=letterhead).pdf([Paragraph("正文")]))
        assert len(document.pages[0].images) == 1
        assert "正文" in document.pages[0].extract_text()


def test_that_a_long_name_and_address_stand_whole_in_the_letterhead(make_document: Callable[..., Document]) -> None:
    name = "云栖和居物业服务集团有限公司杭州西湖分公司第三管理处"
    lines = ["云栖花园物业服务中心", "0571-8600 0000　杭州市西湖区翠湖路 88 号云栖花园东门物业楼二层 203 室"]
    letterhead = Letterhead(name, lines, picture(300, 200, "PNG"))
    made = make_document(REPORT, number="GC-2026-10", mark="副本", letterhead=letterhead).pdf([Gap(1)])
    text = "".join(read(made).pages[0].extract_text().split())
    assert name in text
    assert "".join(lines[1].split()) in text


def test_that_a_letterhead_makes_room_for_its_lines_and_logo() -> None:
    assert Letterhead("").height == HEAD_HEIGHT
    assert Letterhead("和居", ["一", "二", "三"]).height > Letterhead("和居", ["一"]).height
    assert Letterhead("和居", logo=b"x").height > Letterhead("和居").height


def test_that_the_same_logo_gives_the_same_file(make_document: Callable[..., Document]) -> None:
    letterhead = Letterhead("和居", logo=picture(300, 120, "PNG"))
    first, again = (make_document(REPORT, letterhead=letterhead).pdf([Gap(1)]) for _ in range(2))
    assert first == again


def test_that_the_mark_stands_on_every_page(make_document: Callable[..., Document]) -> None:
    made = make_document(REPORT, number="GC-2026-10", mark="副本").pdf([Gap(600), Gap(600)])
    assert all("副本" in page.extract_text() for page in read(made).pages)


def test_that_the_outline_lists_headings_and_leads_to_their_pages(make_document: Callable[..., Document]) -> None:
    blocks = [Section("一", "数字", "件"), Gap(700), Section("二", "问题点"), Paragraph("正文")]
    document = read(make_document(REPORT, outline=True).pdf(blocks))
    entries: list[Any] = list(document.outline)
    assert [entry["/Title"] for entry in entries] == ["一 数字", "二 问题点"]
    assert [document.get_destination_page_number(entry) for entry in entries] == [0, 1]
    assert str(document.root_object["/PageMode"]) == "/UseOutlines"


def test_that_documents_without_an_outline_have_none(make_document: Callable[..., Document]) -> None:
    assert not read(make_document(REPORT).pdf([Section("一", "数字"), Paragraph("正文")])).outline


def test_that_a_heading_stays_with_the_head_and_two_rows_of_its_table(make_document: Callable[..., Document]) -> None:
    rows = [[f"行{number}"] for number in range(30)]
    for space in range(620, 740, 4):
        blocks = [Gap(space), Section("一", "清单"), Caption("其中"), Table([Column("列头")], rows)]
        pages = [page.extract_text() for page in read(make_document(REPORT).pdf(blocks)).pages]
        [first] = [page for page in pages if "一 清单" in page.replace("\u2002", " ")]
        for words in ("其中", "列头", "行0", "行1"):
            assert words in first, (space, words)


def test_that_a_fresh_heading_begins_a_sheet_and_leaves_none_empty(make_document: Callable[..., Document]) -> None:
    def fresh() -> Section:
        return Section("一", "附录", fresh=True)

    after = read(make_document(REPORT).pdf([Paragraph("正文"), fresh(), Paragraph("清单")]))
    assert ["附录" in page.extract_text() for page in after.pages] == [False, True]
    alone = read(make_document(REPORT).pdf([fresh(), Paragraph("清单")]))
    assert len(alone.pages) == 1


def test_that_long_text_goes_on_with_two_lines_on_each_sheet(make_document: Callable[..., Document]) -> None:
    words = "".join(f"第{number:03d}句。" for number in range(90))
    for space in range(640, 745, 5):
        pages = [page.extract_text() for page in read(make_document(REPORT).pdf([Gap(space), Paragraph(words)])).pages]
        assert "".join(pages).count("句") == 90, space
        for page in pages:
            lines = [line for line in page.splitlines() if "句" in line]
            assert len(lines) != 1, space


def test_that_a_row_that_leads_never_ends_a_sheet(make_document: Callable[..., Document]) -> None:
    rows = [
        row
        for number in range(40)
        for row in (Row([f"题{number:02d}"], whole=True, leads=True), Row([f"措施{number:02d}", "责任人"]))
    ]
    table = Table([Column("甲"), Column("乙")], rows)
    pages = [page.extract_text() for page in read(make_document(REPORT).pdf([Gap(100), table])).pages]
    assert len(pages) > 2
    for number in range(40):
        [page] = [page for page in pages if f"题{number:02d}" in page]
        assert f"措施{number:02d}" in page


def test_that_no_row_goes_over_to_the_next_sheet_alone(make_document: Callable[..., Document]) -> None:
    for space in range(0, 60, 3):
        table = Table([Column("甲")], [[f"行{number:02d}"] for number in range(38)])
        pages = [page.extract_text() for page in read(make_document(REPORT).pdf([Gap(space), table])).pages]
        assert all(page.count("行") != 1 for page in pages), space


def test_that_a_whole_row_needs_one_cell_and_a_row_can_be_made_higher() -> None:
    columns = [Column("甲"), Column("乙")]
    table = Table(columns, [Row(["全宽"], whole=True), Row(["一", "二"], height=40)])
    plain = Table(columns, [Row(["全", "宽"]), Row(["一", "二"])])
    assert table.wrap(200, 0)[1] > plain.wrap(200, 0)[1] + 20


def test_that_cells_have_grounds_of_their_own(make_document: Callable[..., Document]) -> None:
    rows = [Row(["3栋", "7"], grounds=["", "#949494"])]
    made = make_document(REPORT).pdf([Table([Column("楼栋"), Column("给排水")], rows)])
    content = read(made).pages[0].get_contents()
    assert content is not None
    assert b"0.58 0.58 0.58 rg" in content.get_data()
