"""What is printed, pasted and read out about an event."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader

from desktop.core.i18n import language
from desktop.events.rows import Audience, AudienceKind, SheetOrder
from desktop.stationery.rows import NewLetterhead
from desktop.stationery.service import StationeryService

if TYPE_CHECKING:
    from tests.events.conftest import Planner


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_that_there_is_a_letter_for_each_who_has_not_answered(planner: Planner) -> None:
    village = planner.village
    line = planner.planned(place="中心广场", words="请自带剪刀")
    (general,) = pages(planner.clerk.letter(line.id, None, language("zh_CN")))
    assert "云栖花园" in general
    village.settle("1-1-101", "王小明")
    village.settle("1-1-102", "李婷")
    rooms = tuple(village.rooms[room] for room in ("1-1-101", "1-1-102", "1-1-201"))
    planner.clerk.invite(line.id, Audience(AudienceKind.ROOMS, room_ids=rooms))
    planner.sign_up(line, "1-1-201")
    letters = pages(planner.clerk.letter(line.id, None, language("zh_CN")))
    assert ["王小明" in letters[0], "李婷" in letters[1], len(letters)] == [True, True, 2]
    (mine,) = pages(planner.clerk.letter(line.id, planner.of(line, "1-1-102").id, language("en")))
    assert all(words in mine for words in ("李婷", "免费理发", "28 Nov 2026", " 9:00–", "中心广场"))


def test_that_chat_and_script_say_when_and_where_and_nothing_empty(planner: Planner) -> None:
    line = planner.planned(place="中心广场")
    for code in ("zh_CN", "zh_TW", "en"):
        said = planner.clerk.chat(line.id, language(code))
        assert all(words in said for words in ("免费理发", "中心广场", " 9:00–"))
        assert "____" not in said
        assert "{" not in said
        assert "免费理发" in planner.clerk.script(line.id, language(code))


def test_that_a_sign_in_sheet_is_ordered_and_masked_as_laid_down(planner: Planner) -> None:
    village = planner.village
    names = {"1-1-101": "赵海", "1-1-102": "曾小明", "2-1-101": "丁磊"}
    line = planner.planned()
    for room, name in names.items():
        village.settle(room, name)
        planner.sign_up(line, room)
    sheet = planner.clerk.sign_in_sheet(line.id, SheetOrder.ALPHABET)
    assert [guest.name for guest in sheet.guests] == ["丁**", "曾**", "赵**"]
    assert sheet.masked
    StationeryService(planner.manager.desk).set_letterhead(NewLetterhead(mask_names=False), version=0)
    plain = planner.clerk.sign_in_sheet(line.id, SheetOrder.BUILDING)
    assert [guest.name for guest in plain.guests] == ["赵海", "曾小明", "丁磊"]
