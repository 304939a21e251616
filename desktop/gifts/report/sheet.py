"""How the sheet of a gift list is composed of the paper kit's blocks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.gifts.model import GiftListState, GiftState
from desktop.paper.blocks import Paragraph, Signatures, Title
from desktop.paper.cells import Stacked
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import REPORT, Document
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.gifts.rows import GiftEntryLine, GiftSheet
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block
    from desktop.paper.pen import Pen

__all__ = ["draw"]

BODY, SMALL = PAPER_TYPE["body"], PAPER_TYPE["label"]
NAMES_MM, SIGNED_MM, DAY_MM = 40.0, 42.0, 21.0
ROOM_TO_SIGN = 21.0
"""Height in which a name can be written by hand, points."""

BLANK_LINES = 3
"""Lines left for households that come to the list on the way."""


@dataclass(frozen=True, slots=True)
class _Space:
    """A cell that is left white to be written in."""

    def height(self, _width: float) -> float:
        """Return the height in which a name can be written."""
        return ROOM_TO_SIGN

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw nothing."""


class _Totals(Paragraph):
    """The totals; the lines for signatures below them are not left alone on another sheet."""

    leads = True


def draw(sheet: GiftSheet, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF; see `gift_sheet`."""
    printed = printed_at.astimezone(zone)
    drawn = _Sheet(sheet, zone, language)
    name = f"{drawn.title} {sheet.line.title}"
    return Document(REPORT, language, printed, name, author=community, company=community).pdf(drawn.blocks(printed))


class _Sheet:
    """One gift list in one language."""

    def __init__(self, sheet: GiftSheet, zone: ZoneInfo, language: Language) -> None:
        self.sheet = sheet
        self.zone = zone
        self.language = language

    @property
    def title(self) -> str:
        """Return what the sheet is: of the whole list, or of who is still to be given the gift."""
        t = self.language.gettext
        return t("Gift list: still to be given") if self.sheet.only_waiting else t("Gift list")

    def blocks(self, printed: datetime) -> list[Block]:
        """Return the sheet from its title to the lines for signatures."""
        t = self.language.gettext
        blocks: list[Block] = [Title(self.title, self.sheet.line.title, self._facts(printed))]
        if self.sheet.line.note:
            blocks.append(Paragraph(Span(self.sheet.line.note, BODY), BODY))
        blocks.append(self._table())
        blocks.append(_Totals(Span(self._totals(), BODY, MEDIUM), BODY))
        signers = (t("Handed out by"), t("Checked by"))
        day = self.language.pgettext("space for a handwritten date", "Date:")
        blocks.append(Signatures(*((f"{who}：" if self._is_chinese else f"{who}:", day) for who in signers)))
        return blocks

    @property
    def _is_chinese(self) -> bool:
        return self.language.code != "en"

    def _facts(self, printed: datetime) -> Sequence[str]:
        t, line = self.language.gettext, self.sheet.line
        return (
            t("Gift: %(gift)s", gift=line.gift),
            self.language.ngettext("%(count)s household", "%(count)s households", len(self.sheet.entries)),
            t("To be given by %(day)s", day=self.language.full_date(line.due_on)),
            t("Printed %(at)s", at=self.language.moment(printed, self.zone)),
        )

    def _table(self) -> Table:
        t = self.language.gettext
        columns = (
            Column(t("No."), FIT, "right"),
            Column(t("Room"), FIT, weight=MEDIUM),
            Column(t("Name"), NAMES_MM),
            Column(t("Pieces"), FIT, "right"),
            Column(t("Note")),
            Column(t("Received by (signature)"), SIGNED_MM),
            Column(t("Date"), DAY_MM),
        )
        rows: list[Row | Sequence[Cell]] = []
        number = 0
        for building, entries in groupby(self.sheet.entries, key=lambda entry: entry.building):
            together = list(entries)
            rows.append(Row((self._group(building, together),), whole=True, leads=True))
            for entry in together:
                number += 1
                rows.append(self._row(number, entry))
        if self.sheet.line.state is GiftListState.OPEN:
            rows += [(*("",) * (len(columns) - 1), _Space()) for _ in range(BLANK_LINES)]
        return Table(columns, rows, size=BODY)

    def _group(self, building: str, entries: Sequence[GiftEntryLine]) -> Cell:
        """Return the heading over the households of a building that follow one another."""
        count = self.language.ngettext("%(count)s household", "%(count)s households", len(entries))
        name = self.language.gettext("Building %(name)s", name=building) if building.isascii() else building
        # its own, because a plain text stands as those of the first column do
        return Stacked((Span(f"{name or '—'}\u3000{count}", BODY, MEDIUM),))

    def _row(self, number: int, entry: GiftEntryLine) -> Row:
        language = self.language
        signed: Cell = _Space()
        day = ""
        if entry.state is GiftState.HANDED:
            signed = entry.handed_to
            day = "" if entry.handed_at is None else entry.handed_at.astimezone(self.zone).date().isoformat()
        elif entry.state is GiftState.REFUSED:
            signed = language.gettext("declined")
        names = (self._joined.join(entry.people)) or language.gettext("Nobody entered")
        cells = (language.integer(number), entry.room, names, language.integer(entry.pieces), self._note(entry))
        return Row((*cells, signed, day), height=ROOM_TO_SIGN)

    def _note(self, entry: GiftEntryLine) -> Cell:
        """Return how often nobody was at home, and what was noted."""
        said = []
        if entry.tries and entry.state is GiftState.NOT_HOME:
            said.append(
                self.language.ngettext("%(count)s time nobody home", "%(count)s times nobody home", entry.tries)
            )
        if entry.note:
            said.append(entry.note)
        return Stacked([Span(each, SMALL) for each in said]) if said else ""

    def _totals(self) -> str:
        t, integer, entries = self.language.gettext, self.language.integer, self.sheet.entries
        handed = [entry for entry in entries if entry.state is GiftState.HANDED]
        to_give = [entry for entry in entries if entry.state in {GiftState.WAITING, GiftState.NOT_HOME}]
        parts = (
            t("%(count)s pieces in all", count=integer(sum(entry.pieces for entry in entries))),
            t("%(count)s given", count=integer(sum(entry.pieces for entry in handed))),
            t("%(count)s still to be given", count=integer(sum(entry.pieces for entry in to_give))),
            t("%(count)s left in stock when printed", count=integer(self.sheet.line.left)),
        )
        return self.language.gettext("; ").join(parts)

    @property
    def _joined(self) -> str:
        return "、" if self._is_chinese else ", "
