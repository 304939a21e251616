"""The usual notice of every edition, in every language, is one sheet: nobody tapes two to a lobby's wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.core.i18n import LANGUAGES, language
from desktop.outages.model import WEATHER, NoticeEdition, OutageKind
from desktop.outages.report import draw_notice
from desktop.outages.rows import KIND_LABELS, SHORT_MOST, NewNotice, NoticeForm, NoticeRow, NoticeText
from desktop.outages.service.wording import Told, Wording, read_wording
from tests.outages.quarters import SHANGHAI

if TYPE_CHECKING:
    from tests.outages.quarters import Quarter

START = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)
PLACES = {"zh_CN": "3栋、5栋 全部住户", "zh_TW": "3棟、5棟 全部住戶", "en": "Buildings 3 and 5, all households"}
ALL = {"zh_CN": ("3栋", "全部住户"), "zh_TW": ("3棟", "全部住戶"), "en": ("Building 3", "all households")}
REASON = {"zh_CN": "配件未到，施工推迟", "zh_TW": "零件尚未到貨，施工延後", "en": "The parts have not arrived"}


def told(code: str, kind: OutageKind, *, planned: bool = True, ends: bool = True) -> Told:
    name, part = ALL[code]
    return Told(
        kind=kind,
        kind_name=language(code).message(KIND_LABELS[OutageKind.WATER]),
        planned=planned,
        starts_at=START,
        ends_at=START + timedelta(hours=8) if ends else None,
        cause="",
        advice=(),
        say="",
        phone="0571-5550 0120",
        supplier_phone="" if kind in WEATHER else "0571-96390",
        where=PLACES[code],
        buildings=((3, name),),
        parts=(part,),
    )


def worded(wording: Wording, before: Told, edition: NoticeEdition) -> tuple[NoticeText, str, str]:
    """Return a notice that follows on the first, two days or four hours later, and its messages."""
    code = wording.language.code
    now = before
    if edition is NoticeEdition.MOVED:
        ends_at = None if before.ends_at is None else before.ends_at + timedelta(days=2)
        now = replace(before, starts_at=START + timedelta(days=2), ends_at=ends_at)
    if edition is NoticeEdition.EXTENDED:
        now = replace(before, ends_at=START + timedelta(hours=12))
    said = wording.text(before, NewNotice(NoticeEdition.ANNOUNCED, code), None, "2026-030")
    first = NoticeRow(1, "2026-030", NoticeEdition.ANNOUNCED, code, said, "", "", START, "", 1, 1, 0, None)
    earlier = None if edition is NoticeEdition.ANNOUNCED else first
    new = NewNotice(edition, code)
    if edition is NoticeEdition.CANCELLED:
        new = replace(new, reason=REASON[code])
    if edition is NoticeEdition.RESTORED:
        new = replace(new, ended_at=START + timedelta(hours=7))
    text = replace(wording.text(now, new, earlier, "2026-031"), issued_at=START, office="云栖花园物业服务中心")
    last = None if earlier is None else said
    return text, wording.chat(text, now, last), wording.short(text, now, last)


@pytest.mark.parametrize("code", ["zh_CN", "zh_TW"])
def test_that_usual_short_messages_are_one_and_chat_texts_keep_their_apology_without_a_phone(
    filed: Quarter, code: str
) -> None:
    wording = read_wording(filed.desk, code, SHANGHAI)
    for kind in OutageKind:
        for edition in NoticeEdition:
            text, chat, short = worded(wording, told(code, kind, planned=kind not in WEATHER), edition)
            assert len(short) <= SHORT_MOST, short
            assert text.closing in chat
    nobody = replace(told(code, OutageKind.WATER, ends=False), phone="")
    text, chat, _short = worded(wording, nobody, NoticeEdition.ANNOUNCED)
    assert text.closing in chat
    assert text.say.index("停水") < text.say.index("9:00"), "what is off first, then since when and what is not known"


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_a_time_called_off_is_struck_through_and_a_later_one_stands_beside_the_old(
    filed: Quarter, code: str
) -> None:
    wording = read_wording(filed.desk, code, SHANGHAI)
    drawn = {}
    for edition in (NoticeEdition.ANNOUNCED, NoticeEdition.CANCELLED):
        text, _chat, _short = worded(wording, told(code, OutageKind.WATER), edition)
        (page,) = PdfReader(BytesIO(draw_notice(text, NoticeForm.POSTER, wording.language))).pages
        drawn[edition] = page.get_contents().get_data().count(b" l S")  # type: ignore[union-attr]  # it has contents
    assert drawn[NoticeEdition.CANCELLED] == drawn[NoticeEdition.ANNOUNCED] + 2, "day and time of day"
    text, _chat, _short = worded(wording, told(code, OutageKind.WATER), NoticeEdition.EXTENDED)
    assert all(words in text.change for words in ("17:00", "2026-030"))
    assert "21:00" not in text.change, "the new end stands above it in large figures"


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_the_usual_notice_of_every_edition_is_one_sheet_also_with_a_building_s_own_name(
    filed: Quarter, code: str
) -> None:
    wording = read_wording(filed.desk, code, SHANGHAI)
    cases = [(kind, kind not in WEATHER, NoticeEdition.MOVED) for kind in OutageKind]
    cases += [(kind, False, NoticeEdition.EXTENDED) for kind in OutageKind]
    cases += [(OutageKind.GAS, False, edition) for edition in NoticeEdition]
    for kind, planned, edition in cases:
        text, _chat, _short = worded(wording, told(code, kind, planned=planned), edition)
        for form in (NoticeForm.POSTER, NoticeForm.PER_BUILDING, NoticeForm.STRIP):
            assert len(PdfReader(BytesIO(draw_notice(text, form, wording.language))).pages) == 1, (kind, edition, form)
