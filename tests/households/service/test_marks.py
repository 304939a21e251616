"""Tags and standing instructions, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.households.model import InstructionKind, RoomStateKind
from desktop.households.rows import HouseholdFilter, NewInstruction
from desktop.households.service import HouseholdService
from desktop.storage.audit import Audit
from tests.households.conftest import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from desktop.core.clock import FixedClock
    from desktop.households.rows import HouseholdFile, InstructionLine, TagRow
    from desktop.storage.database import Database
    from desktop.storage.desk import Desk

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def register(imported: Changes) -> None:
    """Import the small roster first."""
    assert imported.result


def room(service: HouseholdService, label: str = "1-1-101") -> int:
    return next(hit.room_id for hit in service.find(label) if hit.kind == "room")


def file_of(service: HouseholdService, label: str = "1-1-101") -> HouseholdFile:
    return service.household(room(service, label))


def tag_called(service: HouseholdService, name: str) -> TagRow:
    return next(tag for tag in service.community_tags() if tag.name == name)


def audited(database: Database, topic: str) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Audit.action).where(Audit.topic == topic).order_by(Audit.id)))


def told(service: HouseholdService, label: str = "1-1-101") -> list[tuple[str, str]]:
    lines = reversed(file_of(service, label).timeline)
    return [(line.kind, str(line.parameters.get("cause") or line.parameters.get("words") or "")) for line in lines]


# --- tags ------------------------------------------------------------------------------------------------------------


def test_that_a_legacy_issue_has_its_cause_and_since_when_and_is_found_and_told(
    households: HouseholdService, database: Database
) -> None:
    changes = households.tag(room(households), "历史遗留问题", cause="地下室进水", since=date(2024, 5, 1))
    assert changes.touches("tag", "room")
    worn = next(tag for tag in file_of(households).tags if tag.meaning == "legacy_issue")
    assert worn.since == datetime(2024, 5, 1, tzinfo=SHANGHAI)
    assert worn.cause == "地下室进水"
    assert households.count(HouseholdFilter(text="地下室进水")) == 1
    (line,) = file_of(households).timeline
    assert (line.kind, line.parameters["since"]) == ("tagged", "2024-05-01")
    assert "tagged" in audited(database, "room")


def test_that_cause_and_beginning_are_corrected_and_a_second_look_is_needed_for_a_second_correction(
    households: HouseholdService,
) -> None:
    here = room(households)
    tag_id = households.tag(here, "历史遗留", cause="学区").result
    worn = next(tag for tag in file_of(households).tags if tag.id == tag_id)
    households.change_tag(here, tag_id, version=worn.version, cause="外墙渗水", since=date(2020, 1, 2))
    with pytest.raises(ConflictError):
        households.change_tag(here, tag_id, version=worn.version, cause="?", since=None)
    changed = next(tag for tag in file_of(households).tags if tag.id == tag_id)
    assert (changed.cause, changed.since) == ("外墙渗水", datetime(2020, 1, 2, tzinfo=SHANGHAI))
    assert told(households) == [("tagged", "学区"), ("tag_changed", "外墙渗水")]
    assert households.count(HouseholdFilter(text="外墙渗水")) == 1
    assert here not in [line.room_id for line in households.households(HouseholdFilter(text="学区"))]
    households.change_tag(here, tag_id, version=changed.version, cause="外墙渗水", since=date(2020, 1, 2))
    assert len(file_of(households).timeline) == 2


def test_that_a_tag_taken_off_is_told_and_no_longer_found_and_can_be_put_back(households: HouseholdService) -> None:
    here = room(households)
    tag_id = households.tag(here, "爱好钓鱼", cause="湖边", since=date(2026, 1, 1)).result
    households.untag(here, tag_id)
    assert "爱好钓鱼" not in [tag.name for tag in file_of(households).tags]
    assert households.count(HouseholdFilter(text="湖边")) == 0
    households.tag(here, "爱好钓鱼", cause="湖边", since=datetime(2025, 12, 31, 16, tzinfo=UTC))
    assert [kind for kind, _ in told(households)] == ["tagged", "untagged", "tagged"]
    assert [line.parameters.get("since") for line in file_of(households).timeline] == ["2026-01-01"] * 3


def test_that_a_tag_typed_in_another_spelling_is_the_same_tag(households: HouseholdService) -> None:
    one = households.tag(room(households), "Ｖｉｐ").result
    assert [tag.name for tag in households.community_tags() if tag.id == one] == ["VIP"]


def test_that_a_new_tag_takes_meaning_and_colour_or_reads_its_meaning_from_its_name(
    households: HouseholdService,
) -> None:
    here = room(households)
    households.tag(here, "长者", meaning="living_alone")
    households.tag(here, "养鱼", tone="blue")
    households.tag(here, "孕妇")
    tags = {tag.name: (tag.meaning, tag.tone) for tag in file_of(households).tags}
    assert (tags["长者"], tags["养鱼"], tags["孕妇"]) == (
        ("living_alone", ""),
        ("", "blue"),
        ("pregnant_or_infant", ""),
    )
    for wrong in ({"meaning": "rich"}, {"tone": "pink"}, {"since": date(2026, 11, 23)}):
        with pytest.raises(UserError) as refused:
            households.tag(here, "别的", **wrong)
        assert refused.value.problems[0].field == next(iter(wrong))


def test_that_a_tag_is_renamed_everywhere_at_once(households: HouseholdService, database: Database) -> None:
    for label in ("1-1-101", "3-2-0301"):
        households.tag(room(households, label), "钓鱼")
    tag = tag_called(households, "钓鱼")
    assert tag.rooms == 2
    changes = households.edit_tag(tag.id, version=tag.version, name="垂钓", meaning="", tone="green")
    assert changes.ids["room"] == {room(households, "1-1-101"), room(households, "3-2-0301")}
    assert households.count(HouseholdFilter(text="垂钓")) == 2
    assert households.count(HouseholdFilter(text="钓鱼")) == 0
    assert next(worn.tone for worn in file_of(households).tags if worn.id == tag.id) == "green"
    with pytest.raises(ConflictError):
        households.edit_tag(tag.id, version=tag.version, name="钓鱼", meaning="", tone="")
    with pytest.raises(UserError) as refused:
        households.edit_tag(tag.id, version=tag.version + 1, name="vip", meaning="", tone="")
    assert refused.value.problems[0].field == "name"
    assert audited(database, "tag")[-1] == "edited"


def test_that_only_a_tag_nobody_wears_can_be_removed(households: HouseholdService) -> None:
    here = room(households)
    worn = households.add_tag("临时", tone="red").result
    households.tag(here, "临时")
    tag = tag_called(households, "临时")
    with pytest.raises(UserError):
        households.remove_tag(tag.id, version=tag.version)
    households.untag(here, worn)
    households.remove_tag(tag.id, version=tag.version)
    assert "临时" not in [tag.name for tag in households.community_tags()]
    with pytest.raises(UserError):
        households.add_tag("ｖｉｐ")


# --- standing instructions -------------------------------------------------------------------------------------------

REFUSED = NewInstruction(InstructionKind.DO_NOT_ADMIT, "自称亲戚的刘姓男子", "陈国栋")


def the_only(service: HouseholdService) -> InstructionLine:
    (line,) = file_of(service).instructions
    return line


def test_that_an_instruction_holds_from_now_until_its_end_and_expires_by_itself(
    households: HouseholdService, clock: FixedClock
) -> None:
    here, until = room(households), clock.now() + timedelta(days=2)
    households.give_instruction(here, NewInstruction(InstructionKind.KEEP_PARCELS, "放前台", "女儿", until=until))
    assert the_only(households).since == clock.now()
    assert list(households.instructions_in_force([here])) == [here]
    clock.set(until - timedelta(microseconds=1))
    assert the_only(households).in_force(clock.now())
    clock.set(until)
    assert households.instructions_in_force([here]) == {}
    assert the_only(households).over(clock.now())


def test_that_an_instruction_yet_to_begin_does_not_hold(households: HouseholdService, clock: FixedClock) -> None:
    here = room(households)
    begins = clock.now() + timedelta(days=1)
    households.give_instruction(here, NewInstruction(InstructionKind.OUT_OF_TOWN, since=begins))
    assert households.instructions_in_force([here]) == {}
    clock.set(begins)
    assert [line.kind for line in households.instructions_in_force([here])[here]] == [InstructionKind.OUT_OF_TOWN]


def test_that_an_instruction_is_ended_at_once_and_taken_up_again(
    households: HouseholdService, database: Database, clock: FixedClock
) -> None:
    here = room(households)
    given_changes = households.give_instruction(here, REFUSED)
    assert given_changes.touches("room", "standing_instruction")
    line = the_only(households)
    clock.advance(hours=1)
    households.end_instruction(line.id, version=line.version)
    assert the_only(households).ended_at == clock.now()
    assert households.instructions_in_force([here]) == {}
    households.resume_instruction(line.id)
    assert households.instructions_in_force([here])[here][0].said_by == "陈国栋"
    with pytest.raises(ConflictError):
        households.end_instruction(line.id, version=line.version)
    assert audited(database, "standing_instruction") == [
        "instruction given",
        "instruction ended",
        "instruction resumed",
    ]
    assert [kind for kind, _ in told(households)] == [
        "instruction_given",
        "instruction_ended",
        "instruction_resumed",
    ]


def test_that_an_instruction_is_corrected_and_one_that_was_over_holds_again(
    households: HouseholdService, clock: FixedClock
) -> None:
    here = room(households)
    households.give_instruction(here, REFUSED)
    line = the_only(households)
    households.end_instruction(line.id, version=line.version)
    until = clock.now() + timedelta(days=9)
    corrected = NewInstruction(InstructionKind.DO_NOT_ADMIT, "刘姓男子", "黄丽娟", until=until)
    households.change_instruction(line.id, corrected, version=the_only(households).version)
    found = households.instructions_in_force([here])[here][0]
    assert (found.words, found.said_by, found.since, found.until) == ("刘姓男子", "黄丽娟", line.since, until)


def test_that_everything_wrong_with_an_instruction_is_named(households: HouseholdService, clock: FixedClock) -> None:
    here, now = room(households), clock.now()
    wrong = NewInstruction(InstructionKind.ADMIT, " ", until=now - timedelta(hours=1))
    with pytest.raises(UserError) as refused:
        households.give_instruction(here, wrong)
    assert {problem.field for problem in refused.value.problems} == {"words", "until"}
    past = NewInstruction(InstructionKind.KEY_HELD, since=now - timedelta(days=2), until=now - timedelta(days=1))
    with pytest.raises(UserError) as refused:
        households.give_instruction(here, past)
    assert "passed" in refused.value.problems[0].message.msgid
    assert file_of(households).instructions == ()


def test_that_the_gate_is_told_whom_to_admit_who_is_away_and_nothing_else(
    households: HouseholdService, guarding: HouseholdService
) -> None:
    here = room(households)
    for kind in InstructionKind:
        households.give_instruction(here, NewInstruction(kind, "话"))
    assert {line.kind for line in households.instructions_in_force([here])[here]} == set(InstructionKind)
    wanted = (InstructionKind.KEY_HELD, InstructionKind.ADMIT)
    assert [line.kind for line in guarding.instructions_in_force([here])[here]] == [
        InstructionKind.DO_NOT_ADMIT,
        InstructionKind.ADMIT,
        InstructionKind.OUT_OF_TOWN,
    ]
    assert [line.kind for line in guarding.instructions_in_force([here], wanted)[here]] == [InstructionKind.ADMIT]
    with pytest.raises(RefusedError):
        guarding.give_instruction(here, REFUSED)


def test_that_instructions_of_many_rooms_are_read_at_once_and_of_this_community_only(
    households: HouseholdService, desk_of: Callable[[Role], Desk]
) -> None:
    rooms = [line.room_id for line in households.households()]
    for room_id in rooms[:3]:
        households.give_instruction(room_id, REFUSED)
    many = [*rooms, *range(10_000, 11_200)]
    assert set(households.instructions_in_force(many, (InstructionKind.DO_NOT_ADMIT,))) == set(rooms[:3])
    administering = HouseholdService(desk_of(Role.ADMINISTRATOR))
    with pytest.raises(RefusedError):
        administering.end_instruction(1, version=1)


# --- what a room is --------------------------------------------------------------------------------------------------


def test_that_the_day_a_state_began_is_corrected_with_the_end_of_the_one_before(
    households: HouseholdService, administering: HouseholdService
) -> None:
    here = room(households)
    households.set_room_state(here, RoomStateKind.VACANT, date(2026, 3, 1))
    households.set_room_state(here, RoomStateKind.RENOVATING, date(2026, 6, 1))
    households.set_room_state(here, RoomStateKind.RENOVATING, date(2026, 5, 1))
    states = file_of(households).states
    assert [(line.state, line.since, line.until) for line in states[:2]] == [
        (RoomStateKind.RENOVATING, date(2026, 5, 1), None),
        (RoomStateKind.VACANT, date(2026, 3, 1), date(2026, 5, 1)),
    ]
    for wrong in (date(2026, 2, 1), date(2026, 3, 1), None):
        with pytest.raises(UserError) as refused:
            households.set_room_state(here, RoomStateKind.RENOVATING, wrong)
        assert refused.value.problems[0].field == "since"
    assert file_of(households).timeline[0].kind == "state_dated"
    assert administering.occupied_households(date(2026, 2, 1), TODAY) == (
        administering.occupied_households(TODAY)[0] + 1,
        administering.occupied_households(TODAY)[0],
    )


def test_that_a_state_entered_by_mistake_is_taken_back_and_the_one_before_holds_again(
    households: HouseholdService, administering: HouseholdService, database: Database
) -> None:
    here = room(households)
    before, occupied = file_of(households).states, administering.occupied_households(TODAY)
    households.set_room_state(here, RoomStateKind.VACANT, date(2026, 3, 1))
    assert administering.occupied_households(TODAY) == (occupied[0] - 1,)
    with pytest.raises(UserError):
        households.take_back_state(here, RoomStateKind.LET)
    households.take_back_state(here, RoomStateKind.VACANT)
    assert file_of(households).states == before
    assert administering.occupied_households(TODAY) == occupied
    assert "state taken back" in audited(database, "room")
