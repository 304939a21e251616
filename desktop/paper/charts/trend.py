"""The trend: bars and a line over thirteen months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.paper.charts.ink import Box, Drawn, Number, draw_bar, nice_ticks, plain_number, style_of
from desktop.paper.fonts import typeface
from desktop.paper.words import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.charts.ink import Ink, Style
    from desktop.paper.pen import Surface

__all__ = ["Trend"]

BAR = 0.58
"""Share of its month's width that a bar takes."""


@dataclass(frozen=True, slots=True)
class Trend(Drawn):
    """Bars and a line over the same months, on one axis from zero; the last month is the one reported.

    `labels`, `bars` and `line` are of one length, oldest first; None leaves a gap. Values are not negative. `number`
    writes a value in the reader's language. Only the first and the last bar carry their value. An empty `line_label`
    leaves the line and the legend out: bars alone, of any figure. Rates are given in percent, the axis counts in whole
    steps. Months share the width right of the axis equally: `month_at` tells which one a click is on.
    """

    labels: Sequence[str]
    bars: Sequence[float | None]
    line: Sequence[float | None]
    bar_label: str
    line_label: str
    number: Number = plain_number

    def __post_init__(self) -> None:
        """Refuse series of different length."""
        if not len(self.labels) == len(self.bars) == len(self.line):
            raise ValueError("labels, bars and line must be of one length")

    def draw(self, pen: Surface, width: float, height: float, ink: Ink = "paper") -> None:
        """Draw the chart, `width` by `height`, from the pen's origin down."""
        _TrendDrawing(self, pen, width, height, style_of(ink)).draw()

    def month_at(self, x: float, width: float, ink: Ink = "light") -> int | None:
        """Return the place of the month drawn at `x` of `width`, none left of the first or right of the last."""
        left, step = _axis(self, width, style_of(ink).size)
        place = int((x - left) // step)
        return place if 0 <= place < len(self.labels) else None


def _axis(trend: Trend, width: float, size: float) -> tuple[float, float]:
    """Return where the months begin, right of the axis' numbers, and how wide one is."""
    known = [value for value in (*trend.bars, *trend.line) if value is not None]
    ticks = nice_ticks(max(known, default=0))
    left = max(typeface().width(trend.number(tick), size) for tick in ticks) + size * 0.75
    return left, (width - 1.0 - left) / max(1, len(trend.labels))


class _TrendDrawing:
    """One drawing of a trend; y runs down."""

    def __init__(self, trend: Trend, pen: Surface, width: float, height: float, style: Style) -> None:
        self._trend, self._pen, self._style = trend, pen, style
        size = style.size
        known = [value for value in (*trend.bars, *trend.line) if value is not None]
        self._ticks = nice_ticks(max(known, default=0))
        self._left, self._step = _axis(trend, width, size)
        self._right, self._top, self._legend = width - 1.0, size * 1.5, height - size * 1.35
        self._zero = height - size * (3.9 if trend.line_label else 2)

    def draw(self) -> None:
        """Draw from the back to the front."""
        self._draw_grid()
        self._draw_bars()
        if self._trend.line_label:
            self._draw_line()
            self._draw_legend()
        self._draw_labels()

    def _x(self, index: int) -> float:
        return self._left + (index + 0.5) * self._step

    def _y(self, value: float) -> float:
        return self._zero - (self._zero - self._top) * value / self._ticks[-1]

    def _draw_grid(self) -> None:
        pen, size = self._pen, self._style.size
        for tick in self._ticks:
            y = self._y(tick)
            if tick:
                pen.rule(self._left, y, self._right, y, width=0.6, colour=self._style.grid)
            text = self._trend.number(tick)
            pen.text(self._left - size * 0.6, y + size * 0.36, text, size=size, colour=self._style.label, align="right")

    def _draw_bars(self) -> None:
        width, last = self._step * BAR, len(self._trend.bars) - 1
        for index, value in enumerate(self._trend.bars):
            if value is not None:
                box = Box(self._x(index) - width / 2, self._y(value), width, self._zero - self._y(value))
                draw_bar(self._pen, box, self._style, past=index != last)
        pen = self._pen
        pen.rule(self._left, self._zero, self._right, self._zero, width=1, colour=self._style.zero)

    def _draw_line(self) -> None:
        stretch: list[tuple[float, float]] = []
        for index, value in enumerate((*self._trend.line, None)):
            if value is not None:
                stretch.append((self._x(index), self._y(value)))
            elif stretch:
                self._pen.polyline(stretch, width=self._style.size * 0.17, colour=self._style.line)
                for point in stretch:
                    self._draw_ring(*point)
                stretch = []

    def _draw_ring(self, x: float, y: float) -> None:
        style = self._style
        self._pen.ring(x, y, style.size * 0.33, width=style.size * 0.17, colour=style.line, ground=style.ground)

    def _draw_labels(self) -> None:
        trend, pen, style, size = self._trend, self._pen, self._style, self._style.size
        for index, label in enumerate(trend.labels):
            text = cut(label, size, self._step * 1.2)
            pen.text(self._x(index), self._zero + size * 1.5, text, size=size, colour=style.label, align="centre")
        for index in sorted({0, len(trend.bars) - 1} if trend.bars else ()):
            value = trend.bars[index]
            if value is not None:
                above = max(value, trend.line[index] or 0)
                y = self._y(above) - size * (0.75 if above != value else 0.6)
                pen.text(self._x(index), y, trend.number(value), size=size, colour=style.text, align="centre")

    def _draw_legend(self) -> None:
        pen, style, size = self._pen, self._style, self._style.size
        x, middle = self._left, self._legend + size * 0.42
        draw_bar(pen, Box(x, self._legend, size * 1.5, size * 0.85), style)
        x += size * 2.2
        pen.text(x, middle + size * 0.38, self._trend.bar_label, size=size, colour=style.text)
        x += typeface().width(self._trend.bar_label, size) + size * 2
        pen.rule(x, middle, x + size * 2, middle, width=size * 0.17, colour=style.line)
        self._draw_ring(x + size, middle)
        pen.text(x + size * 2.7, middle + size * 0.38, self._trend.line_label, size=size, colour=style.text)
