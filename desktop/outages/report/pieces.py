"""The pieces notices are made of, and how they fill a sheet: from the top down, what is left over shared out between.

A piece is words or a drawing as wide as the sheet. What does not fit goes on the next sheet, which begins with the
title again; type is not made smaller for it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.tokens import PAPER, PAPER_TYPE, RULES_PT
from desktop.paper.cells import baseline
from desktop.paper.flow import Block
from desktop.paper.fonts import BOLD, MEDIUM, REGULAR, typeface
from desktop.paper.words import Span, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.paper.pen import Pen
    from desktop.paper.words import Line

__all__ = ["Advice", "Label", "NoticeSheet", "Piece", "Text", "filled_sheets", "fitted"]

INK, GREY, ACCENT = PAPER["ink"], PAPER["label"], PAPER["accent"]
MOST_SPREAD = 20.0
"""Points that are added between two pieces at most, so that a short notice does not fall apart."""
STRIKE_AT, STRIKE_WIDE = 0.34, 0.06
"""How high above the base line the line through struck words is, and how thick, in their size."""


class Piece(ABC):
    """Something on a notice; `gap` parts it from the piece above. One that `leads` stays with the piece below it."""

    gap = 0.0
    leads = False

    @abstractmethod
    def height(self, width: float) -> float:
        """Return the height at `width`, points."""

    @abstractmethod
    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it, upper left corner at (x, y)."""

    def split(self, width: float, room: float) -> tuple[Piece, Piece] | None:
        """Return what fits `room` and the rest, none where it stays whole."""
        del width, room
        return None


class Text(Piece):
    """Words in lines."""

    def __init__(
        self,
        words: Sequence[Span],
        *,
        gap: float = 0.0,
        line: float = 1.22,
        lines: Sequence[Line] | None = None,
        struck: bool = False,
    ) -> None:
        """Show `words`, each line `line` times as high as its largest type; or `lines` that are broken already.

        Words that are `struck` hold no longer, and have a line through them.
        """
        self.gap = gap
        self._struck = struck
        self._words = tuple(words)
        self._step = line * max(span.size for span in self._words)
        self._line = line
        self._given = lines
        self._lines: Sequence[Line] = ()
        self._at = -1.0

    def height(self, width: float) -> float:
        """Return the height at `width`, points."""
        return self._step * len(self._broken(width))

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it, upper left corner at (x, y)."""
        size = max(span.size for span in self._words)
        for line in self._broken(width):
            base = y + baseline(self._step, size)
            pen.line_of_text(x, base, line)
            if self._struck:
                pen.rule(x, base - size * STRIKE_AT, x + line.width, base - size * STRIKE_AT, width=size * STRIKE_WIDE)
            y += self._step

    def split(self, width: float, room: float) -> tuple[Piece, Piece] | None:
        """Return the lines that fit `room` and the rest."""
        lines = self._broken(width)
        fitting = int(room // self._step)
        if fitting < 1 or fitting >= len(lines):
            return None
        first = Text(self._words, gap=self.gap, line=self._line, lines=lines[:fitting], struck=self._struck)
        return first, Text(self._words, line=self._line, lines=lines[fitting:], struck=self._struck)

    def _broken(self, width: float) -> Sequence[Line]:
        if self._given is not None:
            return self._given
        if width != self._at:
            self._lines, self._at = wrap(self._words, width), width
        return self._lines


class Label(Text):
    """The small question above an answer."""

    leads = True

    def __init__(self, words: str, *, gap: float, size: float = PAPER_TYPE["notice-label"], line: float = 1.3) -> None:
        super().__init__((Span(words, size, REGULAR, GREY),), gap=gap, line=line)


class Advice(Piece):
    """Numbered pieces of advice in a box."""

    PAD = 14.0

    def __init__(self, pieces: Sequence[str], *, gap: float, size: float, line: float = 1.42) -> None:
        """Show `pieces` at `size`, at least one, each line `line` times as high."""
        self.gap = gap
        self._size, self._step = size, size * line
        self._words = [(Span(piece, size, MEDIUM),) for piece in pieces]
        self._broken: dict[float, list[list[Line]]] = {}

    def height(self, width: float) -> float:
        """Return the height at `width`, points."""
        return self._step * sum(len(lines) for lines in self._lines(width)) + self.PAD

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw it, upper left corner at (x, y)."""
        pen.frame(x, y, width, self.height(width), line=RULES_PT["notice-box"])
        y += self.PAD / 2
        for number, lines in enumerate(self._lines(width), start=1):
            base = baseline(self._step, self._size)
            pen.text(x + self.PAD, y + base, str(number), size=self._size, weight=BOLD, colour=ACCENT)
            for line in lines:
                pen.line_of_text(x + self.PAD + self._indent, y + baseline(self._step, self._size), line)
                y += self._step

    @property
    def _indent(self) -> float:
        return self._size * 1.5

    def _lines(self, width: float) -> list[list[Line]]:
        if width not in self._broken:
            room = width - 2 * self.PAD - self._indent
            self._broken[width] = [wrap(words, room) for words in self._words]
        return self._broken[width]


