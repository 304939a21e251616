"""A clock set wrong, or changing with the season, while people are inside: nothing negative, nothing reduced."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from desktop.core.i18n import language
from desktop.gate.table import at_clock, how_long
from desktop.visits.model import Visit, VisitKind, VisitState
from desktop.visits.rows import VisitFilter
from desktop.visits.service import VisitService, reducing
from desktop.visits.table import lasting_words
from tests.visits.arrivals import came, visit_values
from tests.visits.gatehouse import Gatehouse

if TYPE_CHECKING:
    from tests.care.villages import Village

BERLIN = ZoneInfo("Europe/Berlin")
EN = language("en")
NEGATIVE = re.compile(r"[-\u2212]\d+ ?(?:min|h|d)\b")


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let slices follow each other at once."""
    monkeypatch.setattr(reducing, "PAUSE_SECONDS", 0)


@pytest.fixture
def gate(on_file: Village) -> Gatehouse:
    """Return a gate with three inside, two visits that are due to be reduced, and twenty young ones."""
    gate = Gatehouse(on_file)
    gate.work_pass("2-1-101")
    now = gate.clock.now()
    old, young = ({"in_at": now - ago, "out_at": now - ago, "state": VisitState.LEFT} for ago in map(days, (40, 2)))
    came(on_file, [visit_values(on_file, **old)] * 2 + [visit_values(on_file, **young)] * 20)
    gate.let_in("浙A12345")
    gate.let_in("刘先生", "1-1-201", people=2)
    gate.let_in("张强", "2-1-101", VisitKind.CONTRACTOR)
    return gate


@pytest.fixture
def either(village: Village) -> Gatehouse:
    """Return a gate of the community, once in a file and once on a server."""
    return Gatehouse(village)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def shown(gate: Gatehouse) -> str:
    """Return every span of time that gate and desk show of those inside, and the papers about them."""
    service, now = gate.service, gate.clock.now()
    lines = service.inside()
    words = [EN.message(how_long(line.in_at, now)) for line in lines]
    words += [lasting_words(line.in_at, now, EN) for line in lines]
    words += [EN.message(line.overdue) for line in lines if line.overdue is not None]
    for paper in (service.evacuation_list(EN), service.night_list(EN), service.shift_count(EN)):
        words += [page.extract_text() for page in PdfReader(BytesIO(paper)).pages]
    return "\n".join(words)


@pytest.mark.parametrize(
    ("jump", "says"),
    [
        (timedelta(hours=-1), "stands before"),
        (timedelta(days=-800), "stands before"),
        (timedelta(days=1100), "three days ahead"),
    ],
)
def test_that_a_clock_set_wrong_shows_nothing_negative_and_reduces_nothing(
    gate: Gatehouse, jump: timedelta, says: str
) -> None:
    right = gate.clock.now()
    manager = VisitService(gate.village.desk)
    before = [(row.id, row.state) for row in gate.rows(Visit)]
    gate.clock.set(right + jump)
    assert not NEGATIVE.search(shown(gate))
    assert (gate.service.counts().visits, gate.service.counts().people) == (3, 4)
    due = manager.due_reduction()
    assert due.refused is not None
    assert says in due.refused.msgid
    manager.reduce()
    (run,) = manager.last_reductions(1)
    assert run.refused is not None
    assert (says in run.refused.msgid, run.reduced) == (True, 0)
    assert [(row.id, row.state) for row in gate.rows(Visit)] == before
    line = gate.service.inside("12345")[0]
    gate.service.log_out(line.visit_id, version=line.version)
    row = gate.visit(line.visit_id)
    assert row.out_at is not None
    assert row.out_at >= row.in_at
    gate.clock.set(right + timedelta(minutes=1))
    assert gate.service.counts().visits == 2
    assert len(gate.rows(Visit)) == len(before)


def test_that_who_comes_again_by_a_clock_set_back_did_not_leave_before_they_came(either: Gatehouse) -> None:
    first = either.let_in("浙A54321")
    came_at = either.clock.now()
    either.clock.advance(hours=-1)
    second = either.let_in("浙A54321")
    row = either.visit(first)
    assert (row.state, row.out_at, row.out_unseen) == (VisitState.LEFT, came_at, True)
    either.service.drop(second, version=1)
    row = either.visit(first)
    assert (row.state, row.out_at, row.people_left) == (VisitState.INSIDE, None, 0)


@pytest.mark.parametrize(
    ("entered", "now", "lasts", "wall"),
    [
        ("2026-10-25T01:50+02:00", "2026-10-25T02:10+01:00", "1 h 20 min", "01:50"),
        # by the clock on the wall they came after it is now
        ("2026-10-25T02:50+02:00", "2026-10-25T02:10+01:00", "20 min", "02:50"),
        ("2026-03-29T01:50+01:00", "2026-03-29T03:10+02:00", "20 min", "01:50"),
        ("2026-10-24T20:30+02:00", "2026-10-25T07:30+01:00", "12 h", "10-24 20:30"),
    ],
)
def test_that_the_change_of_the_clock_lengthens_and_shortens_no_visit(
    gate: Gatehouse, entered: str, now: str, lasts: str, wall: str
) -> None:
    gate.village = replace(gate.village, desk=replace(gate.village.desk, zone=BERLIN))
    gate.clock.set(datetime.fromisoformat(entered))
    id_ = gate.let_in("浙B54321", "1-1-102")
    gate.clock.set(datetime.fromisoformat(now))
    moment = gate.clock.now()
    (line,) = gate.service.inside("54321")
    assert EN.message(how_long(line.in_at, moment)) == lasts
    assert at_clock(line.in_at, moment, BERLIN) == wall
    assert (line.overdue is not None) == (lasts == "12 h")
    assert not NEGATIVE.search(shown(gate))
    gate.service.log_out(id_, version=line.version)
    day = line.in_at.astimezone(BERLIN).date()
    (kept,) = gate.service.visits(VisitFilter(text="54321", first_day=day, last_day=day))
    assert (kept.out_at, kept.state) == (moment, VisitState.LEFT)
