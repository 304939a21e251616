"""How the count at the end of a shift is composed: what came and went, what is still inside, which badges are out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Section, Signatures, Title, WritingBox
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import REPORT, Document
from desktop.paper.tables import FIT, Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.flow import Block
    from desktop.visits.report.printing import Printing
    from desktop.visits.rows import InsideLine, ShiftSheet

__all__ = ["draw"]

BODY = PAPER_TYPE["body"]
FIGURE_MM = 22.0
ROOM_TO_WRITE = 22.0


def draw(sheet: ShiftSheet, printing: Printing) -> bytes:
    """Return the PDF; see `shift_count`."""
    t, language = printing.language.gettext, printing.language
    title = t("Count at the end of the shift")
    since, until = (language.moment(at, printing.zone) for at in (sheet.since, sheet.until))
    facts = [
        t("From %(since)s to %(until)s", since=since, until=until),
        t("Not let in: %(count)s", count=language.integer(sheet.refused)),
        t("%(count)s let in all the same", count=language.integer(sheet.overridden)),
        t("%(count)s staying too long", count=language.integer(sheet.overdue)),
        t("To be completed: %(count)s", count=language.integer(sheet.incomplete)),
        printing.printed(),
    ]
    numerals = "12" if language.code == "en" else "一二"
    day = language.pgettext("space for a handwritten date", "Date:")
    signers = (t("Handed over by"), t("Taken over by"))
    blocks: list[Block] = [
        Title(title, sheet.shift, facts),
        Section(numerals[0], t("Visits of the shift")),
        _kinds(sheet, printing),
        Section(numerals[1], t("Badges that are out")),
        _badges(sheet.badges, printing),
        WritingBox(t("What the next shift should know")),
        Signatures(*((f"{who}{printing.colon}", day) for who in signers)),
    ]
    return Document(REPORT, language, printing.now, title, printing.community, printing.community).pdf(blocks)


def _kinds(sheet: ShiftSheet, printing: Printing) -> Table:
    t, language, integer = printing.language.gettext, printing.language, printing.language.integer
    figures = (
        language.pgettext("visitor log", "Came in"),
        language.pgettext("visitor log", "Left"),
        t("Still inside"),
        t("People inside"),
        t("Vehicles inside"),
    )
    columns = (
        Column(language.pgettext("visitor log", "Reason")),
        *(Column(label, FIGURE_MM, "right") for label in figures),
        Column(t("Counted"), FIGURE_MM),
    )
    rows = [
        Row(
            (
                printing.said(kind.name),
                *(integer(value) for value in (kind.came, kind.left, kind.visits, kind.people, kind.vehicles)),
                "",
            ),
            height=ROOM_TO_WRITE,
        )
        for kind in sheet.kinds
    ]
    totals = [
        sum(getattr(kind, name) for kind in sheet.kinds) for name in ("came", "left", "visits", "people", "vehicles")
    ]
    total = Row((t("Total"), *(integer(value) for value in totals), ""), weight=MEDIUM, height=ROOM_TO_WRITE)
    return Table(columns, [*rows, total], size=BODY)


def _badges(lines: Sequence[InsideLine], printing: Printing) -> Table:
    t, language = printing.language.gettext, printing.language
    columns = (
        Column(t("Badge"), FIT, weight=MEDIUM),
        Column(t("Plate or name"), 52.0),
        Column(t("Room"), 30.0),
        Column(language.pgettext("visitor log", "Since"), FIT),
        Column(t("Remark")),
    )
    today = printing.now.date()
    rows = [
        (line.badge, printing.said(line.title), line.place, printing.clock(line.in_at, today), "") for line in lines
    ]
    return Table(columns, rows, size=BODY, empty=t("No badge is out."))
