from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.care.model import CareKind
from desktop.care.presenter import GiftListPaper
from desktop.care.report import gift_list
from desktop.care.rows import CareFilter, CareList
from desktop.care.service import CareService
from desktop.core.i18n import LANGUAGES, language
from tests.care.villages import TODAY

if TYPE_CHECKING:
    from tests.care.villages import Village


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_the_list_is_in_natural_order_with_space_to_sign(on_file: Village, code: str) -> None:
    care = CareService(on_file.desk)
    on_file.settle("1-1-1001", "欧阳娜娜")
    on_file.settle("1-1-201", "李娜")
    wanted = [on_file.rooms[label] for label in ("1-1-1001", "2-1-101", "1-1-201")]
    care.plan_many(wanted, CareKind.GIFT, "月饼", TODAY)
    paper = GiftListPaper(on_file.desk, CareFilter(CareList.PLANNED, frozenset({CareKind.GIFT})))
    text = words(paper.pdf(language(code)))
    assert text.index("1-1-201") < text.index("1-1-1001") < text.index("2-1-101")
    assert "欧阳娜娜" in text
    assert text.count("月饼") == 3
    assert paper.others() == ()
    assert paper.file_name == "care-list-2026-11-22"


def test_that_rows_chosen_are_printed_and_results_stand_where_one_would_sign(on_file: Village) -> None:
    care = CareService(on_file.desk)
    tasks = [care.plan(on_file.rooms[label], CareKind.GIFT, "蛋糕", TODAY).result for label in ("1-1-101", "1-1-102")]
    care.finish(tasks[0], "本人签收", version=1)
    care.drop(tasks[1], "出远门", version=1)
    lines = care.all_lines(CareFilter(CareList.ENDED))
    text = words(GiftListPaper(on_file.desk, CareFilter(CareList.ENDED), lines).pdf(language("en")))
    assert "本人签收" in text
    assert "given up: 出远门" in text
    assert "2026-11-22" in text
    assert "Care list: Gift" in text


def test_that_an_empty_list_says_so_and_a_long_one_goes_on(on_file: Village) -> None:
    desk, now = on_file.desk, on_file.desk.clock.now()
    empty = gift_list((), "Care list", desk.community, desk.zone, now, language("en"))
    assert "There is nothing on this list." in words(empty)
    care = CareService(desk)
    for _ in range(12):
        care.plan_many(list(on_file.rooms.values()), CareKind.GIFT, "月饼", TODAY)
    lines = care.all_lines(CareFilter(CareList.PLANNED))
    pages = PdfReader(BytesIO(gift_list(lines, "Care list", desk.community, desk.zone, now, language("en")))).pages
    assert len(pages) > 1
    assert all("Room" in page.extract_text() for page in pages)
