"""The call screen: one household at a time, one key per outcome, the order of the round beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.contacts.model import RoundState
from desktop.contacts.presenter import CallPresenter, CallSheetPaper, Stage
from desktop.contacts.view.asking import RoundAsker
from desktop.contacts.view.card import CardPane
from desktop.contacts.view.entries import EntriesPanel
from desktop.contacts.view.headline import RoundHeader
from desktop.contacts.view.outcomes import OutcomeBar
from desktop.contacts.view.pauses import DonePane, WaitPane
from desktop.contacts.view.rounds import RoundsPane
from desktop.core.changes import Draft
from desktop.core.permissions import Operation, allows
from desktop.ui.dialling import MOST_KEYS, phone_key
from desktop.ui.keys import key
from desktop.ui.scrolling import scrolled
from desktop.ui.shell import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.contacts.model import CallOutcome
    from desktop.contacts.rows import RoundLine
    from desktop.contacts.rule import ConditionKind
    from desktop.core.i18n import Message
    from desktop.households.rows import TimelineLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["NOTES", "CallsPage"]

ONE_COLUMN_BELOW = 1000
LOW_BELOW = 500
ORDER_WIDTH = 332
NOTES = "call-note"
"""The name under which half-typed notes of calls are kept; their key is the household's place in its round."""


def _nothing(_line: TimelineLine) -> Message | None:
    return None


