"""The log of visits: paged, narrowed, one with everything, those of a room."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import UserError
from desktop.visits.model import VisitKind, VisitState
from desktop.visits.rows import KindKey, VisitFilter
from tests.care.villages import TODAY
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from tests.care.villages import Village


@pytest.fixture
def gate(village: Village) -> Gatehouse:
    """Return a gate of the community, once in a file and once on a server."""
    return Gatehouse(village)


def shown(gate: Gatehouse, **wanted: object) -> list[int]:
    narrowed = VisitFilter(**wanted)  # type: ignore[arg-type]  # by name
    found = [line.id for line in gate.service.visits(narrowed)]
    assert gate.service.count(narrowed) == len(found)
    return found


def test_that_pages_follow_one_another_newest_first(gate: Gatehouse) -> None:
    ids = []
    for number in range(5):
        gate.clock.advance(minutes=number % 2)
        ids.append(gate.let_in(f"浙A0000{number}"))
    first = gate.service.visits(VisitFilter(), limit=2)
    then = gate.service.visits(VisitFilter(), first[-1], limit=3)
    assert [line.id for line in (*first, *then)] == ids[::-1]
    assert gate.service.visits(VisitFilter(), then[-1]) == ()


def test_that_a_filter_narrows_by_words_days_states_kinds_and_marks(gate: Gatehouse) -> None:
    own = gate.own_kind("空调安装", VisitKind.MAINTENANCE)
    car = gate.let_in("浙A12345", name="刘新宇")
    gate.service.log_out(car, version=1)
    gate.clock.advance(days=1)
    gate.order("1-1-201")
    told = gate.let_in("周姐", "1-1-201", badge="17")
    quick = gate.let_in("浙B54321", quick=True)
    fitter = gate.let_in("张强", "", kind=own)
    refused = gate.service.turn_away(gate.draft("何先生"), "不认识").result
    dropped = gate.let_in("错了")
    gate.service.drop(dropped, version=1)
    everything = [refused, fitter, quick, told, car]
    assert shown(gate) == everything
    assert shown(gate, first_day=TODAY + timedelta(days=1)) == everything[:-1]
    assert shown(gate, last_day=TODAY) == [car]
    assert shown(gate, states=(VisitState.INSIDE,)) == [fitter, quick, told]
    assert shown(gate, states=(VisitState.DROPPED,)) == [dropped]
    assert shown(gate, kinds=(own, KindKey(VisitKind.OTHER))) == [fitter]
    assert shown(gate, kinds=(KindKey(VisitKind.GUEST),)) == [refused, quick, told, car]
    assert shown(gate, incomplete=True) == [quick]
    assert shown(gate, overridden=True) == [told]
    assert shown(gate, held=True) == []
    assert shown(gate, vehicles=True) == [quick, car]
    assert shown(gate, room_id=gate.village.rooms["1-1-201"]) == [told]
    assert shown(gate, gate_id=gate.gate_id + 1) == []
    assert shown(gate, text="lxy") == shown(gate, text="1234") == [car]
    assert shown(gate, text="17") == shown(gate, text="1-1-201") == [told]
    assert shown(gate, text="没有人") == []


def test_that_one_visit_tells_everything_and_the_earlier_ones(gate: Gatehouse) -> None:
    first = gate.let_in("浙A12345", name="刘新宇", id_tail="123X")
    gate.clock.advance(hours=2)
    gate.service.log_out(first, version=1, gate_id=gate.gate_id)
    pass_id = gate.work_pass("2-1-101", number="ZX-2026-012")
    second = gate.let_in("浙 a12345", "2-1-101", VisitKind.CONTRACTOR, pass_id=pass_id)
    found = gate.service.visit(second)
    assert (found.line.id, found.plate_typed, found.pass_number, found.times, found.in_by) == (
        *(second, "浙 a12345", "ZX-2026-012", 2, "李婷"),
    )
    (earlier,) = found.earlier
    assert (earlier.id, earlier.gate, earlier.out_gate, earlier.people_left) == (first, "东门岗", "东门岗", 1)
    assert (gate.service.visit(first).id_tail, gate.service.visit(first).out_by) == ("123X", "李婷")
    with pytest.raises(UserError):
        gate.elsewhere().visit(second)


def test_that_a_room_shows_its_newest_visits(gate: Gatehouse) -> None:
    ids = []
    for number in range(3):
        gate.clock.advance(minutes=1)
        ids.append(gate.let_in(f"浙A0000{number}"))
    gate.let_in("周姐", "1-1-102")
    gate.service.drop(ids[1], version=1)
    room = gate.village.rooms["1-1-101"]
    assert [line.id for line in gate.service.of_room(room)] == [ids[2], ids[0]]
    assert [line.id for line in gate.service.of_room(room, 1)] == [ids[2]]
    assert gate.elsewhere().of_room(room) == ()
