"""Removing places nobody needs: a zone without buildings, a place nothing refers to. History is never taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from desktop.community import store
from desktop.community.service.editing import Editing, place
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg, nmsg
from desktop.core.permissions import Operation, requires
from desktop.households.model import Building, Entrance, Room, RoomState, RosterMemory, Zone
from desktop.households.service.keeping import take_room_out
from desktop.storage.batches import forget_rows
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork

__all__ = ["Removing"]


class Removing(Editing):
    """Removes what is empty, and refuses in words where it is not."""

    @requires(Operation.EDIT_COMMUNITY)
    def remove_zone(self, zone_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Remove a zone; raise UserError while buildings belong to it."""
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            zone = place(work, Zone, zone_id, version)
            count = work.session.scalar(select(func.count()).where(Building.zone_id == zone.id)) or 0
            if count:
                words = nmsg(
                    "%(count)s building belongs to %(name)s; let it belong elsewhere first.",
                    "%(count)s buildings belong to %(name)s; let them belong elsewhere first.",
                    count,
                    name=zone.name,
                )
                raise UserError(Problem(words))
            work.audit("zone", zone.id, "removed", {"name": zone.name}, None)
            work.session.delete(zone)
            work.touch("community")
        return work.changes

    @requires(Operation.EDIT_COMMUNITY)
    def remove_building(self, building_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Remove a building with its empty entrances; raise UserError while rooms or anything else name it."""
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            building = place(work, Building, building_id, version)
            own = select(Entrance.id).where(Entrance.building_id == building.id)
            entrances = work.session.scalars(own).all()
            _refuse_held(work, "entrance", entrances, building.name)
            _refuse_held(work, "building", [building.id], building.name)
            forget_rows(work.session.connection(), "entrance", entrances)
            work.session.execute(delete(Entrance).where(Entrance.building_id == building.id))
            _remove(work, building, {"name": building.name, "zone_id": building.zone_id})
        return work.changes

    @requires(Operation.EDIT_COMMUNITY)
    def remove_entrance(self, entrance_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Remove an entrance; raise UserError while rooms name it."""
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            entrance = place(work, Entrance, entrance_id, version)
            _refuse_held(work, "entrance", [entrance.id], entrance.name)
            _remove(work, entrance, {"name": entrance.name, "building_id": entrance.building_id})
        return work.changes

    @requires(Operation.EDIT_COMMUNITY)
    def remove_rooms(self, room_ids: Sequence[int], *, operation_id: str = "") -> Changes:
        """Remove empty rooms, all or none; raise UserError where people, requests or anything else name one of them.

        What went with them is nothing but the states they had and what an import said of them.
        """
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            rooms = [_own_room(work, room_id) for room_id in room_ids]
            if store.referring(work.session, "room", room_ids):
                # many rooms are asked about at once, and only where one is needed each by itself: which one it is
                for room in rooms:
                    _refuse_held(work, "room", [room.id], room.label)
            for room in rooms:
                self._remove_room(work, room)
            work.touch("community")
        return work.changes

    def _remove_room(self, work: UnitOfWork, room: Room) -> None:
        states = select(RoomState.id).where(RoomState.room_id == room.id)
        forget_rows(work.session.connection(), "room_state", work.session.scalars(states).all())
        for model in (RoomState, RosterMemory, TimelineEntry):
            work.session.execute(delete(model).where(model.room_id == room.id))
        take_room_out(work, room.id)
        _remove(work, room, {"label": room.label, "floor": room.floor, "area_m2": room.area_m2, "kind": room.kind})


def _own_room(work: UnitOfWork, room_id: int) -> Room:
    room = work.session.get(Room, room_id, with_for_update=True)
    if room is None or room.community_id != work.community_id:
        raise UserError(msg("This entry is no longer in the register; look at the list again."))
    return room


def _remove(work: UnitOfWork, row: Building | Entrance | Room, before: dict[str, object]) -> None:
    work.audit(row.__tablename__, row.id, "removed", before, None)
    work.session.delete(row)
    work.session.flush()
    work.touch("community")


def _refuse_held(work: UnitOfWork, table: str, ids: Sequence[int], name: str) -> None:
    held = store.referring(work.session, table, ids)
    if held:
        words = [_held_by(other, count) for other, count in sorted(held.items())]
        raise UserError(
            Problem(msg("%(place)s cannot be removed; it is needed by: %(what)s.", place=name, what=_listed(words)))
        )


def _listed(words: Sequence[Message]) -> Message:
    """Return messages as one, parted by commas."""
    whole = words[0]
    for each in words[1:]:
        whole = msg("%(first)s, %(next)s", first=whole, next=each)
    return whole


_HELD: Mapping[str, Callable[[int], Message]] = {
    "room": lambda count: nmsg("%(count)s room", "%(count)s rooms", count),
    "occupancy": lambda count: nmsg("%(count)s person, now or formerly", "%(count)s people, now or formerly", count),
    "request": lambda count: nmsg("%(count)s request", "%(count)s requests", count),
    "vehicle": lambda count: nmsg("%(count)s vehicle", "%(count)s vehicles", count),
    "room_tag": lambda count: nmsg("%(count)s tag", "%(count)s tags", count),
    "standing_instruction": lambda count: nmsg(
        "%(count)s standing instruction", "%(count)s standing instructions", count
    ),
    "care_task": lambda count: nmsg("%(count)s care task", "%(count)s care tasks", count),
    "timeline": lambda count: nmsg("%(count)s entry of the timeline", "%(count)s entries of the timeline", count),
}
"""What refers to a place, in words, by its table."""


def _held_by(table: str, count: int) -> Message:
    words = _HELD.get(table)
    return nmsg("%(count)s other entry", "%(count)s other entries", count) if words is None else words(count)
