"""People, phones, rooms, states, tags and vehicles: every write keeps history, audit and index."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import MATRIX, Actor, Role
from desktop.households.model import OccupancyRole, RoomStateKind
from desktop.households.rows import HouseholdFilter, NewPerson
from desktop.households.service import HouseholdService
from desktop.storage.audit import Audit
from desktop.storage.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock
    from desktop.households.rows import HouseholdFile, PersonLine
    from desktop.storage.database import Database

pytestmark = pytest.mark.usefixtures("imported")

TODAY = date(2026, 11, 22)


def file_of(service: HouseholdService, label: str) -> HouseholdFile:
    return service.household(service.find(label)[0].room_id)


def person(service: HouseholdService, label: str, name: str) -> PersonLine:
    page = file_of(service, label)
    return next(one for one in (*page.people, *page.former) if one.name == name)


def audited(database: Database, action: str) -> list[dict[str, Any]]:
    with database.read() as session:
        rows = session.execute(
            select(Audit.topic, Audit.subject_id, Audit.before, Audit.after)
            .where(Audit.action == action)
            .order_by(Audit.id)
        )
        return [dict(row._mapping) for row in rows]


def test_that_a_household_shows_everything_and_hides_phones(households: HouseholdService) -> None:
    page = file_of(households, "1-1-102")
    assert (page.building, page.entrance, page.number, page.state) == ("1", "1", "102", RoomStateKind.LET)
    assert [(one.name, one.role, one.since) for one in page.people] == [
        ("曾国强", OccupancyRole.OWNER, None),
        ("单小刚", OccupancyRole.TENANT, date(2024, 3, 1)),
    ]
    assert [(phone.shown, phone.masked) for phone in page.people[1].phones] == [("138 **** 0004", True)]
    assert [(tag.name, tag.meaning, tag.cause) for tag in page.tags] == [("历史遗留问题", "legacy_issue", "学区")]
    assert [vehicle.plate for vehicle in file_of(households, "1-1-101").vehicles] == ["浙A·12345"]
    assert file_of(households, "3-2-0301").note == "钥匙在物业"
    assert person(households, "1-1-101", "李小红").room_note == "白天在家"


def test_that_a_revealed_phone_is_audited(
    guarding: HouseholdService, households: HouseholdService, database: Database
) -> None:
    phone = person(households, "1-1-102", "单小刚").phones[0]
    assert guarding.reveal_phone(phone.id) == "138 0000 0004"
    (entry,) = audited(database, "phone revealed")
    assert entry["after"] == {"phone": phone.id}
    with pytest.raises(UserError):
        guarding.reveal_phone(phone.id + 1000)


def test_that_a_guard_sees_who_is_there_but_no_notes(guarding: HouseholdService, households: HouseholdService) -> None:
    room = households.find("1-1-101")[0].room_id
    assert [(one.name, one.room_note, one.id_number) for one in guarding.people(room)] == [
        ("王小明", "", ""),
        ("李小红", "", ""),
    ]
    with pytest.raises(RefusedError):
        guarding.household(room)


def test_that_a_corrected_phone_keeps_its_old_number_in_the_audit_and_is_found_by_the_new_one(
    households: HouseholdService, database: Database
) -> None:
    phone = person(households, "1-1-102", "单小刚").phones[0]
    households.correct_phone(phone.id, "139 1111 2222", version=phone.version, label="公司")
    corrected = person(households, "1-1-102", "单小刚").phones[0]
    assert (corrected.shown, corrected.label, corrected.confirmed_on) == ("139 **** 2222", "公司", TODAY)
    (entry,) = audited(database, "phone corrected")
    assert entry["before"] == {"phone": "13800000004", "label": ""}
    assert entry["after"] == {"phone": "13911112222", "label": "公司"}
    assert households.find("13800000004") == []
    assert households.find("13911112222")[0].title == "单小刚"


def test_that_a_phone_corrected_meanwhile_is_not_overwritten(households: HouseholdService) -> None:
    phone = person(households, "1-1-102", "单小刚").phones[0]
    households.correct_phone(phone.id, "13911112222", version=phone.version)
    with pytest.raises(ConflictError):
        households.correct_phone(phone.id, "13933334444", version=phone.version)
    assert person(households, "1-1-102", "单小刚").phones[0].shown == "139 **** 2222"


def test_that_no_phone_is_refused_and_phones_come_and_go(households: HouseholdService) -> None:
    someone = person(households, "1-1-102", "单小刚")
    with pytest.raises(UserError) as refused:
        households.add_phone(someone.resident_id, "1234")
    assert refused.value.problems[0].field == "phone"
    households.add_phone(someone.resident_id, "0571-88001234", label="家")
    added = person(households, "1-1-102", "单小刚").phones
    assert [phone.shown for phone in added] == ["138 **** 0004", "0571-****1234"]
    households.remove_phone(added[0].id, version=added[0].version)
    assert [phone.label for phone in person(households, "1-1-102", "单小刚").phones] == ["家"]
    assert households.find("13800000004") == []


def test_that_moving_out_and_in_keeps_history(households: HouseholdService) -> None:
    tenant = person(households, "1-1-102", "单小刚")
    room = file_of(households, "1-1-102").room_id
    households.move_out(
        tenant.occupancy_id, date(2026, 10, 1), version=tenant.occupancy_version, state=RoomStateKind.VACANT
    )
    households.move_in(
        room, NewPerson("解大伟", ("13700000000",)), OccupancyRole.TENANT, date(2026, 11, 1), state=RoomStateKind.LET
    )
    page = file_of(households, "1-1-102")
    assert [one.name for one in page.people] == ["曾国强", "解大伟"]
    assert [(one.name, one.until) for one in page.former] == [("单小刚", date(2026, 10, 1))]
    assert [(line.state, line.since, line.until) for line in page.states] == [
        (RoomStateKind.LET, date(2026, 11, 1), None),
        (RoomStateKind.VACANT, date(2026, 10, 1), date(2026, 11, 1)),
        (RoomStateKind.LET, None, date(2026, 10, 1)),
    ]
    assert [(entry.kind, entry.parameters["name"]) for entry in page.timeline] == [
        ("moved_in", "解大伟"),
        ("moved_out", "单小刚"),
    ]
    assert households.find("xdw")[0].room == "1-1-102"
    assert households.find("单小刚")[0].room == "1-1-102"


def test_that_who_is_there_cannot_move_in_again_nor_leave_before_coming(households: HouseholdService) -> None:
    tenant = person(households, "1-1-102", "单小刚")
    room = file_of(households, "1-1-102").room_id
    with pytest.raises(UserError):
        households.move_in(room, tenant.resident_id, OccupancyRole.TENANT, TODAY)
    with pytest.raises(UserError) as refused:
        households.move_out(tenant.occupancy_id, date(2024, 2, 1), version=tenant.occupancy_version)
    assert refused.value.problems[0].field == "until"
    other = file_of(households, "3-2-0301").room_id
    households.move_in(other, tenant.resident_id, OccupancyRole.OWNER, TODAY)
    assert {choice.label for choice in households.rooms_for("单小刚")} == {"1-1-102", "3-2-0301"}


def test_that_every_wrong_field_of_a_person_is_named_and_nothing_is_kept(households: HouseholdService) -> None:
    room = file_of(households, "1-1-102").room_id
    wrong = NewPerson(" ", ("12", "13800000009"), "?", "110105194912310021")
    with pytest.raises(UserError) as refused:
        households.add_resident(room, wrong, OccupancyRole.FAMILY)
    assert {problem.field for problem in refused.value.problems} == {"name", "phones", "id_number", "sex"}
    assert households.find("13800000009") == []


def test_that_a_person_is_corrected_with_document_masked(households: HouseholdService, database: Database) -> None:
    someone = person(households, "1-1-102", "单小刚")
    edit = NewPerson("单晓刚", sex="male", id_number="11010519491231002X", note="听力不好")
    households.edit_resident(someone.resident_id, edit, version=someone.version)
    edited = person(households, "1-1-102", "单晓刚")
    assert (edited.sex, edited.id_number, edited.note) == ("male", "110***********002X", "听力不好")
    assert households.find("单小刚") == []
    assert households.find("听力")[0].title == "单晓刚"
    (entry,) = audited(database, "edited")
    assert entry["before"]["name"] == "单小刚"
    with pytest.raises(ConflictError):
        households.edit_resident(someone.resident_id, edit, version=someone.version)


def test_that_a_repeated_write_happens_once(households: HouseholdService) -> None:
    room = file_of(households, "3-2-0301").room_id
    first = households.add_resident(room, NewPerson("区一"), OccupancyRole.OWNER, operation_id="once")
    again = households.add_resident(room, NewPerson("区一"), OccupancyRole.OWNER, operation_id="once")
    assert again.result == first.result
    assert [one.name for one in file_of(households, "3-2-0301").people] == ["区一"]


def test_that_a_state_holds_from_its_day_until_the_next(households: HouseholdService) -> None:
    room = file_of(households, "1-1-101").room_id
    changes = households.set_room_state(room, RoomStateKind.VACANT, date(2026, 6, 1))
    assert changes.touches("room")
    assert households.occupied_households(date(2026, 5, 31), date(2026, 6, 1)) == (2, 1)
    with pytest.raises(UserError):
        households.set_room_state(room, RoomStateKind.LET, date(2026, 5, 1))
    households.set_room_state(room, RoomStateKind.RENOVATING, date(2026, 6, 1))
    page = file_of(households, "1-1-101")
    assert [(line.state, line.since) for line in page.states] == [
        (RoomStateKind.RENOVATING, date(2026, 6, 1)),
        (RoomStateKind.OCCUPIED, date(2021, 5, 1)),
    ]


def test_that_occupied_households_follow_the_definition(households: HouseholdService) -> None:
    # 1-1-101 is lived in from 2021-05-01, 1-1-102 was let always; vacant and renovating rooms never count
    days = (date(1990, 1, 1), date(2021, 4, 30), date(2021, 5, 1), TODAY)
    assert households.occupied_households(*days) == (1, 1, 2, 2)


def test_that_tags_and_vehicles_come_and_go_with_their_words(households: HouseholdService) -> None:
    room = file_of(households, "3-2-0301").room_id
    tag = households.tag(room, " 独居老人 ", cause="子女在外地").result
    assert [(one.name, one.meaning, one.cause) for one in file_of(households, "3-2-0301").tags] == [
        ("独居老人", "living_alone", "子女在外地")
    ]
    assert households.find("独居")[0].title == "3-2-0301"
    assert households.count(HouseholdFilter(tag_id=tag)) == 1
    households.untag(room, tag)
    assert households.find("独居") == []
    vehicle = households.add_vehicle(room, "浙b 54321").result
    assert households.find("B5432")[0].title == "浙B·54321"
    with pytest.raises(UserError):
        households.add_vehicle(room, "浙B54321")
    households.remove_vehicle(vehicle)
    assert households.find("B5432") == []


def test_that_a_room_is_edited_unless_someone_else_was_faster(households: HouseholdService) -> None:
    page = file_of(households, "3-2-0301")
    households.edit_room(page.room_id, version=page.version, floor="3", area_m2=88.5, kind="两室", note="门口有狗")
    edited = file_of(households, "3-2-0301")
    assert (edited.floor, edited.area_m2, edited.kind, edited.note) == ("3", 88.5, "两室", "门口有狗")
    assert households.find("有狗")[0].title == "3-2-0301"
    with pytest.raises(ConflictError):
        households.edit_room(page.room_id, version=page.version, floor="", area_m2=None, kind="", note="")
    with pytest.raises(UserError):
        households.edit_room(page.room_id, version=edited.version, floor="", area_m2=-1, kind="", note="")


def test_that_the_list_pages_in_natural_order_both_ways(
    administering: HouseholdService, households: HouseholdService
) -> None:
    room = households.find("1-1-101")[0].room_id
    assert [line.label for line in households.households()] == ["1-1-101", "1-1-102", "3-2-0301", "别墅 12"]
    first = households.households(limit=2)
    second = households.households(anchor=first[-1], limit=2)
    assert [line.label for line in second] == ["3-2-0301", "别墅 12"]
    assert households.households(anchor=second[0], backward=True, limit=2) == first
    assert households.households(backward=True, limit=1) == second[1:]
    everything = HouseholdFilter()
    assert households.households_from(everything, 2, 2) == second
    assert households.households_from(everything, 9) == []
    assert households.position(everything, room) == 0
    assert households.position(HouseholdFilter(state=RoomStateKind.LET), room) is None
    assert administering.count() == 4


def test_that_the_list_is_narrowed(households: HouseholdService) -> None:
    def labels(wanted: HouseholdFilter) -> list[str]:
        found = [line.label for line in households.households(wanted)]
        assert households.count(wanted) == len(found)
        return found

    buildings = {place.name: (place.id, place.rooms) for place in households.buildings()}
    assert {name: rooms for name, (_, rooms) in buildings.items()} == {"1": 2, "3": 1, "别墅": 1}
    assert labels(HouseholdFilter(building_id=buildings["1"][0])) == ["1-1-101", "1-1-102"]
    assert labels(HouseholdFilter(state=RoomStateKind.VACANT)) == ["3-2-0301"]
    assert labels(HouseholdFilter(text="单小刚")) == ["1-1-102"]
    assert labels(HouseholdFilter(text="1栋")) == ["1-1-101", "1-1-102"]
    assert labels(HouseholdFilter(text="浙A12345")) == ["1-1-101"]
    assert labels(HouseholdFilter(text="没有这个")) == []
    tags = {place.name: place.id for place in households.tags()}
    assert labels(HouseholdFilter(tag_id=tags["VIP"])) == ["1-1-101"]


def test_that_another_community_sees_nothing(
    database: Database, clock: FixedClock, households: HouseholdService
) -> None:
    room = households.find("1-1-101")[0].room_id
    phone = person(households, "1-1-101", "王小明").phones[0].id
    desk = households.desk
    stranger = HouseholdService(
        Desk(database, Actor(2, "b", Role.CLERK, community_id=2), clock, desk.zone, "另一个小区")
    )
    assert stranger.count() == 0
    assert stranger.rooms_for("1-1-101") == []
    assert [hit for hit in stranger.find("王小明") if hit.kind != "request"] == []
    for refused in (
        lambda: stranger.household(room),
        lambda: stranger.reveal_phone(phone),
        lambda: stranger.set_room_state(room, RoomStateKind.LET, TODAY),
    ):
        with pytest.raises(UserError):
            refused()


def test_that_rights_are_asked_for_every_method(desk_of: Callable[[Role], Desk]) -> None:
    public = [name for name in dir(HouseholdService) if not name.startswith("_") and name not in {"actor", "desk"}]
    operations = {name: getattr(HouseholdService, name).__operation__ for name in public}
    assert len(public) > 25
    assert all(operation in MATRIX for operation in operations.values())
    with pytest.raises(RefusedError):
        HouseholdService(desk_of(Role.ADMINISTRATOR)).set_room_state(1, RoomStateKind.LET, TODAY)
    with pytest.raises(RefusedError):
        HouseholdService(desk_of(Role.CLERK)).undo_import(1)


def test_that_the_timeline_pages_by_key(households: HouseholdService, clock: FixedClock) -> None:
    room = file_of(households, "1-1-101").room_id
    states = (RoomStateKind.VACANT, RoomStateKind.OCCUPIED)
    for turn in range(60):
        clock.advance(days=1)
        households.set_room_state(room, states[turn % 2], TODAY + timedelta(days=turn + 1))
    first = households.timeline(room)
    rest = households.timeline(room, (first[-1].at, first[-1].id))
    assert (len(first), len(rest)) == (50, 10)
    assert [entry.id for entry in (*first, *rest)] == sorted((entry.id for entry in (*first, *rest)), reverse=True)
