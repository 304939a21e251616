from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.attachments.model import Attachment
from desktop.core.changes import new_operation_id
from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Operation, Role
from desktop.patrols.model import PointOutcome, RoundState
from desktop.patrols.rows import NewFinding, NewSheet, PatrolFilter, SheetStep
from desktop.patrols.service import FindingFiles
from desktop.requests.model import Channel, RequestState, Source
from desktop.requests.rows import RequestFacts
from desktop.requests.service import RequestService
from desktop.storage.audit import Audit
from tests.patrols.beats import POINTS, at

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from tests.patrols.beats import Beat

NORMAL, MISSED, FINDING = PointOutcome.NORMAL, PointOutcome.MISSED, PointOutcome.FINDING
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff0300000600"
    "0557bfabd40000000049454e44ae426082"
)


def refused(caught: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.field for problem in caught.value.problems]


def test_that_a_round_is_walked_point_by_point_and_counts_for_its_shift(both: Beat) -> None:
    route = both.route(duties={"day": 2, "night": 1})
    guard, points = both.of(), both.points(route)
    made = guard.start_round(route, " 王强 ").result
    guard.step(made, points[0], NORMAL, scanned_code=" p1 ")
    guard.step(made, points[1], MISSED, "商铺没有开门")
    half = guard.round(made)
    assert [step.outcome for step in half.steps] == [NORMAL, MISSED, None, None]
    assert (half.steps[0].scanned, half.steps[1].words) == (True, "商铺没有开门")
    assert half.next_point is not None
    assert half.next_point.name == POINTS[2]
    assert (half.line.walker, half.line.state, half.line.points) == ("王强", RoundState.RUNNING, 4)
    assert both.sums(22) == [("夜间一号线", "白班", 2, 0, 0, 2), ("夜间一号线", "夜班", 1, 0, 0, 1)]
    assert [line.running_id for line in guard.due()] == [made, 0]
    for point in points[2:]:
        guard.step(made, point, NORMAL)
    guard.end_round(made, version=1)
    ended = guard.rounds()[0]
    assert (ended.state, ended.normal, ended.missed, ended.points) == (RoundState.MADE, 3, 1, 4)
    assert (ended.day, ended.shift) == (at(22, 0).date(), "白班")
    assert both.sums(22)[0] == ("夜间一号线", "白班", 2, 1, 0, 1)
    both.clock.set(at(22, 20))
    assert both.sums(22)[0] == ("夜间一号线", "白班", 2, 1, 1, 0)
    counts = guard.counts(at(22, 0).date())
    assert (counts.due, counts.made, counts.missed, counts.open) == (3, 1, 1, 1)


def test_that_a_round_after_midnight_belongs_to_the_night_that_began_the_day_before(beat: Beat) -> None:
    route = beat.route(duties={"night": 1})
    beat.clock.set(at(23, 3, 30))
    beat.walk(route)
    assert beat.of().rounds()[0].day == at(22, 0).date()
    assert beat.sums(22) == [("夜间一号线", "夜班", 1, 1, 0, 0)]
    assert beat.sums(23) == [("夜间一号线", "夜班", 1, 0, 0, 1)]
    days = beat.of().days(at(21, 0).date(), at(23, 0).date())
    assert [(line.day.day, line.due, line.made, line.open) for line in days] == [(23, 1, 0, 1), (22, 1, 1, 0)]


