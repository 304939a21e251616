"""The lists of an import: cells to look at, typed over in place; rows that will be written; imports made so far."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView

from desktop.app.importing.kinds import IMPORTS, ImportKind, PlannedRow
from desktop.core.i18n import Language, msg
from desktop.sheets.records import Refusal
from desktop.ui.language import translate
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from desktop.app.importing.service import ImportLine
    from desktop.ui.language import Text

__all__ = ["CellsModel", "CellsView", "imports_model", "rows_model"]

VALUE = "value"


class CellsModel(RowsModel[Refusal]):
    """Cells with what is said of each. The value can be typed over: `typed(Refusal, text)`."""

    typed = Signal(object, str)

    def __init__(self) -> None:
        """Show none yet."""
        super().__init__(_cell_columns(), identify=_identity)
        self.may_type = True

    @property
    def value_column(self) -> int:
        """Return the place of the column that can be typed over."""
        return [column.key for column in self.columns].index(VALUE)

    def flags(self, index: Any) -> Qt.ItemFlag:
        """Let values be typed over, where a column of the file is named."""
        flags = super().flags(index)
        row = self.row_at(index.row())
        if self.may_type and index.column() == self.value_column and row is not None and row.column:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Any, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what stands in the file to who types over it."""
        if role == int(Qt.ItemDataRole.EditRole):
            row = self.row_at(index.row())
            return "" if row is None else row.value
        return super().data(index, role)

    def setData(self, index: Any, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Tell what was typed, if it is anything else than what stands there."""
        row = self.row_at(index.row())
        if role != int(Qt.ItemDataRole.EditRole) or row is None or str(value) == row.value:
            return False
        self.typed.emit(row, str(value))
        return True


class CellsView(ListView):
    """The list of such cells: Enter, a double click or just typing opens the value. `settled()`: typing has ended."""

    settled = Signal()

    def __init__(self, model: CellsModel, *, label: Text, name: str) -> None:
        """Show `model`."""
        super().__init__(model, label=label, name=name)
        self._cells = model
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.opened.connect(self._open)
        self.itemDelegate().closeEditor.connect(lambda *_: self.settled.emit())

    @property
    def typing(self) -> bool:
        """Tell whether a value is being typed over."""
        return self.state() == QAbstractItemView.State.EditingState

    def edit(self, index: Any, *how: Any) -> Any:
        """Open the value of the row, whichever of its cells is current."""
        return super().edit(self._cells.index(index.row(), self._cells.value_column), *how)

    def _open(self, _row: Refusal) -> None:
        """Open the value of the current row, unless Enter only ended the typing or there is no value."""
        place = self._cells.index(self.currentIndex().row(), self._cells.value_column)
        if not self.typing and self._cells.flags(place) & Qt.ItemFlag.ItemIsEditable:
            self.edit(place)

    def select_place(self, place: int) -> None:
        """Choose the row at `place`, or the last one."""
        count = self._cells.rowCount()
        if count:
            self.selectRow(min(max(place, 0), count - 1))


def rows_model(kind: ImportKind, *, several_sheets: bool, changed: bool) -> RowsModel[PlannedRow]:
    """Return a model for rows of a preview of `kind`: with their sheet where there are several, what is `changed`."""
    return RowsModel(_row_columns(kind, several_sheets=several_sheets, changed=changed))


def imports_model(zone: ZoneInfo) -> RowsModel[ImportLine]:
    """Return a model for the imports made so far, times in `zone`."""

    def when(line: ImportLine, spoken: Language) -> Cell:
        return Cell(spoken.moment(line.at, zone), tone="ink2")

    return RowsModel(
        (
            Column("at", msg("When"), when, 140, sort=False),
            Column("kind", msg("What"), _kind_of, 150, sort=False),
            Column("file", msg("File"), lambda line, _spoken: line.file_name, 160, stretch=True, sort=False),
            Column("rows", msg("Rows"), _counts, 230, sort=False),
            Column("by", msg("By"), lambda line, _spoken: Cell(line.by, tone="ink2"), 90, sort=False),
            Column("undo", msg("Undo"), _undo, 120, right=True, sort=False),
        )
    )


def _identity(row: Refusal) -> tuple[str, int, str, str]:
    return row.sheet, row.row, row.letter, row.reason.msgid


def _cell_columns() -> Sequence[Column[Refusal]]:
    return (
        Column("place", msg("Cell"), _place, 132, sort=False),
        Column("column", msg("Column"), lambda row, _spoken: Cell(row.column, tone="ink2"), 120, sort=False),
        Column(VALUE, msg("Value (type to correct)"), _value, 220, sort=False),
        Column("reason", msg("Reason"), lambda row, spoken: spoken.message(row.reason), 200, stretch=True, sort=False),
    )


def _place(row: Refusal, _spoken: Language) -> Cell:
    return Cell(f"{row.sheet} {row.letter}{row.row}")


def _value(row: Refusal, spoken: Language) -> Cell:
    if not row.value:
        return Cell(spoken.gettext("(empty)"), tone="ink2", icon="square-pen" if row.column else "")
    return Cell(row.value, tone="red", icon="square-pen" if row.column else "")


def _row_columns(kind: ImportKind, *, several_sheets: bool, changed: bool) -> Sequence[Column[PlannedRow]]:
    roster = kind.key == "households"
    what, about = (msg("Room"), msg("People")) if roster else (msg("Number or room"), msg("About"))
    place = 132 if several_sheets else 64
    columns = [
        Column("row", msg("Row"), partial(_row_place, several_sheets), place, sort=False),
        Column("what", what, lambda row, _spoken: Cell(row.what, strong=True), 140, sort=False),
        Column("about", about, lambda row, _spoken: row.about, 240, stretch=not changed, sort=False),
    ]
    if changed:
        columns.append(Column("details", msg("What changes"), partial(_details, kind), 200, stretch=True, sort=False))
    return columns


def _row_place(several_sheets: bool, row: PlannedRow, _spoken: Language) -> Cell:  # noqa: FBT001 - bound by partial
    return Cell(f"{row.sheet} {row.row}" if several_sheets else str(row.row), tone="ink2")


def _details(kind: ImportKind, row: PlannedRow, spoken: Language) -> Cell:
    parts = []
    for field, old, new in row.details:
        name = kind.column_label(field, spoken)
        if old or new:
            before, after = (translate(value, spoken) or "—" for value in (old, new))
            parts.append(spoken.gettext("%(field)s: %(old)s → %(new)s", field=name, old=before, new=after))
        else:
            parts.append(name)
    return Cell(spoken.gettext("; ").join(parts))


def _kind_of(line: ImportLine, spoken: Language) -> Cell:
    kind = IMPORTS.get(line.kind)
    return Cell(line.kind) if kind is None else Cell(spoken.message(kind.label), icon=kind.icon)


def _counts(line: ImportLine, spoken: Language) -> Cell:
    numbers = {name: spoken.integer(line.counts.get(name, 0)) for name in ("created", "changed", "refused")}
    return Cell(spoken.gettext("%(created)s new, %(changed)s changed, %(refused)s refused", **numbers), tone="ink2")


def _undo(line: ImportLine, spoken: Language) -> Cell:
    if line.undone_at is not None:
        return Cell(spoken.gettext("Taken back"), tone="ink2")
    return Cell(spoken.gettext("Take back"), tone="accent", link=line.kind in IMPORTS)
