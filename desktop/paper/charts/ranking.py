"""The ranking: horizontal bars, the longest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.paper.charts.ink import Drawn, Number, plain_number, style_of
from desktop.paper.fonts import MEDIUM, typeface
from desktop.paper.words import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.charts.ink import Ink
    from desktop.paper.pen import Surface

__all__ = ["Rank", "Ranking"]


@dataclass(frozen=True, slots=True)
class Rank:
    """One bar of a ranking: its name, its value, and how it changed, in words ("+11")."""

    label: str
    value: float
    change: str = ""


@dataclass(frozen=True, slots=True)
class Ranking(Drawn):
    """Horizontal bars in the order given, with number and change. Values are not negative.

    On the screen rows share the height equally (28 px each are good), so a click is in row `y * rows // height`.
    """

    ranks: Sequence[Rank]
    number: Number = plain_number

    def draw(self, pen: Surface, width: float, height: float, ink: Ink = "paper") -> None:
        """Draw the chart, `width` by `height`, from the pen's origin down."""
        style = style_of(ink)
        size = style.size
        if not self.ranks:
            return
        names = min(max(typeface().width(rank.label, size) for rank in self.ranks), width * 0.35)
        changes = max(size * 2.1, *(typeface().width(rank.change, size) for rank in self.ranks))
        left, right = names + size, width - changes - size * 3.9
        most = max(rank.value for rank in self.ranks) or 1
        row = min(height / len(self.ranks), size * 2.4)
        for index, rank in enumerate(self.ranks):
            middle = (index + 0.5) * row
            line = middle + size * 0.38
            pen.text(0, line, cut(rank.label, size, names), size=size, colour=style.text)
            pen.fill(left, middle - size * 0.45, (right - left) * rank.value / most, size * 0.9, style.bar)
            number = self.number(rank.value)
            pen.text(
                width - changes - size * 0.9, line, number, size=size, weight=MEDIUM, colour=style.text, align="right"
            )
            pen.text(width, line, rank.change, size=size, colour=style.label, align="right")
