"""What else can be done with the whole list: a button at the head of the page, with a menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop.core.i18n import msg
from desktop.requests.view.offered import GROUP_LABELS
from desktop.ui.buttons import Button
from desktop.ui.language import Text, translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.requests.presenter import ListPresenter

__all__ = ["PageTools"]


@dataclass(frozen=True, slots=True)
class _Tool:
    words: Text
    act: Callable[[], None]
    name: str


class PageTools(Button):
    """Opens what was added, then how the list is grouped."""

    def __init__(self, presenter: ListPresenter) -> None:
        """Offer the groups of `presenter`."""
        super().__init__(msg("More"), menu=True, name="page-tools")
        self._presenter = presenter
        self._tools: list[_Tool] = []
        self.clicked.connect(self._open)

    def add(self, words: Text, act: Callable[[], None], *, name: str) -> None:
        """Offer `act` as `words`; `name` is the object name of its entry."""
        self._tools.append(_Tool(words, act, name))

    def menu_of_tools(self) -> QMenu:
        """Return the menu as things are now."""
        menu, spoken = QMenu(self), ui_language().language
        for tool in self._tools:
            action = menu.addAction(translate(tool.words, spoken))
            action.setObjectName(tool.name)
            action.triggered.connect(lambda _on=False, act=tool.act: act())
        if self._tools:
            menu.addSeparator()
        for by, words in GROUP_LABELS.items():
            action = menu.addAction(translate(words, spoken))
            action.setObjectName(f"group-{by or 'none'}")
            action.setCheckable(True)
            action.setChecked(self._presenter.shown.group_by is by)
            action.triggered.connect(lambda _on=False, by=by: self._presenter.divide(by))
        return menu

    def _open(self) -> None:
        menu = self.menu_of_tools()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
