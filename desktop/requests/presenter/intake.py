"""Taking a request in: what is known while it is typed, and how it is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import UserError
from desktop.households.service import HouseholdService
from desktop.requests.model import DUE_HOURS, RequestKind
from desktop.requests.presenter.directory import Directory, load_directory
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.households.rows import HouseholdFile
    from desktop.requests.rows import NewRequest, RequestDetail, RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["Glance", "IntakePresenter", "Saving", "Then", "due_by"]


class Then(StrEnum):
    """What follows when a request is saved: a fresh form, one for the same household, or dispatch and work order."""

    NEXT = "next"
    SAME_HOUSEHOLD = "same household"
    DISPATCH = "dispatch"


@dataclass(frozen=True, slots=True)
class Glance:
    """What a clerk should know of a household while its caller speaks: its file and its open requests."""

    file: HouseholdFile
    open: tuple[RequestLine, ...]


@dataclass(frozen=True, slots=True)
class Saving:
    """One request on its way into the data.

    `operation_id` belongs to the form it was typed in, so that saving twice saves once. `merge_into` makes it one
    more caller of another request; `then` is what the person asked for besides.
    """

    request: NewRequest
    operation_id: str
    merge_into: RequestLine | None = None
    then: Then = Then.NEXT


def due_by(kind: str, occurred_at: datetime) -> datetime | None:
    """Return when a request of `kind` is due that was said at `occurred_at`; None for kinds that never are."""
    hours = DUE_HOURS.get(RequestKind(kind)) if kind in set(RequestKind) else None
    return None if hours is None else occurred_at + timedelta(hours=hours)


class IntakePresenter(QObject):
    """Serves the form of a new request.

    `directory_changed(Directory)`, `glanced(Glance)`, `suggested(CategorySuggestion | None)`, `similar(lines)` answer
    what was asked. `saved(Saving)` tells that it is written; `numbered(Saving, RequestDetail)` follows with its
    number. `refused(problems)` and `failed(error, Saving)` tell that it is not. `urged(line)`: that was noted.
    `printable(RequestDetail)`: that its work order is printed was noted.
    """

    directory_changed = Signal(object)
    glanced = Signal(object)
    suggested = Signal(object)
    similar = Signal(object)
    saved = Signal(object)
    numbered = Signal(object, object)
    refused = Signal(object)
    failed = Signal(object, object)
    urged = Signal(object)
    printable = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Serve the account of `desk`."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._requests = RequestService(desk)
        self._households = HouseholdService(desk)
        self.directory = Directory()
        self._room_id = 0
        bus.changed.connect(self._changed)

    def start(self) -> None:
        """Read the names a form offers."""
        desk = self._desk
        self._tasks.run(lambda _progress: load_directory(desk), self._know, owner=self, key="directory")

    def glance(self, room_id: int) -> None:
        """Ask for what is known of a household; 0 asks for none and drops what was asked."""
        self._room_id = room_id
        self._tasks.cancel(self, "glance")
        if room_id:
            requests, households = self._requests, self._households
            self._tasks.run(
                lambda _progress: Glance(households.household(room_id), requests.open_for_room(room_id)),
                self.glanced.emit,
                owner=self,
                key="glance",
            )

    def suggest(self, words: str) -> None:
        """Ask which category `words` speak of."""
        service = self._requests
        self._tasks.run(
            lambda _progress: service.suggest_category(words), self.suggested.emit, owner=self, key="suggest"
        )

    def look_for_similar(self, category_id: int, building_id: int) -> None:
        """Ask for the last requests of a category in a building; 0 of either asks for none."""
        self._tasks.cancel(self, "similar")
        if not category_id or not building_id:
            self.similar.emit(())
            return
        service = self._requests
        self._tasks.run(
            lambda _progress: service.similar(category_id, building_id), self.similar.emit, owner=self, key="similar"
        )

    def urge(self, line: RequestLine, words: str) -> None:
        """Note that the resident pressed for a request that is open already."""
        service = self._requests
        self._tasks.run(
            lambda _progress: service.urge(line.id, words, version=line.version),
            lambda _changes: self.urged.emit(line),
            self._refuse,
            owner=self,
            write=True,
        )

    def save(self, saving: Saving) -> None:
        """Write the request, and make it a duplicate where it is one more caller of another."""
        self._tasks.run(
            partial(_write, self._requests, saving),
            partial(self._finish, saving),
            partial(self._stumble, saving),
            owner=self,
            write=True,
        )

    def note_print(self, detail: RequestDetail) -> None:
        """Note that the work order of a request is printed."""
        service, line = self._requests, detail.line
        self._tasks.run(
            lambda _progress: service.print_work_order(line.id, version=line.version),
            lambda _changes: self.printable.emit(detail),
            owner=self,
            write=True,
        )

    def _finish(self, saving: Saving, changes: Changes) -> None:
        service = self._requests
        self.saved.emit(saving)
        self._tasks.run(
            lambda _progress: service.detail(changes.result), partial(self.numbered.emit, saving), owner=self
        )

    def _stumble(self, saving: Saving, error: TouchpointError) -> None:
        if isinstance(error, UserError):
            self._refuse(error)
        else:
            self.failed.emit(error, saving)

    def _refuse(self, error: TouchpointError) -> None:
        self.refused.emit(error.problems)

    def _know(self, directory: Directory) -> None:
        self.directory = directory
        self.directory_changed.emit(directory)

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        if changes.touches("department", "worker", "category"):
            self.start()
        if changes.touches("request") and self._room_id:
            self.glance(self._room_id)


def _write(service: RequestService, saving: Saving, _progress: object) -> Changes:
    changes = service.report(saving.request, operation_id=saving.operation_id)
    if saving.merge_into is None:
        return changes
    # Should this fail, the same operation id finds the request again and only the merging is repeated.
    detail: RequestDetail = service.detail(changes.result)
    merged = service.merge(
        changes.result,
        saving.merge_into.id,
        version=detail.line.version,
        operation_id=f"{saving.operation_id}-merge",
    )
    return replace(merged, result=changes.result)
