from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.requests.model import (
    FollowUpOutcome,
    HoldReason,
    Move,
    RequestKind,
    RequestState,
    Satisfaction,
    StepKind,
)
from desktop.requests.rows import NewRequest
from desktop.storage.audit import Audit
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.clock import FixedClock
    from desktop.requests.rows import RequestDetail
    from desktop.requests.service import RequestService
    from tests.requests.conftest import Place

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)

MOVES: dict[str, Callable[[RequestService, int, int], object]] = {
    "assign": lambda service, id_, version: service.assign(id_, department_id=1, version=version),
    "start": lambda service, id_, version: service.start(id_, version=version),
    "hold": lambda service, id_, version: service.hold(id_, HoldReason.PARTS, version=version),
    "resume": lambda service, id_, version: service.resume(id_, version=version),
    "extend": lambda service, id_, version: service.extend(
        id_, NOW + 99 * HOUR, reason="缺件", approver="王经理", version=version
    ),
    "urge": lambda service, id_, version: service.urge(id_, version=version),
    "complete": lambda service, id_, version: service.complete(id_, version=version),
    "follow_up": lambda service, id_, version: service.follow_up(id_, FollowUpOutcome.REACHED, version=version),
    "close": lambda service, id_, version: service.close(id_, version=version),
    "reopen": lambda service, id_, version: service.reopen(id_, "又漏", version=version),
    "cancel": lambda service, id_, version: service.cancel(id_, "误报", version=version),
    "merge": lambda service, id_, version: service.merge(id_, id_ + 1, version=version),
    "unmerge": lambda service, id_, version: service.unmerge(id_, version=version),
    "print": lambda service, id_, version: service.print_work_order(id_, version=version),
}


def report(place: Place, **changes: Any) -> RequestDetail:
    given: dict[str, Any] = {"kind": RequestKind.REPAIR, "words": "漏水", "room_id": place.rooms["3-1-502"]} | changes
    return place.service.detail(place.service.report(NewRequest(**given)).result)


def now(place: Place, request: RequestDetail) -> RequestDetail:
    return place.service.detail(request.line.id)


def fields(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.field for problem in error.value.problems]


def test_that_a_move_from_an_old_view_overwrites_nothing(place: Place) -> None:
    request = report(place)
    place.service.urge(request.line.id, version=1)
    for move in MOVES.values():
        with pytest.raises(ConflictError):
            move(place.service, request.line.id, 1)
    assert now(place, request).line.version == 2


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR])
def test_that_only_the_desk_moves_requests(place: Place, role: Role) -> None:
    request = report(place)
    for move in MOVES.values():
        with pytest.raises(RefusedError):
            move(place.acting_as(role), request.line.id, 1)
    assert now(place, request).line.version == 1


def test_that_an_impossible_move_says_where_the_request_stands(place: Place) -> None:
    request = report(place)
    place.service.cancel(request.line.id, "误报", version=1)
    for move in MOVES.values():
        with pytest.raises(UserError) as error:
            move(place.service, request.line.id, 2)
        sentence = language("en").message(error.value.problems[0].message)
        assert "BX-2611-0001 is “Cancelled”. Nothing can be done with it." in sentence


def test_that_the_sentence_lists_the_moves_possible_now(place: Place) -> None:
    request = report(place)
    with pytest.raises(UserError) as error:
        place.service.close(request.line.id, version=1)
    sentence = language("en").message(error.value.problems[0].message)
    assert "Possible now: Begin work, Complete, Assign, Print work order, Put on hold" in sentence


def test_that_a_detail_offers_the_moves_of_the_role(place: Place) -> None:
    request = report(place)
    assert Move.COMPLETE in request.moves
    assert place.acting_as(Role.ADMINISTRATOR).detail(request.line.id).moves == ()


def test_that_sending_out_names_department_and_worker(place: Place) -> None:
    request = report(place)
    place.service.assign(request.line.id, worker_id=place.workers["何志强"], why="在班", version=1)
    sent = now(place, request)
    assert (sent.line.state, sent.line.worker, sent.line.department) == (RequestState.ASSIGNED, "何志强", "工程")
    place.service.assign(request.line.id, department_id=place.departments["order"], version=2)
    sent = now(place, request)
    assert (sent.worker_id, sent.line.department, sent.assigned_at) == (None, "秩序", NOW)
    assert sent.steps[-1].details["before"] == {
        "department_id": place.departments["engineering"],
        "worker_id": place.workers["何志强"],
    }


