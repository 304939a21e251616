"""How a letter is composed of the paper kit's blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Paragraph
from desktop.paper.cells import baseline
from desktop.paper.flow import Block, Group
from desktop.paper.fonts import BOLD
from desktop.paper.frames import HEAD_GAP, Document, Sheet
from desktop.paper.heads import HeadBox, Letterhead
from desktop.paper.pen import MM, Pen
from desktop.paper.words import Span, spans, wrap
from desktop.stationery.rows import head_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.paper.words import Line
    from desktop.stationery.rows import Filled, LetterheadRow

__all__ = ["draw_letter", "draw_letters", "draw_sample"]

LETTER = Sheet(210 * MM, 297 * MM, (25, 16, 25, 20), running_head=True)
ONE_OF_MANY = replace(LETTER, running_head=False)
SIZE = 11.0
"""Type of a letter, points: it is read at home, not looked through at a desk."""
STEP = SIZE * 1.75
"""From line to line."""
ABOVE_TITLE = 16.0
MOST_SIGNING = 6
"""Lines of a signature; what is longer is no signature."""
MOST_CLOSING = 4
"""Lines before the signature that are kept on its sheet."""
LONGEST_CLOSING = 160
"""Characters of what is kept on one sheet with the signature, and of the signature."""
CLOSINGS = frozenset({"此致", "敬祝", "敬颂", "敬頌"})
"""What the wish on the next line belongs to; that line begins at the margin."""


class _Title(Block):
    """The letter's title, in the middle."""

    after = 16.0

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = spans(title, PAPER_TYPE["title"], BOLD)

    def measure(self, width: float) -> float:
        self._lines = wrap(self._title, width)
        return ABOVE_TITLE + 28.0 * len(self._lines)

    def paint(self, pen: Pen) -> None:
        for index, line in enumerate(self._lines):
            y = ABOVE_TITLE + 28.0 * index + baseline(28.0, PAPER_TYPE["title"])
            pen.line_of_text((self.width - line.width) / 2, y, line)


class _Head(Block):
    """The letterhead as the first block of a letter among others; it begins a sheet."""

    after = HEAD_GAP
    leads = True
    fresh = True

    def __init__(self, letterhead: Letterhead) -> None:
        super().__init__()
        self._letterhead = letterhead

    def measure(self, width: float) -> float:
        del width
        return self._letterhead.height

    def draw(self) -> None:
        pen = Pen(self.canv, self.height)
        self._letterhead.paint(self.canv, pen, HeadBox(0, 0, self.width), self.height, 0)
        pen.close()


class _Line(Block):
    """One paragraph of a letter: its first line indented by two characters, or at the right; goes on overleaf."""

    def __init__(
        self, words: str, *, indent: bool = False, right: bool = False, after: float = 0.0, lines: Sequence[Line] = ()
    ) -> None:
        """Show `words`, or the rest of a paragraph whose `lines` are broken already."""
        super().__init__()
        self._words = spans(f"\u3000\u3000{words}" if indent else words, SIZE)
        self._right, self.after, self._given = right, after, lines

    def measure(self, width: float) -> float:
        self._lines = self._given or wrap(self._words, width)
        return STEP * len(self._lines)

    def paint(self, pen: Pen) -> None:
        for index, line in enumerate(self._lines):
            x = self.width - line.width if self._right else 0.0
            pen.line_of_text(x, STEP * index + baseline(STEP, SIZE), line)

    def split(self, width: float, height: float) -> list[Block]:
        """Return what fits and the rest, two lines of each at least; nothing where that cannot be."""
        self.wrap(width, height)
        fitting = min(int(height // STEP), len(self._lines) - 2)
        if fitting < 2:
            return []
        return [_Line("", lines=self._lines[:fitting]), _Line("", lines=self._lines[fitting:], after=self.after)]


class _Empty(Block):
    """An empty line of a letter."""

    def measure(self, width: float) -> float:
        del width
        return STEP * 0.6

    def paint(self, pen: Pen) -> None:
        del pen


def draw_letter(filled: Filled, letterhead: LetterheadRow, language: Language, created: datetime) -> bytes:
    """Return the PDF; see `letter`."""
    body = _body(filled.body.splitlines(), chinese=language.code.startswith("zh"))
    return _document(letterhead, language, created, filled.title).pdf([_Title(filled.title), *body])


def draw_letters(filled: Sequence[Filled], letterhead: LetterheadRow, language: Language, created: datetime) -> bytes:
    """Return the PDF; see `letters`."""
    name, lines = head_words(letterhead, language)
    head = Letterhead(name, lines, letterhead.logo)
    blocks: list[Block] = []
    for each in filled:
        body = _body(each.body.splitlines(), chinese=language.code.startswith("zh"))
        blocks += [_Head(head), _Title(each.title), *body]
    return Document(ONE_OF_MANY, language, created, filled[0].title if filled else "", author=name).pdf(blocks)


def draw_sample(letterhead: LetterheadRow, language: Language, created: datetime) -> bytes:
    """Return the PDF; see `sample_page`."""
    title = language.gettext("Letterhead")
    words = language.gettext("This is how letters and reports begin. The words follow here.")
    return _document(letterhead, language, created, title).pdf([Paragraph((Span(words, SIZE),))])


def draw_words(filled: Filled, language: Language, created: datetime, *, run_on: bool) -> bytes:
    """Return the PDF; see `words_page`."""
    lines = [line for line in (filled.title, *filled.body.splitlines()) if line.strip()]
    if run_on:
        words = ("" if language.code.startswith("zh") else " ").join(lines)
        lines = [words, "", language.ngettext("%(count)s character", "%(count)s characters", len(words))]
    document = Document(LETTER, language, created, lines[0], author=lines[0])
    return document.pdf([_Line(line) if line else _Empty() for line in lines])


def _document(letterhead: LetterheadRow, language: Language, created: datetime, title: str) -> Document:
    name, lines = head_words(letterhead, language)
    head = Letterhead(name, lines, letterhead.logo)
    running = " · ".join((name, *lines[:1])) if letterhead.company else name
    return Document(LETTER, language, created, title, author=name, company=running, letterhead=head)


def _body(lines: Sequence[str], *, chinese: bool) -> list[Block]:
    """Return the blocks of a letter's lines; the signature and what closes the letter stay on one sheet."""
    stripped = [line.strip() for line in lines]
    signed = _signature(stripped)
    words = [_paragraph(stripped, at, chinese=chinese) for at in range(signed)]
    signature = [_Line(line, right=chinese) for line in stripped[signed + 1 :]]
    if not signature:
        return words
    closing = signed
    while closing > max(0, signed - MOST_CLOSING) and sum(map(len, stripped[closing - 1 : signed])) <= LONGEST_CLOSING:
        closing -= 1
    return [*words[:closing], Group(*words[closing:], _Empty(), *signature)]


def _signature(lines: Sequence[str]) -> int:
    """Return where the empty line before the signature is, the end where the letter has none."""
    at = len(lines) - 1 - lines[::-1].index("") if "" in lines else len(lines)
    signature = lines[at + 1 :]
    short = len(signature) <= MOST_SIGNING and sum(map(len, signature)) <= LONGEST_CLOSING
    return at if signature and short else len(lines)


def _paragraph(lines: Sequence[str], at: int, *, chinese: bool) -> Block:
    line = lines[at]
    if not line:
        return _Empty()
    first = next(number for number, other in enumerate(lines) if other)
    indent = chinese and at != first and not (at and lines[at - 1] in CLOSINGS)
    return _Line(line, indent=indent, after=0.0 if chinese else SIZE * 0.5)
