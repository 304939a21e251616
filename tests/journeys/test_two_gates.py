"""Two gates at once, with the same and with different vehicles: every movement is kept once, nobody is inside twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.errors import ConflictError
from desktop.gate.view.leaving import LeavingPane
from desktop.storage.audit import Audit
from desktop.storage.database import server_database
from desktop.visits.model import Visit, VisitKind
from desktop.visits.service import VisitService
from tests.care.villages import server_village
from tests.journeys.day import Key, microseconds
from tests.journeys.gate_book import OPENS, REGULARS, prepare, written
from tests.journeys.peak import Morning
from tests.journeys.program import PASSWORD
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.core.clock import FixedClock
    from desktop.storage.database import Database
    from desktop.visits.rows import InsideLine
    from tests.journeys.program import Program

ROOT = Path(__file__).resolve().parents[2]
POLL_MS = 20

OTHER_GATE = """
import os, sys
from datetime import datetime
from pathlib import Path
from desktop.app.session import sign_in
from desktop.core.clock import FixedClock
from desktop.core.errors import TouchpointError
from desktop.visits.rows import NewVisit
from desktop.visits.service import VisitService

clock = FixedClock(datetime.fromisoformat(sys.argv[2]))
session = sign_in(Path(sys.argv[1]), "guard", os.environ["TOUCHPOINT_PASSWORD"], clock)
gate = VisitService(session.desk)
os.write(1, b"ready\\n")
for line in sys.stdin:
    what, plate = line.split()
    try:
        if what == "in":
            gate.log_in(NewVisit(who=plate, room_id=1, gate_id=2))
        else:
            (found,) = gate.inside(plate)
            if what == "look":
                os.write(1, b"found\\n")
                sys.stdin.readline()
            gate.log_out(found.visit_id, version=found.version, gate_id=2)
        os.write(1, b"done\\n")
    except TouchpointError:
        os.write(1, b"refused\\n")
"""
"""The guard at the other gate, in a process of its own: lets in and out as it is told by lines, and answers each."""


class OtherGate:
    """The process of the other gate."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, what: str, plate: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what} {plate}\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def other_gate(data: Path, clock: FixedClock) -> Iterator[OtherGate]:
    command = [sys.executable, "-c", OTHER_GATE, str(data), clock.now().isoformat()]
    environment = os.environ | {"TOUCHPOINT_PASSWORD": PASSWORD, "PYTHONUTF8": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
    ) as process:
        gate = OtherGate(process)
        assert gate.answer() == "ready"
        yield gate
    assert process.returncode == 0


