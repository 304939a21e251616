"""Lists: their names, rules and words, and who is on them in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.contacts.model import CallingOrder, ContactList, Membership
from desktop.contacts.rows import ListDraft
from desktop.contacts.rule import (
    EVERYONE,
    Group,
    InBuilding,
    InZone,
    LegacyIssue,
    Match,
    MovedIn,
    Tagged,
)
from desktop.contacts.service import ContactService
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Operation, Role
from desktop.households.model import Zone

if TYPE_CHECKING:
    from tests.contacts.neighbours import Neighbours

BUILDING_2 = Group(Match.ALL, (InBuilding(2, "2"),))


def fields(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.field for problem in error.value.problems]


def test_that_a_list_is_made_renamed_archived_and_restored(neighbours: Neighbours) -> None:
    clerk = neighbours.clerk()
    list_id = clerk.create_list(ListDraft(" 春节  拜年 ", note="领导\n陪同", rule=BUILDING_2)).result
    line = clerk.contact_list(list_id)
    assert (line.name, line.note, line.rule, line.members, line.version) == (
        "春节 拜年",
        "领导\n陪同",
        BUILDING_2,
        3,
        1,
    )
    clerk.edit_list(list_id, ListDraft("拜年", rule=BUILDING_2, calling_order=CallingOrder.PRIORITY), version=1)
    with pytest.raises(ConflictError):
        clerk.edit_list(list_id, ListDraft("别的"), version=1)
    clerk.archive_list(list_id, version=2)
    assert clerk.lists() == []
    assert [line.archived_at for line in clerk.lists(archived=True)] == [neighbours.clock.now()]
    clerk.restore_list(list_id, version=3)
    assert [line.name for line in clerk.lists()] == ["拜年"]
    actions = ("made", "edited", "archived", "restored")
    assert all(neighbours.audited("contact_list", action) for action in actions)


def test_that_a_name_is_needed_and_belongs_to_one_list(neighbours: Neighbours) -> None:
    clerk = neighbours.clerk()
    first = clerk.create_list(ListDraft("春节")).result
    for name in ("", "春节 ", "长" * 61):
        with pytest.raises(UserError) as error:
            clerk.create_list(ListDraft(name))
        assert fields(error) == ["name"]
    clerk.edit_list(first, ListDraft("春节"), version=1)
    many = Group(Match.ANY, tuple(MovedIn(days) for days in range(61)))
    with pytest.raises(UserError) as error:
        clerk.create_list(ListDraft("太多", "字" * 1001, many))
    assert fields(error) == ["note", "rule"]


def test_that_rules_are_said_with_the_names_of_now(neighbours: Neighbours) -> None:
    clerk = neighbours.clerk()
    rule = Group(Match.ALL, (Tagged("vip"), Group(Match.ANY, (InZone(2, "旧名"),)), InBuilding(99, "拆了")))
    list_id = clerk.create_list(ListDraft("名单", rule=rule)).result
    with neighbours.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.get_one(Zone, 2).name = "湖畔"
    words = clerk.contact_list(list_id).words
    assert words is not None
    assert language("en").message(words) == "VIP households in zone 湖畔, in building 拆了"
    assert language("en").message(clerk.rule_words(EVERYONE)) == "All households"


def test_that_what_is_typed_into_a_rule_is_fit_to_be_stored(neighbours: Neighbours) -> None:
    clerk = neighbours.clerk()
    rule = Group(Match.ALL, (Group(Match.ANY, (LegacyIssue(" 学\x00位  问题 "),)),))
    list_id = clerk.create_list(ListDraft("名单", rule=rule)).result
    assert clerk.contact_list(list_id).rule == Group(Match.ALL, (Group(Match.ANY, (LegacyIssue("学位 问题"),)),))


def test_that_a_rule_of_a_newer_version_survives_an_edit_here(neighbours: Neighbours) -> None:
    clerk = neighbours.clerk()
    list_id = clerk.create_list(ListDraft("名单")).result
    newer = {"all": [{"is": "moon_phase", "phase": "full"}, {"any": "what"}]}
    with neighbours.desk.write(Operation.EDIT_CONTACTS) as work:
        work.session.get_one(ContactList, list_id).rule = newer
    line = clerk.contact_list(list_id)
    assert (line.unknown, line.members) == (2, 0)
    clerk.edit_list(list_id, ListDraft("新名字", rule=line.rule), version=line.version)
    (row,) = neighbours.rows(select(ContactList))
    assert row.rule == newer


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR])
def test_that_only_the_desk_keeps_lists(on_file: Neighbours, role: Role) -> None:
    service = ContactService(on_file.village.desk_of(role))
    with pytest.raises(RefusedError):
        service.create_list(ListDraft("名单"))
    with pytest.raises(RefusedError):
        service.lists()


# --- members --------------------------------------------------------------------------------------------------------


def test_that_a_list_is_its_rule_and_those_added_without_those_excluded(neighbours: Neighbours) -> None:
    clerk = neighbours.clerk()
    list_id = neighbours.listed("1-1-101", rule=BUILDING_2)
    assert neighbours.members(list_id) == ["1-1-101", "2-1-101", "2-1-102", "2-1-201"]
    clerk.remove_rooms(list_id, [neighbours.rooms[room] for room in ("1-1-101", "2-1-102", "1-1-1001")])
    assert neighbours.members(list_id) == ["2-1-101", "2-1-201"]
    assert [line.label for line in clerk.excluded(list_id)] == ["2-1-102"]
    line = clerk.contact_list(list_id)
    assert (line.members, line.added, line.excluded) == (2, 0, 1)
    clerk.add_rooms(list_id, [neighbours.rooms["2-1-102"]])
    by_rule_too = clerk.members(list_id)[1]
    assert (by_rule_too.label, by_rule_too.membership, by_rule_too.by_rule) == ("2-1-102", Membership.ADDED, True)
    assert clerk.member_ids(list_id) == [neighbours.rooms[room] for room in ("2-1-101", "2-1-102", "2-1-201")]


def test_that_a_member_is_shown_with_all_that_matters(neighbours: Neighbours) -> None:
    neighbours.settle("2-1-101", "王建国", "13800000001", "13800000002")
    neighbours.settle("2-1-101", "李秀英")
    neighbours.village.tag("2-1-101", "VIP")
    neighbours.instruct("2-1-101")
    (line,) = neighbours.clerk().members(neighbours.listed("2-1-101"))
    assert (line.people, line.tags, line.phones, line.do_not_call) == (("王建国", "李秀英"), ("VIP",), 2, True)
    assert (line.building, line.by_rule, line.membership) == ("2", False, Membership.ADDED)


def test_that_a_household_knows_the_lists_it_is_on(neighbours: Neighbours) -> None:
    clerk, room_id = neighbours.clerk(), neighbours.rooms["2-1-101"]
    neighbours.listed("1-1-101", name="甲")
    by_rule = neighbours.listed(rule=BUILDING_2, name="乙")
    neighbours.listed("2-1-101", name="丙")
    clerk.archive_list(neighbours.listed("2-1-101", name="丁"), version=1)
    assert {line.name: line.on for line in clerk.lists_of_room(room_id)} == {"丙": True, "乙": True, "甲": False}
    clerk.remove_rooms(by_rule, [room_id])
    assert [line.name for line in clerk.lists_of_room(room_id) if line.on] == ["丙"]


def test_that_rooms_that_are_gone_are_not_added(neighbours: Neighbours) -> None:
    list_id = neighbours.listed()
    with pytest.raises(UserError):
        neighbours.clerk().add_rooms(list_id, [neighbours.rooms["1-1-101"], 999])
    assert neighbours.members(list_id) == []


def test_that_the_natural_order_is_natural(neighbours: Neighbours) -> None:
    list_id = neighbours.listed(rule=EVERYONE)
    assert neighbours.members(list_id)[:4] == ["1-1-101", "1-1-102", "1-1-201", "1-1-1001"]


def test_that_a_drag_makes_the_order_one_by_hand(neighbours: Neighbours) -> None:
    clerk, rooms = neighbours.clerk(), neighbours.rooms
    list_id = neighbours.listed("1-1-101", rule=BUILDING_2)
    clerk.move(list_id, rooms["2-1-201"], rooms["1-1-101"])
    assert neighbours.members(list_id) == ["2-1-201", "1-1-101", "2-1-101", "2-1-102"]
    assert clerk.contact_list(list_id).calling_order is CallingOrder.HAND
    clerk.move(list_id, rooms["1-1-101"], None)
    clerk.shift(list_id, rooms["2-1-102"], -1)
    clerk.shift(list_id, rooms["2-1-102"], -9)
    clerk.shift(list_id, rooms["2-1-201"], 9)
    assert neighbours.members(list_id) == ["2-1-102", "2-1-101", "1-1-101", "2-1-201"]
    clerk.add_rooms(list_id, [rooms["1-1-1001"], rooms["1-1-102"]])
    assert neighbours.members(list_id)[-2:] == ["1-1-1001", "1-1-102"]
    clerk.move(list_id, rooms["2-1-102"], rooms["2-1-102"])
    assert neighbours.members(list_id)[0] == "2-1-102"
    with pytest.raises(UserError):
        clerk.move(list_id, rooms["1-1-201"], None)
    with pytest.raises(UserError):
        clerk.shift(list_id, rooms["1-1-201"], 1)


def test_that_a_place_by_hand_keeps_nobody_on_a_list_the_rule_has_left(neighbours: Neighbours) -> None:
    clerk = neighbours.clerk()
    list_id = neighbours.listed(rule=BUILDING_2)
    clerk.shift(list_id, neighbours.rooms["2-1-201"], -1)
    line = clerk.contact_list(list_id)
    moved = Group(Match.ALL, (InBuilding(1, "1"),))
    clerk.edit_list(list_id, ListDraft("春节", rule=moved, calling_order=CallingOrder.HAND), version=line.version)
    assert neighbours.members(list_id) == ["1-1-101", "1-1-102", "1-1-201", "1-1-1001"]


def test_that_priority_goes_first_and_who_has_none_last(neighbours: Neighbours) -> None:
    clerk, rooms = neighbours.clerk(), neighbours.rooms
    list_id = neighbours.listed("1-1-101", rule=BUILDING_2)
    version = clerk.contact_list(list_id).version
    draft = ListDraft("春节", rule=BUILDING_2, calling_order=CallingOrder.PRIORITY)
    clerk.edit_list(list_id, draft, version=version)
    clerk.set_member(list_id, rooms["2-1-201"], priority=2)
    clerk.set_member(list_id, rooms["2-1-102"], priority=1, note="先打")
    clerk.set_member(list_id, rooms["2-1-102"])
    assert neighbours.members(list_id) == ["2-1-102", "2-1-201", "1-1-101", "2-1-101"]
    first = clerk.members(list_id)[0]
    assert (first.priority, first.note, first.membership) == (1, "先打", Membership.PLACED)
    with pytest.raises(UserError) as error:
        clerk.set_member(list_id, rooms["2-1-102"], priority=100)
    assert fields(error) == ["priority"]
    with pytest.raises(UserError):
        clerk.set_member(list_id, rooms["1-1-102"], priority=1)


@pytest.mark.parametrize("order", CallingOrder)
def test_that_a_list_is_read_a_page_at_a_time(neighbours: Neighbours, order: CallingOrder) -> None:
    clerk, rooms = neighbours.clerk(), neighbours.rooms
    list_id = clerk.create_list(ListDraft("名单", rule=EVERYONE, calling_order=order)).result
    for place, room in enumerate(("2-1-101", "1-1-1001"), 1):
        clerk.set_member(list_id, rooms[room], priority=place)
    if order is CallingOrder.HAND:
        clerk.move(list_id, rooms["2-1-201"], rooms["1-1-101"])
    everything = clerk.members(list_id)
    assert len(everything) == clerk.member_count(list_id) == 7
    first = clerk.members(list_id, limit=3)
    assert first + clerk.members(list_id, first[-1], limit=9) == everything
    assert clerk.members(list_id, everything[3], backward=True, limit=2) == everything[1:3]
    assert clerk.members(list_id, backward=True, limit=2) == everything[5:]
    assert clerk.members_from(list_id, 5, 9) == everything[5:]
    assert clerk.members_from(list_id, 7) == []
    assert [clerk.member_position(list_id, line.room_id) for line in everything] == list(range(7))
    clerk.remove_rooms(list_id, [everything[0].room_id])
    assert clerk.member_position(list_id, everything[0].room_id) is None


def test_that_a_note_someone_else_wrote_meanwhile_is_not_overwritten(neighbours: Neighbours) -> None:
    rooms = neighbours.rooms
    list_id = neighbours.clerk().create_list(ListDraft("都在", rule=Group())).result
    shown = next(line for line in neighbours.clerk().members(list_id) if line.label == "1-1-101")
    first, second = neighbours.clerk(1), neighbours.clerk(2)
    first.set_member(list_id, rooms["1-1-101"], note="下午再打", version=shown.version)
    with pytest.raises(ConflictError):
        second.set_member(list_id, rooms["1-1-101"], note="先打", version=shown.version)
    again = next(line for line in second.members(list_id) if line.label == "1-1-101")
    assert again.note == "下午再打"
    second.set_member(list_id, rooms["1-1-101"], note="先打", version=again.version)
