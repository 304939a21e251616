"""Importing rosters for good: twice, taken back, beside other writers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sqlalchemy import func, select

from desktop.core.errors import RefusedError, UserError
from desktop.households.model import (
    Building,
    Entrance,
    Occupancy,
    OccupancyRole,
    Phone,
    Resident,
    Room,
    RoomState,
    RoomStateKind,
    RoomTag,
    Tag,
    Vehicle,
    Zone,
)
from desktop.households.roster.writing import TABLES
from desktop.households.rows import NewPerson
from desktop.sheets.read import read_workbook
from desktop.storage.audit import Audit
from desktop.storage.base import Base
from desktop.storage.batches import ImportBatch
from tests.households.rosters import HEAD, MESSY, ROSTER, SYSTEM_EXPORT, sheet

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.changes import Changes
    from desktop.households.roster.planning import RosterPlan
    from desktop.households.service import HouseholdService
    from desktop.sheets.workbook import Workbook
    from desktop.storage.database import Database

FILE = {"file_name": "roster.xlsx", "file_hash": "f" * 64}
FOUND_BY = ("王", "wxm", "0004", "浙A", "VIP", "钥匙", "学区", "3-2", "𬭚", "白天")


def bring(service: HouseholdService, workbook: Workbook) -> RosterPlan:
    plan = service.plan_import(workbook)
    service.apply_import(plan, **FILE)
    return plan


def everything(database: Database, *, versions: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of the register, with or without their versions."""
    with database.read() as session:
        content = {}
        for model in TABLES:
            table = Base.metadata.tables[model.__tablename__]
            columns = [column for column in table.c if versions or column.name != "version"]
            content[table.name] = [tuple(row) for row in session.execute(select(*columns).order_by(table.c.id))]
        return content


def found(service: HouseholdService) -> dict[str, list[str]]:
    return {text: sorted(hit.title for hit in service.find(text)) for text in FOUND_BY}


def test_that_a_plan_writes_nothing_and_tells_what_would_be_done(
    administering: HouseholdService, roster: Workbook, database: Database
) -> None:
    before = everything(database)
    plan = administering.plan_import(roster)
    assert everything(database) == before
    assert plan.counts == {"created": 6, "changed": 0, "unchanged": 0, "skipped": 0, "refused": 0}
    preview = plan.preview()
    assert [(row.row, row.outcome, row.room, row.people) for row in preview][:2] == [
        (2, "created", "1-1-101", ("王小明",)),
        (3, "created", "1-1-101", ("李小红",)),
    ]


def test_that_what_is_imported_is_there_and_found(
    households: HouseholdService, imported: Changes, database: Database
) -> None:
    assert imported.touches("room", "resident", "import_batch")
    assert [line.label for line in households.households()] == ["1-1-101", "1-1-102", "3-2-0301", "别墅 12"]
    assert all(titles for titles in found(households).values())
    with database.read() as session:
        batch = session.execute(select(ImportBatch.kind, ImportBatch.counts)).one()
        audited = session.execute(select(Audit.topic, Audit.action).order_by(Audit.id)).all()
    assert tuple(batch) == (
        "households",
        {"created": 6, "changed": 0, "unchanged": 0, "skipped": 0, "refused": 0},
    )
    assert [tuple(row) for row in audited] == [("import_batch", "imported")]


@pytest.mark.parametrize("workbook", [sheet(*ROSTER), MESSY, SYSTEM_EXPORT], ids=["sound", "messy", "system"])
def test_that_the_same_file_again_changes_nothing(
    administering: HouseholdService, database: Database, workbook: Workbook
) -> None:
    first = bring(administering, workbook)
    before = everything(database)
    again = administering.plan_import(workbook)
    assert again.is_empty
    assert again.counts == {**first.counts, "created": 0, "unchanged": first.counts["created"]}
    assert administering.apply_import(again, **FILE).result == 0
    assert everything(database) == before


