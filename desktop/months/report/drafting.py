"""What every section is drafted with: the report, its language, and how the report writes tables and moments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.i18n import msg
from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.months.report import words
from desktop.months.report.blocks import NotedTable
from desktop.paper.blocks import Paragraph
from desktop.paper.fonts import MEDIUM
from desktop.paper.pen import MM
from desktop.paper.tables import PADDING, Column, Row, Table
from desktop.paper.words import Span, spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import MonthReport, MonthSummary
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block

__all__ = ["BODY", "SIZE", "SMALL", "Drafted", "Drafting", "fitting", "label", "shares"]

BODY = PAPER_TYPE["body"]
SIZE = PAPER_TYPE["label"]
SMALL = PAPER_TYPE["definition"]
NONE = msg("None this month.")


class Drafted(NamedTuple):
    """What a section holds under its heading; `note` stands small beside it, `fresh` begins a sheet."""

    blocks: Sequence[Block]
    note: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Drafting:
    """A report being drafted in one language. `defines` tells whether it ends with the definitions of its figures."""

    report: MonthReport
    language: Language
    defines: bool = True

    @property
    def summary(self) -> MonthSummary:
        """Return the report's figures."""
        return self.report.summary

    @property
    def whole(self) -> bool:
        """Tell whether it is about all departments."""
        return self.report.department is None

    def table(self, columns: Sequence[Column], rows: Sequence[Row | Sequence[Cell]], *, empty: Message = NONE) -> Table:
        """Return a table in the small size of lists; without rows it says `empty`."""
        if not rows:
            return Table([Column()], [], size=SIZE, empty=self.language.message(empty))
        return Table(columns, rows, size=SIZE)

    def noted(self, table: Table, *notes: Message, together: bool = False) -> NotedTable:
        """Return `table` with `notes` as its footnote, `together` on one sheet if it fits one."""
        text = words.sentences([self.language.message(note) for note in notes], self.language)
        return NotedTable(table, text, together=together)

    def small(self, *notes: Message) -> Paragraph:
        """Return notes in the smallest print."""
        text = words.sentences([self.language.message(note) for note in notes], self.language)
        return Paragraph(label(text, SMALL), SMALL)

    def requests(self, count: int) -> str:
        """Return a number of requests in words."""
        return self.language.ngettext("%(count)s request", "%(count)s requests", count)

    def moment(self, at: datetime | None) -> str:
        """Return a moment in the community's zone, "" for none."""
        return words.day_and_time(at, self.summary)

    def day(self, day: date | None) -> str:
        """Return a day, with its year unless that is the report's; "" for none."""
        if day is None:
            return ""
        return f"{day:%m-%d}" if day.year == self.summary.month.year else f"{day:%Y-%m-%d}"


def fitting(head: str, cells: Iterable[Cell]) -> float:
    """Return the width in mm of a column that holds `cells` (words), each in one line, and its head word by word."""
    texts = [Span(word, weight=MEDIUM) for word in head.split()]
    texts += [span for cell in cells if isinstance(cell, str | Span) for span in spans(cell)]
    return (max((text.width for text in texts), default=0.0) + 2 * PADDING) / MM + 0.01


def shares(numbers: Sequence[int], language: Language) -> tuple[list[str], bool]:
    """Return each number's part of all in per cent, and whether the parts as written add up to 100 %."""
    whole = sum(numbers)
    tenths = [_tenths(number, whole) for number in numbers]
    return [language.percent(number / whole if whole else None) for number in numbers], sum(tenths) in {0, 1000}


def _tenths(number: int, whole: int) -> int:
    """Return tenths of a per cent, half up, as they are written."""
    return (2000 * number + whole) // (2 * whole) if whole else 0


def label(text: str, size: float = SIZE) -> Span:
    """Return text in the grey of labels."""
    return Span(text, size, colour=PAPER["label"])
