"""The months of the made-up community, reckoned once more from its rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.core.months import Month
from desktop.households.model import OCCUPIED_STATES, Building, RoomState
from desktop.months.service.counted import EVERYTHING, FIELDS
from desktop.requests.model import FollowUp, Place, Request
from tests.months.conftest import OCTOBER
from tests.months.reckoning import Life, Living, Reckoning
from tests.months.test_figures import approximately, belongs, told
from tests.requests.conftest import SHANGHAI

if TYPE_CHECKING:
    from tests.months.conftest import Town


def lives_of(town: Town) -> list[Life]:
    """Return what happened to every request of the town."""
    with town.desk.read() as session:
        zones = {row.id: row.zone_id for row in session.execute(select(Building.id, Building.zone_id))}
        lives = {row.id: _life(row, zones.get(row.building_id)) for row in session.scalars(select(Request))}
        for call in session.scalars(select(FollowUp).where(FollowUp.satisfaction.is_not(None))):
            lives[call.request_id].answers.append((call.made_at, call.satisfaction or ""))
    return list(lives.values())


def _life(row: Request, zone: int | None) -> Life:
    return Life(
        id=row.id,
        kind=row.kind,
        occurred_at=row.occurred_at,
        room=row.room_label,
        category=row.category_id,
        department=row.department_id,
        building=row.building_id,
        zone=zone,
        worker=row.worker_id,
        liability=row.liability,
        source=row.source,
        in_home=row.place == Place.IN_HOME,
        cancelled=row.cancelled_at is not None,
        duplicate=row.duplicate_of_id is not None,
        completed_at=row.completed_at,
        due_at=row.due_at,
        held=timedelta(microseconds=row.held_microseconds),
        on_hold_since=row.on_hold_since,
        reopened=row.reopened_count,
        follow_up_due_at=row.follow_up_due_at,
        reached_at=row.reached_at,
        cannot_call=row.cannot_call,
        at_once=row.answered_at_once,
        responded_at=row.responded_at,
    )


def living_in(town: Town) -> list[Living]:
    """Return who lived where in the town."""
    with town.desk.read() as session:
        states = session.scalars(select(RoomState).where(RoomState.state.in_(OCCUPIED_STATES)))
        return [Living(state.since, state.until) for state in states]


@pytest.mark.parametrize("month", [OCTOBER, OCTOBER.plus(-1), Month(2025, 12), OCTOBER.plus(1)], ids=str)
def test_that_the_demo_months_come_to_what_plain_python_reckons(town: Town, month: Month) -> None:
    lives, living, now = lives_of(town), living_in(town), town.desk.clock.now()
    service = town.service()
    summary = service.summary(month, by=EVERYTHING)
    reckoning = Reckoning(month, SHANGHAI, now)
    assert told(summary.total.figures) == approximately(reckoning.figures(lives, living, lives))
    year = Reckoning(month, SHANGHAI, now, Month(month.year, 1))
    assert told(summary.year_to_date) == approximately(year.figures(lives, living, lives))
    before = Reckoning(month.plus(-1), SHANGHAI, now).figures(lives, living, lives)
    assert told(dict(service.series(month))[month.plus(-1)]) == approximately(before)
    for kind in ("department", "zone", "worker", "place", "liability", "source"):
        for group in getattr(summary, FIELDS[kind]):
            own = [life for life in lives if belongs(life, kind, group)]
            assert told(group.compared.figures) == approximately(reckoning.figures(own, living, lives)), group.name