def test_that_an_import_is_taken_back_as_if_it_had_never_been(
    administering: HouseholdService, households: HouseholdService, imported: Changes, database: Database
) -> None:
    preview = administering.undo_preview(imported.result)
    assert (len(preview.deleted["room"]), list(preview.left)) == (4, [])
    administering.undo_import(imported.result)
    assert all(rows == [] for rows in everything(database).values())
    assert all(titles == [] for titles in found(households).values())
    with pytest.raises(UserError):
        administering.undo_import(imported.result)
    bring(administering, sheet(*ROSTER))
    assert households.count() == 4


def test_that_a_changing_import_is_taken_back_to_what_was(
    administering: HouseholdService, households: HouseholdService, imported: Changes, database: Database
) -> None:
    assert imported.result
    before, words = everything(database, versions=False), found(households)
    head = [*HEAD, "区域", "建筑面积"]
    plan = administering.plan_import(
        sheet(
            head,
            [
                "1",
                "1",
                "101",
                "空置",
                "王小明",
                "13900000001",
                "租客",
                "2022-01-01",
                "沪B54321",
                "独居老人",
                "搬走",
                "高层",
                89,
            ],
            ["1", "1", "102", None, "新人", "13900000002", "家属", None, None, None, None, "高层", 98],
        )
    )
    assert plan.counts["changed"] == 1
    assert plan.counts["created"] == 1
    details = {field for row in plan.preview() for field, _, _ in row.details}
    assert {"phones", "role", "since", "state", "area", "zone"} <= details
    batch = administering.apply_import(plan, **FILE).result
    assert households.find("13900000001")[0].title == "王小明"
    assert households.find("沪B54321")
    administering.undo_import(batch)
    assert everything(database, versions=False) == before
    assert found(households) == words
    assert households.find("13900000001") == []
    assert households.find("沪B54321") == []


def test_that_rows_edited_since_are_left_and_the_rest_is_taken_back(
    administering: HouseholdService, households: HouseholdService, imported: Changes
) -> None:
    tenant = households.find("单小刚")[0]
    page = households.household(tenant.room_id)
    person = next(one for one in page.people if one.resident_id == tenant.id)
    households.correct_phone(person.phones[0].id, "13911112222", version=person.phones[0].version)
    kept = households.find("3-2-0301")[0].room_id
    households.add_resident(kept, NewPerson("后来的人"), OccupancyRole.OWNER)
    preview = administering.undo_preview(imported.result)
    assert {name for name, _ in preview.left} == {"phone", "resident", "room", "entrance", "building"}
    administering.undo_import(imported.result)
    assert [line.label for line in households.households()] == ["3-2-0301"]
    assert households.find("13911112222")[0].title == "单小刚"
    assert households.find("王小明") == []


def test_that_a_plan_made_before_another_write_is_merged_with_what_is_there_now(
    administering: HouseholdService, households: HouseholdService, roster: Workbook
) -> None:
    first, second = administering.plan_import(roster), administering.plan_import(roster)
    administering.apply_import(first, **FILE)
    assert second.counts["created"] == 6
    assert administering.apply_import(second, **FILE).result == 0
    assert second.counts == {"created": 0, "changed": 0, "unchanged": 6, "skipped": 0, "refused": 0}
    assert households.count() == 4


def test_that_a_plan_may_be_applied_again_after_it_failed_or_was_taken_back(
    administering: HouseholdService, households: HouseholdService, roster: Workbook
) -> None:
    plan = administering.plan_import(roster)
    batch = administering.apply_import(plan, **FILE).result
    administering.undo_import(batch)
    assert administering.apply_import(plan, **FILE).result > batch
    assert households.count() == 4


