"""Blocks hold what they are given, whatever its length."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from desktop.paper.blocks import (
    QR_SIDE,
    Definitions,
    Paragraph,
    Section,
    Signatures,
    SlipFoot,
    SlipHead,
    Title,
    WritingBox,
    draw_code,
)
from desktop.paper.frames import REPORT, WORK_ORDER, Document
from desktop.paper.pen import MM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.paper.flow import Block
    from desktop.paper.pen import Surface

LONG = "厨房水槽下软管接头滴水，关了角阀仍有渗。" * 12


class Fills:
    """A pen that remembers the boxes it filled."""

    def __init__(self) -> None:
        self.boxes: list[tuple[float, float, float, float]] = []

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        assert colour == "#000000"
        self.boxes.append((x, y, width, height))


def text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_that_the_code_is_17_mm_of_medium_error_correction() -> None:
    fills = Fills()
    draw_code(cast("Surface", fills), "BX-2611-0017", 100, 10)
    code = segno.make("BX-2611-0017", error="m", micro=False, boost_error=False)
    side = QR_SIDE / len(code.matrix)
    assert pytest.approx(17 * MM) == QR_SIDE
    assert code.error == "M"
    assert min(x for x, _, _, _ in fills.boxes) == pytest.approx(100)
    assert max(x + width for x, _, width, _ in fills.boxes) == pytest.approx(100 + QR_SIDE)
    dark = sum(round(width / side) for _, _, width, _ in fills.boxes)
    assert dark == sum(sum(row) for row in code.matrix)


@pytest.mark.parametrize(
    "make",
    [
        lambda words: Title(words, "2026年10月", [words]),
        lambda words: Section("一", words),
        Paragraph,
        lambda words: Definitions("怎么算", words),
        lambda words: WritingBox("意见：", 10, words),
        lambda words: SlipFoot(words, "第 1 次"),
        lambda words: SlipHead("和居物业", "派工单", "BX-1", facts=words, code="BX-1"),
    ],
)
def test_that_long_words_break_and_the_block_grows(
    make_document: Callable[..., Document], make: Callable[[str], Block]
) -> None:
    short, long = make("短"), make(LONG)
    assert long.wrap(400, 5000)[1] > short.wrap(400, 5000)[1]
    assert LONG in text(make_document(REPORT).pdf([make(LONG)])).replace("\n", "")


def test_that_signatures_share_the_width(make_document: Callable[..., Document]) -> None:
    printed = text(make_document(REPORT).pdf([Signatures(("制表：张敏", "11月3日"), ("部门主管：", "月　　日"))]))
    assert "制表：张敏" in printed
    assert "部门主管：" in printed


def test_that_a_report_holds_all_it_was_given(make_report: Callable[[int], bytes]) -> None:
    printed = text(make_report(0))
    assert len(PdfReader(BytesIO(make_report(0))).pages) == 1
    for words in ("工程部 月度服务报告", "▲ 未达标", "−25.0%", "给排水", "主管意见：", "项目经理：", "分母为零记"):
        assert words in printed


def test_that_a_work_order_holds_all_it_was_given(
    make_document: Callable[..., Document], make_work_order: Callable[..., Sequence[Block]]
) -> None:
    printed = text(make_document(WORK_ORDER).pdf(make_work_order()))
    for words in ("派工单", "BX-2611-0017", "加急", "3-1-502", "黄丽娟", "贰拾伍元整", "非常不满意", "第 1 次"):
        assert words in printed


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_that_no_text_whatever_stops_a_page(words: str) -> None:
    block = Paragraph(words)
    assert block.wrap(200, 1000)[1] > 0
