"""The button with which a person chooses the columns of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.language import ui_language

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from desktop.ui.table.view import ListView

__all__ = ["ColumnsButton"]


class ColumnsButton(Button):
    """Opens the list of columns to tick; one always stays.

    `chosen(keys)`: what is shown now. `reset()`: columns, order and widths are wanted as they were at first.
    """

    chosen = Signal(list)
    reset = Signal()

    def __init__(self, view: ListView, parent: QWidget | None = None) -> None:
        """Choose the columns of `view`."""
        super().__init__(msg("Columns"), icon="columns-3", name="columns", parent=parent)
        self._view = view
        self.clicked.connect(self._open)

    def menu_of_columns(self) -> QMenu:
        """Return the menu, made anew each time in the language of the window."""
        menu = QMenu(self)
        shown = self._view.shown_columns()
        for column in self._view.list_model.columns:
            action = menu.addAction(ui_language().language.message(column.title))
            action.setData(column.key)
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.setEnabled(shown != [column.key])
        menu.triggered.connect(self._take)
        menu.addSeparator()
        menu.addAction(ui_language().language.gettext("As at first"))
        return menu

    def _take(self, action: QAction) -> None:
        if action.data():
            self._toggle(str(action.data()))
        else:
            self.reset.emit()

    def _open(self) -> None:
        menu = self.menu_of_columns()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _toggle(self, key: str) -> None:
        shown = self._view.shown_columns()
        if key in shown:
            shown.remove(key)
        else:
            shown.append(key)
        self._view.show_columns(shown)
        self.chosen.emit(shown)
