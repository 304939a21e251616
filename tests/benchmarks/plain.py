"""The blocks of our reports once more as ReportLab's own flowables: the same words, rows and charts, no more."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Table, TableStyle

from desktop.core.paths import resources_dir
from desktop.months.report.blocks import NotedTable
from desktop.paper import blocks as ours
from desktop.paper import tables
from desktop.paper.cells import Stacked
from desktop.paper.flow import Columns, Group
from desktop.paper.grids import Grid
from desktop.paper.words import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["FONT", "plain_document", "plain_flowables"]

FONT = "Plain-Reference"
SIZE = 8
WIDTH = 450
GRID = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), FONT, SIZE),
        ("LINEABOVE", (0, 0), (-1, 0), 1.1, colors.black),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey),
        ("LEFTPADDING", (0, 0), (-1, -1), tables.PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), tables.PADDING),
    ]
)
STYLE = ParagraphStyle("cell", fontName="Helvetica", fontSize=SIZE, leading=11, wordWrap="CJK")


def plain_document(flowables: Sequence[Any]) -> bytes:
    """Return `flowables` on A4, drawn by ReportLab's own template."""
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1, topMargin=60, bottomMargin=30).build(list(flowables))
    return out.getvalue()


def plain_flowables(blocks: Iterable[Any]) -> list[Any]:
    """Return the same as ReportLab's own flowables; `blocks` are those a `Document` has drawn already."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(resources_dir() / "fonts" / "NotoSansSC-Regular.ttf")))
    STYLE.fontName = FONT
    return [flowable for block in blocks for flowable in _plain(block)]


def _plain(block: Any) -> Iterator[Any]:
    if isinstance(block, NotedTable):
        yield from _plain(block._table)
        yield _paragraph(block._words)
    elif isinstance(block, tables.Table):
        yield from _table(block)
    elif isinstance(block, Columns):
        for group in block._groups:
            yield from _plain(group)
    elif isinstance(block, Group):
        yield KeepTogether([flowable for part in block._blocks for flowable in _plain(part)])
    elif isinstance(block, Grid):
        for row in block._rows:
            cells = [_paragraph(_text(getattr(box, "words", ""))) for box in row.boxes]
            yield Table([cells], style=GRID)
    elif isinstance(block, ours.Figure):
        yield _chart()
    else:
        words = getattr(block, "_words", None) or getattr(block, "_title", "")
        yield _paragraph(_text(words))


def _table(table: tables.Table) -> Iterator[Any]:
    if not table._rows or not all(len(row.cells) == len(table._columns) for row in table._rows):
        yield _paragraph("".join(_text(cell) for row in table._rows for cell in row.cells) or table._empty)
        return
    whole = sum(table._widths)
    widths = [width * WIDTH / whole for width in table._widths]
    rows = [[_cell(column.label, width) for column, width in zip(table._columns, widths, strict=True)]]
    rows += [[_cell(_text(cell), width) for cell, width in zip(row.cells, widths, strict=True)] for row in table._rows]
    yield Table(rows, colWidths=widths, repeatRows=1, style=GRID)


def _cell(text: str, width: float) -> Any:
    """Return a paragraph only where words have to be broken: ReportLab's are slow, plain text is not."""
    wide = pdfmetrics.stringWidth(text, FONT, SIZE) > width - 2 * tables.PADDING
    return _paragraph(text) if wide else text


def _paragraph(text: str) -> Paragraph:
    return Paragraph(escape(text), STYLE)


def _text(words: Any) -> str:
    if isinstance(words, str):
        return words
    if isinstance(words, Span):
        return words.text
    if isinstance(words, Stacked):
        return " ".join(_text(each) for each in words.texts)
    if isinstance(words, (tuple, list)):
        return "".join(_text(each) for each in words)
    return ""


def _chart() -> Drawing:
    drawing = Drawing(400, 130)
    bars = VerticalBarChart()
    bars.width, bars.height = 380, 110
    bars.data = [[120, 131, 106, 99, 95, 116, 107, 112, 136, 155, 128, 125, 122]]
    drawing.add(bars)
    return drawing
