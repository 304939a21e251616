"""The view of every list: lines instead of a grid, selection by row, keys for all that the mouse can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desktop.core.tokens import HEIGHTS
from desktop.ui.fonts import font
from desktop.ui.language import Text, say
from desktop.ui.paint import text_width
from desktop.ui.table.delegate import CellDelegate, HeadView
from desktop.ui.table.keyset import KeysetModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent

    from desktop.ui.table.model import AnyIndex, TableModel

__all__ = ["MOST_MARKED", "ListView"]

MOST_MARKED = 2000
"""So many selected rows are found again when the list reloads; beyond it only the current one stays selected."""


class ListView(QTableView):
    """Shows a `TableModel`. The selection is a row, kept by what the row is recognised by when the list reloads.

    `opened(row)`: Enter or a double click. `acted(row, column key)`: a link cell was clicked. `row_changed(row |
    None)`: another row is current, or it left the list. `selected(count)`: so many rows are selected; several stay so,
    each by what it is recognised by, when the list reloads. `arranged()`: a person moved a column or gave it another
    width. Ctrl+C copies the selected rows as tab-separated text.
    """

    opened = Signal(object)
    acted = Signal(object, str)
    row_changed = Signal(object)
    selected = Signal(int)
    arranged = Signal()

    def __init__(
        self,
        model: TableModel[Any],
        *,
        label: Text,
        name: str,
        row: str = "row",
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Show `model`; `row` is a key of `HEIGHTS`; with `several` more than one row can be selected."""
        super().__init__(parent)
        self.list_model = model
        self._kept: object = None
        self._chosen_once = False
        self._pending = False
        self._fitting = False
        self._marked: frozenset[Any] = frozenset()
        self._marking = True
        self._delegate = CellDelegate(self)
        self._widths: dict[str, int] = {}
        self.setObjectName(name)
        say(self, accessibleName=label)
        self.setFont(font("body"))
        self.setHorizontalHeader(HeadView(self))
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._set_up(row, several=several)
        model.loaded.connect(self._find_again)
        model.dataChanged.connect(self._catch_up)
        model.modelReset.connect(self._fit_columns)
        model.modelReset.connect(self._forget_marks)
        model.headerDataChanged.connect(self._fit_columns)
        if isinstance(model, KeysetModel):
            model.located.connect(self._located)
        self.horizontalHeader().sectionClicked.connect(model.sort_by)
        self.horizontalHeader().sectionResized.connect(self._remember_width)
        self.horizontalHeader().sectionMoved.connect(self._tell_moved)
        self._fit_columns()

    @property
    def row(self) -> Any:
        """Return the current row, None if there is none or it is not loaded yet."""
        index = self.currentIndex()
        return self.list_model.row_at(index.row()) if index.isValid() else None

    @property
    def rows(self) -> Sequence[Any]:
        """Return the selected rows that are loaded, in the order shown."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = (self.list_model.row_at(place) for place in places)
        return [row for row in found if row is not None]

    @property
    def selected_count(self) -> int:
        """Return how many rows are selected, loaded or not."""
        selection = self.selectionModel().selection()
        return sum(selection.at(place).height() for place in range(selection.count()))

    def select_one(self) -> None:
        """Let only the current row stay selected."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.currentIndex(), flags.ClearAndSelect | flags.Rows)

    def select(self, identity: object) -> None:
        """Make the row recognised by `identity` current, asking the source where it is if it is not loaded."""
        self._kept = identity
        self._chosen_once = True
        self._find_again()

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show the columns of `keys` only, in that order."""
        head = self.horizontalHeader()
        all_keys = [column.key for column in self.list_model.columns]
        wanted = [all_keys.index(key) for key in keys if key in all_keys]
        # Hiding tells of a width of zero, which nobody chose.
        self._fitting = True
        for place, section in enumerate(wanted):
            head.moveSection(head.visualIndex(section), place)
        for section in range(len(all_keys)):
            self.setColumnHidden(section, section not in wanted)
        self._fitting = False
        self._fit_columns()

    def shown_columns(self) -> list[str]:
        """Return the keys of the columns shown, from left to right."""
        head = self.horizontalHeader()
        order = [head.logicalIndex(place) for place in range(head.count())]
        return [self.list_model.columns[section].key for section in order if not head.isSectionHidden(section)]

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Give columns the widths a person chose, px by key."""
        self._widths = dict(widths)
        self._fit_columns()

    def widths(self) -> Mapping[str, int]:
        """Return the widths a person chose, px by key."""
        return dict(self._widths)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Remember the current row by its identity and tell who listens."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self._pending = current.isValid()
        self._catch_up()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Remember what several selected rows are recognised by, and tell how many there are."""
        super().selectionChanged(selected, deselected)
        if self._marking:
            self._mark()

    def rowsAboutToBeRemoved(self, parent: AnyIndex, first: int, last: int) -> None:
        """Let Qt choose no other row for one that goes; where it went is found out once the list is loaded."""
        if first <= self.currentIndex().row() <= last:
            self._marking = False
            self.selectionModel().clear()
            self._marking = True
        super().rowsAboutToBeRemoved(parent, first, last)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the row Qt makes current when the list is entered, but choose no other for one that left the list."""
        by_tab = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if not by_tab and self._chosen_once and not self.currentIndex().isValid():
            # A dialog closed or the page came back: what was worked on is still looked at.
            QWidget.focusInEvent(self, event)
            self.viewport().update()
            return
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.selectRow(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, copy with Ctrl+C, go to the first or last row with Home and End (select up to it: Shift)."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~_KEYPAD:
            if self.row is not None:
                self.opened.emit(self.row)
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied_text())
        elif event.key() in _ENDS and self.list_model.rowCount():
            target = 0 if event.key() == Qt.Key.Key_Home else self.list_model.rowCount() - 1
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.selected_count:
                self._select_up_to(target)
            else:
                self.selectRow(target)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, and act where a link was clicked."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        cell, row = self.list_model.cell(index.row(), index.column()), self.list_model.row_at(index.row())
        if cell is not None and cell.link and row is not None:
            self.acted.emit(row, self.list_model.columns[index.column()].key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        row = self.list_model.row_at(self.indexAt(event.position().toPoint()).row())
        if row is not None:
            self.opened.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer with the hovered row, and show a hand over actions."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        self._hover(index.row())
        cell = self.list_model.cell(index.row(), index.column()) if index.isValid() else None
        hand = cell is not None and cell.link
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the hovered row."""
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the stretching column filling the width."""
        super().resizeEvent(event)
        self._fit_columns()

    def copied_text(self) -> str:
        """Return the selected rows as shown: columns by tab, rows by line."""
        sections = [[column.key for column in self.list_model.columns].index(key) for key in self.shown_columns()]
        lines = []
        for place in sorted(index.row() for index in self.selectionModel().selectedRows()):
            cells = (self.list_model.cell(place, section) for section in sections)
            lines.append("\t".join(cell.text if cell else "" for cell in cells))
        return "\n".join(lines)

    def _set_up(self, row: str, *, several: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(1)
        lines = 2 if row == "row-two-line" else 1
        side.setDefaultSectionSize(max(HEIGHTS[row], self.fontMetrics().height() * lines + 10))

    def _fit_columns(self) -> None:
        """Give each column its width, at least that of its head, and the rest to the stretching one."""
        if self._fitting:
            return
        self._fitting = True
        head = self.horizontalHeader()
        rest, stretching = self.viewport().width(), -1
        for section, column in enumerate(self.list_model.columns):
            if head.isSectionHidden(section):
                continue
            if column.stretch:
                stretching = section
                continue
            wide = max(self._widths.get(column.key, column.width), self._least_width(section))
            rest -= wide
            head.resizeSection(section, wide)
        if stretching >= 0:
            least = max(self.list_model.columns[stretching].width, self._least_width(stretching))
            head.resizeSection(stretching, max(rest, least))
        self._fitting = False
        self.viewport().update()

    def _least_width(self, section: int) -> int:
        title = str(self.list_model.headerData(section, Qt.Orientation.Horizontal) or "")
        sortable = (
            self.list_model.columns[section].sort
            and self.list_model.sort_now.key == self.list_model.columns[section].key
        )
        return round(text_width(title, "small")) + (34 if sortable else 18)

    def _remember_width(self, section: int, _old: int, new: int) -> None:
        if self._fitting:
            return
        column = self.list_model.columns[section]
        if not column.stretch:
            self._widths[column.key] = new
        self._fit_columns()
        if not column.stretch:
            self.arranged.emit()

    def _tell_moved(self) -> None:
        if not self._fitting:
            self.arranged.emit()

    def _select_up_to(self, target: int) -> None:
        """Select from where the selection began to the row at `target`, which becomes current."""
        if self.selectionMode() is not QAbstractItemView.SelectionMode.ExtendedSelection:
            self.selectRow(target)
            return
        selection = self.selectionModel().selection()
        parts = [selection.at(place) for place in range(selection.count())]
        first, last = min(part.top() for part in parts), max(part.bottom() for part in parts)
        began = last if self.currentIndex().row() == first else first
        model, flags = self.list_model, QItemSelectionModel.SelectionFlag
        whole = QItemSelection(model.index(min(began, target), 0), model.index(max(began, target), 0))
        self.selectionModel().setCurrentIndex(model.index(target, 0), flags.NoUpdate)
        self.selectionModel().select(whole, flags.ClearAndSelect | flags.Rows)

    def _mark(self) -> None:
        count = self.selected_count
        several = 1 < count <= MOST_MARKED
        self._marked = frozenset(self.list_model.identify(row) for row in self.rows) if several else frozenset()
        self.selected.emit(count)

    def _forget_marks(self) -> None:
        self._marked = frozenset()
        self.selected.emit(0)

    def _select_marked(self) -> None:
        """Select the rows that were, wherever they stand by now; one that is not loaded any more is left out."""
        if len(self._marked) < 2:
            return
        self._marking = False
        selection, last = QItemSelection(), len(self.list_model.columns) - 1
        for position in self.list_model.positions(self._marked).values():
            selection.select(self.list_model.index(position, 0), self.list_model.index(position, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._marking = True
        self._mark()

    def _catch_up(self) -> None:
        """Tell about the current row once it is loaded."""
        row = self.row if self._pending else None
        if row is not None:
            self._pending = False
            self._chosen_once = True
            self._kept = self.list_model.identify(row)
            self.row_changed.emit(row)

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered:
            self._delegate.hovered = row
            self.viewport().update()

    def _find_again(self) -> None:
        """Make the remembered row current again after the rows were replaced."""
        self._select_marked()
        if self._kept is None:
            return
        position = self.list_model.position(self._kept)
        if position is None and isinstance(self.list_model, KeysetModel):
            self.list_model.locate(self._kept)
        else:
            self._go_to(position)

    def _located(self, identity: object, position: int | None) -> None:
        if identity == self._kept:
            self._go_to(position)

    def _go_to(self, position: int | None) -> None:
        self._marking = len(self._marked) < 2
        self._make_current(position)
        self._marking = True
        self._select_marked()

    def _make_current(self, position: int | None) -> None:
        selection = self.selectionModel()
        if position is None:
            self._kept = None
            selection.clear()
            self.row_changed.emit(None)
            return
        index = self.list_model.index(position, 0)
        row = self.list_model.row_at(position)
        if index.row() != self.currentIndex().row():
            flags = QItemSelectionModel.SelectionFlag
            selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        elif row is not None:
            whole = QItemSelection(index, self.list_model.index(position, len(self.list_model.columns) - 1))
            selection.select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.row_changed.emit(row)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_ENDS = frozenset({Qt.Key.Key_Home, Qt.Key.Key_End})
