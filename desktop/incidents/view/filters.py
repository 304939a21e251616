"""The chips over the list of incidents, and a line to search in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.incidents.model import IncidentState
from desktop.incidents.presenter import Show
from desktop.incidents.rows import STATE_LABELS
from desktop.ui.buttons import FilterChip
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.language import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Message
    from desktop.incidents.presenter import IncidentsPresenter

__all__ = ["IncidentFilterBar"]

_WORDS: Mapping[Show, Message] = {
    Show.GOING_ON: msg("going on"),
    Show.OPEN: STATE_LABELS[IncidentState.OPEN],
    Show.TO_SIGN: STATE_LABELS[IncidentState.REPORTED],
    Show.SIGNED_OFF: STATE_LABELS[IncidentState.SIGNED_OFF],
    Show.DROPPED: STATE_LABELS[IncidentState.DROPPED],
}
TYPED_MS = 250


class IncidentFilterBar(QWidget):
    """Shows and changes which incidents an `IncidentsPresenter` lists."""

    def __init__(self, presenter: IncidentsPresenter) -> None:
        """Show what `presenter` lists."""
        super().__init__()
        self._presenter = presenter
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        holder = QWidget()
        self._flow = FlowLayout(holder)
        row.addWidget(holder, 1)
        self.chips: dict[Show, FilterChip] = {}
        for show, words in _WORDS.items():
            chip = FilterChip(words, name=f"incidents-{show}")
            chip.clicked.connect(partial(self._choose, show))
            self._flow.addWidget(chip)
            self.chips[show] = chip
        self.text = self._line()
        row.addWidget(self.text, 0, Qt.AlignmentFlag.AlignTop)
        presenter.listed.connect(self._show)
        self._show()

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName("incident-text")
        line.setFont(font("body"))
        line.setFixedHeight(max(HEIGHTS["filter-chip"], line.fontMetrics().height() + 8))
        line.setFixedWidth(168)
        say(line, placeholderText=msg("Find an incident"), accessibleName=msg("Find an incident"))
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self._search)
        line.textEdited.connect(lambda _text: self._typed.start())
        line.returnPressed.connect(self._search)
        return line

    def _search(self) -> None:
        self._typed.stop()
        self._presenter.find(self.text.text())

    def _choose(self, show: Show) -> None:
        """List those of a chip; taken off, all are listed."""
        self._presenter.show(show if self.chips[show].isChecked() else Show.ALL)

    def _show(self) -> None:
        presenter = self._presenter
        for show, chip in self.chips.items():
            chip.setChecked(show is presenter.shown)
            chip.set_count(presenter.counts.get(show))
            # what was reported by mistake is rarely looked for
            chip.setVisible(show is not Show.DROPPED or bool(presenter.counts.get(show)) or show is presenter.shown)
        self._flow.invalidate()
