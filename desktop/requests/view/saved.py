"""The lists an account keeps: a button in front of the conditions, with the menu that opens, keeps and forgets them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.requests.dialogs.lists import NameDialog
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.language import say, ui_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import Problem
    from desktop.requests.presenter import ListPresenter
    from desktop.requests.rows import SavedListRow

__all__ = ["SavedButton"]


class SavedButton(Button):
    """Says which kept list is open. `dialog` is the form that asks for a name, if it is open."""

    def __init__(self, presenter: ListPresenter) -> None:
        """Offer the lists of `presenter`."""
        super().__init__(msg("My lists"), icon="bookmark", small=True, menu=True, name="saved-lists")
        self._presenter = presenter
        self.dialog: NameDialog | None = None
        self.clicked.connect(self._open_menu)
        presenter.saved_changed.connect(self._show)
        presenter.conditions_changed.connect(self._show)
        presenter.refused.connect(self._refuse)

    def menu_of_lists(self) -> QMenu:
        """Return the menu as things are now."""
        menu, spoken = QMenu(self), ui_language().language
        rows = self._presenter.saved
        for row in rows:
            action = menu.addAction(row.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(row.id == self._presenter.opened)
            action.triggered.connect(partial(self.open, row))
        if rows:
            menu.addSeparator()
        keep = menu.addAction(spoken.gettext("Keep this list …"))
        keep.setEnabled(self._presenter.shown.whole().ids is None)
        keep.triggered.connect(self.ask_name)
        if rows:
            under = menu.addMenu(spoken.gettext("Forget a list"))
            for row in rows:
                action = under.addAction(row.name.replace("&", "&&"))
                action.triggered.connect(partial(self._forget, row))
        return menu

    def open(self, row: SavedListRow, _checked: bool = True) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Show a kept list; say so where some of its conditions are not known here."""
        self._presenter.open_saved(row)
        if not row.whole:
            words = msg("“%(name)s” has conditions this version does not know; they are left out.", name=row.name)
            show_error(self.window(), UserError(words))

    def ask_name(self) -> None:
        """Ask under which name the list shown is kept."""
        known = next((row.name for row in self._presenter.saved if row.id == self._presenter.opened), "")
        dialog = self.dialog = NameDialog(known, self.window())

        def save(values: dict[str, str]) -> None:
            dialog.set_busy(True)
            self._presenter.save(values["name"], dialog.accept, dialog.show_problems)

        dialog.submitted.connect(save)
        dialog.finished.connect(self._close)
        dialog.open()

    def _forget(self, row: SavedListRow, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._presenter.forget(row)

    def _refuse(self, problems: Sequence[Problem]) -> None:
        show_error(self.window(), UserError(*problems))

    def _close(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _show(self, _rows: object = None) -> None:
        name = next((row.name for row in self._presenter.saved if row.id == self._presenter.opened), "")
        say(self, text=name or msg("My lists"))
        self.updateGeometry()

    def _open_menu(self) -> None:
        menu = self.menu_of_lists()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
