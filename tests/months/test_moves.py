"""The figures after requests have gone through their moves at the desk: held, extended, reopened, merged, cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.months import Month
from desktop.core.permissions import Role
from desktop.months.service import MonthService
from desktop.requests.model import FollowUpOutcome, HoldReason, RequestKind, Satisfaction
from desktop.requests.model import Place as Where
from desktop.requests.rows import NewRequest
from tests.months.reckoning import Life, Reckoning
from tests.months.test_figures import approximately, told
from tests.requests.conftest import Place, settle

if TYPE_CHECKING:
    import random

    from desktop.requests.service import RequestService
    from desktop.storage.database import Database

NEW_YORK = ZoneInfo("America/New_York")
MARCH = Month(2026, 3)
"""Clocks go forward on the 8th."""


class Desk:
    """A clerk who makes random moves, and a notebook (`lives`) of what they mean."""

    def __init__(self, database: Database, chance: random.Random) -> None:
        self.chance = chance
        self.clock = FixedClock(datetime(2026, 2, 24, 9, tzinfo=NEW_YORK))
        place = settle(database, self.clock)
        self.place: Place = replace(place, desk=replace(place.desk, zone=NEW_YORK))
        self.lives: dict[int, Life] = {}
        self.gone: set[int] = set()

    @property
    def service(self) -> RequestService:
        return self.place.service

    def version(self, id_: int) -> int:
        return self.service.detail(id_).line.version

    def wait(self) -> None:
        self.clock.advance(minutes=self.chance.choice((7, 60, 60 * 26, 60 * 24 * 5)))

    def report(self) -> None:
        chance, now = self.chance, self.clock.now()
        kind = chance.choice((RequestKind.REPAIR, RequestKind.REPAIR, RequestKind.COMPLAINT, RequestKind.PRAISE))
        room = chance.choice([*self.place.rooms][:2])
        said = now - timedelta(hours=chance.choice((0, 0, 30)))
        in_home = chance.random() < 0.8
        at_once = kind is RequestKind.PRAISE and chance.random() < 0.5
        draft = NewRequest(
            kind=kind,
            words="厨房漏水",
            room_id=self.place.rooms[room],
            category_id=next(iter(self.place.categories.values())),
            department_id=chance.choice([*self.place.departments.values()][:2]),
            place=Where.IN_HOME if in_home else Where.PUBLIC_AREA,
            occurred_at=said,
            answered="当场答复" if at_once else "",
        )
        id_ = self.service.report(draft).result
        hours = {RequestKind.REPAIR: 48, RequestKind.COMPLAINT: 24}.get(kind)
        self.lives[id_] = Life(
            id=id_,
            kind=kind,
            occurred_at=said,
            room=room,
            category=draft.category_id,
            department=draft.department_id,
            in_home=in_home,
            due_at=said + timedelta(hours=hours) if hours else None,
            responded_at=said if at_once else now,
            completed_at=said if at_once else None,
            at_once=at_once,
        )
        if at_once:
            self.gone.add(id_)

    def move(self) -> None:
        """Make one move with one request, if any is left."""
        left = sorted(self.lives.keys() - self.gone)
        if not left:
            return
        life = self.lives[self.chance.choice(left)]
        if life.completed_at is not None:
            self.chance.choice((self.call, self.call, self.reopen))(life)
        elif life.on_hold_since is not None:
            self.chance.choice((self.resume, self.complete))(life)
        else:
            moves = (self.complete, self.complete, self.complete, self.hold, self.extend, self.cancel, self.merge)
            self.chance.choice(moves)(life)

    def _end_hold(self, life: Life) -> None:
        if life.on_hold_since is None:
            return
        length = self.clock.now() - life.on_hold_since
        life.held += length
        life.due_at = None if life.due_at is None else life.due_at + length
        life.on_hold_since = None

    def hold(self, life: Life) -> None:
        self.service.hold(life.id, HoldReason.PARTS, version=self.version(life.id))
        life.on_hold_since = self.clock.now()

    def resume(self, life: Life) -> None:
        self.service.resume(life.id, version=self.version(life.id))
        self._end_hold(life)

    def extend(self, life: Life) -> None:
        if life.due_at is None:
            return
        due_at = max(life.due_at, self.clock.now()) + timedelta(hours=20)
        self.service.extend(life.id, due_at, reason="等配件", approver="沈怡", version=self.version(life.id))
        life.due_at = due_at

    def complete(self, life: Life) -> None:
        self.service.complete(life.id, version=self.version(life.id))
        life.completed_at = self.clock.now()
        self._end_hold(life)
        if life.kind in {"repair", "complaint"}:
            life.follow_up_due_at = life.completed_at + timedelta(days=3)

    def call(self, life: Life) -> None:
        now = self.clock.now()
        outcome = self.chance.choice((FollowUpOutcome.REACHED, FollowUpOutcome.NO_ANSWER, FollowUpOutcome.CANNOT_CALL))
        grade = self.chance.choice((None, *Satisfaction)) if outcome is FollowUpOutcome.REACHED else None
        self.service.follow_up(life.id, outcome, grade, "空号", version=self.version(life.id))
        if grade is not None:
            life.answers.append((now, grade.value))
        if outcome is FollowUpOutcome.REACHED:
            life.reached_at = life.reached_at or now
            life.cannot_call = False
        elif outcome is FollowUpOutcome.CANNOT_CALL and life.reached_at is None:
            life.cannot_call = True

    def reopen(self, life: Life) -> None:
        self.service.reopen(life.id, "又漏了", version=self.version(life.id))
        life.reopened += 1
        life.completed_at = life.follow_up_due_at = life.reached_at = None
        life.cannot_call = life.at_once = False

    def cancel(self, life: Life) -> None:
        if any(self.merged_into.get(id_) == life.id for id_ in self.lives):
            return
        self.service.cancel(life.id, "住户取消", version=self.version(life.id))
        life.cancelled = True
        self.gone.add(life.id)

    @property
    def merged_into(self) -> dict[int, int]:
        return {id_: main for id_ in self.lives if (main := self.service.detail(id_).duplicate_of_id) is not None}

    def merge(self, life: Life) -> None:
        mains = sorted(self.lives.keys() - self.gone - {life.id})
        if not mains:
            return
        self.service.merge(life.id, self.chance.choice(mains), version=self.version(life.id))
        life.duplicate = True
        self.gone.add(life.id)


@given(chance=st.randoms(use_true_random=False), steps=st.integers(5, 25))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_that_figures_follow_what_was_done_at_the_desk(database: Database, chance: random.Random, steps: int) -> None:
    desk = Desk(database, chance)
    for _ in range(steps):
        desk.wait()
        desk.report() if chance.random() < 0.4 else desk.move()
    now = desk.clock.now()
    manager = replace(desk.place.desk, actor=replace(desk.place.desk.actor, role=Role.MANAGER))
    lives = list(desk.lives.values())
    for month in (MARCH.plus(-1), MARCH, Month.containing(now, NEW_YORK)):
        if month.start(NEW_YORK) > now:
            continue
        figures = told(MonthService(manager).summary(month).total.figures)
        assert figures == approximately(Reckoning(month, NEW_YORK, now).figures(lives, [], lives)), str(month)