@pytest.mark.parametrize("given", [{}, {"department_id": 999}, {"worker_id": 999}])
def test_that_sending_out_to_nobody_is_refused(place: Place, given: dict[str, Any]) -> None:
    request = report(place)
    with pytest.raises(UserError):
        place.service.assign(request.line.id, version=1, **given)
    assert now(place, request).line.state is RequestState.RECEIVED


def test_that_a_hold_stops_the_clock_and_moves_the_due_time(place: Place, clock: FixedClock) -> None:
    request = report(place)
    place.service.hold(request.line.id, HoldReason.PARTS, "等软管", version=1)
    clock.advance(hours=72)
    held = now(place, request)
    assert (held.line.late, held.line.hold_reason, held.on_hold_since) == (None, HoldReason.PARTS, NOW)
    place.service.resume(request.line.id, version=2)
    resumed = now(place, request)
    assert (resumed.line.due_at, resumed.held) == (NOW + 120 * HOUR, 72 * HOUR)
    (hold,) = resumed.holds
    assert (hold.reason, hold.note, hold.started_at, hold.ended_at) == (
        HoldReason.PARTS,
        "等软管",
        NOW,
        NOW + 72 * HOUR,
    )


def test_that_a_completion_in_the_past_ends_the_running_hold_there(place: Place, clock: FixedClock) -> None:
    request = report(place)
    place.service.hold(request.line.id, HoldReason.NOBODY_HOME, version=1)
    clock.advance(hours=50)
    place.service.complete(request.line.id, at=NOW + 10 * HOUR, result="已换", version=2)
    done = now(place, request)
    assert (done.line.completed_at, done.held, done.line.due_at) == (NOW + 10 * HOUR, 10 * HOUR, NOW + 58 * HOUR)
    assert (done.result, done.line.follow_up_due_at) == ("已换", NOW + 82 * HOUR)


def test_that_only_what_a_hold_really_lasted_counts(place: Place, clock: FixedClock) -> None:
    request = report(place)
    clock.advance(hours=5)
    place.service.hold(request.line.id, HoldReason.PARTS, version=1)
    clock.advance(hours=5)
    place.service.resume(request.line.id, version=2)
    place.service.complete(request.line.id, at=NOW + 2 * HOUR, version=3)
    done = now(place, request)
    assert (done.held, done.line.due_at) == (timedelta(), NOW + 48 * HOUR)


@pytest.mark.parametrize("hours", [-1, 6])
def test_that_a_completion_lies_between_report_and_now(place: Place, clock: FixedClock, hours: int) -> None:
    request = report(place)
    clock.advance(hours=5)
    with pytest.raises(UserError) as error:
        place.service.complete(request.line.id, at=NOW + hours * HOUR, version=1)
    assert fields(error) == ["at"]


def test_that_an_extension_needs_a_later_time_a_reason_and_an_approver(place: Place) -> None:
    request = report(place)
    with pytest.raises(UserError) as error:
        place.service.extend(request.line.id, NOW, reason=" ", approver="", version=1)
    assert fields(error) == ["due_at", "reason", "approver"]
    far = datetime(9999, 12, 31, tzinfo=UTC)
    with pytest.raises(UserError) as error:
        place.service.extend(request.line.id, far, reason="缺件", approver="王经理", version=1)
    assert fields(error) == ["due_at"]
    place.service.extend(request.line.id, NOW + 60 * HOUR, reason="缺件", approver="王经理", version=1)
    extended = now(place, request)
    assert extended.line.due_at == NOW + 60 * HOUR
    assert (extended.steps[-1].why, extended.steps[-1].details["approver"]) == ("缺件", "王经理")


def completed(place: Place, clock: FixedClock, **changes: Any) -> RequestDetail:
    request = report(place, **changes)
    place.service.complete(request.line.id, version=1)
    clock.advance(hours=10)
    return now(place, request)


def test_that_outcome_and_satisfaction_are_different_things(place: Place, clock: FixedClock) -> None:
    request = completed(place, clock)
    with pytest.raises(UserError) as error:
        place.service.follow_up(
            request.line.id, FollowUpOutcome.NO_ANSWER, Satisfaction.SATISFIED, version=request.line.version
        )
    assert fields(error) == ["satisfaction"]
    place.service.follow_up(request.line.id, FollowUpOutcome.NO_ANSWER, version=request.line.version)
    tried = now(place, request)
    assert (tried.reached_at, tried.line.awaits_follow_up) == (None, True)
    place.service.follow_up(
        request.line.id, FollowUpOutcome.REACHED, Satisfaction.DISSATISFIED, "又漏", version=tried.line.version
    )
    reached = now(place, request)
    assert (reached.line.state, reached.reached_at) == (RequestState.COMPLETED, NOW + 10 * HOUR)
    assert reached.line.awaits_follow_up is False
    assert [(call.outcome, call.satisfaction, call.words) for call in reached.follow_ups] == [
        (FollowUpOutcome.NO_ANSWER, None, ""),
        (FollowUpOutcome.REACHED, Satisfaction.DISSATISFIED, "又漏"),
    ]


