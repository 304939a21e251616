"""How a handover is composed of the paper kit's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.paper.blocks import Paragraph, Section, Signatures, Title
from desktop.paper.flow import Columns, Group
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import HEAD_GAP, HEAD_HEIGHT, REPORT, Document
from desktop.paper.pen import MM
from desktop.paper.tables import FIT, Column, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language, Message
    from desktop.handover.rows import HandoverRow
    from desktop.paper.flow import Block

__all__ = ["SIZES", "draw"]

LEFT_MM = 90
HEADING_MM = 21
SIZES = (PAPER_TYPE["body"], 8.5, 8.0, PAPER_TYPE["definition"], 7.0, 6.5, 6.0)
"""Sizes of type tried until all is on one page, points; the longest texts that can be signed fit in the last."""

NUMERALS = {"zh": "一二三", "en": "123"}


def draw(
    row: HandoverRow,
    headings: Mapping[str, Message],
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
) -> bytes:
    """Return the PDF; see `handover_sheet`."""
    sheet = _Sheet(row, headings, zone, language)
    left, top, right, bottom = (margin * MM for margin in REPORT.margins_mm)
    width, height = REPORT.width - left - right, REPORT.height - top - bottom - HEAD_HEIGHT - HEAD_GAP
    for size in SIZES:
        blocks = sheet.blocks(size)
        if Group(*blocks).wrap(width, 0)[1] <= height:
            break
    title = f"{language.gettext('Shift handover')} {sheet.day}"
    printed = printed_at.astimezone(zone)
    return Document(REPORT, language, printed, title, author=community, company=community).pdf(blocks)


class _Sheet:
    """One handover in one language."""

    def __init__(self, row: HandoverRow, headings: Mapping[str, Message], zone: ZoneInfo, language: Language) -> None:
        self.row = row
        self.headings = headings
        self.zone = zone
        self.language = language

    @property
    def day(self) -> str:
        """Return the day the shift ended on."""
        return self.language.full_date(self.row.shift.until.astimezone(self.zone).date())

    def blocks(self, size: float) -> list[Block]:
        """Return everything, texts in `size`."""
        t = self.language.gettext
        numerals = NUMERALS["zh" if self.language.code.startswith("zh") else "en"]
        return [
            Title(t("Shift handover"), self.day, facts=(self._shift(),)),
            Columns(
                (LEFT_MM, [Section(numerals[0], t("What the next shift should know")), self._paragraphs(size)]),
                (
                    None,
                    [
                        Section(numerals[1], t("Left over at the end of the day")),
                        self._left_over(size),
                        Section(numerals[2], t("Keys and tools counted")),
                        self._counted(size),
                    ],
                ),
                gap_mm=5,
            ),
            Signatures(
                (self._signed(t("Handed over by"), self.row.given_by), self._moment(self.row.given_at)),
                (self._signed(t("Taken over by"), self.row.taken_by), self._moment(self.row.taken_at)),
            ),
            *self._remark(size),
        ]

    def _shift(self) -> str:
        shift = self.row.shift
        return self.language.gettext(
            "Shift from %(since)s to %(until)s", since=self._moment(shift.since), until=self._moment(shift.until)
        )

    def _paragraphs(self, size: float) -> Table:
        rows = [
            (self._heading(each.key), each.words or self.language.gettext("nothing")) for each in self.row.paragraphs
        ]
        return Table((Column("", HEADING_MM, weight=MEDIUM), Column("")), rows, size=size)

    def _left_over(self, size: float) -> Table:
        t, integer = self.language.gettext, self.language.integer
        apart = self._apart(size)
        rows = [(f"{self._heading(left.key)}{apart}{left.reason}", integer(left.count)) for left in self.row.left_over]
        columns = (Column(t("What is left, and why")), Column(t("How many"), FIT, "right"))
        return Table(columns, rows, size=size, empty=t("Nothing was left over."))

    def _counted(self, size: float) -> Table:
        t, integer = self.language.gettext, self.language.integer
        columns = (Column(t("Item to count")), Column(t("Should be"), FIT, "right"), Column(t("Counted"), FIT, "right"))
        rows = [
            Row(
                (
                    self._apart(size).join(part for part in (thing.name, thing.remark) if part),
                    integer(thing.expected),
                    "" if thing.counted is None else integer(thing.counted),
                ),
                missed=thing.differs,
            )
            for thing in self.row.counted
        ]
        return Table(columns, rows, size=size, empty=t("Nothing is counted at this desk."))

    def _apart(self, size: float) -> str:
        """Return what stands between a thing and the words about it: where hardly anything fits they share lines."""
        return "\n" if size > SIZES[-1] else self._colon

    def _remark(self, size: float) -> Sequence[Block]:
        if not self.row.remark:
            return ()
        return [Paragraph(self.language.gettext("Remark of the next shift: %(words)s", words=self.row.remark), size)]

    def _heading(self, key: str) -> str:
        known = self.headings.get(key)
        return key if known is None else self.language.message(known)

    def _signed(self, who: str, name: str) -> str:
        return f"{who}{self._colon}{name}"

    @property
    def _colon(self) -> str:
        return "：" if self.language.code.startswith("zh") else ": "

    def _moment(self, at: datetime | None) -> str:
        if at is None:
            return ""
        day = self.language.short_date(at.astimezone(self.zone).date())
        return f"{day} {self.language.time(at, self.zone)}"
