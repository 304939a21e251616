"""Keeping what belongs to a household beside its people: vehicles and pets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.plates import canonical_plate
from desktop.core.texts import clean
from desktop.households.model import Pet, Room, Vehicle
from desktop.households.service.keeping import Keeping, owned, seen
from desktop.households.store import find
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork

__all__ = ["KeepingBelongings"]


class KeepingBelongings(Keeping):
    """Writes vehicles and pets; what is removed stays in the audit."""

    @requires(Operation.EDIT_HOUSEHOLD)
    def add_vehicle(self, room_id: int, plate: str, *, note: str = "", operation_id: str = "") -> Changes:
        """Add a vehicle to a household; raise UserError for no plate or one that is there already."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            wanted = _free_plate(work, room.id, plate)
            vehicle = Vehicle(community_id=work.community_id, room_id=room.id, plate=wanted, note=clean(note))
            work.session.add(vehicle)
            work.session.flush()
            work.audit("room", room.id, "vehicle added", None, _vehicle(vehicle))
            work.index("vehicle", vehicle.id, find.vehicle_fields(wanted, vehicle.note))
            work.result = vehicle.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def edit_vehicle(
        self, vehicle_id: int, plate: str, *, version: int, note: str = "", operation_id: str = ""
    ) -> Changes:
        """Correct a vehicle's plate and note; raise UserError as `add_vehicle` does, ConflictError if it changed."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            vehicle = seen(work, Vehicle, vehicle_id, version)
            before = _vehicle(vehicle)
            vehicle.plate = _free_plate(work, vehicle.room_id, plate, besides=vehicle.id)
            vehicle.note = clean(note)
            work.audit("room", vehicle.room_id, "vehicle edited", before, _vehicle(vehicle))
            work.index("vehicle", vehicle.id, find.vehicle_fields(vehicle.plate, vehicle.note))
            work.result = vehicle.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def remove_vehicle(self, vehicle_id: int, *, operation_id: str = "") -> Changes:
        """Take a vehicle out of the register; the audit keeps its plate. The result is its room's id."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            vehicle = owned(work, Vehicle, vehicle_id)
            work.audit("room", vehicle.room_id, "vehicle removed", _vehicle(vehicle), None)
            work.index("vehicle", vehicle.id, SearchFields())
            work.session.delete(vehicle)
            work.result = vehicle.room_id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def add_pet(self, room_id: int, name: str, *, kind: str = "", note: str = "", operation_id: str = "") -> Changes:
        """Add an animal to a household; raise UserError where neither name nor kind is said. The result is its id."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            pet = Pet(community_id=work.community_id, room_id=room.id, name="")
            _describe(pet, name, kind, note)
            work.session.add(pet)
            work.session.flush()
            work.audit("room", room.id, "pet added", None, _pet(pet))
            work.result = pet.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def edit_pet(
        self, pet_id: int, name: str, *, version: int, kind: str = "", note: str = "", operation_id: str = ""
    ) -> Changes:
        """Correct what is known of an animal; raise UserError as `add_pet` does, ConflictError if it changed."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            pet = seen(work, Pet, pet_id, version)
            before = _pet(pet)
            _describe(pet, name, kind, note)
            work.audit("room", pet.room_id, "pet edited", before, _pet(pet))
            work.result = pet.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def remove_pet(self, pet_id: int, *, operation_id: str = "") -> Changes:
        """Take an animal out of the register; the result is its room's id."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            pet = owned(work, Pet, pet_id)
            work.audit("room", pet.room_id, "pet removed", _pet(pet), None)
            work.session.delete(pet)
            work.result = pet.room_id
        return work.changes


def _free_plate(work: UnitOfWork, room_id: int, text: str, besides: int = 0) -> str:
    """Return the canonical plate, which no other vehicle of the household has; raise UserError otherwise."""
    wanted = canonical_plate(clean(text))
    if not wanted:
        raise UserError(Problem(msg("Write the vehicle's plate."), "plate"))
    there = select(Vehicle.id).where(Vehicle.room_id == room_id, Vehicle.plate == wanted, Vehicle.id != besides)
    if work.session.scalar(there) is not None:
        raise UserError(Problem(msg("This household already has the plate %(plate)s.", plate=wanted), "plate"))
    return wanted


def _describe(pet: Pet, name: str, kind: str, note: str) -> None:
    pet.name, pet.kind, pet.note = clean(name), clean(kind), clean(note)
    if not (pet.name or pet.kind):
        raise UserError(Problem(msg("Write what animal it is, or its name."), "kind"))


def _vehicle(vehicle: Vehicle) -> dict[str, str]:
    return {"plate": vehicle.plate, "note": vehicle.note}


def _pet(pet: Pet) -> dict[str, str]:
    return {"name": pet.name, "kind": pet.kind, "note": pet.note}
