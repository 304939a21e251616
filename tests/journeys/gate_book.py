"""What a guard is to find in the morning, and a plain list of visits to hold what was done against what is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from desktop.app.session import sign_in
from desktop.households.model import InstructionKind
from desktop.households.rows import NewInstruction
from desktop.households.service import HouseholdService
from desktop.visits.model import VisitKind, WatchAction
from desktop.visits.rows import NewExpected, NewPass, NewVisit, NewWatch
from desktop.visits.service import VisitService
from tests.conftest import SHANGHAI
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.storage.desk import Desk

__all__ = ["CREW", "EXPECTED", "NEIGHBOUR", "OPENS", "REGULARS", "UNWANTED", "Entered", "Ground", "prepare", "written"]

OPENS = datetime(2026, 11, 23, 6, 30, tzinfo=SHANGHAI)
REGULARS = tuple(f"浙B{10 + place}J{place % 10}{place * 7 % 10}" for place in range(26))
"""Plates of those who come every day; three letters of each, from the second one on, mean no other."""
CREW = ("冼一", "冼二", "冼三")
UNWANTED, NEIGHBOUR, EXPECTED = "浙C66Z66", "浙D77Y77", "冼贵客"


@dataclass(frozen=True, slots=True)
class Entered:
    """One visit as it was done: `who` is a plate, a name or nothing, `gone` of its people have left."""

    who: str
    place: str
    at: datetime
    kind: VisitKind = VisitKind.GUEST
    people: int = 1
    gone: int = 0
    state: str = "inside"
    out_at: datetime | None = None
    unseen: bool = False
    incomplete: bool = False
    badge: str = ""
    words: str = ""

    def left(self, at: datetime, *, unseen: bool = False) -> Entered:
        """Return it once everybody of it is gone."""
        return replace(self, state="left", gone=self.people, out_at=at, unseen=unseen)


def written(desk: Desk, since: int = 0) -> list[Entered]:
    """Return the visits that the data has after the one with the id `since`, as they were entered."""
    statement = text(
        "SELECT plate, name, place, in_at, kind, people, people_left, state, out_at, out_unseen, incomplete, badge,"
        " override_words, refused_words FROM visit WHERE id > :since ORDER BY id"
    )
    with desk.read() as session:
        rows = session.execute(statement, {"since": since}).all()
    return [
        Entered(
            row.plate or row.name,
            row.place,
            _moment(row.in_at),
            VisitKind(row.kind),
            row.people,
            row.people_left,
            row.state,
            None if row.out_at is None else _moment(row.out_at),
            bool(row.out_unseen),
            bool(row.incomplete),
            row.badge,
            row.override_words or row.refused_words,
        )
        for row in rows
    ]


def _moment(microseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known before the first one comes: rooms nothing speaks against, and one that admits nobody.

    `code` is what somebody says whom the first room expects.
    """

    rooms: Sequence[str]
    closed: str
    code: str


def prepare(data: Path, clock: FixedClock) -> Ground:
    """Let the regulars have come yesterday and the desk have told the gate all it knows; then it is Monday morning."""
    guard = sign_in(data, "guard", PASSWORD, clock)
    with guard.desk.read() as session:
        labels = {row.label: row.id for row in session.execute(text("SELECT label, id FROM room ORDER BY id"))}
    gate = VisitService(guard.desk)
    free = [label for label, id_ in labels.items() if not gate.check(NewVisit(who="冼", room_id=id_)).objections]
    for place, plate in enumerate(REGULARS):
        draft = NewVisit(who=plate, room_id=labels[free[place % 8]], gate_id=1)
        gate.log_out(gate.log_in(draft).result, version=1)
    guard.close()
    clock.set(OPENS)
    manager = sign_in(data, "manager", PASSWORD, clock)
    desk = VisitService(manager.desk)
    today = OPENS.date()
    works = NewPass("美居装饰", today, today, labels[free[9]], foreman=CREW[0], crew="\n".join(CREW[1:]))
    desk.issue_pass(works)
    order = NewInstruction(InstructionKind.DO_NOT_ADMIT, "一律先打电话核实", "业主")
    HouseholdService(manager.desk).give_instruction(labels[free[8]], order)
    desk.note_watched(NewWatch(plate=UNWANTED, reason="曾在楼道推销", action=WatchAction.REFUSE, ordered_by="王经理"))
    HouseholdService(manager.desk).add_vehicle(labels[free[0]], NEIGHBOUR)
    desk.expect(NewExpected(labels[free[0]], name=EXPECTED))
    code = next(line.code for line in desk.expected() if line.name == EXPECTED)
    manager.close()
    return Ground((*free[:8], *free[9:16]), free[8], code)
