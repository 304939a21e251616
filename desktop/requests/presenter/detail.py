"""The one request looked at, and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.errors import ConflictError, UserError
from desktop.core.permissions import Operation, allows
from desktop.requests.presenter.moves import TAKEN_BACK_BY, perform
from desktop.requests.rows import RequestFilter, StateGroup
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.core.errors import Problem, TouchpointError
    from desktop.requests.model import Move
    from desktop.requests.rows import RequestDetail, RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["Attempt", "DetailPresenter"]

MOST_OFFERED = 8
"""Requests suggested to merge into."""


class Attempt(QObject):
    """One move about to be made on one request: made once, however often it has to be tried.

    `done()`: it is written. `refused(problems)`: something must be mended first; after a conflict the next try is
    made on what the request is by then. `failed(error)`: the surroundings failed and it may be tried again as it is.
    """

    done = Signal()
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, presenter: DetailPresenter, move: Move, detail: RequestDetail) -> None:
        """Prepare `move` of the request as it was seen in `detail`."""
        super().__init__(presenter)
        self.move = move
        self.detail = detail
        self.arguments: Mapping[str, Any] = {}
        self._presenter = presenter
        self._version = detail.line.version
        self._operation_id = new_operation_id()

    def make(self, arguments: Mapping[str, Any] | None = None) -> None:
        """Try it with the service's `arguments`, those of the last time if none."""
        if arguments is not None:
            self.arguments = arguments
        service, tasks = self._presenter.service, self._presenter.tasks
        move, given, version, operation_id = self.move, self.arguments, self._version, self._operation_id

        def write(_progress: object) -> Changes:
            return perform(service, move, self.detail.line.id, given, version, operation_id)

        tasks.run(write, self._finish, self._stumble, owner=self, write=True)

    def _finish(self, _changes: Changes) -> None:
        self.done.emit()
        self._presenter.made.emit(self)
        self.deleteLater()

    def _stumble(self, error: TouchpointError) -> None:
        if isinstance(error, ConflictError):
            self._look_again(error.problems)
        elif isinstance(error, UserError):
            self.refused.emit(error.problems)
        else:
            self.failed.emit(error)

    def _look_again(self, problems: Sequence[Problem]) -> None:
        service, request_id = self._presenter.service, self.detail.line.id

        def seen(detail: RequestDetail) -> None:
            self._version = detail.line.version
            self.refused.emit(problems)

        self._presenter.reload()
        self._presenter.tasks.run(lambda _progress: service.detail(request_id), seen, owner=self)


class DetailPresenter(QObject):
    """Everything about one request.

    `shown(RequestDetail | None)`: what is to be seen now. `revealed(phone)`: the phone in full, once asked for.
    `made(Attempt)`: a move was written. `refused(problems)`: one without a form was not possible. `remarked()`: a
    comment was written; `remark_refused(problems)`, `remark_failed(error)`: it was not.
    `candidates(lines)`: what this request might be a duplicate of.
    """

    shown = Signal(object)
    revealed = Signal(str)
    made = Signal(object)
    refused = Signal(object)
    candidates = Signal(object)
    remarked = Signal()
    remark_refused = Signal(object)
    remark_failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show nothing at first."""
        super().__init__(parent)
        self.service = RequestService(desk)
        self.tasks = tasks
        self.detail: RequestDetail | None = None
        self.may_reveal = allows(desk.actor, Operation.REVEAL_PHONE)
        self.may_comment = allows(desk.actor, Operation.COMMENT_REQUEST)
        self._wanted = 0
        bus.changed.connect(self._changed)

    @property
    def request_id(self) -> int:
        """Return the id of the request asked for last, 0 for none."""
        return self._wanted

    def show(self, request_id: int) -> None:
        """Show a request; nothing is read again while it is shown already."""
        if self._wanted != request_id:
            self._wanted = request_id
            self.reload()

    def clear(self) -> None:
        """Show none."""
        self.tasks.cancel(self, "detail")
        self._wanted, self.detail = 0, None
        self.shown.emit(None)

    def reload(self) -> None:
        """Read the request again."""
        service, request_id = self.service, self._wanted
        if request_id:
            self.tasks.run(
                lambda _progress: service.detail(request_id), self._show, self._miss, owner=self, key="detail"
            )

    def attempt(self, move: Move) -> Attempt:
        """Return an attempt at `move` of the request shown; there must be one."""
        if self.detail is None:
            raise ValueError("no request is shown")
        return Attempt(self, move, self.detail)

    def take_back(self, attempt: Attempt) -> None:
        """Take a move back that was just made, by the move that undoes it."""
        service, opposite, request_id = self.service, TAKEN_BACK_BY[attempt.move], attempt.detail.line.id
        operation_id = new_operation_id()

        def write(_progress: object) -> Changes:
            version = service.detail(request_id).line.version
            return perform(service, opposite, request_id, {}, version, operation_id)

        self.tasks.run(write, owner=self, write=True)

    def comment(self, request_id: int, words: str, operation_id: str) -> None:
        """Add an internal comment; with the same operation id it is added once, however often it is tried."""
        service = self.service

        def write(_progress: object) -> Changes:
            return service.comment(request_id, words, operation_id=operation_id)

        def stumble(error: TouchpointError) -> None:
            if isinstance(error, UserError):
                self.remark_refused.emit(error.problems)
            else:
                self.remark_failed.emit(error)

        self.tasks.run(write, lambda _changes: self.remarked.emit(), stumble, owner=self, write=True)

    def reveal_phone(self) -> None:
        """Ask for the caller's phone in full; the look is written down."""
        service, request_id = self.service, self._wanted

        def show(phone: str) -> None:
            if request_id == self._wanted:
                self.revealed.emit(phone)

        self.tasks.run(lambda _progress: service.reveal_phone(request_id), show, owner=self, write=True)

    def find_candidates(self, text: str) -> None:
        """Ask for requests this one may be merged into: by number or words, else the open ones of its room."""
        service, detail = self.service, self.detail
        if detail is None:
            return
        line = detail.line
        wanted = RequestFilter(text=text) if text else RequestFilter(group=StateGroup.OPEN, room_id=line.room_id)

        def read(_progress: object) -> Sequence[RequestLine]:
            found = service.lines(wanted, limit=MOST_OFFERED + 1)
            return [other for other in found if other.id != line.id][:MOST_OFFERED]

        self.tasks.run(read, self.candidates.emit, owner=self, key="candidates")

    def _show(self, detail: RequestDetail) -> None:
        self.detail = detail
        self.shown.emit(detail)

    def _miss(self, error: TouchpointError) -> None:
        self._wanted, self.detail = 0, None
        self.shown.emit(None)
        self.tasks.failed.emit(error)

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        touched = changes.ids.get("request")
        if touched is not None and (not touched or self._wanted in touched):
            self.reload()
