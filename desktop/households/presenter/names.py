"""Rooms and names for those who may see no more: the gate looks up who lives where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.households.presenter.household import with_revealed
from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.households.rows import PersonLine, PhoneLine, SearchHit
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["NamesPresenter", "NamesShown"]


@dataclass(frozen=True, slots=True)
class NamesShown:
    """The people of one room, phones masked until one is revealed."""

    room_id: int
    room: str
    people: Sequence[PersonLine]


class NamesPresenter(QObject):
    """Searches rooms and names. `found(hits)` answers `find`, `shown(NamesShown)` answers `open`."""

    found = Signal(object)
    shown = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        """Search as `desk`'s account."""
        super().__init__(parent)
        self.desk = desk
        self._service = HouseholdService(desk)
        self._tasks = tasks
        self._now: NamesShown | None = None
        self._revealed: dict[int, tuple[int, str]] = {}

    def find(self, text: str) -> None:
        """Look for rooms, people and vehicles; the newest text wins."""
        service = self._service
        self._tasks.run(lambda _progress: service.find(text), self.found.emit, owner=self, key="find")

    def open(self, hit: SearchHit) -> None:
        """Show the people of the room of a hit."""
        service = self._service
        self._revealed.clear()
        self._tasks.run(
            lambda _progress: NamesShown(hit.room_id, hit.room, service.people(hit.room_id)),
            self._show,
            owner=self,
            key="people",
        )

    def open_room(self, room_id: int) -> None:
        """Show the people of a room that is known by its id only."""
        service = self._service
        self._tasks.run(
            lambda _progress: NamesShown(room_id, "", service.people(room_id)), self._show, owner=self, key="people"
        )

    def reveal(self, phone: PhoneLine) -> None:
        """Show one phone in full; that it was looked at is written to the audit."""
        service = self._service

        def keep(shown: str) -> None:
            self._revealed[phone.id] = (phone.version, shown)
            if self._now is not None:
                self._show(self._now)

        self._tasks.run(lambda _progress: service.reveal_phone(phone.id), keep, owner=self, write=True)

    def _show(self, names: NamesShown) -> None:
        self._now = NamesShown(names.room_id, names.room, with_revealed(names.people, self._revealed))
        self.shown.emit(self._now)
