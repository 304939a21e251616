"""The pen: writes what a block draws straight as PDF operators.

A page of tables is a few hundred short texts and lines; ReportLab's canvas spends most of its time on switching state
for each of them. The pen remembers the state and writes only what changes (operators: PDF 32000-1, annex A).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from desktop.core.tokens import PAPER
from desktop.paper.fonts import REGULAR, font, typeface

if TYPE_CHECKING:
    from desktop.paper.words import Line

__all__ = ["MM", "Align", "Pen"]

Align = Literal["left", "centre", "right"]

INK = PAPER["ink"]

MM = 72 / 25.4
"""Points of a millimetre."""


class Pen:
    """Draws one block. The origin is the block's upper left corner, y runs down, lengths are points.

    Nothing is on the page before `close`; the canvas' own state is as before afterwards.
    """

    def __init__(self, canvas: Any, height: float) -> None:
        """Draw on `canvas`, whose origin is the lower left corner of a block `height` high."""
        self._canvas = canvas
        self._doc = canvas._doc  # noqa: SLF001 - fonts keep their subsets per document, and the canvas offers no other way to it
        self._top = height
        self._ops: list[str] = ["q"]
        self._state: dict[str, str] = {}

    def text(self, x: float, y: float, text: str, *, size: float, weight: int = REGULAR, colour: str = INK) -> None:
        """Write `text` from `x` on, baseline at `y`."""
        parts = typeface(weight).runs(text)
        if not parts:
            return
        self._set("rg", _rgb(colour))
        self._ops.append(f"BT 1 0 0 1 {x:.2f} {self._top - y:.2f} Tm")
        for name, run in parts:
            face = font(name)
            for subset, codes in face.splitString(run, self._doc):
                self._set("Tf", f"{face.getSubsetInternalName(subset, self._doc)} {size:g}")
                self._ops.append(f"<{codes.hex()}> Tj")
        self._ops.append("ET")

    def aligned(
        self,
        x: float,
        y: float,
        text: str,
        align: Align,
        *,
        size: float,
        weight: int = REGULAR,
        colour: str = INK,
    ) -> None:
        """Write `text` to the left, centre or right of `x`: its start, middle or end stands there."""
        shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        if shift:
            x -= shift * typeface(weight).width(text, size)
        self.text(x, y, text, size=size, weight=weight, colour=colour)

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
