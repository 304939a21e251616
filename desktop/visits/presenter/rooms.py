"""Finds the household that is meant while someone types into a form of the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["RoomFinder"]


class RoomFinder(QObject):
    """Asks the register in the background. `found(rooms)` follows `find`; `failed(error)`."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        """Look as `desk`'s account."""
        super().__init__(parent)
        self._service = HouseholdService(desk)
        self._tasks = tasks

    def find(self, text: str) -> None:
        """Ask for the rooms that `text` leads to."""
        service = self._service
        self._tasks.run(
            lambda _progress: service.rooms_for(text), self.found.emit, self.failed.emit, owner=self, key="find"
        )
