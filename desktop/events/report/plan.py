"""How an event's plan is composed of the paper kit's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.money import yuan
from desktop.core.tokens import PAPER_TYPE
from desktop.events.report.pieces import Space, kind_of, when
from desktop.paper.blocks import Paragraph, Section, Signatures, Title
from desktop.paper.cells import TickBoxes
from desktop.paper.frames import REPORT, Document
from desktop.paper.tables import Column, Row, Table

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.events.rows import EventFile
    from desktop.paper.flow import Block

__all__ = ["draw"]

BODY = PAPER_TYPE["body"]
TICK_MM, AMOUNT_MM, NOTE_MM, NAME_MM = 9.0, 30.0, 50.0, 46.0
SIGNED = 20.0
"""Height in which a name can be written by hand, points."""


def draw(file: EventFile, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF; see `plan_page`."""
    t, line = language.gettext, file.line
    printed = printed_at.astimezone(zone)
    title = t("Event plan")
    facts = [
        kind_of(line, language),
        when(line, language, zone),
        *([line.place] if line.place else []),
        *([t("With %(partner)s", partner=file.plan.partner)] if file.plan.partner else []),
        *([language.ngettext("%(count)s place", "%(count)s places", line.capacity)] if line.capacity else []),
        *([t("Budget %(sum)s yuan", sum=yuan(file.budget_fen))] if file.budget_fen is not None else []),
        t("Printed %(at)s", at=language.moment(printed, zone)),
    ]
    blocks: list[Block] = [Title(title, line.title, facts)]
    if file.plan.words:
        blocks.append(Paragraph(file.plan.words))
    blocks += [
        Section("", t("Materials")),
        _materials(file, language),
        Section("", t("Who helps")),
        _staff(file, language),
    ]
    blocks.append(Signatures((t("Planned by:"), ""), (t("Approved by:"), "")))
    head = f"{title} {line.title}"
    return Document(REPORT, language, printed, head, author=community, company=head, number=line.number).pdf(blocks)


def _materials(file: EventFile, language: Language) -> Table:
    t = language.gettext
    columns = (
        Column("", TICK_MM),
        Column(t("Material")),
        Column(t("Amount"), AMOUNT_MM),
        Column(t("Remark"), NOTE_MM),
    )
    ready = frozenset({""})
    rows = [
        Row((TickBoxes(("",), ready if item.ready_at is not None else frozenset()), item.words, item.amount, ""))
        for item in file.items
    ]
    return Table(columns, rows, size=BODY, empty=t("Nothing is needed."))


def _staff(file: EventFile, language: Language) -> Table:
    t = language.gettext
    columns = (Column(t("Name"), NAME_MM), Column(t("Task")), Column(t("Signature"), NOTE_MM))
    rows = [Row((row.name, row.task, Space(SIGNED))) for row in file.plan.staff]
    return Table(columns, rows, size=BODY, empty=t("Nobody is named yet."))
