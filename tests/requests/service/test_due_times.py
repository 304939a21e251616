"""Due times over any history of rests, extensions and completions, against counting half hour by half hour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop.core.clock import FixedClock
from desktop.requests.model import HoldReason, Priority, RequestKind
from desktop.requests.rows import NewRequest
from tests.requests import timing
from tests.requests.conftest import settle

if TYPE_CHECKING:
    from desktop.storage.database import Database

HOUR = timedelta(hours=1)

TAKEN_IN = (
    (RequestKind.COMPLAINT, Priority.URGENT),
    (RequestKind.INQUIRY, Priority.NORMAL),
    (RequestKind.PRAISE, Priority.NORMAL),
    (RequestKind.REPAIR, Priority.NORMAL),
    (RequestKind.REPAIR, Priority.EMERGENCY),
)
"""Two whose time is that of work, one followed up by share, two by the clock."""


@dataclass
class Model:
    """The times of a request, counted half hour by half hour."""

    id: int
    number: str
    kind: str
    priority: str
    occurred: datetime
    due: datetime | None
    working: bool
    state: str = "received"
    holds: list[list[Any]] = field(default_factory=list)
    reopened: datetime | None = None
    follow_up_due: datetime | None = None

    @property
    def resting_since(self) -> datetime | None:
        return next((start for start, end in self.holds if end is None), None)

    def end_holds(self, at: datetime) -> None:
        halves = 0
        for hold in self.holds:
            start, end = hold
            if end is None or end > at:
                hold[1] = max(at, start)
                halves += timing.between(end or start, hold[1], working=self.working)
        if self.due is not None and halves:
            self.due = timing.moved(self.due, halves, working=self.working)


class DueTimes(RuleBasedStateMachine):
    """Clerks who let requests rest, extend, complete late and reopen them."""

    requests = Bundle("requests")
    database: Database

    @initialize()
    def begin(self) -> None:
        self.models: list[Model] = []
        self.clock = FixedClock(datetime(2026, 12, 17, 8, 0, tzinfo=UTC))
        self.place = settle(self.database, self.clock)
        timing.lay_down(self.place)
        self.service = self.place.service

    def version(self, request: Model) -> int:
        return self.service.detail(request.id).line.version

    @rule(target=requests, what=st.sampled_from(TAKEN_IN), ago=st.integers(0, 60))
    def report(self, what: tuple[RequestKind, Priority], ago: int) -> Model:
        kind, priority = what
        occurred = self.clock.now() - ago * HOUR
        room = self.place.rooms["3-1-502"]
        draft = NewRequest(kind=kind, priority=priority, words="漏水", room_id=room, occurred_at=occurred)
        line = self.service.detail(self.service.report(draft).result).line
        due = timing.due(kind, priority, occurred)
        working = timing.said(kind, priority).working
        model = Model(line.id, line.number, kind, priority, occurred, due, working)
        self.models.append(model)
        return model

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)

    @rule(request=requests)
    def rest_or_resume(self, request: Model) -> None:
        if request.state == "received" and request.resting_since is None:
            self.service.hold(request.id, HoldReason.PARTS, version=self.version(request))
            request.holds.append([self.clock.now(), None])
        elif request.state == "received":
            self.service.resume(request.id, version=self.version(request))
            request.end_holds(self.clock.now())

    @rule(request=requests, hours=st.integers(1, 50))
    def extend(self, request: Model, hours: int) -> None:
        if request.state == "received" and request.due is not None:
            request.due += hours * HOUR
            self.service.extend(
                request.id, request.due, reason="缺件", approver="王经理", version=self.version(request)
            )

    @rule(request=requests, ago=st.integers(0, 80))
    def complete(self, request: Model, ago: int) -> None:
        at = max(request.occurred, request.reopened or request.occurred, self.clock.now() - ago * HOUR)
        if request.state == "received":
            self.service.complete(request.id, at=at, version=self.version(request))
            request.end_holds(at)
            request.state = "completed"
            request.follow_up_due = timing.follow_up_due(self.place, request.kind, request.priority, request.number, at)

    @rule(request=requests)
    def reopen(self, request: Model) -> None:
        if request.state == "completed":
            self.service.reopen(request.id, "又漏了", version=self.version(request))
            request.state, request.reopened, request.follow_up_due = "received", self.clock.now(), None

    @invariant()
    def every_due_time_is_as_counted(self) -> None:
        now = self.clock.now() if self.models else None
        for model in self.models:
            line = self.service.detail(model.id).line
            assert (line.due_at, line.follow_up_due_at) == (model.due, model.follow_up_due)
            stands = model.resting_since or now
            late = model.state == "received" and model.due is not None and stands is not None and model.due < stands
            assert (line.late is not None) == late
        if self.models:
            overdue = sum(self.service.detail(model.id).line.late is not None for model in self.models)
            assert self.service.today().overdue == overdue


def test_that_due_times_agree_with_counting_over_any_history(database: Database) -> None:
    class OnThisDatabase(DueTimes):
        pass

    OnThisDatabase.database = database
    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=4 if database.is_server else 10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
