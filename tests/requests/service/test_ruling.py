"""Due times through the service: taken from the rules, pushed by holds, moved by extensions, never silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from desktop.core.clock import FixedClock
from desktop.core.i18n import language
from desktop.core.permissions import Operation, Role
from desktop.requests.model import HoldReason, Priority, Request, RequestKind, RequestRule
from desktop.requests.rows import NewRequest, RequestFacts
from desktop.working_days.service import WorkingDaysService
from tests.requests import timing
from tests.requests.conftest import settle

if TYPE_CHECKING:
    from desktop.requests.rows import RequestDetail
    from desktop.storage.database import Database
    from tests.requests.conftest import Place

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""Friday 10:00 in Shanghai."""
STANDARD = ("08:30-12:00, 13:30-18:00",) * 5 + ("", "", "")


@pytest.fixture
def on_friday(database: Database) -> tuple[Place, FixedClock]:
    """Return a community with its rules on a Friday morning."""
    clock = FixedClock(FRIDAY)
    place = settle(database, clock)
    timing.lay_down(place)
    return place, clock


def report(place: Place, **changes: Any) -> RequestDetail:
    given: dict[str, Any] = {"kind": RequestKind.REPAIR, "words": "漏水", "room_id": place.rooms["3-1-502"]} | changes
    return place.service.detail(place.service.report(NewRequest(**given)).result)


def kept(place: Place, request_id: int) -> Request:
    """Return the request as it is kept."""
    with place.desk.read() as session:
        request = session.scalars(select(Request).where(Request.id == request_id)).one()
        session.expunge(request)
        return request


def add_rule(place: Place, **values: Any) -> int:
    with place.desk.write(Operation.EDIT_RULES) as work:
        row = RequestRule(community_id=work.community_id, **values)
        work.session.add(row)
        work.session.flush()
        work.result = row.id
    return work.changes.result


# --- taken in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "response", "completion"),
    [
        ({}, 120, 48 * 60),
        ({"priority": Priority.URGENT}, 30, 24 * 60),
        ({"priority": Priority.EMERGENCY}, 10, 4 * 60),
        ({"kind": RequestKind.COMPLAINT}, 60, 24 * 60),
        ({"kind": RequestKind.COMPLAINT, "priority": Priority.EMERGENCY}, 10, 4 * 60),
        ({"kind": RequestKind.SUGGESTION}, None, None),
    ],
)
def test_that_a_new_request_has_the_times_of_its_rule(
    place: Place, given: dict[str, Any], response: int | None, completion: int | None
) -> None:
    said = NOW - 3 * HOUR
    request = kept(place, report(place, occurred_at=said, **given).line.id)
    expected = [None if minutes is None else said + timedelta(minutes=minutes) for minutes in (response, completion)]
    assert [request.response_due_at, request.due_at] == expected
    assert (request.rule_id is None) == (response is None)
    assert request.due_in_working_time is False


def test_that_the_rule_of_the_category_comes_first_but_no_emergency_waits_for_it(place: Place) -> None:
    lift = place.categories["电梯"]
    id_ = add_rule(place, category_id=lift, response_minutes=5, completion_minutes=60, in_working_time=True)
    request = kept(place, report(place, category_id=lift, priority=Priority.URGENT).line.id)
    # 22 November 2026 is a Sunday: it is due on Monday an hour after work begins.
    assert request.due_at == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    assert request.response_due_at == datetime(2026, 11, 23, 0, 35, tzinfo=UTC)
    assert (request.rule_id, request.due_in_working_time) == (id_, True)
    stuck = kept(place, report(place, category_id=lift, priority=Priority.EMERGENCY).line.id)
    assert stuck.due_at == NOW + 4 * HOUR


def test_that_a_rule_out_of_force_and_those_of_another_community_do_not_count(place: Place) -> None:
    add_rule(place, kind="suggestion", completion_minutes=60, active=False)
    other = settle(place.desk.database, FixedClock(NOW))
    add_rule(other, kind="suggestion", completion_minutes=60)
    assert kept(place, report(place, kind=RequestKind.SUGGESTION).line.id).due_at is None
    assert len(place.service.rules()) == 4
    assert len(other.service.rules()) == 5