class CallsPage(Page):
    """Calls. `show_at(round_id=7)` goes on with a round; without one it goes on where it was, or lists the rounds."""

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        conditions: Sequence[ConditionKind] = (),
        last_words: Callable[[TimelineLine], Message | None] = _nothing,
    ) -> None:
        """Call as `desk`'s account; `last_words` tells touchpoints of other features."""
        super().__init__()
        self.setObjectName("calls-page")
        self._desk = desk
        self._shell = shell
        self.presenter = CallPresenter(desk, shell.tasks, shell.bus, conditions, self)
        self.asker = RoundAsker(desk, shell, conditions, self.presenter, self)
        self._build(last_words)
        self._connect()
        self._show()

    def show_at(self, **where: object) -> None:
        """Go on with the round `round_id`, or with what was shown before."""
        round_id = where.get("round_id")
        if isinstance(round_id, int) and round_id:
            self.presenter.open(round_id)
        self.presenter.start()

    def about(self) -> Mapping[str, object]:
        """Return the household on the phone: a new request is its own."""
        card = self.presenter.card
        return {"room_id": card.room_id} if card is not None else {}

    def leave(self) -> None:
        """Keep the note that is half typed; the household stays this account's for ten minutes."""
        self._keep_note()
        self.asker.acts.keep()
        self.presenter.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the order out where the page is narrow, and hints where it is low."""
        super().resizeEvent(event)
        narrow, low = self.width() < ONE_COLUMN_BELOW, self.height() < LOW_BELOW
        self._narrow = narrow
        self.header.set_narrow(narrow)
        self.outcomes.set_low(low)
        self.card.set_low(low)
        self._fold()

    # --- building ---------------------------------------------------------------------------------------------------

    def _build(self, last_words: Callable[[TimelineLine], Message | None]) -> None:
        self._narrow = False
        self._orders = False
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = RoundHeader()
        column.addWidget(self.header)
        across = QHBoxLayout()
        across.setSpacing(12)
        self.order = EntriesPanel(self.presenter, self._shell.tasks)
        self.order.setFixedWidth(ORDER_WIDTH)
        across.addWidget(self.order)
        self.stack = QStackedWidget()
        self.rounds = RoundsPane(self._desk.zone, may_unmask=allows(self._desk.actor, Operation.EXPORT_UNMASKED))
        self.stack.addWidget(self.rounds)
        self.card = CardPane(self._desk, last_words)
        self.outcomes = OutcomeBar()
        self.calling = QWidget()
        rows = QVBoxLayout(self.calling)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(scrolled(self.card), 1)
        rows.addWidget(self.outcomes)
        self.stack.addWidget(self.calling)
        self.wait = WaitPane()
        self.stack.addWidget(self.wait)
        self.done = DonePane(self.presenter, self._shell.tasks)
        self.stack.addWidget(self.done)
        across.addWidget(self.stack, 1)
        column.addLayout(across, 1)
        self._stages = {
            Stage.ROUNDS: self.rounds,
            Stage.CALLING: self.calling,
            Stage.WAITING: self.wait,
            Stage.DONE: self.done,
        }
        self.setFocusProxy(self.stack)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self._show)
        presenter.card_changed.connect(self._show_card)
        presenter.busy_changed.connect(lambda busy: self.outcomes.set_ready(not busy))
        presenter.recorded.connect(lambda last: self._shell.drafts.forget(NOTES, str(last.entry_id)))
        presenter.listed.connect(self._show_rounds)
        self.card.picked.connect(presenter.choose)
        self.outcomes.recorded.connect(self._record)
        self.outcomes.put_off.connect(self.asker.put_off)
        self.outcomes.undone.connect(presenter.undo)
        self.order.opened.connect(self._go_to_room)
        self.order.taken.connect(lambda entry: presenter.take(entry.id))
        self.order.left.connect(presenter.leave_out)
        self.wait.asked.connect(self._act)
        self.done.asked.connect(self._act)
        self.done.opened.connect(self._go_to_room)
        self.rounds.opened.connect(lambda line: presenter.open(line.id))
        self.rounds.asked.connect(self.asker.about_round)
        self.rounds.lists.connect(partial(self._shell.go, "contacts"))
        self.header.asked.connect(self._act)
        leave = QShortcut(QKeySequence(key("leave")), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._leave_round)
        for place in range(MOST_KEYS):
            phone = QShortcut(QKeySequence(phone_key(place)), self.calling)
            phone.activated.connect(partial(presenter.choose, place))

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        presenter = self.presenter
        stage, line = presenter.stage, presenter.round
        self.header.show_round(stage, line, presenter.card)
        self.stack.setCurrentWidget(self._stages[stage])
        self._fold()
        if line is not None:
            self.order.show_progress(line.progress)
            if stage is Stage.WAITING:
                self.wait.show_round(line, presenter)
            elif stage is Stage.DONE:
                self.done.show_round(line)
        if stage is Stage.CALLING:
            self.card.choose(presenter.lines, presenter.place)
            self.outcomes.show_last(presenter.last)

    def _show_card(self) -> None:
        """Show another household with the note that was typed for it before."""
        card, line = self.presenter.card, self.presenter.round
        if card is None:
            return
        self.card.show_card(card, self.presenter.lines, self.presenter.place)
        kept = next((draft for draft in self._shell.drafts.all(NOTES) if draft.key == str(card.entry_id)), None)
        minutes = line.retry_minutes if line is not None else 0
        self.outcomes.begin("" if kept is None else kept.fields.get("note", ""), minutes)
        self.order.follow(card.entry_id)

    def _show_rounds(self, rounds: Sequence[RoundLine]) -> None:
        self.rounds.show_rounds(rounds)
        still = (line.progress for line in rounds if line.state is RoundState.OPEN)
        self._shell.set_count("calls", sum(progress.total - progress.done for progress in still))
        if self.presenter.stage is Stage.ROUNDS and self.isVisible():
            self.rounds.enter()

    def _fold(self) -> None:
        """Show the order beside the call, or on a narrow page only when asked for."""
        in_round = self.presenter.stage is not Stage.ROUNDS
        self.order.setVisible(in_round and (not self._narrow or self._orders))
        self.stack.setVisible(not (in_round and self._narrow and self._orders))
        wide = 16_777_215 if self._narrow else ORDER_WIDTH
        self.order.setMaximumWidth(wide)
        self.order.setMinimumWidth(0 if self._narrow else ORDER_WIDTH)

    # --- acting -----------------------------------------------------------------------------------------------------

    def _record(self, outcome: CallOutcome, note: str) -> None:
        self._keep_note()
        self.presenter.record(outcome, note)

    def _act(self, what: str) -> None:
        line = self.presenter.round
        if what == "pause":
            self._pause()
        elif what == "order":
            self._orders = not self._orders
            self._fold()
        elif what == "rounds":
            self.presenter.pause()
        elif what == "look":
            self.presenter.look()
        elif what == "undo":
            self.presenter.undo()
        elif what == "new":
            self.asker.start()
        elif what == "again":
            self.asker.call_again()
        elif line is not None and what == "sheet":
            first = self.presenter.stage is Stage.DONE
            self._shell.show_paper(CallSheetPaper(self._desk, line, unreached_first=first))
        elif line is not None:
            self.asker.about_round(what, line)

    def _leave_round(self) -> None:
        if self._orders and self._narrow:
            self._act("order")
        elif self.presenter.stage is not Stage.ROUNDS:
            self._pause()

    def _pause(self) -> None:
        self._keep_note()
        self.presenter.pause()

    def _go_to_room(self, entry: object) -> None:
        room_id = getattr(entry, "room_id", None)
        if room_id:
            self._shell.go("households", room_id=room_id)

    def _keep_note(self) -> None:
        card = self.presenter.card
        if card is None:
            return
        note = self.outcomes.note.text()
        if note.strip():
            self._shell.drafts.keep(Draft(NOTES, str(card.entry_id), card.room, {"note": note}))
        else:
            self._shell.drafts.forget(NOTES, str(card.entry_id))
