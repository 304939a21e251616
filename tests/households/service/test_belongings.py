"""Vehicles and pets of a household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, UserError
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from desktop.households.rows import HouseholdFile
    from desktop.households.service import HouseholdService
    from desktop.storage.database import Database

pytestmark = pytest.mark.usefixtures("imported")


def file_of(service: HouseholdService, label: str = "1-1-101") -> HouseholdFile:
    return service.household(service.find(label)[0].room_id)


def audited(database: Database, action: str) -> list[Any]:
    with database.read() as session:
        query = select(Audit.before, Audit.after).where(Audit.action == action).order_by(Audit.id)
        return [tuple(row) for row in session.execute(query)]


def test_that_a_vehicle_is_corrected_and_found_by_its_new_plate(
    households: HouseholdService, database: Database
) -> None:
    (vehicle,) = file_of(households).vehicles
    households.edit_vehicle(vehicle.id, "浙A·D12345", version=vehicle.version, note="白色卡罗拉")
    (now,) = file_of(households).vehicles
    assert (now.plate, now.note) == ("浙A·D12345", "白色卡罗拉")
    assert households.find("AD12345")[0].title == "浙A·D12345"
    assert not [hit for hit in households.find("浙A12345") if hit.kind == "vehicle"]
    ((before, after),) = audited(database, "vehicle edited")
    assert (before["plate"], after["note"]) == ("浙A12345", "白色卡罗拉")
    with pytest.raises(ConflictError):
        households.edit_vehicle(vehicle.id, "浙A99999", version=vehicle.version)


def test_that_a_household_has_each_plate_once(households: HouseholdService) -> None:
    file = file_of(households)
    households.add_vehicle(file.room_id, "浙B54321")
    first, second = file_of(households).vehicles
    for plate in (first.plate, " 无 "):
        with pytest.raises(UserError) as refused:
            households.edit_vehicle(second.id, plate, version=second.version)
        assert refused.value.problems[0].field == "plate"
    households.edit_vehicle(second.id, second.plate, version=second.version, note="车位 B1-077")
    assert file_of(households).vehicles[1].note == "车位 B1-077"


def test_that_pets_come_are_corrected_and_go(households: HouseholdService, database: Database) -> None:
    room = file_of(households).room_id
    households.add_pet(room, "豆豆", kind="金毛", note="已办证，温顺")
    (pet,) = file_of(households).pets
    assert (pet.kind, pet.name, pet.note) == ("金毛", "豆豆", "已办证，温顺")
    households.edit_pet(pet.id, "", version=pet.version, kind="狗", note="会咬生人")
    (now,) = file_of(households).pets
    assert (now.kind, now.name, now.note) == ("狗", "", "会咬生人")
    with pytest.raises(ConflictError):
        households.edit_pet(pet.id, "豆豆", version=pet.version)
    with pytest.raises(UserError) as refused:
        households.add_pet(room, " ", note="会叫")
    assert refused.value.problems[0].field == "kind"
    households.remove_pet(pet.id)
    assert file_of(households).pets == ()
    assert audited(database, "pet removed")[0][0] == {"name": "", "kind": "狗", "note": "会咬生人"}
    with pytest.raises(UserError):
        households.remove_pet(pet.id)
