from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Role
from desktop.households.rows import HouseholdChoice, HouseholdFilter
from desktop.register.service import RegisterService
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.storage.desk import Desk
    from tests.register.people import Village

CARD, PHONE = "11010519491231002X", "13800000001"
ALL = HouseholdChoice(HouseholdFilter())


@pytest.fixture
def room(village: Village) -> int:
    made = village.room("1-101")
    village.person("王芳", [made], [PHONE], id_number=CARD, emergency_contact="姐姐 13900000002")
    village.room("1-102")
    return made


def audited(village: Village, action: str) -> list[dict[str, Any] | None]:
    with village.desk.read() as session:
        return list(session.scalars(select(Audit.after).where(Audit.action == action).order_by(Audit.id)))


def test_that_a_list_is_masked_and_its_taking_audited(managing: RegisterService, village: Village, room: int) -> None:
    lines = managing.export(ALL)
    assert [line.label for line in lines] == ["1-101", "1-102"]
    assert lines[0].room_id == room
    assert lines[0].people[0].phones == ("138 **** 0001",)
    assert CARD not in str(lines)
    assert audited(village, "exported") == [{"households": 2, "unmasked": False, "reason": ""}]


def test_that_only_who_may_and_says_why_takes_it_unmasked(
    managing: RegisterService, register: RegisterService, village: Village, room: int
) -> None:
    with pytest.raises(UserError) as refused:
        managing.export(ALL, unmasked=True, reason="  ")
    assert refused.value.problems[0].field == "reason"
    with pytest.raises(RefusedError):
        register.export(ALL)
    with pytest.raises(RefusedError):
        register.dossier(room, unmasked=True, reason="要")
    assert audited(village, "exported") == []
    person = managing.export(ALL, unmasked=True, reason=" 派出所 ")[0].people[0]
    assert (person.phones, person.id_number) == (("138 0000 0001",), CARD)
    assert audited(village, "exported") == [{"households": 2, "unmasked": True, "reason": "派出所"}]


def test_that_a_households_file_is_masked_for_the_clerk_and_whole_for_a_manager_with_a_reason(
    managing: RegisterService, register: RegisterService, village: Village, room: int
) -> None:
    masked = register.dossier(room)
    assert masked.masked
    for secret in (CARD, PHONE, "138 0000 0001", "13900000002"):
        assert secret not in str(masked)
    for _ in range(2):
        whole = managing.dossier(room, unmasked=True, reason="本人申请", operation_id="one paper")
    person = whole.file.people[0]
    assert person.phones[0].shown == "138 0000 0001"
    assert (person.id_number, person.emergency_contact) == (CARD, "姐姐 13900000002")
    assert whole.reason == "本人申请"
    assert audited(village, "printed") == [
        {"unmasked": False, "reason": ""},
        {"unmasked": True, "reason": "本人申请"},
    ]


def test_that_labels_name_who_is_there_now_and_a_room_without_people_has_its_number(
    register: RegisterService, village: Village, room: int
) -> None:
    village.person("陈强", [room], role="tenant")
    labels = register.labels(ALL)
    assert [(label.room, label.names) for label in labels] == [("1-101", ("王芳", "陈强")), ("1-102", ())]


def test_that_the_gate_takes_nothing_away(desk_of: Callable[[Role], Desk], room: int) -> None:
    guarding = RegisterService(desk_of(Role.GUARD))
    for taking in (lambda: guarding.dossier(room), lambda: guarding.labels(ALL), lambda: guarding.export(ALL)):
        with pytest.raises(RefusedError):
            taking()
