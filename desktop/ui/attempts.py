"""Writes from a form or a button, each made once however often it has to be tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.ui.tasks import Tasks

__all__ = ["Attempt", "Writer"]

ServiceT = TypeVar("ServiceT")


class Attempt(QObject, Generic[ServiceT]):
    """One write about to be made. `done(Changes)`; `refused(error)`: it was not, and nothing was written."""

    done = Signal(object)
    refused = Signal(object)

    def __init__(self, writer: Writer[ServiceT]) -> None:
        """Prepare a write with an operation id of its own."""
        super().__init__(writer)
        self._writer = writer
        self._operation_id = new_operation_id()

    def make(self, command: Callable[[ServiceT, str], Changes]) -> None:
        """Try `command`, given the service and the operation id; repeating it after a failure does nothing twice."""
        service, operation_id = self._writer.service, self._operation_id
        self._writer.tasks.run(
            lambda _progress: command(service, operation_id), self._finish, self._refuse, owner=self, write=True
        )

    def _finish(self, changes: Changes) -> None:
        self.done.emit(changes)
        self.deleteLater()

    def _refuse(self, error: TouchpointError) -> None:
        if isinstance(error, ConflictError):
            self._writer.outdated.emit()
        self.refused.emit(error)


class Writer(QObject, Generic[ServiceT]):
    """Makes the writes of one service in the background. `outdated()`: what was shown has changed meanwhile."""

    outdated = Signal()

    def __init__(self, service: ServiceT, tasks: Tasks, parent: QObject) -> None:
        """Write with `service`."""
        super().__init__(parent)
        self.service = service
        self.tasks = tasks

    def attempt(self) -> Attempt[ServiceT]:
        """Return a write that can be tried."""
        return Attempt(self)
