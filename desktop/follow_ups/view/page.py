"""The page of follow-ups: the queue left, one household at a time right, one key per answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.changes import Draft
from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import Language, msg
from desktop.follow_ups.presenter import FollowUpPresenter
from desktop.follow_ups.table import outcome_cell
from desktop.follow_ups.view.answers import AnswerBar
from desktop.follow_ups.view.card import CardPane
from desktop.follow_ups.view.queue import IdlePane, QueuePanel
from desktop.requests.model import FollowUpAnswer
from desktop.ui.buttons import Button
from desktop.ui.dialling import MOST_KEYS, phone_key
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import PageHeader
from desktop.ui.scrolling import scrolled
from desktop.ui.shell import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.follow_ups.rows import FollowUpCard, QueueLine, ToldToday
    from desktop.households.rows import TimelineLine
    from desktop.requests.rows import FollowUpTold
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["NOTES", "FollowUpsPage"]

ONE_COLUMN_BELOW = 1000
LOW_BELOW = 500
HINTS_FROM = 720
QUEUE_WIDTH = 332
NOTES = "follow-up-words"
"""The name under which half-typed words of follow-ups are kept; their key is the household."""


def _nothing(_line: TimelineLine) -> Message | None:
    return None


class FollowUpsPage(Page):
    """Follow-ups. `show_at(room_id=7)` calls a household; without one it goes on where it was."""

    def __init__(
        self, desk: Desk, shell: Shell, last_words: Callable[[TimelineLine], Message | None] = _nothing
    ) -> None:
        """Follow up as `desk`'s account; `last_words` tells touchpoints of any feature."""
        super().__init__()
        self.setObjectName("follow-ups-page")
        self._shell = shell
        self.presenter = FollowUpPresenter(desk, shell.tasks, shell.bus, self)
        self._narrow = False
        self._queue_shown = False
        self._enters = False
        self._build(last_words)
        self._connect()
        self._bind()
        self._show()

    def show_at(self, **where: object) -> None:
        """Call the household of `room_id`, or go on with what was shown before."""
        room_id = where.get("room_id")
        self._enters = True
        self.presenter.start(room_id if isinstance(room_id, int) else 0)

    def about(self) -> Mapping[str, object]:
        """Return the household on the phone: a new request is its own."""
        card = self.presenter.card
        return {"room_id": card.room_id} if card is not None and card.room_id is not None else {}

    def leave(self) -> None:
        """Keep the words half typed; the household stays this account's for ten minutes."""
        self._keep_words()
        self.presenter.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the queue out where the page is narrow, and hints where it is low."""
        super().resizeEvent(event)
        self._narrow = self.width() < ONE_COLUMN_BELOW
        self.answers.set_low(self.height() < HINTS_FROM)
        self.card.set_low(self.height() < LOW_BELOW)
        self._fold()

    # --- building ---------------------------------------------------------------------------------------------------

    def _build(self, last_words: Callable[[TimelineLine], Message | None]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = PageHeader(msg("Follow-ups"))
        self.order = Button(msg("Queue"), icon="users", name="follow-up-order")
        self.stop = Button(msg("Pause"), icon="pause", key=key("leave"), bind=False, name="follow-up-pause")
        self.header.tools.addWidget(self.order)
        self.header.tools.addWidget(self.stop)
        column.addWidget(self.header)
        across = QHBoxLayout()
        across.setSpacing(12)
        self.queue = QueuePanel(self.presenter)
        across.addWidget(self.queue)
        self.stack = QStackedWidget()
        self.idle = IdlePane(self.presenter)
        self.stack.addWidget(self.idle)
        self.calling = QWidget()
        rows = QVBoxLayout(self.calling)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        self.card = CardPane(self.presenter, last_words)
        self.answers = AnswerBar()
        self.area = scrolled(self.card)
        rows.addWidget(self.area, 1)
        rows.addWidget(self.answers)
        self.stack.addWidget(self.calling)
        across.addWidget(self.stack, 1)
        column.addLayout(across, 1)
        self.setFocusProxy(self.stack)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self._show)
        presenter.card_changed.connect(self._show_card)
        presenter.turned.connect(lambda: self.answers.begin(""))
        presenter.busy_changed.connect(lambda busy: self.answers.set_ready(not busy))
        presenter.recorded.connect(self._tell)
        presenter.reopened.connect(self._tell_reopened)
        presenter.refused.connect(self._refuse)
        self.card.picked.connect(presenter.choose)
        self.card.asked.picked.connect(presenter.turn_to)
        self.card.asked.all_alike.connect(presenter.set_for_all)
        self.card.questions.replied.connect(presenter.reply)
        self.answers.graded.connect(presenter.grade)
        self.answers.missed.connect(presenter.not_reached)
        self.answers.decided.connect(lambda reopen, words: presenter.decide(words, reopen=reopen))
        self.answers.taken_back.connect(presenter.take_back)
        self.idle.started.connect(presenter.call)
        self.queue.taken.connect(self._take)
        self.queue.opened.connect(self._go_to_room)
        self.queue.told.connect(lambda line: self._shell.go("requests", request_id=line.request_id))
        self.queue.reopened.connect(presenter.reopen)
        self.order.clicked.connect(self._turn_queue)
        self.stop.clicked.connect(self._pause)

    def _bind(self) -> None:
        presenter = self.presenter

        def press(name: str, act: Callable[[], object]) -> None:
            shortcut = QShortcut(QKeySequence(key(name)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

        press("leave", self._leave)
        press("reopen", self._reopen)
        press("answer-yes", partial(presenter.reply_next, FollowUpAnswer.YES))
        press("answer-no", partial(presenter.reply_next, FollowUpAnswer.NO))
        for place in range(MOST_KEYS):
            phone = QShortcut(QKeySequence(phone_key(place)), self.calling)
            phone.activated.connect(partial(presenter.choose, place))

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        presenter = self.presenter
        counts = presenter.counts
        self._shell.set_count("follow_ups", counts.due)
        say(self.header.note, text=self._counted)
        self.queue.show_counts()
        self.idle.show_counts()
        self.stack.setCurrentWidget(self.idle if presenter.card is None else self.calling)
        self._fold()
        if presenter.card is not None:
            self.card.show_state()
            self.answers.show_pending(presenter.pending)
        elif self._enters and self.idle.start.isVisible() and not presenter.busy:
            self._enters = False
            self.idle.start.setFocus()

    def _show_card(self) -> None:
        """Show another household with the words typed for it before."""
        card = self.presenter.card
        if card is None:
            self.stack.setCurrentWidget(self.idle)
            self._enters = True
            return
        self.card.show_card()
        self.stack.setCurrentWidget(self.calling)
        kept = next((draft for draft in self._shell.drafts.all(NOTES) if draft.key == str(card.household)), None)
        self.answers.begin("" if kept is None else kept.fields.get("words", ""))
        self.area.verticalScrollBar().setValue(0)
        self.queue.follow(card.household)

    def _counted(self, spoken: Language) -> str:
        counts = self.presenter.counts
        said = [spoken.gettext("%(count)s by the end of today", count=spoken.integer(counts.due))]
        if counts.overdue:
            said.append(spoken.gettext("%(count)s late", count=spoken.integer(counts.overdue)))
        return " · ".join(said)

    def _fold(self) -> None:
        """Show the queue beside the call, or on a narrow page in its place when asked for."""
        self.order.setVisible(self._narrow)
        self.stop.setVisible(self.presenter.card is not None)
        self.queue.setVisible(not self._narrow or self._queue_shown)
        self.stack.setVisible(not (self._narrow and self._queue_shown))
        self.queue.setMaximumWidth(16_777_215 if self._narrow else QUEUE_WIDTH)
        self.queue.setMinimumWidth(0 if self._narrow else QUEUE_WIDTH)

    def _turn_queue(self) -> None:
        self._queue_shown = not self._queue_shown
        self._fold()

    # --- acting -----------------------------------------------------------------------------------------------------

    def _take(self, line: QueueLine) -> None:
        self._keep_words()
        self._queue_shown = False
        self.presenter.take(line.household)

    def _reopen(self) -> None:
        """Reopen what is not good: what is asked about now, or the row chosen among the calls of the day."""
        row = self.queue.today.row
        if self.queue.isVisible() and self.queue.today.hasFocus() and row is not None:
            self.presenter.reopen(row)
        else:
            self.presenter.decide(self.answers.words.text(), reopen=True)

    def _leave(self) -> None:
        if self._narrow and self._queue_shown:
            self._turn_queue()
        elif self.presenter.pending is not None:
            self.presenter.take_back()
        else:
            self._pause()

    def _pause(self) -> None:
        self._keep_words()
        self.presenter.pause()

    def _tell(self, card: FollowUpCard, told: Sequence[FollowUpTold]) -> None:
        self._shell.drafts.forget(NOTES, str(card.household))
        last = told[-1]

        def words(spoken: Language) -> str:
            outcome = outcome_cell(last.outcome, last.satisfaction, spoken).text
            if any(each.reopen_because for each in told):
                outcome = spoken.gettext("%(outcome)s, reopened", outcome=outcome)
            return spoken.gettext("%(room)s: %(outcome)s", room=card.room, outcome=outcome)

        self._shell.tell(words, look=lambda: self._shell.go("requests", request_id=last.request_id))

    def _tell_reopened(self, told: ToldToday) -> None:
        self._shell.tell(
            msg("%(number)s was reopened", number=told.number),
            look=lambda: self._shell.go("requests", request_id=told.reopens),
        )

    def _refuse(self, error: TouchpointError) -> None:
        """Say why something was not done; what the world was in the way of can be tried again."""
        if isinstance(error, WorldError):
            if show_error(self, error):
                self.presenter.again()
        elif isinstance(error, UserError) and self.presenter.card is not None:
            self.answers.show_fault(error.problems[0].message)
        else:
            self._shell.tell(error.problems[0].message)

    def _go_to_room(self, line: object) -> None:
        room_id = getattr(line, "household", 0) or getattr(line, "room_id", 0) or 0
        if room_id > 0:
            self._shell.go("households", room_id=room_id)

    def _keep_words(self) -> None:
        card = self.presenter.card
        if card is None:
            return
        words = self.answers.words.text()
        if words.strip():
            self._shell.drafts.keep(Draft(NOTES, str(card.household), card.room, {"words": words}))
        else:
            self._shell.drafts.forget(NOTES, str(card.household))
