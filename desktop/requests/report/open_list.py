"""How the list of open work is composed of the paper kit's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Paragraph, Section, Title
from desktop.paper.cells import Stacked, TickBoxes
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import REPORT, Document
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import Span
from desktop.requests.model import Priority
from desktop.requests.rows import HOLD_REASON_LABELS, OPEN_LIST_ORDER_LABELS, PLACE_LABELS, PRIORITY_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block
    from desktop.requests.rows import OpenListGroup, OpenListOrder, RequestLine

__all__ = ["draw"]

BODY, SMALL = PAPER_TYPE["body"], PAPER_TYPE["label"]
CALLER_MM, DUE_MM = 28.0, 27.0
MOST_WORDS = 120
"""Characters of a request's words; the work order has them all."""


def draw(
    groups: Sequence[OpenListGroup],
    heading: str,
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
    order: OpenListOrder,
) -> bytes:
    """Return the PDF; see `open_list`."""
    printed = printed_at.astimezone(zone)
    title = language.gettext("Open work")
    count = sum(len(group.lines) for group in groups)
    facts = (
        language.ngettext("%(count)s request", "%(count)s requests", count),
        language.message(OPEN_LIST_ORDER_LABELS[order]),
        language.gettext("Printed %(at)s", at=language.moment(printed, zone)),
    )
    blocks: list[Block] = [Title(title, heading, facts)]
    drawn = _List(zone, language)
    for number, group in enumerate(groups, start=1):
        blocks += drawn.group(number, group)
    if not groups:
        blocks.append(Paragraph(language.gettext("Nothing is open here.")))
    document = Document(REPORT, language, printed, f"{title} {heading}".strip(), author=community, company=community)
    return document.pdf(blocks)


class _List:
    """The tables of one list in one language."""

    def __init__(self, zone: ZoneInfo, language: Language) -> None:
        self.zone = zone
        self.language = language

    def group(self, number: int, group: OpenListGroup) -> list[Block]:
        """Return the heading and the table of one worker's requests."""
        t = self.language.gettext
        who = group.worker or t("No worker yet")
        note = self.language.ngettext("%(count)s request", "%(count)s requests", len(group.lines))
        columns = (
            Column("", 8),
            Column(t("Number"), FIT),
            Column(t("Room"), FIT, weight=MEDIUM),
            Column(t("Problem")),
            Column(t("Caller"), CALLER_MM),
            Column(t("Due"), DUE_MM),
        )
        rows = [self._row(line, phone) for line, phone in zip(group.lines, group.phones, strict=True)]
        numeral = self.language.integer(number)
        return [Section(numeral, f"{who}\u3000{group.department}".strip(), note), Table(columns, rows, size=BODY)]

    def _row(self, line: RequestLine, phone: str) -> Row:
        language = self.language
        notes = [language.message(PRIORITY_LABELS[line.priority])] if line.priority is not Priority.NORMAL else []
        if line.hold_reason is not None:
            notes.append(
                language.gettext("On hold: %(why)s", why=language.message(HOLD_REASON_LABELS[line.hold_reason]))
            )
        said = " ".join(line.words.split())
        words: list[str | Span] = [f"{said[:MOST_WORDS]}…" if len(said) > MOST_WORDS else said]
        if notes or line.category:
            words.append(Span(" · ".join(filter(None, (line.category, *notes))), SMALL))
        room = line.room or language.message(PLACE_LABELS[line.place])
        caller = Stacked([text for text in (line.reporter, phone) if text]) if line.reporter or phone else ""
        cells: tuple[Cell, ...] = (TickBoxes([""]), line.number, room, Stacked(words), caller, self._due(line))
        # the grey ground marks what is overdue, and survives a photocopy
        return Row(cells, missed=line.late is not None)

    def _due(self, line: RequestLine) -> Cell:
        if line.due_at is None:
            return ""
        day = self.language.short_date(line.due_at.astimezone(self.zone).date())
        at = self.language.time(line.due_at, self.zone)
        due = f"{day} {at}"
        if line.late is None:
            return due
        return Stacked([Span(due, BODY, MEDIUM), Span(self.language.gettext("late"), SMALL)])
