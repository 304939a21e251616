"""Documents: the same bytes for the same content, page x of y, every paper format."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from reportlab.platypus.doctemplate import LayoutError

from desktop.core.i18n import language
from desktop.paper.blocks import Paragraph, Section, SlipFoot
from desktop.paper.flow import AtFoot, Gap, Group, next_sheet
from desktop.paper.frames import CARBON, NOTICE, REPORT, WORK_ORDER, WORK_ORDER_PAIR, Document, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.paper.flow import Block


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def test_that_the_same_report_is_the_same_file(make_report: Callable[[int], bytes]) -> None:
    assert make_report(30) == make_report(30)


def test_that_reports_made_at_the_same_time_do_not_mix(make_report: Callable[[int], bytes]) -> None:
    alone = [make_report(rows) for rows in (10, 20, 30, 40)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(make_report, (10, 20, 30, 40)))
    assert together == alone


def test_that_another_word_makes_another_file(make_document: Callable[..., Document]) -> None:
    document = make_document(REPORT)
    assert document.pdf([Paragraph("厨房")]) != document.pdf([Paragraph("水槽")])


def test_that_every_page_says_which_of_how_many_it_is(make_report: Callable[[int], bytes]) -> None:
    pages = read(make_report(90)).pages
    say = language("zh_CN").gettext
    assert len(pages) == 4
    for number, page in enumerate(pages, start=1):
        assert say("Page %(page)s of %(pages)s", page=number, pages=4) in page.extract_text()
        assert "GC-2026-10" in page.extract_text()


def test_that_the_properties_hold_title_author_and_the_time_given() -> None:
    created = datetime(2026, 11, 3, 1, 20, 5, tzinfo=UTC)
    pdf = Document(REPORT, language("zh_TW"), created, title="月报 𬭚", author="和居物业", number="GC-1").pdf([Gap(1)])
    about = read(pdf).metadata
    assert about is not None
    assert (about.title, about.author, about.subject) == ("月报 𬭚", "和居物业", "GC-1")
    assert about.creation_date == created
    assert read(pdf).trailer["/Root"].get_object()["/Lang"] == "zh-TW"  # type: ignore[index]  # a catalogue is a mapping


@pytest.mark.parametrize(
    ("sheet", "width_mm", "height_mm"),
    [(REPORT, 210, 297), (NOTICE, 210, 297), (WORK_ORDER, 210, 148), (WORK_ORDER_PAIR, 210, 297), (CARBON, 241, 140)],
)
def test_that_every_sheet_has_its_size(
    make_document: Callable[..., Document], sheet: Sheet, width_mm: float, height_mm: float
) -> None:
    box = read(make_document(sheet).pdf([Paragraph("一")])).pages[0].mediabox
    assert float(box.width) == pytest.approx(width_mm * 72 / 25.4, abs=0.1)
    assert float(box.height) == pytest.approx(height_mm * 72 / 25.4, abs=0.1)


def test_that_two_work_orders_share_an_a4(
    make_document: Callable[..., Document], make_work_order: Callable[..., Sequence[Block]]
) -> None:
    orders = [*make_work_order(), next_sheet(), *make_work_order(), next_sheet(), *make_work_order()]
    texts = [page.extract_text() for page in read(make_document(WORK_ORDER_PAIR).pdf(orders)).pages]
    assert [text.count("派工单") for text in texts] == [2, 1]


@pytest.mark.parametrize(("sheet", "carbon"), [(WORK_ORDER, False), (CARBON, True)])
def test_that_a_work_order_fits_its_sheet(
    make_document: Callable[..., Document],
    make_work_order: Callable[..., Sequence[Block]],
    sheet: Sheet,
    carbon: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    pages = read(make_document(sheet).pdf(make_work_order(carbon=carbon))).pages
    assert len(pages) == 1
    assert "139 0000 7713" in pages[0].extract_text()


def test_that_only_sheets_with_a_running_head_have_one(make_document: Callable[..., Document]) -> None:
    assert "和居" in read(make_document(REPORT, company="和居").pdf([Gap(1)])).pages[0].extract_text()
    assert "和居" not in read(make_document(NOTICE, company="和居").pdf([Gap(1)])).pages[0].extract_text()


def test_that_a_long_company_is_cut_before_the_number(make_document: Callable[..., Document]) -> None:
    pdf = make_document(REPORT, company="和居物业" * 30, number="GC-2026-10").pdf([Gap(1)])
    head = read(pdf).pages[0].extract_text()
    assert "…" in head
    assert "GC-2026-10" in head


def test_that_a_heading_does_not_stay_behind_alone(make_document: Callable[..., Document]) -> None:
    pages = read(make_document(REPORT).pdf([Gap(715), Section("一", "本月数字"), Paragraph("正文")])).pages
    assert "本月数字" not in pages[0].extract_text()
    assert "本月数字" in pages[1].extract_text()


def test_that_a_group_stays_on_one_sheet(make_document: Callable[..., Document]) -> None:
    group = Group(Paragraph("甲"), Gap(60), Paragraph("乙"))
    texts = [page.extract_text() for page in read(make_document(REPORT).pdf([Gap(680), group])).pages]
    assert ["甲" in text for text in texts] == [False, True]
    assert ["乙" in text for text in texts] == [False, True]


def test_that_the_foot_moves_to_a_fresh_sheet_where_it_does_not_fit(make_document: Callable[..., Document]) -> None:
    foot = AtFoot(SlipFoot("左", "右"), Gap(40))
    texts = [page.extract_text() for page in read(make_document(REPORT).pdf([Gap(710), foot])).pages]
    assert ["左" in text for text in texts] == [False, True]


def test_that_a_block_higher_than_a_sheet_is_refused(make_document: Callable[..., Document]) -> None:
    with pytest.raises(LayoutError):
        make_document(REPORT).pdf([Gap(2000)])
