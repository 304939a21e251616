"""Calling a household from the gate: whose it is, who lives there, one phone at a time shown in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.households.service import HouseholdService
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import TouchpointError
    from desktop.households.rows import PersonLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.rows import GateRoom, VisitorHit

__all__ = ["HouseholdPresenter"]


class HouseholdPresenter(QObject):
    """Finds a household by its room, a name or a plate, and holds who lives there.

    `found()`: `rooms` and `vehicles` are others. `opened()`: `people` of `room_id` are there. `revealed(phone_id)`: a
    phone is shown in full in `shown`; each look is written to the audit. `failed(error)`.
    """

    found = Signal()
    opened = Signal()
    revealed = Signal(int)
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, parent: QObject | None = None) -> None:
        """Show no household yet."""
        super().__init__(parent)
        self.rooms: Sequence[GateRoom] = ()
        self.vehicles: Sequence[VisitorHit] = ()
        self.people: Sequence[PersonLine] = ()
        self.room_id = 0
        self.label = ""
        self.shown: dict[int, str] = {}
        self._visits = VisitService(desk)
        self._households = HouseholdService(desk)
        self._shell = shell

    def look(self, text: str) -> None:
        """Find rooms and vehicles by what was typed."""
        typed, visits = text.strip(), self._visits
        if not typed:
            self._take_found(((), ()))
            return

        def ask(_progress: object) -> tuple[tuple[GateRoom, ...], tuple[VisitorHit, ...]]:
            return visits.rooms(typed), visits.owners(typed)

        self._shell.tasks.run(ask, self._take_found, self.failed.emit, owner=self, key="look")

    def open(self, room_id: int, label: str) -> None:
        """Read who lives in a room."""
        households = self._households
        self.shown = {}

        def show(people: Sequence[PersonLine]) -> None:
            self.room_id, self.label, self.people = room_id, label, people
            self.opened.emit()

        self._shell.tasks.run(
            lambda _progress: households.people(room_id), show, self.failed.emit, owner=self, key="people"
        )

    def reveal(self, phone_id: int) -> None:
        """Show one phone in full; the audit holds who looked at it and when."""
        households = self._households
        if phone_id in self.shown:
            return

        def show(number: str) -> None:
            self.shown[phone_id] = number
            self.revealed.emit(phone_id)

        def fail(error: TouchpointError) -> None:
            self.failed.emit(error)

        # Not a read: the look is written down before the number is shown.
        self._shell.tasks.run(lambda _progress: households.reveal_phone(phone_id), show, fail, owner=self, write=True)

    def close(self) -> None:
        """Forget household and phones."""
        self.rooms, self.vehicles, self.people = (), (), ()
        self.room_id, self.label, self.shown = 0, "", {}

    def _take_found(self, found: tuple[Sequence[GateRoom], Sequence[VisitorHit]]) -> None:
        self.rooms, self.vehicles = found
        self.found.emit()
