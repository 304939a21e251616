"""Sheets and documents: paper formats, margins, the running head, and the PDF itself.

The same blocks, words and creation time give the same bytes: dates come from the caller, the
file's id from its content.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Frame, PageTemplate

from desktop.core.tokens import MARGINS_MM, RULES_PT
from desktop.paper.flow import Block, room_from
from desktop.paper.fonts import REGULAR, typeface
from desktop.paper.heads import HEAD_HEIGHT, HeadBox, paint_place, paint_running_head
from desktop.paper.pen import MM, Pen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.paper.heads import Letterhead

__all__ = [
    "A6",
    "CARBON",
    "HEAD_GAP",
    "HEAD_HEIGHT",
    "LABEL_80",
    "NOTICE",
    "REPORT",
    "REPORT_ACROSS",
    "WORK_ORDER",
    "WORK_ORDER_PAIR",
    "Document",
    "Sheet",
]

PRODUCER = "Touchpoint"
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
REPORT_ACROSS = replace(REPORT, width=REPORT.height, height=REPORT.width)
NOTICE = Sheet(210 * MM, 297 * MM, MARGINS_MM["notice"])
WORK_ORDER = Sheet(210 * MM, 148 * MM, MARGINS_MM["work-order"])
WORK_ORDER_PAIR = Sheet(210 * MM, 297 * MM, MARGINS_MM["work-order"], slips=2)
"""Two work orders on one A4, to be cut in the middle."""
A6 = Sheet(105 * MM, 148 * MM, (9, 8, 9, 7))
"""A quarter of A4: what is carried in a pocket."""
LABEL_80 = Sheet(80 * MM, 50 * MM, (4, 3, 4, 2.5))
"""One label of a roll 80 mm wide."""
CARBON = Sheet(241 * MM, 140 * MM, MARGINS_MM["carbon"])
"""Continuous carbon paper with tractor holes, two sheets to 11 inches."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be: its sheet and what stands on every page and in the file's properties.

    `company` and `number` stand in the running head of sheets that have one, with page x of y in `language`, and
    `mark` ("Copy") framed before them; on the first page `letterhead` stands for the company, where there is one. With
    `outline` the headings are listed beside the pages. `created` is an aware time.
    """

    sheet: Sheet
    language: Language
    created: datetime
    title: str
    author: str = ""
    company: str = ""
    number: str = ""
    mark: str = ""
    letterhead: Letterhead | None = None
    outline: bool = False

    def pdf(self, blocks: Iterable[Block], watch: Callable[[int], None] | None = None) -> bytes:
        """Return the PDF of `blocks`; ReportLab's LayoutError for a block that is higher than a sheet.

        `watch` is told the number of each sheet that is begun, from 1; it may raise to stop.
        """
        out = BytesIO()
        template = BaseDocTemplate(
            out,
            pagesize=(self.sheet.width, self.sheet.height),
            pageTemplates=self._templates(),
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
        if watch is not None:
            template.setProgressCallBack(lambda what, number: watch(number) if what == "PAGE" else None)
        template.build(self._story(list(blocks)), canvasmaker=partial(_CountingCanvas, document=self))
        return out.getvalue()

    def _templates(self) -> list[PageTemplate]:
        """Return the sheets: the first, whose letterhead is higher than a running head, and all others."""
        others = PageTemplate("sheet", _frames(self.sheet), onPage=self._cutting_line)
        if self.letterhead is None:
            return [others]
        first = _frames(self.sheet, self.letterhead.height - HEAD_HEIGHT)
        return [PageTemplate("first", first, autoNextPageTemplate="sheet"), others]

    def _story(self, blocks: list[Block]) -> list[Any]:
        """Return the blocks, before each heading the order to begin a sheet where what it heads does not begin here."""
        frame = _frames(self.sheet)[-1]
        width, tallest = frame.width, frame.height - 1
        story: list[Any] = []
        led = False
        for place, block in enumerate(blocks):
            leads = isinstance(block, Block) and block.leads
            if leads and not led:
                room = tallest if block.fresh else min(room_from(blocks, place, width), tallest)
                story.append(CondPageBreak(room))
            story.append(block)
            led = leads
        return story

    def date_stamp(self, *_clock: int) -> str:
        """Return `created` as a PDF date (PDF 32000-1, 7.9.4)."""
        offset = self.created.strftime("%z")
        return f"D:{self.created:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"

    def paint_head(self, canvas: Canvas, page: int, pages: int) -> None:
        """Draw the head of one page: who at the left, on the first as a letterhead; mark, number and page right."""
        left, top, right, _ = (margin * MM for margin in self.sheet.margins_mm)
        place = self.language.gettext("Page %(page)s of %(pages)s", page=page, pages=pages)
        words = f"{self.number}\u3000{place}" if self.number else place
        pen = Pen(canvas, self.sheet.height)
        box = HeadBox(left, top, self.sheet.width - left - right)
        if page == 1 and self.letterhead:
            taken = paint_place(pen, box, self.mark, words)
            self.letterhead.paint(canvas, pen, box, self.sheet.height, taken)
        else:
            paint_running_head(pen, box, self.company, self.mark, words)
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
        self._headings: list[tuple[int, float, str]] = []

    def note_heading(self, words: str, top: float) -> None:
        """Keep a heading for the outline; it stands `top` points above the present origin."""
        self._headings.append((len(self._pages), self.absolutePosition(0, top)[1], words))

    def showPage(self) -> None:
        """Keep the page and begin the next."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Finish every page and write the file."""
        pages = self._pages
        for number, page in enumerate(pages, start=1):
            self.__dict__.update(page)
            if self._document.outline:
                self._bookmark(number - 1)
            if self._document.sheet.running_head:
                self._document.paint_head(self, number, len(pages))
            super().showPage()
        if self._document.outline:
            self.showOutline()
        super().save()

    def _bookmark(self, page: int) -> None:
        """Add the headings of the page being written to the outline; only now the file knows the page."""
        for place, (on, top, words) in enumerate(self._headings):
            if on == page:
                self.bookmarkHorizontalAbsolute(f"heading-{place}", top)
                self.addOutlineEntry(words, f"heading-{place}", 0)


def _frames(sheet: Sheet, more: float = 0) -> list[Frame]:
    """Return the frames of one sheet, from the upper to the lower; its head is `more` points higher than usual."""
    left, top, right, bottom = (margin * MM for margin in sheet.margins_mm)
    if sheet.running_head:
        top += HEAD_HEIGHT + more + HEAD_GAP
    slip = sheet.height / sheet.slips
    flush = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    return [
        Frame(left, number * slip + bottom, sheet.width - left - right, slip - top - bottom, **flush)
        for number in reversed(range(sheet.slips))
    ]
