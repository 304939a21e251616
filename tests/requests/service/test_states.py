"""The state machine against a model of it in plain Python, by random histories.

The model is told twice: as rules for what each move may do, and as a reader who knows nothing but the steps a request
left behind and must arrive at where it stands.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop.core.clock import FixedClock
from desktop.core.errors import UserError
from desktop.core.permissions import MATRIX, Actor, Role
from desktop.requests.model import FollowUpOutcome, HoldReason, Move, Priority, RequestKind, Satisfaction
from desktop.requests.presenter.moves import foot_moves
from desktop.requests.rows import NewRequest, RequestFacts
from desktop.requests.service import RequestService
from desktop.requests.service.recording import OPERATIONS
from tests.requests import timing
from tests.requests.conftest import settle
from tests.requests.service.modelled import BEGIN, ENDED, GONE, GRADES, PEOPLE, WHO, Model, replayed, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.storage.database import Database
    from tests.requests.conftest import Place


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
        timing.lay_down(self.place)
        self.service = self.place.service
        self.grades = {row.name: row.id for row in self.service.grades()}

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def service_of(self, who: str) -> RequestService:
        desk, departments = self.place.desk, self.place.departments
        if who == "clerk":
            return self.service
        headed = departments.get(who.removeprefix("head of "))
        actor = Actor(2, who, Role.MANAGER, desk.actor.community_id, headed)
        return RequestService(replace(desk, actor=actor))

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

    @rule(
        target=requests, kind=st.sampled_from(RequestKind), priority=st.sampled_from(Priority), ago=st.integers(0, 60)
    )
    def report(self, kind: RequestKind, priority: Priority, ago: int) -> Model:
        occurred = self.now - timedelta(hours=ago)
        room = self.place.rooms["3-1-502"]
        draft = NewRequest(kind=kind, priority=priority, words="漏水", room_id=room, occurred_at=occurred)
        line = self.service.detail(self.service.report(draft).result).line
        due, working = timing.due(kind, priority, occurred), timing.said(kind, priority).working
        model = Model(line.id, line.number, kind.value, priority.value, occurred, due, working)
        self.models.append(model)
        return model

    @rule(hours=st.integers(1, 90))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)

    @rule(request=requests, worker=st.sampled_from(("", "何志强", "丁磊")), helped=st.booleans())
    def assign(self, request: Model, worker: str, helped: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        workers, version = self.place.workers, self.version(request)
        helpers = ("何志强", "丁磊") if helped else ()
        act = lambda: self.service.assign(  # noqa: E731
            request.id,
            department_id=self.place.departments["engineering"],
            worker_id=workers.get(worker),
            helper_ids=[workers[name] for name in helpers],
            version=version,
        )
        if self.attempt(request.allows("assign", self.now), act):
            request.department, request.worker = "engineering", worker
            request.helpers = tuple(name for name in helpers if name != worker)
            if request.state in {"received", "reopened"}:
                request.state = "assigned"
            elif request.state == "on_hold" and request.before_hold in {"received", "reopened"}:
                request.before_hold = "assigned"

    @rule(request=requests)
    def start(self, request: Model) -> None:
        version = self.version(request)
        if self.attempt(request.allows("start", self.now), lambda: self.service.start(request.id, version=version)):
            request.state = "in_progress"

    @rule(request=requests, why=st.sampled_from(("", " ", "没有配件")))
    def hand_back(self, request: Model, why: str) -> None:
        version = self.version(request)
        allowed = request.allows("hand_back", self.now) and bool(why.strip())
        if self.attempt(allowed, lambda: self.service.hand_back(request.id, why, version=version)):
            request.state, request.worker, request.helpers = "received", "", ()

    @rule(request=requests, why=st.sampled_from(("", "缺配件", "住户约到周末")))
    def explain(self, request: Model, why: str) -> None:
        version = self.version(request)
        allowed = request.allows("explain", self.now) and bool(why)
        if self.attempt(allowed, lambda: self.service.explain(request.id, why, version=version)):
            request.why_late = why

    @rule(
        request=requests,
        grade=st.sampled_from(tuple(GRADES)),
        accused=st.sampled_from(("", "order", "engineering")),
        hours=st.none() | st.integers(-1, 48),
        who=st.sampled_from(WHO),
    )
    def grade(self, request: Model, grade: str, accused: str, hours: int | None, who: str) -> None:
        version, service = self.version(request), self.service_of(who)
        promised = None if hours is None else request.occurred + timedelta(hours=hours)
        allowed = request.allows("grade", self.now) and (hours is None or hours >= 0)
        if request.state == "completed" and (grade, accused) != (request.grade, request.accused):
            allowed = allowed and request.may_be_signed_by(who)
        act = lambda: service.grade(  # noqa: E731
            request.id,
            grade_id=self.grades[grade],
            accused_department_id=self.place.departments.get(accused),
            promised_at=promised,
            version=version,
        )
        if self.attempt(allowed, act):
            request.grade, request.accused = grade, accused
            told = {whom: True for whom, done in request.tellings.items() if done}
            request.tellings = {**dict.fromkeys(GRADES[grade][0], False), **told}

    @rule(request=requests, whom=st.sampled_from(("", *PEOPLE)), ago=st.integers(-1, 30))
    def tell(self, request: Model, whom: str, ago: int) -> None:
        at, version = self.now - timedelta(hours=ago), self.version(request)
        after = request.occurred if whom else request.completed
        allowed = request.allows("tell", self.now) and after is not None and after <= at <= self.now
        if self.attempt(allowed, lambda: self.service.tell(request.id, whom, told_at=at, version=version)):
            if whom:
                request.tellings[whom] = True
            else:
                request.result_told = at

    @rule(request=requests, words=st.sampled_from(("", "住户很急", "别打电话")))
    def comment(self, request: Model, words: str) -> None:
        if self.attempt(bool(words), lambda: self.service.comment(request.id, words)):
            request.comments += 1

    @rule(request=requests, priority=st.sampled_from(Priority), anew=st.booleans())
    def amend(self, request: Model, priority: Priority, anew: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        version = self.version(request)
        room = self.place.rooms["3-1-502"]
        corrected = RequestFacts(words=f"漏水 {version}", room_id=room, priority=priority)
        act = lambda: self.service.amend(request.id, corrected, recalculate_due=anew, version=version)  # noqa: E731
        if self.attempt(request.allows("amend", self.now), act) and priority != request.priority:
            request.priority = priority.value
            if anew:
                request.recalculate()

    @rule(request=requests)
    def print_work_order(self, request: Model) -> None:
        version = self.version(request)
        self.attempt(
            request.allows("print", self.now), lambda: self.service.print_work_order(request.id, version=version)
        )

    @rule(request=requests, reason=st.sampled_from(HoldReason))
    def hold(self, request: Model, reason: HoldReason) -> None:
        version = self.version(request)
        if self.attempt(
            request.allows("hold", self.now), lambda: self.service.hold(request.id, reason, version=version)
        ):
            request.before_hold, request.state = request.state, "on_hold"
            request.holds.append([self.now, None])

    @rule(request=requests)
    def resume(self, request: Model) -> None:
        version = self.version(request)
        if self.attempt(request.allows("resume", self.now), lambda: self.service.resume(request.id, version=version)):
            request.stop_holds(self.now)
            request.state = request.before_hold

    @rule(request=requests, hours=st.integers(-10, 50))
    def extend(self, request: Model, hours: int) -> None:
        due = (request.due or self.now) + timedelta(hours=hours)
        version = self.version(request)
        allowed = request.allows("extend", self.now) and hours > 0
        act = lambda: self.service.extend(request.id, due, reason="缺件", approver="王经理", version=version)  # noqa: E731
        if self.attempt(allowed, act):
            request.due = due

    @rule(request=requests)
    def urge(self, request: Model) -> None:
        version = self.version(request)
        if self.attempt(request.allows("urge", self.now), lambda: self.service.urge(request.id, version=version)):
            request.urged += 1

    @rule(request=requests, ago=st.integers(-2, 100))
    def complete(self, request: Model, ago: int) -> None:
        at = self.now - timedelta(hours=ago)
        earliest = max([request.occurred, *request.reopened])
        version = self.version(request)
        allowed = request.allows("complete", self.now) and earliest <= at <= self.now
        if self.attempt(allowed, lambda: self.service.complete(request.id, at=at, version=version)):
            request.stop_holds(at)
            request.state, request.completed = "completed", at
            request.first = request.first or at
            request.follow_up_due = timing.follow_up_due(self.place, request.kind, request.priority, request.number, at)
            for child in self.duplicates(request):
                child.call_back(request)

    @rule(
        request=requests,
        outcome=st.sampled_from(FollowUpOutcome),
        grade=st.none() | st.sampled_from(Satisfaction),
        ago=st.integers(-1, 60),
        then=st.sampled_from(("", "close", "reopen")),
        who=st.sampled_from(WHO),
    )
    def follow_up(
        self,
        request: Model,
        outcome: FollowUpOutcome,
        grade: Satisfaction | None,
        ago: int,
        then: str,
        who: str,
    ) -> None:
        at, asked = self.now - timedelta(hours=ago), request.main or request
        reached = outcome is FollowUpOutcome.REACHED
        closes = then == "close" and request.state == "completed"
        allowed = (
            request.allows("follow_up", self.now)
            and at <= self.now
            and (asked.completed is None or asked.completed <= at)
            and (reached or (grade is None and then != "reopen"))
            and (not closes or request.may_be_closed_by(who))
        )
        version, service = self.version(request), self.service_of(who)
        act = lambda: service.follow_up(  # noqa: E731
            request.id,
            outcome,
            grade,
            "电话",
            made_at=at,
            close=then == "close",
            reopen_because="还在滴" if then == "reopen" else "",
            version=version,
        )
        if self.attempt(allowed, act):
            if asked.completed is not None and reached:
                request.reached = at if request.reached is None else min(at, request.reached)
                request.cannot_call = False
            elif asked.completed is not None and outcome is FollowUpOutcome.CANNOT_CALL:
                request.cannot_call = request.cannot_call or request.reached is None
            if closes:
                self.put_away(request, who)
            elif then == "reopen" and asked.state in ENDED:
                self.take_up(asked)

    def put_away(self, request: Model, who: str) -> None:
        request.state = "closed"
        request.signed = who if request.grade else ""

    def take_up(self, request: Model) -> None:
        request.state, request.signed = "reopened", ""
        request.reopened.append(self.now)
        request.completed = request.follow_up_due = request.reached = request.result_told = None
        request.cannot_call = False
        for child in self.duplicates(request):
            if child.reached is None:
                child.call_back(None)

    @rule(request=requests, who=st.sampled_from(WHO))
    def close(self, request: Model, who: str) -> None:
        version, service = self.version(request), self.service_of(who)
        allowed = request.allows("close", self.now) and request.may_be_closed_by(who)
        if request.state == "completed":
            assert (service.detail(request.id).closing_refusal is None) == allowed
        if self.attempt(allowed, lambda: service.close(request.id, version=version)):
            self.put_away(request, who)

    @rule(request=requests)
    def reopen(self, request: Model) -> None:
        version = self.version(request)
        allowed = request.allows("reopen", self.now)
        if self.attempt(allowed, lambda: self.service.reopen(request.id, "又漏了", version=version)):
            self.take_up(request)

    @rule(request=requests)
    def cancel(self, request: Model) -> None:
        version = self.version(request)
        allowed = request.allows("cancel", self.now) and not self.duplicates(request)
        if self.attempt(allowed, lambda: self.service.cancel(request.id, "误报", version=version)):
            request.stop_holds(self.now)
            request.state = "cancelled"

    @rule(request=requests, main=requests)
    def merge(self, request: Model, main: Model) -> None:
        version = self.version(request)
        allowed = request.allows("merge", self.now) and main is not request and main.state not in GONE
        if self.attempt(allowed, lambda: self.service.merge(request.id, main.id, version=version)):
            for child in self.duplicates(request):
                child.main = main
                child.call_back(main)
            request.call_back(main)
            request.before_merge, request.state, request.main = request.state, "duplicate", main

    @rule(request=requests)
    def unmerge(self, request: Model) -> None:
        version = self.version(request)
        if self.attempt(request.allows("unmerge", self.now), lambda: self.service.unmerge(request.id, version=version)):
            request.state, request.main = request.before_merge, None
            request.call_back(None)

    def duplicates(self, request: Model) -> list[Model]:
        return [other for other in self.models if other.main is request]

    @invariant()
    def every_request_is_as_the_model_says(self) -> None:
        for model in self.models:
            detail = self.service.detail(model.id)
            assert shown(detail, self.place) == model.seen(self.now)
            assert {line.id for line in detail.duplicates} == {child.id for child in self.duplicates(model)}
            states = [detail.steps[0].state_before, *(step.state_after for step in detail.steps)]
            assert states[-1] == model.state
            assert [step.state_before for step in detail.steps[1:]] == states[1:-1]
            assert detail.held >= timedelta()
            history = replayed(detail.steps)
            assert history["state"] == model.state
            assert (history["urged"], history["reopened"]) == (detail.line.urged_count, detail.line.reopened_count)
            assert history["told"] >= sum(row.told_at is not None for row in detail.tellings)
            assert history["at"] == (detail.department_id, detail.worker_id)
            likely, others = foot_moves(detail)
            assert {*likely, *others} == {*detail.moves} - {Move.PRINT}
            assert all(Role.CLERK in MATRIX[OPERATIONS[move]] for move in detail.moves)

    @invariant()
    def the_counts_of_the_day_are_those_of_the_model(self) -> None:
        if not self.models:
            return
        counts = self.service.today()
        seen = [model.seen(self.now) for model in self.models]
        assert counts.overdue == sum(one["late"] is not None for one in seen)
        assert counts.to_dispatch == sum(one["state"] in {"received", "reopened"} for one in seen)
        assert counts.awaits_follow_up == sum(
            one["state"] in {"completed", "duplicate"}
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
