from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.requests.model import Channel, Priority, Request, RequestKind, RequestState, StepKind
from desktop.requests.model import Place as Where
from desktop.requests.rows import NewRequest, RequestFacts
from desktop.storage.audit import Audit
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from tests.requests.conftest import Place

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)


def leak(community: Place, /, **changes: object) -> NewRequest:
    given: dict[str, object] = {
        "kind": RequestKind.REPAIR,
        "room_id": community.rooms["3-1-502"],
        "words": "厨房水槽下软管接头滴水",
        "reporter": "黄丽娟",
        "phone": "139 0000 7713",
        "category_id": community.categories["给排水"],
    }
    return NewRequest(**(given | changes))  # type: ignore[arg-type]


def problems(error: pytest.ExceptionInfo[UserError]) -> set[str]:
    return {problem.field for problem in error.value.problems}


def test_that_a_reported_request_has_number_due_time_and_history(place: Place) -> None:
    changes = place.service.report(leak(place))
    detail = place.service.detail(changes.result)
    assert changes.touches("request")
    assert (detail.line.number, detail.line.state) == ("BX-2611-0001", RequestState.RECEIVED)
    assert (detail.line.room, detail.line.room_id) == ("3-1-502", place.rooms["3-1-502"])
    assert detail.building_id == place.buildings["3"]
    assert (detail.phone, detail.shown_phone) == ("13900007713", "139 **** 7713")
    assert detail.line.occurred_at == detail.recorded_at == NOW
    assert detail.line.due_at == NOW + timedelta(hours=48)
    assert [(step.kind, step.state_before, step.state_after) for step in detail.steps] == [
        (StepKind.REPORTED, None, RequestState.RECEIVED)
    ]


@pytest.mark.parametrize(
    ("kind", "letters", "hours"),
    [
        (RequestKind.REPAIR, "BX", 48),
        (RequestKind.COMPLAINT, "TS", 24),
        (RequestKind.INQUIRY, "ZX", None),
        (RequestKind.SUGGESTION, "JY", None),
        (RequestKind.PRAISE, "BY", None),
    ],
)
def test_that_each_kind_has_its_letters_and_its_time(
    place: Place, kind: RequestKind, letters: str, hours: int | None
) -> None:
    detail = place.service.detail(place.service.report(leak(place, kind=kind)).result)
    assert detail.line.number == f"{letters}-2611-0001"
    assert detail.line.due_at == (None if hours is None else NOW + timedelta(hours=hours))


def test_that_numbers_count_by_kind_and_month_of_recording_in_the_communitys_zone(
    place: Place, clock: FixedClock
) -> None:
    numbers = [place.service.report(leak(place)).result, place.service.report(leak(place)).result]
    clock.set(datetime(2026, 11, 30, 15, 59, tzinfo=UTC))
    numbers.append(place.service.report(leak(place)).result)
    clock.set(datetime(2026, 11, 30, 16, 0, tzinfo=UTC))
    numbers.append(place.service.report(leak(place, occurred_at=NOW)).result)
    assert [place.service.detail(number).line.number for number in numbers] == [
        "BX-2611-0001",
        "BX-2611-0002",
        "BX-2611-0003",
        "BX-2612-0001",
    ]


def test_that_a_refused_form_uses_up_no_number(place: Place) -> None:
    with pytest.raises(UserError):
        place.service.report(leak(place, words=""))
    detail = place.service.detail(place.service.report(leak(place)).result)
    assert detail.line.number == "BX-2611-0001"


def test_that_every_wrong_field_is_named_at_once(place: Place) -> None:
    draft = leak(
        place,
        words=" \n ",
        room_id=999,
        category_id=999,
        department_id=999,
        worker_id=999,
        reporter="好" * 101,
        appointment_at=NOW - timedelta(days=1),
        occurred_at=NOW + timedelta(seconds=1),
        due_at=NOW - timedelta(days=2),
        answered="修好了",
    )
    with pytest.raises(UserError) as error:
        place.service.report(draft)
    assert problems(error) == {
        "words",
        "room_id",
        "category_id",
        "department_id",
        "worker_id",
        "reporter",
        "appointment_at",
        "occurred_at",
        "due_at",
        "answered",
    }


