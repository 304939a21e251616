"""The heat table: how often each of many meets each of many, building by category."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.tokens import PAPER, mix
from desktop.paper.charts.ink import Drawn, Number, plain_number, style_of
from desktop.paper.fonts import MEDIUM, typeface
from desktop.paper.words import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.charts.ink import Ink
    from desktop.paper.pen import Surface

__all__ = ["HEAT_STEPS", "Heat", "HeatPlace"]

HEAT_STEPS = 4
"""Steps of heat above zero."""

_GREYS = (PAPER["paper"], "#E6E6E6", "#CFCFCF", "#B3B3B3", "#949494")
"""Grounds on paper: far enough apart for a photocopy, and black on the darkest is 6.9:1."""
_SHARES = (0.0, 0.12, 0.24, 0.36, 0.48)
"""How much of the first series' colour the grounds on the screen have."""
HEAD = 2.4
"""Height of the line of heads, in sizes of type; the names of rows take at most `NAMES` of the width."""
NAMES = 0.22


class HeatPlace(NamedTuple):
    """Where a click is: the row and the column, each from 0; none on the names of rows, or on the heads."""

    row: int | None
    column: int | None


@dataclass(frozen=True, slots=True)
class Heat(Drawn):
    """A table of counts whose grounds darken in four steps up to the highest; every count stands in its cell.

    `values` has a sequence for each of `rows`, with a count (not negative) for each of `columns`; 0 stays white and
    empty. On the screen rows share the height equally below a line of heads; `place_at` tells what a click is on. On
    paper make a `Table` of the rows, with `ground` for each cell: it breaks over sheets, a picture cannot.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Sequence[float]]
    number: Number = plain_number
    most: float = field(init=False, default=0)
    """The highest value, 0 of none."""

    def __post_init__(self) -> None:
        """Refuse values that are no table of rows and columns."""
        if len(self.values) != len(self.rows) or any(len(row) != len(self.columns) for row in self.values):
            raise ValueError("values must have a row for each of rows, with a value for each of columns")
        most = max((value for row in self.values for value in row), default=0)
        object.__setattr__(self, "most", most)  # sought once: a frozen row knows no other way to keep it

    def step(self, value: float) -> int:
        """Return how hot a value is: 0 for nothing, to `HEAT_STEPS` for the highest quarter."""
        return min(HEAT_STEPS, math.ceil(HEAT_STEPS * value / self.most)) if value and self.most else 0

    def ground(self, value: float, ink: Ink = "paper") -> str:
        """Return the colour, #RRGGBB, that a cell with `value` is filled with."""
        step = self.step(value)
        if ink == "paper":
            return _GREYS[step]
        style = style_of(ink)
        return mix(style.bar, style.ground, _SHARES[step])

    def draw(self, pen: Surface, width: float, height: float, ink: Ink = "paper") -> None:
        """Draw the chart, `width` by `height`, from the pen's origin down."""
        style = style_of(ink)
        size = style.size
        left, top, wide, tall = self._grid(width, height, size)
        for column, label in enumerate(self.columns):
            text, x = cut(label, size, wide - size * 0.4), left + (column + 0.5) * wide
            pen.text(x, top - size * 0.8, text, size=size, colour=style.label, align="centre")
        for row, label in enumerate(self.rows):
            line = top + (row + 0.5) * tall + size * 0.38
            pen.text(0, line, cut(label, size, left - size * 0.6), size=size, colour=style.text)
            for column, value in enumerate(self.values[row]):
                if value:
                    x, y = left + column * wide, top + row * tall
                    pen.fill(x + 0.5, y + 0.5, wide - 1, tall - 1, self.ground(value, ink))
                    number = self.number(value)
                    pen.text(x + wide / 2, line, number, size=size, weight=MEDIUM, colour=style.text, align="centre")
        for row in range(len(self.rows) + 1):
            pen.rule(0, top + row * tall, width, top + row * tall, width=0.6, colour=style.grid)

    def place_at(self, x: float, y: float, width: float, height: float, ink: Ink = "light") -> HeatPlace:
        """Return what stands at (x, y) of the chart drawn `width` by `height`."""
        left, top, wide, tall = self._grid(width, height, style_of(ink).size)
        row = int((y - top) // tall) if self.rows and top <= y < height else None
        column = int((x - left) // wide) if self.columns and left <= x < width else None
        return HeatPlace(row, column)

    def _grid(self, width: float, height: float, size: float) -> tuple[float, float, float, float]:
        """Return where the first cell begins, and how wide and high one is."""
        names = max((typeface().width(row, size) for row in self.rows), default=0) + size
        left, top = min(names, width * NAMES), size * HEAD
        return left, top, (width - left) / max(1, len(self.columns)), (height - top) / max(1, len(self.rows))
