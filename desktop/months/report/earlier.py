"""Which actions a report opens with: one definition for the sentence about them, the balance, and each row's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.issues.model import ActionState, IssueState, IssueStepKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.months.rows import MonthSummary

__all__ = ["earlier_actions", "is_old", "settled_earlier"]

_JUDGED = frozenset({ActionState.EFFECTIVE, ActionState.INEFFECTIVE})


def earlier_actions(issues: Iterable[IssueRow], summary: MonthSummary) -> list[ActionRow]:
    """Return the actions of earlier reports that were not settled when the month began."""
    return [
        action
        for issue in issues
        if issue.state is not IssueState.MERGED
        for action in issue.actions
        if is_old(action, issue, summary) and not settled_earlier(action, issue, summary)
    ]


def is_old(action: ActionRow, issue: IssueRow, summary: MonthSummary) -> bool:
    """Tell whether an action comes from an earlier report: of an earlier point, and agreed before the month ended."""
    return issue.is_carried_over(summary.month) and action.added_at < summary.month.end(summary.zone)


def settled_earlier(action: ActionRow, issue: IssueRow, summary: MonthSummary) -> bool:
    """Tell whether an old action was judged or given up before the month began: an earlier report told of it.

    When it was given up stands in the point's history; without one it is not known, and nothing is told of it.
    """
    if action.state in _JUDGED:
        return _is_before(action.judged_at, summary)
    if action.state is ActionState.DROPPED:
        given_up = [
            step.at for step in issue.steps if step.kind is IssueStepKind.ACTION_DROPPED and step.action_id == action.id
        ]
        return not given_up or _is_before(max(given_up), summary)
    return False


def _is_before(at: datetime | None, summary: MonthSummary) -> bool:
    return at is not None and at < summary.month.start(summary.zone)