def test_that_a_year_typed_wrong_is_refused(place: Place) -> None:
    never = datetime(9999, 12, 31, tzinfo=UTC)
    times: dict[str, object] = {"appointment_at": never, "due_at": never, "promised_at": never}
    with pytest.raises(UserError) as error:
        place.service.report(leak(place, kind=RequestKind.COMPLAINT, **times))
    assert problems(error) == {*times}


def test_that_endless_words_are_refused_with_a_sentence(place: Place) -> None:
    with pytest.raises(UserError) as error:
        place.service.report(leak(place, words="漏" * 10_000))
    assert problems(error) == {"words"}


def test_that_a_home_needs_a_room_and_the_public_area_none(place: Place) -> None:
    with pytest.raises(UserError) as error:
        place.service.report(leak(place, room_id=None))
    assert problems(error) == {"room_id"}
    done = place.service.report(leak(place, room_id=None, place=Where.PUBLIC_AREA))
    assert place.service.detail(done.result).line.room == ""


@pytest.mark.parametrize(
    ("text", "room", "building", "label"),
    [
        ("3栋1单元502室", "3-1-502", "3", "3-1-502"),
        ("3#1-502", "3-1-502", "3", "3-1-502"),
        ("3-1-9999", None, "3", "3-1-9999"),
        ("3栋", None, "3", "3栋"),
        ("东门岗亭", None, None, "东门岗亭"),
    ],
)
def test_that_a_room_typed_as_text_is_looked_up_and_else_kept_as_text(
    place: Place, text: str, room: str | None, building: str | None, label: str
) -> None:
    done = place.service.report(leak(place, room_id=None, room_text=text))
    detail = place.service.detail(done.result)
    assert detail.line.room == label
    assert detail.line.room_id == (place.rooms[room] if room else None)
    assert detail.building_id == (place.buildings[building] if building else None)


def test_that_a_back_dated_entry_is_marked_and_due_from_when_it_was_said(place: Place) -> None:
    said = NOW - timedelta(days=1)
    detail = place.service.detail(place.service.report(leak(place, occurred_at=said)).result)
    assert (detail.line.occurred_at, detail.recorded_at) == (said, NOW)
    assert detail.line.due_at == said + timedelta(hours=48)
    assert detail.steps[0].details["back_dated"] is True
    assert detail.line.back_dated
    assert not place.service.detail(place.service.report(leak(place)).result).line.back_dated


def test_that_a_named_worker_brings_the_department_and_is_sent_out(place: Place) -> None:
    done = place.service.report(leak(place, worker_id=place.workers["何志强"]))
    detail = place.service.detail(done.result)
    assert detail.line.state is RequestState.ASSIGNED
    assert (detail.department_id, detail.line.worker) == (place.departments["engineering"], "何志强")
    assert detail.assigned_at == NOW


def test_that_what_is_not_to_be_sent_out_yet_waits_for_dispatch(place: Place) -> None:
    done = place.service.report(leak(place, department_id=place.departments["engineering"], dispatch=False))
    detail = place.service.detail(done.result)
    assert (detail.line.state, detail.line.department) == (RequestState.RECEIVED, "工程")


def test_that_an_inquiry_answered_on_the_spot_is_closed(place: Place) -> None:
    said = NOW - timedelta(hours=3)
    done = place.service.report(leak(place, kind=RequestKind.INQUIRY, answered="周三上午办理", occurred_at=said))
    detail = place.service.detail(done.result)
    assert (detail.line.state, detail.result) == (RequestState.CLOSED, "周三上午办理")
    assert detail.line.completed_at == detail.first_completed_at == said
    assert [step.kind for step in detail.steps] == [StepKind.REPORTED, StepKind.COMPLETED, StepKind.CLOSED]
    assert detail.line.follow_up_due_at is None
    assert detail.answered_at_once


def test_that_an_answer_that_did_not_do_was_none_at_once(place: Place) -> None:
    done = place.service.report(leak(place, kind=RequestKind.INQUIRY, answered="周三上午办理"))
    place.service.reopen(done.result, "周三没人来", version=1)
    place.service.complete(done.result, version=2)
    assert not place.service.detail(done.result).answered_at_once


def test_that_the_same_save_twice_is_one_request(place: Place) -> None:
    first = place.service.report(leak(place), operation_id="a1")
    second = place.service.report(leak(place), operation_id="a1")
    assert second.result == first.result
    assert place.service.count() == 1