@pytest.fixture
def morning(
    start: Callable[..., Program], lively_data: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Morning:
    monkeypatch.setattr("desktop.app.account_window.LOOK_EVERY_MS", POLL_MS)
    ground = prepare(lively_data, clock)
    return Morning(start(lively_data), clock, ground)


def arrive(morning: Morning, other: OtherGate, plate: str, there: str) -> None:
    """Let one in at either gate in the same moment."""
    morning.hands.type(plate[2:5])
    morning.hands.press(Key.Key_Return)
    other.tell("in", there)
    morning.hands.press(Key.Key_Return)
    assert morning.program.toast.startswith("In: ")
    assert other.answer() == "done"


def leave(morning: Morning, other: OtherGate, plate: str, there: str) -> bool:
    """Let one out at either gate in the same moment, seen inside at both; tell whether this gate was refused."""
    program = morning.program
    morning.hands.type(plate[2:5])
    other.tell("look", there)
    assert other.answer() == "found"
    other.tell("go", there)
    morning.hands.press(Key.Key_Return)
    refused = bool(program.wrong)
    program.wrong.clear()
    assert (other.answer() == "refused") == (plate == there and not refused)
    assert refused or program.toast == f"Out: {plate[:2]}·{plate[2:]}"
    return refused


def test_that_two_gates_at_once_keep_every_movement_once(
    morning: Morning, lively_data: Path, clock: FixedClock
) -> None:
    own, both, theirs = REGULARS[:5], REGULARS[5:9], tuple(f"浙A{place}T5T5" for place in range(5))
    everybody = (*own, *both, *theirs)
    with other_gate(lively_data, clock) as other:
        for plate, there in zip((*own, *both), (*theirs, *both), strict=True):
            arrive(morning, other, plate, there)
        visits = written(morning.service.desk, morning.before)
        assert Counter(each.who for each in visits) == Counter([*everybody, *both])
        assert sorted(each.who for each in visits if each.state == "inside") == sorted(everybody)
        assert sorted(each.who for each in visits if each.unseen) == sorted(both)
        lines = morning.arriving.inside
        morning.program.until(lambda: {plate_of(line) for line in lines.lines} >= set(everybody))
        morning.turn(LeavingPane)
        refused = [
            leave(morning, other, plate, there) for plate, there in zip((*own, *both), (*theirs, *both), strict=True)
        ]
    assert not any(refused[: len(own)])
    visits = written(morning.service.desk, morning.before)
    assert {each.state for each in visits} == {"left"}
    assert [each.who for each in visits if each.gone != each.people] == []
    audits = morning.books.rows(
        "SELECT action, count(*) AS n FROM audit WHERE topic = 'visit' AND at >= :opens GROUP BY action",
        opens=microseconds(OPENS),
    )
    assert {row["action"]: row["n"] for row in audits} == {"let in": len(visits), "left": len(visits)}


def plate_of(line: InsideLine) -> str:
    return str(line.title).replace("·", "")


# --- on a server ------------------------------------------------------------------------------------------------------


@pytest.fixture
def house(blank_server: Database, clock: FixedClock) -> Gatehouse:
    """Return a community on a server with a gate, two of a crew and a vehicle of the rush inside."""
    made = Gatehouse(server_village(blank_server, clock))
    pass_id = made.work_pass("2-1-101")
    for name in ("张强", "李勇"):
        made.let_in(name, "2-1-101", VisitKind.CONTRACTOR, pass_id=pass_id)
    made.let_in("浙A00001", quick=True)
    return made


@pytest.mark.postgresql
def test_that_two_programs_on_a_server_do_the_same_at_once_and_it_is_done_once(house: Gatehouse) -> None:
    database = house.village.desk.database
    second = server_database(database.engine.url.render_as_string(hide_password=False))
    desk = house.service.desk
    gates = (VisitService(desk), VisitService(replace(desk, database=second)))
    rush = house.rows(Visit, Visit.incomplete.is_(True))[0].id
    rest = house.draft("浙A00001", kind=VisitKind.DELIVERY)

    def at_both(act: Callable[[VisitService, Any], object], mine: object, theirs: object) -> list[str]:
        """Do `act` at both gates in the same moment; return what became of it, in order of the alphabet."""
        together, given = Barrier(2), (mine, theirs)

        def one(number: int) -> str:
            together.wait()
            try:
                act(gates[number], given[number])
            except ConflictError:
                return "conflict"
            return "done"

        with ThreadPoolExecutor(2) as pool:
            return sorted(pool.map(one, (0, 1)))

    def complete(gate: VisitService, visit_id: int) -> object:
        return gate.complete(visit_id, rest, version=1)

    def let_out(gate: VisitService, line: InsideLine) -> object:
        return gate.log_out(line.visit_id, version=line.version)

    log_in, once, twice = VisitService.log_in, ["conflict", "done"], ["done", "done"]
    for place in range(4):
        mine, theirs = house.draft(f"浙A1000{place}"), house.draft(f"浙B2000{place}")
        assert at_both(log_in, mine, mine) == twice
        assert at_both(log_in, mine, theirs) == twice
        assert at_both(log_in, house.draft("", vehicle=True), house.draft("", vehicle=True)) == twice
        repeated = partial(log_in, operation_id=f"the same write {place}")
        assert at_both(repeated, house.draft("刘先生"), house.draft("刘先生")) == twice
    assert at_both(complete, rush, rush) == once
    assert at_both(VisitService.crew_out, 1, 1) == once
    lines = {str(line.title): line for line in gates[0].inside()}
    assert at_both(let_out, lines["浙A·00001"], lines["浙A·00001"]) == once
    assert at_both(let_out, lines["浙B·20000"], lines["浙B·20001"]) == twice
    second.close()
    visits = house.rows(Visit)
    plates = Counter(row.plate for row in visits if row.plate)
    ours, others = [f"浙A1000{place}" for place in range(4)], [f"浙B2000{place}" for place in range(4)]
    assert plates == Counter(["浙A00001", *ours * 3, *others])
    assert Counter(row.name for row in visits if row.name == "刘先生") == {"刘先生": 4}
    assert sorted(row.unplated for row in visits if row.unplated) == [*range(1, 9)]
    inside = Counter(row.plate or row.name for row in visits if row.state == "inside")
    assert inside == Counter([*ours, *others[2:], *["刘先生"] * 4, *[""] * 8])
    assert {row.key: row.visits for row in house.visitors() if row.plate} == dict(plates)
    audits = Counter(row.action for row in house.rows(Audit, Audit.topic == "visit"))
    assert audits["let in"] == len(visits)
    assert audits["left"] == sum(row.state == "left" for row in visits)
    assert audits["completed"] == 1
