"""A roster sent again after file and register have both gone on: whose value counts, and who is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from desktop.core.house_numbers import HouseNumber
from desktop.core.i18n import Message, language
from desktop.core.permissions import Operation
from desktop.households.model import (
    Building,
    Occupancy,
    Phone,
    Resident,
    Room,
    RoomState,
    RoomTag,
    RosterMemory,
    Vehicle,
    Zone,
)
from tests.households.rosters import HEAD, sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.households.roster.comparing import Decisions
    from desktop.households.roster.planning import RosterPlan
    from desktop.households.service import HouseholdService
    from desktop.sheets.workbook import Cell, Workbook
    from desktop.storage.base import Base
    from desktop.storage.database import Database

FILE = {"file_name": "roster.xlsx", "file_hash": "f" * 64}
WIDE: list[Cell] = [*HEAD, "建筑面积", "区域"]
FIRST: list[Cell] = [
    "1",
    "1",
    "101",
    "自住",
    "王小明",
    "13800000001",
    "业主",
    None,
    "浙A12345",
    "VIP",
    None,
    89,
    "高层",
]
SECOND: list[Cell] = ["1", "1", "102", "空置", "李小红", "13800000002", "业主", None, None, None, None, 60, "高层"]
OTHER: list[Cell] = ["2", "1", "101", "自住", "单小刚", "13800000003", "业主", None, None, None, None, 70, "高层"]


def roster(*rows: Sequence[Cell]) -> Workbook:
    return sheet(WIDE, *rows)


def row(first: Sequence[Cell], **cells: Cell) -> list[Cell]:
    given = dict(zip(map(str, WIDE), first, strict=True))
    return list({**given, **cells}.values())


def bring(service: HouseholdService, workbook: Workbook, decisions: Decisions | None = None) -> RosterPlan:
    plan = service.plan_import(workbook, decisions=decisions)
    service.apply_import(plan, **FILE)
    return plan


def edit(service: HouseholdService, model: type[Base], chosen: Any, **values: Any) -> None:
    """Change a row as a form of the desk does, wherever that stands."""
    with service.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        for one in work.session.scalars(select(model).where(chosen)):
            for name, value in values.items():
                setattr(one, name, value)


def values(database: Database, column: Any, *where: Any) -> list[Any]:
    with database.read() as session:
        return list(session.scalars(select(column).where(*where).order_by(column)))


def conflicts(plan: RosterPlan) -> list[tuple[str, str, str, str]]:
    return [(one.field, words(one.file), words(one.register), words(one.last)) for one in plan.conflicts]


def words(value: Message | str) -> str:
    return language("en").message(value) if isinstance(value, Message) else value


def test_that_a_value_corrected_here_outlives_the_same_file(
    administering: HouseholdService, database: Database
) -> None:
    bring(administering, roster(FIRST, SECOND))
    edit(administering, Room, Room.label == "1-1-101", area_m2=91.5)
    edit(administering, Phone, Phone.digits == "13800000001", digits="13900000001")
    edit(administering, Resident, Resident.name == "李小红", name="李晓红")
    edit(administering, RoomState, RoomState.state == "vacant", state="let")
    plan = bring(administering, roster(FIRST, SECOND))
    assert plan.is_empty
    assert plan.counts["unchanged"] == 2
    assert conflicts(plan) == []
    assert values(database, Room.area_m2) == [60, 91.5]
    assert values(database, Phone.digits) == ["13800000002", "13900000001"]
    assert values(database, Resident.name) == ["李晓红", "王小明"]
    assert values(database, RoomState.state) == ["let", "occupied"]


def test_that_a_newer_value_of_the_file_is_taken_where_nobody_changed_ours(
    administering: HouseholdService, database: Database
) -> None:
    bring(administering, roster(FIRST))
    plan = bring(administering, roster(row(FIRST, 建筑面积=90, 联系电话="13900000009", 房屋状态="出租")))
    assert plan.counts["changed"] == 1
    assert conflicts(plan) == []
    assert values(database, Room.area_m2) == [90]
    assert values(database, Phone.digits) == ["13900000009"]


def test_that_three_values_are_a_conflict_that_keeps_the_register_and_stays_open(
    administering: HouseholdService, database: Database
) -> None:
    bring(administering, roster(FIRST))
    edit(administering, Room, Room.label == "1-1-101", area_m2=91.5)
    edit(administering, Phone, Phone.digits == "13800000001", digits="13900000001")
    newer = roster(row(FIRST, 建筑面积=90, 联系电话="13700000001", 房屋状态="空置"))
    edit(administering, RoomState, RoomState.state == "occupied", state="renovating")
    for _ in range(2):
        plan = bring(administering, newer)
        assert conflicts(plan) == [
            ("area", "90", "91.5", "89"),
            ("state", "Vacant", "Renovating", "Occupied"),
            ("phones", "137 **** 0001", "139 **** 0001", "138 **** 0001"),
        ]
        assert plan.counts["changed"] == 0
        assert values(database, Room.area_m2) == [91.5]
    told = plan.report.as_json(language("en"))
    assert told["refused"] == 0
    cells: Any = told["cells"]
    assert [(cell["column"], cell["value"], cell["outcome"]) for cell in cells] == [
        ("建筑面积", "90", "conflict"),
        ("房屋状态", "空置", "conflict"),
        ("联系电话", "13700000001", "conflict"),
    ]


def test_that_what_was_decided_is_done_and_not_asked_again(administering: HouseholdService, database: Database) -> None:
    bring(administering, roster(FIRST))
    edit(administering, Room, Room.label == "1-1-101", area_m2=91.5)
    edit(administering, Phone, Phone.digits == "13800000001", digits="13900000001")
    newer = roster(row(FIRST, 建筑面积=90, 联系电话="13700000001"))
    area, phones = (one.id for one in administering.plan_import(newer).conflicts)
    plan = bring(administering, newer, {area: True, phones: False})
    assert [one.take for one in plan.conflicts] == [True, False]
    assert plan.report.conflicts == []
    assert plan.counts["changed"] == 1
    assert values(database, Room.area_m2) == [90]
    assert values(database, Phone.digits) == ["13900000001"]
    assert administering.plan_import(newer).is_empty
    both = administering.plan_import(roster(row(FIRST, 建筑面积=90, 联系电话="13700000002")))
    assert conflicts(both) == [("phones", "137 **** 0002", "139 **** 0001", "137 **** 0001")]
    bring(administering, roster(row(FIRST, 联系电话="13700000002")), {both.conflicts[0].id: True})
    assert values(database, Phone.digits) == ["13700000002"]


def test_that_a_value_no_import_ever_named_is_a_conflict_and_an_empty_one_is_filled(
    administering: HouseholdService, database: Database
) -> None:
    bring(administering, roster(row(FIRST, 建筑面积=None, 备注=None)))
    edit(administering, Room, Room.label == "1-1-101", area_m2=91.5)
    plan = bring(administering, roster(row(FIRST, 备注="白天在家")))
    assert conflicts(plan) == [("area", "89", "91.5", "")]
    assert values(database, Occupancy.note) == ["白天在家"]


def test_that_an_empty_cell_neither_erases_nor_forgets_what_was_said(administering: HouseholdService) -> None:
    bring(administering, roster(FIRST))
    assert bring(administering, roster(row(FIRST, 建筑面积=None, 联系电话=None))).is_empty
    edit(administering, Room, Room.label == "1-1-101", area_m2=91.5)
    plan = bring(administering, roster(FIRST))
    assert plan.is_empty
    assert conflicts(plan) == []


def test_that_what_was_taken_out_here_does_not_come_back(administering: HouseholdService, database: Database) -> None:
    bring(administering, roster(FIRST))
    with administering.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        for model in (RoomTag, Vehicle):
            work.session.execute(delete(model))
    assert bring(administering, roster(FIRST)).is_empty
    plan = bring(administering, roster(row(FIRST, 标签="VIP、独居", 车牌号="浙A12345、浙B54321")))
    assert plan.counts["changed"] == 1
    assert values(database, Vehicle.plate) == ["浙B54321"]
    assert values(database, func.count(RoomTag.id)) == [1]


def test_that_a_phone_added_here_stays_beside_the_newer_one_of_the_file(
    administering: HouseholdService, database: Database
) -> None:
    bring(administering, roster(FIRST))
    with administering.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        person = work.session.scalars(select(Resident)).one()
        work.session.add(Phone(community_id=1, resident_id=person.id, position=2, digits="13600000006"))
    bring(administering, roster(row(FIRST, 联系电话="13700000007")))
    assert values(database, Phone.digits) == ["13600000006", "13700000007"]


def test_that_a_zone_changed_on_both_sides_is_asked_once_for_its_building(
    administering: HouseholdService, database: Database
) -> None:
    bring(administering, roster(FIRST, SECOND))
    edit(administering, Zone, Zone.name == "高层", name="东区")
    plan = bring(administering, roster(row(FIRST, 区域="西区"), row(SECOND, 区域="西区")))
    assert conflicts(plan) == [("zone", "西区", "东区", "高层")]
    assert values(database, Zone.name) == ["东区"]
    bring(administering, roster(row(FIRST, 区域="西区")), {plan.conflicts[0].id: True})
    with database.read() as session:
        joined = select(Building.name, Zone.name).join(Zone, Zone.id == Building.zone_id)
        assert [tuple(one) for one in session.execute(joined)] == [("1", "西区")]


def test_that_who_is_gone_from_the_file_is_told_and_stays(administering: HouseholdService, database: Database) -> None:
    wife = row(FIRST, 业主姓名="陈秀英", 联系电话="13800000009", 身份="家属", 标签=None, 车牌号=None)
    bring(administering, roster(FIRST, wife, SECOND, OTHER))
    plan = bring(administering, roster(FIRST))
    assert [(one.kind, one.place, one.people, one.rooms) for one in plan.missing] == [
        ("person", "1-1-101", ("陈秀英",), 1),
        ("room", "1-1-102", ("李小红",), 1),
        ("building", "2", (), 1),
    ]
    assert plan.is_empty
    assert values(database, func.count(Resident.id)) == [4]
    told: Any = plan.report.as_json(language("en"))["missing"]
    assert told[1] == {"kind": "room", "place": "1-1-102", "people": ["李小红"], "rooms": 1}
    edit(administering, Occupancy, Occupancy.role == "family", until=date(2026, 11, 1))
    assert [one.kind for one in administering.plan_import(roster(FIRST)).missing] == ["room", "building"]
    assert administering.plan_import(roster(FIRST, wife, SECOND, OTHER)).missing == []


def test_that_nobody_of_a_refused_row_is_called_missing(administering: HouseholdService) -> None:
    bring(administering, roster(FIRST, SECOND))
    plan = administering.plan_import(roster(row(FIRST, 联系电话="1380000"), SECOND))
    assert plan.counts["refused"] == 1
    assert plan.missing == []


def test_that_an_import_taken_back_is_forgotten(administering: HouseholdService, database: Database) -> None:
    first = bring(administering, roster(FIRST))
    assert first.counts["created"] == 1
    second = administering.apply_import(
        administering.plan_import(roster(row(FIRST, 建筑面积=90), SECOND)), **FILE
    ).result
    administering.undo_import(second)
    plan = administering.plan_import(roster(row(FIRST, 建筑面积=90)))
    assert plan.counts["changed"] == 1
    assert conflicts(plan) == []
    assert plan.missing == []
    assert values(database, func.count(RosterMemory.id)) == [2]


def test_that_a_room_renumbered_here_is_found_by_the_number_the_file_has(
    administering: HouseholdService, database: Database
) -> None:
    bring(administering, roster(FIRST, SECOND))
    renumber(administering, {"1-1-101": "1-1-201"})
    assert bring(administering, roster(FIRST, SECOND)).is_empty
    assert values(database, Room.label) == ["1-1-102", "1-1-201"]
    assert bring(administering, roster(row(FIRST, 房号="201"), SECOND)).counts["created"] == 0
    assert values(database, Room.label) == ["1-1-102", "1-1-201"]


def test_that_two_rooms_that_changed_numbers_are_told_apart_by_their_people(
    administering: HouseholdService, database: Database
) -> None:
    bring(administering, roster(FIRST, SECOND))
    renumber(administering, {"1-1-101": "1-1-999"})
    renumber(administering, {"1-1-102": "1-1-101"})
    renumber(administering, {"1-1-999": "1-1-102"})
    assert bring(administering, roster(FIRST, SECOND)).is_empty
    swapped = bring(administering, roster(row(FIRST, 房号="102"), row(SECOND, 房号="101")))
    assert swapped.counts == {"created": 0, "changed": 0, "unchanged": 2, "skipped": 0, "refused": 0}
    assert values(database, func.count(Occupancy.id)) == [2]


def renumber(service: HouseholdService, numbers: dict[str, str]) -> None:
    for old, new in numbers.items():
        building, entrance, room = new.split("-")
        number = HouseNumber(building, entrance, room)
        edit(service, Room, Room.label == old, label=number.label, key=number.key, order_key=number.natural_key)


def test_that_a_resident_merged_into_another_is_not_made_again(
    administering: HouseholdService, database: Database
) -> None:
    double = row(FIRST, 业主姓名="王晓明", 联系电话="13800000008", 标签=None, 车牌号=None)
    bring(administering, roster(FIRST, double))
    kept, gone = sorted(values(database, Resident.id))
    with administering.desk.write(Operation.MERGE_RESIDENTS) as work:
        work.session.get_one(Resident, gone).merged_into_id = kept
        work.session.execute(delete(Occupancy).where(Occupancy.resident_id == gone))
    assert bring(administering, roster(FIRST, double)).is_empty
    bring(administering, roster(FIRST, double, row(double, 房号="103", 备注="也来")))
    with database.read() as session:
        rooms = select(Room.label, Occupancy.note).join(Occupancy, Occupancy.room_id == Room.id)
        found = session.execute(rooms.where(Occupancy.resident_id == kept).order_by(Room.label)).all()
    assert [tuple(one) for one in found] == [("1-1-101", ""), ("1-1-103", "也来")]
    assert values(database, func.count(Resident.id)) == [2]


def test_that_who_was_merged_is_not_named_among_the_people_of_a_missing_room(
    administering: HouseholdService, database: Database
) -> None:
    twin = row(FIRST, 业主姓名="王晓明", 联系电话="13900000002", 车牌号=None)
    bring(administering, roster(FIRST, twin, SECOND))
    (kept,) = values(database, Resident.id, Resident.name == "王小明")
    edit(administering, Resident, Resident.name == "王晓明", merged_into_id=kept)
    (room,) = administering.plan_import(roster(SECOND)).missing
    assert (room.place, room.people) == ("1-1-101", ("王小明",))


def test_that_taking_an_import_back_spares_a_later_entry_with_the_id_of_one_removed(
    administering: HouseholdService, database: Database
) -> None:
    plan = administering.plan_import(roster(FIRST))
    batch = administering.apply_import(plan, **FILE).result
    (person,) = values(database, Resident.id)
    with administering.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.delete(work.session.scalars(select(Phone)).one())
    with administering.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.add(Phone(community_id=1, resident_id=person, position=1, digits="13600000006"))
    administering.undo_import(batch)
    assert values(database, Phone.digits) == ["13600000006"]
    assert values(database, Resident.name) == ["王小明"]
