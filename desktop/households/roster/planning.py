"""An import before it happens: what is in the file, what it would do, and what a person should look at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.households.roster.merging import CHANGED, CREATED, merge
from desktop.sheets.records import ImportReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.core.i18n import Message
    from desktop.households.roster.comparing import Conflict, Decisions
    from desktop.households.roster.merging import Merged
    from desktop.households.roster.missing import Missing
    from desktop.households.roster.register import Register
    from desktop.households.roster.settling import Detail
    from desktop.households.roster.shapes import Reading
    from desktop.sheets.headers import FoundColumn

__all__ = ["OUTCOMES", "PreviewRow", "RosterPlan", "make_plan"]

OUTCOMES = ("unchanged", "changed", "created", "refused")


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the preview: where it stands, what becomes of it, and for changed ones field, old and new value."""

    sheet: str
    row: int
    outcome: str
    room: str
    people: tuple[str, ...]
    details: tuple[Detail, ...] = ()


@dataclass(slots=True)
class RosterPlan:
    """A planned import. Nothing is written before `HouseholdService.apply_import` is given it.

    `report` holds the counts, the refused cells and the doubts. `unknown` are headers that nobody understands, with
    their sheets: map them by hand in a profile and plan again. `passed_over` are sheets about other things.
    `decisions` settle conflicts.
    """

    reading: Reading
    merged: Merged
    register: Register
    today: date
    report: ImportReport
    decisions: Decisions
    written: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """Return the counts of the report."""
        names = ("created", "changed", "unchanged", "skipped", "refused")
        return {name: getattr(self.report, name) for name in names}

    @property
    def unknown(self) -> Sequence[tuple[str, FoundColumn]]:
        """Return the headers without a meaning, each with its sheet."""
        return self.reading.unknown

    @property
    def passed_over(self) -> Sequence[tuple[str, Message]]:
        """Return the sheets that were not read, each with the reason."""
        return self.reading.passed_over

    @property
    def conflicts(self) -> Sequence[Conflict]:
        """Return the cells where file, register and last import all differ, decided ones included."""
        return self.merged.conflicts

    @property
    def missing(self) -> Sequence[Missing]:
        """Return what earlier imports named and this file does not; it is only told."""
        return self.merged.missing

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to write: no row, and nothing said that is not remembered already."""
        return not self.merged.new and not self.merged.changed and not self.merged.said

    def preview(self) -> list[PreviewRow]:
        """Return every row of data in the file's order, refused ones included."""
        rows = [
            PreviewRow(
                row.table.sheet,
                row.row.number,
                OUTCOMES[outcome],
                row.number.label,
                tuple(person.name for person in row.people),
                tuple(self.merged.details.get(index, ())),
            )
            for index, (row, outcome) in enumerate(zip(self.reading.rows, self.merged.outcomes, strict=True))
        ]
        rows += [
            PreviewRow(cells[0].sheet, cells[0].row, "refused", "", ()) for cells in self.reading.refusals if cells
        ]
        sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(row.sheet for row in rows))}
        return sorted(rows, key=lambda row: (sheets[row.sheet], row.row))

    def renew(self, register: Register) -> None:
        """Merge again, because the register became another one since the plan was made."""
        self.register = register
        self.merged = merge(register, self.reading.rows, self.today, self.decisions, self.reading.unsure)
        self.report = _report(self.reading, self.merged)


def make_plan(reading: Reading, register: Register, today: date, decisions: Decisions | None = None) -> RosterPlan:
    """Return what importing `reading` into `register` would do."""
    settled = decisions or {}
    merged = merge(register, reading.rows, today, settled, reading.unsure)
    return RosterPlan(reading, merged, register, today, _report(reading, merged), settled)


def _report(reading: Reading, merged: Merged) -> ImportReport:
    report = ImportReport(skipped=reading.skipped)
    report.created = merged.outcomes.count(CREATED)
    report.changed = merged.outcomes.count(CHANGED)
    report.unchanged = len(merged.outcomes) - report.created - report.changed
    for cells in reading.refusals:
        report.refuse(*cells)
    report.doubts = [*reading.doubts, *merged.doubts]
    report.conflicts = [conflict.cell for conflict in merged.conflicts if conflict.take is None]
    report.missing = [missing.as_json() for missing in merged.missing]
    return report
