"""The A4 poster: what, where, when, why, what to do, whom to call; read from three metres in a lobby."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.outages.report.parts import Foot, FootType, Head, NoticeWords, Title
from desktop.outages.report.pieces import Advice, Label, Piece, Text, filled_sheets, fitted
from desktop.outages.rows.times import TimeRole
from desktop.paper.fonts import BOLD, MEDIUM
from desktop.paper.frames import NOTICE, Document
from desktop.paper.pen import MM
from desktop.paper.words import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.outages.report.pieces import NoticeSheet
    from desktop.outages.rows import NoticeText

__all__ = ["draw_posters"]

TITLE, TIME, WHERE = PAPER_TYPE["notice-title"], PAPER_TYPE["notice-time"], PAPER_TYPE["notice-where"]
CAUSE, ADVICE, LABEL = PAPER_TYPE["notice-cause"], PAPER_TYPE["notice-advice"], PAPER_TYPE["notice-label"]
LEAST = 48.0
"""Points of what must be read at three metres."""
LARGE_NAME = 84.0
"""Points of a building's own name on its own poster."""
MOST_FIRST = 3
"""Lines of places that stand above the time; longer ones stand below it, so that the first sheet tells the time."""
_LEFT, _TOP, _RIGHT, _BOTTOM = (margin * MM for margin in NOTICE.margins_mm)
WIDTH = NOTICE.width - _LEFT - _RIGHT
HEIGHT = NOTICE.height - _TOP - _BOTTOM - 1


class _Size(NamedTuple):
    """How large places and day are written, how far apart things stand, how high lines are; title and building's name.

    `small` is the size of what was said before, which is read close by; `note` that of what is said
    beside the time. The foot's lines are `foot` times as high as its type.
    """

    where: float
    gap: float
    line: float = 1.22
    advice: float = 1.42
    title: float = TITLE
    name: float = LARGE_NAME
    small: float = ADVICE
    note: float = CAUSE
    label: float = 1.3
    foot: float = 1.5


_SIZES = (
    _Size(54.0, 10.0),
    _Size(WHERE, 8.0),
    _Size(LEAST, 5.0),
    _Size(LEAST, 3.0, 1.12, 1.28, 64.0, 66.0),
    _Size(LEAST, 2.0, 1.08, 1.2, 50.0, LEAST, LABEL, ADVICE, 1.15, 1.3),
)
"""Tried one after the other until all is on one sheet."""
_SEVERAL = _SIZES[1]
"""Where one sheet is not enough."""


def draw_posters(
    text: NoticeText,
    buildings: Sequence[int | None],
    language: Language,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return posters as PDF: of `text.buildings` by their places in it, None the one of all places."""
    poster = _Poster(text, NoticeWords(text, language))
    sheets: list[NoticeSheet] = []
    begins: dict[int, int] = {}
    for done, building in enumerate(buildings):
        begins[len(sheets) + 1] = done
        entry = text.title if building is None else text.buildings[building][1]
        sheets += poster.sheets(building, entry if len(buildings) > 1 else "")

    def watch(sheet: int) -> None:
        if progress is not None and sheet in begins:
            progress(begins[sheet], len(buildings))

    title = " ".join(part for part in (text.title, text.number) if part)
    document = Document(
        NOTICE, language, _issued(text), title, author=text.office, number=text.number, outline=len(buildings) > 1
    )
    pdf = document.pdf(sheets, watch)
    if progress is not None:
        progress(len(buildings), len(buildings))
    return pdf


def _issued(text: NoticeText) -> datetime:
    assert text.issued_at is not None
    return text.issued_at.astimezone(ZoneInfo(text.zone))


class _Poster:
    """The posters of one notice; what they have in common is made once."""

    def __init__(self, text: NoticeText, words: NoticeWords) -> None:
        self._text, self._words = text, words
        self._feet = {size: Foot(text, words, FootType(line=size.foot, gap=size.gap)) for size in _SIZES}
        self._goes_on = Label(words.goes_on(), gap=0.0)
        self._made: dict[_Size, tuple[list[Piece], list[Piece], list[Piece]]] = {}

    def sheets(self, building: int | None, entry: str) -> list[NoticeSheet]:
        """Return the sheets of one poster, one where that is possible at the sizes laid down."""
        for size in _SIZES:
            sheets = self._filled(building, entry, size)
            if len(sheets) == 1:
                return sheets
        return self._filled(building, entry, _SEVERAL)

    def _filled(self, building: int | None, entry: str, size: _Size) -> list[NoticeSheet]:
        pieces = self._pieces(building, size)
        return filled_sheets(pieces, self._feet[size], self._again, self._goes_on, WIDTH, HEIGHT, entry)

    def _again(self, sheet: int) -> list[Piece]:
        title = self._words.continued(self._text.title, sheet)
        return [Head(self._words), Title(title, self._words.icon, largest=LEAST, least=30.0)]

    def _pieces(self, building: int | None, size: _Size) -> list[Piece]:
        if size not in self._made:
            self._made[size] = self._common(size)
        top, times, rest = self._made[size]
        places = _where(self._text, self._words, building, size)
        long = sum(piece.height(WIDTH) for piece in places[1:]) > (MOST_FIRST + 0.5) * size.where * size.line
        return [*top, *(times if long else places), *(places if long else times), *rest]

    def _common(self, size: _Size) -> tuple[list[Piece], list[Piece], list[Piece]]:
        """Return what stands above places and time, the time, and what stands below."""
        text, words, gap = self._text, self._words, size.gap
        top: list[Piece] = [Head(words), Title(text.title, words.icon, largest=size.title, least=LEAST)]
        rest: list[Piece] = []
        if text.change:
            small = fitted(text.change, size.small, LABEL, WIDTH, MEDIUM) or size.small
            rest.append(Text((Span(text.change, small, MEDIUM),), gap=gap, line=1.35))
        if text.cause:
            rest += [Label(words.why(), gap=gap, line=size.label), Text((Span(text.cause, CAUSE, MEDIUM),), line=1.25)]
        if text.advice:
            rest.append(Advice(text.advice, gap=gap + 4, size=ADVICE, line=size.advice))
        return top, [Label(words.when(), gap=gap, line=size.label), *_when(words, size)], rest


def _where(text: NoticeText, words: NoticeWords, building: int | None, size: _Size) -> list[Piece]:
    label = Label(words.where(), gap=size.gap, line=size.label)
    if building is None:
        return [label, Text((Span(text.where, size.where, BOLD),), line=size.line)]
    name = text.buildings[building][1]
    part = text.parts[building] if building < len(text.parts) else ""
    large = fitted(name, size.name, size.where, WIDTH) or size.where
    both = (Span(f"{name} ", large, BOLD), Span(part, size.where, BOLD))
    if sum(span.width for span in both) <= WIDTH or not part:
        return [label, Text(both if part else both[:1], line=1.12)]
    if large == size.where:
        return [label, Text(both, line=size.line)]
    return [label, Text(both[:1], line=1.12), Text(both[1:], line=size.line)]


def _when(words: NoticeWords, size: _Size) -> list[Piece]:
    pieces: list[Piece] = []
    for line, role in words.lines():
        if role is TimeRole.NOTE:
            pieces.append(Text((Span(line, size.note, MEDIUM),), line=1.25))
            continue
        largest, colour = (TIME, words.time_colour) if role is TimeRole.TIME else (size.where, PAPER["ink"])
        fitting = fitted(line, largest, LEAST, WIDTH) or LEAST
        pieces.append(Text((Span(line, fitting, BOLD, colour),), line=1.16, struck=words.called_off))
    return pieces
