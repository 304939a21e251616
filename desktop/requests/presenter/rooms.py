"""Finds rooms and callers while a clerk types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.house_numbers import try_house_number
from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.households.rows import RoomChoice
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["RoomFinder", "meant"]


def meant(text: str, found: Sequence[RoomChoice]) -> RoomChoice | None:
    """Return the room that `text` can only mean: the one of exactly this number, or the only one found."""
    number = try_house_number(text)
    label = number.label if number else text
    exact = next((choice for choice in found if choice.label == label), None)
    return exact or (found[0] if len(found) == 1 else None)


class RoomFinder(QObject):
    """Asks the register for rooms, in the background.

    `found(choices)` answers `find`; `settled(choice | None)` answers `settle` and `look_up`.
    """

    found = Signal(object)
    settled = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        """Ask as the account of `desk`."""
        super().__init__(parent)
        self._service = HouseholdService(desk)
        self._tasks = tasks

    def find(self, text: str) -> None:
        """Ask which rooms `text` leads to: a house number, a name, a phone, a plate."""
        self._tasks.run(lambda _: self._service.rooms_for(text), self.found.emit, owner=self, key="find")

    def settle(self, text: str) -> None:
        """Ask for the one room that `text` means, because the person went on to the next field."""
        self._tasks.cancel(self, "find")
        self._tasks.run(
            lambda _: meant(text, self._service.rooms_for(text)), self.settled.emit, owner=self, key="settle"
        )

    def look_up(self, room_id: int) -> None:
        """Ask for the room with id `room_id`, as a search would offer it."""

        def read(_progress: object) -> RoomChoice | None:
            label = self._service.household(room_id).label
            return next((choice for choice in self._service.rooms_for(label) if choice.room_id == room_id), None)

        self._tasks.run(read, self.settled.emit, owner=self, key="settle")
