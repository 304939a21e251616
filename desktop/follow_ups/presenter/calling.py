"""One clerk following up: the household on the phone, what it says of each request, who is next.

A write is asked for on the one writing thread, and so is taking the next household: what was recorded is always
committed before the next one is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import ConflictError, Problem, UserError, WorldError
from desktop.core.i18n import msg
from desktop.follow_ups.presenter.lines import lines_of
from desktop.follow_ups.rows import QueueCounts
from desktop.follow_ups.service import FollowUpService
from desktop.follow_ups.table import QueueSource, queue_columns, told_columns
from desktop.requests.model import FollowUpOutcome, Satisfaction
from desktop.requests.rows import FollowUpTold
from desktop.ui.attempts import Attempt, Writer
from desktop.ui.table import KeysetModel, RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.follow_ups.presenter.lines import Line
    from desktop.follow_ups.rows import AskedRequest, FollowUpCard, QueueLine, ToldToday
    from desktop.requests.model import FollowUpAnswer
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["BAD", "FollowUpPresenter"]

RENEW_MS = 240_000
"""A household is kept for ten minutes; while its card is on screen that is asked for anew every four."""

TURN_MS = 60_000
"""What is late, and who may be called again, changes with the clock alone."""

BAD = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})

Command: TypeAlias = "Callable[[FollowUpService, str], Changes]"


class FollowUpPresenter(QObject):
    """Keeps `card`, `counts`, the phones (`lines`, `place`) and what was said so far (`given`, `replies`) as they are.

    `current` is the place of the request asked about; with `for_all` an answer is for all that are left. `pending` is
    a poor grade about which it is to be decided whether its request is reopened. `changed()`: any of it changed.
    `card_changed()`: another household, or none. `turned()`: another request of the household. `busy_changed(bool)`.
    `recorded(card, told)`. `refused(error)`: something was not done, and why; a WorldError can be tried with `again`.
    """

    changed = Signal()
    card_changed = Signal()
    turned = Signal()
    busy_changed = Signal(bool)
    recorded = Signal(object, object)
    reopened = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Follow up as `desk`'s account."""
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        self.service = FollowUpService(desk)
        self.writer: Writer[FollowUpService] = Writer(self.service, tasks, self)
        self.card: FollowUpCard | None = None
        self.counts = QueueCounts()
        self.lines: Sequence[Line] = ()
        self.place = 0
        self.busy = False
        self._shown = False
        self.current = 0
        self.for_all = False
        self.pending: Satisfaction | None = None
        self.given: dict[int, FollowUpTold] = {}
        self.replies: dict[int, FollowUpAnswer] = {}
        self._pending: tuple[Attempt[FollowUpService], Command] | None = None
        self.queue: KeysetModel[QueueLine] = KeysetModel(
            queue_columns(desk.zone, desk.clock.now, desk.actor.name), tasks, parent=self
        )
        self.told: RowsModel[ToldToday] = RowsModel(told_columns(desk.zone), parent=self)
        self._renewing = QTimer(self, interval=RENEW_MS)
        self._renewing.timeout.connect(self._renew)
        self._turning = QTimer(self, interval=TURN_MS)
        self._turning.timeout.connect(self.read)
        bus.changed.connect(self._note)

    # --- coming and going -------------------------------------------------------------------------------------------

    def start(self, room_id: int = 0) -> None:
        """Call `room_id`; without one go on with whom this account still has on the phone, or show who waits."""
        self._shown = True
        self._turning.start()
        if self.queue.source is None:
            self.queue.set_source(QueueSource(self.service))
        if room_id:
            self.take(room_id)
            return
        service = self.service

        def look(household: int | None) -> None:
            if household is not None and self.card is None:
                self.call()

        self._tasks.run(lambda _progress: service.held(), look, self.refused.emit, owner=self, key="held")
        self.read()

    def rest(self) -> None:
        """Another page is looked at; the household is kept for ten minutes from the last time it was asked for."""
        self._shown = False
        self._renewing.stop()
        self._turning.stop()

    def read(self) -> None:
        """Read counts, queue and the calls of the day."""
        service = self.service

        def show(found: tuple[QueueCounts, list[ToldToday]]) -> None:
            self.counts = found[0]
            self.told.set_rows(found[1])
            self.changed.emit()

        self._tasks.run(
            lambda _progress: (service.counts(), service.told_today()),
            show,
            self.refused.emit,
            owner=self,
            key="counts",
        )
        self.queue.reload()

    def call(self) -> None:
        """Take the next household."""
        service = self.service
        self._fetch(lambda _progress: service.next_card())

    def take(self, household: int) -> None:
        """Call one household out of turn."""
        if not self.busy:
            service = self.service
            self._fetch(lambda _progress: service.take(household))

    def pause(self) -> None:
        """Stop calling: the household is put back for others."""
        if self.card is not None and not self.busy:
            self._set_card(None)
            self._attempt(lambda service, operation_id: service.put_back(operation_id=operation_id))

    # --- one call ---------------------------------------------------------------------------------------------------

    @property
    def request(self) -> AskedRequest | None:
        """Return the request asked about now."""
        return self.card.requests[self.current] if self.card is not None else None

    def choose(self, place: int) -> None:
        """Dial another phone of the household; nothing happens for a place there is none at."""
        if 0 <= place < len(self.lines) and place != self.place:
            self.place = place
            self.changed.emit()

    def turn_to(self, place: int) -> None:
        """Ask about another request of the household; what was said of it before is said anew."""
        card = self.card
        if card is None or self.busy or not 0 <= place < len(card.requests) or place == self.current:
            return
        self.given.pop(card.requests[place].id, None)
        self._turn(place)

    def set_for_all(self, on: bool) -> None:  # noqa: FBT001 - a setter
        """Let an answer be for all requests that are left, or for one."""
        self.for_all = on
        self.changed.emit()

    def reply(self, question_id: int, answer: FollowUpAnswer | None) -> None:
        """Note what was answered to a question; None takes it back."""
        if answer is None:
            self.replies.pop(question_id, None)
        else:
            self.replies[question_id] = answer
        self.changed.emit()

    def reply_next(self, answer: FollowUpAnswer) -> None:
        """Note the answer to the first question that has none."""
        questions = () if self.card is None else self.card.questions
        left = next((question.id for question in questions if question.id not in self.replies), None)
        if left is not None:
            self.reply(left, answer)

    def grade(self, grade: Satisfaction, words: str) -> None:
        """Note a grade; after a poor one it is asked whether the request is reopened, see `decide`."""
        if self.card is None or self.busy:
            return
        if grade in BAD:
            self.pending = grade
            self.changed.emit()
        else:
            self._give(FollowUpOutcome.REACHED, words, grade)

    def decide(self, words: str, *, reopen: bool) -> None:
        """Keep a poor grade and reopen its request with `words` as the reason, or leave it done.

        Without a poor grade given before, reopening says that someone is dissatisfied.
        """
        if self.card is None or self.busy or (self.pending is None and not reopen):
            return
        if reopen and not words.strip():
            self.pending = self.pending or Satisfaction.DISSATISFIED
            self.changed.emit()
            sentence = msg("Say what is not good; it becomes the reason for reopening.")
            self.refused.emit(UserError(Problem(sentence, "words")))
            return
        grade = self.pending or Satisfaction.DISSATISFIED
        self._give(FollowUpOutcome.REACHED, words, grade, words if reopen else "")

    def take_back(self) -> None:
        """Choose another grade instead of the poor one."""
        self.pending = None
        self.changed.emit()

    def not_reached(self, outcome: FollowUpOutcome, words: str) -> None:
        """Note that nobody answered or that the household cannot be called; that is so for all that is left."""
        if self.card is None or self.busy:
            return
        if outcome is FollowUpOutcome.CANNOT_CALL and not words.strip():
            self.refused.emit(UserError(Problem(msg("Say why the household cannot be called."), "words")))
            return
        self._give(outcome, words)

    def reopen(self, told: ToldToday) -> None:
        """Take up again what someone was dissatisfied with today."""
        if not self.busy and told.left_open:
            self._attempt(
                lambda service, operation_id: service.reopen(told, operation_id=operation_id),
                lambda _changes: self.reopened.emit(told),
            )

    def again(self) -> None:
        """Try once more what the world was in the way of."""
        if self._pending is not None:
            attempt, command = self._pending
            self._set_busy(busy=True)
            attempt.make(command)
        else:
            self.read()

    # --- inside -----------------------------------------------------------------------------------------------------

    def _clear(self) -> None:
        self.current, self.for_all, self.pending = 0, False, None
        self.given, self.replies = {}, {}

    def _give(
        self, outcome: FollowUpOutcome, words: str, grade: Satisfaction | None = None, reopen_because: str = ""
    ) -> None:
        """Keep what was said of the request asked about, or of all left; the last one sends the call off."""
        card, request = self.card, self.request
        if card is None or request is None:
            return
        reached = outcome is FollowUpOutcome.REACHED
        left = [each for each in card.requests if each.id not in self.given]
        for each in left if self.for_all or not reached else [request]:
            self.given[each.id] = FollowUpTold(
                request_id=each.id,
                version=each.version,
                outcome=outcome,
                satisfaction=grade,
                words=words.strip(),
                replies=dict(self.replies) if reached else {},
                reopen_because=reopen_because.strip(),
            )
        places = (place for place, each in enumerate(card.requests) if each.id not in self.given)
        place = next(places, None)
        if place is None:
            self._send(card)
        else:
            self._turn(place)

    def _turn(self, place: int) -> None:
        self.current = place
        self.pending = None
        self.replies = {}
        self.turned.emit()
        self.changed.emit()

    def _send(self, card: FollowUpCard) -> None:
        told = tuple(self.given[each.id] for each in card.requests)

        def done(_changes: Changes) -> None:
            self.recorded.emit(card, told)
            self.call()

        def lost() -> None:
            self.given.pop(told[-1].request_id, None)

        self._attempt(lambda service, operation_id: service.record(told, operation_id=operation_id), done, lost)

    def _attempt(
        self,
        command: Command,
        then: Callable[[Changes], None] | None = None,
        lost: Callable[[], None] | None = None,
    ) -> None:
        """Make one write and go on with `then(changes)`, or with `lost()` where trying again would not help."""
        attempt = self.writer.attempt()
        self._set_busy(busy=True)

        def done(changes: Changes) -> None:
            self._pending = None
            self._set_busy(busy=False)
            if then is not None:
                then(changes)
            self.read()

        def refuse(error: TouchpointError) -> None:
            if lost is not None and not isinstance(error, WorldError):
                lost()
            self._fail(error)

        attempt.done.connect(done)
        attempt.refused.connect(refuse)
        self._pending = (attempt, command)
        attempt.make(command)

    def _fetch(self, work: Callable[[Progress], FollowUpCard | None]) -> None:
        def show(card: FollowUpCard | None) -> None:
            self._set_busy(busy=False)
            self._set_card(card)
            self.read()

        self._set_busy(busy=True)
        self._tasks.run(work, show, self._fail, owner=self, write=True)

    def _fail(self, error: TouchpointError) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, WorldError):
            self._pending = None
        self.refused.emit(error)
        if isinstance(error, ConflictError):
            # Someone else had it meanwhile: what is there now is asked for.
            card, self.card = self.card, None
            if card is not None:
                self.call()
            self.read()

    def _set_card(self, card: FollowUpCard | None) -> None:
        self.card = card
        self._clear()
        self.lines = () if card is None else lines_of(card)
        self.place = 0
        if card is None or not self._shown:
            self._renewing.stop()
        else:
            self._renewing.start()
        self.card_changed.emit()
        self.changed.emit()

    def _set_busy(self, *, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)

    def _renew(self) -> None:
        card, service = self.card, self.service
        if card is not None and not self.busy:
            self._tasks.run(
                lambda _progress: service.renew(card.household), on_error=self._fail, owner=self, write=True
            )

    def _note(self, changes: Changes, initiator: object) -> None:
        own = isinstance(initiator, Attempt) and initiator.parent() is self.writer
        if self._shown and not own and changes.touches("request", "follow_up"):
            self.read()
