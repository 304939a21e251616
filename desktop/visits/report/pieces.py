"""Pieces of the small papers of the gate: lines of text on a card, each as large as its room allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER, RULES_PT
from desktop.paper.blocks import draw_code
from desktop.paper.cells import baseline, leading
from desktop.paper.flow import Block
from desktop.paper.fonts import REGULAR, typeface
from desktop.paper.words import cut, spans, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.frames import Sheet
    from desktop.paper.pen import Pen

__all__ = ["Card", "Code", "Pair", "Rule", "Said", "Space", "card_height"]

GREY = PAPER["label"]
INK = PAPER["ink"]


@dataclass(frozen=True, slots=True)
class Said:
    """Text of at most `lines` lines, as large as fits between `largest` and `least` points; the rest is cut."""

    text: str
    largest: float
    least: float = 0.0
    weight: int = REGULAR
    colour: str = INK
    lines: int = 1
    gap: float = 0.0

    def height(self, width: float) -> float:
        """Return the height at `width`, points."""
        size, lines = self._set(width)
        return leading(size) * len(lines) + self.gap

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it, upper left corner at (x, y)."""
        size, lines = self._set(width)
        for number, line in enumerate(lines):
            top = y + self.gap + number * leading(size)
            pen.text(x, top + baseline(leading(size), size), line, size=size, weight=self.weight, colour=self.colour)

    def _set(self, width: float) -> tuple[float, list[str]]:
        size, least = self.largest, self.least or self.largest
        wide = typeface(self.weight).width(self.text, 1.0)
        if wide * size > width:
            size = max(least, width / wide if self.lines == 1 else min(size, self.lines * 0.92 * width / wide))
        broken = [line.spans for line in wrap(spans(self.text, size, self.weight), width)]
        texts = ["".join(span.text for span in line) for line in broken]
        if len(texts) > self.lines:
            rest = "".join(texts[self.lines - 1 :])
            texts = [*texts[: self.lines - 1], cut(rest, size, width, self.weight)]
        return size, texts


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and what it names in one line, or in at most `lines`."""

    label: str
    text: str
    size: float = 9.0
    weight: int = REGULAR
    label_width: float = 44.0
    lines: int = 1
    gap: float = 2.0

    def height(self, width: float) -> float:
        """Return the height at `width`, points."""
        return self._words(width).height(width - self.label_width)

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it, upper left corner at (x, y)."""
        high, size = leading(self.size), min(self.size, 8.25)
        pen.text(x, y + self.gap + baseline(high, size), self.label, size=size, colour=GREY)
        self._words(width).paint(pen, x + self.label_width, y, width - self.label_width)

    def _words(self, width: float) -> Said:
        del width
        return Said(self.text, self.size, self.size * 0.78, self.weight, lines=self.lines, gap=self.gap)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the card."""

    weight: float = RULES_PT["cell"]
    colour: str = INK
    air: float = 5.0

    def height(self, width: float) -> float:
        """Return the height of line and air, whatever the width."""
        del width
        return self.air

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it in the middle of its air."""
        pen.rule(x, y + self.air / 2, x + width, y + self.air / 2, width=self.weight, colour=self.colour)


@dataclass(frozen=True, slots=True)
class Space:
    """White space that takes what the card leaves, or `least` points."""

    least: float = 0.0

    def height(self, width: float) -> float:
        """Return the least height, whatever the width."""
        del width
        return self.least

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of `side` points with lines of text beside it."""

    code: str
    side: float
    beside: Sequence[Said | Pair | Space]

    def height(self, width: float) -> float:
        """Return the height of code or texts, whichever is higher."""
        room = width - self.side - 8
        return max(self.side, sum(piece.height(room) for piece in self.beside))

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw the texts, at the right the code."""
        room, top = width - self.side - 8, y
        for piece in self.beside:
            piece.paint(pen, x, top, room)
            top += piece.height(room)
        draw_code(pen, self.code, x + width - self.side, y, self.side)


class Card(Block):
    """A whole card: pieces from the top, those after the first `Space` at its lower edge."""

    def __init__(self, pieces: Sequence[Said | Pair | Rule | Space | Code], height: float) -> None:
        """Hold `pieces` on a card with room for `height` points."""
        super().__init__()
        self._pieces, self._high = pieces, height

    def measure(self, width: float) -> float:
        """Return the height of the whole card."""
        del width
        return self._high

    def paint(self, pen: Pen) -> None:
        """Draw the pieces."""
        heights = [piece.height(self.width) for piece in self._pieces]
        free = max(0.0, self._high - sum(heights))
        y = 0.0
        for piece, height in zip(self._pieces, heights, strict=True):
            piece.paint(pen, 0.0, y, self.width)
            y += height
            if isinstance(piece, Space):
                y += free
                free = 0.0


def card_height(sheet: Sheet) -> float:
    """Return the room a sheet has for a card, points; a hair less, or rounding begins another sheet."""
    _, top, _, bottom = sheet.margins_mm
    return sheet.height - (top + bottom) * 72 / 25.4 - 0.5
