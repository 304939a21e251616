"""What is asked at every key at the gate goes by indexes, and still finds everybody whom the rule means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.core.permissions import Role
from desktop.visits.model import VisitKind, WatchEntry
from desktop.visits.rows import VisitFilter
from desktop.visits.rule import Coming, meant_by, name_key
from desktop.visits.service import VisitService
from desktop.visits.store import facts
from tests.benchmarks.replay import asked_by
from tests.visits.gatehouse import GUARD, Gatehouse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.replay import Asked
    from tests.care.villages import Village

LARGE = ("visit", "visitor", "room", "resident", "occupancy", "vehicle", "expected_visit", "contractor_pass")
NAMES = ("王五", "欧阳 𠮷", "曾小明", "Ｍａｒｙ·李", "张3", "林・Ö", "单于")
PLATES = ("浙A12345", "浙AD12345", "粤B8888学")
TYPED = (*NAMES, *PLATES, "A12345", "12345", "D12345", "B8888学", "wangwu", "zeng xiaoming", "MARY LI", "12x")


@pytest.fixture
def gate(village: Village) -> Gatehouse:
    """Return a gate, once in a file and once on a server."""
    made = Gatehouse(village)
    village.settle("1-1-101", "陈国栋")
    village.park("1-1-101", "浙A88888")
    made.let_in("浙A12345", name="刘新宇")
    return made


def asked(gate: Gatehouse) -> Sequence[Asked]:
    """Return what the gate and its log ask."""
    desk = gate.village.desk_of(Role.GUARD, GUARD)

    def read() -> None:
        service = VisitService(desk)
        service.look_up("A123")
        service.look_up("liuxin")
        service.owners("88")
        for who in ("A12345", "刘新宇", "liuxinyu"):
            service.check(gate.draft(who))
        service.inside()
        service.counts()
        service.visits(VisitFilter())
        service.visits(VisitFilter(text="A12345"))
        service.of_room(gate.village.rooms["1-1-101"])
        service.last(gate.gate_id)

    return asked_by(desk, read)


def test_that_nothing_asked_at_the_gate_walks_through_a_large_table(gate: Gatehouse) -> None:
    steps: list[str] = []
    server = gate.village.desk.database.is_server
    with gate.village.desk.database.connect() as connection:
        if server:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, values in asked(gate):
            plan = connection.exec_driver_sql(f"EXPLAIN {'' if server else 'QUERY PLAN '}{statement}", values)
            steps += [str(row[-1]) for row in plan]
    walked = [f"Seq Scan on {table} " if server else f"SCAN {table}" for table in LARGE]
    assert [step for step in steps if f"{step.strip()} ".startswith(tuple(walked)) or step.strip() in walked] == []
    # of one visitor or vehicle all that there are of the community would be looked through in order
    assert not any(
        step.startswith(("SEARCH visitor USING INDEX ix_visitor_newest", "SEARCH v ")) and "community_id" in step
        for step in steps
    )
    assert any("ix_visit_visitor_inside" in step for step in steps)


def test_that_the_watchlist_is_asked_for_everyone_whom_the_rule_means(gate: Gatehouse) -> None:
    now = gate.clock.now()
    entries = [(plate, name, tail) for plate, name, tail in [("", "", "12X"), *(("", each, "") for each in NAMES)]]
    entries += [(each, "", "") for each in PLATES]
    for plate, name, tail in entries:
        kept = {"plate": plate, "name": name, "name_key": name_key(name), "id_tail": tail, "noted_by": 1}
        gate.write(WatchEntry(community_id=1, noted_at=now, approved_at=now, approved_by=1, **kept))
    with gate.village.desk.read() as session:
        for typed in TYPED:
            coming = Coming(VisitKind.GUEST, (typed,), (typed.lower(), "zhang3"), id_tail=typed[-3:])
            found = {(each.plate, each.name, each.id_tail) for each in facts.watched(session, 1, coming, now)}
            meant = meant_by(coming)
            assert found == {each for each in entries if meant(*each)}, typed
            assert ("", "张3", "") in found