def test_that_what_is_found_becomes_a_request_like_any_other(both: Beat) -> None:
    route = both.route()
    guard, points = both.of(), both.points(route)
    made = guard.start_round(route).result
    both.find(made, points[1], "卷帘门\n关不上")
    requests = RequestService(both.desk(Role.CLERK))
    line = guard.findings()[0]
    detail = requests.detail(line.request_id)
    assert line.number == detail.line.number == "BX-2611-0001"
    assert (line.words, line.mended, line.state) == ("卷帘门\n关不上", False, RequestState.RECEIVED)
    assert (detail.source, detail.channel, detail.line.words) == (Source.INSPECTION, Channel.PATROL, "卷帘门\n关不上")
    assert (detail.department_id, detail.category_id) == (both.departments["engineering"], both.category_id)
    assert detail.line.room == "商铺街"
    assert [step.outcome for step in guard.round(made).steps] == [None, FINDING, None, None]
    assert both.of(Role.CLERK).counts().findings == 1
    with both.village.desk.read() as session:
        noted = session.execute(select(Audit.topic, Audit.action).order_by(Audit.id)).all()
    assert [tuple(row) for row in noted[-2:]] == [("request", "report"), ("patrol_round", "something found")]
    with pytest.raises(UserError) as caught:
        guard.step(made, points[1], NORMAL)
    assert refused(caught) == [""]
    requests.assign(line.request_id, department_id=both.departments["engineering"], version=detail.line.version)
    requests.complete(line.request_id, result="已修好", version=detail.line.version + 1)
    assert (guard.findings()[0].mended, guard.findings()[0].state) == (True, RequestState.COMPLETED)
    assert guard.findings(PatrolFilter(unmended=True)) == ()
    assert both.of(Role.CLERK).counts().findings == 0


def test_that_a_finding_without_words_leaves_nothing_behind(beat: Beat) -> None:
    route = beat.route()
    guard, points = beat.of(), beat.points(route)
    made = guard.start_round(route).result
    with pytest.raises(UserError) as caught:
        guard.finding(made, points[0], NewFinding("  "))
    assert refused(caught) == ["words"]
    with pytest.raises(UserError) as caught:
        guard.finding(made, points[0], NewFinding("灯不亮", category_id=999))
    assert refused(caught) == ["category_id"]
    assert guard.round(made).steps[0].outcome is None
    assert guard.findings() == ()


def test_that_a_guard_is_shown_own_findings_only_and_never_what_the_desk_writes(beat: Beat) -> None:
    route = beat.route()
    made = beat.of().start_round(route).result
    beat.find(made, beat.points(route)[0], "门锁坏了")
    request = beat.of(Role.CLERK).findings()[0].request_id
    amended = RequestFacts(words="业主 13800002046 投诉门锁", room_text="配电房")
    desk = RequestService(beat.desk(Role.CLERK))
    desk.amend(request, amended, version=desk.detail(request).line.version)
    own = beat.of().findings()[0]
    assert (own.words, own.number) == ("门锁坏了", "BX-2611-0001")
    other = beat.file(made, account_id=2)
    assert (other.findings[0].words, other.findings[0].number, other.findings[0].request_id) == ("", "", 0)
    assert other.findings[0].state is None
    assert other.steps[0].outcome is FINDING
    assert "13800002046" not in repr((own, other, beat.of().rounds(), beat.of().due()))


def test_that_a_photo_taken_before_it_was_reported_is_the_requests(beat: Beat) -> None:
    route = beat.route()
    guard = beat.of()
    made = guard.start_round(route).result
    key = new_operation_id()
    FindingFiles(beat.desk()).attach("门.png", PNG, draft_key=key)
    found = guard.finding(made, beat.points(route)[0], NewFinding("门锁坏了"), operation_id=key)
    assert guard.finding(made, beat.points(route)[0], NewFinding("门锁坏了"), operation_id=key).result == found.result
    request = guard.findings()[0].request_id
    assert [file.name for file in RequestService(beat.desk(Role.CLERK)).attachments(request)] == ["门.png"]
    with pytest.raises(UserError, match="reported already"):
        FindingFiles(beat.desk()).attach("门2.png", PNG + b"\0", draft_key=key)
    with beat.village.desk.read() as session:
        assert session.execute(select(Attachment.topic, Attachment.owner_id)).all() == [("request", request)]


