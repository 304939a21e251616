"""Rosters of every shape and mess are understood, or refused cell by cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.households.model import OccupancyRole, RoomStateKind
from desktop.households.roster.columns import COLUMNS, EXAMPLES, FIELDS, TEMPLATE_COLUMNS
from desktop.households.roster.reading import read_roster
from desktop.sheets.profile import Profile
from desktop.sheets.workbook import Sheet
from tests.households.rosters import HEAD, MESSY, ROSTER, SYSTEM_EXPORT, sheet

if TYPE_CHECKING:
    from desktop.households.roster.shapes import Corrections, Reading
    from desktop.sheets.workbook import Cell, Workbook

TODAY = date(2026, 11, 22)


def read(workbook: Workbook, profile: Profile | None = None, corrections: Corrections | None = None) -> Reading:
    return read_roster(workbook, profile, corrections or {}, TODAY)


def labels(reading: Reading) -> list[str]:
    return [row.number.label for row in reading.rows]


def refused(reading: Reading) -> dict[int, tuple[str, str]]:
    """Return column and value of the first refused cell by row."""
    return {cells[0].row: (cells[0].column, cells[0].value) for cells in reading.refusals}


def one(**cells: Cell) -> Reading:
    """Read a roster of one row with these columns, in room 1-1-101 unless another is given."""
    row: dict[str, Cell] = {"楼栋": "1", "单元": "1", "房号": "101", **cells}
    return read(sheet(list(row), list(row.values())))


def test_that_a_messy_sheet_is_understood_where_it_can_be() -> None:
    reading = read(MESSY)
    assert labels(reading) == ["3-1-502", "3-1-503", "3-1-504"]
    first, second, third = (row.people[0] for row in reading.rows)
    assert (first.name, first.phones, first.id_number) == ("王 小明", (("13800000010", ""),), "11010519491231002X")
    assert (first.role, reading.rows[0].area_m2, reading.rows[0].since) == (OccupancyRole.OWNER, 89.5, date(2021, 1, 1))
    assert reading.rows[0].plates == ("浙AD12345",)
    assert [digits for digits, _ in second.phones] == ["13800000011", "13800000012", "057188000002"]
    assert (reading.rows[1].area_m2, reading.rows[1].plates) == (1089.5, ("浙A12345", "浙B54321"))
    assert (second.note, second.role, second.id_number) == ("多行\n备注", OccupancyRole.OWNER, "")
    assert (third.name, third.phones[0][0], third.id_number) == ("Смирнов Ivan", "13800000013", "E12345678")
    assert (third.role, third.note, reading.rows[2].since) == (OccupancyRole.TENANT, "", date(2025, 1, 2))


def test_that_what_is_spoilt_is_refused_with_its_place() -> None:
    reading = read(MESSY)
    assert refused(reading) == {
        5: ("*房号", ""),
        8: ("联系 方式", "1.38E+10"),
        9: ("联系 方式", "1380000001"),
        10: ("证件号码", "110105194912310021"),
        11: ("证件号码", "110105194912310000"),
        12: ("*房号", "2003-01-12"),
        13: ("入住时间", "3月1日"),
        14: ("房屋建筑面积（㎡）", "很大"),
        15: ("产权人", ""),
    }
    assert reading.skipped == 1
    spoken = language("en")
    for cells in reading.refusals:
        assert cells[0].sheet == "１期"
        assert spoken.message(cells[0].reason)


def test_that_sheets_that_refer_to_each_other_are_joined() -> None:
    reading = read(SYSTEM_EXPORT)
    assert labels(reading) == ["8-1-101", "8-1-102", "8-103"]
    assert [[person.owner_number for person in row.people] for row in reading.rows] == [["Y1"], ["Y1", "Y2"], []]
    assert reading.rows[0].people[0].phones == (("13800000001", ""),)
    assert (reading.rows[0].floor, reading.rows[0].kind, reading.rows[0].room_note) == ("1", "三室", "水表在外")
    assert reading.rows[2].state is RoomStateKind.UNSOLD
    assert {(cells[0].sheet, cells[0].row) for cells in reading.refusals} == {
        ("业主信息", 5),
        ("房屋信息", 5),
        ("房屋信息", 6),
    }
    assert {name for name, _ in reading.passed_over} == {"小区信息", "费用信息", "车位信息"}
    assert [doubt.value for doubt in reading.doubts] == ["Y3"]


def test_that_each_sheet_may_be_a_building() -> None:
    head: list[Cell] = ["单元", "房号", "业主"]
    workbook = (
        Sheet("3栋", [head, ["1", "101", "甲"]]),
        Sheet("别墅", [["房号", "业主"], ["12", "乙"]]),
        Sheet("说明", [["请勿修改"]]),
    )
    reading = read(workbook)
    assert labels(reading) == ["3-1-101"]
    assert [cells[0].sheet for cells in reading.refusals] == ["别墅"]


@pytest.mark.parametrize(
    ("row", "label"),
    [
        (["3栋", "1单元", "502室"], "3-1-502"),
        ([None, None, "3-1-502"], "3-1-502"),
        ([None, None, "3#502"], "3-502"),
        ([3.0, 1.0, 502.0], "3-1-502"),
        (["３幢", "一单元", "０５０２"], "3-1-0502"),
        (["3", "1", "3-1-502"], "3-1-502"),
        (["3", None, "1-502"], "3-1-502"),
        (["别墅", None, 12], "别墅 12"),
        (["商铺", "0", "S-08"], "商铺 S-08"),
    ],
)
def test_that_house_numbers_are_put_together(row: list[Cell], label: str) -> None:
    assert labels(read(sheet(["楼栋", "单元", "房号", "业主"], [*row, "甲"]))) == [label]


def test_that_a_bare_room_without_building_is_refused() -> None:
    reading = read(sheet(["房号", "业主"], ["0301", "甲"]))
    assert refused(reading) == {2: ("房号", "0301")}


def test_that_empty_cells_below_a_merged_building_are_filled() -> None:
    rows: list[list[Cell]] = [
        ["3栋", "1单元", "101"],
        [None, None, "102"],
        [None, "2单元", "101"],
        ["4栋", None, "101"],
    ]
    reading = read(sheet(["楼栋", "单元", "房号"], *rows, [None, None, "5-1-102"]))
    assert labels(reading) == ["3-1-101", "3-1-102", "3-2-101", "4-101", "5-1-102"]


@pytest.mark.parametrize(
    ("written", "state"),
    [
        *(("已入住", "occupied"), ("自 住", "occupied"), ("出租", "let"), ("空置", "vacant"), ("空", "vacant")),
        *(("装修中", "renovating"), ("已交房", "handed_over"), ("已售", "handed_over"), ("未售", "unsold")),
        *(("未交房", "unsold"), ("裝修", "renovating"), ("Occupied", "occupied"), ("Let", "let"), ("-", None)),
    ],
)
def test_that_states_are_understood(written: str, state: str | None) -> None:
    assert one(房屋状态=written).rows[0].state == state


def test_that_an_unknown_state_refuses_its_row() -> None:
    assert refused(one(房屋状态="不知道")) == {2: ("房屋状态", "不知道")}


def test_that_an_unknown_relation_is_kept_in_words() -> None:
    reading = one(业主姓名="甲", 与业主关系="表姐夫", 备注="周末来")
    assert (reading.rows[0].people[0].role, reading.rows[0].people[0].note) == (OccupancyRole.OTHER, "表姐夫\n周末来")
    assert [doubt.value for doubt in reading.doubts] == ["表姐夫"]


def test_that_odd_plates_are_kept_with_a_doubt() -> None:
    reading = one(车牌号="浙A1234、Z")
    assert reading.rows[0].plates == ("浙A1234", "Z")
    assert len(reading.doubts) == 2


def test_that_a_word_beside_the_only_phone_is_its_label() -> None:
    assert one(业主姓名="甲", 电话="13800000001（妻）").rows[0].people[0].phones == (("13800000001", "妻"),)
    spoilt = "13800000001、13800000002、不知道是谁的"
    assert refused(one(业主姓名="甲", 电话=spoilt)) == {2: ("电话", spoilt)}


def test_that_two_phone_columns_are_both_read() -> None:
    people = one(业主姓名="甲", 手机号="13800000001", 联系电话="13800000002", 备用电话="13800000001").rows[0].people
    assert [digits for digits, _ in people[0].phones] == ["13800000001", "13800000002"]


def test_that_traditional_and_english_headers_are_understood() -> None:
    reading = read(sheet(["樓棟", "單元", "房號", "業主姓名", "聯絡電話"], ["3", "1", "502", "甲", "13800000001"]))
    assert reading.rows[0].people[0].phones == (("13800000001", ""),)
    head: list[Cell] = ["Building", "Entrance", "Room", "Name", "Phone", "State", "Role", "Moved in"]
    reading = read(sheet(head, ["3", "1", "502", "Smith", "13800000001", "Let", "Tenant", "2026-01-02"]))
    assert (reading.rows[0].state, reading.rows[0].people[0].role) == (RoomStateKind.LET, OccupancyRole.TENANT)
    assert reading.rows[0].since == date(2026, 1, 2)


def test_that_unknown_headers_are_told_and_mapped_by_a_profile() -> None:
    workbook = sheet(["楼栋", "房号", "代号甲", "代号乙"], ["3", "502", "王小明", "x"])
    reading = read(workbook)
    assert [(name, column.header) for name, column in reading.unknown] == [
        ("业主名册", "代号甲"),
        ("业主名册", "代号乙"),
    ]
    mapped = read(workbook, Profile("旧系统", {"代号甲": "name", "代号乙": None}))
    assert [person.name for person in mapped.rows[0].people] == ["王小明"]
    assert not mapped.unknown


def test_that_a_file_without_rooms_is_refused_in_words() -> None:
    for workbook in (sheet(["姓名", "电话"], ["甲", "13800000001"]), sheet(["甲", "乙"], ["丙", "丁"])):
        with pytest.raises(UserError) as error:
            read(workbook)
        assert language("en").message(error.value.problems[0].message)


def test_that_cells_are_corrected_in_place() -> None:
    corrections = {("１期", 8, "联系 方式"): "13800000020", ("１期", 12, "F"): "509"}
    reading = read(MESSY, corrections=corrections)
    assert "3-1-505" in labels(reading)
    assert "3-1-509" in labels(reading)
    assert {8, 12}.isdisjoint(refused(reading))


def test_that_hidden_sheets_count_only_where_nothing_else_does() -> None:
    rows = [list(row) for row in ROSTER]
    assert len(read((Sheet("旧", rows, hidden=True), Sheet("新", rows[:2]))).rows) == 1
    assert len(read((Sheet("旧", rows, hidden=True),)).rows) == 6


def test_that_names_of_forty_characters_and_rare_ones_stay_as_they_are() -> None:
    name = "𬭚㛃䶮" + "阿不都·热合曼" * 5
    assert one(业主姓名=name).rows[0].people[0].name == name
    assert refused(one(业主姓名="长" * 101))[2][0] == "业主姓名"


def test_that_the_template_understands_itself() -> None:
    for code in ("zh_CN", "zh_TW", "en"):
        spoken = language(code)
        head: list[Cell] = [spoken.message(column.label) for column in TEMPLATE_COLUMNS]
        examples: list[list[Cell]] = [
            [example.get(column.field, "") or None for column in TEMPLATE_COLUMNS] for example in EXAMPLES
        ]
        reading = read(sheet(head, *examples))
        assert not reading.refusals
        assert not reading.unknown
        assert [person.name for row in reading.rows for person in row.people] == ["王小明", "李小红"]
    assert {column.field for column in COLUMNS} == set(FIELDS)
    assert len(HEAD) < len(FIELDS)
