"""The list of households: its filter, its rows by key, what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.households.rows import HouseholdFilter, HouseholdLine, PlaceLine
from desktop.households.service import HouseholdService
from desktop.households.table import COLUMNS
from desktop.ui.table import Direction, KeysetModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["ListPresenter", "Places"]


@dataclass(frozen=True, slots=True)
class Places:
    """What the list can be narrowed to, each with the number of its rooms, and how many rooms there are in all."""

    buildings: tuple[PlaceLine, ...] = ()
    zones: tuple[PlaceLine, ...] = ()
    tags: tuple[PlaceLine, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class _Rooms:
    """The rooms that a filter leaves, as the generic list asks for them."""

    service: HouseholdService
    wanted: HouseholdFilter

    def count(self) -> int:
        return self.service.count(self.wanted)

    def page(self, anchor: HouseholdLine | None, direction: Direction, limit: int) -> Sequence[HouseholdLine]:
        backward = direction is Direction.BEFORE
        return self.service.households(self.wanted, anchor, backward=backward, limit=limit)

    def jump(self, position: int, limit: int) -> Sequence[HouseholdLine]:
        return self.service.households_from(self.wanted, position, limit)

    def find(self, identity: object) -> int | None:
        return self.service.position(self.wanted, int(str(identity)))


class ListPresenter(QObject):
    """Keeps `model` filled with the rooms that `wanted` leaves. `places_changed(Places)`."""

    places_changed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Read as `desk`'s account; nothing is read before `begin`."""
        super().__init__(parent)
        self._service = HouseholdService(desk)
        self._tasks = tasks
        self.wanted = HouseholdFilter()
        self.places = Places()
        self.model: KeysetModel[HouseholdLine] = KeysetModel(COLUMNS, tasks, lambda row: row.room_id, self)
        self._begun = False
        bus.changed.connect(self._note)

    def begin(self) -> None:
        """Read list and choices for the first time; later calls do nothing, the bus keeps them fresh."""
        if not self._begun:
            self._begun = True
            self.narrow(self.wanted)
            self._read_places()

    def narrow(self, wanted: HouseholdFilter) -> None:
        """Show the rooms that `wanted` leaves, from the first one."""
        self.wanted = wanted
        self.model.set_source(_Rooms(self._service, wanted))

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._begun and changes.touches("room", "resident", "tag", "import_batch"):
            self.model.reload()
            self._read_places()

    def _read_places(self) -> None:
        self._tasks.run(self._places, self._show_places, owner=self, key="places")

    def _places(self, _progress: Progress) -> Places:
        service = self._service
        return Places(tuple(service.buildings()), tuple(service.zones()), tuple(service.tags()), service.count())

    def _show_places(self, places: Places) -> None:
        self.places = places
        self.places_changed.emit(places)
