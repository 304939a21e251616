"""Ways to get in for whom must not: typed otherwise, under another kind, to another room, a moment late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import ConflictError, UserError
from desktop.core.permissions import Operation, Role
from desktop.households.model import InstructionKind, RoomStateKind, StandingInstruction
from desktop.visits.model import CallReason, VisitKind, WatchAction
from desktop.visits.rows import NewWatch, Override
from desktop.visits.service import VisitService
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from tests.care.villages import Village


@pytest.fixture
def gate(on_file: Village) -> Gatehouse:
    return Gatehouse(on_file)


def told(gate: Gatehouse) -> list[tuple[CallReason, int | None, str]]:
    """Return what the desk was told: why, of which visit, in what words."""
    return [(CallReason(call.reason), call.visit_id, call.words) for call in gate.calls()]


def forbid(gate: Gatehouse, **watched: str) -> None:
    """Put someone on the watchlist as a manager does."""
    draft = NewWatch(**watched, reason="推销", action=WatchAction.REFUSE)  # type: ignore[arg-type]  # texts by names
    VisitService(gate.village.desk_of(Role.MANAGER)).note_watched(draft)


# --- typed otherwise ------------------------------------------------------------------------------------------------


def test_that_a_plate_is_one_plate_whatever_stands_unseen_in_it(gate: Gatehouse) -> None:
    forbid(gate, plate="浙A\u200b·F9 7531")
    for typed in ("浙AF97531", "浙a。f97531", "ａｆ９７５３１", "浙A\u202eF97531\x00", "浙A–F97531", "F97531"):
        assert gate.against(gate.draft(typed)) == ["watch_refuse"], typed
        assert gate.against(gate.draft("张三", company=typed, vehicle=False)) == [], typed
    # nor what was written down of it: there, too, the province may be missing
    for noted, came in (("C86420", "沪BC86420"), ("AD86420", "浙AD86420"), ("86421", "浙A86421")):
        forbid(gate, plate=noted)
        assert gate.against(gate.draft(came)) == ["watch_refuse"], noted
    assert gate.against(gate.draft("浙A86422")) == []
    # a letter that looks like a digit is no digit: the guard sees the car, and is told of the doubt
    forbid(gate, plate="浙B10000")
    assert gate.against(gate.draft("浙BIOOOO", vehicle=True)) == []
    assert gate.service.check(gate.draft("浙BIOOOO", vehicle=True)).doubts != ()


def test_that_a_name_is_one_name_in_either_script_and_on_any_line(gate: Gatehouse) -> None:
    forbid(gate, name="吳鳳蓮")
    forbid(gate, name="速达推销")
    for typed in ("吴凤莲", "吳鳳蓮", "吴 鳳·莲", "wufenglian", "Wu Fenglian"):
        assert gate.against(gate.draft(typed)) == ["watch_refuse"], typed
        assert gate.against(gate.draft("浙A12345", name=typed)) == ["watch_refuse"], typed
    assert gate.against(gate.draft("浙A12345", company="速達推銷")) == ["watch_refuse"]
    assert gate.against(gate.draft("吴凤连")) == []


def test_that_a_room_typed_and_not_chosen_is_that_room(gate: Gatehouse) -> None:
    gate.order("1-1-101")
    for typed in ("1-1-101", "1栋1单元101", "1#1-101室", "１－１－１０１", "1-101"):
        draft = replace(gate.draft("刘先生", room=""), place=typed)
        assert gate.against(draft) == ["do_not_admit"], typed
        with pytest.raises(UserError):
            gate.service.log_in(draft)
    id_ = gate.service.log_in(replace(gate.draft("刘先生", room=""), place="1栋1单元102")).result
    assert (gate.visit(id_).room_id, gate.visit(id_).place) == (gate.village.rooms["1-1-102"], "1-1-102")
    with pytest.raises(UserError) as raised:
        gate.service.log_in(replace(gate.draft("刘先生", room=""), place="101"))
    assert [problem.field for problem in raised.value.problems] == ["room_id"]
    for typed in ("物业中心", "9-9-999", "101", "3栋"):
        free = replace(gate.draft("王师傅", room="", kind=VisitKind.STAFF), place=typed)
        assert gate.visit(gate.service.log_in(free).result).place == typed


# --- another kind, another room -------------------------------------------------------------------------------------


def test_that_the_desk_is_told_of_an_emergency_that_anybody_elses_order_forbids(gate: Gatehouse) -> None:
    gate.order("1-1-101")
    gate.is_now("1-1-102", RoomStateKind.VACANT)
    forbid(gate, plate="浙AF97531")
    quiet = gate.service.log_in(gate.draft("120急救", "1-1-102", VisitKind.EMERGENCY)).result
    assert (told(gate), gate.visit(quiet).overridden) == ([], "")
    at_door = gate.service.log_in(gate.draft("", "1-1-101", VisitKind.EMERGENCY, place="")).result
    watched = gate.service.log_in(gate.draft("浙AF97531", "", VisitKind.EMERGENCY)).result
    assert told(gate) == [
        (CallReason.OVERRIDE, at_door, "一律先打电话核实"),
        (CallReason.WATCHED, watched, "推销"),
    ]
    assert [gate.visit(each).overridden for each in (at_door, watched)] == ["do_not_admit", "watch_refuse"]
    # said to be an ordinary visit later, it is not told once more
    gate.service.amend(at_door, gate.draft("刘先生", "1-1-101"), version=1)
    assert len(told(gate)) == 2


def test_that_a_visit_written_over_to_a_forbidden_room_is_told_though_another_was_answered(gate: Gatehouse) -> None:
    gate.order("1-1-101")
    gate.order("1-1-102", words="前夫不得入内")
    gate.order("1-1-201", InstructionKind.OUT_OF_TOWN)
    id_ = gate.let_in("刘先生")
    gate.service.amend(id_, gate.draft("刘先生", reason="送花"), version=1)
    assert len(told(gate)) == 1
    gate.service.amend(id_, gate.draft("刘先生", "1-1-102"), version=2)
    gate.service.amend(id_, gate.draft("刘先生", "1-1-201"), version=3)
    assert [words for _, _, words in told(gate)] == ["业主来电同意", "前夫不得入内", "一律先打电话核实"]
    assert gate.visit(id_).overridden == "do_not_admit,out_of_town"
    forbid(gate, name="赵六")
    gate.service.amend(id_, gate.draft("赵六", "1-1-201"), version=4)
    forbid(gate, name="钱七")
    gate.service.amend(id_, gate.draft("钱七", "1-1-201"), version=5)
    gate.service.amend(id_, gate.draft("钱七", "1-1-201", reason="送花"), version=6)
    assert [reason for reason, _, _ in told(gate)][3:] == [CallReason.WATCHED] * 2


def test_that_what_the_rush_left_out_is_told_though_they_have_left(gate: Gatehouse) -> None:
    worker = VisitKind.CONTRACTOR
    without, left = gate.let_in("浙A11111", quick=True), gate.let_in("浙A22222", quick=True)
    gate.service.complete(without, gate.draft("浙A11111", kind=worker), version=1)
    assert [(reason, id_) for reason, id_, _ in told(gate)] == [(CallReason.OVERRIDE, without)]
    assert gate.visit(without).overridden == "pass_missing"
    forbid(gate, name="赵六")
    gate.service.log_out(left, version=1)
    gate.clock.advance(minutes=5)
    forbid(gate, name="钱七")
    gate.service.complete(left, gate.draft("浙A22222", name="赵六"), version=2)
    gate.service.amend(left, gate.draft("浙A22222", name="钱七"), version=3)
    # who was not watched for yet when they left was no matter of theirs
    assert [(reason, id_) for reason, id_, _ in told(gate)][1:] == [(CallReason.WATCHED, left)]


# --- a moment late --------------------------------------------------------------------------------------------------


def test_that_a_refusal_is_passed_over_only_where_somebody_agreed(gate: Gatehouse) -> None:
    gate.order("1-1-101")
    draft = gate.draft("刘先生")
    seen = gate.service.check(draft).seen
    with pytest.raises(UserError) as raised:
        gate.service.log_in(draft, Override("他说认识", " \u200b ", seen))
    assert [problem.field for problem in raised.value.problems] == ["agreed_by"]
    assert gate.service.inside() == ()
    gate.is_now("1-1-102", RoomStateKind.VACANT)
    empty = gate.draft("刘先生", "1-1-102")
    assert gate.service.log_in(empty, Override("看房", "", gate.service.check(empty).seen)).result


def test_that_an_order_changed_or_given_since_it_was_read_is_read_again(gate: Gatehouse) -> None:
    order = gate.order("1-1-101")
    draft = gate.draft("刘先生")
    seen = gate.service.check(draft).seen
    with gate.village.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.get_one(StandingInstruction, order).words = "前夫不得入内"
    with pytest.raises(ConflictError):
        gate.service.log_in(draft, Override("业主同意", "黄丽娟", seen))
    free = gate.draft("刘先生", "1-1-102")
    assert gate.service.check(free).objections == ()
    begins = gate.clock.now() + timedelta(seconds=1)
    gate.order("1-1-102", since=begins, until=begins + timedelta(seconds=1))
    gate.clock.set(begins)
    with pytest.raises(UserError):
        gate.service.log_in(free)
    waiting = gate.watch(name="刘先生", approved_at=None)
    gate.clock.advance(seconds=1)
    assert gate.service.check(free).objections == ()
    VisitService(gate.village.desk_of(Role.MANAGER)).approve_watched(waiting, version=1)
    with pytest.raises(UserError):
        gate.service.log_in(free)
    assert gate.service.inside() == ()
