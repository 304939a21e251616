"""Charts: defined once, drawn for paper with the pen of PDF, for the screen (light or dark) with that of SVG.

On paper bars are hatched and nothing needs colour; on the screen past months are paler than the month itself. Series
and colours are those of the tokens. Sizes are points on paper and px on the screen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from desktop.core.tokens import DARK, LIGHT, PAPER, SERIES, TOKENS, mix
from desktop.paper.fonts import MEDIUM, typeface
from desktop.paper.svg import SvgPen
from desktop.paper.words import cut

if TYPE_CHECKING:
    from desktop.paper.pen import Surface

__all__ = ["Ink", "Rank", "Ranking", "Trend", "nice_ticks"]

Ink = Literal["paper", "light", "dark"]
Number = Callable[[float], str]

PAST = 0.55
"""Share of its colour that a past month's bar keeps on the screen."""
HATCH = 3.75
"""Distance of hatching lines, points (5 px)."""
BAR = 0.58
"""Share of its month's width that a bar takes."""


class _Style(NamedTuple):
    """What a chart is drawn with on one ground; no `past` means hatched. `size` is that of its labels."""

    ground: str
    bar: str
    past: str
    line: str
    grid: str
    zero: str
    text: str
    label: str
    size: float


def _style(ink: Ink) -> _Style:
    if ink == "paper":
        colours = PAPER["paper"], PAPER["bar"], "", PAPER["accent"], PAPER["grid"]
        return _Style(*colours, zero=PAPER["ink"], text=PAPER["ink"], label=PAPER["label"], size=8.25)
    theme = DARK if ink == "dark" else LIGHT
    panel, bar = TOKENS["panel"][theme], SERIES[0].colour[theme]
    return _Style(
        ground=panel,
        bar=bar,
        past=mix(bar, panel, PAST),
        line=SERIES[1].colour[theme],
        grid=TOKENS["line"][theme],
        zero=TOKENS["edge"][theme],
        text=TOKENS["ink"][theme],
        label=TOKENS["ink2"][theme],
        size=12,  # 9 pt at 96 dpi
    )


def plain_number(value: float) -> str:
    """Return `value` without decimals, with a true minus sign."""
    return f"{value:.0f}".replace("-", "\N{MINUS SIGN}")


