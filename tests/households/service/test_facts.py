"""What is known of people, their role and dates, several rooms, and who is called first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select

from desktop.core.birthdays import Birthday
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Operation, Role
from desktop.households.model import OccupancyRole, Resident
from desktop.households.rows import NewPerson, PersonFacts
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.households.rows import HouseholdFile, PersonLine
    from desktop.households.service import HouseholdService
    from desktop.storage.database import Database
    from desktop.storage.desk import Desk

pytestmark = pytest.mark.usefixtures("imported")

TODAY = date(2026, 11, 22)
FACTS = PersonFacts("农历三月初八", "粤语", "喜欢称呼陈老师", "对花粉过敏\n送礼不带鲜花", "王姐 13800002046 女儿")


def file_of(service: HouseholdService, label: str) -> HouseholdFile:
    return service.household(service.find(label)[0].room_id)


def person(service: HouseholdService, label: str, name: str) -> PersonLine:
    page = file_of(service, label)
    return next(one for one in (*page.people, *page.former) if one.name == name)


def edit(service: HouseholdService, who: PersonLine, facts: PersonFacts | None) -> None:
    service.edit_resident(who.resident_id, NewPerson(who.name, facts=facts), version=who.version)


def audited(database: Database, action: str) -> list[Any]:
    with database.read() as session:
        query = select(Audit.before, Audit.after).where(Audit.action == action).order_by(Audit.id)
        return [tuple(row) for row in session.execute(query)]


def test_that_facts_are_kept_and_shown(households: HouseholdService, database: Database) -> None:
    edit(households, person(households, "1-1-102", "单小刚"), FACTS)
    shown = person(households, "1-1-102", "单小刚")
    assert shown.birthday == Birthday(3, 8, lunar=True)
    assert (shown.language, shown.preferences) == ("粤语", "喜欢称呼陈老师")
    assert shown.taboos == "对花粉过敏\n送礼不带鲜花"
    assert shown.emergency_contact == "王姐 138 **** 2046 女儿"
    ((before, after),) = audited(database, "edited")
    assert (before["birthday"], after["birthday"], after["birthday_calendar"]) == ("", "--03-08", "lunar")


def test_that_a_new_person_may_come_with_facts(households: HouseholdService) -> None:
    room = file_of(households, "3-2-0301").room_id
    households.add_resident(room, NewPerson("陈国栋", facts=FACTS), OccupancyRole.OWNER)
    assert person(households, "3-2-0301", "陈国栋").birthday == Birthday(3, 8, lunar=True)


def test_that_an_edit_without_facts_leaves_them(households: HouseholdService) -> None:
    edit(households, person(households, "1-1-102", "单小刚"), FACTS)
    edit(households, person(households, "1-1-102", "单小刚"), None)
    assert person(households, "1-1-102", "单小刚").language == "粤语"
    edit(households, person(households, "1-1-102", "单小刚"), PersonFacts())
    assert person(households, "1-1-102", "单小刚").birthday is None
    assert person(households, "1-1-102", "单小刚").emergency_contact == ""


def test_that_what_is_wrong_is_named_all_at_once(households: HouseholdService) -> None:
    who = person(households, "1-1-102", "单小刚")
    wrong = NewPerson(" ", facts=PersonFacts("someday", emergency_contact="王姐 138 **** 9999"))
    with pytest.raises(UserError) as refused:
        households.edit_resident(who.resident_id, wrong, version=who.version)
    assert [problem.field for problem in refused.value.problems] == ["birthday", "emergency_contact", "name"]


def test_that_the_emergency_contact_is_kept_masked_and_revealed_on_record(
    households: HouseholdService, guarding: HouseholdService, database: Database
) -> None:
    edit(households, person(households, "1-1-102", "单小刚"), FACTS)
    who = person(households, "1-1-102", "单小刚")
    edit(households, who, PersonFacts(emergency_contact=who.emergency_contact))
    assert households.reveal_emergency_contact(who.resident_id) == "王姐 13800002046 女儿"
    assert audited(database, "emergency contact revealed") == [(None, None)]
    with pytest.raises(RefusedError):
        guarding.reveal_emergency_contact(who.resident_id)


def test_that_the_gate_learns_none_of_it(households: HouseholdService, guarding: HouseholdService) -> None:
    who = person(households, "1-1-102", "单小刚")
    edit(households, who, FACTS)
    (seen,) = [one for one in guarding.people(file_of(households, "1-1-102").room_id) if one.name == "单小刚"]
    told = (seen.birthday, seen.language, seen.preferences, seen.taboos, seen.emergency_contact, seen.also_in)
    assert told == (None, "", "", "", "", ())


def test_that_role_and_dates_are_corrected_with_history(households: HouseholdService, database: Database) -> None:
    who = person(households, "1-1-102", "单小刚")
    households.edit_occupancy(
        who.occupancy_id,
        OccupancyRole.FAMILY,
        version=who.occupancy_version,
        since=date(2020, 1, 1),
        until=date(2027, 1, 1),
        note="只租到年底",
        calls_first=True,
    )
    now = person(households, "1-1-102", "单小刚")
    assert (now.role, now.since, now.until) == (OccupancyRole.FAMILY, date(2020, 1, 1), date(2027, 1, 1))
    assert (now.room_note, now.calls_first) == ("只租到年底", True)
    assert households.find("只租到年底")[0].title == "单小刚"
    ((before, after),) = audited(database, "occupancy edited")
    assert (before["role"], after["role"], after["until"]) == ("tenant", "family", "2027-01-01")
    with pytest.raises(ConflictError):
        households.call_first(who.occupancy_id, first=False, version=who.occupancy_version)
    with pytest.raises(UserError) as refused:
        households.edit_occupancy(
            who.occupancy_id,
            OccupancyRole.FAMILY,
            version=now.occupancy_version,
            since=date(2026, 1, 1),
            until=date(2025, 1, 1),
        )
    assert refused.value.problems[0].field == "until"


def test_that_nobody_is_twice_in_a_room_in_one_role(households: HouseholdService) -> None:
    who = person(households, "1-1-101", "李小红")
    room = file_of(households, "1-1-101").room_id
    households.add_resident(room, who.resident_id, OccupancyRole.AGENT)
    agent = next(one for one in file_of(households, "1-1-101").people if one.role is OccupancyRole.AGENT)
    with pytest.raises(UserError):
        households.edit_occupancy(
            agent.occupancy_id, OccupancyRole.FAMILY, version=agent.occupancy_version, since=None, until=None
        )
    assert len({one.resident_id for one in file_of(households, "1-1-101").people}) == 2
    assert [one.name for one in households.callers(room)].count("李小红") == 2  # a row for each of two phones


def test_that_the_same_person_in_several_rooms_is_shown_with_the_others(households: HouseholdService) -> None:
    who = person(households, "1-1-102", "单小刚")
    for label in ("3-2-0301", "1-1-101"):
        room = file_of(households, label).room_id
        households.move_in(room, who.resident_id, OccupancyRole.OWNER, TODAY)
    shown = person(households, "1-1-102", "单小刚")
    assert [(room.label, room.role) for room in shown.also_in] == [
        ("1-1-101", OccupancyRole.OWNER),
        ("3-2-0301", OccupancyRole.OWNER),
    ]
    gone = person(households, "3-2-0301", "单小刚")
    households.move_out(gone.occupancy_id, TODAY, version=gone.occupancy_version)
    assert [room.label for room in person(households, "1-1-102", "单小刚").also_in] == ["1-1-101"]


def test_that_callers_come_in_the_order_to_call_them(households: HouseholdService) -> None:
    room = file_of(households, "1-1-102").room_id
    households.add_resident(room, NewPerson("无话"), OccupancyRole.OWNER)
    households.add_resident(room, NewPerson("小单", ("13800000099",)), OccupancyRole.FAMILY)
    households.add_resident(room, NewPerson("中介", ("13800000098",)), OccupancyRole.AGENT)
    assert [one.name for one in households.callers(room)] == ["曾国强", "单小刚", "小单", "中介", "无话"]
    agent = person(households, "1-1-102", "中介")
    households.call_first(agent.occupancy_id, first=True, version=agent.occupancy_version)
    called = households.callers(room)
    assert [(one.name, one.calls_first) for one in called][:2] == [("中介", True), ("曾国强", False)]
    assert (called[0].digits, called[0].shown) == ("13800000098", "138 **** 0098")
    assert households.rooms_for("1-1-102")[0].people == called
    assert households.callers(room + 1000) == ()


def test_that_reading_a_household_asks_no_more_for_more_people(
    households: HouseholdService, database: Database
) -> None:
    room = file_of(households, "1-1-102").room_id

    def asked() -> int:
        count = 0

        def note(*_args: object) -> None:
            nonlocal count
            count += 1

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            households.household(room)
        finally:
            event.remove(database.engine, "before_cursor_execute", note)
        return count

    before = asked()
    for number in range(8):
        households.add_resident(room, NewPerson(f"家人{number}", (f"1390000000{number}",)), OccupancyRole.FAMILY)
    assert asked() == before


def test_that_who_was_merged_is_shown_nowhere(households: HouseholdService, desk_of: Callable[[Role], Desk]) -> None:

    room = file_of(households, "1-1-102").room_id
    kept, gone = person(households, "1-1-102", "曾国强"), person(households, "1-1-102", "单小刚")
    with desk_of(Role.CLERK).write(Operation.MERGE_RESIDENTS) as work:
        work.session.get_one(Resident, gone.resident_id).merged_into_id = kept.resident_id
    assert [one.name for one in file_of(households, "1-1-102").people] == ["曾国强"]
    assert [one.name for one in households.callers(room)] == ["曾国强"]
    with pytest.raises(UserError):
        households.add_phone(gone.resident_id, "13800000097")
    with pytest.raises(UserError):
        households.add_resident(room, gone.resident_id, OccupancyRole.AGENT)
