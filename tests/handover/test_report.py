from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from desktop.app.day_end import CHECKS, SUBJECTS
from desktop.core.i18n import LANGUAGES, language
from desktop.handover.report import handover_sheet
from desktop.handover.rows import (
    LONGEST_REMARK,
    LONGEST_WORDS,
    MOST_LINES,
    Counted,
    HandoverRow,
    LeftOver,
    Paragraph,
    Shift,
)

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock

HEADINGS = {each.key: each.heading for each in SUBJECTS} | {each.key: each.words for each in CHECKS}


@pytest.fixture
def row(clock: FixedClock) -> HandoverRow:
    """Return a handover with everything in it."""
    now = clock.now()
    return HandoverRow(
        id=1,
        version=1,
        shift=Shift(now - timedelta(hours=8), now),
        paragraphs=tuple(Paragraph(each.key, "一切正常") for each in SUBJECTS),
        left_over=(LeftOver("unexplained", 2, "待料，供应商周一到货"),),
        counted=(Counted("泵房钥匙", 1, 1), Counted("对讲机", 4, 3, "一台送修")),
        given_by="张敏",
        given_at=now,
        taken_by="李婷",
        taken_at=now + timedelta(minutes=10),
        remark="已核对",
    )


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_a_handover_is_one_page_with_both_signatures(row: HandoverRow, clock: FixedClock, code: str) -> None:
    text = pages(handover_sheet(row, HEADINGS, "云栖花园", clock.now().tzinfo, clock.now(), language(code)))  # type: ignore[arg-type]  # a ZoneInfo
    assert len(text) == 1
    for words in ("张敏", "李婷", "一台送修", "待料，供应商周一到货", "已核对"):
        assert words in text[0]


def test_that_what_is_told_and_what_is_left_over_go_by_different_names() -> None:
    keys = [*(each.key for each in SUBJECTS), *(each.key for each in CHECKS)]
    assert len(set(keys)) == len(keys), "the heading of one would stand over the other"


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_the_longest_that_can_be_signed_still_fits_one_page(
    row: HandoverRow, clock: FixedClock, code: str
) -> None:
    line = LONGEST_WORDS // MOST_LINES
    longest = replace(
        row,
        paragraphs=tuple(Paragraph(each.key, "\n".join(["漏" * line] * MOST_LINES)) for each in SUBJECTS),
        left_over=tuple(LeftOver(each.key, 99, "料" * LONGEST_REMARK) for each in CHECKS),
        counted=tuple(
            Counted(f"钥匙 {number}", 1, number % 5, "修" * LONGEST_REMARK if number % 5 == 0 else "")
            for number in range(12)
        ),
    )
    text = pages(handover_sheet(longest, HEADINGS, "云栖花园", clock.now().tzinfo, clock.now(), language(code)))  # type: ignore[arg-type]  # a ZoneInfo
    assert len(text) == 1
    assert text[0].count("漏") == line * MOST_LINES * len(SUBJECTS)
