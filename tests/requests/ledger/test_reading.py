from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.requests.ledger.reading import LedgerReading, read_ledger
from desktop.requests.model import Channel, FollowUpOutcome, Liability, Place, RequestKind, Satisfaction, Source
from desktop.sheets.profile import Profile
from desktop.sheets.workbook import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.sheets.workbook import Cell

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=ZONE)


def read(
    *rows: Mapping[str, Cell], title: str = "", corrections: dict[tuple[str, int, str], str] | None = None
) -> LedgerReading:
    heads = list(dict.fromkeys(head for row in rows for head in ("报事类型", "报事内容", "受理时间", *row)))
    lines: list[list[Cell]] = [[title]] if title else []
    lines += [list(heads), *([row.get(head) for head in heads] for row in rows)]
    return read_ledger((Sheet("台账", lines),), None, corrections or {}, ZONE, NOW)


def row(**changes: Cell) -> dict[str, Cell]:
    return {"报事类型": "报修", "报事内容": "漏水", "受理时间": "2026-11-01 09:00", **changes}


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[misc, arg-type]


def refused(reading: LedgerReading) -> list[tuple[int, str, str]]:
    return [(cell.row, cell.column, cell.value) for cells in reading.refusals for cell in cells]


def test_that_every_column_of_a_ledger_is_understood() -> None:
    reading = read(
        row(
            报事编号="bx-2611-0007",
            房号="3栋1单元502",
            报事人="王小明",
            联系电话=13800001234.0,
            报事类别="给排水",
            部门="工程部",
            位置="公区",
            责任="地产类",
            来源="自查报事",
            要求完成时间="2026-11-03 09:00",
            完成时间=datetime(2026, 11, 2, 10, 30),  # noqa: DTZ001 - a cell has no zone
            回访时间="2026.11.3 15:00",
            回访结果="已接通",
            满意度="非常满意",
            维修人员="何志强",
            处理结果="已更换软管",
        )
    )
    assert reading.refusals == []
    (one,) = reading.rows
    assert (one.request_number, one.kind, one.words) == ("BX-2611-0007", RequestKind.REPAIR, "漏水")
    assert (one.room, one.occurred_at) == ("3-1-502", local(2026, 11, 1, 9).astimezone(UTC))
    assert one.cells["department"] == "工程"
    assert one.cells["phone"] == "13800001234"
    assert (one.cells["place"], one.cells["liability"]) == (Place.PUBLIC_AREA, Liability.DEVELOPER)
    assert one.cells["source"] is Source.INSPECTION
    assert one.cells["completed_at"] == local(2026, 11, 2, 10, 30)
    assert one.cells["followed_up_at"] == local(2026, 11, 3, 15)
    assert (one.cells["outcome"], one.cells["satisfaction"]) == (
        FollowUpOutcome.REACHED,
        Satisfaction.VERY_SATISFIED,
    )


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("报修", RequestKind.REPAIR),
        ("投诉", RequestKind.COMPLAINT),
        ("咨询", RequestKind.INQUIRY),
        ("建议", RequestKind.SUGGESTION),
        ("表扬", RequestKind.PRAISE),
        ("報修", RequestKind.REPAIR),
        (" Complaint ", RequestKind.COMPLAINT),
    ],
)
def test_that_kinds_are_understood_in_their_spellings(word: str, kind: RequestKind) -> None:
    assert [one.kind for one in read(row(报事类型=word)).rows] == [kind]


def test_that_headers_of_other_scripts_are_understood_below_a_title() -> None:
    cells: list[list[Cell]] = [
        ["二〇二六年報事台賬"],
        [],
        ["序號", "報事編號", "報事類型", "房號", "報事內容", "受理時間", "回訪時間", "滿意度"],
        [1, "A-17", "投訴", "3-502", "太吵", "2026-11-01", "2026-11-02", "不滿意"],
    ]
    reading = read_ledger((Sheet("表", cells),), None, {}, ZONE, NOW)
    assert [(one.request_number, one.kind, one.row.number) for one in reading.rows] == [
        ("A-17", RequestKind.COMPLAINT, 4)
    ]
    assert reading.unknown == []


