"""How the visitor log is composed of the paper kit's blocks: A4 across, day by day, what its words mean below."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Definitions, Title
from desktop.paper.cells import Stacked
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import REPORT_ACROSS, Document
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import Span
from desktop.visits.model import VisitState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block
    from desktop.visits.report.printing import Printing
    from desktop.visits.rows import LogSheet, VisitLine

__all__ = ["draw"]

SIZE = 8.5
SMALL = PAPER_TYPE["definition"]


def draw(sheet: LogSheet, printing: Printing) -> bytes:
    """Return the PDF; see `visitor_log`."""
    t, language = printing.language.gettext, printing.language
    days = language.full_date(sheet.first_day)
    if sheet.last_day != sheet.first_day:
        days = f"{days} – {language.full_date(sheet.last_day)}"
    let_in = [line for line in sheet.lines if line.state is not VisitState.REFUSED]
    refused = len(sheet.lines) - len(let_in)
    facts = [
        sheet.gate or t("All gates"),
        language.ngettext("%(count)s visit", "%(count)s visits", len(let_in)),
        language.ngettext("%(count)s person", "%(count)s people", sum(line.people for line in let_in)),
        t("Not let in: %(count)s", count=language.integer(refused)),
        printing.printed(),
    ]
    blocks: list[Block] = [
        Title(t("Visitor log"), days, facts),
        _table(sheet.lines, printing),
        Definitions(t("What the words mean"), _meaning(sheet, printing)),
    ]
    head = f"{t('Visitor log')} {days}"
    document = Document(REPORT_ACROSS, language, printing.now, head, author=printing.community, company=head)
    return document.pdf(blocks)


def _meaning(sheet: LogSheet, printing: Printing) -> str:
    t = printing.language.gettext
    said = (
        t("In and out are the times the guard entered them; a time with “?” was entered later, nobody saw them leave."),
        t("People counts those who came in. Visits entered by mistake are left out."),
        printing.language.ngettext(
            "Visits older than %(count)s day are kept as counts only, save those held for someone who asked.",
            "Visits older than %(count)s days are kept as counts only, save those held for someone who asked.",
            sheet.keep_days,
        ),
    )
    return (" " if printing.language.code == "en" else "").join(said)


def _table(lines: Sequence[VisitLine], printing: Printing) -> Table:
    t, language = printing.language.gettext, printing.language
    columns = (
        Column(t("No."), FIT, "right"),
        Column(language.pgettext("visitor log", "In"), FIT),
        Column(language.pgettext("visitor log", "Out"), FIT),
        Column(t("Plate or name"), 36.0, weight=MEDIUM),
        Column(t("Name, company"), 36.0),
        Column(language.pgettext("visitor log", "Reason"), 26.0),
        Column(t("Room"), 26.0),
        Column(language.pgettext("visitor log", "People"), FIT, "right"),
        Column(t("Badge"), FIT),
        Column(language.pgettext("visitor log", "Gate"), 23.0),
        Column(t("Remarks")),
    )
    rows: list[Row] = []
    number = 0
    for day, group in groupby(lines, key=lambda line: printing.day(line.in_at)):
        together = list(group)
        rows.append(Row((_heading(day, together, printing),), whole=True, leads=True))
        for line in together:
            number += 1
            rows.append(_row(number, line, day, printing))
    if not rows:
        rows.append(Row((Stacked((Span(t("No visits in these days."), SIZE),)),), whole=True))
    return Table(columns, rows, size=SIZE)


def _heading(day: date, lines: Sequence[VisitLine], printing: Printing) -> Cell:
    language = printing.language
    let_in = sum(line.state is not VisitState.REFUSED for line in lines)
    counted = language.ngettext("%(count)s visit", "%(count)s visits", let_in)
    words = f"{language.full_date(day)} {language.weekday(day)}\u3000{counted}"
    return Stacked((Span(words, SIZE, MEDIUM),))


def _row(number: int, line: VisitLine, day: date, printing: Printing) -> Row:
    language, title = printing.language, printing.said(line.title)
    out = "" if line.out_at is None else printing.clock(line.out_at, day)
    named = "\n".join(dict.fromkeys(filter(None, (line.name if line.name != title else "", line.company))))
    cells = (
        language.integer(number),
        printing.clock(line.in_at, day),
        f"{out}?" if out and line.out_unseen else out,
        title,
        named,
        printing.said(line.kind_name),
        line.place,
        language.integer(line.people),
        line.badge,
        _gates(line),
        _remarks(line, printing),
    )
    return Row(cells, missed=line.state is VisitState.REFUSED)


def _gates(line: VisitLine) -> str:
    return line.gate if line.out_gate in {"", line.gate} else f"{line.gate} → {line.out_gate}"


def _remarks(line: VisitLine, printing: Printing) -> Cell:
    t = printing.language.gettext
    said = []
    if line.state is VisitState.REFUSED:
        said.append(f"{t('Not let in')}{printing.colon}{line.refused_words}")
    if line.override_words:
        agreed = t("agreed by %(name)s", name=line.agreed_by) if line.agreed_by else ""
        words = printing.between.join(filter(None, (line.override_words, agreed)))
        said.append(f"{t('Let in all the same')}{printing.colon}{words}")
    if line.incomplete:
        said.append(t("To be completed"))
    said += [each for each in (line.reason, line.remark) if each]
    return Stacked([Span(each, SMALL) for each in said]) if said else ""
