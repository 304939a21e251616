"""How many problem points wait for what, and what may have come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, or_, select

from desktop.issues.model import (
    ActionState,
    Issue,
    IssueAction,
    IssueState,
)
from desktop.issues.rows import IssueCounts
from desktop.issues.rule import Mended, Received, issue_digest
from desktop.issues.store.behind import evidence_ids
from desktop.issues.store.points import is_open
from desktop.issues.store.signatures import signatures
from desktop.requests.model import Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

__all__ = ["counts", "mended_since", "received_since"]


def counts(session: Session, community_id: int, today: date, department_id: int | None) -> IssueCounts:
    """Return the counts of one department's open points, or of all; see `IssueCounts`."""
    of_it = [Issue.community_id == community_id, is_open()]
    if department_id is not None:
        of_it.append(Issue.department_id == department_id)
    columns = (Issue.id, Issue.department_id, Issue.title, Issue.words, Issue.severity)
    rows = session.execute(select(*columns).where(*of_it)).all()
    if not rows:
        return IssueCounts(0, 0, 0, 0)
    late = func.count(case(((IssueAction.state == ActionState.OPEN) & (IssueAction.due_on < today), 1)))
    done = func.count(case((IssueAction.state == ActionState.DONE, 1)))
    joined = select(late, done).select_from(Issue).join(IssueAction, IssueAction.issue_id == Issue.id)
    overdue, to_check = session.execute(joined.where(*of_it)).one()
    signed = signatures(session, [row.id for row in rows])
    evidence = evidence_ids(session, [issue_id for issue_id, action_id in signed if action_id is None])
    confirmed = sum(
        issue_digest(row.department_id, row.title, row.words, row.severity, evidence.get(row.id, ()))
        == signed[row.id, None][2]
        for row in rows
        if (row.id, None) in signed
    )
    return IssueCounts(len(rows), overdue, to_check, len(rows) - confirmed)


def mended_since(session: Session, community_id: int, since: datetime) -> Sequence[Mended]:
    """Return the points mended since `since` that can be recognised, each with its evidence."""
    statement = select(
        *(Issue.id, Issue.resolved_at, Issue.category_id, Issue.building_id, Issue.room_label, Issue.equipment_id)
    ).where(
        Issue.community_id == community_id,
        Issue.state == IssueState.MENDED,
        Issue.resolved_at >= since,
        or_(Issue.category_id.is_not(None), Issue.equipment_id.is_not(None)),
    )
    rows = session.execute(statement.order_by(Issue.id)).all()
    evidence = evidence_ids(session, [row.id for row in rows])
    return [
        Mended(
            id=row.id,
            resolved_at=row.resolved_at,
            category_id=row.category_id,
            building_id=row.building_id,
            room_label=row.room_label,
            equipment_id=row.equipment_id,
            evidence=evidence.get(row.id, frozenset()),
        )
        for row in rows
        if row.resolved_at is not None
    ]


def received_since(session: Session, community_id: int, points: Sequence[Mended]) -> Sequence[Received]:
    """Return the requests that came in since the first of `points` was mended and may be of the same."""
    categories = {point.category_id for point in points} - {None}
    equipment = {point.equipment_id for point in points} - {None}
    statement = select(
        *(Request.id, Request.number, Request.occurred_at, Request.category_id, Request.building_id),
        *(Request.room_label, Request.equipment_id),
    ).where(
        Request.community_id == community_id,
        Request.occurred_at > min(point.resolved_at for point in points),
        Request.cancelled_at.is_(None),
        Request.duplicate_of_id.is_(None),
        or_(Request.category_id.in_(categories), Request.equipment_id.in_(equipment)),
    )
    return [Received(*row) for row in session.execute(statement)]
