"""Random histories of problem points: nothing is lost, nothing is there twice, versions rise, counts tell the truth."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desktop.core.clock import FixedClock
from desktop.core.errors import ConflictError, UserError
from desktop.issues.model import ActionState, IssueState
from desktop.issues.rows import NewAction
from tests.issues.conftest import NOVEMBER, PASSWORD, Combing, people
from tests.requests.conftest import SHANGHAI, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.storage.database import Database

BEGIN = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
NUMBERS = st.integers(0, 99)
ALIVE = {IssueState.OPEN, IssueState.MENDED}


class Histories(RuleBasedStateMachine):
    """A desk and a head who try everything, possible or not."""

    database: Database

    @initialize()
    def begin(self) -> None:
        self.clock = FixedClock(BEGIN)
        place = settle(self.database, self.clock)
        people(place)
        self.combing = Combing(place, self.clock)
        self.requests = self.combing.requests(4)
        self.added: set[int] = set()
        self.seen: dict[int, int] = {}
        self.touched: set[int] = set()
        self.helped: dict[int, dict[int, datetime]] = {}
        self.opened: dict[int, datetime] = {}

    def rows(self) -> tuple[IssueRow, ...]:
        return self.combing.manager.issues()

    def issue(self, number: int) -> IssueRow:
        rows = sorted(self.rows(), key=lambda row: row.id)
        return rows[number % len(rows)]

    def action(self, number: int) -> ActionRow:
        actions = sorted((each for row in self.rows() for each in row.actions), key=lambda each: each.id)
        return actions[number % len(actions)]

    def attempt(self, allowed: bool, touched: set[int], act: Callable[[], object]) -> bool:  # noqa: FBT001 - a sentence
        """Do `act`, which must succeed exactly if it is allowed, touching those points."""
        self.clock.advance(minutes=7)
        try:
            act()
        except UserError:
            assert not allowed
            return False
        assert allowed
        self.touched |= touched
        return True

    @property
    def has_issue(self) -> bool:
        return bool(self.seen)

    @property
    def has_action(self) -> bool:
        return bool(self.added)

    @rule(number=NUMBERS)
    def raise_one(self, number: int) -> None:
        evidence = self.requests[number % 3 :][:2]
        category = self.combing.place.categories["给排水"] if number % 2 else None
        self.combing.raised(f"问题 {number}", request_ids=evidence, category_id=category)

    @precondition(lambda self: self.has_issue)
    @rule(number=NUMBERS, days=st.none() | st.integers(0, 9))
    def agree(self, number: int, days: int | None) -> None:
        issue = self.issue(number)
        today = self.clock.now().astimezone(SHANGHAI).date()
        due = None if days is None else today + timedelta(days=days)
        made: list[int] = []

        def act() -> None:
            given = NewAction("做", due_on=due)
            made.append(self.combing.head.add_action(issue.id, given, version=issue.version).result)

        if self.attempt(issue.state is IssueState.OPEN, {issue.id}, act):
            self.added |= set(made)

    @precondition(lambda self: self.has_action)
    @rule(number=NUMBERS)
    def finish(self, number: int) -> None:
        action = self.action(number)
        allowed = self.is_open(action) and action.state is ActionState.OPEN
        act = lambda: self.combing.head.finish_action(action.id, "做了", version=action.version)  # noqa: E731
        self.attempt(allowed, {action.issue_id}, act)

    @precondition(lambda self: self.has_action)
    @rule(number=NUMBERS, days=st.integers(1, 9))
    def postpone(self, number: int, days: int) -> None:
        action = self.action(number)
        today = self.clock.now().astimezone(SHANGHAI).date()
        later = max(action.due_on or today, today) + timedelta(days=days)
        allowed = self.is_open(action) and action.state is ActionState.OPEN and action.due_on is not None
        act = lambda: self.combing.head.postpone_action(action.id, later, "等", version=action.version)  # noqa: E731
        if self.attempt(allowed, {action.issue_id}, act):
            now = self.combing.action(action)
            assert (now.postponed_count, now.due_on) == (action.postponed_count + 1, later)
            assert now.postponed_from == (action.postponed_from or action.due_on)

    @precondition(lambda self: self.has_action)
    @rule(number=NUMBERS, effective=st.booleans())
    def judge(self, number: int, effective: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        action = self.action(number)
        judged = {ActionState.DONE, ActionState.EFFECTIVE, ActionState.INEFFECTIVE}
        allowed = self.is_open(action) and action.state in judged
        act = lambda: self.combing.clerk.judge_action(action.id, effective, "看过", version=action.version)  # noqa: E731
        if self.attempt(allowed, {action.issue_id}, act):
            helped = self.helped.setdefault(action.issue_id, {})
            helped.pop(action.id, None)
            helped.update({action.id: self.clock.now()} if effective else {})
            self.must_be_mended_if_all_helped(action.issue_id)

    @precondition(lambda self: self.has_action)
    @rule(number=NUMBERS)
    def drop_action(self, number: int) -> None:
        action = self.action(number)
        allowed = self.is_open(action) and action.state in {ActionState.OPEN, ActionState.DONE}
        act = lambda: self.combing.clerk.drop_action(action.id, "不做", version=action.version)  # noqa: E731
        if self.attempt(allowed, {action.issue_id}, act):
            self.must_be_mended_if_all_helped(action.issue_id)

    def must_be_mended_if_all_helped(self, issue_id: int) -> None:
        now = self.combing.now(issue_id)
        left = any(each.state in {ActionState.OPEN, ActionState.DONE} for each in now.actions)
        expected = IssueState.OPEN if left or not self.helped.get(issue_id) else IssueState.MENDED
        assert now.state is expected

    def is_open(self, action: ActionRow) -> bool:
        return self.combing.now(action.issue_id).state is IssueState.OPEN

    @precondition(lambda self: self.has_issue)
    @rule(number=NUMBERS, which=st.integers(0, 3), away=st.booleans())
    def change_evidence(self, number: int, which: int, away: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        issue, request = self.combing.now(self.issue(number)), self.requests[which]
        there = request in {row.request_id for row in issue.evidence_rows}
        if away:
            allowed = issue.state is IssueState.OPEN and there
            act = lambda: self.combing.clerk.remove_evidence(issue.id, (request,), version=issue.version)  # noqa: E731
        else:
            allowed = issue.state is IssueState.OPEN
            act = lambda: self.combing.clerk.add_evidence(issue.id, (request,), NOVEMBER, version=issue.version)  # noqa: E731
        if self.attempt(allowed, {issue.id}, act):
            now = {row.request_id for row in self.combing.now(issue).evidence_rows}
            assert (request in now) is not away

    @precondition(lambda self: self.has_issue)
    @rule(one=NUMBERS, two=NUMBERS)
    def merge(self, one: int, two: int) -> None:
        into, other = self.combing.now(self.issue(one)), self.combing.now(self.issue(two))
        allowed = into.id != other.id and into.state is other.state is IssueState.OPEN
        versions = {into.id: into.version, other.id: other.version}
        act = lambda: self.combing.clerk.merge(into.id, (other.id,), versions=versions)  # noqa: E731
        if self.attempt(allowed, {into.id, other.id}, act):
            now = self.combing.now(into)
            together = {row.request_id for row in (*into.evidence_rows, *other.evidence_rows)}
            assert {row.request_id for row in now.evidence_rows} == together
            assert {each.id for each in now.actions} == {each.id for each in (*into.actions, *other.actions)}
            opened = max(self.opened.get(each.id, BEGIN) for each in (into, other))
            both = self.helped.get(into.id, {}) | self.helped.pop(other.id, {})
            self.opened[into.id] = opened
            self.helped[into.id] = {id_: at for id_, at in both.items() if at > opened}

    @precondition(lambda self: self.has_issue)
    @rule(number=NUMBERS)
    def split(self, number: int) -> None:
        issue = self.combing.now(self.issue(number))
        requests = [row.request_id for row in issue.evidence_rows][:1]
        actions = [each.id for each in issue.actions][:1]
        allowed = issue.state is IssueState.OPEN and bool(requests or actions)
        made: list[int] = []

        def act() -> None:
            made.append(self.combing.clerk.split(issue.id, "分", requests, actions, version=issue.version).result)

        if self.attempt(allowed, {issue.id}, act):
            had = self.helped.setdefault(issue.id, {})
            self.helped[made[0]] = {id_: had.pop(id_) for id_ in actions if id_ in had}
            self.opened[made[0]] = self.opened.get(issue.id, BEGIN)

    @precondition(lambda self: self.has_issue)
    @rule(number=NUMBERS, way=st.sampled_from(("drop", "mend", "reopen")))
    def end(self, number: int, way: str) -> None:
        issue = self.issue(number)
        froms = {IssueState.MENDED, IssueState.DROPPED} if way == "reopen" else {IssueState.OPEN}
        act = lambda: getattr(self.combing.clerk, way)(issue.id, "因为", version=issue.version)  # noqa: E731
        if self.attempt(issue.state in froms, {issue.id}, act) and way == "reopen":
            self.open_again(issue.id)

    def open_again(self, issue_id: int) -> None:
        """Forget what helped before."""
        self.helped[issue_id] = {}
        self.opened[issue_id] = self.clock.now()

    @precondition(lambda self: self.has_issue)
    @rule(number=NUMBERS)
    def confirm(self, number: int) -> None:
        issue = self.issue(number)
        act = lambda: self.combing.head.confirm(issue.id, PASSWORD, version=issue.version, everything=True)  # noqa: E731
        if self.attempt(issue.state in ALIVE, {issue.id}, act):
            confirmed = self.combing.now(issue).confirmed
            assert confirmed is not None
            assert confirmed.holds

    @precondition(lambda self: self.has_issue)
    @rule(number=NUMBERS)
    def come_too_late(self, number: int) -> None:
        issue = self.issue(number)
        with pytest.raises(ConflictError):
            self.combing.head.comment(issue.id, "晚了", version=issue.version - 1)

    @precondition(lambda self: len(self.requests) < 12)
    @rule()
    def come_back(self) -> None:
        self.clock.advance(hours=1)
        self.requests.append(self.combing.request())
        mended = {row.id for row in self.rows() if row.state is IssueState.MENDED}
        back = self.combing.clerk.look_for_comebacks().ids.get("issue", frozenset())
        assert back <= mended
        assert self.combing.clerk.look_for_comebacks().ids == {}
        self.touched |= back
        for id_ in back:
            self.open_again(id_)

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.clock.advance(days=days)

    @invariant()
    def nothing_is_lost_and_counts_tell_the_truth(self) -> None:
        if not hasattr(self, "combing"):
            return
        rows = self.rows()
        assert {each.id for row in rows for each in row.actions} == self.added
        assert all(not row.actions and not row.evidence for row in rows if row.state is IssueState.MERGED)
        assert all((row.resolved_at is None) is (row.state is IssueState.OPEN) for row in rows)
        for row in rows:
            behind = [each.request_id for each in self.combing.now(row).evidence_rows]
            assert len(behind) == len(set(behind)) == row.evidence
            before = self.seen.get(row.id, 0)
            assert row.version > before if row.id in self.touched else row.version == max(before, row.version)
        self.seen = {row.id: row.version for row in rows}
        self.touched = set()
        left = [row for row in rows if row.state is IssueState.OPEN]
        counts = self.combing.manager.counts()
        assert counts.open == len(left)
        assert counts.overdue_actions == sum(each.overdue_days > 0 for row in rows for each in row.actions)
        assert counts.to_check == sum(each.state is ActionState.DONE for row in left for each in row.actions)
        assert counts.to_confirm == sum(row.confirmed is None or not row.confirmed.holds for row in left)


def test_that_no_sequence_of_moves_loses_or_doubles_anything(database: Database) -> None:
    class Here(Histories):
        pass

    Here.database = database
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=4 if database.is_server else 8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
    assert Here.database is database
