from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from desktop.core.errors import RefusedError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Actor, Operation, Role
from desktop.requests.model import ComplaintGrade, FollowUpOutcome, Move, RequestKind, RequestState, StepKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from desktop.storage.audit import Audit
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from desktop.requests.rows import RequestDetail
    from tests.requests.conftest import Place

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
ORDINARY, SERIOUS, MAJOR = "一般投诉", "严重投诉", "重大投诉"


def grade_of(place: Place, name: str) -> int:
    return next(row.id for row in place.service.grades() if row.name == name)


def complain(place: Place, **changes: Any) -> RequestDetail:
    given: dict[str, Any] = {"kind": RequestKind.COMPLAINT, "words": "保安态度差", "room_id": place.rooms["3-1-502"]}
    return place.service.detail(place.service.report(NewRequest(**(given | changes))).result)


def now(place: Place, request: RequestDetail) -> RequestDetail:
    return place.service.detail(request.line.id)


def head(place: Place, department: str = "") -> RequestService:
    """Return the service for a manager: the head of `department`, or of the whole project."""
    headed = place.departments.get(department)
    actor = Actor(3, f"{department or '项目'}经理", Role.MANAGER, place.desk.actor.community_id, headed)
    return RequestService(replace(place.desk, actor=actor))


def told(request: RequestDetail) -> dict[str, bool]:
    return {row.whom: row.told_at is not None for row in request.tellings}


def sentence(error: pytest.ExceptionInfo[UserError]) -> str:
    return language("en").message(error.value.problems[0].message)


def fields(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.field for problem in error.value.problems]


def tell_everyone(place: Place, request: RequestDetail) -> RequestDetail:
    for row in now(place, request).tellings:
        place.service.tell(request.line.id, row.whom, version=now(place, request).line.version)
    return now(place, request)


def completed(place: Place, request: RequestDetail) -> RequestDetail:
    place.service.complete(request.line.id, result="队长上门道歉", version=now(place, request).line.version)
    return now(place, request)


# --- grading --------------------------------------------------------------------------------------------------------


def test_that_a_complaint_can_come_in_graded(place: Place) -> None:
    order = place.departments["order"]
    request = complain(place, grade_id=grade_of(place, MAJOR), accused_department_id=order, promised_at=NOW + 6 * HOUR)
    assert (request.grade, request.accused_department, request.line.promised_at) == (MAJOR, "秩序", NOW + 6 * HOUR)
    assert told(request) == {"部门主管": False, "项目经理": False}
    assert [step.kind for step in request.steps] == [StepKind.REPORTED, StepKind.GRADED]


def test_that_only_complaints_keep_a_grade(place: Place) -> None:
    request = complain(place, kind=RequestKind.REPAIR, grade_id=grade_of(place, MAJOR), promised_at=NOW + HOUR)
    assert (request.grade_id, request.line.promised_at, request.tellings) == (None, None, ())
    assert not {Move.GRADE, Move.TELL} & {*request.moves}
    with pytest.raises(UserError, match="not possible"):
        place.service.grade(request.line.id, grade_id=grade_of(place, MAJOR), version=1)


def test_that_everything_wrong_with_a_grade_is_said_at_once(place: Place) -> None:
    wrong: dict[str, Any] = {"grade_id": 999, "accused_department_id": 999, "promised_at": NOW - HOUR}
    with pytest.raises(UserError) as error:
        complain(place, **wrong)
    assert fields(error) == ["grade_id", "accused_department_id", "promised_at"]
    request = complain(place)
    with pytest.raises(UserError) as error:
        place.service.grade(request.line.id, **wrong, version=1)
    assert fields(error) == ["grade_id", "accused_department_id", "promised_at"]
    assert now(place, request) == request


def test_that_another_grade_changes_who_must_be_told_but_forgets_nobody_who_was(place: Place) -> None:
    request = complain(place, grade_id=grade_of(place, MAJOR))
    place.service.tell(request.line.id, "项目经理", version=request.line.version)
    place.service.grade(request.line.id, grade_id=grade_of(place, SERIOUS), version=now(place, request).line.version)
    assert told(now(place, request)) == {"部门主管": False, "项目经理": True}
    place.service.grade(request.line.id, grade_id=grade_of(place, ORDINARY), version=now(place, request).line.version)
    assert told(now(place, request)) == {"项目经理": True}


def test_that_grading_the_same_again_leaves_no_step(place: Place) -> None:
    request = complain(place, grade_id=grade_of(place, SERIOUS))
    place.service.grade(request.line.id, grade_id=grade_of(place, SERIOUS), version=request.line.version)
    assert now(place, request).steps == request.steps


