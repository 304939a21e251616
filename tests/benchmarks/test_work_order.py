"""Work orders with bill and QR code, warm, beside the same slips in plain ReportLab, per slip."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A5, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from desktop.core.i18n import language
from desktop.core.paths import resources_dir
from desktop.requests.report import work_orders
from desktop.requests.rows import BillLine, WorkOrderSheet
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

SLIPS = 12
FONT = "Plain-Slip"
BILL = (("不锈钢软管 60 cm", "1", "22.00", "22.00"), ("生料带", "1", "3.00", "3.00"))
ITEMS = (BillLine("不锈钢软管 60 cm", 1000, 2200), BillLine("生料带", 1000, 300))


def plain_slips(sheets: Sequence[WorkOrderSheet]) -> bytes:
    """Return the same slips made of ReportLab's own paragraphs, tables and code."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(resources_dir() / "fonts" / "NotoSansSC-Regular.ttf")))
    style = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")
    title = ParagraphStyle("title", parent=style, fontSize=20, leading=24)
    story: list[Any] = []
    for one in sheets:
        line = one.detail.line
        facts = [
            ["房号", line.room, "来电人", f"{line.reporter} {one.detail.phone}", "约上门", "11月24日 14:30"],
            ["分类", line.category, "派给", f"{line.department} {line.worker}", "登记", "11月24日 10:26"],
            ["内容", Paragraph(line.words, style), "", "", "", ""],
        ]
        outcome = [["到达", ":", "完成", ":"], ["结果", "", "", ""], ["未完原因", "待料 约时间 不在家 其他", "", ""]]
        head = [Paragraph(f"派工单 {line.number}", title), _code(line.number)]
        story += [
            Table([head], colWidths=[440, 60]),
            _grid(facts, (2, 1, 2)),
            _grid(
                [("材料、人工", "数量", "单价", "金额"), *BILL, ("", "", "", ""), ("合计 贰拾伍元整", "", "", "25.00")]
            ),
            _grid(outcome, (1, 1, 2)),
            _grid([["业主评价", "非常满意 满意 一般 不满意 非常不满意", "意见", ""]]),
            Paragraph("维修员：　　月　日　　班长：　　月　日　　业主签字：　　月　日", style),
            PageBreak(),
        ]
    out = BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=landscape(A5), invariant=1, topMargin=16, bottomMargin=12, leftMargin=28, rightMargin=28
    )
    template.build(story)
    return out.getvalue()


def _grid(rows: Sequence[Sequence[Any]], span: tuple[int, int, int] | None = None) -> Table:
    looks: list[Any] = [
        ("FONT", (0, 0), (-1, -1), FONT, 9),
        ("GRID", (0, 0), (-1, -1), 0.75, colors.black),
        ("BACKGROUND", (0, 0), (0, -1), colors.whitesmoke),
    ]
    if span is not None:
        row, first, _ = span
        looks.append(("SPAN", (first, row), (-1, row)))
    return Table([list(row) for row in rows], style=TableStyle(looks))


def _code(text: str) -> Drawing:
    drawing = Drawing(48, 48)
    drawing.add(QrCodeWidget(text, barWidth=48, barHeight=48, barLevel="M"))
    return drawing


def some_slips(community: Made) -> list[WorkOrderSheet]:
    """Return work orders of the newest requests, each with a bill."""
    service = RequestService(community.desk)
    lines = service.lines(limit=SLIPS)
    arrived = community.desk.clock.now() - timedelta(hours=1)
    return [
        WorkOrderSheet(sheet.detail, True, arrived, 2500, ITEMS, sheet.helpers, sheet.cautions)
        for sheet in service.work_order_sheets([line.id for line in lines])
    ]


def test_that_a_work_order_costs_little_more_than_plain_reportlab(month_old: Made, compare: Compare) -> None:
    sheets, spoken, desk = some_slips(month_old), language("zh_CN"), month_old.desk
    assert sheets

    def ours() -> bytes:
        return work_orders(sheets, desk.community, desk.zone, desk.clock.now(), spoken, phone="0571-5550 0120")

    row = compare(f"{len(sheets)} work orders | plain slips", ours, lambda: plain_slips(sheets), 1.5, rounds=9)
    assert row.ours > 0
