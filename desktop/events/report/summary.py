"""How the one page on an event is composed of the paper kit's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.money import yuan
from desktop.core.tokens import PAPER_TYPE
from desktop.events.report.pieces import kind_of, when
from desktop.paper.blocks import Paragraph, Section, Title
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import HEAD_GAP, HEAD_HEIGHT, REPORT, Document
from desktop.paper.pen import MM
from desktop.paper.photos import PHOTO_GAP, Photos
from desktop.paper.tables import FIT, Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.events.rows import EventSummary
    from desktop.paper.flow import Block

__all__ = ["draw"]

BODY = PAPER_TYPE["body"]
PHOTO_HIGH, PHOTO_LOW = 58 * MM, 22 * MM
"""A row of photos is no higher, and no lower: then one row less is shown."""
SLACK = 30.0
"""Points kept free: before each heading the sheet looks whether it fits, which takes a little room."""
MOST_OUTCOME, MOST_SAID, LONGEST_SAID, MOST_REQUESTS, LONGEST_REQUEST = 420, 5, 80, 4, 44
"""What fits one page: characters, sayings, characters of each, requests, characters of each."""


def draw(summary: EventSummary, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF; see `summary_page`."""
    t, file, line = language.gettext, summary.file, summary.file.line
    printed = printed_at.astimezone(zone)
    title = t("Event summary")
    facts = [
        kind_of(line, language),
        when(line, language, zone),
        *([line.place] if line.place else []),
        *([t("With %(partner)s", partner=file.plan.partner)] if file.plan.partner else []),
    ]
    blocks: list[Block] = [Title(title, line.title, facts), _figures(summary, language)]
    blocks += [Section("", t("What came of it")), Paragraph(_cut(file.outcome, MOST_OUTCOME) or t("Nothing noted."))]
    blocks += _voices(summary.voices, language)
    blocks += _requests(summary, language)
    blocks += _photos(summary.photos, [*blocks, Section("", t("Photos"))])
    head = f"{title} {line.title}"
    return Document(REPORT, language, printed, head, author=community, company=community, number=line.number).pdf(
        blocks
    )


def _figures(summary: EventSummary, language: Language) -> Table:
    """Return the figures, beside those of last year where there are any."""
    t, line, last = language.gettext, summary.file.line, summary.last_year
    columns = [Column("", FIT, weight=MEDIUM), Column(t("This event"), align="right")]
    if last is not None:
        columns.append(Column(t("Before (%(number)s)", number=last.number), align="right"))
    rows = []
    for label, ours, before in (
        (t("Households invited"), line.invited, None if last is None else last.invited),
        (t("People signed up"), line.signed_up, None if last is None else last.signed_up),
        (t("People who came"), line.came, None if last is None else last.came),
        (t("Households that came"), line.households_came, None if last is None else last.households_came),
    ):
        cells = [label, language.integer(ours)]
        rows.append(Row(cells if before is None else [*cells, language.integer(before)]))
    money = [t("Cost / budget (yuan)"), f"{_sum(summary.file.cost_fen)} / {_sum(summary.file.budget_fen)}"]
    rows.append(Row(money if last is None else [*money, ""]))
    return Table(columns, rows, size=BODY)


def _voices(voices: Sequence[str], language: Language) -> list[Block]:
    if not voices:
        return []
    shown = [Paragraph(f"“{_cut(' '.join(said.split()), LONGEST_SAID)}”") for said in voices[:MOST_SAID]]
    note = ""
    if len(voices) > MOST_SAID:
        note = language.gettext("%(shown)s of %(count)s", shown=MOST_SAID, count=len(voices))
    return [Section("", language.gettext("What residents said"), note), *shown]


def _requests(summary: EventSummary, language: Language) -> list[Block]:
    requests = summary.file.requests
    if not requests:
        return []
    rows = [
        Row((number, _cut(" ".join(words.split()), LONGEST_REQUEST))) for _, number, words in requests[:MOST_REQUESTS]
    ]
    more = len(requests) - MOST_REQUESTS
    note = language.ngettext("and %(count)s more", "and %(count)s more", more) if more > 0 else ""
    return [Section("", language.gettext("What follows"), note), Table((Column("", FIT), Column()), rows, size=BODY)]


def _photos(photos: Sequence[bytes], above: Sequence[Block]) -> list[Block]:
    """Return the heading, which is the last block `above`, and as many rows of photos as still fit the sheet."""
    left, top, right, bottom = (margin * MM for margin in REPORT.margins_mm)
    width = REPORT.width - left - right
    room = REPORT.height - top - bottom - HEAD_HEIGHT - HEAD_GAP - Photos.before - SLACK
    for place, block in enumerate(above):
        gap = max(above[place - 1].after, block.before) if place else 0.0
        room -= block.wrap(width, 0)[1] + gap
    for rows in range(-(-len(photos) // Photos.A_ROW), 0, -1):
        high = (room - PHOTO_GAP * (rows - 1)) / rows
        if high >= PHOTO_LOW:
            return [above[-1], Photos(photos[: rows * Photos.A_ROW], min(PHOTO_HIGH, high))]
    return []


def _sum(fen: int | None) -> str:
    return "-" if fen is None else yuan(fen)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
