from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from desktop.care.model import CareKind, CareState, CareTask
from desktop.care.rows import CareFilter, CareLine, CareList, Stage
from desktop.care.service import CareService, add_task, withdraw_task
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Operation, Role
from desktop.households.model import OccupancyRole
from desktop.storage.audit import Audit
from tests.care.villages import TODAY

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from tests.care.villages import Village

PLANNED = CareFilter(CareList.PLANNED)
DUE = CareFilter(CareList.DUE)
WELCOME = CareFilter(CareList.WELCOME)
FORGOTTEN = CareFilter(CareList.FORGOTTEN)
ENDED = CareFilter(CareList.ENDED)


def rooms(lines: list[CareLine]) -> list[str]:
    return [line.room for line in lines]


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def audited(village: Village, task_id: int) -> list[str]:
    query = select(Audit.action).where(Audit.topic == "care_task", Audit.subject_id == task_id).order_by(Audit.id)
    with village.desk.read() as session:
        return list(session.scalars(query))


def test_that_a_task_is_planned_seen_and_told(village: Village, care: CareService) -> None:
    village.settle("2-1-101", "杨奶奶")
    changes = care.plan(village.rooms["2-1-101"], CareKind.HELP, " 园区除草 ", TODAY)
    assert changes.ids["care_task"] == {changes.result}
    assert changes.ids["room"] == {village.rooms["2-1-101"]}
    line = care.task(changes.result)
    assert (line.room, line.people, line.words, line.stage) == ("2-1-101", ("杨奶奶",), "园区除草", Stage.PLANNED)
    assert care.lines(DUE) == [line]
    assert audited(village, line.id) == ["planned"]
    assert village.told("2-1-101") == ["care_planned"]


def test_that_a_task_is_made_for_many_at_once_and_only_once(village: Village, care: CareService) -> None:
    wanted = [village.rooms[label] for label in ("2-1-101", "1-1-102", "2-1-101", "1-1-1001")]
    changes = care.plan_many(wanted, CareKind.GIFT, "中秋月饼", days(3), operation_id="x" * 32)
    again = care.plan_many(wanted, CareKind.GIFT, "中秋月饼", days(3), operation_id="x" * 32)
    assert again == changes
    lines = care.lines(PLANNED)
    assert sorted(rooms(lines)) == ["1-1-1001", "1-1-102", "2-1-101"]
    assert {line.series for line in lines} == {"x" * 32}
    assert {line.series_size for line in lines} == {3}
    assert changes.ids["care_task"] == {line.id for line in lines}
    assert care.count(CareFilter(CareList.PLANNED, series="x" * 32)) == 3
    assert care.count(CareFilter(CareList.PLANNED, series="other")) == 0
    assert village.told("1-1-1001") == ["care_planned"]


def test_that_a_task_for_everyone_is_made_in_one_go(village: Village, care: CareService) -> None:
    changes = care.plan_many(list(village.rooms.values()), CareKind.REMINDER, "降温", TODAY)
    assert len(changes.ids["care_task"]) == len(village.rooms)
    with village.desk.read() as session:
        assert session.scalar(select(func.count()).select_from(CareTask)) == len(village.rooms)


def test_that_either_all_are_made_or_none(village: Village, care: CareService) -> None:
    with pytest.raises(UserError) as caught:
        care.plan_many([village.rooms["1-1-101"], 999], CareKind.GIFT, "", TODAY)
    assert caught.value.problems[0].field == "rooms"
    assert care.count(PLANNED) == 0
    with pytest.raises(UserError):
        care.plan_many([], CareKind.GIFT, "", TODAY)


