"""Rooms and names for those who may see no more: the gate looks up who lives where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.households.model import GATE_KINDS
from desktop.households.presenter.household import with_revealed
from desktop.households.rows import gate_alerts
from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.households.rows import Alert, PersonLine, PhoneLine, SearchHit
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["NamesPresenter", "NamesShown"]


@dataclass(frozen=True, slots=True)
class NamesShown:
    """The people of one room, phones masked until one is revealed, and whom the gate must refuse or may admit."""

    room_id: int
    room: str
    people: Sequence[PersonLine]
    alerts: Sequence[Alert] = ()


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

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self.desk.clock.now().astimezone(self.desk.zone).date()

    def find(self, text: str) -> None:
        """Look for rooms, people and vehicles; the newest text wins."""
        service = self._service
        self._tasks.run(lambda _progress: service.find(text), self.found.emit, owner=self, key="find")

    def open(self, hit: SearchHit) -> None:
        """Show the people of the room of a hit."""
        self._revealed.clear()
        self._look_at(hit.room_id, hit.room)

    def open_room(self, room_id: int) -> None:
        """Show the people of a room that is known by its id only."""
        self._look_at(room_id, "")

    def _look_at(self, room_id: int, room: str) -> None:
        service, zone = self._service, self.desk.zone

        def work(_progress: Progress) -> NamesShown:
            lines = service.instructions_in_force([room_id], GATE_KINDS).get(room_id, ())
            return NamesShown(room_id, room, service.people(room_id), gate_alerts(lines, zone))

        self._tasks.run(work, self._show, owner=self, key="people")

    def reveal(self, phone: PhoneLine) -> None:
        """Show one phone in full; that it was looked at is written to the audit."""
        service = self._service

        def keep(shown: str) -> None:
            self._revealed[phone.id] = (phone.version, shown)
            if self._now is not None:
                self._show(self._now)

        self._tasks.run(lambda _progress: service.reveal_phone(phone.id), keep, owner=self, write=True)

    def _show(self, names: NamesShown) -> None:
        self._now = replace(names, people=with_revealed(names.people, self._revealed))
        self.shown.emit(self._now)
