"""Grids: the framed boxes of a form, each with a label, a value or space to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER, PAPER_TYPE, RULES_PT
from desktop.paper.cells import Cell, Laid, draw_laid, lay
from desktop.paper.flow import Block, share_widths
from desktop.paper.fonts import MEDIUM, REGULAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.pen import Align, Pen

__all__ = ["Box", "Grid", "GridRow", "head", "label", "value"]

PADDING = 6.0

ROW_HEIGHT = 22.5
"""Height of a row that is not told another, points."""

AIR = 7.5
"""White space above and below the words of a box together, points."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box: what it holds, its width in mm (None shares what is left), and how plain text looks in it."""

    cell: Cell = ""
    width_mm: float | None = None
    align: Align = "left"
    size: float = PAPER_TYPE["body"]
    weight: int = REGULAR
    colour: str = PAPER["ink"]
    shaded: bool = False


def label(text: str, width_mm: float | None = 17.5) -> Box:
    """Return the shaded box that names the value beside it."""
    return Box(text, width_mm, size=PAPER_TYPE["label"], colour=PAPER["label"], shaded=True)


def head(text: str, width_mm: float | None = None, align: Align = "left") -> Box:
    """Return the shaded box that names the values below it."""
    return Box(text, width_mm, align, weight=MEDIUM, shaded=True)


def value(cell: Cell = "", width_mm: float | None = None, align: Align = "left") -> Box:
    """Return a box that holds `cell`, or nothing yet."""
    return Box(cell, width_mm, align)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of boxes at least `height` points high."""

    boxes: Sequence[Box]
    height: float


class Grid(Block):
    """Rows of boxes in one frame."""

    after = 6.75

    def __init__(
        self, *rows: GridRow | Sequence[Box], row_height: float = ROW_HEIGHT, air: float = AIR, shading: bool = True
    ) -> None:
        """Draw `rows`, plain boxes at least `row_height` high; their widths may differ from row to row.

        `air` is the white space above and below words together. Carbon paper gets no `shading`: a fill only smears
        there.
        """
        super().__init__()
        self._rows = [row if isinstance(row, GridRow) else GridRow(row, row_height) for row in rows]
        self._air = air
        self._shading = shading

    def measure(self, width: float) -> float:
        """Lay every box and return the height of all rows."""
        self._widths = [share_widths([box.width_mm for box in row.boxes], width) for row in self._rows]
        self._laid = [
            [_lay(box, wide) for box, wide in zip(row.boxes, widths, strict=True)]
            for row, widths in zip(self._rows, self._widths, strict=True)
        ]
        self._heights = [
            max(row.height, *(laid.height + self._air for laid in cells))
            for row, cells in zip(self._rows, self._laid, strict=True)
        ]
        return sum(self._heights)

    def paint(self, pen: Pen) -> None:
        """Draw grounds first, then lines, then words."""
        if self._shading:
            for box, _, x, y, width, height in self._boxes():
                if box.shaded:
                    pen.fill(x, y, width, height, PAPER["cell"])
        for _, _, x, y, width, height in self._boxes():
            if x:
                pen.rule(x, y, x, y + height, width=RULES_PT["cell"])
            if x + width >= self.width - 0.01 and y:
                pen.rule(0, y, self.width, y, width=RULES_PT["cell"])
        pen.frame(0, 0, self.width, self.height, line=RULES_PT["frame"])
        for box, laid, x, y, width, height in self._boxes():
            draw_laid(pen, laid, x + PADDING, y + (height - laid.height) / 2, width - 2 * PADDING, align=box.align)

    def _boxes(self) -> list[tuple[Box, Laid, float, float, float, float]]:
        """Return every box with its content, upper left corner, width and height."""
        places, y = [], 0.0
        for row, cells, widths, height in zip(self._rows, self._laid, self._widths, self._heights, strict=True):
            x = 0.0
            for box, laid, width in zip(row.boxes, cells, widths, strict=True):
                places.append((box, laid, x, y, width, height))
                x += width
            y += height
        return places


def _lay(box: Box, width: float) -> Laid:
    return lay(box.cell, width - 2 * PADDING, size=box.size, weight=box.weight, colour=box.colour)