@dataclass(frozen=True, slots=True)
class Trend:
    """Bars and a line over the same months, on one axis from zero; the last month is the one reported.

    `labels`, `bars` and `line` are of one length, oldest first; None leaves a gap. Values are not negative. `number`
    writes a value in the reader's language. Only the first and the last bar carry their value.
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
        _TrendDrawing(self, pen, width, height, _style(ink)).draw()

    def svg(self, width: float, height: float, ink: Ink = "light") -> str:
        """Return the chart as SVG of `width` by `height` px."""
        pen = SvgPen(width, height)
        self.draw(pen, width, height, ink)
        return pen.document()


class _TrendDrawing:
    """One drawing of a trend; y runs down."""

    def __init__(self, trend: Trend, pen: Surface, width: float, height: float, style: _Style) -> None:
        self._trend, self._pen, self._style = trend, pen, style
        size = style.size
        known = [value for value in (*trend.bars, *trend.line) if value is not None]
        self._ticks = nice_ticks(max(known, default=0))
        axis = max(typeface().width(trend.number(tick), size) for tick in self._ticks)
        self._left, self._right = axis + size * 0.75, width - 1.0
        self._top, self._zero, self._legend = size * 1.5, height - size * 3.9, height - size * 1.35
        self._step = (self._right - self._left) / max(1, len(trend.labels))

    def draw(self) -> None:
        """Draw from the back to the front."""
        self._draw_grid()
        self._draw_bars()
        self._draw_line()
        self._draw_labels()
        self._draw_legend()

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
                box = _Box(self._x(index) - width / 2, self._y(value), width, self._zero - self._y(value))
                self._draw_bar(box, past=index != last)
        pen = self._pen
        pen.rule(self._left, self._zero, self._right, self._zero, width=1, colour=self._style.zero)

    def _draw_bar(self, box: _Box, *, past: bool) -> None:
        if self._style.past:
            self._pen.fill(*box, self._style.past if past else self._style.bar)
        else:
            self._pen.segments(hatching(box, HATCH), width=0.5, colour=self._style.bar)
            self._pen.frame(*box, line=0.75, colour=self._style.bar)

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
        self._draw_bar(_Box(x, self._legend, size * 1.5, size * 0.85), past=False)
        x += size * 2.2
        pen.text(x, middle + size * 0.38, self._trend.bar_label, size=size, colour=style.text)
        x += typeface().width(self._trend.bar_label, size) + size * 2
        pen.rule(x, middle, x + size * 2, middle, width=size * 0.17, colour=style.line)
        self._draw_ring(x + size, middle)
        pen.text(x + size * 2.7, middle + size * 0.38, self._trend.line_label, size=size, colour=style.text)


@dataclass(frozen=True, slots=True)
class Rank:
    """One bar of a ranking: its name, its value, and how it changed, in words ("+11")."""

    label: str
    value: float
    change: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Horizontal bars in the order given, with number and change. Values are not negative."""

    ranks: Sequence[Rank]
    number: Number = plain_number

    def draw(self, pen: Surface, width: float, height: float, ink: Ink = "paper") -> None:
        """Draw the chart, `width` by `height`, from the pen's origin down."""
        style = _style(ink)
        size = style.size
        if not self.ranks:
            return
        names = min(max(typeface().width(rank.label, size) for rank in self.ranks), width * 0.35)
        left, right = names + size, width - size * 6
        most = max(rank.value for rank in self.ranks) or 1
        row = min(height / len(self.ranks), size * 2.4)
        for index, rank in enumerate(self.ranks):
            middle = (index + 0.5) * row
            line = middle + size * 0.38
            pen.text(0, line, cut(rank.label, size, names), size=size, colour=style.text)
            pen.fill(left, middle - size * 0.45, (right - left) * rank.value / most, size * 0.9, style.bar)
            number = self.number(rank.value)
            pen.text(width - size * 3, line, number, size=size, weight=MEDIUM, colour=style.text, align="right")
            pen.text(width, line, rank.change, size=size, colour=style.label, align="right")

    def svg(self, width: float, height: float, ink: Ink = "light") -> str:
        """Return the chart as SVG of `width` by `height` px."""
        pen = SvgPen(width, height)
        self.draw(pen, width, height, ink)
        return pen.document()


class _Box(NamedTuple):
    """A rectangle: upper left corner, width, height."""

    x: float
    y: float
    width: float
    height: float


def nice_ticks(most: float) -> list[float]:
    """Return whole-numbered ticks from 0 to at least `most`, in up to five steps of 1, 2, 2.5 or 5 by powers of ten."""
    if most <= 5:  # counts have no halves
        return [float(tick) for tick in range(max(1, math.ceil(most)) + 1)]
    power = 10.0 ** math.floor(math.log10(most / 5))
    factors = (1, 2, 5, 10) if power < 10 else (1, 2, 2.5, 5, 10)
    step = next(factor * power for factor in factors if factor * power * 5 >= most)
    return [step * index for index in range(math.ceil(most / step) + 1)]


def hatching(box: _Box, gap: float) -> list[tuple[float, float, float, float]]:
    """Return the lines (x1, y1, x2, y2) inside `box` that rise at 45 degrees, `gap` apart.

    Lines of boxes side by side continue each other.
    """
    step = gap * math.sqrt(2)
    first = math.ceil((box.x + box.y) / step)
    last = math.floor((box.x + box.width + box.y + box.height) / step)
    lines = []
    for total in (index * step for index in range(first, last + 1)):  # along a rising line x + y stays the same
        x1, x2 = max(box.x, total - box.y - box.height), min(box.x + box.width, total - box.y)
        if x2 > x1:
            lines.append((x1, total - x1, x2, total - x2))
    return lines
