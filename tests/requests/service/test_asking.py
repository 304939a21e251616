from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Operation, Role
from desktop.requests.model import (
    FollowUpAnswer,
    FollowUpOutcome,
    FollowUpQuestion,
    RequestKind,
    RequestState,
    Satisfaction,
    StepKind,
)
from desktop.requests.rows import FollowUpTold, NewRequest, ReplyRow, RequestFilter
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.requests.rows import RequestDetail
    from tests.requests.conftest import Place

REACHED, NO_ANSWER, CANNOT_CALL = FollowUpOutcome


def report(place: Place, **changes: Any) -> RequestDetail:
    given: dict[str, Any] = {"kind": RequestKind.REPAIR, "words": "漏水", "room_id": place.rooms["3-1-502"]} | changes
    return place.service.detail(place.service.report(NewRequest(**given)).result)


def now(place: Place, request: RequestDetail) -> RequestDetail:
    return place.service.detail(request.line.id)


def complete(place: Place, request: RequestDetail) -> RequestDetail:
    place.service.complete(request.line.id, result="换软管", version=now(place, request).line.version)
    return now(place, request)


def merge(place: Place, request: RequestDetail, main: RequestDetail) -> RequestDetail:
    place.service.merge(request.line.id, main.line.id, version=now(place, request).line.version)
    return now(place, request)


def call(place: Place, request: RequestDetail, outcome: FollowUpOutcome = REACHED, **said: Any) -> RequestDetail:
    place.service.follow_up(request.line.id, outcome, version=now(place, request).line.version, **said)
    return now(place, request)


def question(place: Place, words: str) -> int:
    with place.desk.write(Operation.EDIT_RULES) as work:
        row = FollowUpQuestion(community_id=work.community_id, words=words, position=9)
        work.session.add(row)
        work.session.flush()
        return row.id


def due(place: Place, request: RequestDetail) -> bool:
    return now(place, request).line.awaits_follow_up


# --- answers --------------------------------------------------------------------------------------------------------


def test_that_answers_to_the_communitys_questions_are_kept(place: Place) -> None:
    request = complete(place, report(place))
    asked = question(place, "按时到场了吗？")
    told = call(place, request, satisfaction=Satisfaction.SATISFIED, replies={asked: FollowUpAnswer.NO})
    assert told.follow_ups[-1].replies == (ReplyRow("按时到场了吗？", FollowUpAnswer.NO),)
    assert told.steps[-1].details["replies"] == [{"question": "按时到场了吗？", "answer": "no"}]
    assert told.line.version == request.line.version + 1


def test_that_only_who_was_reached_answers_questions_of_this_community(place: Place) -> None:
    request = complete(place, report(place))
    asked = question(place, "按时到场了吗？")
    for outcome, replies in ((NO_ANSWER, {asked: FollowUpAnswer.YES}), (REACHED, {9999: FollowUpAnswer.YES})):
        with pytest.raises(UserError) as error:
            call(place, request, outcome, replies=replies)
        assert [problem.field for problem in error.value.problems] == ["replies"]
    assert now(place, request).follow_ups == ()


def test_that_one_write_reopens_what_is_not_good(place: Place) -> None:
    request = complete(place, report(place))
    told = call(place, request, satisfaction=Satisfaction.DISSATISFIED, words="还在漏", reopen_because="还在漏")
    assert told.line.state is RequestState.REOPENED
    assert [step.kind for step in told.steps[-2:]] == [StepKind.FOLLOWED_UP, StepKind.REOPENED]
    assert told.steps[-1].why == "还在漏"
    assert told.follow_ups[-1].satisfaction is Satisfaction.DISSATISFIED
    assert not told.line.awaits_follow_up
    assert told.line.version == request.line.version + 1


def test_that_nobody_reopens_for_who_was_not_reached(place: Place) -> None:
    request = complete(place, report(place))
    with pytest.raises(UserError) as error:
        call(place, request, NO_ANSWER, reopen_because="还在漏")
    assert [problem.field for problem in error.value.problems] == ["reopen_because"]


def test_that_a_closed_request_is_reopened_too(place: Place) -> None:
    request = complete(place, report(place))
    place.service.close(request.line.id, version=request.line.version)
    assert call(place, request, reopen_because="还在漏").line.state is RequestState.REOPENED


