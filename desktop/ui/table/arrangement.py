"""How a person arranged a list: which columns, in which order, how wide; kept in this PC's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.settings import COLUMN_WIDTHS, COLUMNS
from desktop.ui.table.view import ListView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.settings import Settings
    from desktop.ui.table.chooser import ColumnsButton

__all__ = ["Arrangement", "arrange_all"]


class Arrangement(QObject):
    """Shows a list as it was arranged before, and keeps what is changed of it."""

    def __init__(self, view: ListView, settings: Settings, place: str, button: ColumnsButton | None = None) -> None:
        """Keep the arrangement of `view` under `place`; the columns it shows now are those at first."""
        super().__init__(view)
        self._view = view
        self._settings = settings
        self._place = place
        self._first: Sequence[str] = tuple(view.shown_columns())
        known = {column.key for column in view.list_model.columns}
        kept = [key for key in settings.get(COLUMNS).get(place, ()) if key in known]
        if kept:
            view.show_columns(kept)
        widths = settings.get(COLUMN_WIDTHS).get(place, {})
        view.set_widths({key: width for key, width in widths.items() if key in known})
        view.arranged.connect(self.keep)
        if button is not None:
            button.chosen.connect(self.keep)
            button.reset.connect(self.reset)

    def keep(self) -> None:
        """Keep columns and widths as they are now."""
        columns, widths = self._settings.get(COLUMNS), self._settings.get(COLUMN_WIDTHS)
        self._settings.set(COLUMNS, {**columns, self._place: tuple(self._view.shown_columns())})
        self._settings.set(COLUMN_WIDTHS, {**widths, self._place: dict(self._view.widths())})

    def reset(self) -> None:
        """Show the list as at first, and forget how it was arranged."""
        self._view.show_columns(self._first)
        self._view.set_widths({})
        columns, widths = self._settings.get(COLUMNS), self._settings.get(COLUMN_WIDTHS)
        self._settings.set(COLUMNS, {name: keys for name, keys in columns.items() if name != self._place})
        self._settings.set(COLUMN_WIDTHS, {name: kept for name, kept in widths.items() if name != self._place})


def arrange_all(page: QWidget, settings: Settings, place: str) -> None:
    """Keep the arrangement of every list on `page` that does not keep its own, under `place` and the list's name."""
    for view in page.findChildren(ListView):
        if view.findChild(Arrangement) is None and view.objectName():
            Arrangement(view, settings, f"{place}/{view.objectName()}")
