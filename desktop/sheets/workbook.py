"""What a spreadsheet is once it has been read: sheets of rows of plain values.

Imported by the confined child process as well, so it must stay cheap to import.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

__all__ = ["Cell", "Limits", "Sheet", "Workbook", "column_letter"]

Cell = str | int | float | bool | datetime | date | time | timedelta | None
"""One cell's value. Empty cells, cells of blanks only and error values such as #N/A are None; times have no zone."""


class Limits(NamedTuple):
    """How much of a stranger's file is read before it is refused."""

    file_bytes: int = 50_000_000
    cells: int = 3_000_000
    seconds: int = 120
    memory_bytes: int = 1_000_000_000


class Sheet(NamedTuple):
    """One sheet.

    `rows[0]` is the row a spreadsheet program numbers 1 and `rows[n][0]` its column A; a row ends at its last filled
    cell, so rows differ in length. Merged ranges are filled with the value of their top left cell.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at `row` and `column`, both counted from 0; None where nothing is."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        return cells[column] if 0 <= column < len(cells) else None


Workbook = tuple[Sheet, ...]
"""All sheets of a file in their order; a text file has one, named after the file."""


def column_letter(index: int) -> str:
    """Return the letters over the column `index`, counted from 0: A, Z, AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