def test_that_a_retired_grade_stays_where_it_is_and_is_chosen_no_more(place: Place) -> None:
    grade = grade_of(place, SERIOUS)
    request = complain(place, grade_id=grade)
    with place.desk.write(Operation.EDIT_RULES) as work:
        work.session.execute(update(ComplaintGrade).where(ComplaintGrade.id == grade).values(active=False))
    place.service.grade(
        request.line.id, grade_id=grade, promised_at=NOW + HOUR, version=now(place, request).line.version
    )
    assert now(place, request).grade == SERIOUS
    with pytest.raises(UserError, match="grade does not exist"):
        complain(place, grade_id=grade)


# --- telling --------------------------------------------------------------------------------------------------------


def test_that_it_is_noted_who_told_whom_and_when(place: Place) -> None:
    request = complain(place, grade_id=grade_of(place, SERIOUS), occurred_at=NOW - 5 * HOUR)
    place.service.tell(request.line.id, "部门主管", "电话", told_at=NOW - HOUR, version=request.line.version)
    place.service.tell(request.line.id, " 集团客服 ", version=now(place, request).line.version)
    rows = now(place, request).tellings
    assert [(row.whom, row.told_at) for row in rows] == [("部门主管", NOW - HOUR), ("集团客服", NOW)]
    step = now(place, request).steps[-2]
    assert (step.kind, step.why, step.details["whom"]) == (StepKind.TOLD, "电话", "部门主管")


def test_that_only_what_the_resident_was_told_is_on_the_households_timeline(place: Place) -> None:
    request = complain(place, grade_id=grade_of(place, SERIOUS))
    tell_everyone(place, request)
    done = completed(place, request)
    place.service.tell(request.line.id, words="接受道歉", version=done.line.version)
    assert now(place, request).told_at == NOW
    with place.desk.read() as session:
        kinds = [entry.kind for entry in session.scalars(select(TimelineEntry).order_by(TimelineEntry.id))]
        audited = [row.after for row in session.scalars(select(Audit).where(Audit.action == "tell").order_by(Audit.id))]
    assert kinds == ["request_reported", "request_completed", "request_told"]
    assert [after and after.get("whom") for after in audited] == ["部门主管", None]


def test_that_nobody_was_told_in_the_future_or_before_there_was_anything_to_tell(place: Place) -> None:
    request = complain(place, occurred_at=NOW - 5 * HOUR)
    for at, whom, field in (
        (NOW + HOUR, "项目经理", "told_at"),
        (NOW - 6 * HOUR, "项目经理", "told_at"),
        (NOW, "", "whom"),
        (NOW, "长" * 101, "whom"),
    ):
        with pytest.raises(UserError) as error:
            place.service.tell(request.line.id, whom, told_at=at, version=1)
        assert fields(error) == [field]
    done = completed(place, request)
    with pytest.raises(UserError, match="no result yet at this time"):
        place.service.tell(request.line.id, told_at=NOW - HOUR, version=done.line.version)


def test_that_reopening_takes_back_that_the_result_was_told_and_signed(place: Place) -> None:
    request = completed(place, complain(place, grade_id=grade_of(place, ORDINARY)))
    place.service.tell(request.line.id, version=request.line.version)
    place.service.close(request.line.id, version=now(place, request).line.version)
    assert (now(place, request).signed_by, now(place, request).told_at) == ("clerk", NOW)
    place.service.reopen(request.line.id, "又来吵", version=now(place, request).line.version)
    assert (now(place, request).signed_by, now(place, request).told_at) == ("", None)


# --- closing --------------------------------------------------------------------------------------------------------


def test_that_nobody_closes_before_everyone_named_was_told(place: Place) -> None:
    request = completed(place, complain(place, grade_id=grade_of(place, MAJOR)))
    with pytest.raises(UserError) as error:
        head(place).close(request.line.id, version=request.line.version)
    assert "部门主管, 项目经理 must be told before it is closed" in sentence(error)
    refusal = head(place).detail(request.line.id).closing_refusal
    assert refusal is not None
    assert language("en").message(refusal) == sentence(error)