def test_that_a_due_time_agreed_with_the_caller_goes_before_the_rule(place: Place) -> None:
    agreed = NOW + 7 * DAY
    request = kept(place, report(place, due_at=agreed).line.id)
    assert request.due_at == agreed
    assert request.response_due_at == NOW + 2 * HOUR


def test_that_a_form_is_told_the_times_and_their_doubt(place: Place, clock: FixedClock) -> None:
    service = place.service
    plain = service.due_times("repair", None, "normal", NOW - HOUR)
    assert (plain.response, plain.completion, plain.doubt) == (NOW + HOUR, NOW + 47 * HOUR, None)
    assert service.due_times("repair", None, "emergency").completion == NOW + 4 * HOUR
    assert service.due_times("repair", None, "normal", NOW + HOUR).completion is None
    assert service.due_times("praise", None, "normal", NOW).completion is None
    add_rule(place, kind="praise", completion_minutes=600, in_working_time=True)
    clock.advance(days=39)
    doubtful = service.due_times("praise", None, "normal")
    assert doubtful.completion == datetime(2027, 1, 1, 8, 5, tzinfo=UTC)
    assert doubtful.doubt is not None
    assert "2027" in language("en").message(doubtful.doubt)
    assert report(place, kind=RequestKind.PRAISE).steps[0].details["unknown_holidays"] == "2027"


def test_that_holidays_and_hours_of_ones_own_count_at_once_and_leave_what_was_due(
    on_friday: tuple[Place, FixedClock],
) -> None:
    place, _clock = on_friday
    manager = replace(place.desk, actor=replace(place.desk.actor, role=Role.MANAGER))
    before = report(place, kind=RequestKind.COMPLAINT, priority=Priority.URGENT)
    was_due = FRIDAY + 3 * DAY + 2 * HOUR
    assert before.line.due_at == timing.due("complaint", "urgent", FRIDAY) == was_due
    calendar = WorkingDaysService(manager)
    holiday = {"name": "停工", "first": "2026-11-23", "last": "2026-11-23"}
    calendar.set_year(2026, {"holidays": [holiday], "make_up_days": []}, 0)
    after = report(place, kind=RequestKind.COMPLAINT, priority=Priority.URGENT)
    assert after.line.due_at == was_due + DAY
    calendar.set_hours([*STANDARD[:5], "08:30-18:00", *STANDARD[6:]], 0)
    assert report(place, kind=RequestKind.COMPLAINT, priority=Priority.URGENT).line.due_at == FRIDAY + DAY + 2 * HOUR
    assert place.service.detail(before.line.id).line.due_at == before.line.due_at
    assert place.service.detail(after.line.id).line.due_at == after.line.due_at


# --- answered -------------------------------------------------------------------------------------------------------


def test_that_the_response_is_the_first_time_it_is_sent_out_begun_or_done(place: Place, clock: FixedClock) -> None:
    engineering = place.departments["engineering"]
    sent = report(place, department_id=engineering)
    waiting, begun, done = (report(place) for _ in range(3))
    clock.advance(hours=1)
    place.service.assign(waiting.line.id, department_id=engineering, version=1)
    place.service.start(begun.line.id, version=1)
    place.service.complete(done.line.id, at=NOW + HOUR / 2, version=1)
    clock.advance(hours=1)
    place.service.assign(begun.line.id, department_id=engineering, version=2)
    place.service.complete(waiting.line.id, version=2)
    place.service.reopen(done.line.id, "又漏", version=2)
    answered = report(place, kind=RequestKind.INQUIRY, answered="周一开门")
    found = [kept(place, one.line.id).responded_at for one in (sent, waiting, begun, done, answered)]
    assert found == [NOW, NOW + HOUR, NOW + HOUR, NOW + HOUR / 2, NOW + 2 * HOUR]
    assert kept(place, report(place).line.id).responded_at is None