def test_that_english_headers_are_understood() -> None:
    cells: list[list[Cell]] = [
        ["Kind", "Room", "Description", "Reported at"],
        ["Repair", "3-502", "drip", "2026-11-01"],
    ]
    reading = read_ledger((Sheet("Ledger", cells),), None, {}, ZONE, NOW)
    assert [one.words for one in reading.rows] == ["drip"]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"报事类型": None}, "报事类型"),
        ({"报事类型": "吐槽"}, "报事类型"),
        ({"报事内容": " "}, "报事内容"),
        ({"报事内容": "漏" * 2001}, "报事内容"),
        ({"受理时间": None}, "受理时间"),
        ({"受理时间": "昨天"}, "受理时间"),
        ({"受理时间": "3月1日"}, "受理时间"),
        ({"受理时间": "2026-11-22 14:06"}, "受理时间"),
        ({"完成时间": "2026-11-22 14:06"}, "完成时间"),
        ({"完成时间": "2026-11-01 08:59"}, "完成时间"),
        ({"回访时间": "2026-11-23"}, "回访时间"),
        ({"回访时间": "2026-10-31"}, "回访时间"),
        ({"取消时间": "2026-12-01", "取消原因": "误报"}, "取消时间"),
        ({"取消时间": "2026-10-01", "取消原因": "误报"}, "取消时间"),
        ({"取消时间": "2026-11-02", "取消原因": None}, "取消原因"),
        ({"满意度": "还行吧"}, "满意度"),
        ({"回访结果": "无人接听", "满意度": "满意", "回访时间": "2026-11-03"}, "满意度"),
        ({"满意度": "满意", "回访时间": None}, "回访时间"),
        ({"房号": date(2003, 1, 12)}, "房号"),
        ({"报事编号": 2026110100012345678}, "报事编号"),
    ],
)
def test_that_a_row_that_cannot_be_taken_is_refused_at_its_cell(changes: dict[str, Cell], column: str) -> None:
    reading = read(row(**changes))
    assert [found for _, found, _ in refused(reading)] == [column]
    assert all(language("en").message(cell.reason) for cells in reading.refusals for cell in cells)


def test_that_all_wrong_cells_of_a_row_are_named() -> None:
    reading = read(row(报事类型="吐槽", 完成时间="2027-01-01", 满意度="?"))
    assert [column for _, column, _ in refused(reading)] == ["报事类型", "完成时间", "满意度"]


def test_that_a_due_time_may_lie_in_the_future_and_a_day_lasts_to_its_end() -> None:
    reading = read(row(要求完成时间="2026-12-01 08:00"), row(报事内容="灯", 要求完成时间="2026-12-01"))
    assert [one.cells["due_at"] for one in reading.rows] == [local(2026, 12, 1, 8), local(2026, 12, 1, 23, 59, 59)]


def test_that_a_date_without_a_year_takes_the_year_of_the_row_before_else_of_the_title() -> None:
    reading = read(
        row(受理时间="3月1日 8:00"), row(受理时间="2024-12-30"), row(受理时间="12月31日"), title="2025年报修台账"
    )
    assert [one.occurred_at.astimezone(ZONE).year for one in reading.rows] == [2025, 2024, 2024]


def test_that_a_completion_without_a_year_follows_its_report() -> None:
    reading = read(row(受理时间="2025-12-30 10:00", 完成时间="1月2日 9:00"))
    assert reading.rows[0].cells["completed_at"] == local(2026, 1, 2, 9)


def test_that_days_without_a_time_on_one_day_are_in_order() -> None:
    reading = read(row(受理时间="2026-11-01 15:00", 完成时间="2026-11-01", 回访时间="2026-11-01", 满意度="满意"))
    at = local(2026, 11, 1, 15)
    assert (reading.rows[0].cells["completed_at"], reading.rows[0].cells["followed_up_at"]) == (at, at)


