"""Charts: defined once, drawn for paper (PDF) and for the screen (SVG, light or dark).

On paper bars are hatched and nothing needs colour; on the screen past months are paler than the month itself. Series
and colours are those of the tokens.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Circle, Drawing, Line, Path, PolyLine, Rect, String
from reportlab.lib.colors import HexColor

from desktop.core.tokens import DARK, LIGHT, PAPER, SERIES, TOKENS, mix
from desktop.paper.fonts import BOLD, MEDIUM, RARE, REGULAR, typeface
from desktop.paper.words import cut

__all__ = ["Ink", "Rank", "Ranking", "Trend", "nice_ticks"]

Ink = Literal["paper", "light", "dark"]
Number = Callable[[float], str]

PAST = 0.55
"""Share of its colour that a past month's bar keeps on the screen."""
HATCH = 3.75
"""Distance of hatching lines, points (5 px)."""

_SVG_FONTS = {
    typeface_name: {"family": family, "weight": str(weight)}
    for typeface_name, family, weight in (
        ("NotoSansSC-Regular", "Noto Sans SC", REGULAR),
        ("NotoSansSC-Medium", "Noto Sans SC", MEDIUM),
        ("NotoSansSC-Bold", "Noto Sans SC", BOLD),
        (RARE, RARE, REGULAR),
    )
}


@dataclass(frozen=True, slots=True)
class _Colours:
    """What a chart is drawn with on one ground; `past` None means hatched."""

    ground: str
    bar: str
    past: str | None
    outline: str
    line: str
    grid: str
    zero: str
    text: str
    label: str
    size: float


