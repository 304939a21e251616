from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.register.rows import Reason
from desktop.register.store.duplicates import MOST_ON_ONE_PHONE, MOST_PAIRED, resembles

if TYPE_CHECKING:
    from desktop.register.service import RegisterService
    from tests.register.people import Village

CARD, OTHER_CARD = "11010519491231002X", "440524188001010014"


def found(register: RegisterService) -> dict[tuple[int, int], tuple[Reason, ...]]:
    return {line.id: line.reasons for line in register.duplicates()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王小明", "王晓明"),
        ("曾国强", "曾国墙"),
        ("王芳", "王方"),
        ("张 伟", "章伟"),
        ("Ann Lee", "Ann Les"),
        ("欧阳娜", "欧阳那"),
    ],
)
def test_that_names_of_one_other_character_or_the_same_sound_are_similar(one: str, other: str) -> None:
    assert resembles(one, other)
    assert resembles(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王芳", "王芳"),
        ("王芳", "王伟"),
        ("王小明", "李小红"),
        ("", ""),
        ("王", "李"),
        ("王小明", "明小王"),
        ("陈芳", "陈方圆"),
    ],
)
def test_that_other_names_are_not_similar(one: str, other: str) -> None:
    assert not resembles(one, other)


def test_that_each_sign_proposes_a_pair_with_its_reason(register: RegisterService, village: Village) -> None:
    first, second = village.room("1-101"), village.room("1-102")
    same_phone = village.person("王芳", [first], ["13800000001"]), village.person("陈强", [second], ["13800000001"])
    same_card = village.person("李一", [], id_number=CARD), village.person("李二", [], id_number=CARD)
    same_name = village.person("赵敏", [first]), village.person("赵 敏", [first], role="tenant")
    similar = village.person("周晓燕", [second]), village.person("周小燕", [second])
    village.person("孙丽", [first])
    village.person("孙丽", [second])
    assert found(register) == {
        same_phone: (Reason.SAME_PHONE,),
        same_card: (Reason.SAME_ID,),
        same_name: (Reason.SAME_NAME_AND_ROOM,),
        similar: (Reason.SIMILAR_NAME,),
    }


def test_that_the_likeliest_pair_comes_first_with_every_reason_and_its_room(
    register: RegisterService, village: Village
) -> None:
    room = village.room("1-101")
    village.person("王芳", [room], ["13800000001"])
    village.person("王大", [room], ["13800000001"])
    older = village.person("刘洋", [room], ["13800000002"], id_number=CARD)
    newer = village.person("刘洋", [room], ["13800000002"], id_number=CARD)
    lines = register.duplicates()
    assert lines[0].id == (older, newer)
    assert lines[0].reasons == (Reason.SAME_ID, Reason.SAME_NAME_AND_ROOM, Reason.SAME_PHONE)
    assert lines[0].room == "1-101"
    assert len(lines) == 2


def test_that_what_is_known_to_differ_keeps_a_pair_away(register: RegisterService, village: Village) -> None:
    room = village.room("1-101")
    village.person("王小明", [room], sex="male")
    village.person("王小红", [room], sex="female")
    village.person("陈建国", [room], birthday="1961-03-08")
    village.person("陈建华", [room], birthday="1963-03-08")
    village.person("何伟", [], ["13800000001"], id_number=CARD)
    village.person("何强", [], ["13800000001"], id_number=OTHER_CARD)
    assert found(register) == {}


def test_that_two_people_found_to_be_two_are_never_proposed_again(register: RegisterService, village: Village) -> None:
    pair = village.person("王芳", [], ["13800000001"]), village.person("陈强", [], ["13800000001"])
    changes = register.tell_apart(*reversed(pair))
    assert changes.touches("resident")
    assert found(register) == {}
    register.tell_apart(*pair)
    register.forget_apart(*pair)
    assert pair in found(register)


def test_that_an_office_phone_proposes_namesakes_only(register: RegisterService, village: Village) -> None:
    for number in range(MOST_ON_ONE_PHONE):
        village.person(f"{'赵钱孙李周吴'[number]}一", [], ["4001234567"])
    namesakes = village.person("郑小小", [], ["4001234567"]), village.person("郑小小", [], ["4001234567"])
    assert found(register) == {namesakes: (Reason.SAME_PHONE,)}


def test_that_a_large_group_is_paired_with_its_oldest_entry_only(register: RegisterService, village: Village) -> None:
    ids = [village.person("开发商", [], id_number=CARD) for _ in range(MOST_PAIRED + 3)]
    assert sorted(found(register)) == [(ids[0], later) for later in ids[1:]]


def test_that_the_search_tells_how_far_it_is_and_can_be_stopped(register: RegisterService, village: Village) -> None:
    village.person("王芳")
    told: list[tuple[int, int]] = []
    register.duplicates(lambda done, total: told.append((done, total)))
    assert told[0] == (0, 1)

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        register.duplicates(stop)