def test_that_one_call_tells_of_several_requests_or_of_none(place: Place) -> None:
    first, second = (complete(place, report(place)) for _ in range(2))
    told = [
        FollowUpTold(request_id=one.line.id, version=one.line.version, outcome=REACHED, satisfaction=grade)
        for one, grade in ((second, Satisfaction.FAIR), (first, Satisfaction.SATISFIED))
    ]
    call(place, second)
    with pytest.raises(ConflictError):
        place.service.follow_up_together(told)
    assert now(place, first).follow_ups == ()
    told[0] = FollowUpTold(request_id=second.line.id, version=now(place, second).line.version, outcome=REACHED)
    changes = place.service.follow_up_together(told)
    assert changes.ids["request"] >= {first.line.id, second.line.id}
    assert not due(place, first)
    assert not due(place, second)


# --- all callers of a fault -----------------------------------------------------------------------------------------


def test_that_completing_the_main_request_lets_every_caller_be_called(place: Place) -> None:
    main, first, second = (report(place) for _ in range(3))
    merge(place, first, main)
    merge(place, second, main)
    assert place.service.today().awaits_follow_up == 0
    done = complete(place, main)
    for caller in (first, second):
        assert now(place, caller).line.follow_up_due_at == done.line.follow_up_due_at
    wanted = RequestFilter(awaits_follow_up=True)
    listed = place.service.lines(wanted)
    assert {line.id for line in listed} == {main.line.id, first.line.id, second.line.id}
    assert all(line.awaits_follow_up for line in listed)
    assert place.service.today().awaits_follow_up == place.service.count(wanted) == 3
    call(place, first)
    assert not due(place, first)
    assert due(place, main)
    with place.desk.read() as session:
        told = list(
            session.scalars(select(Audit).where(Audit.subject_id == second.line.id, Audit.action == "complete"))
        )
    assert len(told) == 1


def test_that_reopening_spares_the_callers_not_yet_reached(place: Place) -> None:
    main, reached, waiting = (report(place) for _ in range(3))
    merge(place, reached, main)
    merge(place, waiting, main)
    complete(place, main)
    call(place, reached)
    place.service.reopen(main.line.id, "还在漏", version=now(place, main).line.version)
    assert now(place, waiting).line.follow_up_due_at is None
    assert now(place, reached).reached_at is not None
    complete(place, main)
    assert due(place, waiting)
    assert due(place, reached)


def test_that_a_call_about_a_duplicate_lies_after_the_completion_of_the_main_request(
    place: Place, clock: FixedClock
) -> None:
    main, caller = report(place), report(place)
    merge(place, caller, main)
    complete(place, main)
    clock.set(clock.now() + timedelta(hours=1))
    with pytest.raises(UserError) as error:
        call(place, caller, made_at=clock.now() - timedelta(hours=2))
    assert [problem.field for problem in error.value.problems] == ["made_at"]
    call(place, caller, CANNOT_CALL, words="空号")
    assert now(place, caller).cannot_call


def test_that_a_dissatisfied_caller_reopens_the_main_request(place: Place) -> None:
    main, caller, other = (report(place) for _ in range(3))
    merge(place, caller, main)
    merge(place, other, main)
    complete(place, main)
    told = call(place, caller, satisfaction=Satisfaction.VERY_DISSATISFIED, reopen_because="还在漏")
    assert told.line.state is RequestState.DUPLICATE
    assert now(place, main).line.state is RequestState.REOPENED
    assert now(place, main).steps[-1].why == "还在漏"
    assert not due(place, other)


def test_that_merging_into_what_is_done_lets_the_caller_be_called_and_unmerging_not(place: Place) -> None:
    main, caller = complete(place, report(place)), report(place)
    merged = merge(place, caller, main)
    assert merged.line.awaits_follow_up
    assert merged.line.follow_up_due_at == main.line.follow_up_due_at
    place.service.unmerge(caller.line.id, version=merged.line.version)
    assert now(place, caller).line.follow_up_due_at is None


def test_that_nobody_is_called_about_what_is_never_asked(place: Place) -> None:
    main, caller = report(place, kind=RequestKind.INQUIRY), report(place, kind=RequestKind.INQUIRY)
    merge(place, caller, main)
    complete(place, main)
    assert not due(place, caller)
    with pytest.raises(UserError):
        call(place, caller)


def test_that_only_the_desk_follows_up(place: Place) -> None:
    request = complete(place, report(place))
    told = FollowUpTold(request_id=request.line.id, version=request.line.version, outcome=REACHED)
    with pytest.raises(RefusedError):
        place.acting_as(Role.GUARD).follow_up_together((told,))
    assert now(place, request).follow_ups == ()
