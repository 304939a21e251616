from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.house_numbers import (
    HouseNumber,
    combine_house_number,
    natural_key,
    parse_house_number,
    try_house_number,
)

SAME_ROOM = [
    "3-1-502",
    "3栋1单元502室",
    "3幢1单元502",
    "3座1单元502",
    "3号楼1单元502",
    "3#1-502",
    "3#楼1单元502",
    "3栋-1单元-502室",
    " 3栋 1单元 502室 ",
    "3-1单元502",
    "3栋1门502",
    "三栋一单元502",
    "3栋1单元5层502室",
    "３－１－５０２",
    "３栋１单元５０２",
    "3—1—502",
    "3–1–502",
    "3_1_502",
    "3/1/502",
    "3 1 502",
    "3棟1單元502號",
    "03-01-502",
]

READ = [
    ("3#502", "3", "", "502"),
    ("3-502", "3", "", "502"),
    ("3幢502", "3", "", "502"),
    ("3号502室", "3", "", "502"),
    ("3楼502", "3", "", "502"),
    ("3栋5楼502室", "3", "", "502"),
    ("十二栋502", "12", "", "502"),
    ("二十一号楼502", "21", "", "502"),
    ("A3-1-502", "A3", "1", "502"),
    ("a栋502", "A", "", "502"),
    ("甲栋502", "甲", "", "502"),
    ("3号楼东单元502", "3", "东", "502"),
    ("3-1-502a", "3", "1", "502A"),
    ("3-1-0301", "3", "1", "0301"),
    ("1-3-1-502", "1", "3", "1-502"),
    ("3座", "3", "", ""),
    ("A栋", "A", "", ""),
    ("3栋1单元", "3", "1", ""),
    ("1单元502", "", "1", "502"),
    ("东区3栋1单元502", "东区3", "1", "502"),
    ("东区 3-1-502", "东区3", "1", "502"),
    ("东区3-1-502", "东区3", "1", "502"),
    ("一期3栋502", "一期3", "", "502"),
    ("1234弄5号502室", "1234弄5", "", "502"),
    ("别墅12", "别墅", "", "12"),
    ("别墅区12号", "别墅", "", "12"),
    ("别墅12栋", "别墅", "", "12"),
    ("东区别墅12", "东区别墅", "", "12"),
    ("商铺S-12", "商铺", "", "S-12"),
    ("商铺 s-12", "商铺", "", "S-12"),
    ("车库B1-023", "车库", "", "B1-023"),
    ("1号车库12", "1号车库", "", "12"),
    ("3栋商铺12", "3", "", "商铺12"),
    ("听雨轩12", "听雨轩", "", "12"),
    ("0301", "", "", "0301"),
    ("0301室", "", "", "0301"),
    ("301.0", "", "", "301"),
    ("S12", "", "", "S12"),
]

NO_HOUSE_NUMBERS = [
    "",
    " ",
    "-",
    "A",
    "张三",
    "公区",
    "别墅",
    "13800138000",
    "0571-88001234",
    "BX-2611-0001",
    "2026-11-22",
    "浙A12345",
    "3栋东门道闸",
    "3栋1单元电梯",
    "3栋1单元502室厨房漏水",
    "3-1-502(租)",
    "3栋5栋502",
    "%_'\"",
    "3\x001-502",
]

buildings = st.one_of(
    st.integers(1, 999).map(str),
    st.builds("{}{}".format, st.sampled_from("ABCS"), st.integers(1, 99)),
    st.builds("{}{}".format, st.sampled_from(["东区", "一期", "云栖苑"]), st.integers(1, 99)),
)
entrances = st.one_of(st.just(""), st.integers(1, 99).map(str), st.sampled_from("ABC"))
rooms = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "A", "S"]),
    st.one_of(st.integers(1, 99999).map(str), st.integers(1, 999).map("{:04d}".format)),
    st.sampled_from(["", "", "A"]),
)
house_numbers = st.one_of(
    st.builds(HouseNumber, buildings, entrances, rooms),
    st.builds(HouseNumber, st.sampled_from(["别墅", "商铺", "车库", "东区别墅"]), st.just(""), rooms),
    st.builds(HouseNumber, buildings, entrances, st.just("")),
    st.builds(HouseNumber, st.just(""), st.just(""), st.integers(0, 99999).map(str)),
)


