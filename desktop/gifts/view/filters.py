"""The chips over the households of a gift list, and a line in which a room or name is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.gifts.model import GiftState
from desktop.gifts.presenter import Show
from desktop.gifts.rows import STATE_LABELS
from desktop.ui.buttons import FilterChip
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Message
    from desktop.gifts.presenter import GiftsPresenter
    from desktop.gifts.rows import GiftEntryLine, GiftListLine

__all__ = ["GiftFilterBar"]

_WORDS: Mapping[Show, Message] = {
    Show.WAITING: STATE_LABELS[GiftState.WAITING],
    Show.NOT_HOME: STATE_LABELS[GiftState.NOT_HOME],
    Show.HANDED: STATE_LABELS[GiftState.HANDED],
    Show.ALL: msg("All households"),
}
TYPED_MS = 120


class GiftFilterBar(QWidget):
    """Shows and changes which households a `GiftsPresenter` shows. `entered()`: Enter in the line, on to the list."""

    entered = Signal()

    def __init__(self, presenter: GiftsPresenter) -> None:
        """Show what `presenter` shows."""
        super().__init__()
        self._presenter = presenter
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 8)
        row.setSpacing(8)
        holder = QWidget()
        self._flow = FlowLayout(holder)
        row.addWidget(holder, 1)
        self.chips: dict[Show, FilterChip] = {}
        for show, words in _WORDS.items():
            chip = FilterChip(words, name=f"show-{show}")
            chip.clicked.connect(partial(self._choose, show))
            self._flow.addWidget(chip)
            self.chips[show] = chip
        self.round = label("", "strong", name="gift-round")
        self.round.setFixedHeight(self.chips[Show.ALL].sizeHint().height())
        self._flow.addWidget(self.round)
        self.text = self._line()
        row.addWidget(self.text, 0, Qt.AlignmentFlag.AlignTop)
        presenter.filtered.connect(self._show)
        self._show()

    def clear_words(self) -> None:
        """Empty the line: what was sought was found and noted."""
        self._typed.stop()
        if self.text.text():
            self.text.clear()
            self._presenter.find("")

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName("gift-text")
        line.setFont(font("body"))
        line.setFixedHeight(max(HEIGHTS["filter-chip"], line.fontMetrics().height() + 8))
        line.setFixedWidth(148)
        say(line, placeholderText=msg("Room or name"), accessibleName=msg("Room or name"))
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self._search)
        line.textEdited.connect(lambda _text: self._typed.start())
        line.returnPressed.connect(self._enter)
        return line

    def _search(self) -> None:
        self._typed.stop()
        self._presenter.find(self.text.text())

    def _enter(self) -> None:
        if self._typed.isActive():
            self._search()
        self.entered.emit()

    def _choose(self, show: Show) -> None:
        """Show those of a chip; taken off, all are shown."""
        if self.text.text():
            self.text.clear()
            self._presenter.words = ""
        self._presenter.show(show if self.chips[show].isChecked() else Show.ALL)

    def _show(self) -> None:
        presenter, line = self._presenter, self._presenter.line
        counts = _counts(line)
        for show, chip in self.chips.items():
            chip.setChecked(show is presenter.shown and not presenter.words)
            chip.set_count(counts.get(show))
        rows = presenter.entries.rows if presenter.shown is Show.NOT_HOME and not presenter.words else ()
        number = _next_round(rows)
        self.round.setVisible(bool(number))
        say(self.round, text=msg("Round %(number)s", number=number) if number else "")
        self._flow.invalidate()
        if not self.text.hasFocus() and self.text.text().strip() != presenter.words:
            self.text.setText(presenter.words)


def _counts(line: GiftListLine | None) -> Mapping[Show, int]:
    if line is None:
        return {}
    return {
        Show.WAITING: line.waiting,
        Show.NOT_HOME: line.not_home,
        Show.HANDED: line.handed,
        Show.ALL: line.households,
    }


def _next_round(rows: Sequence[GiftEntryLine]) -> int:
    """Return the number of the round that those come in who were not at home, 0 for nobody."""
    return min(row.tries for row in rows) + 1 if rows else 0
