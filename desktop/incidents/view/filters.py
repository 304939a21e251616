"""The chips over the list of incidents, and a line to search in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.incidents.model import IncidentState
from desktop.incidents.presenter import Show
from desktop.incidents.rows import STATE_LABELS
from desktop.ui.filters import FilterBar, SearchLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Message
    from desktop.incidents.presenter import IncidentsPresenter
    from desktop.ui.buttons import FilterChip

__all__ = ["IncidentFilterBar"]

_WORDS: Mapping[Show, Message] = {
    Show.GOING_ON: msg("going on"),
    Show.OPEN: STATE_LABELS[IncidentState.OPEN],
    Show.TO_SIGN: STATE_LABELS[IncidentState.REPORTED],
    Show.SIGNED_OFF: STATE_LABELS[IncidentState.SIGNED_OFF],
    Show.DROPPED: STATE_LABELS[IncidentState.DROPPED],
}


class IncidentFilterBar(FilterBar):
    """Shows and changes which incidents an `IncidentsPresenter` lists."""

    def __init__(self, presenter: IncidentsPresenter) -> None:
        """Show what `presenter` lists."""
        self.text = SearchLine(msg("Find an incident"), "incident-text", 168)
        super().__init__(self.text)
        self._presenter = presenter
        self.chips: dict[Show, FilterChip] = {}
        for show, words in _WORDS.items():
            chip = self.add_chip(words, f"incidents-{show}")
            chip.clicked.connect(partial(self._choose, show))
            self.chips[show] = chip
        self.text.searched.connect(presenter.find)
        presenter.listed.connect(self._show)
        self._show()

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
        self.refit()
