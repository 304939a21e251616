"""The strip for lifts: A5 across, the poster's answers at the size of an arm's length."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desktop.core.tokens import PAPER
from desktop.outages.report.parts import Foot, FootType, Head, NoticeWords, Title
from desktop.outages.report.pieces import Advice, Label, Piece, Text, filled_sheets, fitted
from desktop.outages.rows.times import TimeRole
from desktop.paper.fonts import BOLD, MEDIUM
from desktop.paper.frames import Document, Sheet
from desktop.paper.pen import MM
from desktop.paper.words import Span

if TYPE_CHECKING:
    from desktop.core.i18n import Language
    from desktop.outages.report.pieces import NoticeSheet
    from desktop.outages.rows import NoticeText

__all__ = ["STRIP", "draw_strip"]

STRIP = Sheet(210 * MM, 148 * MM, (12, 9, 12, 8))
_LEFT, _TOP, _RIGHT, _BOTTOM = (margin * MM for margin in STRIP.margins_mm)
WIDTH = STRIP.width - _LEFT - _RIGHT
HEIGHT = STRIP.height - _TOP - _BOTTOM - 1
_SCALES = (1.0, 0.9, 0.8, 0.72, 0.64)
"""Tried one after the other until all is on one sheet."""


def draw_strip(text: NoticeText, language: Language) -> bytes:
    """Return the strip as PDF."""
    words = NoticeWords(text, language)

    def again(sheet: int) -> list[Piece]:
        title = words.continued(text.title, sheet)
        return [Head(words, size=12.0, rule=4.0), Title(title, words.icon, largest=30.0, least=18.0)]

    goes_on = Label(words.goes_on(), gap=0.0, size=12.0)
    sheets: list[NoticeSheet] = []
    for scale in _SCALES:
        small = max(14.0 * scale, 12.0)
        foot = Foot(text, words, FootType(30.0 * scale, max(16.0 * scale, 12.0), small, 26 * MM, line=1.3, gap=4.0))
        sheets = filled_sheets(_pieces(text, words, scale), foot, again, goes_on, WIDTH, HEIGHT)
        if len(sheets) == 1:
            break
    assert text.issued_at is not None
    created = text.issued_at.astimezone(ZoneInfo(text.zone))
    title = " ".join(part for part in (text.title, text.number) if part)
    return Document(STRIP, language, created, title, author=text.office, number=text.number).pdf(sheets)


def _pieces(text: NoticeText, words: NoticeWords, scale: float) -> list[Piece]:
    gap = 5.0 * scale
    title = Title(text.title, words.icon, largest=58.0 * scale, least=30.0 * scale, gap=2.0)
    pieces: list[Piece] = [Head(words, size=12.0, rule=4.0), title]
    pieces.append(Text((Span(text.where, 33.0 * scale, BOLD),), gap=gap, line=1.2))
    pieces += _when(words, scale)
    if text.change:
        pieces.append(Text((Span(text.change, max(15.0 * scale, 12.0), MEDIUM),), gap=gap, line=1.3))
    if text.cause:
        pieces.append(Text((Span(text.cause, 19.0 * scale, MEDIUM),), gap=gap, line=1.3))
    if text.advice:
        pieces.append(Advice(text.advice, gap=gap, size=max(15.0 * scale, 12.0)))
    return pieces


def _when(words: NoticeWords, scale: float) -> list[Piece]:
    """Return day and time in one line where they fit it, what else there is to say of it below."""
    lines = words.lines()
    large = [(line, role) for line, role in lines if role is not TimeRole.NOTE]
    pieces: list[Piece] = []
    sizes = {TimeRole.DAY: 33.0 * scale, TimeRole.TIME: 36.0 * scale}
    colours = {TimeRole.DAY: PAPER["ink"], TimeRole.TIME: words.time_colour}
    spans = tuple(
        Span(line if not place else f"\u2002{line}", sizes[role], BOLD, colours[role])
        for place, (line, role) in enumerate(large)
    )
    if sum(span.width for span in spans) <= WIDTH:
        pieces.append(Text(spans, line=1.2, struck=words.called_off))
    else:
        for line, role in large:
            size = fitted(line, sizes[role], 20.0, WIDTH) or 20.0
            pieces.append(Text((Span(line, size, BOLD, colours[role]),), line=1.2, struck=words.called_off))
    pieces += [Text((Span(line, 19.0 * scale, MEDIUM),), line=1.25) for line, role in lines if role is TimeRole.NOTE]
    return pieces
