from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.requests.model import Priority, RequestKind
from desktop.requests.report import open_list, work_orders
from desktop.requests.rows import MOST_WORDS, PIECE, BillLine, NewRequest, SlipReturn, WorkOrderFormat

if TYPE_CHECKING:
    from desktop.requests.rows import WorkOrderSheet
    from tests.requests.conftest import Place

SHANGHAI = ZoneInfo("Asia/Shanghai")
PRINTED = datetime(2026, 11, 22, 14, 10, tzinfo=SHANGHAI)
LONG_NAME = "阿卜杜热西提·阿卜杜热合曼·买买提明·艾合买提江·吐尔逊江·阿不都克里木先生"
A5 = (595, 420)
RARE = "㛃𬭚䶮㙓堃喆犇𠅤𪨊"


def request(place: Place, **changes: Any) -> WorkOrderSheet:
    given: dict[str, Any] = {
        "kind": RequestKind.REPAIR,
        "words": "厨房水槽下软管接头滴水",
        "room_id": place.rooms["3-1-502"],
        "reporter": "黄丽娟",
        "phone": "13900007713",
        "category_id": place.categories["给排水"],
        "worker_id": place.workers["何志强"],
        "priority": Priority.URGENT,
        "appointment_at": PRINTED + timedelta(days=1),
    }
    return sheet(place, place.service.report(NewRequest(**(given | changes))).result)


def sheet(place: Place, request_id: int) -> WorkOrderSheet:
    return place.service.work_order_sheets([request_id])[0]


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def drawn(one: WorkOrderSheet, code: str = "zh_CN", *copies: str, **more: Any) -> bytes:
    return work_orders([one], "云栖花园", SHANGHAI, PRINTED, language(code), copies, **more)


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_a_work_order_is_one_a5_sheet_with_all_a_worker_needs(place: Place, code: str) -> None:
    pdf = drawn(request(place), code, phone="0571-5550 0120")
    (page,) = pages(pdf)
    for words in (
        "云栖花园",
        "BX-2611-0001",
        "3-1-502",
        "黄丽娟",
        "13900007713",
        "何志强",
        "厨房水槽下软管接头滴水",
        "给排水",
    ):
        assert words in page
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == A5


def test_that_each_copy_has_its_sheet_and_two_may_share_an_a4(place: Place) -> None:
    detail = request(place)
    assert ["客服存根" in page for page in pages(drawn(detail, "zh_CN", "工程", "客服存根"))] == [True, True]
    assert len(pages(drawn(detail, "zh_CN", "工程", "客服存根", "业主"))) == 3
    assert len(pages(drawn(detail, "zh_CN", "工程", "客服存根", paper=WorkOrderFormat.PAIR))) == 1


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("length", [200, 400, MOST_WORDS])
def test_that_nothing_is_cut_however_long(place: Place, code: str, length: int) -> None:
    words = "".join(chr(0x4E00 + place_ % 5000) for place_ in range(length))
    detail = request(place, words=words, reporter=LONG_NAME)
    text = "".join(pages(drawn(detail, code)))
    assert LONG_NAME in text
    assert "13900007713" in text
    assert sum(words[start : start + 10] in text for start in range(0, length, 10)) >= length // 10 - length // 30
    assert all(character in text for character in words)


def test_that_rare_characters_are_printed(place: Place) -> None:
    text = "".join(pages(drawn(request(place, words=f"{RARE}家漏水", reporter=RARE))))
    assert f"{RARE}家漏水" in text


def test_that_markup_in_words_is_text(place: Place) -> None:
    text = "".join(pages(drawn(request(place, words="<b>漏</b> & =1+1 <para>"))))
    assert "<b>漏</b>&=1+1<para>" in text


def test_that_the_worker_learns_what_went_before(place: Place) -> None:
    main, other = request(place).detail, request(place, room_id=place.rooms["3-2-101"]).detail
    place.service.merge(other.line.id, main.line.id, version=1)
    place.service.urge(main.line.id, version=1)
    place.service.print_work_order(main.line.id, version=2)
    place.service.print_work_order(main.line.id, version=2)
    (page,) = pages(drawn(sheet(place, main.line.id), "en"))
    assert "Alsoreportedfrom:3-2-101" in page
    assert "Urged1time" in page
    assert "printno.2" in page


