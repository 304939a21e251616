from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from desktop.core.errors import RefusedError
from desktop.core.permissions import Role
from desktop.requests.model import (
    Category,
    FollowUpOutcome,
    HoldReason,
    Liability,
    RequestKind,
    RequestState,
    Satisfaction,
    StepKind,
)
from desktop.requests.model import Place as Where
from desktop.requests.rows import NewRequest, RequestFacts
from desktop.sheets.workbook import Sheet
from desktop.staff.model import Department, Worker
from desktop.storage.audit import Audit
from desktop.storage.timeline import TimelineEntry
from tests.requests.ledger.bringing import ZERO, apply, bring, done_row, only, plan, row

if TYPE_CHECKING:
    from desktop.sheets.workbook import Cell
    from tests.requests.conftest import Place

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[misc, arg-type]


def test_that_a_plan_writes_nothing(place: Place) -> None:
    assert plan(place, row()).counts == ZERO | {"created": 1}
    assert place.service.count() == 0


def test_that_an_imported_request_has_everything_the_ledger_says(place: Place) -> None:
    given = done_row(
        报事人="王小明",
        联系电话="138 0000 1234",
        报事类别="给排水",
        部门="工程部",
        位置="户内",
        责任="地产类",
        来源="自查报事",
        要求完成时间="2026-10-07 09:00",
    )
    changes = apply(place, plan(place, given))
    detail = only(place)
    line = detail.line
    assert changes.touches("request")
    assert (line.number, line.kind, line.state) == ("BX-2610-0007", RequestKind.REPAIR, RequestState.CLOSED)
    assert (line.room_id, line.room) == (place.rooms["3-1-502"], "3-1-502")
    assert detail.building_id == place.buildings["3"]
    assert (line.reporter, detail.phone) == ("王小明", "13800001234")
    assert (detail.category_id, detail.department_id) == (
        place.categories["给排水"],
        place.departments["engineering"],
    )
    assert detail.liability is Liability.DEVELOPER
    assert (line.occurred_at, detail.recorded_at) == (local(2026, 10, 5, 9), NOW)
    assert (line.due_at, line.completed_at) == (local(2026, 10, 7, 9), local(2026, 10, 6, 9))
    assert detail.first_completed_at == line.completed_at
    assert line.follow_up_due_at == local(2026, 10, 9, 9)
    assert (detail.reached_at, detail.closed_at) == (local(2026, 10, 7, 9), local(2026, 10, 7, 9))
    (call,) = detail.follow_ups
    assert (call.outcome, call.satisfaction) == (FollowUpOutcome.REACHED, Satisfaction.SATISFIED)
    assert [step.kind for step in detail.steps] == [StepKind.IMPORTED]
    assert detail.imported
    assert [hit.id for hit in place.service.find("水槽")] == [line.id]


def test_that_the_household_sees_what_happened_then(place: Place) -> None:
    bring(place, done_row())
    with place.desk.read() as session:
        entries = session.execute(select(TimelineEntry.kind, TimelineEntry.at).order_by(TimelineEntry.id)).all()
    assert [tuple(entry) for entry in entries] == [
        ("request_reported", local(2026, 10, 5, 9)),
        ("request_completed", local(2026, 10, 6, 9)),
        ("request_followed_up", local(2026, 10, 7, 9)),
    ]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, RequestState.RECEIVED),
        ({"部门": "工程"}, RequestState.ASSIGNED),
        ({"完成时间": "2026-10-06"}, RequestState.COMPLETED),
        ({"完成时间": "2026-10-06", "回访结果": "无人接听"}, RequestState.COMPLETED),
        ({"完成时间": "2026-10-06", "回访结果": "无法回访"}, RequestState.COMPLETED),
        ({"完成时间": "2026-10-06", "满意度": "不满意"}, RequestState.CLOSED),
        ({"取消原因": "误报"}, RequestState.CANCELLED),
    ],
)
def test_that_the_state_follows_from_the_cells(place: Place, changes: dict[str, Cell], state: RequestState) -> None:
    bring(place, row(**changes))
    assert only(place).line.state is state


def test_that_what_the_ledger_leaves_open_is_assumed(place: Place) -> None:
    bring(place, row(), row(报事编号="x2", 房号=None, 报事类型="咨询", 完成时间="2026-10-06"))
    inside, outside = sorted(
        (place.service.detail(line.id) for line in place.service.lines()), key=lambda one: one.line.id
    )
    assert (inside.line.place, outside.line.place) == (Where.IN_HOME, Where.PUBLIC_AREA)
    assert inside.line.due_at is None
    assert inside.liability is Liability.PROPERTY
    assert (outside.line.completed_at is not None, outside.line.follow_up_due_at) == (True, None)


