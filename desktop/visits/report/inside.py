"""How the lists of who is inside are composed: for an evacuation, and for the round at night."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Definitions, Section, Signatures, Title
from desktop.paper.cells import Stacked, TickBoxes
from desktop.paper.fonts import BOLD, MEDIUM
from desktop.paper.frames import REPORT, Document
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import Span
from desktop.visits.report.printing import by_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block
    from desktop.visits.report.printing import Printing
    from desktop.visits.rows import InsideLine, NightSheet

__all__ = ["draw_evacuation", "draw_night"]

LARGE = 11.0
"""Read by torch-light, on a clipboard."""

BODY = PAPER_TYPE["body"]
SMALL = PAPER_TYPE["definition"]
ROOM_TO_WRITE = 22.0


def draw_evacuation(lines: Sequence[InsideLine], printing: Printing) -> bytes:
    """Return the PDF; see `evacuation_list`."""
    t, language = printing.language.gettext, printing.language
    people = sum(line.people for line in lines)
    title = t("Evacuation list: visitors inside")
    facts: list[str | Span] = [
        Span(language.ngettext("%(count)s person", "%(count)s people", people), LARGE, BOLD),
        language.ngettext("%(count)s visit", "%(count)s visits", len(lines)),
        language.ngettext("%(count)s vehicle", "%(count)s vehicles", sum(line.vehicle for line in lines)),
        printing.printed(),
    ]
    blocks: list[Block] = [Title(title, "", facts), _by_building(lines, printing)]
    note = t("Visitors only, as the gates entered them; residents and own staff without an entry are not on this list.")
    blocks.append(Definitions(t("What the words mean"), note))
    return Document(REPORT, language, printing.now, title, printing.community, printing.community).pdf(blocks)


def _by_building(lines: Sequence[InsideLine], printing: Printing) -> Table:
    t, language = printing.language.gettext, printing.language
    columns = (
        Column(t("Outside"), FIT),
        Column(t("Room"), 26.0, weight=BOLD),
        Column(language.pgettext("visitor log", "Who")),
        Column(language.pgettext("visitor log", "People"), FIT, "right", BOLD),
        Column(language.pgettext("visitor log", "Reason"), 31.0),
        Column(t("Badge"), FIT),
        Column(language.pgettext("visitor log", "Since"), FIT),
    )
    rows: list[Row] = []
    today = printing.now.date()
    for building, group in groupby(sorted(lines, key=by_place), key=lambda line: line.building):
        together = list(group)
        rows.append(Row((_heading(building, together, printing),), whole=True, leads=True))
        rows += [
            Row(
                (
                    TickBoxes(("",)),
                    line.place,
                    _who(line, printing),
                    printing.language.integer(line.people),
                    printing.said(line.kind_name),
                    line.badge,
                    printing.clock(line.in_at, today),
                )
            )
            for line in together
        ]
    return Table(columns, rows, size=LARGE, empty=t("No visitor is inside."))


def _heading(building: str, lines: Sequence[InsideLine], printing: Printing) -> Cell:
    language = printing.language
    people = language.ngettext("%(count)s person", "%(count)s people", sum(line.people for line in lines))
    return Stacked((Span(f"{_building(building, printing)}\u3000{people}", LARGE + 1, BOLD),))


def _building(name: str, printing: Printing) -> str:
    t = printing.language.gettext
    if not name:
        return t("Public areas and elsewhere")
    return t("Building %(name)s", name=name) if name.isascii() else name


def _who(line: InsideLine, printing: Printing) -> Cell:
    title = printing.said(line.title)
    more = [each for each in (line.name if line.name != title else "", line.company) if each]
    below = (Span(printing.between.join(more), SMALL + 1),) if more else ()
    return Stacked((Span(title, LARGE, MEDIUM), *below))


def draw_night(sheet: NightSheet, printing: Printing) -> bytes:
    """Return the PDF; see `night_list`."""
    t, language = printing.language.gettext, printing.language
    title = t("Overdue visitors and vehicles overnight")
    facts = [
        t("%(count)s staying too long", count=language.integer(len(sheet.overdue))),
        language.ngettext("%(count)s vehicle", "%(count)s vehicles", len(sheet.vehicles)),
        printing.printed(),
    ]
    numerals = "12" if language.code == "en" else "一二"
    day = language.pgettext("space for a handwritten date", "Date:")
    blocks: list[Block] = [
        Title(title, "", facts),
        Section(numerals[0], t("Should have left")),
        _overdue(sheet.overdue, printing),
        Section(numerals[1], t("Outside vehicles inside")),
        _vehicles(sheet.vehicles, printing),
        Signatures((f"{t('Checked by')}{printing.colon}", day)),
    ]
    return Document(REPORT, language, printing.now, title, printing.community, printing.community).pdf(blocks)


def _overdue(lines: Sequence[InsideLine], printing: Printing) -> Table:
    t, language = printing.language.gettext, printing.language
    columns = (
        Column(t("Plate or name"), 44.0),
        Column(t("Room"), 28.0, weight=MEDIUM),
        Column(language.pgettext("visitor log", "People"), FIT, "right"),
        Column(t("Badge"), FIT),
        Column(language.pgettext("visitor log", "Since"), FIT),
        Column(t("Why")),
        Column(t("Done"), 26.0),
    )
    today = printing.now.date()
    rows = [
        Row(
            (
                _who_small(line, printing),
                line.place,
                printing.language.integer(line.people),
                line.badge,
                printing.clock(line.in_at, today),
                "" if line.overdue is None else printing.said(line.overdue),
                "",
            ),
            height=ROOM_TO_WRITE,
        )
        for line in lines
    ]
    return Table(columns, rows, size=BODY, empty=t("Nobody is overdue."))


def _vehicles(lines: Sequence[InsideLine], printing: Printing) -> Table:
    t, language = printing.language.gettext, printing.language
    columns = (
        Column(t("Checked"), FIT),
        Column(t("Plate or name"), 44.0),
        Column(t("Room"), 28.0, weight=MEDIUM),
        Column(language.pgettext("visitor log", "Since"), FIT),
        Column(t("Night"), FIT),
        Column(t("Remark")),
    )
    today = printing.now.date()
    rows = [
        Row(
            (
                TickBoxes(("",), frozenset(("",) if line.checked_at is not None else ())),
                _who_small(line, printing),
                line.place,
                printing.clock(line.in_at, today),
                t("stayed") if line.stayed_night else "",
                line.remark,
            ),
            height=ROOM_TO_WRITE,
        )
        for line in lines
    ]
    return Table(columns, rows, size=BODY, empty=t("No outside vehicle is inside."))


def _who_small(line: InsideLine, printing: Printing) -> Cell:
    title = printing.said(line.title)
    more = [each for each in (line.name if line.name != title else "", line.company) if each]
    below = (Span(printing.between.join(more), SMALL),) if more else ()
    return Stacked((Span(title, BODY, MEDIUM), *below))
