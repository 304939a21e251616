"""A department's report, and one of a month of thousands, warm, beside ten pages in plain ReportLab, per page."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from desktop.core.i18n import language
from desktop.core.paths import resources_dir
from desktop.core.permissions import Role
from desktop.months.report import monthly_report
from desktop.months.service import MonthService
from desktop.paper.frames import Document
from tests.benchmarks.communities import UNTIL
from tests.benchmarks.plain import plain_document, plain_flowables
from tests.months import reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.core.i18n import Language
    from desktop.months.rows import MonthReport
    from desktop.paper.flow import Block
    from tests.benchmarks.communities import Made
    from tests.benchmarks.conftest import Compare

PAGES, ROWS = 10, 24
HEADS = ("编号", "房号", "内容", "类别", "责任人", "发生时间", "时限", "状态")
WORDS = ("厨房水槽下面漏水", "入户门铰链松动", "楼道灯不亮", "卫生间地漏返味", "可视对讲没有声音")
FONT = "Plain-Reference"
ROUNDS = 9


def reference_document() -> bytes:
    """Return ten pages of one table each, the first with a chart, drawn with ReportLab's own means."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(resources_dir() / "fonts" / "NotoSansSC-Regular.ttf")))
    style = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12)
    grid = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), FONT, 9),
            ("LINEABOVE", (0, 0), (-1, 0), 1.1, colors.black),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey),
        ]
    )
    story: list[Any] = []
    for page in range(PAGES):
        story.append(Paragraph("工程部 月度服务报告", style))
        if not page:
            story.append(_chart())
        rows: list[Any] = [HEADS]
        rows += [
            (
                f"BX-2610-{page * ROWS + row:04d}",
                f"{row % 9 + 1}-1-{row + 100}",
                Paragraph(WORDS[row % len(WORDS)], style),
                "给排水",
                "何志强",
                "10-12 09:30",
                "10-14 09:30",
                "已完成 10-13",
            )
            for row in range(ROWS)
        ]
        story += [Table(rows, repeatRows=1, style=grid), PageBreak()]
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1, topMargin=30, bottomMargin=30).build(story)
    return out.getvalue()


def _chart() -> Drawing:
    drawing = Drawing(400, 130)
    bars = VerticalBarChart()
    bars.width, bars.height = 380, 110
    bars.data = [[120, 131, 106, 99, 95, 116, 107, 112, 136, 155, 128, 125, 122]]
    drawing.add(bars)
    return drawing


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def long_report(community: Made) -> MonthReport:
    """Return an engineering department's report whose lists fill some ten pages."""
    desk = community.desk
    months = MonthService(replace(desk, actor=replace(desk.actor, role=Role.MANAGER)))
    department = next(group for group in months.summary(UNTIL).departments if group.code == "engineering")
    report = months.report(UNTIL, department.id)
    lists = report.lists
    lines = [*lists.carried_over, *lists.unreached, *lists.rework][:100] or lists.overdue
    return replace(report, lists=replace(lists, carried_over=lines, overdue=lines, rework=lines, unreached=lines))


def times_of(report: MonthReport, spoken: Language, rounds: int) -> tuple[float, float]:
    """Return the best times of a report and of the plain document, drawn in turn, seconds."""
    best = [float("inf"), float("inf")]
    for _ in range(rounds):
        begun = perf_counter()
        monthly_report(report, spoken)
        between = perf_counter()
        reference_document()
        best = [min(best[0], between - begun), min(best[1], perf_counter() - between)]
    return best[0], best[1]


def test_that_a_departments_report_costs_no_more_than_plain_pages(years_old: Made, compare: Compare) -> None:
    report, spoken = long_report(years_old), language("zh_CN")
    own, plain = pages_of(monthly_report(report, spoken)), pages_of(reference_document())
    assert plain == PAGES
    ours, reference = times_of(report, spoken, ROUNDS if compare.full else 1)
    compare.judge(
        f"a department's report of {own} pages, per page | {plain} plain pages",
        ours * 1000 / own,
        reference * 1000 / plain,
        1.4,
    )


def test_that_a_month_of_twenty_thousand_requests_costs_no_more_per_page(compare: Compare) -> None:
    requests, spoken = 20_000 if compare.full else 300, language("zh_CN")
    report = reports.report(lists=reports.lists(requests))
    own, plain = pages_of(monthly_report(report, spoken)), pages_of(reference_document())
    assert own > requests / 40
    ours, reference = times_of(report, spoken, 2 if compare.full else 1)
    compare.judge(
        f"a report of {requests} requests, {own} pages, per page | {plain} plain pages",
        ours * 1000 / own,
        reference * 1000 / plain,
        1.5,
    )


def drawn_blocks(reports: Sequence[MonthReport], spoken: Language) -> list[list[object]]:
    """Return the blocks each report is made of, drawn once, so that their widths are known."""
    made: list[list[object]] = []
    with pytest.MonkeyPatch.context() as patch:
        drawing = Document.pdf

        def pdf(self: Document, blocks: Iterable[Block]) -> bytes:
            kept = list(blocks)
            made.append([*kept])
            return drawing(self, kept)

        patch.setattr(Document, "pdf", pdf)
        for report in reports:
            monthly_report(report, spoken)
    return made


def test_that_the_set_of_all_reports_costs_no_more_than_the_same_in_plain_flowables(
    years_old: Made, compare: Compare
) -> None:
    desk, spoken = years_old.desk, language("zh_CN")
    months = MonthService(replace(desk, actor=replace(desk.actor, role=Role.MANAGER)))
    reports = [months.report(UNTIL, department_id) for department_id in months.departments(UNTIL).values()]
    assert len(reports) == 6
    blocks = drawn_blocks(reports, spoken)
    best = [float("inf"), float("inf")]
    pages = [0, 0]
    for _ in range(3 if compare.full else 1):
        begun = perf_counter()
        ours = [monthly_report(report, spoken) for report in reports]
        between = perf_counter()
        plain = [plain_document(plain_flowables(each)) for each in blocks]
        best = [min(best[0], between - begun), min(best[1], perf_counter() - between)]
        pages = [sum(map(pages_of, drawn)) for drawn in (ours, plain)]
    name = f"the set of six reports, {pages[0]} pages | the same flowables in plain ReportLab, {pages[1]} pages"
    compare.judge(name, best[0] * 1000, best[1] * 1000, 1.5)
