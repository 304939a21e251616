"""What households offer to the whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop.core.i18n import language
from desktop.households.model import InstructionKind, OccupancyRole, RoomStateKind
from desktop.households.offer import timeline_words
from desktop.households.rows import INSTRUCTION_LABELS, ROLE_LABELS, STATE_LABELS, NewInstruction, NewPerson
from tests.households.conftest import SHANGHAI

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.households.service import HouseholdService


def test_that_every_touchpoint_of_households_has_its_sentence(households: HouseholdService, imported: Changes) -> None:
    assert imported.result
    room = households.find("3-2-0301")[0].room_id
    today = date(2026, 11, 22)
    households.move_in(room, NewPerson("解大伟"), OccupancyRole.TENANT, today, state=RoomStateKind.LET)
    person = households.household(room).people[0]
    households.move_out(person.occupancy_id, today, version=person.occupancy_version)
    households.set_room_state(room, RoomStateKind.RENOVATING, today)
    spoken = language("en")
    words = [timeline_words(entry.kind, entry.parameters, SHANGHAI) for entry in households.household(room).timeline]
    assert [spoken.message(sentence) for sentence in words if sentence] == [
        "The room became: Renovating",
        "解大伟 moved out (Tenant)",
        "解大伟 moved in (Tenant)",
    ]
    assert timeline_words("request_reported", {}, SHANGHAI) is None


def test_that_every_touchpoint_of_tags_and_instructions_has_its_sentence(
    households: HouseholdService, imported: Changes
) -> None:
    assert imported.result
    room = households.find("3-2-0301")[0].room_id
    issue = households.tag(room, "Legacy issue", cause="flood", since=date(2024, 5, 1)).result
    worn = households.household(room).tags[0]
    households.change_tag(room, issue, version=worn.version, cause="flood", since=None)
    households.untag(room, issue)
    until = datetime(2027, 1, 1, tzinfo=SHANGHAI)
    given = households.give_instruction(room, NewInstruction(InstructionKind.ADMIT, "the\nnurse", until=until)).result
    households.end_instruction(given, version=1)
    households.give_instruction(room, NewInstruction(InstructionKind.KEY_HELD))
    households.set_room_state(room, RoomStateKind.RENOVATING, date(2026, 3, 1))
    households.set_room_state(room, RoomStateKind.RENOVATING, date(2026, 4, 1))
    households.take_back_state(room, RoomStateKind.RENOVATING)
    spoken = language("en")
    lines = sorted(households.household(room).timeline, key=lambda line: line.id)
    words = [timeline_words(line.kind, line.parameters, SHANGHAI) for line in lines]
    assert [spoken.message(sentence) for sentence in words if sentence] == [
        "Legacy issue since 2024-05-01: flood",
        "Legacy issue corrected: flood",
        "Legacy issue taken off (flood)",
        "Admit: the nurse, until 2026-12-31",
        "ended: Admit: the nurse",
        "Key held",
        "The room became: Renovating",
        "Renovating: the day it began was corrected to 2026-04-01",
        "Renovating: taken back",
    ]


def test_that_every_role_state_and_instruction_has_its_word() -> None:
    assert set(INSTRUCTION_LABELS) == set(InstructionKind)
    assert set(ROLE_LABELS) == set(OccupancyRole)
    assert set(STATE_LABELS) == set(RoomStateKind)
