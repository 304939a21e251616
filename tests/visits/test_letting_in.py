"""Letting in: what is kept, what is refused, what the desk is told; repeated, corrected, taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.permissions import Role
from desktop.households.model import InstructionKind, OccupancyRole, RoomStateKind
from desktop.visits.model import CallReason, ExpectedVisit, Visit, VisitKind, VisitState, WatchAction
from desktop.visits.rows import NewVisit, Override
from desktop.visits.rule import ObjectionKind
from desktop.visits.service import VisitService
from tests.care.villages import TODAY
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.errors import UserError as Faulty
    from tests.care.villages import Village


@pytest.fixture
def gate(on_file: Village) -> Gatehouse:
    """Return a gate of the community in a file."""
    return Gatehouse(on_file)


@pytest.fixture
def either(village: Village) -> Gatehouse:
    """Return a gate of the community, once in a file and once on a server."""
    return Gatehouse(village)


def fields(raised: pytest.ExceptionInfo[Faulty]) -> list[str]:
    return [problem.field for problem in raised.value.problems]


def test_that_a_visit_is_kept_as_typed_and_its_visitor_known_again(either: Gatehouse) -> None:
    first = either.let_in(
        "浙ａ·12345",
        "1-1-102",
        VisitKind.DELIVERY,
        name="刘 新宇",
        company="顺丰",
        people=2,
        id_tail="330106199001011232",
    )
    row = either.visit(first)
    assert (row.plate, row.plate_typed, row.name, row.place, row.id_tail) == (
        "浙A12345",
        "浙a·12345",
        "刘 新宇",
        "1-1-102",
        "1232",
    )
    assert (row.state, row.in_by, row.gate_id, row.vehicle, row.id_seen) == ("inside", 2, either.gate_id, True, True)
    either.clock.advance(hours=1)
    second = either.let_in("浙A12345", "1-1-201")
    (visitor,) = either.visitors()
    assert (visitor.key, visitor.visits, visitor.name, visitor.company) == ("浙A12345", 2, "刘 新宇", "顺丰")
    assert (visitor.kind, visitor.place, visitor.last_at) == ("guest", "1-1-201", either.clock.now())
    assert either.visit(second).visitor_id == either.visit(first).visitor_id == visitor.id


def test_that_a_vehicle_that_is_inside_already_left_unseen(either: Gatehouse) -> None:
    first = either.let_in("浙A12345")
    came = either.clock.now()
    either.clock.advance(minutes=30)
    assert either.service.check(either.draft("浙 a 12345")).inside_since == came
    second = either.let_in("浙 a 12345")
    row = either.visit(first)
    assert (row.state, row.out_unseen, row.out_at, row.people_left) == ("left", True, either.clock.now(), 1)
    assert [line.visit_id for line in either.service.inside()] == [second]


def test_that_an_operation_repeated_writes_once(either: Gatehouse) -> None:
    draft = either.draft("刘先生")
    first = either.service.log_in(draft, operation_id="one")
    again = either.service.log_in(draft, operation_id="one")
    assert again.result == first.result
    assert [row.visits for row in either.visitors()] == [1]
    assert len(either.rows(Visit)) == 1


def test_that_two_gates_at_once_lose_and_double_nothing(either: Gatehouse) -> None:
    plates = [f"浙A1234{number}" for number in range(4)] * 2
    services = [either.service, either.service]

    def arrive(number: int) -> int:
        draft = either.draft(plates[number], gate_id=either.gate_id)
        return services[number % 2].log_in(draft, operation_id=f"arrival {number}").result

    with ThreadPoolExecutor(2) as pool:
        ids = list(pool.map(arrive, range(len(plates))))
    assert len(set(ids)) == len(plates)
    inside = [line.title for line in either.service.inside()]
    assert sorted(map(str, inside)) == sorted({f"浙A·1234{number}" for number in range(4)})
    assert [row.visits for row in either.visitors()] == [2] * 4


# --- what speaks against it -----------------------------------------------------------------------------------------


def test_that_a_refusal_is_shown_before_and_must_be_answered(either: Gatehouse) -> None:
    either.order("1-1-101")
    draft = either.draft("刘先生")
    (objection,) = either.service.check(draft).objections
    assert (objection.kind, objection.words, objection.ordered_by) == (
        ObjectionKind.DO_NOT_ADMIT,
        "一律先打电话核实",
        "黄丽娟",
    )
    with pytest.raises(UserError) as raised:
        either.service.log_in(draft)
    assert raised.value.problems[0].message == objection.lead
    with pytest.raises(UserError) as raised:
        either.service.log_in(draft, Override(" ", "", frozenset({objection.key})))
    assert fields(raised) == ["override_words"]
    assert either.rows(Visit) == []
    id_ = either.service.log_in(draft, Override("黄丽娟电话同意", "黄丽娟", frozenset({objection.key}))).result
    row = either.visit(id_)
    assert (row.overridden, row.override_words, row.agreed_by) == ("do_not_admit", "黄丽娟电话同意", "黄丽娟")
    (call,) = either.calls()
    assert (call.reason, call.words, call.visit_id, call.place, call.waits) == (
        CallReason.OVERRIDE,
        "黄丽娟电话同意",
        id_,
        "1-1-101",
        False,
    )


def test_that_what_came_up_meanwhile_is_not_overridden_unseen(gate: Gatehouse) -> None:
    gate.order("1-1-101")
    draft = gate.draft("浙A12345")
    seen = gate.service.check(draft).seen
    gate.watch(plate="浙A12345")
    with pytest.raises(ConflictError) as raised:
        gate.service.log_in(draft, Override("业主同意", "", seen))
    assert [problem.message.params for problem in raised.value.problems] == [{"plate": "浙A·12345"}]
    assert gate.rows(Visit) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_that_no_style_of_typing_gets_past_the_watchlist(gate: Gatehouse, data: st.DataObject) -> None:
    if not gate.service.watchlist():
        gate.watch(plate="浙AF12345")
        gate.watch(name="欧阳𠮷凉")
    plate = data.draw(st.sampled_from(("浙AF12345", "AF12345", "F12345")))
    name = data.draw(st.sampled_from(("欧阳𠮷凉", "欧 阳·𠮷凉\ufe00", "\u200b欧阳𠮷\uf979")))
    typed = "".join(each + data.draw(st.sampled_from(("", " ", "·", "-"))) for each in plate)
    typed = data.draw(st.sampled_from((typed, typed.lower(), "".join(_wide(each) for each in typed))))
    for draft in (
        gate.draft(typed),
        gate.draft(typed, vehicle=True),
        gate.draft("浙B00001", name=name),
        gate.draft(name),
    ):
        assert gate.against(draft) == ["watch_refuse"]
        with pytest.raises(UserError):
            gate.service.log_in(draft)


def _wide(each: str) -> str:
    return chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each


def test_that_rooms_passes_tenants_and_other_communities_are_looked_at(either: Gatehouse) -> None:
    either.is_now("1-1-101", RoomStateKind.VACANT)
    either.order("1-1-102", InstructionKind.OUT_OF_TOWN)
    either.order("1-1-201", InstructionKind.DO_NOT_ADMIT, until=either.clock.now())
    either.village.settle("1-1-201", "何婷婷", role=OccupancyRole.TENANT, until=TODAY)
    either.work_pass("2-1-101")
    either.work_pass("2-1-102", -1)
    worker = VisitKind.CONTRACTOR
    assert either.against(either.draft("周姐")) == ["vacant"]
    assert either.against(either.draft("周姐", "1-1-102")) == ["out_of_town"]
    assert either.against(either.draft("何 婷婷", "1-1-201")) == ["tenant_moved_out"]
    assert either.against(either.draft("张强", "2-1-101", worker)) == []
    assert either.against(either.draft("张强", "2-1-102", worker)) == ["pass_expired"]
    assert either.against(either.draft("张强", "2-1-201", worker)) == ["pass_missing"]
    assert either.against(either.draft("消防", "1-1-101", VisitKind.EMERGENCY)) == []
    own = either.own_kind("空调安装", worker)
    assert either.against(either.draft("张强", "2-1-201", kind=own)) == ["pass_missing"]
    assert either.service.check(either.draft("张强", "2-1-101", worker)).contractor is not None
    # a room, a pass and a watchlist of another community are as good as none
    assert either.elsewhere().check(either.draft("周姐")).objections == ()


def test_that_what_holds_for_a_time_holds_until_then_and_not_longer(either: Gatehouse) -> None:
    soon = either.clock.now() + timedelta(hours=1)
    either.order("1-1-101", until=soon)
    either.watch(plate="浙A12345", until=soon)
    either.watch(WatchAction.WATCH, id_tail="123X")
    draft = either.draft("浙A12345", id_tail="123x")
    assert either.against(draft) == ["do_not_admit", "watch_refuse", "watch"]
    either.clock.set(soon - timedelta(microseconds=1))
    assert either.against(draft) == ["do_not_admit", "watch_refuse", "watch"]
    either.clock.set(soon)
    assert either.against(draft) == ["watch"]
    either.clock.advance(days=-30)
    assert either.against(draft) == []


def test_that_whom_the_desk_expects_is_known_by_plate_name_or_row_and_noted_as_come(gate: Gatehouse) -> None:
    gate.order("1-1-102", InstructionKind.OUT_OF_TOWN)
    now = gate.clock.now()
    row = ExpectedVisit(
        community_id=1,
        room_id=gate.village.rooms["1-1-102"],
        name="王 芳",
        plate="浙A54321",
        first_day=TODAY,
        last_day=TODAY,
        code="4711",
        recorded_at=now,
        recorded_by=1,
    )
    expected = gate.write(row)
    for draft in (gate.draft("王芳", "1-1-102"), gate.draft("浙a 54321", "1-1-102")):
        found = gate.service.check(draft)
        assert found.objections == ()
        assert found.expected is not None
    id_ = gate.service.log_in(gate.draft("她的司机", "1-1-102", expected_id=expected)).result
    assert gate.visit(id_).expected_id == expected
    assert gate.rows(ExpectedVisit)[0].came_at == now
    gate.service.drop(id_, version=1)
    assert gate.rows(ExpectedVisit)[0].came_at is None


def test_that_someone_turned_away_is_kept_and_the_desk_told(either: Gatehouse) -> None:
    with pytest.raises(UserError) as raised:
        either.service.turn_away(either.draft("刘先生"), " ")
    assert fields(raised) == ["words"]
    id_ = either.service.turn_away(either.draft("刘先生", room=""), "业主不同意").result
    row = either.visit(id_)
    assert (row.state, row.refused_words, row.out_at) == (VisitState.REFUSED, "业主不同意", None)
    assert [call.reason for call in either.calls()] == [CallReason.TURNED_AWAY]
    assert [visitor.visits for visitor in either.visitors()] == [0]
    assert either.service.inside() == ()


# --- what is asked --------------------------------------------------------------------------------------------------


def test_that_everything_wrong_is_said_at_once(gate: Gatehouse) -> None:
    late = gate.clock.now() + timedelta(seconds=1)
    draft = gate.draft("", "", people=0, id_tail="123", in_at=late, pass_id=99, gate_id=99, badge="9" * 61)
    with pytest.raises(UserError) as raised:
        gate.service.log_in(draft)
    assert fields(raised) == ["badge", "people", "in_at", "who", "room_id", "pass_id", "gate_id"]
    with pytest.raises(UserError) as raised:
        gate.service.log_in(replace(gate.draft("刘先生"), room_id=999, id_tail="12A4", in_at=late - timedelta(days=3)))
    assert fields(raised) == ["id_tail", "in_at", "room_id"]
    gone = gate.own_kind("旧类型", VisitKind.GUEST)
    with pytest.raises(UserError) as raised:
        gate.service.log_in(gate.draft("刘先生", kind=replace(gone, own_id=gone.own_id + 1)))
    assert fields(raised) == ["kind"]


def test_that_an_emergency_is_asked_nothing_and_staff_need_no_room(gate: Gatehouse) -> None:
    ambulance = gate.service.log_in(gate.draft("", "", VisitKind.EMERGENCY)).result
    staff = gate.service.log_in(gate.draft("小李", "", VisitKind.STAFF)).result
    assert gate.visit(ambulance).visitor_id is None
    assert gate.visit(staff).place == ""


def test_that_vehicles_without_a_plate_are_numbered_by_the_day(either: Gatehouse) -> None:
    ids = [either.let_in("", vehicle=True) for _ in range(2)]
    either.clock.advance(days=1)
    ids.append(either.let_in("", vehicle=True))
    assert [either.visit(id_).unplated for id_ in ids] == [1, 2, 1]
    assert either.visitors() == []


def test_that_a_hurried_visit_is_completed_later_and_found_out_about(gate: Gatehouse) -> None:
    gate.let_in("浙A12345", kind=VisitKind.DELIVERY, company="顺丰")
    gate.clock.advance(hours=1)
    id_ = gate.let_in("浙A12345", quick=True)
    assert gate.visit(id_).incomplete
    assert gate.visitors()[0].kind == "delivery"
    gate.watch(WatchAction.WATCH, name="刘新宇")
    done = gate.draft("浙A12345", kind=VisitKind.MOVING, name="刘新宇", people=3)
    gate.service.complete(id_, done, version=1)
    row = gate.visit(id_)
    assert (row.incomplete, row.name, row.people, row.kind, row.overridden) == (False, "刘新宇", 3, "moving", "watch")
    assert [call.reason for call in gate.calls()] == [CallReason.WATCHED]
    with pytest.raises(ConflictError):
        gate.service.complete(id_, done, version=1)


def test_that_a_corrected_plate_is_another_visitor(either: Gatehouse) -> None:
    either.let_in("浙A12345", "1-1-201")
    either.clock.advance(minutes=1)
    id_ = either.let_in("浙A1234S")
    either.service.amend(id_, replace(either.draft("浙A54321"), reason="送货"), version=1)
    row = either.visit(id_)
    assert (row.plate, row.reason, row.version) == ("浙A54321", "送货", 2)
    assert {visitor.key: visitor.visits for visitor in either.visitors()} == {"浙A12345": 1, "浙A54321": 1}
    assert either.service.look_up("1234S") == ()
    with pytest.raises(UserError) as raised:
        either.service.amend(id_, either.draft("浙A12345"), version=2)
    assert fields(raised) == ["who"]


def test_that_a_visit_taken_back_leaves_no_trace_but_its_row(either: Gatehouse) -> None:
    first = either.let_in("浙A12345")
    either.clock.advance(minutes=1)
    second = either.let_in("浙A12345")
    either.service.drop(second, version=1)
    assert (either.visit(first).state, either.visit(first).out_at) == (VisitState.INSIDE, None)
    assert [visitor.visits for visitor in either.visitors()] == [1]
    either.service.drop(first, version=either.version(first))
    assert either.visitors() == []
    assert either.service.look_up("12345") == ()
    assert [row.state for row in either.rows(Visit)] == [VisitState.DROPPED] * 2


def test_that_a_checked_vehicle_keeps_its_remark(gate: Gatehouse) -> None:
    id_ = gate.let_in("浙A12345")
    gate.service.check_vehicle(id_, "左前轮漏气", version=1)
    assert (gate.visit(id_).checked_at, gate.visit(id_).remark) == (gate.clock.now(), "左前轮漏气")


# --- rights and secrets ---------------------------------------------------------------------------------------------


def test_that_only_a_guard_lets_in_and_no_other_community_is_touched(gate: Gatehouse) -> None:
    id_ = gate.let_in("浙A12345")
    for role in (Role.CLERK, Role.MANAGER, Role.ADMINISTRATOR):
        with pytest.raises(RefusedError):
            VisitService(gate.village.desk_of(role)).log_in(gate.draft("刘先生"))
    other = gate.elsewhere()
    writes: list[Callable[[], object]] = [
        lambda: other.drop(id_, version=1),
        lambda: other.amend(id_, NewVisit(who="x"), version=1),
        lambda: other.log_out(id_, version=1),
        lambda: other.check_vehicle(id_, "", version=1),
        lambda: other.crew_out([id_]),
    ]
    for write in writes:
        with pytest.raises(UserError):
            write()
    assert gate.version(id_) == 1
    assert other.inside() == ()
    assert other.look_up("12345") == ()


def test_that_the_audit_names_nobody(gate: Gatehouse) -> None:
    gate.order("1-1-101")
    id_ = gate.let_in("浙A12345", name="刘新宇", id_tail="123X", company="顺丰")
    gate.service.amend(id_, gate.draft("浙A54321", name="周姐", badge="17"), version=1)
    gate.service.log_out(id_, version=2)
    gate.service.turn_away(gate.draft("何先生"), "不认识")
    told = gate.audited()
    assert "turned away" in told
    assert [secret for secret in ("浙A", "刘新宇", "123X", "顺丰", "周姐", "何先生") if secret in told] == []
