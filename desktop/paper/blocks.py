"""The pieces reports, work orders and slips are composed of. Every text arrives translated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import segno

from desktop.core.tokens import PAPER, PAPER_TYPE, RULES_PT
from desktop.paper.cells import baseline, draw_laid, lay
from desktop.paper.flow import Block
from desktop.paper.fonts import BOLD, MEDIUM, REGULAR, typeface
from desktop.paper.pen import MM
from desktop.paper.words import Line, Span, Words, medium, spans, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.pen import Pen, Surface

__all__ = [
    "Caption",
    "Definitions",
    "Figure",
    "Paragraph",
    "Section",
    "Signatures",
    "SlipFoot",
    "SlipHead",
    "Title",
    "WritingBox",
    "draw_code",
]

BODY = PAPER_TYPE["body"]
LABEL = PAPER_TYPE["label"]
QR_SIDE = 17 * MM


class Title(Block):
    """The title of a report: what and for which month, facts below, the accent rule under both."""

    def __init__(self, title: str, detail: str = "", facts: Sequence[str | Span] = ()) -> None:
        """Show `title`, after a space `detail`, and `facts` in one line; one that does not fit begins another."""
        super().__init__()
        size = PAPER_TYPE["title"]
        self._title = spans(f"{title}\u3000{detail}".strip(), size, BOLD)
        self._facts = [fact if isinstance(fact, Span) else Span(fact) for fact in facts]

    def measure(self, width: float) -> float:
        """Return the height of title, facts and rule."""
        self._lines = wrap(self._title, width)
        self._fact_lines = self._lines_of_facts(width)
        return 26.0 * len(self._lines) + 13.5 * len(self._fact_lines) + 9.0

    def paint(self, pen: Pen) -> None:
        """Draw them."""
        y = 0.0
        for line in self._lines:
            pen.line_of_text(0, y + baseline(26, PAPER_TYPE["title"]), line)
            y += 26.0
        for line in self._fact_lines:
            pen.line_of_text(0, y + baseline(13.5, BODY), line)
            y += 13.5
        rule = RULES_PT["title"]
        y = self.height - rule / 2
        pen.rule(0, y, self.width, y, width=rule, colour=PAPER["accent"])

    def _lines_of_facts(self, width: float) -> list[Line]:
        gap = Span("\u3000\u2003")
        lines: list[tuple[Span, ...]] = [()]
        for fact in self._facts:
            line = (*lines[-1], gap, fact) if lines[-1] else (fact,)
            if lines[-1] and sum(span.width for span in line) > width:
                lines.append((fact,))
            else:
                lines[-1] = line
        return [broken for line in lines for broken in wrap(line or spans(""), width)]


class Section(Block):
    """A heading: its numeral (一, or 1), its words, and a small note beside them."""

    before = 10.0
    leads = True

    def __init__(self, numeral: str, title: str, note: str = "", *, fresh: bool = False) -> None:
        """Show them in one line; in the outline of the PDF stands the heading without its note."""
        super().__init__()
        self.fresh = fresh
        self._entry = f"{numeral} {title}".strip()
        size = PAPER_TYPE["section"]
        self._words = (
            *((Span(f"{numeral}\u2002", size, BOLD, PAPER["accent"]),) if numeral else ()),
            Span(title, size, BOLD),
            Span(f"\u2002{note}", LABEL, REGULAR, PAPER["label"]),
        )

    def measure(self, width: float) -> float:
        """Return its height."""
        self._lines = wrap(self._words, width)
        return 17.5 * len(self._lines)

    def paint(self, pen: Pen) -> None:
        """Draw it."""
        for index, line in enumerate(self._lines):
            pen.line_of_text(0, 17.5 * index + baseline(16, PAPER_TYPE["section"]), line)

    def draw(self) -> None:
        """Draw it, and note for the outline where it stands."""
        self.canv.note_heading(self._entry, self.height)
        super().draw()


class Caption(Block):
    """The small heading of one of several tables or charts under a `Section`."""

    before = 6.0
    leads = True

    def __init__(self, title: str, note: str = "") -> None:
        """Show both in one line."""
        super().__init__()
        self._words = (medium(title), Span(f"\u2002{note}", LABEL, REGULAR, PAPER["label"]))

    def measure(self, width: float) -> float:
        """Return its height."""
        self._lines = wrap(self._words, width)
        return 15.0 * len(self._lines)

    def paint(self, pen: Pen) -> None:
        """Draw it."""
        for index, line in enumerate(self._lines):
            pen.line_of_text(0, 15 * index + baseline(13, BODY), line)


class Paragraph(Block):
    """Running text; goes on over the next sheet with at least two lines on each."""

    before = 3.0
    after = 3.0

    def __init__(self, words: Words, size: float = BODY) -> None:
        """Show `words`; plain text in `size`."""
        super().__init__()
        self._words, self._size = spans(words, size), size

    def measure(self, width: float) -> float:
        """Return the height of the lines."""
        self._lines = wrap(self._words, width)
        return self._leading * len(self._lines)

    def paint(self, pen: Pen) -> None:
        """Draw the lines."""
        for index, line in enumerate(self._lines):
            pen.line_of_text(0, self._leading * index + baseline(self._leading, self._size), line)

    def least(self, width: float) -> float:
        """Return the height of two lines, of all three where there are no more."""
        self.wrap(width, 0)
        return self._leading * (len(self._lines) if len(self._lines) < 4 else 2)

    def split(self, width: float, height: float) -> list[Block]:
        """Return the lines that fit `height` and the others; nothing where fewer than two would stand alone."""
        self.wrap(width, height)
        kept = min(int((height + 0.01) / self._leading), len(self._lines) - 2)
        if kept < 2:
            return []
        return [self._part(self._lines[:kept]), self._part(self._lines[kept:])]

    def _part(self, lines: list[Line]) -> Paragraph:
        part = Paragraph("", self._size)
        part._lines = lines
        part.width, part.height, part._measured_at = self.width, self._leading * len(lines), self.width
        return part

    @property
    def _leading(self) -> float:
        return self._size * 1.45


class Definitions(Paragraph):
    """The smallest print of a report: what its figures mean, under a hairline."""

    before = 9.0

    def __init__(self, label: str, text: str) -> None:
        """Show `text` after `label`."""
        size = PAPER_TYPE["definition"]
        super().__init__((Span(f"{label}\u3000", size, MEDIUM), Span(text, size)), size)

    def measure(self, width: float) -> float:
        """Return the height of hairline and lines."""
        return super().measure(width) + 5.0

    def least(self, width: float) -> float:
        """Return the whole height: definitions stay together."""
        return self.wrap(width, 0)[1]

    def split(self, width: float, height: float) -> list[Block]:
        """Return nothing: definitions stay together."""
        del width, height
        return []

    def paint(self, pen: Pen) -> None:
        """Draw them."""
        pen.rule(0, 0, self.width, 0, width=RULES_PT["cell"])
        for index, line in enumerate(self._lines):
            pen.line_of_text(0, 5 + self._leading * index + baseline(self._leading, self._size), line)


class WritingBox(Block):
    """A frame with a label and space to write in."""

    before = 11.0
    after = 11.0

    def __init__(self, label: str, height_mm: float = 22, words: str = "") -> None:
        """Leave at least `height_mm`; `words` already written stand under the label."""
        super().__init__()
        self._label, self._least, self._words = label, height_mm * MM, words

    def measure(self, width: float) -> float:
        """Return the height given, more for many words."""
        self._laid = lay(self._words, width - 13.5) if self._words else None
        return max(self._least, 24 + (self._laid.height if self._laid else 0))

    def paint(self, pen: Pen) -> None:
        """Draw frame, label and words."""
        pen.frame(0, 0, self.width, self.height, line=RULES_PT["cell"])
        pen.text(6.75, 4.5 + baseline(12, BODY), self._label, size=BODY, colour=PAPER["label"])
        if self._laid:
            draw_laid(pen, self._laid, 6.75, 18, self.width - 13.5)


class Signatures(Block):
    """Lines to sign on, side by side: who signs at the left of each line, the day at its right."""

    before = 12.0

    def __init__(self, *lines: tuple[str, str]) -> None:
        """Draw `lines` of a label ("制表：张敏") and a date or the space for one ("月　　日")."""
        super().__init__()
        self._signers = lines

    def measure(self, width: float) -> float:
        """Return the height of a line and the space above it."""
        del width
        return 22.5

    def paint(self, pen: Pen) -> None:
        """Draw the lines."""
        gap = 18.0
        each = (self.width - gap * (len(self._signers) - 1)) / len(self._signers)
        for index, (label, day) in enumerate(self._signers):
            x = index * (each + gap)
            pen.text(x, self.height - 6.75, label, size=BODY)
            pen.text(x + each, self.height - 6.75, day, size=BODY, align="right")
            pen.rule(x, self.height - 0.5, x + each, self.height - 0.5, width=RULES_PT["cell"])


class Chart(Protocol):
    """What `charts` draws."""

    def draw(self, pen: Surface, width: float, height: float) -> None:
        """Draw the chart for paper."""
        ...


class Figure(Block):
    """A chart over the whole width of its column."""

    def __init__(self, chart: Chart, height_mm: float = 50) -> None:
        """Show `chart`, `height_mm` high."""
        super().__init__()
        self._chart, self._height = chart, height_mm * MM

    def measure(self, width: float) -> float:
        """Return the height given."""
        del width
        return self._height

    def paint(self, pen: Pen) -> None:
        """Draw the chart."""
        self._chart.draw(pen, self.width, self.height)


class SlipHead(Block):
    """The head of a work order: office, title with number and tag, a line of facts; QR code on the right."""

    after = 11.0

    def __init__(
        self, office: str, title: str, number: str, *, facts: Words = "", tag: str = "", code: str = ""
    ) -> None:
        """Show them; `tag` (urgent) stands in a box after the number, `code` is what the QR code says."""
        super().__init__()
        self._office, self._title, self._number, self._tag = office, title, number, tag
        self._facts, self._code = spans(facts), code

    def measure(self, width: float) -> float:
        """Return the height of three lines, or more facts, or the code."""
        self._lines = wrap(self._facts, width - (QR_SIDE + 12 if self._code else 0))
        return max(QR_SIDE + 2, 38 + 12.75 * len(self._lines))

    def paint(self, pen: Pen) -> None:
        """Draw them."""
        pen.text(0, baseline(12.75, LABEL), self._office, size=LABEL, colour=PAPER["label"])
        size, y = PAPER_TYPE["work-order-title"], 13 + baseline(24, PAPER_TYPE["work-order-title"])
        pen.text(0, y, self._title, size=size, weight=BOLD)
        x = typeface(BOLD).width(self._title, size) + 12
        pen.text(x, y, self._number, size=15, weight=MEDIUM)
        x += typeface(MEDIUM).width(self._number, 15) + 12
        if self._tag:
            wide = typeface(MEDIUM).width(self._tag, BODY) + 16.5
            pen.frame(x, 17, wide, 16.5)
            pen.text(x + wide / 2, 17 + baseline(16.5, BODY), self._tag, size=BODY, weight=MEDIUM, align="centre")
        for index, line in enumerate(self._lines):
            pen.line_of_text(0, 38 + 12.75 * index + baseline(12.75, BODY), line)
        if self._code:
            draw_code(pen, self._code, self.width - QR_SIDE, 0)


class SlipFoot(Block):
    """The last line of a slip: what to do with it at the left, copies and time of printing at the right."""

    def __init__(self, left: str, right: str = "") -> None:
        """Show both in one line, on two where they do not fit."""
        super().__init__()
        self._left, self._right = left, right

    def measure(self, width: float) -> float:
        """Return the height of the lines."""
        size = PAPER_TYPE["definition"]
        self._right_width = typeface().width(self._right, size)
        room = width - self._right_width - 12 if self._right else width
        self._lines: list[Line] = wrap(spans(self._left, size, colour=PAPER["label"]), max(room, width / 3))
        return 11.0 * len(self._lines)

    def paint(self, pen: Pen) -> None:
        """Draw them."""
        size = PAPER_TYPE["definition"]
        for index, line in enumerate(self._lines):
            pen.line_of_text(0, 11 * index + baseline(11, size), line)
        pen.text(self.width, baseline(11, size), self._right, size=size, colour=PAPER["label"], align="right")


def draw_code(pen: Surface, text: str, x: float, y: float, whole: float = QR_SIDE) -> None:
    """Draw `text` as a QR code of 17 mm, or `whole` points, medium error correction, upper left corner at (x, y)."""
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    side = whole / len(matrix)
    for row, modules in enumerate(matrix):
        start = 0
        while start < len(modules):
            end = start
            while end < len(modules) and modules[end]:
                end += 1
            if end > start:
                # Rows overlap by a hair, or a printer's rounding leaves white lines between them.
                pen.fill(x + start * side, y + row * side, (end - start) * side, side + 0.05, PAPER["ink"])
            start = end + 1
