"""What became of each row of an import: counts, and every cell that was refused with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.sheets.cells import shown

if TYPE_CHECKING:
    from desktop.core.i18n import Language, Message
    from desktop.sheets.headers import FoundColumn
    from desktop.sheets.workbook import Cell

__all__ = ["ImportReport", "Refusal", "refusal"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell that could not be taken, or was taken with a doubt.

    `row` is numbered as a spreadsheet program shows it; `column` is the header above the cell, `letter` the column's
    letter (both empty where the whole row is meant); `value` is the cell as a person reads it.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: Message
    letter: str = ""

    @property
    def message(self) -> Message:
        """Return the refusal as one sentence: where and why."""
        if not self.column:
            return msg("Sheet “%(sheet)s”, row %(row)s: %(reason)s", sheet=self.sheet, row=self.row, reason=self.reason)
        return msg(
            "Sheet “%(sheet)s”, cell %(cell)s (%(column)s): %(reason)s",
            sheet=self.sheet,
            cell=f"{self.letter}{self.row}",
            column=self.column,
            reason=self.reason,
        )

    def as_json(self, language: Language) -> dict[str, object]:
        """Return the refusal as plain data, its reason in `language`."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason": language.message(self.reason),
        }


def refusal(sheet: str, row: int, column: FoundColumn | None, cell: Cell, reason: Message) -> Refusal:
    """Return the refusal of `cell` at `row` and `column` of `sheet`; None for the column means the whole row."""
    if column is None:
        return Refusal(sheet, row, "", shown(cell), reason)
    return Refusal(sheet, row, column.header, shown(cell), reason, column.letter)


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do. Counts are rows of the file except where the importer says otherwise.

    `skipped` are rows that hold no data (totals, examples, repeated heads); `refused` are rows left out for a reason in
    `cells`; `doubts` are cells that were taken and should be looked at; `conflicts` cells that were not taken, because
    what is kept was changed as well. `missing` is what an earlier import named and this one does not, None where an
    importer does not look for that.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0
    cells: list[Refusal] = field(default_factory=list)
    doubts: list[Refusal] = field(default_factory=list)
    conflicts: list[Refusal] = field(default_factory=list)
    missing: list[dict[str, object]] | None = None

    def refuse(self, *cells: Refusal) -> None:
        """Count one row as refused because of `cells`."""
        self.refused += 1
        self.cells.extend(cells)

    def as_json(self, language: Language) -> dict[str, object]:
        """Return the report as plain data, reasons in `language`: the counts, `cells`, and `missing` where looked for.

        A cell in conflict carries `"outcome": "conflict"`; the others were refused.
        """
        missing = {} if self.missing is None else {"missing": self.missing}
        conflicts = [{**cell.as_json(language), "outcome": "conflict"} for cell in self.conflicts]
        return {
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "refused": self.refused,
            "cells": [*(cell.as_json(language) for cell in self.cells), *conflicts],
            **missing,
        }
