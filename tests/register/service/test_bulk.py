from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Operation, Role
from desktop.households.model import RoomTag, Tag
from desktop.households.rows import HouseholdChoice, HouseholdFilter
from desktop.register.rows import BulkEdit
from desktop.register.service import RegisterService
from desktop.storage.audit import Audit
from desktop.storage.batches import ImportChange, note_created, start_batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock
    from desktop.households.service import HouseholdService
    from desktop.storage.desk import Desk
    from tests.register.people import Village


@pytest.fixture
def rooms(village: Village) -> list[int]:
    return [village.room(label) for label in ("1-101", "1-102", "1-103", "2-101")]


def tags_of(households: HouseholdService) -> dict[str, tuple[str, ...]]:
    return {line.label: line.tags for line in households.households()}


def tag_id(households: HouseholdService, name: str) -> int:
    return next(tag.id for tag in households.tags() if tag.name == name)


def test_that_tags_are_put_on_and_taken_off_at_once_and_found_by(
    register: RegisterService, households: HouseholdService, rooms: list[int]
) -> None:
    households.tag(rooms[0], "VIP", cause="业主代表")
    households.tag(rooms[1], "学校", cause="老问题")
    edit = BulkEdit(put_on=("vip", "历史遗留"), cause="学区", take_off=(tag_id(households, "学校"),))
    preview = register.preview_bulk(rooms[:3], edit)
    assert (preview.rooms, preview.gaining, preview.losing) == (3, 3, 1)
    changes = register.edit_many(rooms[:3], edit)
    assert changes.result == 3
    assert changes.ids["room"] == set(rooms[:3])
    assert tags_of(households) == {
        "1-101": ("VIP", "历史遗留"),
        "1-102": ("VIP", "历史遗留"),
        "1-103": ("VIP", "历史遗留"),
        "2-101": (),
    }
    assert {hit.room_id for hit in households.find("学区")} == set(rooms[:3])
    cause = {tag.name: tag.cause for tag in households.household(rooms[0]).tags}
    assert cause == {"VIP": "业主代表", "历史遗留": "学区"}
    assert register.preview_bulk(rooms[:3], edit).changes_nothing


def test_that_one_step_takes_all_of_it_back(
    register: RegisterService, households: HouseholdService, village: Village, rooms: list[int]
) -> None:
    zone = village.zone("高层")
    households.tag(rooms[0], "VIP", cause="业主代表")
    households.tag(rooms[1], "学校", cause="老问题")
    before = households.household(rooms[1]).tags, tags_of(households), village.rows(RoomTag)
    edit = BulkEdit(put_on=("VIP", "新标签"), take_off=(tag_id(households, "学校"),), zone_id=zone)
    changes = register.edit_many(rooms, edit)
    assert len(village.rows(Tag)) == 3
    register.undo_many(changes.operation_id)
    after = households.household(rooms[1]).tags, tags_of(households), village.rows(RoomTag)
    assert after[1] == before[1]
    assert [(tag.name, tag.cause, tag.since) for tag in after[0]] == [
        (tag.name, tag.cause, tag.since) for tag in before[0]
    ]
    assert {line.zone for line in households.households()} == {""}
    assert [tag["name"] for tag in village.rows(Tag)] == ["VIP", "学校"]
    assert [hit for hit in households.find("新标签") if hit.kind == "room"] == []
    with pytest.raises(UserError):
        register.undo_many("nothing")


def test_that_a_cause_written_since_is_kept_when_it_is_taken_back(
    register: RegisterService, households: HouseholdService, rooms: list[int]
) -> None:
    changes = register.edit_many(rooms[:2], BulkEdit(put_on=("VIP",)))
    households.tag(rooms[0], "VIP", cause="董事长")
    register.undo_many(changes.operation_id)
    assert tags_of(households) == {"1-101": ("VIP",), "1-102": (), "1-103": (), "2-101": ()}


def test_that_a_zone_is_given_to_buildings_and_the_preview_says_how_many_more_rooms_that_are(
    register: RegisterService, households: HouseholdService, village: Village, rooms: list[int]
) -> None:
    zone = village.zone("高层")
    edit = BulkEdit(zone_id=zone)
    (building,) = register.preview_bulk(rooms[:1], edit).buildings
    assert (building.name, building.rooms, building.chosen) == ("1", 3, 1)
    changes = register.edit_many(rooms[:1], edit)
    assert changes.touches("room", "community")
    assert [line.zone for line in households.households()] == ["高层", "高层", "高层", ""]
    register.edit_many(rooms, BulkEdit(zone_id=0))
    assert {line.zone for line in households.households()} == {""}


