"""The households of a round in calling order: what came of each, who calls it now, when it is called again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.contacts.model import CallState
from desktop.contacts.rows import OUTCOME_LABELS
from desktop.contacts.table import attempt_icon, when_words
from desktop.core.i18n import Language, msg
from desktop.ui.buttons import Button
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, IconLabel, ListFrame, Panel, label
from desktop.ui.table import ListView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.contacts.presenter import CallPresenter
    from desktop.contacts.rows import AttemptLine, EntryLine, RoundProgress
    from desktop.ui.language import Text
    from desktop.ui.tasks import Tasks

__all__ = ["EntriesPanel"]

MOST_CALLS = 3


class EntriesPanel(Panel):
    """The order of a round. `opened(entry)`: show the household; `taken(entry)`: call it; `left(entry)`: skip it."""

    opened = Signal(object)
    taken = Signal(object)
    left = Signal(object)

    def __init__(self, presenter: CallPresenter, tasks: Tasks) -> None:
        """Show the round that `presenter` works on."""
        super().__init__(msg("Order"), name="round-order")
        self._presenter = presenter
        self._tasks = tasks
        self._entry: EntryLine | None = None
        self.counts = label("", "small", "ink2", cut=True, name="round-counts")
        self.head.addWidget(self.counts)
        self.view = ListView(presenter.model, label=msg("Order of the calls"), name="round-entries")
        self.view.horizontalHeader().hide()
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.row_changed.connect(self._look_at)
        self.view.opened.connect(self.opened)
        empty = EmptyState(msg("Nobody is left in this round"), icon="users")
        self.body.addWidget(ListFrame(self.view, empty), 1)
        self.body.addWidget(self._story())

    def show_progress(self, progress: RoundProgress) -> None:
        """Say how many are done, not reached and still to call."""

        def words(spoken: Language) -> str:
            parts = [spoken.gettext("%(count)s done", count=spoken.integer(progress.reached))]
            if progress.unreached:
                parts.append(spoken.gettext("%(count)s not reached", count=spoken.integer(progress.unreached)))
            if progress.later:
                parts.append(spoken.gettext("%(count)s again", count=spoken.integer(progress.later)))
            parts.append(spoken.gettext("%(count)s to call", count=spoken.integer(progress.waiting)))
            return " · ".join(parts)

        say(self.counts, text=words)

    def follow(self, entry_id: int) -> None:
        """Keep the household on the phone in sight."""
        self.view.select(entry_id)

    def _story(self) -> QWidget:
        self._box = QWidget()
        column = QVBoxLayout(self._box)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(4)
        self._head = label("", "strong", cut=True)
        column.addWidget(self._head)
        self._calls = QVBoxLayout()
        self._calls.setSpacing(2)
        column.addLayout(self._calls)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.take = Button(msg("Call now"), icon="phone-call", small=True, name="take")
        self.take.clicked.connect(lambda: self.taken.emit(self._entry))
        self.leave_out = Button(msg("Skip this household"), icon="log-out", small=True, name="leave-out")
        self.leave_out.clicked.connect(lambda: self.left.emit(self._entry))
        row.addWidget(self.take)
        row.addWidget(self.leave_out)
        row.addStretch(1)
        column.addLayout(row)
        self._box.hide()
        return self._box

    def _look_at(self, entry: EntryLine | None) -> None:
        """Show who called a household and what came of it, unless it is the one on the phone."""
        card = self._presenter.card
        current = card is not None and entry is not None and entry.id == card.entry_id
        self._entry = None if current else entry
        self._box.setVisible(self._entry is not None)
        if self._entry is None:
            return
        say(self._head, text=" ".join(filter(None, (self._entry.room, *self._entry.people[:1]))))
        can = self._entry.state in {CallState.WAITING, CallState.LATER} and not self._entry.calling
        self.take.setVisible(can)
        self.leave_out.setVisible(can)
        self._show_calls(())
        service, entry_id = self._presenter.service, self._entry.id
        self._tasks.run(lambda _progress: service.attempts(entry_id), self._show_calls, owner=self, key="attempts")

    def _show_calls(self, calls: Sequence[AttemptLine]) -> None:
        while (item := self._calls.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        desk = self._presenter.desk
        for call in [each for each in calls if not each.undone][:MOST_CALLS]:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(IconLabel(*attempt_icon(call.outcome), 14))
            words = label("", "small", "ink2", cut=True)
            say(words, text=_call_words(call, desk.clock.now(), self._presenter))
            row.addWidget(words, 1)
            self._calls.addWidget(line)


def _call_words(call: AttemptLine, now: datetime, presenter: CallPresenter) -> Text:
    def words(spoken: Language) -> str:
        time = when_words(call.at, now, presenter.desk.zone, spoken)
        outcome = spoken.message(OUTCOME_LABELS[call.outcome])
        return " · ".join(filter(None, (time, call.by, outcome, " ".join(call.note.split()))))

    return words
