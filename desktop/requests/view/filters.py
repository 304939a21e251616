"""The chips over the list: kept lists, one chip for each list of the day and each condition, a menu for more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.requests.dialogs.lists import DaysDialog
from desktop.requests.presenter import CONDITIONS, FLAGS, PRESETS
from desktop.requests.view.offered import (
    ANSWERED_LABELS,
    FLAG_LABELS,
    PERIOD_LABELS,
    TITLES,
    condition_words,
    offered,
)
from desktop.requests.view.saved import SavedButton
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.flow import FlowLayout
from desktop.ui.language import Text, say, translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desktop.core.i18n import Message
    from desktop.requests.presenter import Directory, ListPresenter

__all__ = ["FilterBar"]

_KEPT = frozenset({"open", "overdue", "done"})
"""Chips that stay beside a list handed in."""


class FilterBar(QWidget):
    """Shows and changes the conditions of a `ListPresenter`. `dialog` is the form open now, if any."""

    def __init__(self, presenter: ListPresenter, parent: QWidget | None = None) -> None:
        """Show what `presenter` shows."""
        super().__init__(parent)
        self._presenter = presenter
        self._counts: Mapping[str, int] = {}
        self.dialog: DaysDialog | None = None
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
        self.saved = SavedButton(presenter)
        self._flow.addWidget(self.saved)
        self.base = FilterChip("", name="filter-base")
        self.base.clicked.connect(presenter.drop_base)
        self._flow.addWidget(self.base)
        self.presets = {preset.key: self._preset_chip(preset.key) for preset in PRESETS}
        self.narrowed = {name: self._narrowed_chip(name) for name in CONDITIONS}
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
        spoken = ui_language().language
        narrow = self._presenter.shown.narrow
        for name, title in TITLES.items():
            under = menu.addMenu(translate(title, spoken))
            chosen = narrow.get(name, frozenset())
            for key, words in offered(self._presenter.directory, name):
                self._tick(under, words, on=key in chosen).toggled.connect(partial(self._toggle, name, key))
            under.setEnabled(bool(under.actions()))
        said = menu.addMenu(spoken.gettext("Came in"))
        self._one_of(said, "period", PERIOD_LABELS)
        said.addSeparator()
        said.addAction(spoken.gettext("From … to …")).triggered.connect(self.ask_days)
        self._one_of(menu.addMenu(spoken.gettext("Satisfaction")), "answered", ANSWERED_LABELS)
        menu.addSeparator()
        for flag in FLAGS:
            count = self._counts.get(flag)
            action = self._tick(menu, FLAG_LABELS[flag], on=bool(narrow.get(flag)))
            if count is not None and not action.isChecked():
                action.setText(f"{action.text()}\t{spoken.integer(count)}")
            action.toggled.connect(lambda on, flag=flag: self._presenter.narrow(**{flag: on}))
        return menu

    def ask_days(self) -> None:
        """Ask from which day to which."""
        dialog = self.dialog = DaysDialog(self._presenter.seen, self)
        dialog.decided.connect(self._take_days)
        dialog.finished.connect(self._close)
        dialog.open()

    def _take_days(self, first: datetime | None, until: datetime | None) -> None:
        self._presenter.narrow(period=None, occurred_from=first, occurred_until=until)

    def _close(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    @staticmethod
    def _tick(menu: QMenu, words: Text, *, on: bool) -> QAction:
        action = QAction(translate(words, ui_language().language).replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked(on)
        menu.addAction(action)
        return action

    def _one_of(self, menu: QMenu, name: str, labels: Mapping[Any, Message]) -> None:
        group = QActionGroup(menu)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for value, words in labels.items():
            action = self._tick(menu, words, on=self._presenter.shown.narrow.get(name) is value)
            group.addAction(action)
            action.triggered.connect(partial(self._choose_one, name, value, action))

    def _choose_one(self, name: str, value: Any, action: QAction) -> None:
        fields = dict.fromkeys(CONDITIONS["said"] if name == "period" else (name,))
        self._presenter.narrow(**{**fields, name: value if action.isChecked() else None})

    def _preset_chip(self, key: str) -> FilterChip:
        preset = next(preset for preset in PRESETS if preset.key == key)
        chip = FilterChip(preset.title, icon=preset.icon, tone=preset.tone, name=f"filter-{key}")
        chip.clicked.connect(lambda: self._presenter.choose(key))
        self._flow.addWidget(chip)
        return chip

    def _narrowed_chip(self, name: str) -> FilterChip:
        chip = FilterChip("", name=f"filter-{name}")
        chip.clicked.connect(lambda: self._presenter.widen(name))
        self._flow.addWidget(chip)
        return chip

    def _toggle(self, name: str, key: Any, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        chosen = self._presenter.shown.narrow.get(name, frozenset())
        self._presenter.narrow(**{name: chosen | {key} if checked else chosen - {key}})

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
            chip.setVisible(shown.base is None or key in _KEPT | {shown.preset})
        for name, chip in self.narrowed.items():
            words = condition_words(self._presenter, name)
            say(chip, text=words)
            chip.setVisible(bool(words))
            chip.setChecked(True)
        self.clear.setVisible(self._presenter.is_narrowed)
        self._flow.invalidate()

    def _count(self, counts: Mapping[str, int], _total: int) -> None:
        self._counts = counts
        for key, chip in self.presets.items():
            chip.set_count(counts.get(key))
        self._flow.invalidate()
