"""Reads the places of a community and carries out what is decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.community.rows import BuildingRow, EntranceRow, Places, ZoneRow
from desktop.core.changes import new_operation_id
from desktop.core.i18n import Message, msg, nmsg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.community.rows import RoomPattern
    from desktop.community.service import CommunityService
    from desktop.community.table import NodeKey
    from desktop.core.changes import Changes
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["CommunityPresenter", "Done"]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in words, how to take it back where that is simple, and the place to look at then."""

    words: Message
    undo: Callable[[], None] | None = None
    place: NodeKey | None = None


class CommunityPresenter(QObject):
    """Runs the service in the background.

    `listed(Places)`, `rooms_listed(NodeKey, rooms)`, `planned(PlannedRooms)`, `unplanned(error)`, `done(Done)`,
    `refused(error)`.
    """

    listed = Signal(object)
    rooms_listed = Signal(object, object)
    planned = Signal(object)
    unplanned = Signal(object)
    done = Signal(object)
    refused = Signal(object)

    def __init__(self, service: CommunityService, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Serve the account of `service`."""
        super().__init__(parent)
        self._service = service
        self._tasks = tasks
        self._places = Places()
        bus.changed.connect(self._note)

    # --- reading -----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read all places anew."""
        self._tasks.run(lambda _: self._service.places(), self._tell, self.refused.emit, owner=self, key="places")

    def read_rooms(self, place: NodeKey, building_id: int, entrance_id: int | None) -> None:
        """Read the rooms of a building or an entrance."""
        self._tasks.run(
            lambda _progress: self._service.rooms(building_id, entrance_id),
            lambda rooms: self.rooms_listed.emit(place, rooms),
            self.refused.emit,
            owner=self,
            key="rooms",
        )

    def plan(self, pattern: RoomPattern) -> None:
        """Find out what a pattern would make; `planned` or `unplanned` answers."""
        self._tasks.run(
            lambda _progress: self._service.plan_rooms(pattern),
            self.planned.emit,
            self.unplanned.emit,
            owner=self,
            key="plan",
        )

    # --- names -------------------------------------------------------------------------------------------------------

    def add_zone(self, name: str) -> None:
        """Add a zone."""
        words = msg("Added the zone %(name)s.", name=name)
        self._write(partial(self._service.add_zone, name), lambda made: Done(words, place=("zone", made.result)))

    def add_building(self, name: str, zone_id: int | None) -> None:
        """Add a building."""
        words = msg("Added the building %(name)s.", name=name)
        act = partial(self._service.add_building, name, zone_id)
        self._write(act, lambda made: Done(words, place=("building", made.result)))

    def add_entrance(self, building: BuildingRow, name: str) -> None:
        """Add an entrance to a building."""
        words = msg("Added the entrance %(name)s.", name=name)
        act = partial(self._service.add_entrance, building.id, name)
        self._write(act, lambda made: Done(words, place=("entrance", made.result)))

    def rename(self, row: ZoneRow | BuildingRow | EntranceRow, name: str, *, swap: bool = False) -> None:
        """Call a place something else, swapping with the one that has the name where so wished."""
        now = self._now(row)
        place = _key(row)
        undo = partial(self.rename, row, now.name, swap=swap)
        words = msg("%(old)s is called %(new)s now.", old=now.name, new=name)
        act: Callable[..., Changes]
        if isinstance(now, ZoneRow):
            act = partial(self._service.rename_zone, now.id, name, version=now.version)
        elif isinstance(now, BuildingRow):
            act = partial(self._service.rename_building, now.id, name, version=now.version, swap=swap)
        else:
            act = partial(self._service.rename_entrance, now.id, name, version=now.version, swap=swap)
        self._write(act, lambda _made: Done(words, undo, place))

    def assign(self, buildings: Sequence[BuildingRow], zone_id: int | None) -> None:
        """Let buildings belong to a zone; taken back where they all came from one."""
        now = [self._now(building) for building in buildings]
        before = {building.zone_id for building in now if isinstance(building, BuildingRow)}
        undo = partial(self.assign, buildings, next(iter(before))) if len(before) == 1 else None
        count = len(buildings)
        words = nmsg(
            "%(count)s building belongs to another zone now.", "%(count)s buildings belong to another zone now.", count
        )
        versions = {building.id: building.version for building in now}
        place = _key(buildings[0]) if count == 1 else ("zone", zone_id or 0)
        self._write(partial(self._service.assign_zone, versions, zone_id), lambda _made: Done(words, undo, place))

    def renumber(self, numbers: Mapping[int, str], before: Mapping[int, str]) -> None:
        """Give rooms other numbers at once; `before` are those they have."""
        words = nmsg("%(count)s room has another number now.", "%(count)s rooms have other numbers now.", len(numbers))
        undo = partial(self.renumber, before, numbers)
        self._write(partial(self._service.renumber_rooms, numbers), lambda _made: Done(words, undo))

    # --- making and removing -----------------------------------------------------------------------------------------

    def make_rooms(self, pattern: RoomPattern) -> None:
        """Make the rooms of a pattern."""

        def told(made: Changes) -> Done:
            words = nmsg("%(count)s room was made.", "%(count)s rooms were made.", made.result)
            return Done(words, partial(self.remove_rooms, sorted(made.ids["room"])), ("building", pattern.building_id))

        self._write(partial(self._service.make_rooms, pattern), told)

    def remove_rooms(self, room_ids: Sequence[int]) -> None:
        """Remove empty rooms."""
        words = nmsg("%(count)s room was removed.", "%(count)s rooms were removed.", len(room_ids))
        self._write(partial(self._service.remove_rooms, room_ids), lambda _made: Done(words))

    def remove(self, row: ZoneRow | BuildingRow | EntranceRow) -> None:
        """Remove a place that is empty; adding it again takes that back."""
        now = self._now(row)
        words = msg("%(name)s was removed.", name=now.name)
        act: Callable[..., Changes]
        undo: Callable[[], None]
        if isinstance(now, ZoneRow):
            act = partial(self._service.remove_zone, now.id, version=now.version)
            undo = partial(self.add_zone, now.name)
        elif isinstance(now, BuildingRow):
            act = partial(self._service.remove_building, now.id, version=now.version)
            undo = partial(self.add_building, now.name, now.zone_id)
        else:
            act = partial(self._service.remove_entrance, now.id, version=now.version)
            building = next(one for one in self._places.buildings if one.id == now.building_id)
            undo = partial(self.add_entrance, building, now.name)
        self._write(act, lambda _made: Done(words, undo))

    def _now(self, row: ZoneRow | BuildingRow | EntranceRow) -> ZoneRow | BuildingRow | EntranceRow:
        """Return a place as it was read last; its version has gone on since it was shown in a dialog."""
        rows: dict[type, Sequence[ZoneRow | BuildingRow | EntranceRow]] = {
            ZoneRow: self._places.zones,
            BuildingRow: self._places.buildings,
            EntranceRow: self._places.entrances,
        }
        return next((one for one in rows[type(row)] if one.id == row.id), row)

    def _tell(self, places: Places) -> None:
        self._places = places
        self.listed.emit(places)

    def _write(self, act: Callable[..., Changes], told: Callable[[Changes], Done]) -> None:
        operation_id = new_operation_id()
        self._tasks.run(
            lambda _progress: act(operation_id=operation_id),
            lambda changes: self.done.emit(told(changes)),
            self.refused.emit,
            owner=self,
            write=True,
        )

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("community", "room", "import_batch"):
            self.read()


def _key(row: ZoneRow | BuildingRow | EntranceRow) -> NodeKey:
    kinds = {ZoneRow: "zone", BuildingRow: "building", EntranceRow: "entrance"}
    return kinds[type(row)], row.id
