"""Keeping rooms: what they are, their state through time, tags and vehicles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.plates import canonical_plate
from desktop.core.texts import clean, clean_lines
from desktop.households.model import Room, RoomTag, Tag, Vehicle, tag_meaning
from desktop.households.service.keeping import Keeping, index_room, owned, seen, set_state, written
from desktop.households.store import find
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    from datetime import date, datetime

    from desktop.core.changes import Changes
    from desktop.households.model import RoomStateKind
    from desktop.storage.work import UnitOfWork

__all__ = ["KeepingRooms"]


class KeepingRooms(Keeping):
    """Writes what belongs to a room rather than to a person."""

    @requires(Operation.EDIT_HOUSEHOLD)
    def edit_room(
        self,
        room_id: int,
        *,
        version: int,
        floor: str,
        area_m2: float | None,
        kind: str,
        note: str,
        operation_id: str = "",
    ) -> Changes:
        """Set what a room is; raise UserError for an area that is none, ConflictError if it changed meanwhile."""
        if area_m2 is not None and not 0 < area_m2 < 1_000_000:
            raise UserError(Problem(msg("An area is a number of square metres above zero."), "area_m2"))
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = seen(work, Room, room_id, version)
            before = {"floor": room.floor, "area_m2": room.area_m2, "kind": room.kind, "note": room.note}
            room.floor, room.area_m2, room.kind, room.note = clean(floor), area_m2, clean(kind), clean_lines(note)
            after = {"floor": room.floor, "area_m2": room.area_m2, "kind": room.kind, "note": room.note}
            work.audit("room", room.id, "edited", before, after)
            index_room(work, room)
            work.result = room.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def set_room_state(
        self, room_id: int, state: RoomStateKind, since: date | None, *, operation_id: str = ""
    ) -> Changes:
        """Let a state hold from a day on (none: always); what held before stays as history.

        Raises UserError for a day before the present state began.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            if set_state(work, room, state, since):
                work.timeline(
                    room.id, self._moment_of(since), "state_changed", room.id, state=state, since=written(since)
                )
            work.result = room.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def tag(
        self, room_id: int, name: str, *, cause: str = "", since: datetime | None = None, operation_id: str = ""
    ) -> Changes:
        """Put a tag on a household, or set its cause anew; a tag of that name is made where there is none."""
        wanted = clean(name)
        if not wanted:
            raise UserError(Problem(msg("Write what the tag is called."), "tag"))
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            tag = work.session.scalars(
                select(Tag).where(Tag.community_id == work.community_id, Tag.name == wanted)
            ).one_or_none()
            if tag is None:
                tag = Tag(community_id=work.community_id, name=wanted, meaning=tag_meaning(wanted))
                work.session.add(tag)
                work.session.flush()
            worn = self._worn(work, room.id, tag.id)
            before = None if worn is None else {"tag": wanted, "cause": worn.cause}
            if worn is None:
                worn = RoomTag(community_id=work.community_id, room_id=room.id, tag_id=tag.id)
                worn.since = since or work.now
                work.session.add(worn)
            elif since is not None:
                worn.since = since
            worn.cause = clean(cause)
            work.audit("room", room.id, "tagged", before, {"tag": wanted, "cause": worn.cause})
            index_room(work, room)
            work.result = tag.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def untag(self, room_id: int, tag_id: int, *, operation_id: str = "") -> Changes:
        """Take a tag off a household; nothing happens where it does not wear it."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            worn = self._worn(work, room.id, tag_id)
            if worn is not None:
                name = owned(work, Tag, tag_id).name
                work.audit("room", room.id, "untagged", {"tag": name, "cause": worn.cause}, None)
                work.session.delete(worn)
                index_room(work, room)
            work.result = room.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def add_vehicle(self, room_id: int, plate: str, *, note: str = "", operation_id: str = "") -> Changes:
        """Add a vehicle to a household; raise UserError for no plate or one that is there already."""
        wanted = canonical_plate(clean(plate))
        if not wanted:
            raise UserError(Problem(msg("Write the vehicle's plate."), "plate"))
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            there = select(Vehicle.id).where(Vehicle.room_id == room.id, Vehicle.plate == wanted)
            if work.session.scalar(there) is not None:
                raise UserError(Problem(msg("This household already has the plate %(plate)s.", plate=wanted), "plate"))
            vehicle = Vehicle(community_id=work.community_id, room_id=room.id, plate=wanted, note=clean(note))
            work.session.add(vehicle)
            work.session.flush()
            work.audit("room", room.id, "vehicle added", None, {"plate": wanted, "note": vehicle.note})
            work.index("vehicle", vehicle.id, find.vehicle_fields(wanted, vehicle.note))
            work.result = vehicle.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def remove_vehicle(self, vehicle_id: int, *, operation_id: str = "") -> Changes:
        """Take a vehicle out of the register; the audit keeps its plate."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            vehicle = owned(work, Vehicle, vehicle_id)
            work.audit("room", vehicle.room_id, "vehicle removed", {"plate": vehicle.plate, "note": vehicle.note}, None)
            work.index("vehicle", vehicle.id, SearchFields())
            work.session.delete(vehicle)
            work.result = vehicle.room_id
        return work.changes

    def _worn(self, work: UnitOfWork, room_id: int, tag_id: int) -> RoomTag | None:
        return work.session.scalars(
            select(RoomTag).where(RoomTag.room_id == room_id, RoomTag.tag_id == tag_id)
        ).one_or_none()
