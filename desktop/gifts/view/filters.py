"""The chips over the households of a gift list, and a line in which a room or name is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.core.i18n import msg
from desktop.gifts.model import GiftState
from desktop.gifts.presenter import Show
from desktop.gifts.rows import STATE_LABELS
from desktop.ui.filters import FilterBar, SearchLine
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Message
    from desktop.gifts.presenter import GiftsPresenter
    from desktop.gifts.rows import GiftEntryLine, GiftListLine
    from desktop.ui.buttons import FilterChip

__all__ = ["GiftFilterBar"]

_WORDS: Mapping[Show, Message] = {
    Show.WAITING: STATE_LABELS[GiftState.WAITING],
    Show.NOT_HOME: STATE_LABELS[GiftState.NOT_HOME],
    Show.HANDED: STATE_LABELS[GiftState.HANDED],
    Show.ALL: msg("All households"),
}
TYPED_MS = 120
"""At the door one name follows the other."""


class GiftFilterBar(FilterBar):
    """Shows and changes which households a `GiftsPresenter` shows. `entered()`: Enter in the line, on to the list."""

    entered = Signal()

    def __init__(self, presenter: GiftsPresenter) -> None:
        """Show what `presenter` shows."""
        self.text = SearchLine(msg("Room or name"), "gift-text", 148, pause_ms=TYPED_MS)
        super().__init__(self.text, (12, 0, 12, 8))
        self._presenter = presenter
        self.chips: dict[Show, FilterChip] = {}
        for show, words in _WORDS.items():
            chip = self.add_chip(words, f"show-{show}")
            chip.clicked.connect(partial(self._choose, show))
            self.chips[show] = chip
        self.round = label("", "strong", name="gift-round")
        self.round.setFixedHeight(self.chips[Show.ALL].sizeHint().height())
        self.add(self.round)
        self.text.searched.connect(presenter.find)
        self.text.entered.connect(self.entered)
        presenter.filtered.connect(self._show)
        self._show()

    def clear_words(self) -> None:
        """Empty the line: what was sought was found and noted."""
        if self.text.text():
            self.text.empty()
            self._presenter.find("")

    def _choose(self, show: Show) -> None:
        """Show those of a chip; taken off, all are shown."""
        if self.text.text():
            self.text.empty()
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
        self.refit()
        self.text.show_words(presenter.words)


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