def test_that_a_cancelled_row_is_cancelled_now_where_it_does_not_say_when(place: Place) -> None:
    bring(place, row(取消原因="误报"), row(报事编号="x2", 取消原因="撤回", 取消时间="2026-10-06 10:00"))
    details = {line.number: place.service.detail(line.id) for line in place.service.lines()}
    assert details["BX-2610-0007"].cancelled_at == NOW
    assert (details["x2"].cancelled_at, details["x2"].cancel_reason) == (local(2026, 10, 6, 10), "撤回")


def test_that_a_call_before_the_completion_is_an_answer_but_reached_nobody(place: Place) -> None:
    bring(place, done_row(完成时间="2026-10-08 09:00"))
    detail = only(place)
    assert len(detail.follow_ups) == 1
    assert (detail.reached_at, detail.line.state) == (None, RequestState.COMPLETED)


def test_that_an_unknown_room_is_kept_flagged_and_counted(place: Place) -> None:
    planned = bring(place, row(房号="99-1-101"), row(报事编号="x2", 房号="3栋", 位置="公区"))
    assert planned.counts == ZERO | {"created": 2, "unknown_rooms": 1}
    assert [(doubt.row, doubt.column, doubt.value) for doubt in planned.report.doubts] == [(2, "房号", "99-1-101")]
    lines = {line.number: line for line in place.service.lines()}
    assert (lines["BX-2610-0007"].room, lines["BX-2610-0007"].room_id) == ("99-1-101", None)
    assert place.service.detail(lines["x2"].id).building_id == place.buildings["3"]


def test_that_unknown_departments_categories_and_workers_are_created(place: Place) -> None:
    bring(
        place,
        row(部门="水电部", 报事类别="暖通", 维修人员="赵师傅"),
        row(报事编号="x2", 部门="水电", 报事类别="暖通"),
        row(报事编号="x3", 部门="客服中心"),
        row(报事编号="x4", 部门="绿化部"),
    )
    with place.desk.read() as session:
        departments = session.execute(
            select(Department.name, Department.code).where(Department.code.like("d_")).order_by(Department.code)
        ).all()
        worker = session.execute(select(Worker.name, Worker.department_id).where(Worker.name == "赵师傅")).one()
        new = session.scalar(select(Department.id).where(Department.name == "水电"))
        categories = session.scalar(select(func.count()).where(Category.name == "暖通"))
    assert [tuple(one) for one in departments] == [("水电", "d1"), ("客服中心", "d2")]
    assert (worker.department_id, categories) == (new, 1)


def test_that_the_same_file_again_changes_nothing(place: Place) -> None:
    rows = (done_row(), row(报事编号=None), row(报事编号="x2", 取消原因="误报"), row(报事编号="x3", 房号="99-9-999"))
    assert bring(place, *rows).counts == ZERO | {"created": 4, "unknown_rooms": 1}
    before = [place.service.detail(line.id) for line in place.service.lines()]
    again = bring(place, *rows)
    assert again.counts == ZERO | {"unchanged": 4, "unknown_rooms": 1}
    assert [place.service.detail(line.id) for line in place.service.lines()] == before


def test_that_applying_a_plan_twice_writes_once(place: Place) -> None:
    planned = plan(place, row(报事编号=None))
    apply(place, planned)
    apply(place, planned)
    assert place.service.count() == 1
    assert planned.report.unchanged == 1


def test_that_rows_without_a_number_get_ours_by_kind_and_month(place: Place) -> None:
    bring(
        place,
        row(报事编号="BX-2610-0002"),
        row(报事编号=None, 报事内容="一"),
        row(报事编号=None, 报事内容="二"),
        row(报事编号=None, 报事类型="投诉"),
        row(报事编号=None, 受理时间="2026-10-31 23:59"),
        row(报事编号=None, 受理时间="2026-11-01 00:00"),
    )
    assert sorted(line.number for line in place.service.lines()) == [
        "BX-2610-0002",
        "BX-2610-0003",
        "BX-2610-0004",
        "BX-2610-0005",
        "BX-2611-0001",
        "TS-2610-0001",
    ]


def test_that_counting_goes_on_behind_what_an_import_was_given(place: Place) -> None:
    november = {"报事编号": None, "受理时间": "2026-11-05 09:00"}
    bring(place, *(row(报事内容=words, **november) for words in ("一", "二", "三")))
    draft = NewRequest(kind=RequestKind.REPAIR, words="灯不亮", room_id=place.rooms["1-1-101"])
    assert place.service.detail(place.service.report(draft).result).line.number == "BX-2611-0004"


def test_that_an_imported_number_is_reserved(place: Place) -> None:
    bring(place, row(报事编号="BX-2611-0041", 受理时间="2026-11-05 09:00"))
    draft = NewRequest(kind=RequestKind.REPAIR, words="灯不亮", room_id=place.rooms["1-1-101"])
    done = place.service.report(draft)
    assert place.service.detail(done.result).line.number == "BX-2611-0042"


