"""The distribution: how many fell into each band of a scale, or gave each grade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.paper.charts.ink import Box, Drawn, Number, draw_bar, plain_number, style_of
from desktop.paper.fonts import MEDIUM
from desktop.paper.words import spans, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.charts.ink import Ink
    from desktop.paper.pen import Surface

__all__ = ["Distribution"]

BAR = 0.62
"""Share of its band's width that a bar takes."""


@dataclass(frozen=True, slots=True)
class Distribution(Drawn):
    """Upright bars over the bands of a scale: turnaround up to 4 h, 8 h, ...; the five grades of satisfaction.

    `labels` and `values` are of one length, in the order of the scale. Values are counts, not negative; each stands
    over its bar, and `shares` ("12.5%"), where given, between them. There is no axis: the numbers are on the bars.
    Labels take two lines at most. Bands share the width equally, so a click on the screen is in band
    `x * bands // width`.
    """

    labels: Sequence[str]
    values: Sequence[float]
    shares: Sequence[str] = ()
    number: Number = plain_number

    def __post_init__(self) -> None:
        """Refuse labels, values and shares of different length."""
        if not len(self.labels) == len(self.values) == len(self.shares or self.values):
            raise ValueError("labels, values and shares must be of one length")

    def draw(self, pen: Surface, width: float, height: float, ink: Ink = "paper") -> None:
        """Draw the chart, `width` by `height`, from the pen's origin down."""
        style = style_of(ink)
        size = style.size
        step = width / max(1, len(self.labels))
        heads = [wrap(spans(label, size), step - size * 0.2)[:2] for label in self.labels]
        top, zero = size * (2.9 if self.shares else 1.6), height - size * (0.7 + 1.3 * max(map(len, heads), default=1))
        most = max(self.values, default=0) or 1
        for index, (lines, value) in enumerate(zip(heads, self.values, strict=True)):
            middle, tall = (index + 0.5) * step, (zero - top) * value / most
            if value:
                draw_bar(pen, Box(middle - step * BAR / 2, zero - tall, step * BAR, tall), style)
            above = zero - tall - size * 0.5
            if self.shares:
                pen.text(middle, above, self.shares[index], size=size, colour=style.label, align="centre")
                above -= size * 1.3
            number = self.number(value)
            pen.text(middle, above, number, size=size, weight=MEDIUM, colour=style.text, align="centre")
            for place, line in enumerate(lines):
                text, y = "".join(span.text for span in line.spans), zero + size * (1.5 + 1.3 * place)
                pen.text(middle, y, text, size=size, colour=style.label, align="centre")
        pen.rule(0, zero, width, zero, width=1, colour=style.zero)
