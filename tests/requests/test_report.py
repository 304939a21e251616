from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.requests.model import Priority, RequestKind
from desktop.requests.report import work_order
from desktop.requests.rows import MOST_WORDS, NewRequest

if TYPE_CHECKING:
    from desktop.requests.rows import RequestDetail
    from tests.requests.conftest import Place

SHANGHAI = ZoneInfo("Asia/Shanghai")
PRINTED = datetime(2026, 11, 22, 14, 10, tzinfo=SHANGHAI)
LONG_NAME = "阿卜杜热西提·阿卜杜热合曼·买买提明·艾合买提江·吐尔逊江·阿不都克里木先生"
A5 = (595, 420)
RARE = "㛃𬭚䶮㙓堃喆犇𠅤𪨊"


def request(place: Place, **changes: Any) -> RequestDetail:
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
    return place.service.detail(place.service.report(NewRequest(**(given | changes))).result)


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def drawn(detail: RequestDetail, code: str = "zh_CN", *copies: str, **more: Any) -> bytes:
    return work_order(detail, "云栖花园", SHANGHAI, PRINTED, language(code), copies, **more)


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
    assert len(pages(drawn(detail, "zh_CN", "工程", "客服存根", two_on_a_sheet=True))) == 1


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
    main, other = request(place), request(place, room_id=place.rooms["3-2-101"])
    place.service.merge(other.line.id, main.line.id, version=1)
    place.service.urge(main.line.id, version=1)
    place.service.print_work_order(main.line.id, version=2)
    (page,) = pages(drawn(place.service.detail(main.line.id), "en"))
    assert "Alsoreportedfrom:3-2-101" in page
    assert "Urged1time" in page
    assert "printno.2" in page


def test_that_the_same_printing_gives_the_same_bytes(place: Place) -> None:
    detail = request(place)
    assert drawn(detail) == drawn(detail)
