"""The chips over the list: one for each list of the day, one for each condition that narrows it, a menu for more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from desktop.core.i18n import Message, msg
from desktop.requests.presenter.listing import NARROWED_BY, PRESETS
from desktop.requests.rows import KIND_LABELS
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.flow import FlowLayout
from desktop.ui.language import Text, say, translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop.core.i18n import Language
    from desktop.requests.presenter import Directory, ListPresenter

__all__ = ["FilterBar"]

_TITLES: Mapping[str, Message] = {
    "kinds": msg("Kind"),
    "department_ids": msg("Department"),
    "worker_ids": msg("Handled by"),
    "category_ids": msg("Category"),
}
MOST_NAMED = 3


class FilterBar(QWidget):
    """Shows and changes the conditions of a `ListPresenter`. `cleared()`: the list is back to what is open."""

    cleared = Signal()

    def __init__(self, presenter: ListPresenter, parent: QWidget | None = None) -> None:
        """Show what `presenter` shows."""
        super().__init__(parent)
        self._presenter = presenter
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        row.addWidget(self._chips, 1)
        self.clear = Button(msg("Clear conditions"), kind="link", small=True, name="clear-conditions")
        self.clear.clicked.connect(presenter.clear)
        row.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        self.base = FilterChip("", name="filter-base")
        self.base.clicked.connect(presenter.drop_base)
        self._flow.addWidget(self.base)
        self.presets = {preset.key: self._preset_chip(preset.key) for preset in PRESETS}
        self.narrowed = {name: self._narrowed_chip(name) for name in NARROWED_BY}
        self.more = Button(msg("Add a condition"), icon="list-filter", small=True, name="more-conditions")
        self.more.clicked.connect(self._open_menu)
        self._flow.addWidget(self.more)
        presenter.conditions_changed.connect(self._show)
        presenter.counts_changed.connect(self._count)
        presenter.directory_changed.connect(self._show)
        self._show()

    def menu(self) -> QMenu:
        """Return the menu of conditions as things are now."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        spoken = ui_language().language
        for name in NARROWED_BY:
            under = menu.addMenu(translate(_TITLES[name], spoken))
            chosen = self._presenter.shown.narrow.get(name, frozenset())
            for key, words in self._offered(name):
                action = QAction(translate(words, spoken), under)
                action.setCheckable(True)
                action.setChecked(key in chosen)
                action.toggled.connect(partial(self._toggle, name, key))
                under.addAction(action)
            under.setEnabled(bool(under.actions()))
        return menu

    def _preset_chip(self, key: str) -> FilterChip:
        preset = next(preset for preset in PRESETS if preset.key == key)
        chip = FilterChip(preset.title, icon=preset.icon, tone=preset.tone, name=f"filter-{key}")
        chip.clicked.connect(partial(self._choose, key))
        self._flow.addWidget(chip)
        return chip

    def _narrowed_chip(self, name: str) -> FilterChip:
        chip = FilterChip("", name=f"filter-{name}")
        chip.clicked.connect(partial(self._widen, name))
        self._flow.addWidget(chip)
        return chip

    def _choose(self, key: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._presenter.choose(key)

    def _widen(self, name: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._presenter.narrow(name, frozenset())

    def _toggle(self, name: str, key: Any, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        chosen = self._presenter.shown.narrow.get(name, frozenset())
        self._presenter.narrow(name, chosen | {key} if checked else chosen - {key})

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _show(self, _directory: Directory | None = None) -> None:
        shown = self._presenter.shown
        say(self.base, text=shown.title)
        self.base.setVisible(shown.base is not None)
        self.base.setChecked(True)
        for key, chip in self.presets.items():
            chip.setChecked(key == shown.preset)
            chip.setVisible(shown.base is None or key in {"open", "overdue", "done", shown.preset})
        for name, chip in self.narrowed.items():
            chosen = shown.narrow.get(name, frozenset())
            words = [words for key, words in self._offered(name) if key in chosen]
            say(chip, text=partial(_condition, _TITLES[name], tuple(words), len(chosen)))
            chip.setVisible(bool(chosen))
            chip.setChecked(True)
        self.clear.setVisible(self._presenter.is_narrowed)
        self._flow.invalidate()

    def _count(self, counts: Mapping[str, int], _total: int) -> None:
        for key, chip in self.presets.items():
            chip.set_count(counts.get(key))
        self._flow.invalidate()

    def _offered(self, name: str) -> Iterable[tuple[Any, Text]]:
        directory = self._presenter.directory
        if name == "kinds":
            return list(KIND_LABELS.items())
        rows: Any = {
            "department_ids": directory.departments,
            "worker_ids": directory.workers,
            "category_ids": directory.categories,
        }[name]
        return [(row.id, row.name) for row in rows]


def _condition(title: Message, words: tuple[Text, ...], count: int, language: Language) -> str:
    """Return what a chip says of a condition: its title and what was chosen, the first few by name."""
    if not words or len(words) > MOST_NAMED:
        chosen = language.ngettext("%(count)s chosen", "%(count)s chosen", count)
    else:
        chosen = language.gettext(", ").join(translate(word, language) for word in words)
    return language.gettext("%(what)s: %(said)s", what=language.message(title), said=chosen)
