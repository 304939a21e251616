"""How everything done to a problem point is carried out and recorded: loaded, checked, changed, noted.

A move leaves a step (the point's history), an audit row and a higher version of the point, whatever of it was changed:
two people combing at once never overwrite one another.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from desktop.core.errors import ConflictError, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.issues.model import ActionState, Issue, IssueAction, IssueState, IssueStep, IssueStepKind
from desktop.issues.rows import ACTION_STATE_LABELS, ISSUE_STATE_LABELS
from desktop.issues.rule import OPERATIONS, IssueMove, action_can, issue_can, may
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session

    from desktop.core.changes import Changes
    from desktop.core.permissions import Actor
    from desktop.storage.work import UnitOfWork

__all__ = [
    "Handling",
    "Recorder",
    "changed_meanwhile",
    "facts",
    "load",
    "no_such_issue",
    "refuse_unless_may",
]

_UNSAID = frozenset({"id", "community_id", "version"})


def facts(row: Issue | IssueAction) -> dict[str, Any]:
    """Return what may change of `row` as JSON values."""
    return {
        column.key: _plain(getattr(row, column.key)) for column in row.__table__.columns if column.key not in _UNSAID
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def no_such_issue() -> UserError:
    """Return the error for an id that names no problem point of the community."""
    return UserError(msg("There is no such problem point; look at the list again."))


def changed_meanwhile() -> ConflictError:
    """Return the error for a point or action that is no longer what was seen."""
    return ConflictError(
        msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
    )


def load(session: Session, community_id: int, issue_id: int) -> Issue:
    """Return the point, locked against other PCs until the transaction ends; raise UserError if there is none."""
    issue = session.get(Issue, issue_id, with_for_update=True)
    if issue is None or issue.community_id != community_id:
        raise no_such_issue()
    return issue


def refuse_unless_may(actor: Actor, move: IssueMove, department_id: int) -> None:
    """Raise RefusedError unless `actor` may make `move` with a point of the department."""
    if may(actor, move, department_id):
        return
    if actor.heads_department not in {None, department_id}:
        raise RefusedError(msg("This belongs to another department; ask its head or the project manager."))
    raise RefusedError(
        msg("A department's head does not decide this about the own department; ask the desk or the project manager.")
    )


class Handling:
    """One point inside one unit of work. Change `issue`, then note each thing done with `step`."""

    def __init__(self, work: UnitOfWork, issue: Issue, month: Month) -> None:
        """Begin; `month` is the one its steps are noted in."""
        self.work = work
        self.issue = issue
        self.month = month
        self.noted: dict[str, Any] = {}

    @property
    def changes(self) -> Changes:
        """Return what was touched; true once the unit of work has ended."""
        return self.work.changes

    def step(self, kind: IssueStepKind, words: str = "", action: IssueAction | None = None, **details: Any) -> None:
        """Note what was done; `details` is what it set, without what is none or empty."""
        kept = {key: _plain(value) for key, value in details.items() if value is not None and value not in ("", [], {})}
        self.work.session.add(
            IssueStep(
                community_id=self.work.community_id,
                issue_id=self.issue.id,
                action_id=None if action is None else action.id,
                at=self.work.now,
                month=str(self.month),
                kind=kind,
                account_id=self.work.actor.account_id,
                words=words,
                details=kept,
            )
        )
        told = {**({} if action is None else {"action_id": action.id}), **({"words": words} if words else {}), **kept}
        self.noted = {**self.noted, kind.value: told}

    def actions(self) -> list[IssueAction]:
        """Return the point's actions, in the order they were agreed, as this write has made them so far."""
        statement = select(IssueAction).where(IssueAction.issue_id == self.issue.id).order_by(IssueAction.id)
        return [action for action in self.work.session.scalars(statement) if action.issue_id == self.issue.id]


