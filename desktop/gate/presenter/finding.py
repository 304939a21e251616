"""Finds under the two first fields of the gate: who may be meant, which room."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.errors import TouchpointError
    from desktop.ui.tasks import Tasks
    from desktop.visits.rows import GateRoom, VisitorHit
    from desktop.visits.service import VisitService

__all__ = ["Finding"]

Found = TypeVar("Found")


class Finding(QObject):
    """Holds `hits` of who is meant, or `rooms`; never both. `changed()`; `failed(error)`."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, service: VisitService, tasks: Tasks, parent: QObject) -> None:
        """Find nothing yet."""
        super().__init__(parent)
        self.hits: Sequence[VisitorHit] = ()
        self.rooms: Sequence[GateRoom] = ()
        self._service = service
        self._tasks = tasks
        self._looks = False
        self._waiting: list[Callable[[], None]] = []

    def who(self, text: str) -> None:
        """Find whom `text` may mean."""
        service = self._service

        def show(found: Sequence[VisitorHit]) -> None:
            self._show(found, ())

        self._look(text, lambda _progress: service.look_up(text), show)

    def room(self, text: str) -> None:
        """Find which room `text` may mean."""
        service = self._service

        def show(found: Sequence[GateRoom]) -> None:
            self._show((), found)

        self._look(text, lambda _progress: service.rooms(text), show)

    def when_found(self, act: Callable[[], None]) -> bool:
        """Do `act` once the search that runs has ended; tell whether one runs."""
        if self._looks:
            self._waiting.append(act)
        return self._looks

    @property
    def is_awaited(self) -> bool:
        """Tell whether something waits for the search that runs."""
        return bool(self._waiting)

    def close(self) -> None:
        """Offer nothing any more."""
        self._tasks.cancel(self, "look")
        self._looks, self._waiting = False, []
        self.hits, self.rooms = (), ()
        self.changed.emit()

    def _look(self, text: str, ask: Callable[[object], Found], show: Callable[[Found], None]) -> None:
        self._waiting = []
        if not text:
            self.close()
            return
        self._looks = True
        self._tasks.run(ask, show, self._fail, owner=self, key="look")

    def _show(self, hits: Sequence[VisitorHit], rooms: Sequence[GateRoom]) -> None:
        self._looks = False
        self.hits, self.rooms = hits, rooms
        waiting, self._waiting = self._waiting, []
        self.changed.emit()
        for act in waiting:
            act()

    def _fail(self, error: TouchpointError) -> None:
        self._looks, self._waiting = False, []
        self.failed.emit(error)
