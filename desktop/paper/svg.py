"""The pen of the screen: the same strokes as the pen of paper, as SVG that Qt's renderer (SVG Tiny 1.2) draws."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from desktop.core.tokens import PAPER
from desktop.paper.fonts import REGULAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.pen import Align

__all__ = ["SvgPen"]

INK = PAPER["ink"]
FAMILY = "Noto Sans SC"
"""The family the program loads for the screen; rare characters fall back there as everywhere on the screen."""

_ANCHORS = {"left": "start", "centre": "middle", "right": "end"}


class SvgPen:
    """Draws a picture; see `desktop.paper.pen.Surface`. Lengths are px."""

    def __init__(self, width: float, height: float) -> None:
        """Begin a picture of `width` by `height`."""
        self._size = width, height
        self._shapes: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        weight: int = REGULAR,
        colour: str = INK,
        align: Align = "left",
    ) -> None:
        """Write `text`, its start, middle or end at `x`, baseline at `y`."""
        self._shapes.append(
            f'<text x="{x:.2f}" y="{y:.2f}" font-family="{FAMILY}" font-size="{size:g}" font-weight="{weight}"'
            f' fill="{colour}" text-anchor="{_ANCHORS[align]}">{escape(text)}</text>'
        )

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.5, colour: str = INK) -> None:
        """Draw a straight line."""
        self.segments([(x1, y1, x2, y2)], width=width, colour=colour)

    def frame(self, x: float, y: float, width: float, height: float, *, line: float = 0.75, colour: str = INK) -> None:
        """Draw the outline of a box."""
        self._shapes.append(f"<rect {_box(x, y, width, height)} {_stroke(line, colour)}/>")

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a box."""
        self._shapes.append(f'<rect {_box(x, y, width, height)} fill="{colour}"/>')

    def segments(self, lines: Sequence[tuple[float, float, float, float]], *, width: float, colour: str = INK) -> None:
        """Draw separate straight lines."""
        path = "".join(f"M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}" for x1, y1, x2, y2 in lines)
        self._shapes.append(f'<path d="{path}" {_stroke(width, colour)}/>')

    def polyline(self, points: Sequence[tuple[float, float]], *, width: float, colour: str = INK) -> None:
        """Draw a line through `points`."""
        path = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        self._shapes.append(f'<polyline points="{path}" stroke-linejoin="round" {_stroke(width, colour)}/>')

    def ring(self, x: float, y: float, radius: float, *, width: float, colour: str, ground: str) -> None:
        """Draw a circle around (x, y), filled with `ground`."""
        self._shapes.append(
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{ground}" stroke="{colour}"'
            f' stroke-width="{width:.2f}"/>'
        )

    def document(self) -> str:
        """Return the picture as an SVG document."""
        width, height = self._size
        size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n' + "\n".join(self._shapes) + "\n</svg>\n"


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"'


def _stroke(width: float, colour: str) -> str:
    return f'fill="none" stroke="{colour}" stroke-width="{width:.2f}"'
