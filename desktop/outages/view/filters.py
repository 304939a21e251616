"""The chips over the list of outages: what runs, comes, is over; the kinds it is narrowed to; a line to search in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.outages.rows import KIND_LABELS, OutageStage
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.language import say, ui_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Language, Message
    from desktop.outages.model import OutageKind
    from desktop.outages.presenter.listing import OutagesPresenter
    from desktop.outages.rows import OutageCounts

__all__ = ["STAGE_LABELS", "OutageFilterBar"]

STAGE_LABELS: Mapping[OutageStage, tuple[Message, str, str]] = {
    OutageStage.RUNNING: (msg("Running now"), "clock", "amber"),
    OutageStage.COMING: (msg("To come"), "calendar-clock", "blue"),
    OutageStage.PAST: (msg("Over"), "", "ink"),
    OutageStage.ALL: (msg("All of them"), "", "ink"),
}
"""What each stage is called, its icon and tone, in the order of the chips."""

TYPED_MS = 250


class OutageFilterBar(QWidget):
    """Shows and changes which outages an `OutagesPresenter` shows."""

    def __init__(self, presenter: OutagesPresenter, parent: QWidget | None = None) -> None:
        """Show what `presenter` shows."""
        super().__init__(parent)
        self._presenter = presenter
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        chips = QWidget()
        self._flow = FlowLayout(chips)
        row.addWidget(chips, 1)
        self.stages: dict[OutageStage, FilterChip] = {}
        for stage, (words, icon, tone) in STAGE_LABELS.items():
            chip = FilterChip(words, icon=icon, tone=tone, name=f"stage-{stage}")
            chip.clicked.connect(partial(self._choose, stage))
            self._flow.addWidget(chip)
            self.stages[stage] = chip
        self.kinds = FilterChip("", name="kinds-chosen")
        self.kinds.clicked.connect(lambda: presenter.show(replace(presenter.wanted, kinds=frozenset())))
        self.more = Button(msg("Kind"), icon="list-filter", small=True, menu=True, name="choose-kinds")
        self.more.clicked.connect(self._open_menu)
        self._flow.addWidget(self.kinds)
        self._flow.addWidget(self.more)
        self.text = self._line()
        row.addWidget(self.text, 0, Qt.AlignmentFlag.AlignTop)
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

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName("outage-text")
        line.setFont(font("body"))
        line.setFixedHeight(max(HEIGHTS["filter-chip"], line.fontMetrics().height() + 8))
        line.setFixedWidth(150)
        say(line, placeholderText=msg("Place or cause"), accessibleName=msg("Find an outage by place or cause"))
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self._search)
        line.textEdited.connect(lambda _text: self._typed.start())
        line.returnPressed.connect(self._search)
        return line

    def _search(self) -> None:
        self._typed.stop()
        self._presenter.show(replace(self._presenter.wanted, words=self.text.text().strip()))

    def _choose(self, stage: OutageStage, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        """Show a stage; the one shown already gives way to all of them."""
        again = stage is self._presenter.wanted.stage
        self._presenter.show(replace(self._presenter.wanted, stage=OutageStage.ALL if again else stage))

    def _toggle(self, kind: OutageKind, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._presenter.toggle_kind(kind, on=checked)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _show(self) -> None:
        wanted = self._presenter.wanted
        for stage, chip in self.stages.items():
            chip.setChecked(stage is wanted.stage)
        say(self.kinds, text=partial(_kinds_words, wanted.kinds))
        self.kinds.setVisible(bool(wanted.kinds))
        self.kinds.setChecked(True)
        if not self.text.hasFocus():
            self.text.setText(wanted.words)
        self._flow.invalidate()

    def _count(self, counts: OutageCounts) -> None:
        self.stages[OutageStage.RUNNING].set_count(counts.running)
        self.stages[OutageStage.COMING].set_count(counts.coming)
        self._flow.invalidate()


def _kinds_words(kinds: frozenset[OutageKind], spoken: Language) -> str:
    named = [spoken.message(words) for kind, words in KIND_LABELS.items() if kind in kinds]
    return spoken.gettext(", ").join(named)
