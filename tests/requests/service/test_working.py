from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Role
from desktop.requests.model import HoldReason, Move, RequestKind, RequestState, StepKind
from desktop.requests.rows import MOST_WORDS, NewRequest
from tests.requests.conftest import settle

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.requests.rows import RequestDetail
    from tests.requests.conftest import Place

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def report(place: Place, **changes: Any) -> RequestDetail:
    given: dict[str, Any] = {"kind": RequestKind.REPAIR, "words": "漏水", "room_id": place.rooms["3-1-502"]}
    return place.service.detail(place.service.report(NewRequest(**(given | changes))).result)


def now(place: Place, request: RequestDetail) -> RequestDetail:
    return place.service.detail(request.line.id)


def names(request: RequestDetail) -> list[str]:
    return [row.name for row in request.helpers]


# --- helpers and handing over -----------------------------------------------------------------------------------------


def test_that_helpers_go_along_once_each_and_without_the_responsible_one(place: Place) -> None:
    request, (first, second) = report(place), place.workers.values()
    place.service.assign(
        request.line.id, worker_id=first, helper_ids=[second, first, second], why="两个人抬", version=1
    )
    after = now(place, request)
    assert (after.line.worker, names(after)) == ("何志强", ["丁磊"])
    assert after.steps[-1].details["helper_ids"] == [second]


def test_that_handing_over_replaces_worker_and_helpers_and_keeps_why(place: Place) -> None:
    request, (first, second) = report(place), place.workers.values()
    place.service.assign(request.line.id, worker_id=first, helper_ids=[second], version=1)
    place.service.start(request.line.id, version=2)
    place.service.assign(request.line.id, worker_id=second, why="换班", version=3)
    after = now(place, request)
    assert (after.line.state, after.line.worker, names(after)) == (RequestState.IN_PROGRESS, "丁磊", [])
    assert after.steps[-1].why == "换班"
    assert after.steps[-1].details["before"]["worker_id"] == first


def test_that_a_helper_of_elsewhere_is_refused(place: Place, clock: FixedClock) -> None:
    request, other = report(place), settle(place.desk.database, clock)
    with pytest.raises(UserError, match="helpers does not exist") as error:
        place.service.assign(
            request.line.id,
            worker_id=place.workers["何志强"],
            helper_ids=[place.workers["丁磊"], other.workers["丁磊"]],
            version=1,
        )
    assert error.value.problems[0].field == "helper_ids"
    assert now(place, request) == request


# --- handing back -----------------------------------------------------------------------------------------------------


def test_that_what_is_handed_back_waits_for_dispatch_with_its_reason(place: Place) -> None:
    request, (first, second) = report(place), place.workers.values()
    place.service.assign(request.line.id, worker_id=first, helper_ids=[second], version=1)
    place.service.start(request.line.id, version=2)
    place.service.hand_back(request.line.id, " 要专业公司 ", version=3)
    after = now(place, request)
    assert (after.line.state, after.line.worker, names(after), after.assigned_at) == (
        RequestState.RECEIVED,
        "",
        [],
        None,
    )
    assert after.line.department == "工程"
    step = after.steps[-1]
    assert (step.kind, step.why, step.details["before"]["worker_id"]) == (StepKind.HANDED_BACK, "要专业公司", first)
    assert place.service.today().to_dispatch == 1


@pytest.mark.parametrize("why", ["", "  \n", "长" * (MOST_WORDS + 1)])
def test_that_a_bad_reason_changes_nothing(place: Place, why: str) -> None:
    request = report(place, department_id=place.departments["engineering"], occurred_at=NOW - 60 * HOUR)
    with pytest.raises(UserError) as error:
        place.service.hand_back(request.line.id, why, version=1)
    assert error.value.problems[0].field == "why"
    with pytest.raises(UserError) as error:
        place.service.explain(request.line.id, why, version=1)
    assert error.value.problems[0].field == "reason"
    assert now(place, request) == request


def test_that_only_what_was_sent_out_comes_back(place: Place) -> None:
    request = report(place)
    assert Move.HAND_BACK not in request.moves
    with pytest.raises(UserError, match="not possible"):
        place.service.hand_back(request.line.id, "不归我们", version=1)


# --- why it is late ---------------------------------------------------------------------------------------------------


def test_that_a_delay_is_explained_and_the_explanation_corrected(place: Place) -> None:
    request = report(place, occurred_at=NOW - 60 * HOUR)
    assert Move.EXPLAIN in request.moves
    place.service.explain(request.line.id, "缺件", version=1)
    place.service.explain(request.line.id, "缺件，住户也不在家", version=2)
    after = now(place, request)
    assert after.overdue_reason == "缺件，住户也不在家"
    assert [(step.why, step.details.get("before")) for step in after.steps[1:]] == [
        ("缺件", None),
        ("缺件，住户也不在家", "缺件"),
    ]


def test_that_what_was_completed_late_is_explained_as_well(place: Place) -> None:
    request = report(place, occurred_at=NOW - 60 * HOUR)
    place.service.complete(request.line.id, version=1)
    place.service.explain(request.line.id, "缺件", version=2)
    assert now(place, request).overdue_reason == "缺件"


def test_that_what_is_not_late_has_nothing_to_explain(place: Place, clock: FixedClock) -> None:
    request, inquiry = report(place), report(place, kind=RequestKind.INQUIRY)
    resting = report(place)
    place.service.hold(resting.line.id, HoldReason.PARTS, version=1)
    in_time = report(place)
    place.service.complete(in_time.line.id, version=1)
    for each in (request, resting, in_time):
        assert Move.EXPLAIN not in now(place, each).moves
        with pytest.raises(UserError, match="is not late"):
            place.service.explain(each.line.id, "缺件", version=now(place, each).line.version)
    with pytest.raises(UserError, match="not possible"):
        place.service.explain(inquiry.line.id, "缺件", version=1)
    clock.advance(hours=60)
    assert Move.EXPLAIN in now(place, request).moves
    assert Move.EXPLAIN not in now(place, resting).moves
    assert Move.EXPLAIN not in now(place, in_time).moves


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR])
def test_that_only_the_desk_hands_back_and_explains(place: Place, role: Role) -> None:
    request = report(place, department_id=place.departments["engineering"], occurred_at=NOW - 60 * HOUR)
    service = place.acting_as(role)
    with pytest.raises(RefusedError):
        service.hand_back(request.line.id, "不归我们", version=1)
    with pytest.raises(RefusedError):
        service.explain(request.line.id, "缺件", version=1)
