"""Requests that were done, in a file and on a server, with what the tests of follow-ups ask of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop.accounts.model import Account
from desktop.core.permissions import Operation
from desktop.follow_ups.service import FollowUpService
from desktop.households.model import OccupancyRole
from desktop.households.rows import NewPerson
from desktop.households.service import HouseholdService
from desktop.requests.model import FollowUpQuestion, RequestKind
from desktop.requests.rows import NewRequest
from tests.requests.conftest import database, place

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.requests.rows import RequestDetail
    from tests.requests.conftest import Place

__all__ = ["Asked", "asked", "database", "place", "settled"]


class Asked:
    """A community in which things get done."""

    def __init__(self, place: Place, clock: FixedClock) -> None:
        self.place = place
        self.clock = clock

    @property
    def service(self) -> FollowUpService:
        return self.of(1)

    def of(self, account_id: int) -> FollowUpService:
        """Return the service as one of two clerks uses it."""
        desk = self.place.desk
        return FollowUpService(replace(desk, actor=replace(desk.actor, account_id=account_id)))

    def report(self, room: str = "3-1-502", **changes: Any) -> RequestDetail:
        given: dict[str, Any] = {
            "kind": RequestKind.REPAIR,
            "words": "漏水",
            "room_id": self.place.rooms[room],
            "reporter": "黄丽娟",
            "phone": "13900007713",
        }
        return self.now(self.place.service.report(NewRequest(**(given | changes))).result)

    def now(self, request_id: int) -> RequestDetail:
        return self.place.service.detail(request_id)

    def complete(self, request: RequestDetail, result: str = "换软管") -> RequestDetail:
        current = self.now(request.line.id)
        self.place.service.complete(current.line.id, result=result, version=current.line.version)
        return self.now(current.line.id)

    def done(self, room: str = "3-1-502", **changes: Any) -> RequestDetail:
        """Report something and get it done."""
        return self.complete(self.report(room, **changes))

    def merged(self, main: RequestDetail, room: str) -> RequestDetail:
        """Let one more caller report the fault of `main`."""
        caller = self.report(room, reporter="王岚", phone="13800001111")
        self.place.service.merge(caller.line.id, main.line.id, version=caller.line.version)
        return self.now(caller.line.id)

    def later(self, **delta: float) -> None:
        self.clock.set(self.clock.now() + timedelta(**delta))

    def people(self, room: str = "3-1-502") -> None:
        service, room_id = HouseholdService(self.place.desk), self.place.rooms[room]
        service.add_resident(room_id, NewPerson("陈国栋", ("138 0013 2046",)), OccupancyRole.OWNER)
        service.add_resident(room_id, NewPerson("黄丽娟", ("13900007713",)), OccupancyRole.FAMILY)

    def question(self, words: str) -> int:
        with self.place.desk.write(Operation.EDIT_RULES) as work:
            row = FollowUpQuestion(community_id=work.community_id, words=words, position=9)
            work.session.add(row)
            work.session.flush()
            return row.id


def settled(place: Place, clock: FixedClock) -> Asked:
    """Return `place` with two clerks."""
    with place.desk.write(Operation.MANAGE_ACCOUNTS) as work:
        work.session.add_all(
            Account(community_id=work.community_id, name=name, name_key=name, role="clerk") for name in ("张敏", "李婷")
        )
    return Asked(place, clock)


@pytest.fixture
def asked(place: Place, clock: FixedClock) -> Asked:
    """Return a community with two clerks; the clock stands at 2026-11-22 14:05."""
    return settled(place, clock)
