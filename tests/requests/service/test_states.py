"""The state machine against a model of it in plain Python, by random histories."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop.core.clock import FixedClock
from desktop.core.errors import UserError
from desktop.requests.model import FollowUpOutcome, HoldReason, Move, RequestKind, Satisfaction
from desktop.requests.rows import NewRequest
from tests.requests.conftest import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.requests.rows import RequestDetail
    from desktop.storage.database import Database
    from tests.requests.conftest import Place

OPEN = {"received", "assigned", "in_progress", "on_hold", "reopened"}
ENDED = {"completed", "closed"}
GONE = {"cancelled", "duplicate"}
BEGIN = datetime(2026, 10, 30, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Model:
    """A request as the rules of the product page have it."""

    id: int
    kind: str
    occurred: datetime
    due: datetime | None
    state: str = "received"
    completed: datetime | None = None
    first: datetime | None = None
    follow_up_due: datetime | None = None
    reached: datetime | None = None
    cannot_call: bool = False
    reopened: list[datetime] = field(default_factory=list)
    urged: int = 0
    holds: list[list[Any]] = field(default_factory=list)
    before_hold: str = ""
    main: Model | None = None
    before_merge: str = ""

    @property
    def held(self) -> timedelta:
        return sum((end - start for start, end in self.holds if end), timedelta())

    def allows(self, move: str) -> bool:
        if move in {"assign", "urge", "complete", "cancel", "merge"}:
            return self.state in OPEN
        return {
            "amend": self.state not in GONE,
            "print": self.state not in GONE,
            "start": self.state in {"received", "assigned", "reopened"},
            "hold": self.state in OPEN - {"on_hold"},
            "resume": self.state == "on_hold",
            "extend": self.state in OPEN and self.due is not None,
            "follow_up": self.state in ENDED,
            "close": self.state == "completed",
            "reopen": self.state in ENDED,
            "unmerge": self.state == "duplicate",
        }[move]

    def stop_holds(self, at: datetime) -> None:
        for hold in self.holds:
            start, end = hold
            if end is None or end > at:
                counted = timedelta() if end is None else end - start
                hold[1] = max(at, start)
                if self.due is not None:
                    self.due += hold[1] - start - counted

    def seen(self, now: datetime) -> dict[str, Any]:
        """Return what a detail must show at `now`."""
        running = [start for start, end in self.holds if end is None]
        stands = running[0] if running else now
        late = self.state in OPEN and self.due is not None and self.due < stands
        return {
            "state": self.state,
            "due": self.due,
            "completed": self.completed,
            "first": self.first,
            "follow_up_due": self.follow_up_due,
            "reached": self.reached,
            "cannot_call": self.cannot_call,
            "reopened": len(self.reopened),
            "urged": self.urged,
            "held": self.held,
            "on_hold_since": running[0] if running else None,
            "main": self.main.id if self.main else None,
            "late": stands - self.due if late and self.due is not None else None,
            "moves": {move.value for move in Move if self.allows(move.value)},
        }


def shown(detail: RequestDetail) -> dict[str, Any]:
    line = detail.line
    return {
        "state": line.state.value,
        "due": line.due_at,
        "completed": line.completed_at,
        "first": detail.first_completed_at,
        "follow_up_due": line.follow_up_due_at,
        "reached": detail.reached_at,
        "cannot_call": detail.cannot_call,
        "reopened": line.reopened_count,
        "urged": line.urged_count,
        "held": detail.held,
        "on_hold_since": detail.on_hold_since,
        "main": detail.duplicate_of_id,
        "late": line.late,
        "moves": {move.value for move in detail.moves},
    }


class Requests(RuleBasedStateMachine):
    """Clerks who try everything, possible or not."""

    requests = Bundle("requests")
    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.models: list[Model] = []

    @initialize()
    def begin(self) -> None:
        self.clock = FixedClock(BEGIN)
        self.place: Place = settle(self.database, self.clock)
        self.service = self.place.service

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def version(self, request: Model) -> int:
        return self.service.detail(request.id).line.version

    def attempt(self, allowed: bool, act: Callable[[], object]) -> bool:  # noqa: FBT001 - reads as a sentence
        """Do `act`, which must succeed exactly if it is allowed; return whether it did."""
        try:
            act()
        except UserError:
            assert not allowed
            return False
        assert allowed
        return True

    @rule(target=requests, kind=st.sampled_from(RequestKind), ago=st.integers(0, 60))
    def report(self, kind: RequestKind, ago: int) -> Model:
        occurred = self.now - timedelta(hours=ago)
        room = self.place.rooms["3-1-502"]
        done = self.service.report(NewRequest(kind=kind, words="漏水", room_id=room, occurred_at=occurred))
        hours = {"repair": 48, "complaint": 24}.get(kind.value)
        due = None if hours is None else occurred + timedelta(hours=hours)
        model = Model(done.result, kind.value, occurred, due)
        self.models.append(model)
        return model

    @rule(hours=st.integers(1, 90))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)

    @rule(request=requests)
    def assign(self, request: Model) -> None:
        department = self.place.departments["engineering"]
        version = self.version(request)
        act = lambda: self.service.assign(request.id, department_id=department, version=version)  # noqa: E731
        if self.attempt(request.allows("assign"), act):
            if request.state in {"received", "reopened"}:
                request.state = "assigned"
            elif request.state == "on_hold" and request.before_hold in {"received", "reopened"}:
                request.before_hold = "assigned"

    @rule(request=requests)
    def start(self, request: Model) -> None:
        version = self.version(request)
        if self.attempt(request.allows("start"), lambda: self.service.start(request.id, version=version)):
            request.state = "in_progress"

    @rule(request=requests, reason=st.sampled_from(HoldReason))
    def hold(self, request: Model, reason: HoldReason) -> None:
        version = self.version(request)
        if self.attempt(request.allows("hold"), lambda: self.service.hold(request.id, reason, version=version)):
            request.before_hold, request.state = request.state, "on_hold"
            request.holds.append([self.now, None])

    @rule(request=requests)
    def resume(self, request: Model) -> None:
        version = self.version(request)
        if self.attempt(request.allows("resume"), lambda: self.service.resume(request.id, version=version)):
            request.stop_holds(self.now)
            request.state = request.before_hold

    @rule(request=requests, hours=st.integers(-10, 50))
    def extend(self, request: Model, hours: int) -> None:
        due = (request.due or self.now) + timedelta(hours=hours)
        version = self.version(request)
        allowed = request.allows("extend") and hours > 0
        act = lambda: self.service.extend(request.id, due, reason="缺件", approver="王经理", version=version)  # noqa: E731
        if self.attempt(allowed, act):
            request.due = due

    @rule(request=requests)
    def urge(self, request: Model) -> None:
        version = self.version(request)
        if self.attempt(request.allows("urge"), lambda: self.service.urge(request.id, version=version)):
            request.urged += 1

    @rule(request=requests, ago=st.integers(-2, 100))
    def complete(self, request: Model, ago: int) -> None:
        at = self.now - timedelta(hours=ago)
        earliest = max([request.occurred, *request.reopened])
        version = self.version(request)
        allowed = request.allows("complete") and earliest <= at <= self.now
        if self.attempt(allowed, lambda: self.service.complete(request.id, at=at, version=version)):
            request.stop_holds(at)
            request.state, request.completed = "completed", at
            request.first = request.first or at
            if request.kind in {"repair", "complaint"}:
                request.follow_up_due = at + 3 * DAY

    @rule(
        request=requests,
        outcome=st.sampled_from(FollowUpOutcome),
        grade=st.none() | st.sampled_from(Satisfaction),
        ago=st.integers(-1, 60),
        close=st.booleans(),
    )
    def follow_up(
        self,
        request: Model,
        outcome: FollowUpOutcome,
        grade: Satisfaction | None,
        ago: int,
        close: bool,  # noqa: FBT001 - drawn by hypothesis
    ) -> None:
        at = self.now - timedelta(hours=ago)
        allowed = (
            request.allows("follow_up")
            and request.completed is not None
            and request.completed <= at <= self.now
            and (grade is None or outcome is FollowUpOutcome.REACHED)
        )
        version = self.version(request)
        act = lambda: self.service.follow_up(  # noqa: E731
            request.id, outcome, grade, "电话", made_at=at, close=close, version=version
        )
        if self.attempt(allowed, act):
            if outcome is FollowUpOutcome.REACHED:
                request.reached = at if request.reached is None else min(at, request.reached)
                request.cannot_call = False
            elif outcome is FollowUpOutcome.CANNOT_CALL:
                request.cannot_call = request.reached is None
            if close and request.state == "completed":
                request.state = "closed"

    @rule(request=requests)
    def close(self, request: Model) -> None:
        version = self.version(request)
        if self.attempt(request.allows("close"), lambda: self.service.close(request.id, version=version)):
            request.state = "closed"

    @rule(request=requests)
    def reopen(self, request: Model) -> None:
        version = self.version(request)
        if self.attempt(request.allows("reopen"), lambda: self.service.reopen(request.id, "又漏了", version=version)):
            request.state = "reopened"
            request.reopened.append(self.now)
            request.completed = request.follow_up_due = request.reached = None
            request.cannot_call = False

    @rule(request=requests)
    def cancel(self, request: Model) -> None:
        version = self.version(request)
        allowed = request.allows("cancel") and not self.duplicates(request)
        if self.attempt(allowed, lambda: self.service.cancel(request.id, "误报", version=version)):
            request.stop_holds(self.now)
            request.state = "cancelled"

    @rule(request=requests, main=requests)
    def merge(self, request: Model, main: Model) -> None:
        version = self.version(request)
        allowed = request.allows("merge") and main is not request and main.state not in GONE
        if self.attempt(allowed, lambda: self.service.merge(request.id, main.id, version=version)):
            for child in self.duplicates(request):
                child.main = main
            request.before_merge, request.state, request.main = request.state, "duplicate", main

    @rule(request=requests)
    def unmerge(self, request: Model) -> None:
        version = self.version(request)
        if self.attempt(request.allows("unmerge"), lambda: self.service.unmerge(request.id, version=version)):
            request.state, request.main = request.before_merge, None

    def duplicates(self, request: Model) -> list[Model]:
        return [other for other in self.models if other.main is request]

    @invariant()
    def every_request_is_as_the_model_says(self) -> None:
        for model in self.models:
            detail = self.service.detail(model.id)
            assert shown(detail) == model.seen(self.now)
            assert {line.id for line in detail.duplicates} == {child.id for child in self.duplicates(model)}
            states = [detail.steps[0].state_before, *(step.state_after for step in detail.steps)]
            assert states[-1] == model.state
            assert [step.state_before for step in detail.steps[1:]] == states[1:-1]
            assert detail.held >= timedelta()

    @invariant()
    def the_counts_of_the_day_are_those_of_the_model(self) -> None:
        if not self.models:
            return
        counts = self.service.today()
        seen = [model.seen(self.now) for model in self.models]
        assert counts.overdue == sum(one["late"] is not None for one in seen)
        assert counts.to_dispatch == sum(one["state"] in {"received", "reopened"} for one in seen)
        assert counts.awaits_follow_up == sum(
            one["state"] == "completed"
            and one["follow_up_due"] is not None
            and one["reached"] is None
            and not one["cannot_call"]
            for one in seen
        )


def test_that_every_history_follows_the_rules(database: Database) -> None:
    class OnThisDatabase(Requests):
        pass

    OnThisDatabase.database = database
    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=6 if database.is_server else 14,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
