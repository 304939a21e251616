from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.staff.service import DEFAULT_DEPARTMENTS, StaffService

if TYPE_CHECKING:
    from desktop.storage.desk import Desk


def test_that_a_community_begins_with_its_five_departments(either: Desk) -> None:
    departments = StaffService(either).departments()
    assert {row.code: row.name for row in departments} == dict(DEFAULT_DEPARTMENTS)


def test_that_a_new_department_gets_a_code_and_a_known_one_is_found_by_name(either: Desk) -> None:
    service = StaffService(either)
    first = service.add_department("电梯部").result
    assert service.add_department("电梯").result == first
    service.add_department("泳池")
    assert [row.code for row in service.departments()][-2:] == ["d1", "d2"]
    with pytest.raises(UserError):
        service.add_department("　")


def test_that_a_worker_needs_a_name_of_the_own(either: Desk) -> None:
    service = StaffService(either)
    service.add_worker("罗师傅", 2, "138 0000 0001")
    for name in ("", "罗师傅 "):
        with pytest.raises(UserError) as caught:
            service.add_worker(name, 2)
        assert caught.value.problems[0].field == "name"
    assert [row.name for row in service.workers()] == ["罗师傅"]


def test_that_a_worker_moves_and_retires_unless_changed_meanwhile(either: Desk) -> None:
    service = StaffService(either)
    service.add_worker("罗师傅", 2)
    worker = service.workers()[0]
    service.edit_worker(worker.id, worker.version, department_id=3, active=False)
    changed = service.workers()[0]
    assert (changed.department_id, changed.active) == (3, False)
    with pytest.raises(ConflictError):
        service.edit_worker(worker.id, worker.version, department_id=1, active=True)


@pytest.mark.parametrize("role", [Role.CLERK, Role.GUARD])
def test_that_others_read_but_do_not_edit_staff(desk: Desk, role: Role) -> None:
    service = StaffService(replace(desk, actor=replace(desk.actor, role=role)))
    assert len(service.departments()) == 5
    with pytest.raises(RefusedError):
        service.add_worker("罗师傅", None)
