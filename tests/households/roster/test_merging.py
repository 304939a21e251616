"""Merging: who is who, what changes, and that a file imported again changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.households.model import RoomStateKind
from desktop.households.roster.merging import CHANGED, CREATED, UNCHANGED, merge
from desktop.households.roster.reading import read_roster
from desktop.households.roster.register import PersonEntry, Register
from tests.households.rosters import HEAD, MESSY, ROSTER, SYSTEM_EXPORT, sheet

if TYPE_CHECKING:
    from desktop.households.roster.merging import Merged
    from desktop.sheets.workbook import Cell, Workbook

TODAY = date(2026, 11, 22)
PEOPLE: list[Cell] = [
    "楼栋",
    "房号",
    "业主姓名",
    "联系电话",
    "身份证号",
    "业主编号",
    "身份",
    "入住日期",
    "房屋状态",
    "备注",
]


class Kept:
    """A register that keeps what is merged into it, as the database would."""

    def __init__(self) -> None:
        self.register = Register()
        self.ids = count(1)

    def bring(self, workbook: Workbook, today: date = TODAY) -> Merged:
        merged = merge(self.register, read_roster(workbook, None, {}, today).rows, today)
        for entry in merged.new:
            entry.id = next(self.ids)
            if isinstance(entry, PersonEntry):
                self.register.people[entry.id] = entry
        for room in self.register.rooms.values():
            room.states += sum(entry is room.state for entry in merged.new)
        changed = {id(entry): dict(entry.before) for entry in merged.changed}
        for entry in merged.touched.values():
            entry.before.clear()
        merged.details["before"] = changed  # type: ignore[index, assignment]
        return merged

    def people(self) -> list[tuple[str, list[str], list[str]]]:
        return [
            (
                person.name,
                sorted(one.room.label for one in person.occupancies),
                [phone.digits for phone in person.phones],
            )
            for person in self.register.people.values()
        ]


def changes_nothing(merged: Merged) -> bool:
    return not merged.new and not merged.details["before"] and set(merged.outcomes) <= {UNCHANGED}  # type: ignore[index]


def line(**cells: Cell) -> list[Cell]:
    row: dict[str, Any] = {"楼栋": "1", "房号": "101", **cells}
    return [row.get(str(head)) for head in PEOPLE]


def bring(*rows: list[Cell]) -> Kept:
    kept = Kept()
    kept.bring(sheet(PEOPLE, *rows))
    return kept


def test_that_the_same_file_again_changes_nothing() -> None:
    for workbook in (sheet(*ROSTER), MESSY, SYSTEM_EXPORT):
        kept = Kept()
        assert CREATED in kept.bring(workbook).outcomes
        assert changes_nothing(kept.bring(workbook))


def test_that_the_same_name_in_two_rooms_is_two_people_unless_a_phone_or_document_says_otherwise() -> None:
    def people(**shared: Cell) -> int:
        return len(bring(line(业主姓名="王伟", **shared), line(房号="102", 业主姓名="王伟", **shared)).people())

    assert people() == 2
    assert people(联系电话="13800000001") == 1
    assert people(身份证号="11010519491231002X") == 1
    assert people(业主编号="Y7") == 1
    differing = bring(
        line(业主姓名="王伟", 联系电话="13800000001", 业主编号="1"),
        line(房号="102", 业主姓名="王伟", 联系电话="13800000001", 业主编号="2"),
    )
    assert len(differing.people()) == 2


def test_that_several_rows_of_one_room_are_its_people_and_repeated_rows_are_one() -> None:
    kept = bring(
        line(业主姓名="王伟", 联系电话="13800000001"),
        line(业主姓名="李娜", 联系电话="13800000001"),
        line(业主姓名="王 伟", 联系电话="13800000002"),
    )
    assert kept.people() == [
        ("王伟", ["1-101"], ["13800000001", "13800000002"]),
        ("李娜", ["1-101"], ["13800000001"]),
    ]


def test_that_a_row_with_both_phones_makes_one_person_of_two() -> None:
    rows = [
        line(房号=room, 业主姓名="王伟", 联系电话=phones)
        for room, phones in (("101", "13800000001"), ("102", "13800000002"), ("103", "13800000001、13800000002"))
    ]
    kept = bring(*rows)
    assert kept.people() == [("王伟", ["1-101", "1-102", "1-103"], ["13800000001", "13800000002"])]
    assert changes_nothing(kept.bring(sheet(PEOPLE, *rows)))


def test_that_namesakes_in_one_room_are_told_apart_by_their_documents() -> None:
    rows = [line(业主姓名="王伟", 身份证号="11010519491231002X"), line(业主姓名="王伟", 身份证号="110105194912310038")]
    kept = bring(*rows)
    assert len(kept.people()) == 2
    assert changes_nothing(kept.bring(sheet(PEOPLE, *reversed(rows))))


def test_that_one_number_for_a_whole_household_makes_nobody_the_same() -> None:
    rows = [line(业主姓名=name, 业主编号="H1") for name in ("王伟", "李娜", "王小宝")]
    kept = bring(*rows)
    assert [name for name, _, _ in kept.people()] == ["王伟", "李娜", "王小宝"]
    assert changes_nothing(kept.bring(sheet(PEOPLE, *rows)))


def test_that_a_name_is_corrected_by_number_or_document() -> None:
    for sign in ({"业主编号": "Y1"}, {"身份证号": "11010519491231002X"}):
        kept = bring(line(业主姓名="王伟", **sign))
        assert kept.bring(sheet(PEOPLE, line(业主姓名="王玮", **sign))).outcomes == [CHANGED]
        assert [name for name, _, _ in kept.people()] == ["王玮"]


def test_that_a_changed_phone_replaces_the_old_one_but_none_that_was_added_or_confirmed() -> None:
    kept = bring(line(业主姓名="王伟", 联系电话="13800000001"))
    kept.bring(sheet(PEOPLE, line(业主姓名="王伟", 联系电话="13800000002")))
    assert kept.people()[0][2] == ["13800000002"]
    person = next(iter(kept.register.people.values()))
    person.phones[0].confirmed_on = TODAY
    kept.bring(sheet(PEOPLE, line(业主姓名="王伟", 联系电话="13800000003")))
    assert kept.people()[0][2] == ["13800000002", "13800000003"]
    kept.bring(sheet(PEOPLE, line(业主姓名="王伟", 联系电话="13800000003")))
    assert kept.people()[0][2] == ["13800000002", "13800000003"]


def test_that_empty_cells_erase_nothing() -> None:
    kept = bring(line(业主姓名="王伟", 联系电话="13800000001", 房屋状态="自住", 入住日期="2020-01-01", 备注="有狗"))
    assert changes_nothing(kept.bring(sheet(PEOPLE, line(业主姓名="王伟"))))
    assert changes_nothing(kept.bring(sheet(PEOPLE, line())))


def test_that_contradicting_rows_leave_the_first_and_are_told() -> None:
    head: list[Cell] = ["楼栋", "房号", "建筑面积", "房屋状态"]
    workbook = sheet(head, ["1", "101", 89, "自住"], ["1", "101", 98, "空置"])
    kept = Kept()
    merged = kept.bring(workbook)
    room = kept.register.rooms["1-101"]
    assert (room.area_m2, room.state and room.state.state) == (89, "occupied")
    assert [(doubt.row, doubt.value) for doubt in merged.doubts] == [(3, "98"), (3, "空置")]
    assert changes_nothing(kept.bring(workbook))


def test_that_a_changed_state_holds_from_its_date_or_from_the_import() -> None:
    for since, begin in (("2026-03-01", date(2026, 3, 1)), (None, TODAY), ("2018-01-01", TODAY), ("2030-01-01", TODAY)):
        kept = bring(line(房屋状态="空置", 入住日期="2019-01-01"))
        old = kept.register.rooms["1-101"].state
        changed = sheet(PEOPLE, line(房屋状态="自住", 入住日期=since))
        assert kept.bring(changed).outcomes == [CHANGED]
        new = kept.register.rooms["1-101"].state
        assert old
        assert new
        assert (old.until, new.state, new.since) == (begin, RoomStateKind.OCCUPIED, begin)
        assert changes_nothing(kept.bring(changed, TODAY + timedelta(days=30)))


def test_that_a_state_without_date_held_always_and_its_date_may_come_later() -> None:
    kept = bring(line(房屋状态="自住"))
    state = kept.register.rooms["1-101"].state
    assert state
    assert state.since is None
    assert kept.bring(sheet(PEOPLE, line(房屋状态="自住", 入住日期="2021-05-01"))).outcomes == [CHANGED]
    assert state.since == date(2021, 5, 1)


def test_that_who_moved_out_stays_gone_unless_the_file_has_them_back() -> None:
    row = line(业主姓名="王伟", 身份="租客", 入住日期="2020-01-01")
    kept = bring(row)
    occupancy = kept.register.rooms["1-101"].occupancies[0]
    occupancy.until = date(2025, 1, 1)
    assert changes_nothing(kept.bring(sheet(PEOPLE, row)))
    back = line(业主姓名="王伟", 身份="租客", 入住日期="2026-01-01")
    assert kept.bring(sheet(PEOPLE, back)).outcomes == [CREATED]
    assert [one.since for one in kept.register.rooms["1-101"].occupancies] == [date(2020, 1, 1), date(2026, 1, 1)]
    assert changes_nothing(kept.bring(sheet(PEOPLE, back)))


NAMES = st.sampled_from([None, "王伟", "王 伟", "李娜", "曾一", "𬭚"])
PHONES = st.sampled_from([None, "13800000001", "13800000002", "13800000001、13800000002", "057188001234"])
DOCUMENTS = st.sampled_from([None, "11010519491231002X", "110105194912310038", "E1234567"])
LINES = st.fixed_dictionaries(
    {
        "楼栋": st.sampled_from(["1", "1栋", "2"]),
        "房号": st.sampled_from(["101", "0101", "102"]),
        "业主姓名": NAMES,
        "联系电话": PHONES,
        "身份证号": DOCUMENTS,
        "业主编号": st.sampled_from([None, "Y1", "Y2"]),
        "身份": st.sampled_from([None, "业主", "租客", "表弟"]),
        "入住日期": st.sampled_from([None, "2020-01-01", "2026-12-31", "2026-11-22"]),
        "房屋状态": st.sampled_from([None, "自住", "出租", "空置"]),
        "备注": st.sampled_from([None, "有狗"]),
    }
)
FILES = st.lists(LINES, min_size=1, max_size=12).map(lambda rows: sheet(PEOPLE, *(line(**row) for row in rows)))


@settings(max_examples=120, deadline=None)
@given(before=FILES, workbook=FILES)
def test_that_any_file_imported_twice_changes_nothing_the_second_time(before: Workbook, workbook: Workbook) -> None:
    kept = Kept()
    kept.bring(before, TODAY - timedelta(days=1))
    kept.bring(workbook)
    again = kept.bring(workbook)
    assert changes_nothing(again), (again.new, again.details)


@settings(max_examples=60, deadline=None)
@given(workbook=FILES)
def test_that_nobody_named_in_a_sound_row_is_lost(workbook: Workbook) -> None:
    rows = read_roster(workbook, None, {}, TODAY).rows
    kept = Kept()
    kept.bring(workbook)
    for row in rows:
        room = kept.register.rooms[row.number.key]
        there = {one.person.name.replace(" ", "") for one in room.occupancies}
        assert {person.name.replace(" ", "") for person in row.people} <= there
        for data in row.people:
            known = {phone.digits for one in room.occupancies for phone in one.person.phones}
            assert {digits for digits, _ in data.phones} <= known


def test_that_columns_of_the_small_roster_exist() -> None:
    assert len(HEAD) == len(ROSTER[1])