class Recorder(Service):
    """Base of the parts of the service that write."""

    def _month(self, work: UnitOfWork) -> Month:
        """Return the running month in the community's zone."""
        return Month.containing(work.now, self.desk.zone)

    def _today(self, work: UnitOfWork) -> date:
        """Return the day it is in the community's zone."""
        return work.now.astimezone(self.desk.zone).date()

    @contextmanager
    def _handling(
        self, move: IssueMove, issue_id: int, version: int, operation_id: str, month: Month | None = None
    ) -> Iterator[Handling]:
        """Open a unit of work in which the point makes `move`; raises as `_handling_all` does."""
        with self._handling_all(move, {issue_id: version}, operation_id, month) as handlings:
            yield handlings[issue_id]

    @contextmanager
    def _handling_all(
        self, move: IssueMove, versions: Mapping[int, int], operation_id: str, month: Month | None = None
    ) -> Iterator[Mapping[int, Handling]]:
        """Open a unit of work in which each point of `versions` (by id, as it was seen) makes `move`, or none does.

        Raises UserError for an unknown point and one that cannot make the move where it stands, RefusedError for one
        this account may not touch, ConflictError for one that was changed since. At the end raises the version of each
        and writes its audit row.
        """
        with self.desk.write(OPERATIONS[move], operation_id) as work:
            handlings, before = {}, {}
            # in the order of ids: two PCs never wait for one another in a circle
            for issue_id in sorted(versions):
                issue = load(work.session, work.community_id, issue_id)
                self._admit(move, issue, seen=issue.version == versions[issue_id])
                handlings[issue_id] = Handling(work, issue, month or self._month(work))
                before[issue_id] = facts(issue)
            work.result = next(iter(versions))
            # one UPDATE, one version: a query in between must not write half of the move
            with work.session.no_autoflush:
                yield handlings
            for issue_id, handling in handlings.items():
                record(handling, move, before[issue_id], versions[issue_id])

    @contextmanager
    def _handling_action(
        self, move: IssueMove, action_id: int, version: int, operation_id: str
    ) -> Iterator[tuple[Handling, IssueAction]]:
        """Open a unit of work in which an action, seen at `version`, makes `move`; its point is locked with it."""
        with self.desk.write(OPERATIONS[move], operation_id) as work:
            of_it = select(IssueAction.issue_id).where(
                IssueAction.id == action_id, IssueAction.community_id == work.community_id
            )
            issue_id = work.session.scalars(of_it).one_or_none()
            if issue_id is None:
                raise UserError(msg("There is no such action; look at the problem point again."))
            issue = load(work.session, work.community_id, issue_id)
            action = work.session.get_one(IssueAction, action_id, with_for_update=True)
            self._admit(move, issue, seen=action.version == version and action.issue_id == issue.id)
            _refuse_unless_action_can(action, move)
            handling, seen, before = Handling(work, issue, self._month(work)), issue.version, facts(issue)
            was = facts(action)
            work.result = issue.id
            with work.session.no_autoflush:
                yield handling, action
            now = facts(action)
            changed = [key for key in was if was[key] != now[key]]
            handling.noted["action"] = {"id": action.id, **{key: now[key] for key in changed}}
            record(handling, move, {**before, "action": {key: was[key] for key in changed}}, seen)

    def _admit(self, move: IssueMove, issue: Issue, *, seen: bool) -> None:
        """Raise RefusedError unless this account may make the move, UserError unless the point can.

        Raises ConflictError unless it is still what was `seen`.
        """
        refuse_unless_may(self.actor, move, issue.department_id)
        if not seen:
            raise changed_meanwhile()
        if not issue_can(IssueState(issue.state), move):
            state = ISSUE_STATE_LABELS[IssueState(issue.state)]
            raise UserError(
                msg(
                    "This is not possible: the problem point “%(title)s” is “%(state)s”.",
                    title=issue.title,
                    state=state,
                )
            )


def _refuse_unless_action_can(action: IssueAction, move: IssueMove) -> None:
    if not action_can(ActionState(action.state), move):
        state = ACTION_STATE_LABELS[ActionState(action.state)]
        raise UserError(msg("This is not possible: the action is “%(state)s”.", state=state))


def record(handling: Handling, move: IssueMove, before: Mapping[str, Any], version: int) -> None:
    """Write what was done to a point: its version rises whatever of it was changed, the audit gets its row."""
    work, issue = handling.work, handling.issue
    if issue.version == version and not work.session.is_modified(issue):
        flag_modified(issue, "state")
    work.session.flush()
    after = {**facts(issue), **handling.noted}
    changed = [key for key in before if before[key] != after.get(key)]
    work.audit(
        "issue",
        issue.id,
        move.value,
        {key: before[key] for key in changed},
        {**{key: after.get(key) for key in changed}, **handling.noted},
    )
