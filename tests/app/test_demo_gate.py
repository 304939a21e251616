"""The gate of the made-up community: as if it had been kept for months, and as the services would have left it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.app.gate_day import read_gate
from desktop.app.session import sign_in
from desktop.core.clock import FixedClock
from desktop.incidents.model import IncidentState
from desktop.incidents.rows import IncidentFilter
from desktop.incidents.service import IncidentService
from desktop.patrols.model import RoundState
from desktop.patrols.service import PatrolService
from desktop.release_slips.rows import ReleaseFilter, ReleaseStage, ReleaseStanding
from desktop.release_slips.service import ReleaseSlipService
from desktop.visits.model import VisitState
from desktop.visits.rows import VisitFilter
from desktop.visits.service import VisitService
from tests.app.conftest import PASSWORD
from tests.benchmarks.replay import asked_by
from tests.conftest import SUNDAY_AFTERNOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.storage.desk import Desk


@pytest.fixture(scope="module")
def desk(demo_template: Path) -> Iterator[Desk]:
    """Yield a manager's desk at a community that is only read."""
    session = sign_in(demo_template, "manager", PASSWORD, FixedClock(SUNDAY_AFTERNOON))
    yield session.desk
    session.close()


def test_that_visits_come_and_go_and_some_are_still_inside(desk: Desk) -> None:
    service = VisitService(desk)
    today = SUNDAY_AFTERNOON.astimezone(desk.zone).date()
    lines = service.visits(VisitFilter(), limit=1000)
    assert {line.state for line in lines} == {VisitState.INSIDE, VisitState.LEFT, VisitState.REFUSED}
    assert all(line.in_at <= (line.out_at or SUNDAY_AFTERNOON) <= SUNDAY_AFTERNOON for line in lines)
    counts = service.counts()
    assert counts.visits == len(service.inside())
    assert counts.overdue > 0
    assert counts.incomplete > 0
    stayed = [line for line in service.inside() if line.stayed_night]
    assert stayed
    hit = service.look_up(str(stayed[0].title))[0]
    assert hit.inside_visit_id == stayed[0].visit_id
    assert service.expected(today, today)
    assert service.watchlist(waiting=True)
    assert service.passes()


def test_that_nothing_is_due_to_be_reduced_before_the_next_night(desk: Desk) -> None:
    due = VisitService(desk).due_reduction()
    assert due.due == 0
    assert due.refused is None
    assert VisitService(desk).last_reductions(1)[0].at > SUNDAY_AFTERNOON - timedelta(days=1)


def test_that_slips_rounds_and_incidents_stand_in_every_state(desk: Desk) -> None:
    slips = ReleaseSlipService(desk).slips(ReleaseFilter(stage=ReleaseStage.ALL))
    assert {line.standing for line in slips} == set(ReleaseStanding) - {ReleaseStanding.NOT_YET}
    rounds = PatrolService(desk).rounds(limit=1000)
    assert {line.state for line in rounds} >= {RoundState.MADE, RoundState.BROKEN_OFF}
    incidents = IncidentService(desk).incidents(IncidentFilter())
    assert {line.state for line in incidents} == set(IncidentState) - {IncidentState.DROPPED}
    for line in incidents:
        signature = IncidentService(desk).incident(line.id).signature
        assert (signature is not None and signature.holds) == (line.state is IncidentState.SIGNED_OFF)


def test_that_today_is_asked_something_of_every_kind(desk: Desk) -> None:
    day = read_gate(desk)
    assert day.not_reduced is None
    assert min(day.calls, day.overridden, day.expected, day.run_out, day.missed, day.to_sign, day.to_approve) > 0


def test_that_today_looks_at_no_visit_but_those_it_tells_of(desk: Desk) -> None:
    asked = asked_by(desk, lambda: read_gate(desk))
    with desk.database.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values) for statement, values in asked]
        steps = [step for plan in plans for *_, step in plan]
    found = {step for step in steps if step.startswith(("SCAN", "SEARCH")) and " visit" in step}
    assert any("ix_visit_overridden" in step or "ix_visit_in" in step for step in found), found
    assert not any(step.startswith(("SCAN visit", "SCAN gate_call")) for step in steps), steps
