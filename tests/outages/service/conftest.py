"""The village of the tests of contacts, with outages planned in it row by row, in a file and on a server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desktop.contacts.service import ContactService
from desktop.core.permissions import Operation, Role
from desktop.outages.model import Outage, OutageKind, OutagePlace, OutageState, PlaceLevel
from desktop.outages.rows import NewCaller
from desktop.outages.service import OutageService
from tests.contacts.conftest import on_file, on_server, template

if TYPE_CHECKING:
    from desktop.contacts.model import CallOutcome
    from desktop.contacts.rows import EntryLine
    from tests.contacts.neighbours import Neighbours

__all__ = ["Ringing", "filed", "on_file", "on_server", "ringing", "template"]


@dataclass(frozen=True)
class Ringing:
    """The village, and short words for what the tests of calls about outages do in it."""

    neighbours: Neighbours

    @property
    def rooms(self) -> dict[str, int]:
        return self.neighbours.rooms

    def desk(self, account_id: int = 1) -> OutageService:
        return OutageService(self.neighbours.village.desk_of(Role.CLERK, account_id))

    def contacts(self) -> ContactService:
        return ContactService(self.neighbours.village.desk_of(Role.CLERK))

    def outage(
        self,
        *buildings: int,
        starts_in: float = -1,
        lasts: float | None = 4,
        say: str = "现在停水，预计中午恢复。",
        state: OutageState = OutageState.ANNOUNCED,
        kind: OutageKind = OutageKind.WATER,
    ) -> int:
        """Return an outage of buildings (the first where none is named) that starts in so many hours."""
        now = self.neighbours.clock.now()
        with self.neighbours.desk.write(Operation.EDIT_OUTAGES) as work:
            starts = now + timedelta(hours=starts_in)
            row = Outage(
                community_id=1,
                kind=kind,
                state=state,
                starts_at=starts,
                ends_at=None if lasts is None else starts + timedelta(hours=lasts),
                say=say,
                recorded_at=now,
                recorded_by=1,
            )
            work.session.add(row)
            work.session.flush()
            for building in buildings or (1,):
                place = OutagePlace(
                    community_id=1,
                    outage_id=row.id,
                    level=PlaceLevel.BUILDING,
                    building_id=building,
                    label=str(building),
                )
                work.session.add(place)
            return row.id

    def set_state(self, outage_id: int, state: OutageState) -> None:
        with self.neighbours.desk.write(Operation.EDIT_OUTAGES) as work:
            work.session.get_one(Outage, outage_id).state = state

    def ring(self, outage_id: int, room: str, note: str = "", *, call_back: bool = False) -> int:
        """Log a caller and return its id."""
        caller = NewCaller(outage_id, self.rooms[room], note, call_back)
        return self.desk().log_caller(caller).result

    def call(self, round_id: int, outcome: CallOutcome) -> str:
        """Take the next household of a round, record an outcome, and return the room's label."""
        return self.neighbours.call(round_id, outcome)

    def waiting(self, round_id: int) -> list[str]:
        return [line.room for line in self.entries(round_id)]

    def entries(self, round_id: int) -> list[EntryLine]:
        return self.contacts().entries(round_id)


@pytest.fixture(params=["on_file", pytest.param("on_server", marks=pytest.mark.postgresql)])
def ringing(request: pytest.FixtureRequest) -> Ringing:
    """Return the village, once in a file and once on a server."""
    return Ringing(request.getfixturevalue(request.param))


@pytest.fixture
def filed(on_file: Neighbours) -> Ringing:
    """Return the village in a file."""
    return Ringing(on_file)
