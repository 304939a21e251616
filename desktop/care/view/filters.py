"""The chips over the list of care: one for each list of the day, the kinds it is narrowed to, those made together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.care.rows import KIND_LABELS, CareList
from desktop.core.i18n import msg
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.filters import FilterBar
from desktop.ui.language import say, translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.care.model import CareKind
    from desktop.care.presenter import CareListPresenter
    from desktop.care.rows import CareCounts
    from desktop.core.i18n import Language, Message

__all__ = ["LIST_LABELS", "CareFilterBar"]

LIST_LABELS: Mapping[CareList, tuple[Message, str, str]] = {
    CareList.DUE: (msg("Due now"), "clock", "amber"),
    CareList.WELCOME: (msg("To welcome"), "phone-outgoing", "violet"),
    CareList.FORGOTTEN: (msg("Forgotten"), "history", "amber"),
    CareList.PLANNED: (msg("Planned"), "", "ink"),
    CareList.ENDED: (msg("Done"), "", "ink"),
}
"""What each list is called, its icon and tone, in the order of the chips."""


class CareFilterBar(FilterBar):
    """Shows and changes which list a `CareListPresenter` shows."""

    def __init__(self, presenter: CareListPresenter) -> None:
        """Show what `presenter` shows."""
        super().__init__()
        self._presenter = presenter
        self.lists: dict[CareList, FilterChip] = {}
        for key, (words, icon, tone) in LIST_LABELS.items():
            chip = self.add_chip(words, f"list-{key}", icon, tone)
            chip.clicked.connect(partial(self._choose, key))
            self.lists[key] = chip
        self.kinds = FilterChip("", name="kinds-chosen")
        self.kinds.clicked.connect(lambda: presenter.narrow(frozenset()))
        self.series = FilterChip(msg("Planned together"), name="series")
        self.series.clicked.connect(lambda: presenter.show(presenter.wanted.list))
        self.more = Button(msg("Kind"), icon="list-filter", small=True, menu=True, name="choose-kinds")
        self.more.clicked.connect(lambda: self.open_menu(self.more, self.menu()))
        self.add(self.series, self.kinds, self.more)
        presenter.conditions_changed.connect(self._show)
        presenter.counted.connect(self._count)
        self._show()

    def menu(self) -> QMenu:
        """Return the menu of kinds as things are now."""
        menu = QMenu(self)
        chosen = self._presenter.wanted.kinds
        for kind, words in KIND_LABELS.items():
            action = QAction(translate(words, ui_language().language), menu)
            action.setCheckable(True)
            action.setChecked(kind in chosen)
            action.toggled.connect(partial(self._toggle, kind))
            menu.addAction(action)
        return menu

    def _choose(self, key: CareList, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Show a list; the one shown already gives way to all that is planned."""
        again = key is self._presenter.wanted.list
        self._presenter.show(CareList.PLANNED if again else key)

    def _toggle(self, kind: CareKind, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        chosen = self._presenter.wanted.kinds
        self._presenter.narrow(chosen | {kind} if checked else chosen - {kind})

    def _show(self) -> None:
        wanted = self._presenter.wanted
        for key, chip in self.lists.items():
            chip.setChecked(key is wanted.list)
        say(self.kinds, text=partial(_kinds_words, wanted.kinds))
        for chip, shown in ((self.kinds, bool(wanted.kinds)), (self.series, bool(wanted.series))):
            chip.setVisible(shown)
            chip.setChecked(True)
        self.more.setVisible(self._presenter.by_kind)
        self.refit()

    def _count(self, counts: CareCounts) -> None:
        for key, count in (
            (CareList.DUE, counts.due),
            (CareList.PLANNED, counts.planned),
            (CareList.WELCOME, counts.welcome),
            (CareList.FORGOTTEN, counts.forgotten),
        ):
            self.lists[key].set_count(count)
        self.refit()


def _kinds_words(kinds: frozenset[CareKind], spoken: Language) -> str:
    named = [spoken.message(KIND_LABELS[kind]) for kind in KIND_LABELS if kind in kinds]
    return spoken.gettext(", ").join(named)