@pytest.mark.parametrize("text", SAME_ROOM)
def test_that_every_spelling_of_a_room_is_the_same_room(text: str) -> None:
    assert parse_house_number(text) == HouseNumber("3", "1", "502")


@pytest.mark.parametrize(("text", "building", "entrance", "room"), READ)
def test_that_a_house_number_is_divided_into_its_parts(text: str, building: str, entrance: str, room: str) -> None:
    assert parse_house_number(text) == HouseNumber(building, entrance, room)


@pytest.mark.parametrize("text", NO_HOUSE_NUMBERS)
def test_that_what_is_no_house_number_is_none(text: str) -> None:
    assert try_house_number(text) is None


def test_that_the_refusal_says_how_to_write_it_and_names_the_field() -> None:
    with pytest.raises(UserError) as refused:
        parse_house_number("  " + "😀" * 500)
    problem = refused.value.problems[0]
    assert problem.field == "room"
    assert "3-1-502" in problem.message.msgid
    assert len(str(problem.message.params["text"])) <= 40


@pytest.mark.parametrize(
    ("number", "label"),
    [
        (HouseNumber("3", "1", "502"), "3-1-502"),
        (HouseNumber("3", "", "502"), "3-502"),
        (HouseNumber("别墅", "", "12"), "别墅 12"),
        (HouseNumber("商铺", "", "S-12"), "商铺 S-12"),
        (HouseNumber("东区3", "1", "502"), "东区3-1-502"),
        (HouseNumber("", "", "0301"), "0301"),
        (HouseNumber("", "1", "502"), "1单元502"),
        (HouseNumber("3", "", ""), "3栋"),
        (HouseNumber("3", "1", ""), "3栋1单元"),
    ],
)
def test_that_the_label_is_written_as_people_know_it(number: HouseNumber, label: str) -> None:
    assert number.label == label
    assert str(number) == label


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3-1-0502", "3栋1单元502室"),
        ("0301", "301号"),
        ("商铺S-12", "商铺 s-012"),
        ("A03-1-502", "a3-1-502"),
        ("东区3栋502", "东区03#502"),
        ("别墅 12", "别墅区012号"),
    ],
)
def test_that_spellings_of_one_place_share_their_key(one: str, other: str) -> None:
    assert parse_house_number(one).key == parse_house_number(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [("3-1-502", "31-502"), ("3-1-502", "3-1-5020"), ("3-502", "东区3-502"), ("3栋", "3"), ("3-1-502", "3-1-502A")],
)
def test_that_different_places_have_different_keys(one: str, other: str) -> None:
    assert parse_house_number(one).key != parse_house_number(other).key


@given(house_numbers)
def test_that_the_label_reads_back_as_the_same_number(number: HouseNumber) -> None:
    assert parse_house_number(number.label) == number


@given(st.integers(1, 999), st.integers(1, 99), st.integers(1, 99999))
def test_that_every_notation_reads_back(building: int, entrance: int, room: int) -> None:
    expected = HouseNumber(str(building), str(entrance), str(room))
    wide = str.maketrans(string.digits, "０１２３４５６７８９")
    for text in (
        f"{building}栋{entrance}单元{room}室",
        f"{building}号楼{entrance}单元{room}",
        f"{building}#{entrance}-{room}",
        f"{building} {entrance} {room}",
        f"{building}幢{entrance}门{room}",
        f"{building}座 {entrance}单元 {room}号",
        f"{building}棟{entrance}單元{room}號",
        f"{building:03d}-{entrance:02d}-{room}",
        f" {building}－{entrance}—{room} ",
    ):
        assert parse_house_number(text) == expected
        assert parse_house_number(text.translate(wide)) == expected


