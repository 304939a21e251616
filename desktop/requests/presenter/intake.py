"""Taking a request in: what is known while it is typed, and how it is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import UserError
from desktop.households.service import HouseholdService
from desktop.requests.presenter.directory import Directory, load_directory
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.households.rows import HouseholdFile
    from desktop.requests.rows import NewRequest, RequestDetail, RequestLine, Saying
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["Glance", "IntakePresenter", "Nearby", "Saving", "Then"]


class Then(StrEnum):
    """What follows when a request is saved: a fresh form, one for the same household, the work order, or dispatch."""

    NEXT = "next"
    SAME_HOUSEHOLD = "same household"
    PRINT = "print"
    DISPATCH = "dispatch"


@dataclass(frozen=True, slots=True)
class Glance:
    """What a clerk should know of a household while its caller speaks: its file, its open requests, what to say.

    `recent` counts its requests of the last 90 days; `often` tells that they are so many that it keeps coming back.
    """

    file: HouseholdFile
    open: tuple[RequestLine, ...]
    sayings: tuple[Saying, ...] = ()
    recent: int = 0
    often: bool = False


@dataclass(frozen=True, slots=True)
class Nearby:
    """The same trouble in a building: the requests of the last 48 hours, and how many there were in 90 days.

    `often` tells that they are so many that it keeps coming back.
    """

    lines: tuple[RequestLine, ...] = ()
    recent: int = 0
    often: bool = False


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


class IntakePresenter(QObject):
    """Serves the form of a new request.

    `directory_changed(Directory)`, `glanced(Glance)`, `suggested(CategorySuggestion | None)`, `similar(Nearby)`,
    `reworkable(lines)`, `due_known(DueTimes)`, `recalled(RequestLine)` answer what was asked. `saved(Saving)` tells
    that it is written; `numbered(Saving, RequestDetail)` follows with its number. `refused(problems)` and
    `failed(error, Saving)` tell that it is not. `urged(line)`: that was noted. `printable(RequestDetail)`: that its
    work order is printed was noted.
    """

    directory_changed = Signal(object)
    glanced = Signal(object)
    suggested = Signal(object)
    similar = Signal(object)
    reworkable = Signal(object)
    due_known = Signal(object)
    recalled = Signal(object)
    saved = Signal(object)
    numbered = Signal(object, object)
    refused = Signal(object)
    failed = Signal(object, object)
    urged = Signal(object)
    printable = Signal(object)

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        bus: Bus,
        parent: QObject | None = None,
        sayings: Sequence[Callable[[int], Sequence[Saying]]] = (),
    ) -> None:
        """Serve the account of `desk`; `sayings` tell of a room, by its id, what to say to whoever calls from it.

        They are asked in the background, and raise what a service raises.
        """
        super().__init__(parent)
        self._sayings = tuple(sayings)
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
            self._tasks.run(lambda _progress: self._look(room_id), self.glanced.emit, owner=self, key="glance")

    def _look(self, room_id: int) -> Glance:
        """Read what is known of a household; in the background."""
        file = self._households.household(room_id)
        sayings = tuple(saying for tell in self._sayings for saying in tell(room_id))
        repeats = self._requests.repeats(room_id, None, None)
        return Glance(
            file, self._requests.open_for_room(room_id), sayings, repeats.household, repeats.household_repeats
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
            self.similar.emit(Nearby())
            return
        service = self._requests

        def look(_progress: object) -> Nearby:
            repeats = service.repeats(None, building_id, category_id)
            return Nearby(service.similar(category_id, building_id), repeats.building, repeats.building_repeats)

        self._tasks.run(look, self.similar.emit, owner=self, key="similar")

    def look_for_rework(self, room_id: int, category_id: int, occurred_at: datetime | None) -> None:
        """Ask for the repairs that one of the room and category may be the rework of; 0 of either asks for none."""
        self._tasks.cancel(self, "rework")
        if not room_id or not category_id:
            self.reworkable.emit(())
            return
        service = self._requests
        self._tasks.run(
            lambda _progress: service.earlier_repairs(room_id, category_id, occurred_at),
            self.reworkable.emit,
            owner=self,
            key="rework",
        )

    def ask_due(self, kind: str, category_id: int, priority: str, occurred_at: datetime | None) -> None:
        """Ask by when such a request would be due by the rules; category 0 is none, no moment means now."""
        service = self._requests
        self._tasks.run(
            lambda _progress: service.due_times(kind, category_id or None, priority, occurred_at),
            self.due_known.emit,
            owner=self,
            key="due",
        )

    def recall(self, request_id: int) -> None:
        """Ask for a request that a draft speaks of; that it is not there any more is told like any refusal."""
        service = self._requests
        self._tasks.run(lambda _progress: service.detail(request_id).line, self.recalled.emit, self._refuse, owner=self)

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
        if changes.touches("department", "worker", "category", "equipment", "complaint_grade", "request_setup"):
            self.start()
        # Whatever a saying is about, it is not known here which topic it has.
        if self._room_id and (self._sayings or changes.touches("request")):
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