@pytest.mark.parametrize(
    ("grade", "signers", "words"),
    [
        (ORDINARY, {"clerk", "order", "engineering", ""}, ""),
        (SERIOUS, {"order", ""}, "the head of 秩序 or the project manager must sign"),
        (MAJOR, {""}, "the project manager must sign"),
    ],
)
def test_that_the_grade_decides_who_signs_the_closing(place: Place, grade: str, signers: set[str], words: str) -> None:
    accused = place.departments["order"]
    for who in ("clerk", "order", "engineering", ""):
        request = complain(place, grade_id=grade_of(place, grade), accused_department_id=accused)
        done = completed(place, tell_everyone(place, request))
        service = place.service if who == "clerk" else head(place, who)
        if who in signers:
            service.close(done.line.id, version=done.line.version)
            assert now(place, done).line.state is RequestState.CLOSED
            assert now(place, done).signed_by == service.actor.name
            assert now(place, done).steps[-1].details["signed_by"] == service.actor.name
        else:
            with pytest.raises(UserError) as error:
                service.close(done.line.id, version=done.line.version)
            assert words in sentence(error)
            assert now(place, done) == done


def test_that_the_head_of_where_it_went_signs_where_nobody_is_accused(place: Place) -> None:
    request = complain(
        place, grade_id=grade_of(place, SERIOUS), department_id=place.departments["engineering"], dispatch=False
    )
    done = completed(place, tell_everyone(place, request))
    head(place, "engineering").close(done.line.id, version=done.line.version)
    assert now(place, done).signed_by == "engineering经理"


def test_that_a_follow_up_closes_only_what_its_caller_may_close_and_is_not_half_written(place: Place) -> None:
    done = completed(place, tell_everyone(place, complain(place, grade_id=grade_of(place, MAJOR))))
    with pytest.raises(UserError) as error:
        place.service.follow_up(done.line.id, FollowUpOutcome.REACHED, close=True, version=done.line.version)
    assert fields(error) == ["close"]
    assert now(place, done).follow_ups == ()
    head(place).follow_up(done.line.id, FollowUpOutcome.REACHED, close=True, version=done.line.version)
    assert (now(place, done).line.state, now(place, done).signed_by) == (RequestState.CLOSED, "项目经理")


def test_that_an_ungraded_complaint_is_closed_by_anyone_and_signed_by_nobody(place: Place) -> None:
    done = completed(place, complain(place))
    place.service.close(done.line.id, version=done.line.version)
    assert now(place, done).signed_by == ""


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR])
def test_that_only_the_desk_handles_complaints(place: Place, role: Role) -> None:
    request = complain(place)
    with pytest.raises(RefusedError):
        place.acting_as(role).grade(request.line.id, grade_id=grade_of(place, MAJOR), version=1)
    with pytest.raises(RefusedError):
        place.acting_as(role).tell(request.line.id, "项目经理", version=1)


# --- who signs is not chosen by who wants it closed -----------------------------------------------------------------


def test_that_what_only_waits_for_its_signature_is_regraded_by_who_signs_for_it(place: Place) -> None:
    request = complain(place, grade_id=grade_of(place, MAJOR))
    request = completed(place, tell_everyone(place, request))
    for service, grade_id in ((place.service, None), (head(place, "order"), grade_of(place, ORDINARY))):
        with pytest.raises(UserError) as error:
            service.grade(request.line.id, grade_id=grade_id, version=request.line.version)
        assert fields(error) == ["grade_id"]
    head(place).grade(request.line.id, grade_id=grade_of(place, ORDINARY), version=request.line.version)
    place.service.close(request.line.id, version=now(place, request).line.version)
    assert now(place, request).signed_by == "clerk"


def test_that_a_head_does_not_take_another_department_s_complaint_to_sign_it(place: Place) -> None:
    order, service = place.departments["order"], place.departments["service"]
    request = complain(place, grade_id=grade_of(place, SERIOUS), accused_department_id=order)
    request = completed(place, tell_everyone(place, request))
    with pytest.raises(UserError) as error:
        head(place, "service").grade(
            request.line.id, grade_id=request.grade_id, accused_department_id=service, version=request.line.version
        )
    assert fields(error) == ["accused_department_id"]
    place.service.grade(
        request.line.id,
        grade_id=request.grade_id,
        accused_department_id=order,
        promised_at=NOW + HOUR,
        version=request.line.version,
    )
    assert now(place, request).line.promised_at == NOW + HOUR


def test_that_what_was_signed_stays_what_was_signed(place: Place) -> None:
    request = completed(place, complain(place, grade_id=grade_of(place, ORDINARY)))
    place.service.close(request.line.id, version=request.line.version)
    with pytest.raises(UserError):
        head(place).grade(request.line.id, grade_id=grade_of(place, MAJOR), version=now(place, request).line.version)
    assert Move.GRADE not in now(place, request).moves
    assert Move.TELL in now(place, request).moves
