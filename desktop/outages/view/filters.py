"""The chips over the list of outages: what runs, comes, is over; the kinds it is narrowed to; a line to search in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.core.i18n import msg
from desktop.outages.rows import KIND_LABELS, OutageStage
from desktop.ui.buttons import Button
from desktop.ui.filters import FilterBar, SearchLine
from desktop.ui.language import say, ui_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Language, Message
    from desktop.outages.model import OutageKind
    from desktop.outages.presenter.listing import OutagesPresenter
    from desktop.outages.rows import OutageCounts
    from desktop.ui.buttons import FilterChip

__all__ = ["STAGE_LABELS", "OutageFilterBar"]

STAGE_LABELS: Mapping[OutageStage, tuple[Message, str, str]] = {
    OutageStage.RUNNING: (msg("Running now"), "clock", "amber"),
    OutageStage.COMING: (msg("To come"), "calendar-clock", "blue"),
    OutageStage.PAST: (msg("Over"), "", "ink"),
    OutageStage.ALL: (msg("All of them"), "", "ink"),
}
"""What each stage is called, its icon and tone, in the order of the chips."""


class OutageFilterBar(FilterBar):
    """Shows and changes which outages an `OutagesPresenter` shows."""

    def __init__(self, presenter: OutagesPresenter) -> None:
        """Show what `presenter` shows."""
        label = msg("Find an outage by place or cause")
        self.text = SearchLine(msg("Place or cause"), "outage-text", 150, label=label)
        super().__init__(self.text)
        self._presenter = presenter
        self.stages: dict[OutageStage, FilterChip] = {}
        for stage, (words, icon, tone) in STAGE_LABELS.items():
            chip = self.add_chip(words, f"stage-{stage}", icon, tone)
            chip.clicked.connect(partial(self._choose, stage))
            self.stages[stage] = chip
        self.kinds = self.add_chip("", "kinds-chosen")
        self.kinds.clicked.connect(lambda: presenter.show(replace(presenter.wanted, kinds=frozenset())))
        self.more = Button(msg("Kind"), icon="list-filter", small=True, menu=True, name="choose-kinds")
        self.more.clicked.connect(lambda: self.open_menu(self.more, self.menu()))
        self.add(self.more)
        self.text.searched.connect(self._search)
        presenter.conditions_changed.connect(self._show)
        presenter.counted.connect(self._count)
        self._show()

    def menu(self) -> QMenu:
        """Return the menu of kinds as things are now."""
        menu, spoken = QMenu(self), ui_language().language
        for kind, words in KIND_LABELS.items():
            action = QAction(spoken.message(words), menu)
            action.setCheckable(True)
            action.setChecked(kind in self._presenter.wanted.kinds)
            action.toggled.connect(partial(self._toggle, kind))
            menu.addAction(action)
        return menu

    def _search(self, words: str) -> None:
        self._presenter.show(replace(self._presenter.wanted, words=words))

    def _choose(self, stage: OutageStage, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Show a stage; the one shown already gives way to all of them."""
        again = stage is self._presenter.wanted.stage
        self._presenter.show(replace(self._presenter.wanted, stage=OutageStage.ALL if again else stage))

    def _toggle(self, kind: OutageKind, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._presenter.toggle_kind(kind, on=checked)

    def _show(self) -> None:
        wanted = self._presenter.wanted
        for stage, chip in self.stages.items():
            chip.setChecked(stage is wanted.stage)
        say(self.kinds, text=partial(_kinds_words, wanted.kinds))
        self.kinds.setVisible(bool(wanted.kinds))
        self.kinds.setChecked(True)
        self.text.show_words(wanted.words)
        self.refit()

    def _count(self, counts: OutageCounts) -> None:
        self.stages[OutageStage.RUNNING].set_count(counts.running)
        self.stages[OutageStage.COMING].set_count(counts.coming)
        self.refit()


def _kinds_words(kinds: frozenset[OutageKind], spoken: Language) -> str:
    named = [spoken.message(words) for kind, words in KIND_LABELS.items() if kind in kinds]
    return spoken.gettext(", ").join(named)