def test_that_a_report_is_audited_indexed_and_on_the_timeline(place: Place) -> None:
    request_id = place.service.report(leak(place)).result
    with place.desk.read() as session:
        audit = session.execute(select(Audit).where(Audit.topic == "request")).scalar_one()
        entry = session.execute(select(TimelineEntry)).scalar_one()
        assert (audit.action, audit.subject_id) == ("report", request_id)
        assert audit.after is not None
        assert audit.after["words"] == "厨房水槽下软管接头滴水"
        assert (entry.room_id, entry.kind, entry.source_id) == (place.rooms["3-1-502"], "request_reported", request_id)
        assert entry.parameters["number"] == "BX-2611-0001"
    assert [hit.id for hit in place.service.find("软管")] == [request_id]


@pytest.mark.parametrize("role", [Role.GUARD, Role.ADMINISTRATOR])
def test_that_only_the_desk_reports(place: Place, role: Role) -> None:
    with pytest.raises(RefusedError):
        place.acting_as(role).report(leak(place))


def test_that_an_amendment_changes_what_was_said_and_remembers_it(place: Place) -> None:
    request_id = place.service.report(leak(place)).result
    room = place.rooms["3-2-101"]
    corrected = RequestFacts(words="卫生间马桶堵塞", room_id=room, channel=Channel.COUNTER, priority=Priority.URGENT)
    place.service.amend(request_id, corrected, version=1)
    detail = place.service.detail(request_id)
    assert (detail.line.words, detail.line.room, detail.line.priority) == (
        "卫生间马桶堵塞",
        "3-2-101",
        Priority.URGENT,
    )
    assert (detail.line.version, detail.channel) == (2, Channel.COUNTER)
    assert detail.steps[-1].details["before"]["words"] == "厨房水槽下软管接头滴水"
    assert [hit.id for hit in place.service.find("马桶")] == [request_id]
    assert place.service.find("软管") == []
    with place.desk.read() as session:
        assert list(session.scalars(select(TimelineEntry.room_id))) == [room]


def test_that_timeline_entries_come_and_go_with_the_room(place: Place) -> None:
    request_id = place.service.report(leak(place, place=Where.PUBLIC_AREA)).result
    nowhere = RequestFacts(words="大堂灯不亮", place=Where.PUBLIC_AREA)
    place.service.amend(request_id, nowhere, version=1)
    with place.desk.read() as session:
        assert session.scalar(select(func.count()).select_from(TimelineEntry)) == 0
    place.service.amend(request_id, RequestFacts(words="灯不亮", room_id=place.rooms["1-1-101"]), version=2)
    with place.desk.read() as session:
        entries = session.execute(select(TimelineEntry.room_id, TimelineEntry.kind).order_by(TimelineEntry.id)).all()
    assert [tuple(entry) for entry in entries] == [(place.rooms["1-1-101"], "request_reported")]


def test_that_an_amendment_of_nothing_leaves_no_trace(place: Place) -> None:
    request_id = place.service.report(leak(place)).result
    same = {name: getattr(leak(place), name) for name in RequestFacts.__slots__}
    place.service.amend(request_id, RequestFacts(**same), version=1)
    detail = place.service.detail(request_id)
    assert (detail.line.version, len(detail.steps)) == (1, 1)


def test_that_a_stale_form_overwrites_nothing(place: Place) -> None:
    request_id = place.service.report(leak(place)).result
    place.service.amend(request_id, RequestFacts(words="一", room_text="3-1-502"), version=1)
    with pytest.raises(ConflictError):
        place.service.amend(request_id, RequestFacts(words="二", room_text="3-1-502"), version=1)
    assert place.service.detail(request_id).line.words == "一"


def test_that_another_communitys_request_does_not_exist_here(place: Place, clock: FixedClock) -> None:
    from tests.requests.conftest import settle  # noqa: PLC0415 - a second community

    request_id = place.service.report(leak(place)).result
    other = settle(place.desk.database, clock)
    with pytest.raises(UserError):
        other.service.detail(request_id)
    with pytest.raises(UserError):
        other.service.start(request_id, version=1)
    assert other.service.find("软管") == []
    with place.desk.read() as session:
        assert session.get_one(Request, request_id).state == RequestState.RECEIVED
