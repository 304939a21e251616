"""The pen: writes what a block draws straight as PDF operators.

A page of tables is a few hundred short texts and lines; ReportLab's canvas spends most of its time on switching state
for each of them. The pen remembers the state and writes only what changes (operators: PDF 32000-1, annex A).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

from desktop.core.tokens import PAPER
from desktop.paper.fonts import REGULAR, font, typeface

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.words import Line

__all__ = ["MM", "Align", "Pen", "Stroke", "Surface"]

Align = Literal["left", "centre", "right"]
Stroke = tuple[Literal["m", "l", "c"], tuple[float, ...]]
"""A piece of an outline: where it begins, a line, a curve; its points as x and y in turn, y runs down."""

INK = PAPER["ink"]

MM = 72 / 25.4
"""Points of a millimetre."""

_SHIFTS = {"left": 0.0, "centre": 0.5, "right": 1.0}
_ROUND = 0.5523
"""Length of the handles with which four Bézier curves make a circle."""


class Surface(Protocol):
    """What charts are drawn with, on paper and on the screen. y runs down."""

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
        ...

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.5, colour: str = INK) -> None:
        """Draw a straight line."""
        ...

    def frame(self, x: float, y: float, width: float, height: float, *, line: float = 0.75, colour: str = INK) -> None:
        """Draw the outline of a box whose upper left corner is (x, y)."""
        ...

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a box whose upper left corner is (x, y)."""
        ...

    def segments(self, lines: Sequence[tuple[float, float, float, float]], *, width: float, colour: str = INK) -> None:
        """Draw separate straight lines (x1, y1, x2, y2)."""
        ...

    def polyline(self, points: Sequence[tuple[float, float]], *, width: float, colour: str = INK) -> None:
        """Draw a line through `points`, at least one."""
        ...

    def ring(self, x: float, y: float, radius: float, *, width: float, colour: str, ground: str) -> None:
        """Draw a circle around (x, y), filled with `ground`."""
        ...


class Pen:
    """Draws one block on paper. The origin is the block's upper left corner, y runs down, lengths are points.

    Nothing is on the page before `close`; the canvas' own state is as before afterwards.
    """

    def __init__(self, canvas: Any, height: float) -> None:
        """Draw on `canvas`, whose origin is the lower left corner of a block `height` high."""
        self._canvas = canvas
        self._doc = canvas._doc  # noqa: SLF001 - fonts keep their subsets per document; the canvas offers no other way
        self._top = height
        self._ops: list[str] = ["q"]
        self._state: dict[str, str] = {}

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
        face = typeface(weight)
        parts = face.runs(text)
        if not parts:
            return
        if align != "left":
            x -= _SHIFTS[align] * face.width(text, size)
        self._set("rg", _rgb(colour))
        self._ops.append(f"BT 1 0 0 1 {x:.2f} {self._top - y:.2f} Tm")
        for name, run in parts:
            drawn = font(name)
            for subset, codes in drawn.splitString(run, self._doc):
                self._set("Tf", f"{drawn.getSubsetInternalName(subset, self._doc)} {size:g}")
                self._ops.append(f"<{codes.hex()}> Tj")
        self._ops.append("ET")

    def line_of_text(self, x: float, y: float, line: Line) -> None:
        """Write a broken line from `x` on, baseline at `y`."""
        last = len(line.spans) - 1
        for index, span in enumerate(line.spans):
            self.text(x, y, span.text, size=span.size, weight=span.weight, colour=span.colour)
            if index != last:
                x += span.width

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.5, colour: str = INK) -> None:
        """Draw a straight line."""
        self._stroke(width, colour)
        self._ops.append(f"{x1:.2f} {self._top - y1:.2f} m {x2:.2f} {self._top - y2:.2f} l S")

    def frame(self, x: float, y: float, width: float, height: float, *, line: float = 0.75, colour: str = INK) -> None:
        """Draw the outline of a box whose upper left corner is (x, y)."""
        self._stroke(line, colour)
        self._ops.append(f"{x:.2f} {self._top - y - height:.2f} {width:.2f} {height:.2f} re S")

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a box whose upper left corner is (x, y)."""
        self._set("rg", _rgb(colour))
        self._ops.append(f"{x:.2f} {self._top - y - height:.2f} {width:.2f} {height:.2f} re f")

    def segments(self, lines: Sequence[tuple[float, float, float, float]], *, width: float, colour: str = INK) -> None:
        """Draw separate straight lines (x1, y1, x2, y2)."""
        self._stroke(width, colour)
        top = self._top
        self._ops += [f"{x1:.2f} {top - y1:.2f} m {x2:.2f} {top - y2:.2f} l" for x1, y1, x2, y2 in lines]
        self._ops.append("S")

    def polyline(self, points: Sequence[tuple[float, float]], *, width: float, colour: str = INK) -> None:
        """Draw a line through `points`, at least one."""
        self._stroke(width, colour)
        places = [f"{x:.2f} {self._top - y:.2f}" for x, y in points]
        self._ops.append(f"1 j {places[0]} m " + "".join(f"{place} l " for place in places[1:]) + "S")

    def ring(self, x: float, y: float, radius: float, *, width: float, colour: str, ground: str) -> None:
        """Draw a circle around (x, y), filled with `ground`."""
        self._stroke(width, colour)
        self._set("rg", _rgb(ground))
        y, handle = self._top - y, radius * _ROUND
        right, left, upper, lower = x + radius, x - radius, y + radius, y - radius
        self._ops.append(
            f"{right:.2f} {y:.2f} m"
            f" {right:.2f} {y + handle:.2f} {x + handle:.2f} {upper:.2f} {x:.2f} {upper:.2f} c"
            f" {x - handle:.2f} {upper:.2f} {left:.2f} {y + handle:.2f} {left:.2f} {y:.2f} c"
            f" {left:.2f} {y - handle:.2f} {x - handle:.2f} {lower:.2f} {x:.2f} {lower:.2f} c"
            f" {x + handle:.2f} {lower:.2f} {right:.2f} {y - handle:.2f} {right:.2f} {y:.2f} c b"
        )

    def outline(
        self, strokes: Sequence[Stroke], x: float, y: float, scale: float, *, width: float, colour: str = INK
    ) -> None:
        """Draw the lines and curves of a picture `scale` times as large, its upper left corner at (x, y).

        Each stroke is m, l or c (PDF 32000-1, 8.5.2) with its points; their ends and corners are round.
        """
        self._stroke(width, colour)
        self._ops.append("q 1 J 1 j")
        for operator, points in strokes:
            places = (
                f"{x + scale * value:.2f}" if place % 2 == 0 else f"{self._top - y - scale * value:.2f}"
                for place, value in enumerate(points)
            )
            self._ops.append(f"{' '.join(places)} {operator}")
        self._ops.append("S Q")

    def close(self) -> None:
        """Put what was drawn on the page."""
        self._ops.append("Q")
        self._canvas.addLiteral("\n".join(self._ops))
        self._ops.clear()

    def _stroke(self, width: float, colour: str) -> None:
        self._set("RG", _rgb(colour))
        self._set("w", f"{width:g}")

    def _set(self, operator: str, value: str) -> None:
        if self._state.get(operator) != value:
            self._state[operator] = value
            self._ops.append(f"{value} {operator}")


@lru_cache(maxsize=64)
def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.3g}" for at in (1, 3, 5))