@given(st.integers(1, 999), st.integers(1, 99999), st.integers(1, 9))
def test_that_building_and_room_and_a_bare_room_read_back_in_every_notation(
    building: int, room: int, zeros: int
) -> None:
    for text in (f"{building}栋{room}", f"{building}#{room}", f"{building}-{room}", f"{building}号楼{room}室"):
        assert parse_house_number(text).key == f"{building}-{room}"
    bare = f"{room:0{min(len(str(room)) + zeros, 5)}d}"
    assert parse_house_number(bare) == HouseNumber("", "", bare)
    assert parse_house_number(f"{bare}室").key == parse_house_number(bare).key


marks = st.sampled_from(
    ["栋", "单元", "号楼", "室", "号", "#", "-", " ", "楼", "层", "3", "12", "502", "A", "东区", "别墅"]
)


@given(st.one_of(st.text(max_size=500), st.lists(marks, max_size=12).map("".join)))
def test_that_nothing_raises_and_whatever_is_read_reads_back(text: str) -> None:
    number = try_house_number(text)
    if number is not None:
        assert try_house_number(number.label) == number
        assert try_house_number(number.label.lower()) == number
    assert natural_key(natural_key(text)) is not None


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        (("3栋", "1单元", "502室"), "3-1-502"),
        (("3", "1", "502"), "3-1-502"),
        (("３号楼", "", "502"), "3-502"),
        (("3.0", "1.0", "502.0"), "3-1-502"),
        (("03", "01", "0502"), "3-1-0502"),
        (("3", "1", "3-1-502"), "3-1-502"),
        (("3", "1", "1-502"), "3-1-502"),
        (("3", "1", "3-502"), "3-1-502"),
        (("3", "", "1-502"), "3-1-502"),
        (("3栋", "", "3-1-502"), "3-1-502"),
        (("", "", "3-1-502"), "3-1-502"),
        (("", "1", "502"), "1单元502"),
        (("别墅区", "", "12号"), "别墅 12"),
        (("别墅12栋", "", "101"), "别墅 12-101"),
        (("A座", "", "A-502"), "A-502"),
        (("东区3栋", "1单元", "502"), "东区3-1-502"),
        (("三栋", "二单元", "502"), "3-2-502"),
    ],
)
def test_that_three_cells_make_one_house_number(cells: tuple[str, str, str], label: str) -> None:
    number = combine_house_number(*cells)
    assert number is not None
    assert number.label == label
    assert try_house_number(label) == number


@pytest.mark.parametrize(
    "cells", [("3", "1", ""), ("3", "1", "待定"), ("", "", "3栋"), ("!", "1", "502"), ("", "", "")]
)
def test_that_cells_without_a_room_make_none(cells: tuple[str, str, str]) -> None:
    assert combine_house_number(*cells) is None


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_that_no_three_cells_raise(building: str, entrance: str, room: str) -> None:
    number = combine_house_number(building, entrance, room)
    assert number is None or number.room


@given(st.lists(st.integers(0, 10**12), min_size=2, max_size=8))
def test_that_natural_order_is_the_order_of_numbers(numbers: list[int]) -> None:
    labels = [f"别墅 {number}" for number in numbers]
    assert sorted(labels, key=natural_key) == [f"别墅 {number}" for number in sorted(numbers)]


def test_that_zeros_in_front_do_not_change_the_order() -> None:
    assert natural_key("000000000005") == natural_key("5")
    assert natural_key("0000123456789") == natural_key("123456789") > natural_key("99999999")


def test_that_2_sorts_before_10_in_every_part() -> None:
    labels = [
        "10-1-101",
        "2-10-101",
        "2-1-1001",
        "2-1-201",
        "2-2-101",
        "2-101",
        "A2-1-101",
        "A10-1-101",
        "别墅 9",
        "别墅 12",
    ]
    ordered = ["2-1-201", "2-1-1001", "2-2-101", "2-10-101", "2-101", "10-1-101", "A2-1-101", "A10-1-101"]
    assert sorted(labels, key=natural_key) == [*ordered, "别墅 9", "别墅 12"]
    assert parse_house_number("２－１－２０１").natural_key == natural_key("2-1-0201")
