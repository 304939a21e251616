"""Sheets and documents: paper formats, margins, the running head, and the PDF itself.

The same blocks, words and creation time give the same bytes: dates come from the caller, the
file's id from its content.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Frame, PageTemplate

from desktop.core.tokens import MARGINS_MM, PAPER, PAPER_TYPE, RULES_PT
from desktop.paper.cells import baseline
from desktop.paper.flow import Block
from desktop.paper.fonts import REGULAR, typeface
from desktop.paper.pen import MM, Pen
from desktop.paper.words import cut

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from desktop.core.i18n import Language

__all__ = ["CARBON", "NOTICE", "REPORT", "WORK_ORDER", "WORK_ORDER_PAIR", "Document", "Sheet"]

PRODUCER = "Touchpoint"
HEAD_HEIGHT = 18.0
"""From the upper margin to the hairline under the running head, points."""
HEAD_GAP = 9.0
"""From that hairline to the first block, points."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper format: size in points, margins (left, top, right, bottom) in mm, how many slips share one sheet."""

    width: float
    height: float
    margins_mm: tuple[float, float, float, float]
    slips: int = 1
    running_head: bool = False


REPORT = Sheet(210 * MM, 297 * MM, MARGINS_MM["report"], running_head=True)
NOTICE = Sheet(210 * MM, 297 * MM, MARGINS_MM["notice"])
WORK_ORDER = Sheet(210 * MM, 148 * MM, MARGINS_MM["work-order"])
WORK_ORDER_PAIR = Sheet(210 * MM, 297 * MM, MARGINS_MM["work-order"], slips=2)
"""Two work orders on one A4, to be cut in the middle."""
CARBON = Sheet(241 * MM, 140 * MM, MARGINS_MM["carbon"])
"""Continuous carbon paper with tractor holes, two sheets to 11 inches."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be: its sheet and what stands on every page and in the file's properties.

    `company` and `number` stand in the running head of sheets that have one, with page x of y in `language`.
    `created` is an aware time.
    """

    sheet: Sheet
    language: Language
    created: datetime
    title: str
    author: str = ""
    company: str = ""
    number: str = ""

    def pdf(self, blocks: Iterable[Block]) -> bytes:
        """Return the PDF of `blocks`; ReportLab's LayoutError for a block that is higher than a sheet."""
        story: list[Any] = []
        for block in blocks:
            room = block.room if isinstance(block, Block) else 0
            if room:
                story.append(CondPageBreak(room))
            story.append(block)
        out = BytesIO()
        template = BaseDocTemplate(
            out,
            pagesize=(self.sheet.width, self.sheet.height),
            pageTemplates=[PageTemplate("sheet", _frames(self.sheet), onPage=self._cutting_line)],
            title=self.title,
            author=self.author,
            subject=self.number,
            creator=PRODUCER,
            producer=PRODUCER,
            lang=self.language.code.replace("_", "-"),
            invariant=1,
            pageCompression=1,
            # ReportLab begins every page in this font; its own would stand in the file without being embedded.
            initialFontName=typeface(REGULAR).name,
        )
        template.build(story, canvasmaker=partial(_CountingCanvas, document=self))
        return out.getvalue()

    def date_stamp(self, *_clock: int) -> str:
        """Return `created` as a PDF date (PDF 32000-1, 7.9.4)."""
        offset = self.created.strftime("%z")
        return f"D:{self.created:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"

    def paint_head(self, canvas: Canvas, page: int, pages: int) -> None:
        """Draw the running head of one page: company left; number and page right."""
        sheet = self.sheet
        left, top, right, _ = (margin * MM for margin in sheet.margins_mm)
        end = sheet.width - right
        size = PAPER_TYPE["label"]
        place = self.language.gettext("Page %(page)s of %(pages)s", page=page, pages=pages)
        words = f"{self.number}\u3000{place}" if self.number else place
        room = end - left - typeface().width(words, size) - HEAD_GAP
        pen = Pen(canvas, sheet.height)
        y = top + baseline(HEAD_HEIGHT - 3, size)
        pen.text(left, y, cut(self.company, size, room), size=size, colour=PAPER["label"])
        pen.text(end, y, words, size=size, colour=PAPER["label"], align="right")
        pen.rule(left, top + HEAD_HEIGHT, end, top + HEAD_HEIGHT, width=RULES_PT["hair"])
        pen.close()

    def _cutting_line(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        if self.sheet.slips == 1:
            return
        canvas.saveState()
        canvas.setDash(2, 3)
        canvas.setLineWidth(RULES_PT["hair"])
        for slip in range(1, self.sheet.slips):
            y = self.sheet.height * slip / self.sheet.slips
            canvas.line(0, y, self.sheet.width, y)
        canvas.restoreState()


class _CountingCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A canvas that keeps its pages until their number is known, then adds the running head to each."""

    def __init__(self, filename: Any, *, document: Document, **options: Any) -> None:
        super().__init__(filename, **options)
        self.setDateFormatter(document.date_stamp)
        self._document = document
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page and begin the next."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Finish every page and write the file."""
        pages = self._pages
        for number, page in enumerate(pages, start=1):
            self.__dict__.update(page)
            if self._document.sheet.running_head:
                self._document.paint_head(self, number, len(pages))
            super().showPage()
        super().save()


def _frames(sheet: Sheet) -> list[Frame]:
    """Return the frames of one sheet, from the upper to the lower."""
    left, top, right, bottom = (margin * MM for margin in sheet.margins_mm)
    if sheet.running_head:
        top += HEAD_HEIGHT + HEAD_GAP
    slip = sheet.height / sheet.slips
    flush = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    return [
        Frame(left, number * slip + bottom, sheet.width - left - right, slip - top - bottom, **flush)
        for number in reversed(range(sheet.slips))
    ]