@pytest.mark.parametrize(
    ("kind", "words", "due_on", "field"),
    [
        (CareKind.OTHER, " ", TODAY, "words"),
        (CareKind.GIFT, "x" * 501, TODAY, "words"),
        (CareKind.GIFT, "", days(-1), "due_on"),
    ],
)
def test_that_a_plan_says_what_and_when(
    village: Village, care: CareService, kind: CareKind, words: str, due_on: date, field: str
) -> None:
    with pytest.raises(UserError) as caught:
        care.plan(village.rooms["1-1-101"], kind, words, due_on)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_that_a_task_is_done_reopened_moved_and_dropped(village: Village, care: CareService, clock: FixedClock) -> None:
    task = care.plan(village.rooms["1-1-101"], CareKind.VISIT, "节前走访", TODAY).result
    care.finish(task, "聊了半小时", version=1)
    done = care.task(task)
    assert (done.stage, done.result, done.ended_at, done.ended_by) == (Stage.DONE, "聊了半小时", clock.now(), "张敏")
    assert care.lines(ENDED) == [done]
    assert care.count(DUE) == 0
    with pytest.raises(UserError):
        care.finish(task, "", version=done.version)
    with pytest.raises(UserError):
        care.move(task, days(5), version=done.version)
    care.reopen(task, version=done.version)
    with pytest.raises(UserError):
        care.reopen(task, version=care.task(task).version)
    care.move(task, days(5), version=care.task(task).version)
    assert care.task(task).due_on == days(5)
    with pytest.raises(UserError) as caught:
        care.drop(task, " ", version=care.task(task).version)
    assert caught.value.problems[0].field == "result"
    care.drop(task, "住户出远门", version=care.task(task).version)
    assert care.task(task).stage is Stage.DROPPED
    assert audited(village, task) == ["planned", "done", "reopened", "moved", "dropped"]
    assert village.told("1-1-101") == [f"care_{action}" for action in audited(village, task)]


def test_that_what_someone_else_changed_is_not_overwritten(village: Village, care: CareService) -> None:
    task = care.plan(village.rooms["1-1-101"], CareKind.VISIT, "", TODAY).result
    care.move(task, days(1), version=1)
    with pytest.raises(ConflictError):
        care.finish(task, "", version=1)
    assert care.task(task).stage is Stage.PLANNED
    with pytest.raises(UserError):
        care.move(999, days(1), version=1)


def test_that_several_are_done_together_or_none(village: Village, care: CareService) -> None:
    wanted = [village.rooms[label] for label in ("1-1-101", "1-1-102")]
    tasks = sorted(care.plan_many(wanted, CareKind.GIFT, "月饼", TODAY).ids["care_task"])
    with pytest.raises(ConflictError):
        care.finish_many({tasks[0]: 1, tasks[1]: 7}, "已签收")
    assert care.count(ENDED) == 0
    care.finish_many(dict.fromkeys(tasks, 1), "已签收")
    assert [line.result for line in care.lines(ENDED)] == ["已签收", "已签收"]


