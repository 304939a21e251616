"""A community with two years of requests to comb, and everyone who has a say in it, in a file and on a server."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop.core.months import Month
from desktop.core.permissions import Operation
from desktop.month_end.service import MonthEndService
from desktop.requests.model import FollowUp, FollowUpOutcome, Request, RequestState
from tests.issues.conftest import PEOPLE, people
from tests.requests.conftest import SHANGHAI, database, place

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.month_end.rows import Proposal
    from desktop.storage.desk import Desk
    from tests.requests.conftest import Place

__all__ = ["OCTOBER", "Combed", "database", "month_end", "place"]

OCTOBER = Month(2026, 10)


@dataclass
class Combed:
    """A community at the end of October 2026; the clock stands at 22 November."""

    place: Place
    clock: FixedClock
    written: int = 0

    def desk(self, name: str = "张敏") -> Desk:
        """Return the desk of one of `PEOPLE`."""
        number = [person[0] for person in PEOPLE].index(name)
        _, role, code = PEOPLE[number]
        department_id = self.place.departments[code] if code else None
        actor = replace(self.place.desk.actor, account_id=number + 1, name=name, role=role, department_id=department_id)
        return replace(self.place.desk, actor=actor)

    def of(self, name: str) -> MonthEndService:
        """Return the service as one of `PEOPLE` has it."""
        return MonthEndService(self.desk(name))

    @property
    def clerk(self) -> MonthEndService:
        return self.of("张敏")

    @property
    def manager(self) -> MonthEndService:
        return self.of("周经理")

    @property
    def head(self) -> MonthEndService:
        """Return the service as the head of the engineering department has it."""
        return self.of("何主管")

    def add(self, count: int = 1, month: Month = OCTOBER, room: str = "3-1-502", **given: Any) -> list[int]:
        """Write completed repairs of the engineering department about water into `month`; return their ids."""
        with self.place.desk.write(Operation.REPORT_REQUEST) as work:
            rows = [Request(**self._columns(month, room, number, given)) for number in range(count)]
            work.session.add_all(rows)
            work.session.flush()
            return [row.id for row in rows]

    def _columns(self, month: Month, room: str, number: int, given: dict[str, Any]) -> dict[str, Any]:
        self.written += 1
        said = month.start(SHANGHAI) + timedelta(hours=9 + number % 600)
        building = room.partition("-")[0]
        columns: dict[str, Any] = {
            "community_id": self.place.desk.actor.community_id,
            "number": f"T-{self.written}",
            "kind": "repair",
            "state": RequestState.COMPLETED,
            "room_id": self.place.rooms.get(room),
            "building_id": self.place.buildings.get(building),
            "room_label": room,
            "words": "漏水",
            "category_id": self.place.categories["给排水"],
            "department_id": self.place.departments["engineering"],
            "place": "public_area",
            "liability": "property",
            "source": "resident",
            "channel": "phone",
            "occurred_at": said,
            "recorded_at": said,
            "completed_at": said + timedelta(hours=2),
            "result": "已修好",
        }
        columns |= given
        if columns["completed_at"] is None:
            columns["state"] = given.get("state", RequestState.ASSIGNED)
        return columns

    def usually(self, count: int, months: int = 12, **given: Any) -> None:
        """Write `count` of them into each of the `months` months before October."""
        for back in range(1, months + 1):
            self.add(count, OCTOBER.plus(-back), **given)

    def answer(self, request_id: int, grade: str, month: Month = OCTOBER, words: str = "") -> None:
        """Write an answer given in a follow-up in `month`."""
        with self.place.desk.write(Operation.FOLLOW_UP_REQUEST) as work:
            work.session.add(
                FollowUp(
                    community_id=work.community_id,
                    request_id=request_id,
                    made_at=month.start(SHANGHAI) + timedelta(days=20),
                    outcome=FollowUpOutcome.REACHED,
                    satisfaction=grade,
                    words=words,
                )
            )

    def spot(self, key: str) -> Proposal:
        """Return what is proposed under `key`."""
        return next(each for each in self.clerk.proposals(OCTOBER) if each.key == key)

    def keys(self, kind: str = "") -> list[str]:
        """Return the keys of what is proposed, of one kind where it is named."""
        return [each.key for each in self.clerk.proposals(OCTOBER) if each.key.startswith(kind)]


@pytest.fixture
def month_end(place: Place, clock: FixedClock) -> Combed:
    """Return the community with its people."""
    people(place)
    return Combed(place, clock)
