"""Made-up problem points of the last three months that were combed, in every state, with the requests behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from desktop.accounts.model import Account
from desktop.core.permissions import Role
from desktop.issues.model import (
    ActionState,
    Confirmation,
    Evidence,
    Issue,
    IssueAction,
    IssueState,
    IssueStep,
    IssueStepKind,
)
from desktop.issues.rule import COMEBACK_DAYS, Mended, Received, issue_digest, those_that_came_back
from desktop.requests.model import Category, Request
from desktop.staff.model import Worker

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.months import Month
    from desktop.storage.work import UnitOfWork

__all__ = ["add_problems"]

MONTHS = 3
"""A point rests on the latest requests of so many months."""

MOST_EVIDENCE = 4
SEEN_AFTER = timedelta(days=20)
"""What is agreed for later is later than the end of the last month by this at most, however late it is made up."""

_COMBED_ON = 2
_COMBED_AT = time(10)
_CHECKED = (ActionState.EFFECTIVE, ActionState.INEFFECTIVE)


def add_problems(
    work: UnitOfWork, chance: random.Random, words: Mapping[str, Any], zone: ZoneInfo, until: Month
) -> None:
    """Insert them; nothing happens after `work.now`. A point without requests to rest on is left out."""
    seen = min(work.now, until.end(zone) + SEEN_AFTER)
    last = until if _combed(until, zone) <= seen else until.plus(-1)
    problems = _Problems(work, chance, zone, seen)
    for told in words["problems"]:
        problems.add(told, last.plus(-told["age"]))


def _combed(month: Month, zone: ZoneInfo) -> datetime:
    return datetime.combine(month.plus(1).first_day.replace(day=_COMBED_ON), _COMBED_AT, zone)


@dataclass(frozen=True, slots=True)
class _Step:
    """A step to be written once all are known: they are numbered in the order they happened."""

    at: datetime
    kind: IssueStepKind
    words: str = ""
    action_id: int | None = None
    details: Mapping[str, Any] | None = None


class _Problems:
    def __init__(self, work: UnitOfWork, chance: random.Random, zone: ZoneInfo, seen: datetime) -> None:
        self.work = work
        self.chance = chance
        self.zone = zone
        self.seen = seen
        self.ids: dict[str, int] = {}
        self.told_there: list[tuple[int, _Step]] = []
        session, community_id = work.session, work.community_id
        of_it = select(Category.name, Category.id, Category.department_id).where(Category.community_id == community_id)
        self.categories = {row.name: (row.id, row.department_id) for row in session.execute(of_it)}
        managers = select(Account.id, Account.name).where(
            Account.community_id == community_id, Account.role == Role.MANAGER
        )
        self.manager = session.execute(managers.order_by(Account.id).limit(1)).one_or_none()

    def add(self, told: Mapping[str, Any], month: Month) -> None:
        category_id, department_id = self.categories[told["category"]]
        behind = self.requests(category_id, month.plus(1 - MONTHS).start(self.zone), month.end(self.zone))
        behind = behind[-MOST_EVIDENCE:]
        if department_id is None or not behind:
            return
        raised = _combed(month, self.zone)
        issue = Issue(
            community_id=self.work.community_id,
            month=str(month),
            department_id=department_id,
            title=told["title"],
            words=told["words"],
            severity=told["severity"],
            state=IssueState.OPEN,
            category_id=category_id if told.get("recognised", True) else None,
            raised_at=raised,
            raised_by=self.work.actor.account_id,
        )
        self.work.session.add(issue)
        self.work.session.flush()
        self.ids[issue.title] = issue.id
        numbers = [one.number for one in behind]
        steps = [_Step(raised, IssueStepKind.RAISED, details={"evidence": len(behind), "requests": numbers})]
        at_once = [one for one in told["actions"] if not one.get("again")]
        ended = max((self.action(issue, one, raised, steps) for one in at_once), default=raised)
        if "comment" in told and self.manager is not None:
            steps.append(_Step(raised + timedelta(days=3, hours=5), IssueStepKind.COMMENTED, told["comment"]))
        evidence = [(one.id, str(month)) for one in behind]
        self.end(issue, told, ended, evidence, steps)
        if issue.reopened_count:
            for one in (one for one in told["actions"] if one.get("again")):
                self.action(issue, one, steps[-1].at + timedelta(hours=3), steps)
        if told.get("confirmed"):
            self.confirm(issue, evidence, raised + timedelta(days=3, hours=6), steps)
        self.write(issue, evidence, steps)

    def requests(self, category_id: int, after: datetime, until: datetime) -> Sequence[Received]:
        statement = select(
            *(Request.id, Request.number, Request.occurred_at, Request.category_id, Request.building_id),
            *(Request.room_label, Request.equipment_id),
        ).where(
            Request.community_id == self.work.community_id,
            Request.category_id == category_id,
            Request.occurred_at > after,
            Request.occurred_at < until,
            Request.cancelled_at.is_(None),
            Request.duplicate_of_id.is_(None),
        )
        rows = self.work.session.execute(statement.order_by(Request.occurred_at, Request.id))
        return [Received(*row) for row in rows]

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def action(self, issue: Issue, told: Mapping[str, Any], added: datetime, steps: list[_Step]) -> datetime:
        """Add an action, agreed when it was `added`, with its steps; return when the last of them happened."""
        state = ActionState(told["state"])
        due = self.day(self.seen) + timedelta(days=told["due_in"]) if "due_in" in told else None
        due = due or self.day(added + timedelta(days=told["due"]))
        workers = select(Worker.id, Worker.name).where(Worker.department_id == issue.department_id).order_by(Worker.id)
        worker = self.chance.choice(self.work.session.execute(workers).all())
        row = IssueAction(
            community_id=self.work.community_id,
            issue_id=issue.id,
            words=told["words"],
            owner=worker.name,
            worker_id=worker.id,
            due_on=due,
            criterion=told.get("criterion", ""),
            state=state,
            added_at=added,
            added_by=self.work.actor.account_id,
        )
        self.work.session.add(row)
        self.work.session.flush()
        agreed = {"words": row.words, "owner": row.owner, "due_on": due.isoformat(), "criterion": row.criterion}
        mine = [_Step(added, IssueStepKind.ACTION_ADDED, "", row.id, agreed)]
        done = min(datetime.combine(due - timedelta(days=1), time(15, 30), self.zone), self.seen)
        if state in {*_CHECKED, ActionState.DONE}:
            row.done_at, row.result = done, told["result"]
            mine.append(_Step(done, IssueStepKind.ACTION_DONE, row.result, row.id, {"due_on": due.isoformat()}))
        if state in _CHECKED:
            row.judged_at, row.judgement = min(done + timedelta(days=2), self.seen), told["judgement"]
            helped = {"effective": state is ActionState.EFFECTIVE}
            mine.append(_Step(row.judged_at, IssueStepKind.ACTION_JUDGED, row.judgement, row.id, helped))
        if state is ActionState.DROPPED:
            mine.append(_Step(done, IssueStepKind.ACTION_DROPPED, told["reason"], row.id, {"before": "open"}))
        if "postponed_in" in told:
            row.postponed_from, row.postponed_count, row.postpone_reason = due, 1, told["reason"]
            row.due_on = self.day(self.seen) + timedelta(days=told["postponed_in"])
            moved = {"due_before": due.isoformat(), "due_on": row.due_on.isoformat()}
            mine.append(_Step(done, IssueStepKind.ACTION_POSTPONED, told["reason"], row.id, moved))
        steps += mine
        return mine[-1].at

    def end(
        self,
        issue: Issue,
        told: Mapping[str, Any],
        ended: datetime,
        evidence: list[tuple[int, str]],
        steps: list[_Step],
    ) -> None:
        """Let the point end as it is told, `ended` being when the last of its actions was through."""
        end = told.get("end", "")
        if end in {"mended", "came_back"}:
            helped = [step for step in steps if step.kind is IssueStepKind.ACTION_JUDGED]
            issue.resolved_at = helped[-1].at if end == "came_back" else ended
            issue.state = IssueState.MENDED
            by_itself = {"by_itself": True, "actions": len(helped)}
            steps.append(_Step(issue.resolved_at, IssueStepKind.MENDED, details=by_itself))
        if end == "came_back":
            self.come_back(issue, evidence, steps)
        if end == "dropped":
            issue.state, issue.resolved_at = IssueState.DROPPED, issue.raised_at + timedelta(days=1)
            steps.append(_Step(issue.resolved_at, IssueStepKind.DROPPED, told["reason"]))
        if end == "merged" and told["into"] in self.ids:
            self.merge(issue, self.ids[told["into"]], told["into"], steps)
            evidence.clear()

    def come_back(self, issue: Issue, evidence: list[tuple[int, str]], steps: list[_Step]) -> None:
        """Reopen the point where enough came in again by now; else it stays mended."""
        assert issue.resolved_at is not None
        assert issue.category_id is not None
        known = frozenset(id_ for id_, _ in evidence)
        point = Mended(issue.id, issue.resolved_at, issue.category_id, None, "", None, known)
        received = self.requests(issue.category_id, issue.resolved_at, self.seen)
        for count in range(1, len(received) + 1):
            back = those_that_came_back(point, received[:count])
            if back:
                at = back[-1].occurred_at + timedelta(minutes=30)
                month = str(self.day(at))[:7]
                evidence += [(one.id, month) for one in back]
                issue.state, issue.resolved_at, issue.reopened_count = IssueState.OPEN, None, 1
                numbers = [one.number for one in back]
                said = {"count": len(back), "needed": len(back), "days": COMEBACK_DAYS, "evidence": len(known)}
                mended = {"mended_at": point.resolved_at.isoformat(), "requests": numbers}
                steps.append(_Step(at, IssueStepKind.CAME_BACK, details=said | mended))
                return

    def merge(self, issue: Issue, into_id: int, into: str, steps: list[_Step]) -> None:
        at = issue.raised_at + timedelta(hours=2)
        issue.state, issue.resolved_at, issue.merged_into_id = IssueState.MERGED, at, into_id
        numbers = steps[0].details or {}
        moved = {"requests": numbers["requests"]}
        steps.append(_Step(at, IssueStepKind.MERGED, details={"into": into_id, "title": into} | moved))
        about = {"merged": issue.id, "title": issue.title} | moved
        self.told_there.append((into_id, _Step(at, IssueStepKind.MERGED, details=about)))

    def confirm(self, issue: Issue, evidence: Sequence[tuple[int, str]], at: datetime, steps: list[_Step]) -> None:
        if self.manager is None:
            return
        digest = issue_digest(
            issue.department_id, issue.title, issue.words, issue.severity, (id_ for id_, _ in evidence)
        )
        signed = {"account_id": self.manager.id, "name": self.manager.name, "at": at, "digest": digest}
        ours = {"community_id": self.work.community_id, "issue_id": issue.id, "action_id": None}
        self.work.session.execute(insert(Confirmation), [ours | signed])
        steps.append(_Step(at, IssueStepKind.CONFIRMED, details={"digest": digest}))

    def write(self, issue: Issue, evidence: Sequence[tuple[int, str]], steps: Sequence[_Step]) -> None:
        self.work.session.flush()
        ours = {"community_id": self.work.community_id, "issue_id": issue.id}
        rows = [ours | {"request_id": id_, "month": month} for id_, month in evidence]
        if rows:
            self.work.session.execute(insert(Evidence), rows)
        self.insert_steps(issue.id, sorted(steps, key=lambda step: step.at))
        for issue_id, step in self.told_there:
            self.insert_steps(issue_id, (step,))
        self.told_there.clear()

    def insert_steps(self, issue_id: int, steps: Sequence[_Step]) -> None:
        """Insert steps, each in the month it happened in; what a head says is the manager's here."""
        manager = self.work.actor.account_id if self.manager is None else self.manager.id
        heads = (IssueStepKind.COMMENTED, IssueStepKind.CONFIRMED)
        rows = [
            {
                "community_id": self.work.community_id,
                "issue_id": issue_id,
                "action_id": step.action_id,
                "at": step.at,
                "month": str(self.day(step.at))[:7],
                "kind": step.kind.value,
                "account_id": manager if step.kind in heads else self.work.actor.account_id,
                "words": step.words,
                "details": dict(step.details or {}),
            }
            for step in steps
        ]
        self.work.session.execute(insert(IssueStep), rows)
