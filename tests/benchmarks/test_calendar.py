"""A month of the calendar, in a community that has kept one year of outages and events, and in one that kept ten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from desktop.calendar.service import CalendarService
from desktop.core.permissions import Operation
from desktop.events.model import Event
from desktop.outages.model import Outage, OutagePlace, OutageState
from tests.benchmarks.communities import NOON
from tests.care.conftest import template
from tests.care.villages import Village, file_village

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from tests.benchmarks.conftest import Compare

__all__ = ["template"]

OUTAGES_A_DAY = 2
"""Of ten thousand households: lifts, taps, roads."""


def keep(village: Village, years: int) -> None:
    """Let a community have had outages and an event every day for so many years, up to a month ahead."""
    community_id = village.desk.actor.community_id
    noon = datetime(NOON.year, NOON.month, NOON.day, 4, tzinfo=UTC)
    facts = {"community_id": community_id, "recorded_at": noon, "recorded_by": 1}
    outages: list[dict[str, object]] = []
    places: list[dict[str, object]] = []
    events: list[dict[str, object]] = []
    for back in range(-31, 365 * years):
        starts = noon - timedelta(days=back)
        ends = starts + timedelta(hours=6)
        over = back > 0
        for each in range(OUTAGES_A_DAY):
            outages.append(
                {
                    **facts,
                    "id": len(outages) + 1,
                    "kind": "water",
                    "starts_at": starts,
                    "ends_at": ends,
                    "ended_at": ends if over else None,
                    "state": OutageState.RESTORED if over else OutageState.ANNOUNCED,
                }
            )
            places.append(
                {"community_id": community_id, "outage_id": len(outages), "level": "building", "label": f"{each}栋"}
            )
        events.append(
            {
                **facts,
                "number": f"HD-{back}",
                "kind": "sport",
                "title": "健步走",
                "starts_at": starts,
                "ends_at": ends,
            }
        )
    with village.desk.write(Operation.EDIT_OUTAGES) as work:
        for model, rows in ((Outage, outages), (OutagePlace, places), (Event, events)):
            work.session.execute(insert(model), rows)


@pytest.fixture
def kept(template: Path, tmp_path: Path, clock: FixedClock, *, full: bool) -> Iterator[dict[str, CalendarService]]:
    """Yield the calendars of the young and of the old community."""
    folders = {name: tmp_path / name for name in ("young", "old")}
    for folder in folders.values():
        folder.mkdir()
    with file_village(template, folders["young"], clock) as young, file_village(template, folders["old"], clock) as old:
        keep(young, 1 if full else 0)
        keep(old, 10 if full else 0)
        yield {"young": CalendarService(young.desk), "old": CalendarService(old.desk)}


def test_that_a_month_of_the_calendar_does_not_grow_with_the_years_kept(
    kept: dict[str, CalendarService], compare: Compare
) -> None:
    first = NOON.date().replace(day=1)
    last = first + timedelta(days=34)
    assert sum(len(day.items) for day in kept["old"].span(first, last).days) >= 31
    compare(
        "month of the calendar, ten years kept | one year kept",
        lambda: kept["old"].span(first, last),
        lambda: kept["young"].span(first, last),
        1.5,
        rounds=15,
    )
