"""Letting out: who is inside and for how long, by badge, plate or name, some of several, whole crews."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import language
from desktop.visits.model import VisitKind, VisitState
from desktop.visits.rows import RulesRow, VisitFilter
from desktop.visits.service.letting_out import Stay
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from tests.care.villages import Village

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def gate(on_file: Village) -> Gatehouse:
    """Return a gate of the community in a file."""
    return Gatehouse(on_file)


@pytest.fixture
def either(village: Village) -> Gatehouse:
    """Return a gate of the community, once in a file and once on a server."""
    return Gatehouse(village)


def titles(gate: Gatehouse, typed: str = "", **more: bool | int) -> list[str]:
    spoken = language("en")
    lines = gate.service.inside(typed, **more)  # type: ignore[arg-type]  # by name
    return [line.title if isinstance(line.title, str) else spoken.message(line.title) for line in lines]


def test_that_the_nearest_comes_first_by_badge_plate_or_name(either: Gatehouse) -> None:
    either.let_in("浙A34512", badge="7")
    either.let_in("浙A51234", "1-1-201")
    either.let_in("刘新宇", badge="12")
    either.let_in("", vehicle=True)
    assert titles(either) == ["浙A·34512", "浙A·51234", "刘新宇", "No plate, no. 1"]
    assert titles(either, "12") == ["刘新宇", "浙A·34512", "浙A·51234"]
    assert titles(either, "a·51234") == ["浙A·51234"]
    assert titles(either, "lxy") == titles(either, "刘") == ["刘新宇"]
    assert titles(either, "201") == ["浙A·51234"]
    assert titles(either, "1") == ["No plate, no. 1", "浙A·34512", "浙A·51234", "刘新宇"]
    assert titles(either, "没有人") == []
    assert titles(either, vehicles=True) == ["浙A·34512", "浙A·51234", "No plate, no. 1"]


def test_that_whoever_has_no_plate_and_no_name_goes_by_what_the_list_calls_them(gate: Gatehouse) -> None:
    gate.let_in("", vehicle=True)
    gate.let_in("", "", VisitKind.EMERGENCY)
    gate.let_in("浙A51234", "1-1-201")
    assert titles(gate) == ["No plate, no. 1", "Emergency service", "浙A·51234"]
    assert titles(gate, "无牌") == titles(gate, "wpc1") == titles(gate, "no plate") == ["No plate, no. 1"]
    assert titles(gate, "急救") == titles(gate, "qxjj") == titles(gate, "emerg") == ["Emergency service"]
    lines = gate.service.visits(VisitFilter())
    assert language("en").message(lines[1].title) == "Emergency service"  # type: ignore[arg-type]  # is one


def test_that_who_is_out_cannot_leave_again_and_can_come_back(either: Gatehouse) -> None:
    id_ = either.let_in("浙A12345")
    either.clock.advance(minutes=20)
    either.service.log_out(id_, version=1, gate_id=either.gate_id)
    row = either.visit(id_)
    assert (row.state, row.out_at, row.out_by, row.out_gate_id, row.people_left) == (
        *(VisitState.LEFT, either.clock.now(), 2, either.gate_id, 1),
    )
    with pytest.raises(ConflictError) as raised:
        either.service.log_out(id_, version=1)
    assert raised.value.problems[0].message.params == {"time": "14:25"}
    either.service.undo_out(id_, version=2)
    assert (either.visit(id_).state, either.visit(id_).out_at) == (VisitState.INSIDE, None)
    either.service.log_out(id_, version=3, unseen=True)
    assert either.visit(id_).out_unseen
    either.let_in("浙A12345")
    with pytest.raises(ConflictError):
        either.service.undo_out(id_, version=4)


def test_that_some_of_several_leave_and_the_last_leaving_is_taken_back(gate: Gatehouse) -> None:
    id_ = gate.let_in("马师傅", people=5)
    for people in (1, 2):
        gate.service.log_out(id_, version=gate.version(id_), people=people)
    assert [line.people for line in gate.service.inside()] == [2]
    with pytest.raises(UserError) as raised:
        gate.service.log_out(id_, version=3, people=3)
    assert raised.value.problems[0].field == "people"
    gate.service.undo_out(id_, version=3)
    assert gate.visit(id_).people_left == 1
    gate.service.undo_out(id_, version=4)
    assert gate.visit(id_).people_left == 0
    with pytest.raises(UserError):
        gate.service.undo_out(id_, version=5)


def test_that_a_whole_crew_leaves_at_once(either: Gatehouse) -> None:
    pass_id = either.work_pass("2-1-101")
    worker = VisitKind.CONTRACTOR
    crew = [either.let_in(name, "2-1-101", worker, people=2, pass_id=pass_id) for name in ("张强", "李勇")]
    other = either.let_in("周姐")
    assert len(either.service.inside(crew_of=pass_id)) == 2
    assert either.service.crew_out(pass_id, either.gate_id).ids["visit"] == frozenset(crew)
    assert [line.visit_id for line in either.service.inside()] == [other]
    with pytest.raises(ConflictError):
        either.service.crew_out(pass_id)
    assert either.service.crew_out([*crew, other]).result == 1


def test_that_the_counts_are_those_of_the_list(gate: Gatehouse) -> None:
    gate.work_pass("2-1-101")
    gate.let_in("张强", "2-1-101", VisitKind.CONTRACTOR, people=3)
    gate.let_in("浙A12345", quick=True)
    gate.clock.advance(hours=4)
    counts = gate.service.counts()
    assert (counts.visits, counts.people, counts.vehicles, counts.contractors) == (2, 4, 1, 3)
    assert (counts.overdue, counts.incomplete) == (1, 1)
    assert titles(gate, overdue=True) == ["张强"]


@pytest.mark.parametrize(
    ("zone", "came", "now", "late"),
    [
        (SHANGHAI, "2026-11-22T09:00", "2026-11-22T17:59", False),
        (SHANGHAI, "2026-11-22T09:00", "2026-11-22T18:00", True),
        (SHANGHAI, "2026-11-22T19:00", "2026-11-22T19:01", True),
        (SHANGHAI, "2026-11-22T17:00", "2026-11-23T02:00", True),
        (SHANGHAI, "2026-11-22T02:00", "2026-11-22T09:00", False),
        (BERLIN, "2026-03-29T01:00", "2026-03-29T17:59", False),
        (BERLIN, "2026-03-29T09:00", "2026-03-29T18:00", True),
        (BERLIN, "2026-10-25T09:00", "2026-10-25T18:00", True),
    ],
)  # fmt: skip
def test_that_contractors_are_late_from_the_set_time_of_their_day(
    zone: ZoneInfo, came: str, now: str, *, late: bool
) -> None:
    in_at, at = (datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC) for text in (came, now))
    stay = Stay(RulesRow(overstay_hours=72), at, zone)
    assert (stay.overdue(VisitKind.CONTRACTOR, in_at) is not None) is late
    assert stay.overdue(VisitKind.GUEST, in_at) is None


def test_that_everybody_is_late_after_the_set_hours_and_a_night_begins_at_its_hour() -> None:
    now = datetime(2026, 11, 22, 22, 59, tzinfo=SHANGHAI)
    stay = Stay(RulesRow(), now, SHANGHAI)
    assert stay.overdue(VisitKind.GUEST, now - timedelta(hours=12)) is not None
    assert stay.overdue(VisitKind.GUEST, now - timedelta(hours=11, minutes=59)) is None
    assert stay.night == datetime(2026, 11, 21, 23, tzinfo=SHANGHAI)
    later = replace(stay, now=now + timedelta(minutes=1))
    assert later.night == datetime(2026, 11, 22, 23, tzinfo=SHANGHAI)


def test_that_a_vehicle_stayed_the_night(gate: Gatehouse) -> None:
    gate.let_in("浙A12345")
    gate.let_in("刘先生")
    gate.clock.advance(hours=9)
    assert [line.stayed_night for line in gate.service.inside()] == [True, False]


def test_that_a_clock_set_back_lets_nobody_leave_before_they_came(gate: Gatehouse) -> None:
    id_ = gate.let_in("浙A12345")
    came = gate.clock.now()
    gate.clock.advance(hours=-1)
    gate.service.log_out(id_, version=1)
    assert gate.visit(id_).out_at == came
