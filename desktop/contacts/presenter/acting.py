"""Writes about contact lists and rounds, each made once however often it has to be tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from desktop.contacts.service import ContactService
from desktop.core.changes import new_operation_id
from desktop.core.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.contacts.rule import ConditionKind
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["Attempt", "Command", "ContactWriter"]

Command: TypeAlias = "Callable[[ContactService, str], Changes]"
"""One write: given the service and the operation id, it does it."""


class Attempt(QObject):
    """One write about to be made. `done(Changes)`; `refused(error)`: it was not, and nothing was written."""

    done = Signal(object)
    refused = Signal(object)

    def __init__(self, writer: ContactWriter) -> None:
        """Prepare a write with an operation id of its own."""
        super().__init__(writer)
        self._writer = writer
        self._operation_id = new_operation_id()

    def make(self, command: Command) -> None:
        """Try `command`; repeating it after a failure does nothing twice."""
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


class ContactWriter(QObject):
    """Serves the forms of contact lists and rounds. `outdated()`: what was shown has changed meanwhile."""

    outdated = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, conditions: Sequence[ConditionKind], parent: QObject) -> None:
        """Act as `desk`'s account; rules may ask for `conditions` of other features."""
        super().__init__(parent)
        self.desk = desk
        self.tasks = tasks
        self.service = ContactService(desk, conditions)

    def attempt(self) -> Attempt:
        """Return a write that can be tried."""
        return Attempt(self)
