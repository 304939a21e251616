"""One row being read: cell by cell to values, and what is wrong with it so far."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from desktop.households.roster import words
from desktop.sheets.cells import CellFault, to_code_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.i18n import Message
    from desktop.sheets.records import Refusal
    from desktop.sheets.tables import Table, TableRow
    from desktop.sheets.workbook import Cell

__all__ = ["RowReader"]

_NO_CODE = frozenset({"", "0", "-", "/", "无", "無"})
"""How a missing entrance and the like are written; some systems write 0."""

Value = TypeVar("Value")


class RowReader:
    """One row being read, and what is wrong with it so far."""

    __slots__ = ("cells", "doubts", "faults", "row", "table")

    def __init__(self, table: Table, row: TableRow) -> None:
        self.table = table
        self.row = row
        self.cells = row.cells
        self.faults: list[Refusal] = []
        self.doubts: list[Refusal] = []

    def fault(self, field_name: str, reason: Message) -> None:
        """Refuse the row for this cell."""
        self.faults.append(self.table.refusal(self.row, field_name, reason))

    def doubt(self, field_name: str, reason: Message) -> None:
        """Take the cell, but have it looked at."""
        self.doubts.append(self.table.refusal(self.row, field_name, reason))

    def read(self, field_name: str, reader: Callable[[Cell], Value | CellFault]) -> Value | None:
        """Return what a cell says, none where it is empty or faulty."""
        cell = self.cells.get(field_name)
        if cell is None:
            return None
        value = reader(cell)
        if isinstance(value, CellFault):
            self.fault(field_name, value.message)
            return None
        return value

    def word(self, field_name: str) -> str:
        """Return a free text."""
        cell = self.cells.get(field_name)
        return "" if cell is None else words.read_word(cell)

    def code(self, field_name: str) -> str:
        """Return a number or code as it was written."""
        cell = self.cells.get(field_name)
        text = self.read(field_name, _code_of_text if isinstance(cell, str) else to_code_text) or ""
        return "" if text in _NO_CODE else text


@lru_cache(maxsize=16384)
def _code_of_text(text: Cell) -> str | CellFault:
    """Return `to_code_text` of a text; a roster has few buildings and entrances, each many times."""
    return to_code_text(text)
