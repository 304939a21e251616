"""Problem points made from a hot spot or by hand, amended, and the requests behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.issues.model import Evidence, Issue, IssueState, IssueStepKind
from desktop.issues.rule import IssueMove
from desktop.issues.service.acting import add_action
from desktop.issues.service.checking import checked_action, checked_issue, refuse_later, the_requests
from desktop.issues.service.recording import Handling, Recorder, facts, refuse_unless_may
from desktop.issues.store import behind
from desktop.staff.model import Community

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from desktop.core.months import Month
    from desktop.issues.rows import NewIssue
    from desktop.storage.work import UnitOfWork

__all__ = ["Raising", "put_evidence"]

_AMENDED = (
    "department_id",
    "title",
    "words",
    "severity",
    "category_id",
    "building_id",
    "room_label",
    "worker_id",
    "equipment_id",
)


class Raising(Recorder):
    """How problem points come to be."""

    @requires(Operation.EDIT_ISSUES)
    def raise_issue(self, given: NewIssue, *, operation_id: str = "") -> Changes:
        """Raise a point in its month, with evidence and first actions; the result is its id.

        Raises UserError naming every field that is wrong (of the second action: `actions-1-words` and so on), for a
        request that does not exist, and for a hot spot that was taken already.
        """
        with self.desk.write(Operation.EDIT_ISSUES, operation_id) as work:
            checked = checked_issue(work.session, work.community_id, given, self._month(work))
            assert checked.department_id is not None
            refuse_unless_may(self.actor, IssueMove.RAISE, checked.department_id)
            today = self._today(work)
            actions = [
                checked_action(work.session, work.community_id, action, today, f"actions-{index}-")
                for index, action in enumerate(checked.actions)
            ]
            requests = the_requests(work.session, work.community_id, checked.request_ids)
            if checked.found_as:
                _refuse_taken(work, checked)
            issue = Issue(
                community_id=work.community_id,
                month=str(checked.month),
                state=IssueState.OPEN,
                found_as=checked.found_as,
                raised_at=work.now,
                raised_by=self.actor.account_id,
                **{name: getattr(checked, name) for name in _AMENDED},
            )
            work.session.add(issue)
            work.session.flush()
            put_evidence(work, issue.id, tuple(requests), checked.month)
            handling = Handling(work, issue, checked.month)
            handling.step(
                IssueStepKind.RAISED,
                found_as=checked.found_as,
                evidence=len(requests),
                requests=list(requests.values()),
            )
            for action in actions:
                add_action(handling, action)
            work.audit("issue", issue.id, IssueMove.RAISE.value, None, {**facts(issue), **handling.noted})
            work.result = issue.id
        return work.changes

    @requires(Operation.EDIT_ISSUES)
    def amend(self, issue_id: int, given: NewIssue, *, version: int, operation_id: str = "") -> Changes:
        """Say anew what the point is about: title, words, department, severity, category, place, worker, equipment.

        Its month, what it was found as, its evidence and its actions stay; they have moves of their own. The month of
        `given` is the one being combed.
        """
        with self._handling(IssueMove.AMEND, issue_id, version, operation_id, given.month) as handling:
            work, issue = handling.work, handling.issue
            checked = checked_issue(work.session, work.community_id, given, self._month(work))
            before = facts(issue)
            for name in _AMENDED:
                setattr(issue, name, getattr(checked, name))
            now = facts(issue)
            changed = [name for name in _AMENDED if before[name] != now[name]]
            handling.step(
                IssueStepKind.AMENDED,
                changed=changed,
                before={name: before[name] for name in changed},
                after={name: now[name] for name in changed},
            )
        return handling.changes

    @requires(Operation.EDIT_ISSUES)
    def add_evidence(
        self, issue_id: int, request_ids: Sequence[int], month: Month, *, version: int, operation_id: str = ""
    ) -> Changes:
        """Put requests behind the point, in the combing of `month`; those that are there already stay as they are."""
        with self._handling(IssueMove.CHANGE_EVIDENCE, issue_id, version, operation_id, month) as handling:
            work = handling.work
            refuse_later(month, self._month(work))
            asked = the_requests(work.session, work.community_id, request_ids)
            if not asked:
                raise UserError(Problem(msg("Choose at least one request."), "request_ids"))
            there = behind.evidence_ids(work.session, (issue_id,)).get(issue_id, frozenset())
            new = {id_: number for id_, number in asked.items() if id_ not in there}
            put_evidence(work, issue_id, tuple(new), month)
            handling.step(IssueStepKind.EVIDENCE_CHANGED, added=list(new.values()), evidence=len(there) + len(new))
        return handling.changes

    @requires(Operation.EDIT_ISSUES)
    def remove_evidence(
        self, issue_id: int, request_ids: Sequence[int], *, version: int, operation_id: str = ""
    ) -> Changes:
        """Take requests away that prove nothing; the history keeps their numbers."""
        with self._handling(IssueMove.CHANGE_EVIDENCE, issue_id, version, operation_id) as handling:
            work = handling.work
            gone = its_evidence(work.session, issue_id, request_ids)
            take_evidence(work.session, issue_id, gone)
            numbers = behind.known_requests(work.session, work.community_id, gone)
            left = len(behind.evidence_ids(work.session, (issue_id,)).get(issue_id, ()))
            handling.step(IssueStepKind.EVIDENCE_CHANGED, removed=[numbers[id_] for id_ in gone], evidence=left)
        return handling.changes


def put_evidence(work: UnitOfWork, issue_id: int, request_ids: Sequence[int], month: Month) -> None:
    """Put requests that are not behind the point yet behind it."""
    rows = [
        {"community_id": work.community_id, "issue_id": issue_id, "request_id": id_, "month": str(month)}
        for id_ in request_ids
    ]
    if rows:
        work.session.connection().execute(insert(Evidence), rows)


def take_evidence(session: Session, issue_id: int, request_ids: Sequence[int]) -> None:
    """Take requests away from behind a point."""
    for id_ in request_ids:
        session.connection().execute(delete(Evidence).where(Evidence.issue_id == issue_id, Evidence.request_id == id_))


def its_evidence(session: Session, issue_id: int, request_ids: Sequence[int]) -> list[int]:
    """Return `request_ids`, each once; raise UserError unless all of them, and at least one, are behind the point."""
    chosen = list(dict.fromkeys(request_ids))
    there = behind.evidence_ids(session, (issue_id,)).get(issue_id, frozenset())
    if not chosen or not there.issuperset(chosen):
        raise UserError(Problem(msg("Choose requests that are behind this problem point."), "request_ids"))
    return chosen


def _refuse_taken(work: UnitOfWork, given: NewIssue) -> None:
    """Raise UserError where the hot spot of this month is a problem point already."""
    # who takes the same hot spot at the same time on another PC waits here until this one is through
    here = select(Community.id).where(Community.id == work.community_id)
    work.session.execute(here.with_for_update(key_share=True))
    taken = select(Issue.title).where(
        Issue.community_id == work.community_id,
        Issue.month == str(given.month),
        Issue.found_as == given.found_as,
        Issue.state != IssueState.DROPPED,
    )
    title = work.session.scalars(taken.limit(1)).one_or_none()
    if title is not None:
        raise UserError(msg("A problem point was made of this already: “%(title)s”. Look at it there.", title=title))
