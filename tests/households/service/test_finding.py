"""The search box over the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.households.model import OccupancyRole
from desktop.households.rows import NewPerson
from tests.households.rosters import HEAD, sheet

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.households.service import HouseholdService

pytestmark = pytest.mark.usefixtures("imported")


def titles(service: HouseholdService, text: str) -> list[str]:
    return [hit.title for hit in service.find(text)]


ROOM = (
    *("3-2-0301", "3栋2单元301", "3栋2单元0301室", "３＃２－０３０１", "3#2-301", "3-301", "0301", "301"),
    " 3 - 2 - 301 ",
)


def test_that_a_room_is_found_first_in_every_notation(households: HouseholdService) -> None:
    assert {typed: titles(households, typed)[0] for typed in ROOM} == dict.fromkeys(ROOM, "3-2-0301")


FOUND = {
    "王小明": "王小明",
    "小明": "王小明",
    "wxm": "王小明",
    "wangxiaoming": "王小明",
    "zgq": "曾国强",
    "cgq": "曾国强",
    "sxg": "单小刚",
    "dxg": "单小刚",
    "张𬭚": "张𬭚",
    "𬭚": "张𬭚",
    "0004": "单小刚",
    "138 0000 0004": "单小刚",
    "138-0000-0004": "单小刚",
    "8800": "李小红",
    "浙A12345": "浙A·12345",
    "浙a·123": "浙A·12345",
    "2345": "浙A·12345",
    "别墅12": "别墅 12",
    "钥匙": "3-2-0301",
    "VIP": "1-1-101",
    "白天": "李小红",
}


def test_that_people_vehicles_and_rooms_are_found_by_what_is_typed(households: HouseholdService) -> None:
    assert {typed: titles(households, typed) for typed in FOUND} == {typed: [title] for typed, title in FOUND.items()}


def test_that_the_tail_of_a_phone_goes_before_a_name_and_a_name_before_the_rest(
    administering: HouseholdService, households: HouseholdService
) -> None:
    people = [
        ["8", "1", "101", "自住", "马", "13900077123", "业主"],
        ["8", "1", "102", "自住", "马小跳", "13900000771", "业主"],
        ["8", "1", "103", "自住", "0771楼", "13900000001", "业主"],
    ]
    plan = administering.plan_import(sheet(HEAD, *people))
    administering.apply_import(plan, file_name="more.xlsx", file_hash="")
    assert titles(households, "0771")[0] == "马小跳"
    assert titles(households, "马") == ["马", "马小跳"]
    assert set(titles(households, "077")) == {"马", "马小跳", "0771楼"}


def test_that_rooms_begun_stand_before_phones_with_the_same_digits_in_natural_order(
    administering: HouseholdService, households: HouseholdService
) -> None:
    people = [
        ["7", "1", "1502", "自住", "甲", "13900000001", "业主"],
        ["7", "1", "502", "自住", "乙", "13900000002", "业主"],
        ["9", "1", "101", "自住", "丙", "13900000715", "业主"],
        ["7", "1", "51", "自住", "丁", "13900000003", "业主"],
    ]
    plan = administering.plan_import(sheet(HEAD, *people))
    administering.apply_import(plan, file_name="more.xlsx", file_hash="")
    assert titles(households, "7-1-5")[:2] == ["7-1-51", "7-1-502"]
    assert [choice.label for choice in households.rooms_for("7-1-5")][:2] == ["7-1-51", "7-1-502"]


def test_that_whole_names_and_tails_stand_first_even_among_more_than_are_shown(
    administering: HouseholdService, households: HouseholdService
) -> None:
    crowd = [["9", "1", str(100 + n), "自住", f"陆甲{n}", f"139555{n:05d}", "业主"] for n in range(60)]
    first = ["9", "1", "99", "自住", "陆甲", "13900039555", "业主"]
    other = ["9", "1", "98", "自住", "韦乙", "13900019555", "业主"]
    plan = administering.plan_import(sheet(HEAD, first, other, *crowd))
    administering.apply_import(plan, file_name="crowd.xlsx", file_hash="")
    assert "韦乙" not in titles(households, "39555")
    assert titles(households, "19555") == ["韦乙"]
    assert titles(households, "陆甲")[0] == "陆甲"
    assert titles(households, "39555")[0] == "陆甲"
    assert len(households.find("陆甲")) == 20
    assert len(households.find("陆甲", limit=5)) == 5


def test_that_hits_lead_to_a_room_and_mask_phones(households: HouseholdService) -> None:
    hit = households.find("13800000004")[0]
    assert (hit.kind, hit.title, hit.room, hit.matched) == ("resident", "单小刚", "1-1-102", "138 **** 0004")
    assert households.household(hit.room_id).label == "1-1-102"


def test_that_a_guard_finds_names_rooms_and_plates_but_nothing_by_phone_or_note(guarding: HouseholdService) -> None:
    assert titles(guarding, "王小明") == ["王小明"]
    assert titles(guarding, "101") == ["1-1-101"]
    assert titles(guarding, "浙A12345") == ["浙A·12345"]
    for hidden in ("13800000004", "0004", "钥匙", "VIP", "白天", "学区"):
        assert titles(guarding, hidden) == []
    assert all("****" not in hit.matched for hit in guarding.find("王"))


ODD = (
    *("", " ", "%", "_", "'", '"', "' OR 1=1 --", '"; DROP TABLE room; --', "*", "a*", "NEAR(a b)", "😀", "-", "--"),
    *("-x-", "王" * 500, "\x00", "王\x00", "\ud800", "AND OR NOT", "{public}:王", "^王", "(", "\\", "0" * 500),
)


def test_that_anything_may_be_typed(households: HouseholdService) -> None:
    for typed in ODD:
        assert len(households.find(typed)) <= 20
        assert len(households.rooms_for(typed)) <= 10


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=20))
def test_that_no_text_is_an_error(households: HouseholdService, typed: str) -> None:
    assert len(households.find(typed)) <= 20


def test_that_a_name_of_forty_characters_is_found_by_any_part(households: HouseholdService) -> None:
    room = households.find("1-1-101")[0].room_id
    name = "阿不都热合曼·艾合买提江·吐尔逊买买提明·阿布都克里木·库尔班江"
    households.add_resident(room, NewPerson(name + "子" * (40 - len(name))), OccupancyRole.FAMILY)
    assert titles(households, "吐尔逊买买提明")[0].startswith("阿不都")
    assert titles(households, "库尔班江子")[0].startswith("阿不都")


def test_that_the_request_form_is_offered_the_room_with_its_people_the_caller_first(
    households: HouseholdService, imported: Changes
) -> None:
    assert imported.result
    choice = households.rooms_for("13800000004")[0]
    assert choice.label == "1-1-102"
    assert [(person.name, person.role, person.digits) for person in choice.people] == [
        ("单小刚", OccupancyRole.TENANT, "13800000004"),
        ("曾国强", OccupancyRole.OWNER, "13800000003"),
    ]
    assert [person.name for person in households.rooms_for("1-1-102")[0].people] == ["曾国强", "单小刚"]
    assert households.rooms_for("3-2-0301")[0].people == ()


def test_that_someone_with_two_rooms_is_offered_in_both(
    administering: HouseholdService, households: HouseholdService
) -> None:
    rows = [["7", "1", room, "自住", "蒋二", "13911112222", "业主"] for room in ("101", "102")]
    plan = administering.plan_import(sheet(HEAD, *rows))
    administering.apply_import(plan, file_name="two.xlsx", file_hash="")
    assert {choice.label for choice in households.rooms_for("蒋二")} == {"7-1-101", "7-1-102"}
    assert len([hit for hit in households.find("蒋二") if hit.kind == "resident"]) == 1


def test_that_a_hit_by_tag_or_note_shows_what_was_meant(households: HouseholdService) -> None:
    assert [(hit.title, hit.matched) for hit in households.find("学区")] == [("1-1-102", "历史遗留问题 · 学区")]
    assert households.find("VIP")[0].matched == "VIP"
    assert households.find("钥匙")[0].matched == "钥匙在物业"
    assert households.find("白天")[0].matched == "白天在家"


def test_that_rooms_are_recalled_by_their_ids_in_the_order_asked(
    households: HouseholdService, guarding: HouseholdService
) -> None:
    one, other = (households.find(label)[0].room_id for label in ("1-1-102", "1-1-101"))
    hits = guarding.hits([one, 999, other])
    assert [(hit.title, hit.matched) for hit in hits] == [
        ("1-1-102", "曾国强 · 单小刚"),
        ("1-1-101", "王小明 · 李小红"),
    ]
    assert households.hits([]) == []


def test_that_rooms_begun_are_not_crowded_out_by_rooms_with_the_same_in_their_middle(
    administering: HouseholdService, households: HouseholdService
) -> None:
    rows = [["9", "1", str(1000 + n), "自住", f"邻{n}", "", "业主"] for n in range(30)]
    plan = administering.plan_import(sheet(HEAD, *rows))
    administering.apply_import(plan, file_name="many.xlsx", file_hash="")
    assert titles(households, "1-1")[:2] == ["1-1-101", "1-1-102"]


def test_that_rooms_with_the_same_tag_are_found_in_natural_order(
    administering: HouseholdService, households: HouseholdService
) -> None:
    rows = [["12", "1", room, "自住", f"邻{room}", "", "业主", "", "", "重点关注"] for room in ("101", "1001", "902")]
    plan = administering.plan_import(sheet(HEAD, *rows))
    administering.apply_import(plan, file_name="tagged.xlsx", file_hash="")
    assert titles(households, "重点关注") == ["12-1-101", "12-1-902", "12-1-1001"]
