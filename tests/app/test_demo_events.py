"""The events of the made-up community: a year of them, copies of last year's, and one to come that is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.app.day_end import CHECKS
from desktop.app.session import sign_in
from desktop.core.almanac import lunar_day_of
from desktop.events.model import EventState
from desktop.events.rows import EventFilter, EventStage
from desktop.events.service import EventService
from tests.app.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock


@pytest.fixture
def service(demo_data: Path, clock: FixedClock) -> Iterator[EventService]:
    session = sign_in(demo_data, "clerk", PASSWORD, clock)
    yield EventService(session.desk)
    session.close()


def test_that_a_year_of_events_looks_as_if_it_was_lived(service: EventService) -> None:
    lines = service.events(EventFilter(stage=EventStage.ALL))
    held = [line for line in lines if line.state is EventState.HELD]
    assert len([line for line in held if line.starts_at.year == 2026]) >= 6
    assert len({line.number for line in lines}) == len(lines)
    assert all(line.came for line in held)
    for line in lines:
        day = line.starts_at.astimezone(service.desk.zone).date()
        assert not line.lunar_day or line.lunar_day == lunar_day_of(day)
        assert not line.capacity or line.signed_up <= line.capacity
    assert any(service.event(line.id).last_year for line in held)
    assert any(line.invited for line in held)


def test_that_one_is_full_and_what_is_over_is_told_at_the_end_of_the_day(
    service: EventService, clock: FixedClock
) -> None:
    over = service.events(EventFilter(stage=EventStage.TO_CLOSE))
    (full,) = (line for line in over if line.waiting)
    assert full.items_open > 0
    check = next(check for check in CHECKS if check.key == "events")
    assert check.count(service.desk) == len(over)
    clock.set(min(line.starts_at for line in over))
    assert check.count(service.desk) == 0
