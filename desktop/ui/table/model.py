"""Table models over frozen rows: what all have in common, and the one that holds its rows in memory."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.ui.language import ui_language
from desktop.ui.table.columns import Cell, Column, RowT, Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

__all__ = ["CELL_ROLE", "ROW_ROLE", "RowsModel", "TableModel", "row_id"]

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 2

_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)

AnyIndex = QModelIndex | QPersistentModelIndex


def row_id(row: object) -> Any:
    """Return what a row is recognised by over reloads: its `id`."""
    return row.id  # type: ignore[attr-defined]


class TableModel(QAbstractTableModel, Generic[RowT]):
    """Rows of one type seen through columns.

    `loaded()` is emitted when rows were shown anew (the view then finds its selection again), `sort_changed(Sort)`
    when a head was clicked.
    """

    loaded = Signal()
    sort_changed = Signal(object)

    def __init__(
        self, columns: Sequence[Column[RowT]], identify: Callable[[RowT], Any] = row_id, parent: QObject | None = None
    ) -> None:
        """Show rows through `columns`; `identify` returns what a row is recognised by."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self.identify = identify
        self.sort_now = Sort()
        ui_language().changed.connect(self._retranslate)

    @abstractmethod
    def row_at(self, row: int) -> RowT | None:
        """Return the row at position `row`, None while it is not loaded."""

    @abstractmethod
    def cell(self, row: int, column: int) -> Cell | None:
        """Return what stands at `row` and `column`, None while it is not loaded."""

    @abstractmethod
    def position(self, identity: object) -> int | None:
        """Return the position of the loaded row recognised by `identity`, None if there is none."""

    def positions(self, identities: Collection[object]) -> Mapping[object, int]:
        """Return the positions of the loaded rows recognised by any of `identities`."""
        found = {identity: self.position(identity) for identity in identities}
        return {identity: position for identity, position in found.items() if position is not None}

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        """Return text, alignment, `CELL_ROLE` (Cell) or `ROW_ROLE` (the row itself)."""
        if not index.isValid():
            return None
        if role == CELL_ROLE:
            return self.cell(index.row(), index.column())
        if role in {_DISPLAY, _ACCESSIBLE}:
            cell = self.cell(index.row(), index.column())
            return "" if cell is None else f"{cell.text} {cell.second}".rstrip()
        if role == _ALIGN:
            return int(self.columns[index.column()].alignment | Qt.AlignmentFlag.AlignVCenter)
        return self.row_at(index.row()) if role == ROW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return the titles of the columns."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == _DISPLAY:
                return ui_language().language.message(self.columns[section].title)
            if role == _ALIGN:
                return int(self.columns[section].alignment | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort_by(self, section: int) -> None:
        """Sort by the column at `section`: upwards, then downwards, as its head is clicked."""
        column = self.columns[section]
        if column.sort:
            same = self.sort_now.key == column.key
            self.set_sort(Sort(column.key, descending=same and not self.sort_now.descending))

    def set_sort(self, sort: Sort) -> None:
        """Sort by `sort` and tell `sort_changed`."""
        self.sort_now = sort
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.sort_changed.emit(sort)

    def made_cell(self, row: RowT, column: int) -> Cell:
        """Return what `column` shows of `row` in the window's language."""
        shown = self.columns[column].show(row, ui_language().language)
        return Cell(shown) if isinstance(shown, str) else shown

    def forget_cells(self) -> None:
        """Throw away cells kept for painting; they are made anew."""

    def _retranslate(self) -> None:
        self.forget_cells()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))


class RowsModel(TableModel[RowT]):
    """A short list held in memory; sorts itself by what its columns show."""

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        rows: Sequence[RowT] = (),
        identify: Callable[[RowT], Any] = row_id,
        parent: QObject | None = None,
    ) -> None:
        """Show `rows` in their order."""
        super().__init__(columns, identify, parent)
        self._given: Sequence[RowT] = tuple(rows)
        self._rows: list[RowT] = list(rows)
        self._cells: dict[tuple[int, int], Cell] = {}

    @property
    def rows(self) -> Sequence[RowT]:
        """Return the rows in the order shown."""
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[RowT]) -> None:
        """Show `rows` instead."""
        self._given = tuple(rows)
        self.beginResetModel()
        self._cells.clear()
        self._rows = self._sorted()
        self.endResetModel()
        self.loaded.emit()

    def set_columns(self, columns: Sequence[Column[RowT]]) -> None:
        """See the same rows through other columns, in the order given."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.sort_now = Sort()
        self._cells.clear()
        self._rows = list(self._given)
        self.endResetModel()
        self.loaded.emit()

    def set_sort(self, sort: Sort) -> None:
        """Sort the rows by what the column shows; the order given is kept among equals."""
        super().set_sort(sort)
        self.set_rows(self._given)

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def row_at(self, row: int) -> RowT | None:
        """Return the row at position `row`."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def cell(self, row: int, column: int) -> Cell | None:
        """Return what stands at `row` and `column`."""
        found = self._cells.get((row, column))
        if found is None and 0 <= row < len(self._rows):
            found = self._cells[row, column] = self.made_cell(self._rows[row], column)
        return found

    def position(self, identity: object) -> int | None:
        """Return the position of the row recognised by `identity`."""
        places = (place for place, row in enumerate(self._rows) if self.identify(row) == identity)
        return next(places, None)

    def forget_cells(self) -> None:
        """Make every cell anew when it is painted next."""
        self._cells.clear()

    def _sorted(self) -> list[RowT]:
        keys = [column.key for column in self.columns]
        if self.sort_now.key not in keys:
            return list(self._given)
        place = keys.index(self.sort_now.key)
        return sorted(self._given, key=lambda row: self.made_cell(row, place).text, reverse=self.sort_now.descending)
