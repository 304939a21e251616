"""An import before it happens: what is in the file, what it would do, and what a person should look at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.requests.ledger.merging import CHANGED, CREATED, REFUSED, SKIPPED, UNCHANGED, merge
from desktop.sheets.records import ImportReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.core.i18n import Message
    from desktop.requests.ledger.known import Known
    from desktop.requests.ledger.merging import Merged
    from desktop.requests.ledger.reading import LedgerReading
    from desktop.sheets.headers import FoundColumn

__all__ = ["LedgerPlan", "PreviewRow", "make_plan"]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the preview: where it stands in the file, what becomes of it, and what it is about.

    `details` are the fields that a changed row changes.
    """

    sheet: str
    row: int
    outcome: str
    number: str
    room: str
    words: str
    details: tuple[str, ...] = ()


@dataclass(slots=True)
class LedgerPlan:
    """A planned import. Nothing is written before `RequestService.apply_import` is given it.

    `report` holds the counts, the refused cells and the doubts. `unknown` are headers that nobody understands, with
    their sheets: map them by hand in a profile and plan again. `passed_over` are sheets about other things.
    """

    reading: LedgerReading
    known: Known
    merged: Merged
    report: ImportReport
    written: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """Return the counts of the report, and of the rows that name a room which the register does not know."""
        names = ("created", "changed", "unchanged", "skipped", "refused")
        return {**{name: getattr(self.report, name) for name in names}, "unknown_rooms": self.merged.unknown_rooms}

    @property
    def unknown(self) -> Sequence[tuple[str, FoundColumn]]:
        """Return the headers without a meaning, each with its sheet."""
        return self.reading.unknown

    @property
    def passed_over(self) -> Sequence[tuple[str, Message]]:
        """Return the sheets that were not read, each with the reason."""
        return self.reading.passed_over

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to write."""
        return not self.merged.created and not self.merged.changed

    def preview(self) -> list[PreviewRow]:
        """Return every row of data in the file's order, refused ones included."""
        changes = {id(change.row): change for change in self.merged.changed}
        rows = []
        for row, outcome in zip(self.reading.rows, self.merged.outcomes, strict=True):
            change = changes.get(id(row))
            details = () if change is None else (*change.columns, *change.names)
            sheet, number = row.table.sheet, row.row.number
            rows.append(PreviewRow(sheet, number, outcome, row.request_number, row.room, row.words, details))
        rows += [
            PreviewRow(cells[0].sheet, cells[0].row, REFUSED, "", "", "") for cells in self.reading.refusals if cells
        ]
        sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(row.sheet for row in rows))}
        return sorted(rows, key=lambda row: (sheets[row.sheet], row.row))

    def renew(self, known: Known, now: datetime) -> None:
        """Decide again, because something was written since the plan was made."""
        self.known = known
        self.merged = merge(known, self.reading.rows, now)
        self.report = _report(self.reading, self.merged)


def make_plan(reading: LedgerReading, known: Known, now: datetime) -> LedgerPlan:
    """Return what importing `reading` would do at `now`."""
    merged = merge(known, reading.rows, now)
    return LedgerPlan(reading, known, merged, _report(reading, merged))


def _report(reading: LedgerReading, merged: Merged) -> ImportReport:
    report = ImportReport(skipped=reading.skipped + merged.outcomes.count(SKIPPED))
    report.created = merged.outcomes.count(CREATED)
    report.changed = merged.outcomes.count(CHANGED)
    report.unchanged = merged.outcomes.count(UNCHANGED)
    for cells in (*reading.refusals, *merged.refusals):
        report.refuse(*cells)
    report.doubts = [*reading.doubts, *merged.doubts]
    return report