def test_that_a_round_ends_only_with_words_where_points_are_left(beat: Beat) -> None:
    route = beat.route(duties={"day": 1})
    guard, points = beat.of(), beat.points(route)
    made = guard.start_round(route).result
    guard.step(made, points[0], NORMAL)
    with pytest.raises(UserError) as caught:
        guard.step(made, points[1], MISSED)
    assert refused(caught) == ["words"]
    with pytest.raises(UserError) as caught:
        guard.end_round(made, version=1)
    assert refused(caught) == ["words"]
    guard.end_round(made, words="火警 先去处理", version=1)
    ended = guard.round(made)
    assert (ended.line.state, ended.line.missed) == (RoundState.BROKEN_OFF, 3)
    assert {step.words for step in ended.steps[1:]} == {"火警 先去处理"}
    assert beat.sums(22) == [("夜间一号线", "白班", 1, 0, 0, 1)]
    with pytest.raises(UserError):
        guard.step(made, points[1], NORMAL)
    with pytest.raises(UserError):
        guard.end_round(made, version=2)
    with pytest.raises(UserError):
        guard.withdraw_round(made, version=2)


def test_that_a_route_is_walked_by_one_at_a_time_and_ended_once(both: Beat) -> None:
    route = both.route()

    def start(account_id: int) -> int:
        try:
            return both.of(account_id=account_id).start_round(route).result
        except UserError:
            return 0

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(start, (1, 2)))
    assert sorted(map(bool, made)) == [False, True]
    round_id = max(made)
    other = both.of(account_id=2)
    for point in both.points(route):
        other.step(round_id, point, NORMAL)
    other.end_round(round_id, version=1)
    with pytest.raises(UserError):
        both.of().end_round(round_id, version=1)
    assert both.kept_rounds() == 1


def test_that_another_points_tag_and_a_strange_one_are_refused(beat: Beat) -> None:
    first, second = beat.route(), beat.route("二号线", ("地库", "泵房"))
    guard = beat.of()
    made = guard.start_round(first).result
    with pytest.raises(UserError) as caught:
        guard.step(made, beat.points(first)[0], NORMAL, scanned_code="P2")
    assert refused(caught) == ["scanned_code"]
    assert guard.point_for("ｐ１").route_id == min(first, second)
    assert guard.point_for("P1", second).name == "地库"
    with pytest.raises(UserError, match="No point of any route"):
        guard.point_for("P9")
    with pytest.raises(UserError):
        guard.step(made, beat.points(second)[0], NORMAL)


def test_that_a_round_needs_a_shift_and_points(beat: Beat) -> None:
    empty = beat.route(points=("岗亭",))
    boss = beat.of(Role.MANAGER)
    boss.archive_route(empty, version=boss.route(empty).version)
    with pytest.raises(UserError, match="no points"):
        beat.of().start_round(empty)
    assert boss.routes() == ()
    assert [route.archived for route in boss.routes(archived=True)] == [True]


def test_that_a_sheet_is_entered_later_for_the_shift_in_which_it_was_walked(both: Beat) -> None:
    route = both.route(duties={"day": 1, "night": 1})
    points = both.points(route)
    both.clock.set(at(23, 9))
    steps = (
        SheetStep(points[0], NORMAL),
        SheetStep(points[1], FINDING, finding=NewFinding("路灯不亮"), at=at(23, 1, 10)),
        SheetStep(points[2], MISSED, "下大雨"),
    )
    sheet = NewSheet(route, at(23, 1), at(23, 1, 40), "老周", steps)
    clerk = both.of(Role.CLERK)
    made = clerk.enter_sheet(sheet).result
    file = clerk.round(made)
    assert (file.line.shift, file.line.day, file.line.from_sheet) == ("夜班", at(22, 0).date(), True)
    assert [step.outcome for step in file.steps] == [NORMAL, FINDING, MISSED, MISSED]
    request = RequestService(both.desk(Role.CLERK)).detail(file.findings[0].request_id)
    assert (request.line.occurred_at, request.line.reporter) == (at(23, 1, 10), "老周")
    assert both.sums(22)[1] == ("夜间一号线", "夜班", 1, 1, 0, 0)
    with pytest.raises(UserError, match="not removed"):
        clerk.withdraw_round(made, version=file.line.version)


