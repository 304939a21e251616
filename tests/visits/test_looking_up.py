"""What the first fields of the gate mean while they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.core.permissions import Operation
from desktop.core.pinyin import readings
from desktop.households.model import Resident, Room, Vehicle
from desktop.storage.search import SearchFields
from desktop.visits.model import ExpectedVisit, GateRules, VisitKind
from desktop.visits.rows import HitSource, KindKey, NewVisit
from desktop.visits.service.looking_up import JUST_NOW
from tests.care.villages import TODAY
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from tests.care.villages import Village

EXPECTED, PASS, VISITOR, RESIDENT, WATCHED = HitSource


@pytest.fixture
def gate(village: Village) -> Gatehouse:
    """Return a gate, once in a file and once on a server, of a community that can be searched."""
    village.settle("1-1-101", "陈国栋")
    village.park("1-1-101", "浙A88888")
    village.park("2-1-101", "浙B88123")
    with village.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        for room in work.session.scalars(select(Room)):
            work.index("place", room.id * 2, SearchFields(public=(room.label,)))
        for person in work.session.scalars(select(Resident)):
            work.index("place", person.id * 2 + 1, SearchFields(public=(person.name, *readings(person.name))))
        for vehicle in work.session.scalars(select(Vehicle)):
            work.index("vehicle", vehicle.id, SearchFields(public=(vehicle.plate,)))
    return Gatehouse(village)


def found(gate: Gatehouse, typed: str, limit: int = 6) -> list[tuple[HitSource, str]]:
    return [(hit.source, hit.title) for hit in gate.service.look_up(typed, limit)]


def expect(gate: Gatehouse, name: str = "", plate: str = "", code: str = "4711") -> int:
    row = ExpectedVisit(community_id=1, room_id=2, name=name, plate=plate, people=2, code=code)
    row.first_day, row.last_day, row.recorded_at, row.recorded_by = TODAY, TODAY, gate.clock.now(), 1
    return gate.write(row)


def test_that_someone_is_found_by_any_part_of_what_is_known_of_them(gate: Gatehouse) -> None:
    gate.let_in("浙A12345", name="刘新宇", company="顺丰")
    gate.let_in("欧阳𠮷", "1-1-201")
    for typed in ("234", "浙ａ·１２", "a 12345", "刘新", "liuxin", "lxy", "顺丰"):
        assert found(gate, typed) == [(VISITOR, "浙A·12345")], typed
    for typed in ("𠮷", "欧 阳𠮷", "ouyang"):
        assert found(gate, typed) == [(VISITOR, "欧阳𠮷")], typed
    for typed in ("", " ", "·", "%", "_", '"', "没有人", "\0"):
        assert found(gate, typed) == [], typed


def test_that_a_hit_fills_everything_in(gate: Gatehouse) -> None:
    gate.let_in("浙A12345", "1-1-201", VisitKind.DELIVERY, name="刘新宇", company="顺丰")
    came = gate.clock.now()
    (hit,) = gate.service.look_up("12345")
    assert (hit.vehicle, hit.name, hit.company, hit.place, hit.times, hit.last_at) == (
        *(True, "刘新宇", "顺丰", "1-1-201", 1, came),
    )
    assert hit.kind is not None
    assert (hit.kind.kind, hit.inside_visit_id) == (VisitKind.DELIVERY, 1)
    gate.service.log_out(1, version=1)
    assert gate.service.look_up("12345")[0].inside_visit_id is None


def test_that_what_was_typed_whole_comes_first_then_whom_the_desk_told_of(gate: Gatehouse) -> None:
    gate.let_in("浙A88812")
    gate.watch(plate="浙C88800", name="王五")
    expect(gate, "张三", "浙A88877")
    assert found(gate, "888") == [
        (EXPECTED, "浙A·88877"),
        (VISITOR, "浙A·88812"),
        (RESIDENT, "浙A·88888"),
        (WATCHED, "浙C·88800"),
    ]
    assert found(gate, "浙A88888")[0] == (RESIDENT, "浙A·88888")
    assert found(gate, "王五") == [(WATCHED, "浙C·88800")]
    assert found(gate, "888", 2) == [(EXPECTED, "浙A·88877"), (VISITOR, "浙A·88812")]


def test_that_codes_numbers_and_people_of_passes_lead_to_their_rooms(gate: Gatehouse) -> None:
    expected = expect(gate, "张三")
    pass_id = gate.work_pass("2-1-101", foreman="马师傅", number="ZX-2026-012")
    gate.work_pass("2-1-102", -1, number="ZX-2026-013")
    (hit,) = gate.service.look_up("4711")
    assert (hit.source, hit.id, hit.title, hit.room_id, hit.people) == (EXPECTED, expected, "张三", 2, 2)
    assert found(gate, "471") == []
    for typed, title in (
        ("zx-2026-01", "马师傅"),
        ("2026012", "马师傅"),
        ("美居", "马师傅"),
        ("李勇", "李勇"),
        ("mashifu", "马师傅"),
    ):
        (hit,) = gate.service.look_up(typed)
        assert (hit.source, hit.id, hit.title, hit.place) == (PASS, pass_id, title, "2-1-101"), typed


def test_that_a_pass_that_is_over_is_found_by_its_number_and_said_to_be_over(gate: Gatehouse) -> None:
    over = gate.work_pass("2-1-102", -1, number="ZX-2026-013", crew="张强")
    gate.work_pass("2-1-101", -200, number="ZX-2025-113", crew="王五")
    for typed in ("ZX-2026-013", "2026013"):
        (hit,) = gate.service.look_up(typed)
        assert (hit.source, hit.id, hit.place) == (PASS, over, "2-1-102"), typed
    draft = NewVisit(KindKey(VisitKind.CONTRACTOR), who="张强", room_id=hit.room_id, pass_id=hit.id)
    assert gate.against(draft) == ["pass_expired"]
    assert found(gate, "张强") == found(gate, "2025113") == found(gate, "013") == []


def test_that_one_vehicle_is_one_hit_that_knows_all(gate: Gatehouse) -> None:
    visit = gate.let_in("浙A12345", "1-1-102", name="刘新宇")
    expect(gate, plate="浙A12345")
    gate.watch(plate="浙A12345")
    (hit,) = gate.service.look_up("12345")
    assert (hit.source, hit.name, hit.times, hit.inside_visit_id) == (EXPECTED, "刘新宇", 1, visit)


def test_that_who_is_typed_whole_is_found_among_very_many(gate: Gatehouse) -> None:
    gate.let_in("李明", "1-1-201")
    for number in range(30):
        gate.let_in(f"李明{'一二三四五六七八九十'[number % 10]}{number // 10}")
    assert found(gate, "李明")[0] == (VISITOR, "李明")


def test_that_a_plate_without_its_province_is_that_of_the_town(gate: Gatehouse) -> None:
    gate.write(GateRules(community_id=1, province="浙A"))
    gate.let_in("12345")
    gate.clock.advance(minutes=1)
    check = gate.service.check(gate.draft("a12345"))
    assert (check.times, check.inside_since is not None, check.doubts) == (1, True, ())
    assert gate.service.check(gate.draft("浙A1234", vehicle=True)).doubts != ()


def test_that_rooms_are_found_by_address_first_then_by_who_lives_there(gate: Gatehouse) -> None:
    assert [(room.label, room.names) for room in gate.service.rooms("1-1-101")] == [("1-1-101", "陈国栋")]
    assert [room.label for room in gate.service.rooms("101")][:2] == ["1-1-101", "2-1-101"]
    assert [room.label for room in gate.service.rooms("cgd")] == ["1-1-101"]
    assert gate.service.rooms("没有") == ()


def test_that_whose_car_it_is_is_told_visitors_inside_before_those_gone(gate: Gatehouse) -> None:
    gone = gate.let_in("浙A88001", name="何先生")
    gate.service.log_out(gone, version=1)
    gate.let_in("浙A88002", name="刘新宇")
    gate.let_in("88号", vehicle=False)
    hits = [(hit.source, hit.title, hit.name) for hit in gate.service.owners("88")]
    assert hits == [
        (RESIDENT, "浙A·88888", "陈国栋"),
        (RESIDENT, "浙B·88123", ""),
        (VISITOR, "浙A·88002", "刘新宇"),
        (VISITOR, "浙A·88001", "何先生"),
    ]
    assert gate.service.owners("") == ()


def test_that_the_last_visit_of_a_gate_is_repeated_for_a_day(gate: Gatehouse) -> None:
    assert gate.service.last(gate.gate_id) is None
    id_ = gate.let_in("浙A12345")
    gate.service.turn_away(gate.draft("何先生"), "不认识")
    last = gate.service.last(gate.gate_id)
    assert last is not None
    assert last.id == id_
    assert gate.service.last(None) is None
    gate.clock.advance(seconds=JUST_NOW.total_seconds() + 1)
    assert gate.service.last(gate.gate_id) is None


def test_that_a_badge_of_someone_inside_and_who_lives_there_are_told(gate: Gatehouse) -> None:
    gate.let_in("周姐", badge="17")
    check = gate.service.check(gate.draft("李婷", badge="17"))
    assert [doubt.params for doubt in check.doubts] == [{"badge": "17"}]
    assert check.household == "陈国栋"
    assert gate.service.check(gate.draft("", "")).objections == ()
