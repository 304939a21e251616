"""What every chart shares: the ground it is drawn on, numbers, ticks, hatching, and how it becomes SVG."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from desktop.core.tokens import DARK, LIGHT, PAPER, SERIES, TOKENS, mix
from desktop.paper.svg import SvgPen

if TYPE_CHECKING:
    from desktop.paper.pen import Surface

__all__ = ["Box", "Drawn", "Ink", "Number", "Style", "draw_bar", "hatching", "nice_ticks", "plain_number", "style_of"]

Ink = Literal["paper", "light", "dark"]
Number = Callable[[float], str]

PAST = 0.55
"""Share of its colour that a past month's bar keeps on the screen."""
HATCH = 3.75
"""Distance of hatching lines, points (5 px)."""


class Style(NamedTuple):
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


def style_of(ink: Ink) -> Style:
    """Return what charts are drawn with on `ink`'s ground."""
    if ink == "paper":
        colours = PAPER["paper"], PAPER["bar"], "", PAPER["accent"], PAPER["grid"]
        return Style(*colours, zero=PAPER["ink"], text=PAPER["ink"], label=PAPER["label"], size=8.25)
    theme = DARK if ink == "dark" else LIGHT
    panel, bar = TOKENS["panel"][theme], SERIES[0].colour[theme]
    return Style(
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


class Drawn:
    """A chart that can be drawn; what it has in common with the others is how it becomes a picture for the screen."""

    __slots__ = ()

    def draw(self, pen: Surface, width: float, height: float, ink: Ink = "paper") -> None:
        """Draw the chart, `width` by `height`, from the pen's origin down."""
        raise NotImplementedError

    def svg(self, width: float, height: float, ink: Ink = "light") -> str:
        """Return the chart as SVG of `width` by `height` px."""
        pen = SvgPen(width, height)
        self.draw(pen, width, height, ink)
        return pen.document()


def plain_number(value: float) -> str:
    """Return `value` without decimals, with a true minus sign."""
    return f"{value:.0f}".replace("-", "\N{MINUS SIGN}")


class Box(NamedTuple):
    """A rectangle: upper left corner, width, height."""

    x: float
    y: float
    width: float
    height: float


def draw_bar(pen: Surface, box: Box, style: Style, *, past: bool = False) -> None:
    """Draw a bar: hatched on paper, on the screen filled, paler where it is `past`."""
    if style.past:
        pen.fill(*box, style.past if past else style.bar)
    else:
        pen.segments(hatching(box, HATCH), width=0.5, colour=style.bar)
        pen.frame(*box, line=0.75, colour=style.bar)


def nice_ticks(most: float) -> list[float]:
    """Return whole-numbered ticks from 0 to at least `most`, in up to five steps of 1, 2, 2.5 or 5 by powers of ten."""
    if most <= 5:  # counts have no halves
        return [float(tick) for tick in range(max(1, math.ceil(most)) + 1)]
    power = 10.0 ** math.floor(math.log10(most / 5))
    factors = (1, 2, 5, 10) if power < 10 else (1, 2, 2.5, 5, 10)
    step = next(factor * power for factor in factors if factor * power * 5 >= most)
    return [step * index for index in range(math.ceil(most / step) + 1)]


def hatching(box: Box, gap: float) -> list[tuple[float, float, float, float]]:
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
