"""What a table cell or a box of a form may hold, measured and drawn.

Text is the rule: a string, or spans. Everything else is a `Painted`: a bar of a ranking, tick boxes, stacked lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.paper.fonts import REGULAR, typeface
from desktop.paper.words import Line, Span, Words, spans, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.pen import Align, Pen

__all__ = [
    "Bar",
    "Cell",
    "Laid",
    "Painted",
    "Stacked",
    "TickBoxes",
    "baseline",
    "draw_laid",
    "lay",
    "leading",
    "text_width",
]

BODY = PAPER_TYPE["body"]
INK = PAPER["ink"]


def leading(size: float) -> float:
    """Return the height of a line of `size`."""
    return size * 4 / 3


def baseline(height: float, size: float) -> float:
    """Return how far under the top of a line `height` high text of `size` stands, so that it looks centred."""
    return height / 2 + 0.38 * size  # an ideograph reaches from 0.88 above to 0.12 under its baseline


class Painted(Protocol):
    """A cell's content that is more than text."""

    def height(self, width: float) -> float:
        """Return the height it takes at `width`, points."""
        ...

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it, upper left corner at (x, y)."""
        ...


Cell = Words | Painted
"""What may stand in a cell."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar of a ranking: `share` (0 to 1) of the cell's width."""

    share: float

    def height(self, width: float) -> float:
        """Return the bar's thickness, whatever the width."""
        del width
        return 6.75

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw the bar."""
        pen.fill(x, y, max(0.0, min(1.0, self.share)) * width, self.height(width), PAPER["bar"])


@dataclass(frozen=True, slots=True)
class Stacked:
    """Texts one under the other, each broken on its own: a name above its room."""

    texts: Sequence[Words]
    size: float = BODY
    align: Align = "left"

    def height(self, width: float) -> float:
        """Return the height of all lines."""
        return sum(lay(text, width, size=self.size).height for text in self.texts)

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw the lines."""
        for text in self.texts:
            laid = lay(text, width, size=self.size)
            draw_laid(pen, laid, x, y, width, align=self.align)
            y += laid.height


@dataclass(frozen=True, slots=True)
class TickBoxes:
    """Boxes to tick with a pen, in a row, on more rows where the width ends; those in `ticked` come ticked."""

    labels: Sequence[str]
    ticked: frozenset[str] = frozenset()
    size: float = BODY

    SIDE = 8.25
    GAP = 11.25
    ROW = 15.0

    def height(self, width: float) -> float:
        """Return the height of the rows."""
        return self.ROW * (1 + self._places(width)[-1][1]) if self.labels else self.ROW

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw boxes and labels."""
        for label, (left, row) in zip(self.labels, self._places(width), strict=True):
            top = y + row * self.ROW
            box = top + (self.ROW - self.SIDE) / 2
            pen.frame(x + left, box, self.SIDE, self.SIDE)
            if label in self.ticked:
                knee = x + left + 0.4 * self.SIDE, box + 0.78 * self.SIDE
                pen.rule(x + left + 0.16 * self.SIDE, box + 0.5 * self.SIDE, *knee, width=1.2)
                pen.rule(*knee, x + left + 0.86 * self.SIDE, box + 0.2 * self.SIDE, width=1.2)
            pen.text(x + left + self.SIDE + 3.75, top + baseline(self.ROW, self.size), label, size=self.size)

    def _places(self, width: float) -> list[tuple[float, int]]:
        places, left, row = [], 0.0, 0
        for label in self.labels:
            wide = self.SIDE + 3.75 + typeface().width(label, self.size)
            if left and left + wide > width + 0.01:
                left, row = 0.0, row + 1
            places.append((left, row))
            left += wide + self.GAP
        return places


class Laid(NamedTuple):
    """A cell's content for one width: either lines of text or something painted."""

    lines: list[Line]
    painted: Painted | None
    height: float


def lay(cell: Cell, width: float, *, size: float = BODY, weight: int = REGULAR, colour: str = INK) -> Laid:
    """Break and measure `cell` for `width`, points; size, weight and colour are those of plain text."""
    if isinstance(cell, str):
        # Nine cells of ten are short plain text.
        wide = typeface(weight).width(cell, size)
        if wide <= width and "\n" not in cell:
            return Laid([Line((Span(cell, size, weight, colour),), wide)], None, leading(size))
    elif not isinstance(cell, Span | tuple):
        return Laid([], cell, cell.height(width))
    lines = wrap(spans(cell, size, weight, colour), width)
    return Laid(lines, None, sum(line_height(line, size) for line in lines))


def text_width(cell: Cell, size: float, weight: int) -> float:
    """Return how wide the text of `cell` is in one line, points; 0 for what is painted."""
    if isinstance(cell, str | Span | tuple):
        return sum(span.width for span in spans(cell, size, weight))
    return 0.0


def line_height(line: Line, size: float) -> float:
    """Return the height of `line`, at least that of an empty one of `size`."""
    return leading(max((span.size for span in line.spans), default=size))


def draw_laid(pen: Pen, laid: Laid, x: float, y: float, width: float, *, align: Align = "left") -> None:
    """Draw what `lay` made, upper left corner at (x, y), text aligned within `width`."""
    if laid.painted is not None:
        laid.painted.paint(pen, x, y, width)
        return
    for line in laid.lines:
        size = max((span.size for span in line.spans), default=BODY)
        left = x
        if align != "left":
            left += (width - line.width) * (0.5 if align == "centre" else 1)
        pen.line_of_text(left, y + baseline(leading(size), size), line)
        y += leading(size)
