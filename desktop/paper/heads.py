"""Heads of pages: the letterhead of the first, the running head of all others, with mark, number and page."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from reportlab.lib.utils import ImageReader

from desktop.core.tokens import PAPER, PAPER_TYPE, RULES_PT
from desktop.paper.cells import baseline
from desktop.paper.fonts import BOLD, MEDIUM, REGULAR, typeface
from desktop.paper.pen import MM
from desktop.paper.words import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.pen import Pen

__all__ = ["HEAD_HEIGHT", "HeadBox", "Letterhead", "paint_place", "paint_running_head"]

HEAD_HEIGHT = 18.0
"""From the upper margin to the hairline under the running head, points."""
LOGO_HEIGHT = 13 * MM
MOST_LOGO_WIDTH = 40 * MM
GAP = 9.0
NAME_LINE, LINE = 16.0, 12.0
LABEL = PAPER_TYPE["label"]
LEAST_SIZE = PAPER_TYPE["definition"]


class HeadBox(NamedTuple):
    """Where a head begins on the sheet, from its upper left corner, and how wide it is."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the logo (PNG or JPEG), the name, and lines below it.

    The first line ends where the number of the page begins, the others where the sheet does; a longer one is written
    smaller, down to the least size, before it is cut.

    Raises Pillow's UnidentifiedImageError when drawn with a logo that is no picture.
    """

    name: str
    lines: Sequence[str] = ()
    logo: bytes | None = None

    @property
    def height(self) -> float:
        """Return the height from the upper margin to the hairline below, points."""
        text = (NAME_LINE if self.name else 0) + LINE * len(self.lines)
        return max(HEAD_HEIGHT, text + 4, LOGO_HEIGHT + 5 if self.logo else 0)

    def paint(self, canvas: Any, pen: Pen, box: HeadBox, sheet: float, taken: float) -> None:
        """Draw it at `box` of a sheet `sheet` points high; number and page have `taken` points at the right."""
        x, y = box.x, box.y
        if self.logo:
            picture = ImageReader(BytesIO(self.logo))
            wide, high = picture.getSize()
            scale = min(LOGO_HEIGHT / high, MOST_LOGO_WIDTH / wide)
            below = sheet - box.y - (LOGO_HEIGHT + high * scale) / 2
            canvas.drawImage(picture, x, below, wide * scale, high * scale, mask="auto")
            x += wide * scale + GAP
        room = box.x + box.width - x
        first = room - taken - GAP
        if self.name:
            _fitted(pen, x, y, self.name, first, NAME_LINE, PAPER_TYPE["find"], BOLD, PAPER["ink"])
            y, first = y + NAME_LINE, room
        for line in self.lines:
            _fitted(pen, x, y, line, first, LINE, LABEL, REGULAR, PAPER["label"])
            y, first = y + LINE, room
        _rule(pen, box, self.height)


def _fitted(
    pen: Pen, x: float, y: float, words: str, room: float, high: float, size: float, weight: int, colour: str
) -> None:
    """Write `words` in a line `high` points high, as large as they fit `room` and no larger than `size`."""
    needed = typeface(weight).width(words, size)
    size = max(min(size, size * room / needed), LEAST_SIZE) if needed else size
    pen.text(x, y + baseline(high, size), cut(words, size, room, weight), size=size, weight=weight, colour=colour)


def paint_running_head(pen: Pen, box: HeadBox, company: str, mark: str, words: str) -> None:
    """Draw the head of a page that is not the first: company left, cut before mark and number; a hairline below."""
    taken = paint_place(pen, box, mark, words)
    y = box.y + baseline(HEAD_HEIGHT - 3, LABEL)
    pen.text(box.x, y, cut(company, LABEL, box.width - taken - GAP), size=LABEL, colour=PAPER["label"])
    _rule(pen, box, HEAD_HEIGHT)


def paint_place(pen: Pen, box: HeadBox, mark: str, words: str) -> float:
    """Draw number and page at the right, before them `mark` in a frame; return the width taken, points."""
    end, y = box.x + box.width, box.y + baseline(HEAD_HEIGHT - 3, LABEL)
    pen.text(end, y, words, size=LABEL, colour=PAPER["label"], align="right")
    taken = typeface(REGULAR).width(words, LABEL)
    if not mark:
        return taken
    wide = typeface(MEDIUM).width(mark, LABEL) + 10
    taken += GAP + wide
    pen.frame(end - taken, box.y + 0.5, wide, HEAD_HEIGHT - 4)
    pen.text(end - taken + 5, y, mark, size=LABEL, weight=MEDIUM)
    return taken


def _rule(pen: Pen, box: HeadBox, height: float) -> None:
    y = box.y + height
    pen.rule(box.x, y, box.x + box.width, y, width=RULES_PT["hair"])