def test_that_what_is_wrong_with_a_sheet_is_said_and_nothing_is_kept(beat: Beat) -> None:
    route = beat.route()
    points = beat.points(route)
    clerk = beat.of(Role.CLERK)
    for sheet, fields in (
        (NewSheet(route, at(23, 1), at(23, 2), ""), ["started_at", "ended_at"]),
        (NewSheet(route, at(22, 10), at(22, 9), ""), ["ended_at"]),
        (NewSheet(route, at(22, 10), at(22, 11), "", (SheetStep(points[0], FINDING),)), ["steps"]),
        (NewSheet(route, at(22, 10), at(22, 11), "", (SheetStep(999, NORMAL),)), ["steps"]),
        (NewSheet(route, at(22, 10), at(22, 11), "", (SheetStep(points[0], NORMAL, at=at(22, 9)),)), ["steps"]),
        (NewSheet(route, at(22, 10), at(22, 11), "长" * 61), ["walker"]),
    ):
        with pytest.raises(UserError) as caught:
            clerk.enter_sheet(sheet)
        assert refused(caught) == fields
    assert beat.kept_rounds() == 0
    made = clerk.enter_sheet(NewSheet(route, at(22, 10), at(22, 11), "", (SheetStep(points[0], NORMAL),))).result
    with pytest.raises(ConflictError):
        clerk.withdraw_round(made, version=99)
    with pytest.raises(UserError):
        beat.of(Role.CLERK, 2).withdraw_round(made, version=clerk.round(made).line.version)
    clerk.withdraw_round(made, version=clerk.round(made).line.version)
    assert beat.kept_rounds() == 0


def test_that_rounds_are_paged_the_newest_first(beat: Beat) -> None:
    route = beat.route()
    made = []
    for _ in range(5):
        beat.clock.set(beat.clock.now() + timedelta(minutes=10))
        made.append(beat.walk(route))
    guard = beat.of()
    first = guard.rounds(limit=2)
    rest = guard.rounds(after=first[-1])
    assert [line.id for line in (*first, *rest)] == made[::-1]
    assert guard.rounds(PatrolFilter(states=(RoundState.RUNNING,))) == ()


def test_that_each_role_may_do_what_is_its_own(beat: Beat) -> None:
    route = beat.route()
    with pytest.raises(RefusedError):
        beat.of(Role.CLERK).start_round(route)
    with pytest.raises(RefusedError):
        beat.of(Role.CLERK).archive_route(route, version=1)
    with pytest.raises(RefusedError):
        beat.of(Role.ADMINISTRATOR).routes()
    with pytest.raises(RefusedError):
        FindingFiles(beat.desk(Role.CLERK)).attach("门.png", PNG, draft_key="x")
    assert Operation.WALK_PATROL


def test_that_a_point_and_a_finding_sent_twice_at_once_are_noted_once(both: Beat) -> None:
    route = both.route(duties={"day": 1})
    walked, (first, second, *_) = both.of().start_round(route).result, both.points(route)
    found = NewFinding("门锁坏了", both.category_id)
    acts: list[Callable[[], Changes]] = [
        lambda: both.of().step(walked, first, NORMAL),
        lambda: both.of(account_id=2).step(walked, first, MISSED, "锁着"),
        lambda: both.of().finding(walked, second, found, operation_id="once"),
        lambda: both.of().finding(walked, second, found, operation_id="once"),
    ]
    with ThreadPoolExecutor(len(acts)) as pool:
        results = [each.result().result for each in [pool.submit(act) for act in acts]]
    assert results[2] == results[3]
    file = both.file(walked)
    assert len(file.findings) == 1
    assert len([step for step in file.steps if step.point_id == first]) == 1