@pytest.mark.parametrize("paper", WorkOrderFormat)
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("lines", [6, 20])
def test_that_a_bill_is_filled_in_with_its_total_in_words(
    place: Place, code: str, lines: int, paper: WorkOrderFormat
) -> None:
    one = request(place, chargeable=True)
    items = tuple(BillLine(f"材料{number}", PIECE * 3 // 2, 1000) for number in range(lines))
    place.service.complete(one.detail.line.id, result="换了软管", slip=SlipReturn(items=items), version=1)
    sheets = pages(drawn(sheet(place, one.detail.line.id), code, paper=paper))
    text = "".join(sheets)
    assert len(sheets) == (1 if lines == 6 else 2 if paper is WorkOrderFormat.PAIR else 3)
    assert all(item.name in text for item in items)
    assert {6: {"zh_CN": "玖拾元整", "zh_TW": "玖拾元整", "en": "90.00yuan"}}.get(lines, {}).get(code, "300.00") in text
    assert "换了软管" in text


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("paper", WorkOrderFormat)
def test_that_an_ordinary_slip_is_one_page_on_every_paper(place: Place, code: str, paper: WorkOrderFormat) -> None:
    one = replace(
        request(place, words="厨房水槽下软管接头滴水，关了角阀仍有渗。" * 5), cautions=("金毛，温顺", "请换鞋套")
    )
    terms = "收费须先报价，业主同意后动工；更换的配件保修三个月，人为损坏除外。" * 2
    (page,) = pages(drawn(one, code, terms=terms, paper=paper))
    assert all(words in page for words in ("金毛，温顺", "请换鞋套", "收费须先报价"))


def test_that_it_says_whether_the_work_costs_anything(place: Place) -> None:
    assert "免费" in "".join(pages(drawn(request(place))))
    assert "有偿" in "".join(pages(drawn(request(place, chargeable=True))))


def test_that_each_of_several_work_orders_begins_on_its_own_slip(place: Place) -> None:
    several = [request(place, words=f"第{number}件") for number in "一二三"]
    texts = {}
    for paper in WorkOrderFormat:
        copies = ["工程", "客服存根"]
        pdf = work_orders(several, "云栖花园", SHANGHAI, PRINTED, language("zh_CN"), copies, paper=paper)
        texts[paper] = [[number for number in "一二三" if f"第{number}件" in page] for page in pages(pdf)]
    assert texts[WorkOrderFormat.A5] == [["一"], ["一"], ["二"], ["二"], ["三"], ["三"]]
    assert texts[WorkOrderFormat.PAIR] == [["一", "二"], ["一", "二"], ["三"]]
    assert texts[WorkOrderFormat.CARBON] == [["一"], ["二"], ["三"]]


def test_that_carbon_paper_is_241_by_140_and_gets_no_fills(place: Place) -> None:
    reader = PdfReader(BytesIO(drawn(request(place), paper=WorkOrderFormat.CARBON)))
    box, contents = reader.pages[0].mediabox, reader.pages[0].get_contents()
    assert (round(box.width), round(box.height)) == (683, 397)
    assert contents is not None
    assert "0.941 0.941 0.941 rg" not in contents.get_data().decode("latin-1")


def test_that_an_open_list_names_every_request_and_masks_phones(place: Place) -> None:
    for number in range(30):
        worker = place.workers["何志强"] if number % 2 else None
        request(place, words=f"第{number:02d}件，{RARE}" * (1 + number % 3), worker_id=worker)
    groups = place.service.print_open_list()
    for code in LANGUAGES:
        sheets = pages(open_list(groups, "工程", "云栖花园", SHANGHAI, PRINTED, language(code)))
        text = "".join(sheets)
        assert all(f"第{number:02d}件" in text for number in range(30))
        assert "139****7713" in text
        assert "13900007713" not in text
        assert len(sheets) > 1
        assert str(len(sheets)) in sheets[-1]


def test_that_an_open_list_of_nothing_says_so(place: Place) -> None:
    (page,) = pages(open_list(place.service.print_open_list(), "", "云栖花园", SHANGHAI, PRINTED, language("en")))
    assert "Nothingisopenhere." in page


def test_that_the_same_printing_gives_the_same_bytes(place: Place) -> None:
    detail = request(place)
    assert drawn(detail) == drawn(detail)
