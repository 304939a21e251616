"""What issuing and closing a month do with problem points, inside the month's own write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from desktop.issues.model import Issue, IssueStep, IssueStepKind
from desktop.issues.store import points

if TYPE_CHECKING:
    from desktop.core.months import Month
    from desktop.storage.work import UnitOfWork

__all__ = ["carry_over", "issue_points"]


def issue_points(work: UnitOfWork, month: Month) -> tuple[int, ...]:
    """Give the heads of all departments every point raised in `month` or before that they were not given yet.

    Returns their ids. Versions stay: what a head is about to sign is not changed by it.
    """
    theirs = (Issue.community_id == work.community_id, Issue.month <= str(month), Issue.issued_at.is_(None))
    # in the order of ids, as every other write locks them: two PCs never wait for one another in a circle
    ids = tuple(work.session.scalars(select(Issue.id).where(*theirs).order_by(Issue.id).with_for_update()))
    if ids:
        work.session.execute(
            update(Issue).where(*theirs).values(issued_at=work.now), execution_options={"synchronize_session": False}
        )
        work.touch("issue", *ids)
    return ids


def carry_over(work: UnitOfWork, month: Month) -> tuple[int, ...]:
    """Note of every open point raised in `month` or before that it is carried over into the next month.

    Returns the ids of those it was noted of: closing the same month once more notes nothing twice. Versions stay, as
    with `issue_points`.
    """
    noted = select(IssueStep.id).where(
        IssueStep.issue_id == Issue.id, IssueStep.kind == IssueStepKind.CARRIED_OVER, IssueStep.month == str(month)
    )
    left = select(Issue.id).where(
        Issue.community_id == work.community_id, points.is_open(), Issue.month <= str(month), ~noted.exists()
    )
    ids = tuple(work.session.scalars(left.order_by(Issue.id)))
    rows = [
        {
            "community_id": work.community_id,
            "issue_id": id_,
            "action_id": None,
            "at": work.now,
            "month": str(month),
            "kind": IssueStepKind.CARRIED_OVER.value,
            "account_id": work.actor.account_id,
            "words": "",
            "details": {"into": str(month.plus(1))},
        }
        for id_ in ids
    ]
    if rows:
        work.session.execute(insert(IssueStep), rows)
        work.touch("issue", *ids)
    return ids