def test_that_the_first_call_that_reached_someone_counts_however_late_it_is_typed(
    place: Place, clock: FixedClock
) -> None:
    request = completed(place, clock)
    for hours in (5, 2, 7):
        version = now(place, request).line.version
        place.service.follow_up(request.line.id, FollowUpOutcome.REACHED, made_at=NOW + hours * HOUR, version=version)
    assert now(place, request).reached_at == NOW + 2 * HOUR


def test_that_cannot_be_called_needs_a_reason_and_ends_the_waiting(place: Place, clock: FixedClock) -> None:
    request = completed(place, clock)
    with pytest.raises(UserError) as error:
        place.service.follow_up(request.line.id, FollowUpOutcome.CANNOT_CALL, version=2)
    assert fields(error) == ["words"]
    place.service.follow_up(request.line.id, FollowUpOutcome.CANNOT_CALL, None, "空号", version=2)
    told = now(place, request)
    assert (told.cannot_call, told.line.awaits_follow_up) == (True, False)


def test_that_a_follow_up_can_close_at_once(place: Place, clock: FixedClock) -> None:
    request = completed(place, clock)
    place.service.follow_up(
        request.line.id, FollowUpOutcome.REACHED, Satisfaction.VERY_SATISFIED, close=True, version=2
    )
    closed = now(place, request)
    assert (closed.line.state, closed.closed_at) == (RequestState.CLOSED, NOW + 10 * HOUR)
    assert [step.kind for step in closed.steps][-2:] == [StepKind.FOLLOWED_UP, StepKind.CLOSED]


@pytest.mark.parametrize("hours", [-1, 11])
def test_that_a_follow_up_lies_between_completion_and_now(place: Place, clock: FixedClock, hours: int) -> None:
    request = completed(place, clock)
    with pytest.raises(UserError) as error:
        place.service.follow_up(request.line.id, FollowUpOutcome.REACHED, made_at=NOW + hours * HOUR, version=2)
    assert fields(error) == ["made_at"]


def test_that_an_inquiry_is_not_due_to_be_followed_up(place: Place, clock: FixedClock) -> None:
    request = completed(place, clock, kind=RequestKind.INQUIRY)
    assert (request.line.follow_up_due_at, request.line.awaits_follow_up) == (None, False)


def test_that_reopening_keeps_the_first_completion_only(place: Place, clock: FixedClock) -> None:
    request = completed(place, clock)
    place.service.follow_up(request.line.id, FollowUpOutcome.REACHED, version=2)
    with pytest.raises(UserError) as error:
        place.service.reopen(request.line.id, " ", version=3)
    assert fields(error) == ["why"]
    place.service.reopen(request.line.id, "又漏", version=3)
    again = now(place, request)
    assert (again.line.state, again.line.reopened_count) == (RequestState.REOPENED, 1)
    assert (again.first_completed_at, again.line.completed_at) == (NOW, None)
    assert (again.line.follow_up_due_at, again.reached_at, again.cannot_call) == (None, None, False)
    with pytest.raises(UserError) as error:
        place.service.complete(request.line.id, at=NOW + HOUR, version=4)
    assert fields(error) == ["at"]
    clock.advance(hours=1)
    place.service.complete(request.line.id, version=4)
    assert (now(place, request).first_completed_at, now(place, request).line.completed_at) == (NOW, NOW + 11 * HOUR)


def test_that_cancelling_needs_a_reason_and_ends_a_hold(place: Place, clock: FixedClock) -> None:
    request = report(place)
    place.service.hold(request.line.id, HoldReason.PARTS, version=1)
    clock.advance(hours=1)
    with pytest.raises(UserError) as error:
        place.service.cancel(request.line.id, "", version=2)
    assert fields(error) == ["reason"]
    place.service.cancel(request.line.id, "误报", version=2)
    gone = now(place, request)
    assert (gone.line.state, gone.cancel_reason, gone.cancelled_at) == (RequestState.CANCELLED, "误报", NOW + HOUR)
    assert (gone.on_hold_since, gone.holds[0].ended_at) == (None, NOW + HOUR)


