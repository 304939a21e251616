"""Papers of events: the sheet to sign in, the plan, the one page on what came of it, in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.events.model import EventKind, EventState, GuestState
from desktop.events.report import plan_page, scaled_photo, sign_in_sheet, summary_page
from desktop.events.rows import (
    EventFile,
    EventLine,
    EventSummary,
    GuestLine,
    ItemRow,
    NewEvent,
    SheetOrder,
    SignInSheet,
    StaffRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGINS = datetime(2026, 9, 25, 18, 30, tzinfo=SHANGHAI)
ENDS = datetime(2026, 9, 25, 20, 30, tzinfo=SHANGHAI)
LINE = EventLine(
    *(7, 1, "HD-2609-0001", EventKind.FESTIVAL, "", "中秋游园会", EventState.HELD, BEGINS, ENDS, "--08-15", "中心花园"),
    *("别墅区", 120, 40, 100, 0, 88, 31, 20, 1),
)
NAME = "阿卜杜热合曼阿卜杜外力买买提艾合买提古丽巴哈尔麦麦提敏图尔贡阿布都热依木江玉素甫"


def guest(number: int, name: str = "王小明", came: int | None = None) -> GuestLine:
    label = f"1-1-{number}"
    said = (None, "", BEGINS, 0, came, None, False, "", "", label)
    return GuestLine(number, 1, number, label, name, GuestState.SIGNED_UP, 2, *said)


def file(*, outcome: str, voices: Sequence[str], requests: int) -> EventFile:
    plan = NewEvent(EventKind.FESTIVAL, LINE.title, BEGINS, ENDS, words="猜灯谜", staff=(StaffRow("张敏", "签到"),))
    items = (ItemRow(1, 1, "灯笼", "100 个", BEGINS), ItemRow(2, 1, "月饼", "60 盒", None))
    made = [(number, f"BX-2609-{number:04d}", "路灯不亮，希望尽快修好" * 9) for number in range(requests)]
    return EventFile(LINE, plan, items, (), (), made, 600_000, 558_000, outcome, "", 6, "HD-2509-0001", voices)


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def jpeg(wide: int, high: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (wide, high), (90, 120, 160)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_a_sign_in_sheet_repeats_its_head_and_has_rows_for_walk_ins(code: str) -> None:
    guests = (guest(1, NAME), *(guest(number) for number in range(2, 61)))
    sheet = SignInSheet(LINE, guests, SheetOrder.BUILDING, masked=False)
    found = pages(sign_in_sheet(sheet, "云栖花园", SHANGHAI, BEGINS, language(code)))
    head = language(code).gettext("Signature")
    assert len(found) >= 2
    assert all(head in page for page in found[:-1])
    assert "67" in found[-1]
    assert "138" not in "".join(found)
    (nobody,) = pages(sign_in_sheet(replace(sheet, guests=()), "云栖花园", SHANGHAI, BEGINS, language(code)))
    assert "\n20\n" in nobody, "where nobody signed up the sheet is full of rows for those who come"


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_the_summary_is_one_page_however_much_there_is_to_say(code: str) -> None:
    much = file(outcome="来的人很多。" * 200, voices=["希望每个月都办一次，" * 20] * 30, requests=40)
    photos = tuple(jpeg(1000, 750) for _ in range(6))
    found = pages(
        summary_page(EventSummary(much, much.voices, photos, LINE), "云栖花园", SHANGHAI, BEGINS, language(code))
    )
    assert len(found) == 1
    little = replace(much, outcome="", voices=(), requests=())
    summary = EventSummary(little, (), photos, None)
    pdf = summary_page(summary, "云栖花园", SHANGHAI, BEGINS, language(code))
    (page,) = PdfReader(BytesIO(pdf)).pages
    assert len(page.images) >= 1
    assert "88" in page.extract_text()


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_a_plan_lists_materials_and_helpers(code: str) -> None:
    (page,) = pages(plan_page(file(outcome="", voices=(), requests=0), "云栖花园", SHANGHAI, BEGINS, language(code)))
    assert all(words in page for words in ("灯笼", "60 盒", "张敏", "6000.00"))


def test_that_a_photo_is_scaled_and_what_is_none_is_left_out() -> None:
    small = scaled_photo(jpeg(3000, 1500))
    assert small is not None
    assert Image.open(BytesIO(small)).size == (1000, 500)
    assert scaled_photo(b"no picture") is None
    assert scaled_photo(jpeg(300, 200)[:100]) is None
