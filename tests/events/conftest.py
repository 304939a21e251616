"""The made-up community of the tests of events, on both engines, and what they plan in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.permissions import Role
from desktop.events.model import EventKind
from desktop.events.rows import NewEvent, NewGuest
from desktop.events.service import EventService
from tests.care.villages import SHANGHAI, Village, file_village, server_village, village_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.events.rows import EventFile, EventLine, GuestLine
    from desktop.storage.database import Database

SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=SHANGHAI)


class Planner:
    """A clerk who plans events, and what they may ask of the service."""

    def __init__(self, village: Village, clock: FixedClock) -> None:
        self.village = village
        self.clock = clock
        self.clerk = EventService(village.desk)
        self.other = EventService(village.desk_of(Role.CLERK, 2))
        self.manager = EventService(village.desk_of(Role.MANAGER))

    def new(self, **facts: Any) -> NewEvent:
        """Return an event of two hours on Saturday morning, as typed."""
        given = NewEvent(EventKind.CONVENIENCE, "免费理发", SATURDAY, SATURDAY + timedelta(hours=2))
        changed = replace(given, **facts)
        if "starts_at" in facts and "ends_at" not in facts:
            changed = replace(changed, ends_at=facts["starts_at"] + timedelta(hours=2))
        return changed

    def planned(self, **facts: Any) -> EventLine:
        """Plan an event and return it."""
        return self.file(self.clerk.plan(self.new(**facts)).result).line

    def held(self, **facts: Any) -> EventLine:
        """Return an event that was held; it begins at a past moment."""
        line = self.planned(**facts)
        self.clerk.hold(line.id, None, "", version=line.version)
        return self.file(line.id).line

    def file(self, event_id: int) -> EventFile:
        return self.clerk.event(event_id)

    def sign_up(self, line: EventLine, room: str, people: int = 1) -> GuestLine:
        """Sign the household of a room up and return it as a guest."""
        given = NewGuest(self.village.rooms[room], people=people)
        return self.guest(line, self.clerk.sign_up(line.id, given).result)

    def guest(self, line: EventLine, guest_id: int) -> GuestLine:
        (found,) = (guest for guest in self.clerk.guests(line.id) if guest.id == guest_id)
        return found

    def of(self, line: EventLine, room: str) -> GuestLine:
        (found,) = (guest for guest in self.clerk.guests(line.id) if guest.room == room)
        return found

    def now(self, at: datetime) -> None:
        """Let it be `at`."""
        self.clock.set(at)


@pytest.fixture(scope="session")
def template(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data file with the community in it."""
    return village_file(empty_file, tmp_path_factory.mktemp("events") / "data.db")


@pytest.fixture
def on_file(template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Village]:
    """Yield the community in a file."""
    with file_village(template, tmp_path, clock) as made:
        yield made


@pytest.fixture
def on_server(blank_server: Database, clock: FixedClock) -> Village:
    """Return the community on a server."""
    return server_village(blank_server, clock)


@pytest.fixture(params=["on_file", pytest.param("on_server", marks=pytest.mark.postgresql)])
def village(request: pytest.FixtureRequest) -> Village:
    """Return the community, once in a file and once on a server."""
    made: Village = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def planner(on_file: Village, clock: FixedClock) -> Planner:
    """Return a clerk who plans events in a file."""
    return Planner(on_file, clock)


@pytest.fixture
def planner_on_both(village: Village, clock: FixedClock) -> Planner:
    """Return a clerk who plans events, once in a file and once on a server."""
    return Planner(village, clock)