def test_that_what_makes_no_sense_is_refused_in_words(
    register: RegisterService, households: HouseholdService, rooms: list[int]
) -> None:
    households.tag(rooms[0], "VIP")
    vip = tag_id(households, "VIP")
    for edit in (
        BulkEdit(),
        BulkEdit(put_on=("vip",), take_off=(vip,)),
        BulkEdit(zone_id=987_654),
        BulkEdit(put_on=("一", "二", "三", "四", "五", "六")),
    ):
        with pytest.raises(UserError):
            register.edit_many(rooms, edit)
    assert tags_of(households)["1-101"] == ("VIP",)


def test_that_every_household_changed_is_in_the_audit_and_a_repeated_write_does_nothing_twice(
    register: RegisterService, village: Village, rooms: list[int]
) -> None:
    for _ in range(2):
        changes = register.edit_many(rooms, BulkEdit(put_on=("VIP",)), operation_id="once")
        assert changes.result == 4
    with village.desk.read() as session:
        count = session.scalar(select(func.count()).select_from(Audit).where(Audit.action == "tags edited for many"))
    assert count == 4


def test_that_households_are_chosen_by_id_by_place_or_by_what_the_list_shows(
    register: RegisterService, rooms: list[int]
) -> None:
    everything = HouseholdFilter()
    assert register.rooms_chosen(HouseholdChoice(everything)) == tuple(rooms)
    assert register.rooms_chosen(HouseholdChoice(HouseholdFilter(text="2-101"))) == (rooms[3],)
    assert register.rooms_chosen(HouseholdChoice(everything, rooms=(rooms[2],))) == (rooms[2],)
    chosen = HouseholdChoice(everything, rooms=(rooms[3],), places=(0, 1, 99))
    assert register.rooms_chosen(chosen) == (rooms[0], rooms[1], rooms[3])


def test_that_the_administrator_and_the_gate_edit_nothing(desk_of: Callable[[Role], Desk], rooms: list[int]) -> None:
    for role in (Role.ADMINISTRATOR, Role.GUARD):
        with pytest.raises(RefusedError):
            RegisterService(desk_of(role)).edit_many(rooms, BulkEdit(put_on=("VIP",)))


def test_that_a_tag_put_on_anew_since_is_kept_when_the_edit_is_taken_back(
    register: RegisterService, households: HouseholdService, clock: FixedClock, rooms: list[int]
) -> None:
    changes = register.edit_many(rooms[:2], BulkEdit(put_on=("VIP",)))
    clock.advance(minutes=1)
    households.untag(rooms[0], tag_id(households, "VIP"))
    households.tag(rooms[0], "VIP")
    register.undo_many(changes.operation_id)
    assert tags_of(households) == {"1-101": ("VIP",), "1-102": (), "1-103": (), "2-101": ()}


def test_that_a_tag_renamed_since_is_taken_off_and_one_taken_off_comes_back_under_its_name(
    register: RegisterService, households: HouseholdService, rooms: list[int]
) -> None:
    households.tag(rooms[0], "学校")
    old = tag_id(households, "学校")
    changes = register.edit_many(rooms[:1], BulkEdit(put_on=("VIP",), take_off=(old,)))
    for id_, name in ((tag_id(households, "VIP"), "贵宾"), (old, "学区")):
        households.edit_tag(id_, version=1, name=name, meaning="", tone="")
    register.undo_many(changes.operation_id)
    assert tags_of(households)["1-101"] == ("学区",)


def test_that_an_edit_is_taken_back_once(
    register: RegisterService, households: HouseholdService, rooms: list[int]
) -> None:
    households.tag(rooms[0], "学校")
    school = tag_id(households, "学校")
    changes = register.edit_many(rooms[:1], BulkEdit(take_off=(school,)))
    register.undo_many(changes.operation_id)
    households.untag(rooms[0], school)
    with pytest.raises(UserError, match="already"):
        register.undo_many(changes.operation_id)
    assert tags_of(households)["1-101"] == ()


def test_that_what_an_import_noted_of_a_tag_goes_with_the_tag_taken_off(
    register: RegisterService, households: HouseholdService, village: Village, rooms: list[int]
) -> None:
    households.tag(rooms[0], "VIP")
    (worn,) = village.rows(RoomTag)
    with village.desk.write(Operation.IMPORT_HOUSEHOLDS) as work:
        note_created(work, start_batch(work, "households", "花名册.xlsx", "0"), "room_tag", [worn["id"]])
    register.edit_many(rooms[:1], BulkEdit(take_off=(worn["tag_id"],)))
    assert village.rows(ImportChange) == []
