"""One clerk in one round: the household on the phone, what came of it, who is next, what was the last.

A write is asked for on the one writing thread, and so is taking the next household: what was recorded is always
committed before the next one is taken.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.contacts.model import CallOutcome, RoundState
from desktop.contacts.presenter.acting import ContactWriter
from desktop.contacts.presenter.calls import Line, Recorded, Stage, lines_of, list_of_unreached
from desktop.contacts.rows import EntryFilter
from desktop.contacts.table import EntrySource, entry_columns
from desktop.core.errors import ConflictError, WorldError
from desktop.ui.attempts import Attempt
from desktop.ui.table import KeysetModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.contacts.presenter.acting import Command, ContactAttempt
    from desktop.contacts.rows import CallCard, EntryLine, RoundLine
    from desktop.contacts.rule import ConditionKind
    from desktop.contacts.service import ContactService
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["CallPresenter"]

RENEW_MS = 240_000
"""A household is kept for ten minutes; while its card is on screen that is asked for anew every four."""

LOOK_MS = 10_000
"""Where nobody is to be called now, so often it is asked whether someone's time has come."""


class CallPresenter(QObject):
    """Keeps `stage`, `round`, `card` and `model` (the round's households in calling order) as they are.

    `listed(rounds)`: the rounds there are. `changed()`: stage, round or card changed. `card_changed()`: another
    household, or none. `busy_changed(bool)`: a write is on its way. `recorded(Recorded)`. `refused(error)`: something
    was not done, and why; a WorldError can be tried again with `again`. `list_made(id)` answers `call_again`.
    """

    listed = Signal(object)
    changed = Signal()
    card_changed = Signal()
    busy_changed = Signal(bool)
    recorded = Signal(object)
    refused = Signal(object)
    list_made = Signal(int)

    def __init__(
        self, desk: Desk, tasks: Tasks, bus: Bus, conditions: Sequence[ConditionKind], parent: QObject | None = None
    ) -> None:
        """Call as `desk`'s account."""
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        self.writer = ContactWriter(desk, tasks, conditions, self)
        self.service = self.writer.service
        self.stage = Stage.ROUNDS
        self.round: RoundLine | None = None
        self.card: CallCard | None = None
        self.lines: Sequence[Line] = ()
        self.place = 0
        self.busy = False
        self._round_id = 0
        self._undoable: list[Recorded] = []
        self._pending: tuple[ContactAttempt, Command] | None = None
        self._shown = False
        columns = entry_columns(desk.zone, desk.clock.now, desk.actor.name)
        self.model: KeysetModel[EntryLine] = KeysetModel(columns, tasks, parent=self)
        self._renewing = QTimer(self, interval=RENEW_MS)
        self._renewing.timeout.connect(self._renew)
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self.look)
        bus.changed.connect(self._note)

    # --- coming and going -------------------------------------------------------------------------------------------

    @property
    def last(self) -> Recorded | None:
        """Return the outcome that `undo` would take back."""
        return self._undoable[-1] if self._undoable else None

    @property
    def line(self) -> Line | None:
        """Return the phone chosen to dial."""
        return self.lines[self.place] if self.place < len(self.lines) else None

    def start(self) -> None:
        """Go on where the screen was left, or with the household this account still holds, or list the rounds."""
        self._shown = True
        self._arm()
        if self._round_id:
            self._next()
        else:
            self.read_rounds(resume=True)

    def rest(self) -> None:
        """Another page is looked at; the household is kept for ten minutes from the last time it was asked for."""
        self._shown = False
        self._renewing.stop()
        self._looking.stop()

    def read_rounds(self, *, resume: bool = False) -> None:
        """Read the rounds there are; with `resume` go on with the one of which this account holds a household."""
        service = self.service

        def show(rounds: Sequence[RoundLine]) -> None:
            held = next((line for line in rounds if line.mine and line.state is RoundState.OPEN), None)
            if resume and held is not None and not self._round_id:
                self.open(held.id)
            else:
                self.listed.emit(rounds)

        self._tasks.run(lambda _progress: service.rounds(), show, self.refused.emit, owner=self, key="rounds")

    def open(self, round_id: int) -> None:
        """Work on a round from where it stands."""
        if round_id != self._round_id:
            self._round_id = round_id
            self._undoable.clear()
            self._set_card(None)
            self.round = None
            self.model.set_source(EntrySource(self.service, round_id, EntryFilter()))
        self._next()

    def pause(self) -> None:
        """Stop calling: what is held is put back for others, and the rounds are listed."""
        round_id, self._round_id = self._round_id, 0
        if not round_id:
            return
        self._attempt(lambda service, operation_id: service.put_back(round_id, operation_id=operation_id))
        self._undoable.clear()
        self._set_card(None)
        self.round = None
        self._set_stage(Stage.ROUNDS)
        self.read_rounds()

    # --- one call ---------------------------------------------------------------------------------------------------

    def choose(self, place: int) -> None:
        """Dial another phone of the household; nothing happens for a place there is none at."""
        if 0 <= place < len(self.lines) and place != self.place:
            self.place = place
            self.changed.emit()

    def record(self, outcome: CallOutcome, note: str = "") -> None:
        """Record what the call came to and go on to the next household."""
        card, line = self.card, self.line
        if card is None or self.busy:
            return
        phone_id = None if line is None else line.phone.id

        def act(service: ContactService, operation_id: str) -> Changes:
            return service.record(
                card.entry_id,
                outcome,
                version=card.version,
                phone_id=phone_id,
                note=note.strip(),
                operation_id=operation_id,
            )

        self._attempt(act, partial(self._recorded, Recorded(card.entry_id, card.room, outcome)))

    def put_off(self, minutes: int | None = None) -> None:
        """Let the household wait for `minutes` (None: as long as after no answer); that counts as no call."""
        card = self.card
        if card is None or self.busy:
            return
        self._attempt(
            lambda service, operation_id: service.call_later(
                card.entry_id, version=card.version, minutes=minutes, operation_id=operation_id
            ),
            self._go_on,
        )

    def undo(self) -> None:
        """Take back the last outcome recorded here; its household is on the phone again."""
        if not self._undoable or self.busy:
            return
        last = self._undoable[-1]

        def act(service: ContactService, operation_id: str) -> Changes:
            return service.undo(last.entry_id, attempt_id=last.attempt_id, operation_id=operation_id)

        def gone(_changes: Changes) -> None:
            self._undoable.remove(last)
            self._next()

        self._attempt(act, gone, lambda: self._undoable.remove(last))

    def take(self, entry_id: int) -> None:
        """Call one household out of turn."""
        if self.busy:
            return
        service = self.service

        def work(_progress: Progress) -> tuple[CallCard, RoundLine]:
            card = service.take(entry_id)
            return card, service.round(card.round_id)

        self._set_busy(busy=True)
        self._tasks.run(work, lambda found: self._show(*found), self._fail, owner=self, write=True)

    def leave_out(self, line: EntryLine) -> None:
        """Take a household out of the round."""
        self._attempt(
            lambda service, operation_id: service.leave(line.id, version=line.version, operation_id=operation_id),
            self._go_on,
        )

    def call_again(self, name: str) -> None:
        """Make a list called `name` of who was not reached and can be called; `list_made(id)` answers."""
        line = self.round
        if line is not None and not self.busy:
            self._attempt(partial(list_of_unreached, line, name), lambda changes: self.list_made.emit(changes.result))

    def end(self) -> None:
        """End the round: who was not called was not reached."""
        line = self.round
        if line is not None:
            self._attempt(
                lambda service, operation_id: service.end(line.id, version=line.version, operation_id=operation_id),
                self._go_on,
            )

    def again(self) -> None:
        """Try once more what the world was in the way of."""
        if self._pending is not None:
            attempt, command = self._pending
            self._set_busy(busy=True)
            attempt.make(command)
        elif self._round_id:
            self._next()
        else:
            self.read_rounds()

    def look(self) -> None:
        """Ask whether there is someone to call by now."""
        if self._round_id and self.card is None and not self.busy:
            self._next()

    # --- inside -----------------------------------------------------------------------------------------------------

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

        def refuse(error: TouchpointError) -> None:
            if lost is not None and not isinstance(error, WorldError):
                lost()
            self._fail(error)

        attempt.done.connect(done)
        attempt.refused.connect(refuse)
        self._pending = (attempt, command)
        attempt.make(command)

    def _recorded(self, recorded: Recorded, changes: Changes) -> None:
        self._undoable.append(replace(recorded, attempt_id=changes.result))
        self.recorded.emit(recorded)
        self._next()

    def _go_on(self, _changes: Changes) -> None:
        self._next()

    def _next(self) -> None:
        """Ask for the household to call now, after everything written before."""
        round_id, service = self._round_id, self.service

        def work(_progress: Progress) -> tuple[CallCard | None, RoundLine]:
            line = service.round(round_id)
            card = service.next_call(round_id) if line.state is RoundState.OPEN else None
            return card, service.round(round_id)

        self._set_busy(busy=True)
        self._tasks.run(work, lambda found: self._show(*found), self._fail, owner=self, write=True)

    def _show(self, card: CallCard | None, line: RoundLine) -> None:
        self._set_busy(busy=False)
        if line.id != self._round_id:
            return
        self.round = line
        self._set_card(card)
        self.model.reload()
        if card is not None:
            self._set_stage(Stage.CALLING)
        elif line.state is RoundState.ENDED or line.progress.done >= line.progress.total:
            self._set_stage(Stage.DONE)
        else:
            self._set_stage(Stage.WAITING)

    def _fail(self, error: TouchpointError) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, WorldError):
            self._pending = None
        self.refused.emit(error)
        if isinstance(error, ConflictError) and self._round_id:
            # Someone else had it meanwhile: what is there now is asked for.
            self._set_card(None)
            self._next()

    def _set_card(self, card: CallCard | None) -> None:
        before, self.card = self.card, card
        same = card is not None and before is not None and card.entry_id == before.entry_id
        self.lines = () if card is None else lines_of(card)
        if not same:
            right = (place for place, line in enumerate(self.lines) if not line.phone.wrong)
            self.place = next(right, 0)
            self.card_changed.emit()

    def _set_stage(self, stage: Stage) -> None:
        self.stage = stage
        self._arm()
        self.changed.emit()

    def _set_busy(self, *, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)

    def _arm(self) -> None:
        """Let the clocks run that this stage needs, while someone looks."""
        for timer, wanted in ((self._renewing, Stage.CALLING), (self._looking, Stage.WAITING)):
            if self._shown and self.stage is wanted:
                timer.start()
            else:
                timer.stop()

    def _renew(self) -> None:
        card, service = self.card, self.service
        if card is not None and not self.busy:
            self._tasks.run(lambda _progress: service.renew(card.entry_id), on_error=self._fail, owner=self, write=True)

    def _note(self, changes: Changes, initiator: object) -> None:
        if not self._shown or not changes.touches("call_round"):
            return
        if not self._round_id:
            self.read_rounds()
        elif not isinstance(initiator, Attempt) or initiator.parent() is not self.writer:
            self._read_round()

    def _read_round(self) -> None:
        """Follow what others did in this round."""
        round_id, service = self._round_id, self.service

        def show(line: RoundLine) -> None:
            if line.id != self._round_id:
                return
            self.round = line
            self.model.reload()
            self.changed.emit()
            waiting = line.progress.waiting - line.progress.calling + line.progress.due
            if self.card is None and (waiting > 0 or line.state is RoundState.ENDED):
                self.look()

        self._tasks.run(lambda _progress: service.round(round_id), show, self._fail, owner=self, key="round")
