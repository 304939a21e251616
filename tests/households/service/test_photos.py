"""Photos of residents: off at first, kept with consent, hidden when switched off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Role
from desktop.households.service.photos import LARGEST_PHOTO
from desktop.staff.service import StaffService
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.households.rows import HouseholdFile
    from desktop.households.service import HouseholdService
    from desktop.storage.database import Database
    from desktop.storage.desk import Desk

pytestmark = pytest.mark.usefixtures("imported")

TODAY = date(2026, 11, 22)
JPEG = b"\xff\xd8\xff\xe0 a picture"
PNG = b"\x89PNG\r\n\x1a\n another"


@pytest.fixture
def staff(desk_of: Callable[[Role], Desk]) -> StaffService:
    return StaffService(desk_of(Role.ADMINISTRATOR))


def file_of(service: HouseholdService) -> HouseholdFile:
    return service.household(service.find("1-1-101")[0].room_id)


def audited(database: Database, action: str) -> list[Any]:
    with database.read() as session:
        query = select(Audit.before, Audit.after).where(Audit.action == action).order_by(Audit.id)
        return [tuple(row) for row in session.execute(query)]


def test_that_no_photo_is_kept_until_the_community_allows_it(households: HouseholdService, staff: StaffService) -> None:
    file = file_of(households)
    assert not file.photos_allowed
    resident = file.people[0].resident_id
    with pytest.raises(UserError):
        households.set_photo(resident, JPEG, consent_by="本人", consent_on=TODAY)
    staff.allow_photos(allowed=True)
    households.set_photo(resident, JPEG, consent_by=" 本人 ", consent_on=TODAY)
    page = file_of(households)
    assert page.photos_allowed
    photo = page.people[0].photo
    assert photo is not None
    assert (photo.consent_by, photo.consent_on) == ("本人", TODAY)
    assert page.people[1].photo is None
    assert households.photos(page.room_id) == {resident: JPEG}


def test_that_photos_are_hidden_once_switched_off_and_can_still_be_removed(
    households: HouseholdService, staff: StaffService, database: Database
) -> None:
    staff.allow_photos(allowed=True)
    file = file_of(households)
    resident = file.people[0].resident_id
    households.set_photo(resident, JPEG, consent_by="本人", consent_on=TODAY)
    staff.allow_photos(allowed=False)
    assert file_of(households).people[0].photo is None
    assert households.photos(file.room_id) == {}
    households.remove_photo(resident)
    households.remove_photo(resident)
    staff.allow_photos(allowed=True)
    assert households.photos(file.room_id) == {}
    assert [after["photos_allowed"] for _before, after in audited(database, "photos allowed")] == [True, False, True]
    ((before, after),) = audited(database, "photo removed")
    assert (before["consent_by"], after) == ("本人", None)


def test_that_a_new_photo_takes_the_place_of_the_old_one(households: HouseholdService, staff: StaffService) -> None:
    staff.allow_photos(allowed=True)
    file = file_of(households)
    resident = file.people[0].resident_id
    households.set_photo(resident, JPEG, consent_by="本人", consent_on=TODAY)
    households.set_photo(resident, PNG, consent_by="女儿", consent_on=TODAY)
    assert households.photos(file.room_id) == {resident: PNG}


def test_that_what_is_wrong_with_a_photo_is_named(households: HouseholdService, staff: StaffService) -> None:
    staff.allow_photos(allowed=True)
    resident = file_of(households).people[0].resident_id
    for image in (b"GIF89a", b"", JPEG + bytes(LARGEST_PHOTO)):
        with pytest.raises(UserError) as refused:
            households.set_photo(resident, image, consent_by=" ", consent_on=date(2026, 11, 23))
        assert [problem.field for problem in refused.value.problems] == ["photo", "consent_by", "consent_on"]


def test_that_only_the_administrator_switches_and_only_the_desk_keeps(
    households: HouseholdService, guarding: HouseholdService, desk_of: Callable[[Role], Desk]
) -> None:
    room = file_of(households).room_id
    with pytest.raises(RefusedError):
        StaffService(desk_of(Role.MANAGER)).allow_photos(allowed=True)
    with pytest.raises(RefusedError):
        guarding.photos(room)
    with pytest.raises(RefusedError):
        guarding.set_photo(1, JPEG, consent_by="本人", consent_on=TODAY)