def test_that_endless_texts_are_refused_everywhere(place: Place) -> None:
    request = report(place)
    endless = "长" * 10_000
    with pytest.raises(UserError) as error:
        place.service.complete(request.line.id, result=endless, version=1)
    assert fields(error) == ["result"]
    with pytest.raises(UserError) as error:
        place.service.hold(request.line.id, HoldReason.PARTS, endless, version=1)
    assert fields(error) == ["note"]
    with pytest.raises(UserError) as error:
        place.service.cancel(request.line.id, endless, version=1)
    assert fields(error) == ["reason"]


def test_that_callers_of_one_fault_hang_on_one_request(place: Place) -> None:
    main, first, second = (report(place) for _ in range(3))
    place.service.merge(second.line.id, first.line.id, version=1)
    place.service.merge(first.line.id, main.line.id, version=1)
    merged = now(place, main)
    assert {line.id for line in merged.duplicates} == {first.line.id, second.line.id}
    child = now(place, second)
    assert (child.line.state, child.duplicate_of, child.duplicate_of_id) == (
        RequestState.DUPLICATE,
        main.line.number,
        main.line.id,
    )
    assert place.service.today().to_dispatch == 1


def test_that_nothing_is_merged_into_itself_a_duplicate_or_a_cancelled_request(place: Place) -> None:
    main, duplicate, cancelled, last = (report(place) for _ in range(4))
    place.service.merge(duplicate.line.id, main.line.id, version=1)
    place.service.cancel(cancelled.line.id, "误报", version=1)
    for target in (last, duplicate, cancelled):
        with pytest.raises(UserError) as error:
            place.service.merge(last.line.id, target.line.id, version=1)
        assert fields(error) == ["main_id"]


def test_that_a_main_request_does_not_take_its_callers_along_when_cancelled(place: Place) -> None:
    main, duplicate = report(place), report(place)
    place.service.merge(duplicate.line.id, main.line.id, version=1)
    with pytest.raises(UserError):
        place.service.cancel(main.line.id, "误报", version=1)
    place.service.unmerge(duplicate.line.id, version=2)
    assert now(place, duplicate).line.state is RequestState.RECEIVED
    place.service.cancel(main.line.id, "误报", version=1)
    assert now(place, main).line.state is RequestState.CANCELLED


def test_that_printing_is_noted_but_changes_nothing(place: Place) -> None:
    request = report(place)
    place.service.print_work_order(request.line.id, copies=("工程", "业主"), version=1)
    printed = now(place, request)
    assert (printed.line.version, printed.steps[-1].kind) == (1, StepKind.PRINTED)
    assert printed.steps[-1].details["copies"] == ["工程", "业主"]


def test_that_each_move_is_audited_with_what_it_changed(place: Place) -> None:
    request = report(place)
    place.service.start(request.line.id, version=1)
    with place.desk.read() as session:
        audits = select(Audit.action, Audit.before, Audit.after).order_by(Audit.id.desc()).limit(1)
        action, before, after = session.execute(audits).one()
    assert (action, before) == ("start", {"state": "received", "responded_at": None})
    assert after == {"state": "in_progress", "responded_at": "2026-11-22T06:05:00+00:00", "step": "started"}


def test_that_the_household_sees_its_own_part_at_its_own_time(place: Place, clock: FixedClock) -> None:
    request = report(place)
    clock.advance(hours=3)
    place.service.start(request.line.id, version=1)
    place.service.complete(request.line.id, at=NOW + HOUR, result="已换软管", version=2)
    place.service.follow_up(
        request.line.id, FollowUpOutcome.REACHED, Satisfaction.FAIR, "还行", made_at=NOW + 2 * HOUR, version=3
    )
    with place.desk.read() as session:
        entries = [
            tuple(entry)
            for entry in session.execute(
                select(TimelineEntry.kind, TimelineEntry.at, TimelineEntry.parameters).order_by(TimelineEntry.id)
            )
        ]
    assert [(kind, at) for kind, at, _ in entries] == [
        ("request_reported", NOW),
        ("request_completed", NOW + HOUR),
        ("request_followed_up", NOW + 2 * HOUR),
    ]
    assert entries[1][2]["result"] == "已换软管"
    assert (entries[2][2]["satisfaction"], entries[2][2]["why"]) == ("fair", "还行")


def test_that_looking_at_a_phone_is_audited_first(place: Place) -> None:
    request = report(place, phone="13900007713")
    assert "13900007713" not in repr(request)
    assert place.service.reveal_phone(request.line.id) == "139 0000 7713"
    with place.desk.read() as session:
        assert session.scalars(select(Audit.action).order_by(Audit.id.desc())).first() == "phone revealed"
    with pytest.raises(RefusedError):
        place.acting_as(Role.ADMINISTRATOR).reveal_phone(request.line.id)
