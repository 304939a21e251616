"""Notices on paper: sizes that are read from three metres, one sheet where it can be, one building a poster."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.outages.model import NoticeEdition, OutageKind
from desktop.outages.report import draw_notice
from desktop.outages.rows import KIND_ICONS, NoticeForm, NoticeText
from desktop.paper.icons import outline_of
from tests.outages.quarters import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = NoticeText(
    kind=OutageKind.WATER,
    edition=NoticeEdition.ANNOUNCED,
    title="停水通知",
    where="3栋、5栋 全部住户",
    buildings=((3, "3栋"), (5, "5栋")),
    starts_at=datetime(2026, 11, 24, 9, tzinfo=SHANGHAI),
    ends_at=datetime(2026, 11, 24, 17, tzinfo=SHANGHAI),
    cause="更换泵房止回阀，修好就送水",
    advice=("前一晚存些水，关好水龙头", "热水器、净水器先关掉", "来水后放一两分钟，水清再用"),
    phone="0571-5550 0120",
    supplier_phone="96390",
    closing="给您添麻烦了，请多包涵。",
    office="云栖花园物业服务中心",
    company="和居物业",
    number="2026-031",
    issued_at=datetime(2026, 11, 22, 14, tzinfo=SHANGHAI),
    parts=("全部住户", "1单元 10-12层"),
)
CHINESE = language("zh_CN")


def sheets(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def sizes(pdf: bytes, sheet: int = 0) -> Mapping[str, float]:
    """Return how large each piece of text of a sheet is written, points."""
    found: dict[str, float] = {}

    def note(text: str, _place: object, matrix: object, _font: object, size: float) -> None:
        del matrix
        if text.strip():
            found[text.strip()] = size

    PdfReader(BytesIO(pdf)).pages[sheet].extract_text(visitor_text=note)
    return found


def size_of(pdf: bytes, words: str) -> float:
    return max(size for text, size in sizes(pdf).items() if words in text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_a_poster_answers_all_on_one_sheet_readable_from_three_metres(code: str) -> None:
    pdf = draw_notice(TEXT, NoticeForm.POSTER, language(code))
    (sheet,) = sheets(pdf)
    told = (TEXT.title, "3栋、5栋", "9:00 — 17:00", TEXT.cause, *TEXT.advice, TEXT.phone, "96390", TEXT.closing)
    assert all(words in sheet for words in (*told, TEXT.office, TEXT.company, "2026-031"))
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "停水通知 2026-031"
    assert str(reader.root_object["/Lang"]) == code.replace("_", "-")
    found = sizes(pdf)
    assert max(found.values()) == 88
    assert size_of(pdf, "3栋、5栋") >= 48
    assert size_of(pdf, "24") >= 48
    assert size_of(pdf, "9:00 — 17:00") == 63
    assert size_of(pdf, TEXT.cause) == 30
    assert size_of(pdf, TEXT.phone) >= 30
    assert size_of(pdf, TEXT.advice[0]) == 22.5
    assert min(found.values()) >= 12


@pytest.mark.parametrize(
    "changed",
    [
        {"where": "、".join(f"{number}栋" for number in range(1, 60, 2)), "parts": ()},
        {"where": "湖" * 40, "title": "云栖花园地下车库消防设施年度检测通知"},
        {"cause": "因" * 200, "advice": ("请" * 100,) * 3},
        {"office": "中心" * 40, "company": "公司" * 40, "phone": "0571-5550 0120 转 1234 或 138 0000 0000"},
    ],
)
def test_that_what_does_not_fit_goes_on_a_second_sheet_and_no_type_shrinks(changed: Mapping[str, object]) -> None:
    text = replace(TEXT, **changed)  # type: ignore[arg-type]
    pdf = draw_notice(text, NoticeForm.POSTER, CHINESE)
    pages = sheets(pdf)
    flat = "".join(re.sub(r"\s", "", page) for page in pages)
    assert all(re.sub(r"\s", "", words) in flat for words in (text.cause[:10], text.advice[0][:10], text.phone[:9]))
    assert "9:00 — 17:00" in pages[0], "the first sheet tells the time whatever else it has no room for"
    assert text.title[:4] in pages[-1]
    assert size_of(pdf, "24") >= 48
    for sheet in range(len(pages)):
        assert min(sizes(pdf, sheet).values()) >= 12
    assert len(pages) <= 5


def test_that_each_building_has_a_poster_with_its_own_name_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    pdf = draw_notice(TEXT, NoticeForm.PER_BUILDING, CHINESE, progress=lambda done, total: told.append((done, total)))
    pages = sheets(pdf)
    assert len(pages) == 2
    assert "1单元 10-12层" in pages[1]
    assert "5栋" not in pages[0]
    assert sizes(pdf)["3栋"] > 80
    assert told == [(0, 2), (1, 2), (2, 2)]
    outline = [str(entry.title) for entry in PdfReader(BytesIO(pdf)).outline]  # type: ignore[union-attr]
    assert outline == ["3栋", "5栋"]
    alone = draw_notice(TEXT, NoticeForm.PER_BUILDING, CHINESE, building_id=5)
    assert sheets(alone) == pages[1:]


def test_that_drawing_can_be_stopped_between_buildings() -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 1:
            raise StoppedError

    with pytest.raises(StoppedError):
        draw_notice(TEXT, NoticeForm.PER_BUILDING, CHINESE, progress=stop)


def test_that_later_editions_say_what_they_replace_and_show_no_crossed_tap_when_water_is_back() -> None:
    later = replace(
        TEXT, edition=NoticeEdition.EXTENDED, title="停水延时通知", earlier="2026-030", change="接2026-030号通知。"
    )
    (sheet,) = sheets(draw_notice(later, NoticeForm.POSTER, CHINESE))
    assert "代替 2026-030" in sheet
    assert "接2026-030号通知。" in sheet
    back = replace(
        TEXT,
        edition=NoticeEdition.RESTORED,
        title="恢复供水通知",
        cause="",
        advice=(),
        ended_at=datetime(2026, 11, 24, 16, 40, tzinfo=SHANGHAI),
    )
    (sheet,) = sheets(draw_notice(back, NoticeForm.POSTER, CHINESE))
    assert "16:40" in sheet
    assert "9:00" not in sheet


def test_that_the_strip_is_one_sheet_of_a5_across_with_the_same_answers() -> None:
    pdf = draw_notice(TEXT, NoticeForm.STRIP, CHINESE)
    (sheet,) = sheets(pdf)
    assert all(words in sheet for words in (TEXT.title, TEXT.where, "9:00 — 17:00", TEXT.cause, TEXT.phone))
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 420)
    assert min(sizes(pdf).values()) >= 12


def test_that_rare_characters_are_printed_and_copied() -> None:
    rare = replace(TEXT, where="𡐓𫟼苑 全部住户", office="㵘𠅤物业", title="停㵘通知")
    for form in NoticeForm:
        text = "".join(sheets(draw_notice(rare, form, CHINESE)))
        assert "㵘" in text
    assert "𡐓𫟼苑" in "".join(sheets(draw_notice(rare, NoticeForm.POSTER, CHINESE)))


def test_that_every_kind_has_an_icon_that_can_be_drawn() -> None:
    assert all(outline_of(name) for name in {*KIND_ICONS.values(), "circle-check", "circle-x"})
