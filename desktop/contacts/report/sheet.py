"""How the call sheet is composed of the paper kit's blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.contacts.model import CallState
from desktop.contacts.rows import OUTCOME_LABELS, fill_script
from desktop.core.tokens import PAPER_TYPE
from desktop.households.rows import ROLE_LABELS
from desktop.paper.blocks import Paragraph, Section, Signatures, Title, WritingBox
from desktop.paper.cells import Stacked
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import REPORT, Document
from desktop.paper.pen import MM
from desktop.paper.tables import FIT, PADDING, Column, Row, Table
from desktop.paper.words import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.contacts.rows import CallSheet, SheetEntry
    from desktop.core.i18n import Language
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block
    from desktop.paper.pen import Pen

__all__ = ["draw"]

BODY, SMALL = PAPER_TYPE["body"], PAPER_TYPE["label"]
NAME_MM, PHONE_MM, TIME_MM, SIGNED_MM = 34.0, 33.0, 18.0, 27.0
ROOM_TO_WRITE = 21.0
"""Height in which a word can be written by hand, points."""
SCRIPT_MM = 12.0
BLANK = "＿＿＿"
"""Stands in the script where every household has a name of its own."""


@dataclass(frozen=True, slots=True)
class _Space:
    """A cell that is left white to be written in."""

    def height(self, _width: float) -> float:
        """Return the height in which a word can be written."""
        return ROOM_TO_WRITE

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class _Step:
    """Texts one under the other, and the height they are given together, points."""

    texts: Sequence[str]
    height: float


@dataclass(frozen=True, slots=True)
class _Steps:
    """A cell of steps, each as high as its neighbour in the next column."""

    steps: Sequence[_Step]

    def height(self, _width: float) -> float:
        """Return the height of all steps."""
        return sum(step.height for step in self.steps)

    def paint(self, pen: Pen, x: float, y: float, width: float) -> None:
        """Draw each step from its own upper edge."""
        for step in self.steps:
            Stacked(step.texts).paint(pen, x, y, width)
            y += step.height


def _height(texts: Sequence[str], width_mm: float) -> float:
    return Stacked(texts).height(width_mm * MM - 2 * PADDING)


def draw(sheet: CallSheet, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF; see `call_sheet`."""
    printed = printed_at.astimezone(zone)
    title = language.gettext("Call sheet")
    blocks = _Sheet(sheet, community, zone, language).blocks(printed)
    document = Document(
        REPORT, language, printed, f"{title} {sheet.round.occasion}", author=community, company=community
    )
    return document.pdf(blocks)


class _Sheet:
    """One call sheet in one language."""

    def __init__(self, sheet: CallSheet, community: str, zone: ZoneInfo, language: Language) -> None:
        self.sheet = sheet
        self.community = community
        self.zone = zone
        self.language = language

    def blocks(self, printed: datetime) -> list[Block]:
        """Return the sheet from its title to the lines for signatures."""
        t = self.language.gettext
        sheet = self.sheet
        blocks: list[Block] = [Title(t("Call sheet"), sheet.round.occasion, self._facts(printed))]
        if sheet.round.script:
            blocks.append(WritingBox(t("What to say"), SCRIPT_MM, self._script()))
        blocks.append(self._table())
        blocks += self._left_out()
        signers = (t("Called by"), t("Checked by"))
        blocks.append(Signatures(*((f"{who}：" if self._is_chinese else f"{who}:", self._day) for who in signers)))
        if not sheet.masked:
            warning = t("Phones are shown in full: keep this sheet locked up, and shred it when the round is over.")
            blocks.append(Paragraph(Span(warning, SMALL), SMALL))
        return blocks

    @property
    def _is_chinese(self) -> bool:
        return self.language.code != "en"

    @property
    def _day(self) -> str:
        return self.language.pgettext("space for a handwritten date", "Date:")

    def _facts(self, printed: datetime) -> Sequence[str]:
        t, progress = self.language.gettext, self.sheet.round.progress
        began = self.sheet.round.started_at.astimezone(self.zone).date()
        facts = [
            t("List: %(name)s", name=self.sheet.round.list_name),
            self.language.ngettext("%(count)s household", "%(count)s households", progress.total),
            t("%(reached)s reached", reached=self.language.integer(progress.reached)),
            t("Begun %(day)s", day=self.language.full_date(began)),
            t("Printed %(at)s", at=self.language.moment(printed, self.zone)),
        ]
        return facts if self.sheet.round.list_name else facts[1:]

    def _script(self) -> str:
        known = {"community": self.community, "occasion": self.sheet.round.occasion, "name": BLANK, "room": BLANK}
        return fill_script(self.sheet.round.script, known)

    def _table(self) -> Table:
        t = self.language.gettext
        columns = (
            Column(t("No."), FIT, "right"),
            Column(t("Room"), FIT, weight=MEDIUM),
            Column(t("Name"), NAME_MM),
            Column(t("Phone"), PHONE_MM),
            Column(t("Outcome")),
            Column(t("Time"), TIME_MM),
            Column(t("Signature"), SIGNED_MM),
        )
        rows = [self._row(entry) for entry in self.sheet.entries]
        return Table(columns, rows, size=BODY, empty=t("There is nobody to call in this round."))

    def _row(self, entry: SheetEntry) -> Row:
        language = self.language
        outcome: Cell = _Space()
        if entry.outcome is not None:
            said = language.message(OUTCOME_LABELS[entry.outcome])
            outcome = Stacked((said, Span(entry.note, SMALL))) if entry.note else said
        time: Cell = _Space()
        if entry.called_at is not None:
            day = language.short_date(entry.called_at.astimezone(self.zone).date())
            time = Stacked((day, language.time(entry.called_at, self.zone)))
        names, phones = self._people(entry)
        cells = (language.integer(entry.number), entry.room, names, phones, outcome, time, _Space())
        # The grey ground marks whom nobody reached, and survives a photocopy.
        return Row(cells, missed=entry.state is CallState.UNREACHED)

    def _people(self, entry: SheetEntry) -> tuple[Cell, Cell]:
        """Return names and phones so that each person's stand beside one another, however the lines break."""
        names, phones = [], []
        for person in entry.people:
            name = self._name(person.name, self.language.message(ROLE_LABELS[person.role]))
            numbers = person.phones or ("",)
            height = max(_height([name], NAME_MM), _height(numbers, PHONE_MM))
            names.append(_Step((name,), height))
            phones.append(_Step(numbers, height))
        return (_Steps(names), _Steps(phones)) if names else (_Space(), _Space())

    def _name(self, name: str, role: str) -> str:
        return f"{name}（{role}）" if self._is_chinese else f"{name} ({role})"

    def _left_out(self) -> list[Block]:
        if not self.sheet.left_out:
            return []
        t = self.language.gettext
        joined = "、" if self._is_chinese else ", "
        rows = [(entry.room, joined.join(person.name for person in entry.people)) for entry in self.sheet.left_out]
        columns = (Column(t("Room"), FIT, weight=MEDIUM), Column(t("Name")))
        number = "＊" if self._is_chinese else "*"
        return [Section(number, t("Left out: asked not to be called")), Table(columns, rows, size=BODY)]
