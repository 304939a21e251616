"""The icons of the screen on paper: Lucide's outlines as lines and curves.

Read are what those files hold: paths (SVG 1.1, 8.3) and circles.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from desktop.core.paths import resources_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.paper.pen import Pen, Stroke

__all__ = ["SIDE", "draw_icon", "outline_of"]

SIDE = 24.0
"""Side of the square an icon is drawn in, before it is scaled."""
WEIGHT = 1.75

_PATH = re.compile(r'<path\s[^>]*?d="([^"]+)"', re.DOTALL)
_CIRCLE = re.compile(r'<circle\s[^>]*?cx="([\d.]+)"\s+cy="([\d.]+)"\s+r="([\d.]+)"', re.DOTALL)
_NUMBER = re.compile(r"[\s,]*([+-]?(?:\d+\.?\d*|\.\d+))")
_FLAG = re.compile(r"[\s,]*([01])")
_LETTER = re.compile(r"[\s,]*([a-zA-Z])")
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}


def draw_icon(pen: Pen, name: str, x: float, y: float, size: float, colour: str) -> None:
    """Draw icon `name` (a file of resources/icons) in a square of `size` points, upper left corner at (x, y)."""
    scale = size / SIDE
    pen.outline(outline_of(name), x, y, scale, width=WEIGHT * scale, colour=colour)


@cache
def outline_of(name: str) -> tuple[Stroke, ...]:
    """Return the outline of an icon in its square of `SIDE`; raise ValueError for a file that holds none."""
    source = (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    strokes: list[Stroke] = []
    for path in _PATH.findall(source):
        strokes += _Path(path).strokes()
    for cx, cy, radius in _CIRCLE.findall(source):
        x, y, r = float(cx), float(cy), float(radius)
        strokes += _Path(f"M{x + r} {y}A{r} {r} 0 0 1 {x - r} {y}A{r} {r} 0 0 1 {x + r} {y}").strokes()
    if not strokes:
        raise ValueError(f"no outline in {name}")
    return tuple(strokes)


class _Path:
    """One path while it is read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._x = self._y = self._start_x = self._start_y = 0.0
        self._control = (0.0, 0.0)

    def strokes(self) -> Iterator[Stroke]:
        """Yield the path's lines and curves in absolute points."""
        command, before = "", ""
        while self._place < len(self._text.rstrip()):
            letter = _LETTER.match(self._text, self._place)
            if letter is not None:
                self._place, command = letter.end(), letter[1]
            elif command in "mM":
                command = "l" if command == "m" else "L"
            values = self._values(command.lower())
            yield from self._one(command, values, before)
            before = command.lower()

    def _values(self, command: str) -> list[float]:
        values = []
        for place in range(_TAKES[command]):
            found = (_FLAG if command == "a" and place in {3, 4} else _NUMBER).match(self._text, self._place)
            if found is None:
                raise ValueError(f"a number is missing at {self._place}")
            self._place = found.end()
            values.append(float(found[1]))
        return values

    def _one(self, letter: str, values: list[float], before: str) -> Iterator[Stroke]:
        command = letter.lower()
        shift_x, shift_y = (self._x, self._y) if letter.islower() else (0.0, 0.0)
        if command == "a":
            yield from self._arc(values, shift_x, shift_y)
        elif command == "z":
            yield from self._line(self._start_x, self._start_y)
        elif command == "h":
            yield from self._line(shift_x + values[0], self._y)
        elif command == "v":
            yield from self._line(self._x, shift_y + values[0])
        else:
            points = [value + (shift_y if place % 2 else shift_x) for place, value in enumerate(values)]
            yield from self._pointed(command, points, before)

    def _pointed(self, command: str, points: list[float], before: str) -> Iterator[Stroke]:
        x, y = points[-2:]
        if command == "m":
            self._x, self._y, self._start_x, self._start_y = x, y, x, y
            yield "m", (x, y)
        elif command == "l":
            yield from self._line(x, y)
        else:
            smooth = before in ({"c", "s"} if command in "cs" else {"q", "t"})
            if command in "st":
                mirrored = (2 * self._x - self._control[0], 2 * self._y - self._control[1])
                points = [*(mirrored if smooth else (self._x, self._y)), *points]
            if command in "qt":
                self._control = (points[0], points[1])
                first = (self._x + 2 * (points[0] - self._x) / 3, self._y + 2 * (points[1] - self._y) / 3)
                points = [*first, x + 2 * (points[0] - x) / 3, y + 2 * (points[1] - y) / 3, x, y]
            else:
                self._control = (points[2], points[3])
            self._x, self._y = x, y
            yield "c", tuple(points)

    def _line(self, x: float, y: float) -> Iterator[Stroke]:
        self._x, self._y = x, y
        yield "l", (x, y)

    def _arc(self, values: list[float], shift_x: float, shift_y: float) -> Iterator[Stroke]:
        """Yield an elliptic arc as curves of a quarter at most (SVG 1.1, F.6); none of these icons turns its axes."""
        rx, ry, _turn, large, sweep = values[:5]
        x, y = values[5] + shift_x, values[6] + shift_y
        half_x, half_y = (self._x - x) / 2, (self._y - y) / 2
        reach = (half_x / rx) ** 2 + (half_y / ry) ** 2
        if reach > 1:
            rx, ry = rx * math.sqrt(reach), ry * math.sqrt(reach)
        factor = math.sqrt(max(0.0, 1 / min(reach, 1.0) - 1)) * (1 if large == sweep else -1)
        centre_x = (self._x + x) / 2 - factor * rx * half_y / ry
        centre_y = (self._y + y) / 2 + factor * ry * half_x / rx
        first = math.atan2((self._y - centre_y) / ry, (self._x - centre_x) / rx)
        last = math.atan2((y - centre_y) / ry, (x - centre_x) / rx)
        span = last - first
        if sweep and span < 0:
            span += 2 * math.pi
        elif not sweep and span > 0:
            span -= 2 * math.pi
        count = max(1, math.ceil(abs(span) / (math.pi / 2) - 1e-9))
        step = span / count
        handle = 4 / 3 * math.tan(step / 4)
        for number in range(count):
            one, two = first + number * step, first + (number + 1) * step
            yield (
                "c",
                (
                    centre_x + rx * (math.cos(one) - handle * math.sin(one)),
                    centre_y + ry * (math.sin(one) + handle * math.cos(one)),
                    centre_x + rx * (math.cos(two) + handle * math.sin(two)),
                    centre_y + ry * (math.sin(two) - handle * math.cos(two)),
                    centre_x + rx * math.cos(two),
                    centre_y + ry * math.sin(two),
                ),
            )
        self._x, self._y = x, y