def _colours(ink: Ink) -> _Colours:
    if ink == "paper":
        return _Colours(
            ground=PAPER["paper"],
            bar=PAPER["bar"],
            past=None,
            outline=PAPER["bar"],
            line=PAPER["accent"],
            grid=PAPER["grid"],
            zero=PAPER["ink"],
            text=PAPER["ink"],
            label=PAPER["label"],
            size=8.25,
        )
    theme = DARK if ink == "dark" else LIGHT
    panel, bar = TOKENS["panel"][theme], SERIES[0].colour[theme]
    return _Colours(
        ground=panel,
        bar=bar,
        past=mix(bar, panel, PAST),
        outline="",
        line=SERIES[1].colour[theme],
        grid=TOKENS["line"][theme],
        zero=TOKENS["edge"][theme],
        text=TOKENS["ink"][theme],
        label=TOKENS["ink2"][theme],
        size=12,  # px: 9 pt at 96 dpi
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

    def draw(self, width: float, height: float, ink: Ink = "paper") -> Drawing:
        """Return the drawing, `width` by `height` points on paper, px on the screen."""
        return _TrendDrawing(self, width, height, _colours(ink)).drawing

    def svg(self, width: int, height: int, ink: Ink = "light") -> str:
        """Return the chart as SVG of `width` by `height` px, in Noto Sans SC."""
        return _svg(self.draw(width, height, ink))


class _Canvas:
    """A drawing under construction."""

    def __init__(self, width: float, height: float, colours: _Colours) -> None:
        self.drawing = Drawing(width, height)
        self.colours = colours

    def label(
        self, x: float, y: float, text: str, *, shift: float = 0, colour: str = "", weight: int = REGULAR
    ) -> None:
        """Write `text`, baseline at `y`; `shift` 0 starts, 0.5 centres and 1 ends it at `x`."""
        face, size = typeface(weight), self.colours.size
        x -= shift * face.width(text, size)
        for run in face.runs(text):
            # ReportLab's SVG rounds twice the height of a text to whole px.
            string = String(x, round(y * 2) / 2, run.text, fontName=run.font, fontSize=size)
            string.fillColor = HexColor(colour or self.colours.label)
            self.drawing.add(string)
            x += face.width(run.text, size)

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, colour: str, width: float) -> None:
        """Draw a straight line."""
        self.drawing.add(Line(x1, y1, x2, y2, strokeColor=HexColor(colour), strokeWidth=width))

    def bar(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Fill a box."""
        self.drawing.add(Rect(x, y, width, height, fillColor=HexColor(fill), strokeColor=None, strokeWidth=0))

    def hatched(self, boxes: Sequence[tuple[float, float, float, float]]) -> None:
        """Draw boxes (x, y, width, height) hatched at 45 degrees, all with one path: cheap in every format."""
        outline = HexColor(self.colours.outline)
        hatch = Path(strokeColor=outline, strokeWidth=0.5, fillColor=None)
        for x, y, width, height in boxes:
            for x1, y1, x2, y2 in hatching(x, y, width, height, HATCH):
                hatch.moveTo(x1, y1)
                hatch.lineTo(x2, y2)
        self.drawing.add(hatch)
        for x, y, width, height in boxes:
            self.drawing.add(Rect(x, y, width, height, fillColor=None, strokeColor=outline, strokeWidth=0.75))

    def ring(self, x: float, y: float) -> None:
        """Draw the marker of the line."""
        radius = self.colours.size * 0.33
        ring = Circle(x, y, radius, fillColor=HexColor(self.colours.ground), strokeColor=HexColor(self.colours.line))
        ring.strokeWidth = self.colours.size * 0.17
        self.drawing.add(ring)

    def path(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw the line through `points`, with a ring on each."""
        if len(points) > 1:
            flat = [coordinate for point in points for coordinate in point]
            width = self.colours.size * 0.17
            self.drawing.add(PolyLine(flat, strokeColor=HexColor(self.colours.line), strokeWidth=width))
        for x, y in points:
            self.ring(x, y)


class _TrendDrawing(_Canvas):
    """One drawing of a trend."""

    def __init__(self, trend: Trend, width: float, height: float, colours: _Colours) -> None:
        super().__init__(width, height, colours)
        self._trend = trend
        size = colours.size
        known = [value for value in (*trend.bars, *trend.line) if value is not None]
        self._ticks = nice_ticks(max(known, default=0))
        axis = max(typeface().width(trend.number(tick), size) for tick in self._ticks)
        self._left, self._right = axis + size * 0.75, width - 1.0
        self._bottom, self._top = size * 3.9, height - size * 1.5
        self._step = (self._right - self._left) / max(1, len(trend.labels))
        self._draw_grid()
        self._draw_bars()
        self._draw_line()
        self._draw_labels()
        self._draw_legend()

    def _x(self, index: int) -> float:
        return self._left + (index + 0.5) * self._step

    def _y(self, value: float) -> float:
        return self._bottom + (self._top - self._bottom) * value / self._ticks[-1]

    def _draw_grid(self) -> None:
        for tick in self._ticks:
            y = self._y(tick)
            if tick:
                self.rule(self._left, y, self._right, y, colour=self.colours.grid, width=0.6)
            text = self._trend.number(tick)
            self.label(self._left - self.colours.size * 0.6, y - self.colours.size * 0.36, text, shift=1)

    def _draw_bars(self) -> None:
        width = self._step * 0.58
        boxes = [
            (index, (self._x(index) - width / 2, self._bottom, width, self._y(value) - self._bottom))
            for index, value in enumerate(self._trend.bars)
            if value is not None
        ]
        if self.colours.past is None:
            self.hatched([box for _, box in boxes])
        else:
            last = len(self._trend.bars) - 1
            for index, box in boxes:
                self.bar(*box, self.colours.bar if index == last else self.colours.past)
        self.rule(self._left, self._bottom, self._right, self._bottom, colour=self.colours.zero, width=1)

    def _draw_line(self) -> None:
        stretch: list[tuple[float, float]] = []
        for index, value in enumerate((*self._trend.line, None)):
            if value is not None:
                stretch.append((self._x(index), self._y(value)))
            elif stretch:
                self.path(stretch)
                stretch = []

    def _draw_labels(self) -> None:
        size = self.colours.size
        for index, label in enumerate(self._trend.labels):
            self.label(self._x(index), self._bottom - size * 1.5, cut(label, size, self._step * 1.2), shift=0.5)
        for index in {0, len(self._trend.bars) - 1} if self._trend.bars else ():
            value = self._trend.bars[index]
            if value is not None:
                above = max(value, self._trend.line[index] or 0)
                y = self._y(above) + size * (0.75 if above != value else 0.6)
                self.label(self._x(index), y, self._trend.number(value), shift=0.5, colour=self.colours.text)

    def _draw_legend(self) -> None:
        size, y = self.colours.size, self.colours.size * 0.5
        x = self._left
        if self.colours.past is None:
            self.hatched([(x, y, size * 1.5, size * 0.85)])
        else:
            self.bar(x, y, size * 0.95, size * 0.85, self.colours.bar)
        x += size * 2.2
        self.label(x, y, self._trend.bar_label, colour=self.colours.text)
        x += typeface().width(self._trend.bar_label, size) + size * 2
        self.rule(x, y + size * 0.4, x + size * 2, y + size * 0.4, colour=self.colours.line, width=size * 0.17)
        self.ring(x + size, y + size * 0.4)
        self.label(x + size * 2.7, y, self._trend.line_label, colour=self.colours.text)


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

    def draw(self, width: float, height: float, ink: Ink = "paper") -> Drawing:
        """Return the drawing, `width` by `height` points on paper, px on the screen."""
        colours = _colours(ink)
        canvas, size = _Canvas(width, height, colours), colours.size
        if not self.ranks:
            return canvas.drawing
        names = min(max(typeface().width(rank.label, size) for rank in self.ranks), width * 0.35)
        left, right = names + size, width - size * 6
        most = max(rank.value for rank in self.ranks) or 1
        row = min(height / len(self.ranks), size * 2.4)
        for index, rank in enumerate(self.ranks):
            middle = height - (index + 0.5) * row
            canvas.label(0, middle - size * 0.36, cut(rank.label, size, names), colour=colours.text)
            canvas.bar(left, middle - size * 0.45, (right - left) * rank.value / most, size * 0.9, colours.bar)
            number = self.number(rank.value)
            canvas.label(width - size * 3, middle - size * 0.36, number, shift=1, colour=colours.text, weight=MEDIUM)
            canvas.label(width, middle - size * 0.36, rank.change, shift=1)
        return canvas.drawing

    def svg(self, width: int, height: int, ink: Ink = "light") -> str:
        """Return the chart as SVG of `width` by `height` px, in Noto Sans SC."""
        return _svg(self.draw(width, height, ink))


def nice_ticks(most: float) -> list[float]:
    """Return ticks from 0 up to at least `most`, three to six steps of 1, 2, 2.5 or 5 times a power of ten."""
    if most <= 0:
        return [0.0, 1.0]
    power = 10.0 ** math.floor(math.log10(most / 5))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power * 5.001 >= most)
    if step < 1 or step == 2.5:  # counts have no halves
        step = max(1.0, math.ceil(step))
    return [step * index for index in range(math.ceil(most / step - 1e-9) + 1)]


def hatching(x: float, y: float, width: float, height: float, gap: float) -> list[tuple[float, float, float, float]]:
    """Return the lines (x1, y1, x2, y2) at 45 degrees, `gap` apart, that lie inside a box.

    Lines of different boxes continue each other.
    """
    step = gap * math.sqrt(2)
    first = math.ceil((y - x - width) / step)
    last = math.floor((y + height - x) / step)
    lines = []
    for offset in (index * step for index in range(first, last + 1)):
        x1, x2 = max(x, y - offset), min(x + width, y + height - offset)
        if x2 > x1:
            lines.append((x1, x1 + offset, x2, x2 + offset))
    return lines


def _svg(drawing: Drawing) -> str:
    text: str = renderSVG.drawToString(drawing, fontHacks={name: dict(css) for name, css in _SVG_FONTS.items()})
    return text
