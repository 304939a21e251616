"""Notices issued: what each changes, how it is numbered, counted, kept and printed again."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, update

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Operation, Role
from desktop.households.model import Building
from desktop.outages.model import NoticeEdition, OutageKind, OutagePlace, OutageState
from desktop.outages.rows import NewNotice, NewPosting, NoticeForm, OutageFilter
from desktop.outages.service import OutageService
from desktop.stationery.rows import NewLetterhead, TemplatePurpose
from desktop.stationery.service import StationeryService
from desktop.storage.timeline import TimelineEntry
from tests.outages.quarters import SHANGHAI, Quarter, whole

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.outages.rows import NoticeRow

FIRST = NewNotice(NoticeEdition.ANNOUNCED, "zh_CN")


def issue(quarter: Quarter, outage_id: int, edition: NoticeEdition, **more: object) -> NoticeRow:
    version = quarter.service.outage(outage_id).line.version
    new = replace(FIRST, edition=edition, **more)  # type: ignore[arg-type]
    done = quarter.service.issue(outage_id, new, version=version)
    return next(row for row in quarter.service.notices(outage_id) if row.id == done.result)


def refused(quarter: Quarter, outage_id: int, edition: NoticeEdition, **more: object) -> list[str]:
    with pytest.raises(UserError) as caught:
        issue(quarter, outage_id, edition, **more)
    return [problem.field for problem in caught.value.problems]


def test_that_the_first_notice_announces_the_outage_to_every_household(either_quarter: Quarter) -> None:
    quarter = either_quarter
    outage_id = quarter.planned(advice="请提前储水", supplier_phone="96390")
    draft = quarter.service.notice_draft(outage_id, FIRST)
    assert draft.text.where == "1栋 全部住户"
    assert (draft.text.title, draft.text.cause, draft.text.advice) == ("停水通知", "主管道检修", ("请提前储水",))
    row = issue(quarter, outage_id, NoticeEdition.ANNOUNCED)
    file = quarter.service.outage(outage_id)
    assert (row.number, file.line.number, file.line.state) == ("2026-001", "2026-001", OutageState.ANNOUNCED)
    assert replace(row.text, issued_at=None, number="") == draft.text
    assert (row.chat, row.short) == (draft.chat, draft.short)
    assert row.text.supplier_phone == "96390"
    assert (row.issued_by, row.in_time, row.earlier) == ("张敏", True, "")
    assert (row.households, row.residents, row.vips) == (
        draft.count.households,
        draft.count.residents,
        draft.count.vips,
    )
    with quarter.desk.read() as session:
        chosen = select(TimelineEntry.room_id, TimelineEntry.source_id, TimelineEntry.parameters)
        told = session.execute(chosen.where(TimelineEntry.kind == "outage_announced")).all()
    assert len({entry.room_id for entry in told}) == len(told) == row.households > 0
    assert {(entry.source_id, entry.parameters["number"]) for entry in told} == {(outage_id, "2026-001")}
    assert [line.id for line in quarter.service.outages(OutageFilter(words="2026-001"))] == [outage_id]


def test_that_an_extension_a_new_time_and_the_end_each_name_the_notice_before(
    filed: Quarter, clock: FixedClock
) -> None:
    outage_id = filed.planned(hours=2)
    first = issue(filed, outage_id, NoticeEdition.ANNOUNCED)
    assert first.in_time is False
    clock.advance(hours=3)
    assert first.text.ends_at is not None
    later = first.text.ends_at + timedelta(hours=6)
    second = issue(filed, outage_id, NoticeEdition.EXTENDED, ends_at=later)
    assert (second.number, second.earlier, second.text.old_ends_at) == ("2026-002", "2026-001", first.text.ends_at)
    assert second.text.change == "原定结束：11月23日 0:05（2026-001号通知）"
    assert filed.service.outage(outage_id).line.ends_at == later
    start = clock.now() + timedelta(days=2)
    moved = issue(filed, outage_id, NoticeEdition.MOVED, starts_at=start)
    assert (moved.text.starts_at, moved.text.ends_at) == (start, start + (later - first.text.starts_at))
    assert moved.in_time is True
    amended = issue(filed, outage_id, NoticeEdition.AMENDED)
    assert (amended.earlier, amended.text.title, amended.in_time) == ("2026-003", "停水更正通知", None)
    clock.set(start + timedelta(hours=5))
    over = issue(filed, outage_id, NoticeEdition.RESTORED, ended_at=start + timedelta(hours=4))
    line = filed.service.outage(outage_id).line
    assert (line.state, line.ended_at) == (OutageState.RESTORED, start + timedelta(hours=4))
    assert (over.text.title, over.text.cause, over.text.advice) == ("恢复供水通知", "", ())
    assert refused(filed, outage_id, NoticeEdition.EXTENDED, ends_at=later) == [""]


def test_that_words_for_the_phone_about_another_time_are_said_no_more(filed: Quarter) -> None:
    outage_id = filed.planned(say="明早八点来水")
    first = issue(filed, outage_id, NoticeEdition.ANNOUNCED)
    assert filed.service.outage(outage_id).say == "明早八点来水"
    assert first.text.ends_at is not None
    issue(filed, outage_id, NoticeEdition.AMENDED)
    assert filed.service.outage(outage_id).say == "明早八点来水"
    later = first.text.ends_at + timedelta(hours=6)
    extended = issue(filed, outage_id, NoticeEdition.EXTENDED, ends_at=later)
    said = filed.service.outage(outage_id).say
    assert said == extended.text.say
    assert "八点" not in said


def test_that_a_notice_that_cannot_be_is_refused_at_its_field(filed: Quarter, clock: FixedClock) -> None:
    outage_id = filed.planned(hours=24)
    plan = filed.service.outage(outage_id).plan
    assert refused(filed, outage_id, NoticeEdition.CANCELLED, reason="配件未到") == [""]
    assert refused(filed, outage_id, NoticeEdition.ANNOUNCED, title=" ", where="", cause="长" * 201) == [
        "cause",
        "title",
        "where",
    ]
    issue(filed, outage_id, NoticeEdition.ANNOUNCED)
    assert refused(filed, outage_id, NoticeEdition.ANNOUNCED) == [""]
    assert refused(filed, outage_id, NoticeEdition.EXTENDED) == ["ends_at"]
    assert refused(filed, outage_id, NoticeEdition.EXTENDED, ends_at=plan.ends_at) == ["ends_at"]
    assert refused(filed, outage_id, NoticeEdition.MOVED) == ["starts_at"]
    assert refused(filed, outage_id, NoticeEdition.MOVED, starts_at=plan.starts_at) == ["starts_at"]
    assert refused(filed, outage_id, NoticeEdition.MOVED, ends_at=plan.starts_at) == ["starts_at", "ends_at"]
    assert refused(filed, outage_id, NoticeEdition.CANCELLED, reason=" ") == ["reason"]
    assert refused(filed, outage_id, NoticeEdition.RESTORED) == ["ended_at"]
    clock.advance(hours=25)
    assert refused(filed, outage_id, NoticeEdition.RESTORED, ended_at=clock.now() + timedelta(minutes=1)) == [
        "ended_at"
    ]
    assert [row.number for row in filed.service.notices(outage_id)] == ["2026-001"]


def test_that_a_cancelled_outage_says_why_and_stays_cancelled(filed: Quarter) -> None:
    outage_id = filed.planned()
    issue(filed, outage_id, NoticeEdition.ANNOUNCED)
    row = issue(filed, outage_id, NoticeEdition.CANCELLED, reason="配件未到")
    file = filed.service.outage(outage_id)
    assert (file.line.state, file.end_words, row.text.cause) == (OutageState.CANCELLED, "配件未到", "配件未到")
    assert "取消原因：配件未到" in row.chat


def test_that_an_emergency_is_planned_and_announced_in_one_step(either_quarter: Quarter) -> None:
    quarter = either_quarter
    new = quarter.new(planned=False, hours=0, ends_at=None, cause="")
    done = quarter.service.announce_now(new, FIRST, operation_id="now")
    line = quarter.service.outages()[0]
    row = quarter.service.notices(line.id)[0]
    assert (row.id, row.number, row.in_time, line.state) == (done.result, "2026-001", None, OutageState.ANNOUNCED)
    assert row.text.cause == "突发故障"
    assert "正在抢修，预计恢复时间另行通知" in row.chat
    with pytest.raises(UserError):
        quarter.service.announce_now(replace(new, places=()), FIRST)
    assert len(quarter.service.outages()) == 1, "nothing is left of one that was refused"


def test_that_what_was_typed_wins_and_numbers_begin_anew_each_year(filed: Quarter, clock: FixedClock) -> None:
    typed = {"title": "临时停水", "where": "北区", "cause": "爆管", "advice": ("慢点开水",), "closing": "抱歉"}
    first, second = filed.planned(), filed.planned()
    row = issue(filed, first, NoticeEdition.ANNOUNCED, chat="群里看", short="短", **typed)
    assert {key: getattr(row.text, key) for key in typed} == typed
    assert (row.chat, row.short) == ("群里看", "短")
    clock.set(datetime(2026, 12, 31, 16, 30, tzinfo=UTC))  # half past midnight in Shanghai
    assert issue(filed, second, NoticeEdition.ANNOUNCED).number == "2027-001"


def test_that_two_who_issue_at_once_issue_one_notice(either_quarter: Quarter) -> None:
    quarter = either_quarter
    outage_id = quarter.planned()
    version = quarter.service.outage(outage_id).line.version
    start, answers = threading.Barrier(2), list[object]()

    def work() -> None:
        start.wait()
        try:
            answers.append(quarter.service.issue(outage_id, FIRST, version=version).result)
        except ConflictError as error:
            answers.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(answer, ConflictError) for answer in answers) == [False, True]
    assert [row.number for row in quarter.service.notices(outage_id)] == ["2026-001"]
    assert issue(quarter, outage_id, NoticeEdition.AMENDED).number == "2026-002"


def test_that_a_reprint_is_the_same_though_all_around_it_has_changed(filed: Quarter, clock: FixedClock) -> None:
    outage_id = filed.planned(whole())
    row = issue(filed, outage_id, NoticeEdition.ANNOUNCED)
    before = [filed.service.poster(row.id, form) for form in NoticeForm]
    clock.advance(days=800)
    manager = StationeryService(filed.desk_of(Role.MANAGER))
    manager.set_letterhead(NewLetterhead(company="新公司", office="新中心", phone="1"), version=0)
    manager.set_template(TemplatePurpose.NOTICE_WATER, "zh_CN", "没水", "没水\n等等", version=0)
    with filed.desk.write(Operation.EDIT_COMMUNITY) as work:
        work.session.execute(update(Building).values(name="改名"))
    assert [filed.service.poster(row.id, form) for form in NoticeForm] == before
    assert filed.service.notices(outage_id)[0] == row


def test_that_the_texts_laid_down_and_an_own_kind_are_used(filed: Quarter) -> None:
    manager = StationeryService(filed.desk_of(Role.MANAGER))
    manager.set_template(
        TemplatePurpose.NOTICE_WATER, "zh_CN", "{停用类别}啦", "因{原因}停水\n{服务电话}\n少用水", version=0
    )
    draft = filed.drafted(filed.new(), "zh_CN")
    assert (draft.text.title, draft.text.cause) == ("停水啦", "因主管道检修停水")
    assert draft.text.advice == ("少用水",), "a line without its value is left out"
    kind = OutageService(filed.desk_of(Role.MANAGER)).add_kind("游泳池关闭", timedelta(0), "").result
    own = filed.drafted(filed.new(kind=OutageKind.OTHER, own_kind_id=kind), "zh_CN")
    assert own.text.title == "游泳池关闭通知"


def test_that_drafts_stand_also_where_nothing_is_picked_or_filled_in_yet(filed: Quarter) -> None:
    outage_id = filed.planned()
    with filed.desk.write(Operation.EDIT_OUTAGES) as work:
        work.session.execute(delete(OutagePlace))
    empty = filed.service.notice_draft(outage_id, replace(FIRST, language="en"))
    assert (empty.text.where, empty.text.buildings, empty.count.rooms) == ("", (), 0)
    assert filed.service.preview(empty.text, NoticeForm.PER_BUILDING).startswith(b"%PDF")
    outage_id = filed.planned()
    issue(filed, outage_id, NoticeEdition.ANNOUNCED)
    for edition in NoticeEdition:
        draft = filed.service.notice_draft(outage_id, replace(FIRST, edition=edition))
        assert draft.chat
        assert filed.service.preview(draft.text, NoticeForm.POSTER).startswith(b"%PDF")


def test_that_a_guard_issues_nothing(filed: Quarter) -> None:
    outage_id = filed.planned()
    guard = OutageService(filed.desk_of(Role.GUARD))
    with pytest.raises(RefusedError):
        guard.issue(outage_id, FIRST, version=1)
    with pytest.raises(RefusedError):
        guard.announce_now(filed.new(), FIRST)
    assert filed.service.notices(outage_id) == ()


def test_that_times_are_those_of_the_community_s_zone(filed: Quarter) -> None:
    new = filed.new(cause="")
    starts = datetime(2026, 11, 24, 14, tzinfo=UTC)
    draft = filed.drafted(replace(new, starts_at=starts, ends_at=starts + timedelta(hours=8)), "zh_CN")
    assert "11月24日 星期二 22:00 至次日 6:00" in draft.chat
    assert draft.text.starts_at.astimezone(SHANGHAI).hour == 22


def test_that_issuing_again_under_the_same_operation_does_nothing_twice(filed: Quarter) -> None:
    outage_id = filed.planned()
    done = [filed.service.issue(outage_id, FIRST, version=1, operation_id="same").result for _ in range(2)]
    assert done[0] == done[1]
    assert len(filed.service.notices(outage_id)) == 1


def test_that_a_moved_outage_lasts_as_long_as_before_though_the_clocks_change(filed: Quarter) -> None:
    outage_id = filed.planned()
    issue(filed, outage_id, NoticeEdition.ANNOUNCED)
    new_york = ZoneInfo("America/New_York")
    moved = issue(filed, outage_id, NoticeEdition.MOVED, starts_at=datetime(2027, 3, 13, 22, tzinfo=new_york))
    assert moved.text.ends_at is not None
    assert moved.text.ends_at.astimezone(UTC) - moved.text.starts_at.astimezone(UTC) == timedelta(hours=8)
    twice = datetime(2027, 11, 7, 1, 30, tzinfo=new_york)
    over = issue(filed, outage_id, NoticeEdition.MOVED, starts_at=twice, ends_at=twice.replace(minute=15, fold=1))
    assert over.text.ends_at == datetime(2027, 11, 7, 6, 15, tzinfo=UTC), "a quarter past one comes again"


def test_that_a_clock_put_back_changes_no_order(filed: Quarter, clock: FixedClock) -> None:
    outage_id = filed.planned()
    first = issue(filed, outage_id, NoticeEdition.ANNOUNCED)
    clock.advance(hours=-3)
    second = issue(filed, outage_id, NoticeEdition.AMENDED)
    third = issue(filed, outage_id, NoticeEdition.AMENDED)
    assert [row.earlier for row in (second, third)] == [first.number, second.number]
    assert [row.number for row in filed.service.notices(outage_id)] == [f"2026-00{number}" for number in (3, 2, 1)]
    filed.service.post(first.id, [NewPosting("大堂")])
    plan = filed.service.outage(outage_id)
    filed.service.amend(outage_id, replace(plan.plan, cause="水泵更换"), version=plan.line.version)
    (told,) = filed.service.outage(outage_id).check.warnings
    assert "amendment" in language("en").message(told)