def test_that_lists_are_paged_in_both_directions_and_jumped_into(village: Village, care: CareService) -> None:
    for place, label in enumerate(village.rooms):
        care.plan(village.rooms[label], CareKind.GIFT, "", days(place // 2))
    every = care.all_lines(PLANNED)
    assert [(line.due_on, line.id) for line in every] == sorted((line.due_on, line.id) for line in every)
    first = care.lines(PLANNED, limit=3)
    assert first == every[:3]
    assert care.lines(PLANNED, first[-1], limit=10) == every[3:]
    assert care.lines(PLANNED, every[3], backward=True, limit=2) == every[1:3]
    assert care.lines(PLANNED, backward=True, limit=2) == every[-2:]
    assert care.lines_from(PLANNED, 5, 10) == every[5:]
    assert care.lines_from(PLANNED, 50, 10) == []
    assert [care.position(PLANNED, line.id) for line in every] == list(range(len(every)))
    assert care.position(PLANNED, 999) is None
    for line in every:
        care.finish(line.id, "", version=line.version)
    ended = care.all_lines(ENDED)
    assert care.lines(ENDED, ended[2], limit=2) == ended[3:5]
    assert care.position(ENDED, ended[4].id) == 4


def test_that_a_list_is_narrowed_by_kind(village: Village, care: CareService) -> None:
    care.plan(village.rooms["1-1-101"], CareKind.GIFT, "", TODAY)
    care.plan(village.rooms["1-1-102"], CareKind.VISIT, "", days(1))
    assert rooms(care.lines(CareFilter(CareList.PLANNED, frozenset({CareKind.VISIT})))) == ["1-1-102"]
    assert rooms(care.lines(DUE)) == ["1-1-101"]
    counts = care.counts()
    assert (counts.due, counts.planned, counts.welcome, counts.forgotten) == (1, 2, 0, 0)


def test_that_who_moved_in_within_thirty_days_is_to_be_welcomed(village: Village, care: CareService) -> None:
    village.settle("1-1-101", "今天", since=TODAY)
    village.settle("1-1-102", "刚好", since=days(-29), role=OccupancyRole.TENANT)
    village.settle("1-1-201", "太久", since=days(-30))
    village.settle("1-1-1001", "一直", since=None)
    village.settle("2-1-101", "明天", since=days(1))
    village.settle("2-1-102", "家人", since=TODAY, role=OccupancyRole.FAMILY)
    village.settle("2-1-201", "走了", since=days(-9), until=days(-2))
    merged = village.settle("2-1-201", "重复", since=days(-9))
    village.merge(merged, into=village.settle("2-1-201", "老住户"))
    lines = care.lines(WELCOME)
    assert [(line.room, line.people, line.since) for line in lines] == [
        ("1-1-102", ("刚好",), days(-29)),
        ("1-1-101", ("今天",), TODAY),
    ]
    assert [line.due_on for line in lines] == [TODAY, days(29)]
    assert care.counts().welcome == care.count(WELCOME) == 2
    assert care.lines(WELCOME, lines[0], limit=5) == lines[1:]
    assert care.lines(WELCOME, lines[1], backward=True, limit=5) == lines[:1]
    assert care.lines_from(WELCOME, 1) == care.lines(WELCOME, backward=True, limit=1) == lines[1:]
    assert care.position(WELCOME, lines[1].id) == 1


def test_that_a_welcome_is_due_no_more_once_it_was_made_or_given_up(
    village: Village, care: CareService, clock: FixedClock
) -> None:
    for label in ("1-1-101", "1-1-102", "1-1-201"):
        village.settle(label, "新住户", since=days(-1))
    planned = care.plan(village.rooms["1-1-201"], CareKind.WELCOME, "", days(2)).result
    assert len(care.lines(WELCOME)) == 3
    made = care.welcome(village.rooms["1-1-101"], "很高兴接到电话").result
    assert care.task(made).stage is Stage.DONE
    assert care.task(made).due_on == TODAY
    assert village.told("1-1-101") == ["care_done"]
    with pytest.raises(UserError):
        care.welcome(village.rooms["1-1-102"], " ", dropped=True)
    care.welcome(village.rooms["1-1-102"], "业主要求勿扰", dropped=True)
    assert care.welcome(village.rooms["1-1-201"], "").result == planned
    assert care.lines(WELCOME) == []
    care.reopen(made, version=care.task(made).version)
    assert rooms(care.lines(WELCOME)) == ["1-1-101"]
    clock.set(clock.now() + timedelta(days=10))
    village.settle("1-1-102", "又搬来的租客", since=days(10), role=OccupancyRole.TENANT)
    assert sorted(rooms(care.lines(WELCOME))) == ["1-1-101", "1-1-102"]


def test_that_a_legacy_household_without_a_plan_for_ninety_days_is_forgotten(
    village: Village, care: CareService
) -> None:
    for label in ("1-1-101", "1-1-102", "1-1-201", "1-1-1001", "2-1-101"):
        village.tag(label, "历史遗留", "学区")
    village.tag("1-1-101", "历史遗留问题户", "漏水")
    village.tag("2-1-102", "VIP")
    care.plan(village.rooms["1-1-101"], CareKind.VISIT, "", days(90))
    care.plan(village.rooms["1-1-102"], CareKind.VISIT, "", days(91))
    ended = care.plan(village.rooms["1-1-201"], CareKind.VISIT, "", TODAY).result
    care.finish(ended, "", version=1)
    care.plan(village.rooms["2-1-101"], CareKind.VISIT, "", TODAY)
    lines = care.lines(FORGOTTEN)
    assert rooms(lines) == ["1-1-102", "1-1-201", "1-1-1001"]
    assert {(line.stage, line.words, line.since) for line in lines} == {(Stage.FORGOTTEN, "学区", TODAY)}
    assert care.counts().forgotten == 3
    assert care.lines(FORGOTTEN, lines[0], limit=1) == lines[1:2]
    assert care.position(FORGOTTEN, lines[2].id) == 2
    assert care.of_room(village.rooms["1-1-201"])[2]
    assert not care.of_room(village.rooms["1-1-101"])[2]


def test_that_a_room_tells_what_is_planned_and_due_there(village: Village, care: CareService) -> None:
    village.settle("1-1-101", "新住户", since=TODAY)
    care.plan(village.rooms["1-1-101"], CareKind.GIFT, "", days(9))
    care.plan(village.rooms["1-1-101"], CareKind.VISIT, "", days(2))
    planned, welcome, forgotten = care.of_room(village.rooms["1-1-101"])
    assert [line.kind for line in planned] == [CareKind.VISIT, CareKind.GIFT]
    assert welcome is not None
    assert welcome.id == -village.rooms["1-1-101"]
    assert not forgotten
    assert care.of_room(village.rooms["2-1-201"]) == ([], None, False)


def test_that_a_call_round_adds_a_task_in_its_own_unit_of_work(village: Village, care: CareService) -> None:
    with village.desk.write(Operation.CALL_ROUND) as work:
        task = add_task(work, village.rooms["1-1-101"], CareKind.CHECK_PHONE, "空号", TODAY)
    assert work.changes.ids["care_task"] == {task}
    assert care.task(task).words == "空号"
    with village.desk.write(Operation.CALL_ROUND) as work:
        withdraw_task(work, task, "")
        withdraw_task(work, 999, "")
    assert care.task(task).stage is Stage.DROPPED
    with village.desk.write(Operation.CALL_ROUND) as work:
        withdraw_task(work, task, "again")
    assert care.task(task).result == ""
    asked = care.check_phone(village.rooms["1-1-102"], "错号")
    line = care.task(asked.result)
    assert (line.kind, line.due_on) == (CareKind.CHECK_PHONE, TODAY)


def test_that_rooms_are_chosen_by_tag_zone_and_building(village: Village, care: CareService) -> None:
    tag = village.tag("2-1-102", "VIP")
    assert care.rooms_of(tag_id=tag) == [village.rooms["2-1-102"]]
    assert care.rooms_of(building_id=1) == care.rooms_of(zone_id=1)
    assert len(care.rooms_of(zone_id=2)) == 3
    assert care.rooms_of()[:4] == [village.rooms[label] for label in ("1-1-101", "1-1-102", "1-1-201", "1-1-1001")]


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR])
def test_that_care_is_for_the_desk_only(village: Village, role: Role) -> None:
    service = CareService(village.desk_of(role))
    with pytest.raises(RefusedError):
        service.counts()
    with pytest.raises(RefusedError):
        service.plan(village.rooms["1-1-101"], CareKind.GIFT, "", TODAY)


def test_that_a_task_ends_once() -> None:
    task = CareTask(state=CareState.PLANNED)
    assert task.can_end()
    assert not task.can_reopen()
    task.state = CareState.DROPPED
    assert not task.can_end()
    assert task.can_reopen()


def test_that_a_household_welcomed_by_someone_else_meanwhile_is_not_welcomed_twice(
    village: Village, care: CareService
) -> None:
    village.settle("1-1-101", "新住户", since=days(-1))
    care.welcome(village.rooms["1-1-101"], "很高兴接到电话", operation_id="x" * 32)
    care.welcome(village.rooms["1-1-101"], "很高兴接到电话", operation_id="x" * 32)
    with pytest.raises(UserError, match="welcomed"):
        care.welcome(village.rooms["1-1-101"], "打过了")
    assert village.told("1-1-101") == ["care_done"]