class _Placed(NamedTuple):
    piece: Piece
    y: float


class NoticeSheet(Block):
    """One sheet: pieces where they stand. `entry` names it in the outline, where it begins a notice."""

    def __init__(self, placed: Sequence[_Placed], height: float, entry: str = "") -> None:
        """Take the whole of a sheet with room for `height` points."""
        super().__init__()
        self._placed, self._high, self._entry = placed, height, entry

    def measure(self, width: float) -> float:
        """Return the height of the whole sheet."""
        del width
        return self._high

    def draw(self) -> None:
        """Draw it, and note for the outline where it stands."""
        if self._entry:
            self.canv.note_heading(self._entry, self.height)
        super().draw()

    def paint(self, pen: Pen) -> None:
        """Draw every piece where it stands."""
        for piece, y in self._placed:
            piece.paint(pen, 0.0, y, self.width)


def filled_sheets(
    pieces: Sequence[Piece],
    foot: Piece,
    again: Callable[[int], Sequence[Piece]],
    goes_on: Piece,
    width: float,
    height: float,
    entry: str = "",
) -> list[NoticeSheet]:
    """Return the sheets that `pieces` fill, `foot` at the lower edge of the last.

    `again(number)` are the pieces on top of sheet `number`, from the second on; `goes_on` is at the lower edge of all
    but the last.
    """
    waiting = list(pieces)
    sheets: list[NoticeSheet] = []
    while True:
        taken: list[Piece] = [] if not sheets else list(again(len(sheets) + 1))
        fixed = len(taken)
        room = height - _total(taken, width)
        whole = _total(waiting, width) + foot.height(width) + foot.gap
        if whole <= room:
            sheets.append(_placed([*taken, *waiting], foot, width, height, entry if not sheets else ""))
            return sheets
        waiting = _take(waiting, taken, width, room - goes_on.height(width))
        if not waiting and len(taken) > fixed + 1:  # the last sheet holds more than its foot
            waiting = [taken.pop()]
        if len(taken) == fixed and waiting:  # a piece higher than a sheet: shown as far as it goes
            taken.append(waiting.pop(0))
        sheets.append(_placed(taken, goes_on, width, height, entry if not sheets else ""))


def _take(waiting: list[Piece], taken: list[Piece], width: float, room: float) -> list[Piece]:
    """Move to `taken` what fits `room`; return the rest."""
    rest = list(waiting)
    while rest:
        piece = rest[0]
        with_next = piece.gap + piece.height(width)
        if piece.leads and len(rest) > 1:
            with_next += rest[1].gap + min(rest[1].height(width), room)
            parts = rest[1].split(width, room - piece.gap - piece.height(width) - rest[1].gap)
            if parts is not None:
                with_next = piece.gap + piece.height(width)
        if with_next > room:
            parts = piece.split(width, room - piece.gap)
            if parts is not None:
                taken.append(parts[0])
                return [parts[1], *rest[1:]]
            return rest
        taken.append(rest.pop(0))
        room -= piece.gap + piece.height(width)
    return rest


def _total(pieces: Sequence[Piece], width: float) -> float:
    return sum(piece.gap + piece.height(width) for piece in pieces)


def _placed(pieces: Sequence[Piece], foot: Piece, width: float, height: float, entry: str) -> NoticeSheet:
    """Return a sheet whose pieces stand apart as far as there is room, `foot` at its lower edge."""
    parted = [place for place, piece in enumerate(pieces) if place and piece.gap]
    foot_height = foot.height(width) + foot.gap
    free = height - _total(pieces, width) - foot_height
    more = max(0.0, min(MOST_SPREAD, free / (len(parted) + 1)))
    placed, y = [], 0.0
    for place, piece in enumerate(pieces):
        y += piece.gap + (more if place in parted else 0.0)
        placed.append(_Placed(piece, y))
        y += piece.height(width)
    placed.append(_Placed(foot, height - foot.height(width)))
    return NoticeSheet(placed, height, entry)


def fitted(words: str, largest: float, least: float, room: float, weight: int = BOLD) -> float:
    """Return the largest size, between `least` and `largest`, at which `words` fit `room` in one line, else 0."""
    wide = typeface(weight).width(words, 1.0)
    size = min(largest, room / wide) if wide else largest
    return size if size >= least else 0.0
