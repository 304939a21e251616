from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.core.permissions import Role
from desktop.gifts.offer import timeline_words
from desktop.gifts.presenter import GiftSheetPaper
from desktop.gifts.report import gift_sheet
from desktop.stationery.rows import NewLetterhead
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from tests.gifts.festival import Festival


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_the_sheet_has_every_household_by_building_and_the_totals(festival: Festival, code: str) -> None:
    festival.village.settle("1-1-101", "欧阳娜娜")
    made = festival.start("1-1-101", "1-1-102", "2-1-101", "2-1-102", pieces=2)
    festival.give(made, "1-1-101", "欧阳娜娜")
    declined = festival.entry(made, "1-1-102")
    festival.gifts.refuse(declined.id, "不收礼", version=declined.version)
    out = festival.entry(made, "2-1-102")
    festival.gifts.leave_out(out.id, "搬走了", version=out.version)
    spoken = language(code)
    (text,) = pages(GiftSheetPaper(festival.village.desk, festival.line(made)).pdf(spoken))
    assert text.index("1-1-101") < text.index("1-1-102") < text.index("2-1-101")
    assert "2-1-102" not in text
    assert "中秋慰问" in text
    assert "月饼礼盒" in text
    assert spoken.gettext("declined") in text
    assert "2026-11-22" in text
    assert spoken.gettext("%(count)s pieces in all", count="6") in text
    assert spoken.gettext("%(count)s left in stock when printed", count="8") in text
    # names are masked where the letterhead says so, as it does at first; also who signed
    assert "欧**" in text
    assert "欧阳娜娜" not in text


def test_that_names_stand_in_full_where_the_letterhead_says_so(festival: Festival) -> None:
    village = festival.village
    village.settle("1-1-101", "欧阳娜娜")
    manager = StationeryService(village.desk_of(Role.MANAGER))
    head = manager.letterhead()
    manager.set_letterhead(NewLetterhead(company="物业", mask_names=False), version=head.version)
    sheet = festival.gifts.sheet(festival.start("1-1-101"))
    assert (sheet.masked, sheet.entries[0].people) == (False, ("欧阳娜娜",))


def test_that_the_second_round_has_only_who_is_still_to_be_given(festival: Festival) -> None:
    made = festival.start("1-1-101", "1-1-102", "1-1-201")
    festival.give(made, "1-1-101")
    away = festival.entry(made, "1-1-201")
    festival.gifts.not_home(away.id, version=away.version)
    paper = GiftSheetPaper(festival.village.desk, festival.line(made), only_waiting=True)
    assert paper.variant == "waiting"
    (text,) = pages(paper.pdf(language("en")))
    assert "1-1-101" not in text
    assert "1 time nobody home" in text
    assert text.index("1-1-102") < text.index("1-1-201")
    paper.choose("whole")
    assert "1-1-101" in pages(paper.pdf(language("en")))[0]
    assert paper.file_name == f"gift-list-{made}-2026-11-22"


def test_that_a_long_list_goes_on_with_its_head_repeated(festival: Festival) -> None:
    sheet = festival.gifts.sheet(festival.start("1-1-101"))
    (entry,) = sheet.entries
    long = "阿卜杜拉赫曼" * 6 + "长名字啊"
    entries = [replace(entry, id=number, room=f"1-1-{number}", people=(long,)) for number in range(101, 200)]
    desk = festival.village.desk
    found = pages(
        gift_sheet(replace(sheet, entries=entries), desk.community, desk.zone, desk.clock.now(), language("en"))
    )
    assert len(found) > 2
    assert all("Received by (signature)" in page for page in found[:-1])
    assert "1-1-199" in "".join(found)
    assert "Handed out by:" in found[-1]


def test_that_a_gift_is_told_in_words() -> None:
    told = {"title": "中秋慰问", "gift": "月饼", "to": "本人"}
    spoken = language("zh_CN")
    words = timeline_words("gift_handed", told)
    several = timeline_words("gift_handed", {**told, "pieces": 2})
    assert words is not None
    assert several is not None
    assert spoken.message(words) == "中秋慰问：月饼，本人签收"
    assert spoken.message(several) == "中秋慰问：月饼 ×2，本人签收"
    assert timeline_words("care_done", {}) is None
