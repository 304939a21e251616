"""Rectification actions: agreed, amended, done, postponed with a reason, found effective or not, given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.issues.model import ActionState, IssueAction, IssueState, IssueStepKind
from desktop.issues.rule import IssueMove, is_mended_by
from desktop.issues.service.checking import checked_action, refuse_past, said
from desktop.issues.service.recording import Handling, Recorder, facts
from desktop.issues.store import behind

if TYPE_CHECKING:
    from datetime import date

    from desktop.issues.rows import NewAction

__all__ = ["Acting", "add_action", "mend_by_itself"]

_AMENDED = ("words", "owner", "worker_id", "due_on", "criterion")


class Acting(Recorder):
    """What becomes of actions. Where an action is named, `version` is the action's; its point's rises with it."""

    @requires(Operation.WORK_ON_ACTION)
    def add_action(self, issue_id: int, given: NewAction, *, version: int, operation_id: str = "") -> Changes:
        """Agree an action under the point, seen at `version`; the result is the action's id."""
        with self._handling(IssueMove.ADD_ACTION, issue_id, version, operation_id) as handling:
            work = handling.work
            checked = checked_action(work.session, work.community_id, given, self._today(work))
            work.result = add_action(handling, checked).id
        return handling.changes

    @requires(Operation.WORK_ON_ACTION)
    def amend_action(self, action_id: int, given: NewAction, *, version: int, operation_id: str = "") -> Changes:
        """Say anew what an action is; a later day needs a reason and is given by `postpone_action`."""
        with self._handling_action(IssueMove.AMEND_ACTION, action_id, version, operation_id) as (handling, action):
            work, due = handling.work, action.due_on
            checked = checked_action(work.session, work.community_id, given, self._today(work), due_before=due)
            if due is not None and (checked.due_on is None or checked.due_on > due):
                raise UserError(Problem(msg("To move the day back, postpone the action and say why."), "due_on"))
            before = facts(action)
            for name in _AMENDED:
                setattr(action, name, getattr(checked, name))
            now = facts(action)
            changed = [name for name in _AMENDED if before[name] != now[name]]
            handling.step(
                IssueStepKind.ACTION_AMENDED,
                action=action,
                changed=changed,
                before={name: before[name] for name in changed},
                after={name: now[name] for name in changed},
            )
        return handling.changes

    @requires(Operation.WORK_ON_ACTION)
    def finish_action(self, action_id: int, result: str, *, version: int, operation_id: str = "") -> Changes:
        """Note that the action was done, and with which result; then it is to be checked."""
        with self._handling_action(IssueMove.FINISH_ACTION, action_id, version, operation_id) as (handling, action):
            action.result = said("result", result, msg("Say what was done."))
            action.state, action.done_at = ActionState.DONE, handling.work.now
            handling.step(IssueStepKind.ACTION_DONE, action.result, action, due_on=action.due_on)
        return handling.changes

    @requires(Operation.WORK_ON_ACTION)
    def postpone_action(
        self, action_id: int, due_on: date, reason: str, *, version: int, operation_id: str = ""
    ) -> Changes:
        """Move the action's day to a later one, with the reason; the first day stays known."""
        with self._handling_action(IssueMove.POSTPONE_ACTION, action_id, version, operation_id) as (handling, action):
            words = said("reason", reason, msg("Say why it is postponed."))
            before = action.due_on
            if before is None:
                raise UserError(Problem(msg("This action has no day yet; set one instead of postponing."), "due_on"))
            refuse_past(due_on, self._today(handling.work))
            if due_on <= before:
                raise UserError(Problem(msg("Choose a day after the one it is due on."), "due_on"))
            action.postponed_from = action.postponed_from or before
            action.postponed_count += 1
            action.postpone_reason, action.due_on = words, due_on
            handling.step(IssueStepKind.ACTION_POSTPONED, words, action, due_before=before, due_on=due_on)
        return handling.changes

    @requires(Operation.EDIT_ISSUES)
    def judge_action(
        self,
        action_id: int,
        effective: bool,  # noqa: FBT001 - the judgement
        words: str,
        *,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Note whether an action that was done helped; one that did not needs words, and its point a new action.

        Where nothing is left to be done or checked and something helped, the point is mended by itself. A judgement
        given by mistake is given again.
        """
        with self._handling_action(IssueMove.JUDGE_ACTION, action_id, version, operation_id) as (handling, action):
            needed = None if effective else msg("Say why it did not help.")
            action.judgement = said("words", words, needed)
            action.state = ActionState.EFFECTIVE if effective else ActionState.INEFFECTIVE
            action.judged_at = handling.work.now
            handling.step(IssueStepKind.ACTION_JUDGED, action.judgement, action, effective=effective)
            mend_by_itself(handling)
        return handling.changes

    @requires(Operation.EDIT_ISSUES)
    def drop_action(self, action_id: int, reason: str, *, version: int, operation_id: str = "") -> Changes:
        """Give up an action, with the reason; where all that is left has helped, the point is mended by itself."""
        with self._handling_action(IssueMove.DROP_ACTION, action_id, version, operation_id) as (handling, action):
            words = said("reason", reason, msg("Say why the action is given up."))
            before, action.state = action.state, ActionState.DROPPED
            handling.step(IssueStepKind.ACTION_DROPPED, words, action, before=before)
            mend_by_itself(handling)
        return handling.changes


def add_action(handling: Handling, checked: NewAction) -> IssueAction:
    """Put an action, checked already, under the point, with its step."""
    work = handling.work
    action = IssueAction(
        community_id=work.community_id,
        issue_id=handling.issue.id,
        state=ActionState.OPEN,
        added_at=work.now,
        added_by=work.actor.account_id,
        **{name: getattr(checked, name) for name in _AMENDED},
    )
    work.session.add(action)
    work.session.flush()
    handling.step(
        IssueStepKind.ACTION_ADDED,
        action=action,
        **{name: getattr(checked, name) for name in _AMENDED if name != "worker_id"},
    )
    return action


def mend_by_itself(handling: Handling) -> None:
    """Let the point be mended where its actions have mended it."""
    work, issue = handling.work, handling.issue
    actions = handling.actions()
    since = behind.reopened_at(work.session, issue)
    if is_mended_by(((ActionState(action.state), action.judged_at) for action in actions), since):
        issue.state, issue.resolved_at = IssueState.MENDED, work.now
        helped = sum(action.state == ActionState.EFFECTIVE for action in actions)
        handling.step(IssueStepKind.MENDED, by_itself=True, actions=helped)