def test_that_rows_about_the_same_request_are_told_apart_or_refused(place: Place) -> None:
    planned = bring(place, row(), row(), row(报事内容="别的"), row(报事编号=None), row(报事编号=None))
    assert planned.counts == ZERO | {"created": 2, "skipped": 2, "refused": 1}
    assert [(cell.row, cell.column) for cell in planned.report.cells] == [(4, "报事编号")]


def test_that_a_grown_ledger_completes_what_was_open(place: Place) -> None:
    bring(place, row(部门="工程"))
    assert bring(place, done_row(部门="工程")).counts == ZERO | {"changed": 1}
    detail = only(place)
    assert (detail.line.state, detail.line.version) == (RequestState.CLOSED, 2)
    assert detail.reached_at == local(2026, 10, 7, 9)
    assert [(step.state_before, step.state_after) for step in detail.steps][1:] == [
        (RequestState.ASSIGNED, RequestState.CLOSED)
    ]
    assert bring(place, done_row(部门="工程")).counts == ZERO | {"unchanged": 1}


def test_that_a_grown_ledger_cancels_what_was_open(place: Place) -> None:
    bring(place, row())
    bring(place, row(取消原因="误报"))
    assert only(place).line.state is RequestState.CANCELLED


def test_that_a_corrected_cell_is_taken_and_an_emptied_one_is_not(place: Place) -> None:
    bring(place, row(报事人="王小明", 责任="地产类", 报事类别="给排水"))
    bring(place, row(报事人="王晓明", 报事类别="暖通"))
    detail = only(place)
    assert (detail.line.reporter, detail.line.category, detail.liability) == ("王晓明", "暖通", Liability.DEVELOPER)


def test_that_a_corrected_answer_corrects_the_call_and_a_later_call_is_a_new_one(place: Place) -> None:
    bring(place, done_row(回访结果="无人接听", 满意度=None))
    bring(place, done_row(回访结果="已接通", 满意度="不满意"))
    assert [call.satisfaction for call in only(place).follow_ups] == [Satisfaction.DISSATISFIED]
    bring(place, done_row(回访时间="2026-10-08 09:00", 满意度="满意"))
    detail = only(place)
    assert [call.satisfaction for call in detail.follow_ups] == [Satisfaction.DISSATISFIED, Satisfaction.SATISFIED]
    assert detail.reached_at == local(2026, 10, 7, 9)


def test_that_a_corrected_completion_moves_its_answer_along(place: Place) -> None:
    bring(place, row(完成时间="2026-10-06 09:00", 满意度="满意"))
    bring(place, row(完成时间="2026-10-06 17:00", 满意度="满意"))
    detail = only(place)
    assert [call.made_at for call in detail.follow_ups] == [local(2026, 10, 6, 17)]
    assert detail.reached_at == detail.line.completed_at == detail.first_completed_at == local(2026, 10, 6, 17)


def test_that_what_was_changed_in_the_program_stays(place: Place) -> None:
    bring(place, row(报事人="王小明"))
    line = only(place).line
    facts = RequestFacts(words="厨房水槽和阳台都滴水", room_id=line.room_id, reporter="王太太")
    place.service.amend(line.id, facts, version=line.version)
    planned = bring(place, row(报事人="王先生", 联系电话="13800001234"))
    detail = only(place)
    assert (detail.line.words, detail.line.reporter, detail.phone) == ("厨房水槽和阳台都滴水", "王太太", "13800001234")
    assert [doubt.column for doubt in planned.report.doubts] == ["报事人"]


def two_callers(place: Place) -> tuple[int, int]:
    """Bring in a fault and a further caller's, merge them, and return their ids."""
    bring(place, row(), row(报事编号="BX-2610-0008"))
    main, caller = (place.service.by_number(f"BX-2610-000{digit}").line.id for digit in "78")
    place.service.merge(caller, main, version=1)
    return main, caller


def test_that_a_ledger_does_not_complete_what_others_wait_for_to_be_called_about(place: Place) -> None:
    main, caller = two_callers(place)
    planned = bring(place, row(完成时间="2026-10-06 09:00"))
    assert len(planned.report.doubts) == 1
    assert place.service.detail(main).line.state is RequestState.RECEIVED
    place.service.complete(main, version=1)
    assert place.service.detail(caller).line.follow_up_due_at is not None


def test_that_a_call_in_the_ledger_does_not_take_a_caller_off_the_list(place: Place) -> None:
    main, caller = two_callers(place)
    place.service.complete(main, version=1)
    due = place.service.detail(caller).line.follow_up_due_at
    bring(place, done_row(报事编号="BX-2610-0008"))
    after = place.service.detail(caller)
    assert due is not None
    assert (after.line.state, after.line.follow_up_due_at) == (RequestState.DUPLICATE, due)
    assert [call.satisfaction for call in after.follow_ups] == [Satisfaction.SATISFIED]


