"""Words on paper: pieces of text with a size and weight, broken into lines as Chinese and Latin readers expect.

Chinese breaks between any two characters, except that closing punctuation never begins a line and opening
punctuation never ends one (GB/T 15834, JIS X 4051 "kinsoku"); Latin words and figures stay whole while they fit, and so
do a figure and what it counts, and what a no-break space joins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.paper.fonts import BOLD, LATIN, MEDIUM, REGULAR, typeface

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Line", "Span", "Words", "bold", "cut", "medium", "spans", "wrap"]

BODY = PAPER_TYPE["body"]
INK = PAPER["ink"]
ELLIPSIS = "…"

_OPENING = r"（［｛〔〈《「『【〖“‘￥＄#(\[{<¥$"
_CLOSING = r"，。、；：？！）］｝〕〉》」』】〗”’…—～·‰℃％々ー,.;:?!)\]}>%°′″"
_WIDE = r"\u2E80-\u9FFF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\U00020000-\U0003FFFF"
_FIRM = "\u00a0\u202f"
"""Spaces at which no line ends."""
_WORD_CHAR = rf"(?:[{_FIRM}]|[^\s{_WIDE}（［｛〔〈《「『【〖“‘(\[{{”’…—·～])"
_UNIT = "(?<=[0-9])(?:单元|單元|[栋棟层層楼樓室号號年月日])"
"""What a figure counts stays with it: 3栋, 24日."""
_WORD = rf"{_WORD_CHAR}+(?:[’·]{_WORD_CHAR}+)*(?:{_UNIT})?"
_ANY_WIDE = re.compile(f"[{_WIDE}]")
_PIECE = re.compile(rf"\n|[^\S\n{_FIRM}]+|[{_OPENING}]*(?:{_WORD}|\S)[{_CLOSING}]*")


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one size, weight and colour."""

    text: str
    size: float = BODY
    weight: int = REGULAR
    colour: str = INK

    @property
    def width(self) -> float:
        """Return its advance, points."""
        return typeface(self.weight).width(self.text, self.size)


Words = str | Span | tuple[Span, ...]
"""What may stand where text is wanted: plain text in the size of its place, or spans that bring their own."""


class Line(NamedTuple):
    """One line, broken and measured."""

    spans: tuple[Span, ...]
    width: float


def bold(text: str, size: float = BODY) -> Span:
    """Return `text` as a bold span."""
    return Span(text, size, BOLD)


def medium(text: str, size: float = BODY) -> Span:
    """Return `text` as a span of medium weight."""
    return Span(text, size, MEDIUM)


def spans(words: Words, size: float = BODY, weight: int = REGULAR, colour: str = INK) -> tuple[Span, ...]:
    """Return `words` as spans; plain text takes `size`, `weight` and `colour`."""
    if isinstance(words, str):
        return (Span(words, size, weight, colour),)
    return (words,) if isinstance(words, Span) else words


def wrap(text: tuple[Span, ...], width: float) -> list[Line]:
    """Return `text` as lines no wider than `width`, points; at least one, empty for no text.

    White space at a break is dropped, a line feed always breaks. A word wider than a line is cut where the line ends.
    Quotation marks are wide in Chinese text, narrow where not one character is Chinese.
    """
    if any("”" in span.text or "“" in span.text or "’" in span.text or "‘" in span.text for span in text):
        text = _quoted(text)
    whole = sum(span.width for span in text)
    if whole <= width and not any("\n" in span.text for span in text):
        return [Line(text, whole)]
    lines = _Lines(width)
    for span in text:
        for piece in _PIECE.findall(span.text):
            lines.put(piece, span)
    return lines.done()


def _quoted(text: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return `text`, set in Latin quotation marks where nothing in it is Chinese."""
    if any(_ANY_WIDE.search(span.text) for span in text):
        return text
    return tuple(replace(span, weight=span.weight | LATIN) for span in text)


def cut(text: str, size: float, width: float, weight: int = REGULAR) -> str:
    """Return `text` if it fits `width`, points, else as much of it as fits with … at the end."""
    face = typeface(weight)
    if face.width(text, size) <= width:
        return text
    room = width - face.width(ELLIPSIS, size)
    kept = 0
    for char in text:
        room -= face.width(char, size)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


class _Lines:
    """The lines of one text while they are filled, greedily."""

    def __init__(self, width: float) -> None:
        self._limit = width + 0.01  # a text measured for a column of its own width must not break by rounding
        self._lines: list[Line] = []
        self._parts: list[tuple[str, Span, float]] = []
        self._width = 0.0

    def put(self, piece: str, span: Span) -> None:
        """Add a piece that must not be broken, white space, or a line feed."""
        if piece == "\n":
            self._close()
            return
        face = typeface(span.weight)
        width = face.width(piece, span.size)
        if self._width + width > self._limit:
            if piece.isspace():
                return
            if self._parts:
                self._close()
            if width > self._limit:
                self._put_chars(piece, span)
                return
        if self._parts or not self._lines or not piece.isspace():
            self._add(piece, span, width)

    def done(self) -> list[Line]:
        """Return the lines."""
        if self._parts or not self._lines:
            self._close()
        return self._lines

    def _put_chars(self, piece: str, span: Span) -> None:
        face = typeface(span.weight)
        for char in piece:
            width = face.width(char, span.size)
            if self._parts and self._width + width > self._limit:
                self._close()
            self._add(char, span, width)

    def _add(self, piece: str, span: Span, width: float) -> None:
        self._parts.append((piece, span, width))
        self._width += width

    def _close(self) -> None:
        while self._parts and self._parts[-1][0].isspace():
            self._width -= self._parts.pop()[2]
        self._lines.append(Line(tuple(_joined(self._parts)), self._width))
        self._parts, self._width = [], 0.0


def _joined(parts: list[tuple[str, Span, float]]) -> Iterator[Span]:
    """Yield one span for each stretch of pieces that came from the same span."""
    text: list[str] = []
    for index, (piece, span, _width) in enumerate(parts):
        text.append(piece)
        if index + 1 == len(parts) or parts[index + 1][1] is not span:
            yield replace(span, text="".join(text))
            text = []
