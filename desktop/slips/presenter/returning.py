"""One slip after the other: found by its number, filled in, written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.core.pinyin import readings
from desktop.requests.model import OPEN_STATES, Move, PhraseUse, RequestState, StepKind
from desktop.requests.rows import SlipReturn
from desktop.requests.service import RequestService
from desktop.staff.service import StaffService
from desktop.ui.forms import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.requests.rows import BillLine, PhraseRow, RequestDetail
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Returned", "SlipsPresenter", "Standing", "Values"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A request whose slip cannot come back any more, and the sentence that says why."""

    request_id: int
    number: str
    words: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What the form of one slip holds; `at` none means now."""

    worker_id: int | None = None
    arrived_at: datetime | None = None
    at: datetime | None = None
    items: tuple[BillLine, ...] = ()
    fee_fen: int | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A slip that was taken back in this sitting."""

    request_id: int
    number: str
    room: str
    words: str
    worker: str
    fee_fen: int | None
    at: datetime


class SlipsPresenter(QObject):
    """Takes slips back. `directory_changed(workers, phrases)`: whom and what forms offer.

    `opened(RequestDetail)`: the slip of this request lies on the desk. `stands(Standing)`: it cannot come back.
    `unknown(problems)`: no such number. `returned(Returned)`: it is written. `refused(problems)`: something must be
    mended first. `failed(error)`: the surroundings failed; `save` once more does nothing twice.
    """

    directory_changed = Signal(object, object)
    opened = Signal(object)
    stands = Signal(object)
    unknown = Signal(object)
    returned = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        """Take slips back as `desk`'s account."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = RequestService(desk)
        self.detail: RequestDetail | None = None
        self.done: list[Returned] = []
        self._names: dict[int, str] = {}
        self._operation_id = ""

    def read_directory(self) -> None:
        """Ask for the workers and frequent texts that forms offer."""
        staff, service = StaffService(self._desk), self._service

        def read(_progress: Progress) -> tuple[Sequence[Choice], Sequence[PhraseRow], dict[int, str]]:
            workers = [worker for worker in staff.workers() if worker.active]
            choices = [Choice(str(worker.id), worker.name, readings(worker.name)) for worker in workers]
            return choices, service.phrases(PhraseUse.RESULT), {worker.id: worker.name for worker in workers}

        def show(found: tuple[Sequence[Choice], Sequence[PhraseRow], dict[int, str]]) -> None:
            choices, phrases, self._names = found
            self.directory_changed.emit(choices, phrases)

        self._tasks.run(read, show, owner=self, key="directory")

    def find(self, typed: str) -> None:
        """Look for the request of a slip by its number, typed or scanned."""
        service = self._service
        self._tasks.run(lambda _progress: service.slip(typed), self._found, self._missed, owner=self, key="slip")

    def close(self) -> None:
        """Let the slip lie that was opened."""
        self.detail = None

    def save(self, values: Values) -> None:
        """Write what the slip brought; the request opened must be there."""
        detail, service = self.detail, self._service
        if detail is None:
            raise ValueError("no slip is open")
        line, operation_id = detail.line, self._operation_id
        slip = SlipReturn(
            worker_id=values.worker_id, arrived_at=values.arrived_at, items=values.items, fee_fen=values.fee_fen
        )

        def write(_progress: Progress) -> Changes:
            return service.complete(
                line.id, result=values.result, at=values.at, slip=slip, version=line.version, operation_id=operation_id
            )

        self._tasks.run(
            write, lambda _changes: self._finish(detail, values), self._stumble, owner=self, write=True, key="return"
        )

    def _found(self, detail: RequestDetail) -> None:
        if Move.COMPLETE in detail.moves:
            self.detail, self._operation_id = detail, new_operation_id()
            self.opened.emit(detail)
        else:
            self.stands.emit(Standing(detail.line.id, detail.line.number, self._why_not(detail)))

    def _missed(self, error: TouchpointError) -> None:
        if isinstance(error, UserError):
            self.unknown.emit(error.problems)
        else:
            self.failed.emit(error)

    def _finish(self, detail: RequestDetail, values: Values) -> None:
        line = detail.line
        worker = self._names.get(values.worker_id or 0, line.worker)
        fee = sum(item.sum_fen for item in values.items) if values.items else values.fee_fen
        at = values.at or self._desk.clock.now()
        done = Returned(line.id, line.number, line.room, " ".join(line.words.split()), worker, fee, at)
        self.detail = None
        self.done.insert(0, done)
        self.returned.emit(done)

    def _stumble(self, error: TouchpointError) -> None:
        if isinstance(error, ConflictError):
            self._look_again(error.problems)
        elif isinstance(error, UserError):
            self.refused.emit(error.problems)
        else:
            self.failed.emit(error)

    def _look_again(self, problems: Sequence[Problem]) -> None:
        """Read the request anew after someone changed it; what was typed stays for what it is by then."""
        detail, service = self.detail, self._service
        if detail is not None:
            seen = partial(self._seen_again, problems)
            self._tasks.run(lambda _progress: service.detail(detail.line.id), seen, self.failed.emit, owner=self)

    def _seen_again(self, problems: Sequence[Problem], detail: RequestDetail) -> None:
        if Move.COMPLETE in detail.moves:
            self.detail, self._operation_id = detail, new_operation_id()
            self.refused.emit(problems)
        else:
            self.stands.emit(Standing(detail.line.id, detail.line.number, self._why_not(detail)))

    def _why_not(self, detail: RequestDetail) -> Message:
        line = detail.line
        if line.state is RequestState.CANCELLED:
            return msg("%(number)s was cancelled: %(why)s", number=line.number, why=detail.cancel_reason)
        if line.state is RequestState.DUPLICATE:
            return msg(
                "%(number)s is one more caller of %(main)s; return the slip of %(main)s.",
                number=line.number,
                main=detail.duplicate_of,
            )
        if line.state not in OPEN_STATES and line.completed_at is not None:
            by = next((step.by for step in reversed(detail.steps) if step.kind is StepKind.COMPLETED), "")
            at = line.completed_at.astimezone(self._desk.zone)
            return msg(
                "The slip of %(number)s is back already: done %(at)s, entered by %(by)s.",
                number=line.number,
                at=at.strftime("%m-%d %H:%M"),
                by=by or msg("an import"),
            )
        return msg("This account may not complete %(number)s.", number=line.number)