def test_that_a_failing_import_leaves_nothing(
    administering: HouseholdService, database: Database, roster: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = administering.plan_import(roster)
    monkeypatch.setattr("desktop.storage.batches.finish_batch", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        administering.apply_import(plan, **FILE)
    assert all(rows == [] for rows in everything(database).values())
    monkeypatch.undo()
    administering.apply_import(plan, **FILE)
    assert len(everything(database)["room"]) == 4


def test_that_a_repeated_import_is_recognised_by_its_operation(
    administering: HouseholdService, roster: Workbook, database: Database
) -> None:
    plan = administering.plan_import(roster)
    first = administering.apply_import(plan, **FILE, operation_id="once")
    again = administering.apply_import(plan, **FILE, operation_id="once")
    assert again.result == first.result
    assert len(everything(database)["room"]) == 4


def test_that_rows_added_by_hand_get_ids_beyond_the_imported(
    households: HouseholdService, imported: Changes, administering: HouseholdService
) -> None:
    assert imported.result
    room = households.find("3-2-0301")[0].room_id
    households.add_resident(room, NewPerson("手工", ("13955556666",)), OccupancyRole.OWNER)
    bring(administering, sheet(HEAD, ["5", "1", "501", "自住", "又一个", "13955557777", "业主"]))
    households.add_resident(room, NewPerson("再手工", ("13955558888",)), OccupancyRole.FAMILY)
    assert [households.find(name)[0].title for name in ("手工", "又一个", "再手工")] == ["手工", "又一个", "再手工"]


def test_that_states_of_an_import_count_as_occupied_from_their_day(
    administering: HouseholdService, households: HouseholdService, imported: Changes
) -> None:
    assert imported.result
    bring(administering, sheet(HEAD, ["3", "2", "301", "自住", "新住户", None, "业主", "2026-06-01"]))
    assert households.occupied_households(date(2026, 5, 31), date(2026, 6, 1)) == (2, 3)
    page = households.household(households.find("3-2-301")[0].room_id)
    assert [(line.state, line.until) for line in page.states] == [
        (RoomStateKind.OCCUPIED, None),
        (RoomStateKind.VACANT, date(2026, 6, 1)),
    ]


def test_that_only_the_administrator_imports(households: HouseholdService, roster: Workbook) -> None:
    with pytest.raises(RefusedError):
        households.plan_import(roster)
    with pytest.raises(RefusedError):
        households.undo_preview(1)


def test_that_an_import_of_another_kind_is_not_taken_back_here(administering: HouseholdService) -> None:
    with pytest.raises(UserError):
        administering.undo_import(77)


def test_that_a_real_workbook_with_merged_cells_is_imported(
    administering: HouseholdService, households: HouseholdService, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["翠湖花园业主名册"])
    page.merge_cells("A1:F1")
    page.append(["楼栋", "单元", "房号", "业主姓名", "手机号", "入住日期"])
    page.append(["3栋", "1单元", "101", "王小明", 13800000001, date(2021, 5, 1)])
    page.append([None, None, None, "李小红", "13800000002", None])
    page.append([None, None, "102", "单小刚", "13800000003", "2022.3.1"])
    page.merge_cells("A3:A5")
    page.merge_cells("B3:B5")
    page.merge_cells("C3:C4")
    page.append(["共 2 户，填表人：前台"])
    page.merge_cells("A6:F6")
    path = tmp_path / "名册.xlsx"
    book.save(path)
    plan = bring(administering, read_workbook(path))
    assert plan.counts == {"created": 3, "changed": 0, "unchanged": 0, "skipped": 1, "refused": 0}
    assert [(line.label, line.people) for line in households.households()] == [
        ("3-1-101", ("王小明", "李小红")),
        ("3-1-102", ("单小刚",)),
    ]


def test_that_a_thousand_rows_are_kept_whole(administering: HouseholdService, database: Database) -> None:
    rows = [
        [f"{n // 100 + 1}", "1", f"{n % 100 + 101}", "自住", f"住户{n}", f"138{n:08d}", "业主", None, f"浙A{n:05d}"]
        for n in range(1000)
    ]
    bring(administering, sheet(HEAD, *rows))
    with database.read() as session:
        counts = {
            model.__tablename__: session.scalar(select(func.count()).select_from(model))
            for model in (Room, Resident, Phone, Occupancy, RoomState, Vehicle, Building, Entrance, Zone, Tag, RoomTag)
        }
    ones = ("room", "resident", "phone", "occupancy", "room_state", "vehicle")
    assert counts == dict.fromkeys(ones, 1000) | dict.fromkeys(("building", "entrance"), 10) | dict.fromkeys(
        ("zone", "tag", "room_tag"), 0
    )