def test_that_a_ledger_does_not_sign_that_a_graded_complaint_is_closed(place: Place) -> None:
    bring(place, row(报事编号="TS-1", 报事类型="投诉"))
    complaint = only(place).line.id
    place.service.grade(complaint, grade_id=place.service.grades()[-1].id, version=1)
    bring(place, done_row(报事编号="TS-1", 报事类型="投诉"))
    assert (only(place).line.state, only(place).signed_by) == (RequestState.COMPLETED, "")


def test_that_an_older_ledger_does_not_undo_a_reopening(place: Place) -> None:
    bring(place, done_row())
    line = only(place).line
    place.service.reopen(line.id, "又漏了", version=line.version)
    assert bring(place, done_row()).counts == ZERO | {"unchanged": 1}
    planned = bring(place, done_row(完成时间="2026-10-06 12:00"))
    assert only(place).line.state is RequestState.REOPENED
    assert [doubt.column for doubt in planned.report.doubts] == ["完成时间"]


def test_that_a_ledger_does_not_end_a_hold_or_bring_back_a_cancelled_request(place: Place) -> None:
    bring(place, row(), row(报事编号="x2"))
    held, cancelled = place.service.by_number("BX-2610-0007").line, place.service.by_number("x2").line
    place.service.hold(held.id, HoldReason.PARTS, version=1)
    place.service.cancel(cancelled.id, "误报", version=1)
    planned = bring(place, row(完成时间="2026-10-09"), row(报事编号="x2", 完成时间="2026-10-09"))
    assert planned.counts == ZERO | {"unchanged": 2}
    assert place.service.detail(held.id).line.state is RequestState.ON_HOLD
    assert place.service.detail(cancelled.id).line.state is RequestState.CANCELLED


def test_that_a_request_of_the_program_is_known_by_its_number_and_only_filled_up(place: Place) -> None:
    draft = NewRequest(kind=RequestKind.REPAIR, words="灯不亮", room_id=place.rooms["1-1-101"])
    request_id = place.service.report(draft).result
    given = row(报事编号="bx-2611-0001", 报事内容="路灯", 报事人="王小明", 受理时间="2026-11-20 09:00")
    planned = bring(place, given)
    detail = place.service.detail(request_id)
    assert planned.counts == ZERO | {"changed": 1}
    assert (detail.line.words, detail.line.reporter, detail.line.room) == ("灯不亮", "王小明", "1-1-101")


def test_that_a_room_that_became_known_is_linked(place: Place) -> None:
    bring(place, row(房号="3-1-601"))
    with place.desk.read() as session:
        from desktop.households.model import Room  # noqa: PLC0415 - this test alone builds a room

        like = session.get_one(Room, place.rooms["3-1-502"])
        room = Room(
            community_id=like.community_id,
            building_id=like.building_id,
            number="601",
            label="3-1-601",
            key="3-1-601",
            order_key="x",
        )
    with place.desk.database.connect(writing=True) as connection:
        from sqlalchemy.orm import Session  # noqa: PLC0415 - this test alone builds a room

        with Session(connection) as writing:
            writing.add(room)
            writing.flush()
    assert bring(place, row(房号="3-1-601")).counts == ZERO | {"changed": 1}
    assert only(place).line.room_id is not None


def test_that_an_import_is_one_batch_with_one_audit_row(place: Place) -> None:
    batch_id = apply(place, plan(place, row(), row(报事编号="x2"))).result
    with place.desk.read() as session:
        audit = session.execute(select(Audit.topic, Audit.subject_id, Audit.action, Audit.after)).one()
    assert tuple(audit)[:3] == ("import_batch", batch_id, "imported")
    assert audit.after is not None
    assert audit.after["created"] == 2


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER, Role.GUARD])
def test_that_only_the_administrator_imports(place: Place, role: Role) -> None:
    with pytest.raises(RefusedError):
        place.acting_as(role).plan_import((Sheet("x", []),))


def test_that_a_preview_shows_every_row(place: Place) -> None:
    bring(place, row())
    planned = plan(
        place, row(报事人="王小明"), row(报事编号="x2", 报事类型="?"), row(报事编号="x3"), row(报事编号="x3")
    )
    assert [(one.row, one.outcome) for one in planned.preview()] == [
        (2, "changed"),
        (3, "refused"),
        (4, "created"),
        (5, "skipped"),
    ]
    assert planned.preview()[0].details == ("reporter",)


def test_that_turnaround_and_due_time_are_those_of_the_ledger(place: Place) -> None:
    bring(place, done_row(要求完成时间="2026-10-05 20:00"))
    line = only(place).line
    assert line.completed_at is not None
    assert line.completed_at - line.occurred_at == timedelta(days=1)
    assert line.late is None
