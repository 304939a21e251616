from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.app.calls.callers import call_from, same_line
from desktop.core.errors import RefusedError
from desktop.core.permissions import Role
from desktop.households.model import OccupancyRole
from tests.app.calls.conftest import MOBILE, SHARED, UNKNOWN, Register, moved_out
from tests.app.conftest import quieten


@pytest.mark.parametrize(
    ("kept", "calling", "same"),
    [
        ("13800138000", "13800138000", True),
        ("057188001234", "88001234", True),
        ("88001234", "057188001234", True),
        ("057188001234x801", "057188001234", True),
        ("88001234x1", "057188001234", True),
        ("+85291234567", "+85291234567", True),
        ("13800138000", "00138000", False),
        ("13800138000", "13800138001", False),
        ("057188001234", "0001234", False),
        ("02188001234", "057188001234", False),
        ("057188001234", "1234", False),
        ("", "88001234", False),
        ("8001", "8001", True),
    ],
)
def test_that_lines_are_the_same_with_and_without_area_and_extension(kept: str, calling: str, same: bool) -> None:  # noqa: FBT001
    assert same_line(kept, calling) is same
    assert same_line(calling, kept) is same


def test_that_a_caller_is_told_with_room_role_alerts_and_what_is_open(register: Register) -> None:
    call = call_from(register.desk, MOBILE)
    (caller,) = call.callers
    assert (caller.name, caller.room_id, caller.role) == ("周海燕", register.first, OccupancyRole.OWNER)
    assert caller.room == register.label(register.first)
    assert caller.open_words is not None
    assert call.masked == "137 **** 1111"


def test_that_alerts_of_the_household_come_with_the_caller(register: Register) -> None:
    quieten(register.desk)
    tags = register.households
    file = tags.household(register.first)
    call = call_from(register.desk, MOBILE)
    worn = {tag.name for tag in file.tags if tag.meaning}
    assert bool(call.callers[0].alerts) == bool(worn)


def test_that_everyone_under_a_number_is_offered(register: Register) -> None:
    callers = call_from(register.desk, SHARED).callers
    assert {(caller.name, caller.room_id) for caller in callers} == {
        ("周海燕", register.first),
        ("周海鸥", register.second),
    }


@pytest.mark.parametrize("digits", ["057188771234", "88771234"])
def test_that_a_landline_is_known_with_and_without_its_area(register: Register, digits: str) -> None:
    assert [caller.name for caller in call_from(register.desk, digits).callers] == ["周海鸥"]


def test_that_digits_within_a_phone_are_nobody(register: Register) -> None:
    assert call_from(register.desk, UNKNOWN).callers == ()
    assert call_from(register.desk, "8771234").callers == ()
    assert call_from(register.desk, "1111").callers == ()


def test_that_someone_who_moved_out_is_offered_as_such_where_nobody_else_is(register: Register) -> None:
    moved_out(register, "周海鸥", date(2026, 11, 1))
    (caller,) = call_from(register.desk, "88771234").callers
    assert (caller.name, caller.role, caller.room_id) == ("周海鸥", None, register.second)
    assert [caller.name for caller in call_from(register.desk, SHARED).callers] == ["周海燕"]


def test_that_a_guard_learns_nothing_from_a_number(register: Register) -> None:
    guarding = replace(register.desk, actor=replace(register.desk.actor, role=Role.GUARD))
    with pytest.raises(RefusedError):
        call_from(guarding, MOBILE)