# --- amended --------------------------------------------------------------------------------------------------------


def facts_of(place: Place, **changes: Any) -> RequestFacts:
    given: dict[str, Any] = {"words": "漏水", "room_id": place.rooms["3-1-502"]} | changes
    return RequestFacts(**given)


def test_that_amending_leaves_the_due_time_and_only_tells_what_it_could_be(place: Place) -> None:
    request = report(place)
    would = place.service.due_times_if(request.line.id, None, Priority.EMERGENCY)
    assert would is not None
    assert (would.response, would.completion) == (NOW + HOUR / 6, NOW + 4 * HOUR)
    place.service.amend(request.line.id, facts_of(place, priority=Priority.EMERGENCY), version=1)
    assert place.service.detail(request.line.id).line.due_at == NOW + 48 * HOUR


def test_that_amending_moves_the_due_time_when_asked_and_keeps_the_old_one(place: Place) -> None:
    request = report(place)
    changed = facts_of(place, priority=Priority.EMERGENCY)
    place.service.amend(request.line.id, changed, recalculate_due=True, version=1)
    now = place.service.detail(request.line.id)
    assert now.line.due_at == NOW + 4 * HOUR
    assert kept(place, request.line.id).response_due_at == NOW + HOUR / 6
    assert now.steps[-1].details["before"]["due_at"] == (NOW + 48 * HOUR).isoformat()
    assert kept(place, request.line.id).rule_id != now.steps[-1].details["before"]["rule_id"]


def test_that_only_another_category_or_priority_can_move_the_due_time(place: Place) -> None:
    agreed = NOW + 9 * DAY
    request = report(place, due_at=agreed)
    assert place.service.due_times_if(request.line.id, None, Priority.NORMAL) is None
    place.service.amend(request.line.id, facts_of(place, words="漏得更大"), recalculate_due=True, version=1)
    assert place.service.detail(request.line.id).line.due_at == agreed
    same = place.categories["给排水"]
    plain = report(place)
    assert place.service.due_times_if(plain.line.id, same, Priority.NORMAL) is None
    assert place.service.due_times_if(999, same, Priority.NORMAL) is None


def test_that_a_recalculated_due_time_is_pushed_by_the_holds_there_were(
    on_friday: tuple[Place, FixedClock],
) -> None:
    place, clock = on_friday
    request = report(place, kind=RequestKind.COMPLAINT)
    place.service.hold(request.line.id, HoldReason.DEVELOPER, version=request.line.version)
    clock.advance(days=3)
    place.service.resume(request.line.id, version=request.line.version + 1)
    assert place.service.detail(request.line.id).line.due_at == FRIDAY + 4 * DAY
    place.service.amend(
        request.line.id,
        facts_of(place, priority=Priority.URGENT),
        recalculate_due=True,
        version=request.line.version + 2,
    )
    # Ten hours of work from Friday 10:00, and the eight hours of work that the hold took.
    assert place.service.detail(request.line.id).line.due_at == FRIDAY + 4 * DAY + 2 * HOUR


# --- rests ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begun", "lasted", "due"),
    [
        (8, 62.5, FRIDAY + 4 * DAY + 7 * HOUR),  # Friday 18:00 to Monday 8:30: nobody would have worked
        (7, 64.5, FRIDAY + 5 * DAY - HOUR / 2),  # two hours of work from Friday 17:00 to Monday 9:30
        (1, 1, FRIDAY + 4 * DAY + 8 * HOUR),
    ],
)
def test_that_a_rest_pushes_by_the_working_time_in_it(
    on_friday: tuple[Place, FixedClock], begun: float, lasted: float, due: datetime
) -> None:
    place, clock = on_friday
    request = report(place, kind=RequestKind.INQUIRY)
    agreed = FRIDAY + 4 * DAY + 7 * HOUR  # Tuesday 17:00
    place.service.extend(request.line.id, agreed, reason="约了", approver="王经理", version=1)
    clock.advance(hours=begun)
    place.service.hold(request.line.id, HoldReason.PARTS, version=2)
    clock.advance(hours=lasted)
    place.service.resume(request.line.id, version=3)
    rested = place.service.detail(request.line.id)
    assert rested.line.due_at == due
    assert rested.held == lasted * HOUR  # what the turnaround leaves out is clock time all the same


