"""How many problem points wait for what, and what may have come back."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, bindparam, case, func, or_, select

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

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

__all__ = ["counts", "mended_since", "received_since"]


def counts(session: Session, community_id: int, today: date, department_id: int | None) -> IssueCounts:
    """Return the counts of one department's open points, or of all; see `IssueCounts`."""
    of_one = department_id is not None
    values = {"community": community_id, "today": today, "department": department_id}
    rows = session.execute(_points(of_one), values).all()
    if not rows:
        return IssueCounts(0, 0, 0, 0)
    overdue, to_check = session.execute(_actions(of_one), values).one()
    signed = signatures(session, [row.id for row in rows])
    evidence = evidence_ids(session, [issue_id for issue_id, action_id in signed if action_id is None])
    confirmed = sum(
        issue_digest(row.department_id, row.title, row.words, row.severity, evidence.get(row.id, ()))
        == signed[row.id, None][2]
        for row in rows
        if (row.id, None) in signed
    )
    return IssueCounts(len(rows), overdue, to_check, len(rows) - confirmed)


# Today asks both each minute; making a statement costs more than asking it, so each is made once.


@cache
def _points(of_one: bool) -> Select[*tuple[Any, ...]]:  # noqa: FBT001 - of one department or of all
    return select(Issue.id, Issue.department_id, Issue.title, Issue.words, Issue.severity).where(*_open_of(of_one))


@cache
def _actions(of_one: bool) -> Select[int, int]:  # noqa: FBT001 - of one department or of all
    past: Any = IssueAction.due_on < bindparam("today", type_=Date())
    late = func.count(case(((IssueAction.state == ActionState.OPEN) & past, 1)))
    done = func.count(case((IssueAction.state == ActionState.DONE, 1)))
    joined = select(late, done).select_from(Issue).join(IssueAction, IssueAction.issue_id == Issue.id)
    return joined.where(*_open_of(of_one))


def _open_of(of_one: bool) -> list[ColumnElement[bool]]:  # noqa: FBT001 - of one department or of all
    open_ones = [Issue.community_id == bindparam("community"), is_open()]
    return [*open_ones, Issue.department_id == bindparam("department")] if of_one else open_ones


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