def test_that_a_grade_or_a_time_alone_means_that_someone_was_reached() -> None:
    reading = read(
        row(完成时间="2026-11-02 09:00", 满意度="一般"),
        row(报事内容="灯", 完成时间="2026-11-02 09:00", 回访时间="2026-11-03 09:00"),
        row(报事内容="锁", 完成时间="2026-11-02 09:00"),
    )
    assert [one.cells.get("outcome") for one in reading.rows] == [
        FollowUpOutcome.REACHED,
        FollowUpOutcome.REACHED,
        None,
    ]
    assert reading.rows[0].cells["followed_up_at"] == local(2026, 11, 2, 9)


def test_that_a_cancelled_row_is_cancelled_and_its_completion_is_a_doubt() -> None:
    reading = read(row(取消原因="业主撤回", 完成时间="2026-11-02"))
    assert reading.rows[0].cells["cancel_reason"] == "业主撤回"
    assert "completed_at" not in reading.rows[0].cells
    assert [doubt.column for doubt in reading.doubts] == ["完成时间"]


@pytest.mark.parametrize("nothing", ["/", "无", "—", "-"])
def test_that_strokes_in_a_cell_are_nothing(nothing: str) -> None:
    reading = read(row(取消原因=nothing, 完成时间=nothing, 满意度=nothing, 房号=nothing))
    assert reading.refusals == []
    assert not {"cancel_reason", "completed_at", "room"} & reading.rows[0].cells.keys()


def test_that_a_spoilt_phone_is_a_doubt_and_loses_no_request() -> None:
    reading = read(row(联系电话="1.39E+10"))
    assert [doubt.column for doubt in reading.doubts] == ["联系电话"]
    assert "phone" not in reading.rows[0].cells


def test_that_a_source_column_may_name_the_channel() -> None:
    (one,) = read(row(来源="微信群")).rows
    assert (one.cells["source"], one.cells["channel"]) == (Source.RESIDENT, Channel.CHAT_GROUP)


def test_that_a_room_may_be_spread_over_columns() -> None:
    (one,) = read(row(楼栋="3栋", 单元="1单元", 房号="502")).rows
    assert one.room == "3-1-502"


def test_that_totals_and_notes_are_skipped() -> None:
    reading = read(row(), {"报事类型": "合计", "报事内容": "1"})
    assert (len(reading.rows), reading.skipped, reading.refusals) == (1, 1, [])


def test_that_a_typed_correction_replaces_a_cell() -> None:
    reading = read(row(报事类型="吐槽"), corrections={("台账", 2, "报事类型"): "投诉"})
    assert [one.kind for one in reading.rows] == [RequestKind.COMPLAINT]


def test_that_a_profile_maps_unknown_headers() -> None:
    cells: list[list[Cell]] = [["T", "W", "C"], ["2026-11-01", "漏水", "报修"]]
    profile = Profile("old", {"T": "occurred_at", "W": "words", "C": "kind"})
    reading = read_ledger((Sheet("表", cells),), profile, {}, ZONE, NOW)
    assert [one.words for one in reading.rows] == ["漏水"]


def test_that_a_file_without_a_ledger_says_what_is_missing() -> None:
    with pytest.raises(UserError) as error:
        read_ledger((Sheet("表", [["报事类型", "受理时间"], ["报修", "2026-11-01"]]),), None, {}, ZONE, NOW)
    assert "报事类型" in language("en").message(error.value.problems[0].message)


def test_that_sheets_without_a_ledger_are_passed_over() -> None:
    ledger = Sheet("十一月", [["报事类型", "报事内容", "受理时间"], ["报修", "漏水", "2026-11-01"]])
    reading = read_ledger((Sheet("说明", [["请勿修改"]]), ledger), None, {}, ZONE, NOW)
    assert [name for name, _ in reading.passed_over] == ["说明"]
    assert len(reading.rows) == 1