def test_that_a_completion_in_the_past_takes_back_what_a_rest_pushed(on_friday: tuple[Place, FixedClock]) -> None:
    place, clock = on_friday
    request = report(place, kind=RequestKind.INQUIRY)
    due = FRIDAY + 5 * HOUR  # 10:00, two hours until noon, an hour and a half from 13:30
    assert request.line.due_at == due
    clock.advance(hours=1)
    place.service.hold(request.line.id, HoldReason.PARTS, version=1)
    clock.advance(days=4)
    place.service.resume(request.line.id, version=2)
    pushed = place.service.detail(request.line.id).line.due_at
    assert pushed == due + 4 * DAY  # eight hours of Friday, none of the weekend, Monday and some of Tuesday
    place.service.complete(request.line.id, at=FRIDAY + 2 * HOUR, version=3)
    # An hour of rest was before the completion.
    assert place.service.detail(request.line.id).line.due_at == due + HOUR


# --- followed up ----------------------------------------------------------------------------------------------------


def test_that_a_follow_up_is_due_by_the_rule_of_the_day_of_completion(place: Place, clock: FixedClock) -> None:
    repair, complaint, inquiry = (report(place, kind=kind) for kind in ("repair", "complaint", "inquiry"))
    with place.desk.write(Operation.EDIT_RULES) as work:
        for one in work.session.scalars(select(RequestRule).where(RequestRule.community_id == work.community_id)):
            one.follow_up_days = 5 if one.kind == "repair" else None
    clock.advance(hours=1)
    for request in (repair, complaint, inquiry):
        place.service.complete(request.line.id, version=request.line.version)
    found = [place.service.detail(one.line.id).line.follow_up_due_at for one in (repair, complaint, inquiry)]
    assert found == [NOW + HOUR + 5 * DAY, NOW + HOUR + 3 * DAY, None]


def test_that_a_follow_up_in_working_days_is_due_when_work_ends(on_friday: tuple[Place, FixedClock]) -> None:
    place, _clock = on_friday
    request = report(place, kind=RequestKind.COMPLAINT, priority=Priority.URGENT)
    place.service.complete(request.line.id, version=request.line.version)
    # Two working days after Friday: Tuesday 18:00.
    assert place.service.detail(request.line.id).line.follow_up_due_at == FRIDAY + 4 * DAY + 8 * HOUR


def test_that_a_share_of_repairs_is_followed_up_the_same_ones_again_and_again(place: Place, clock: FixedClock) -> None:
    with place.desk.write(Operation.EDIT_RULES) as work:
        for one in work.session.scalars(select(RequestRule).where(RequestRule.community_id == work.community_id)):
            one.follow_up_share = 50
    ids = [report(place).line.id for _ in range(8)]
    called = []
    for _ in range(2):
        clock.advance(hours=1)
        for id_ in ids:
            place.service.complete(id_, version=place.service.detail(id_).line.version)
        called.append([id_ for id_ in ids if place.service.detail(id_).line.follow_up_due_at])
        for id_ in ids:
            place.service.reopen(id_, "又漏", version=place.service.detail(id_).line.version)
    assert called[0] == called[1]
    assert 0 < len(called[0]) < len(ids)
    numbers = {id_: place.service.detail(id_).line.number for id_ in ids}
    community = place.desk.actor.community_id
    drawn = {id_: int(sha256(f"{community}:{numbers[id_]}".encode()).hexdigest(), 16) % 100 for id_ in ids}
    assert called[0] == [id_ for id_ in ids if drawn[id_] < 50]
