"""The list of problem points with their actions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, case, func, or_, select, text

from desktop.attachments.model import Attachment
from desktop.core.months import Month
from desktop.households.model import Building
from desktop.issues.model import (
    ActionState,
    Evidence,
    Issue,
    IssueAction,
    IssueState,
    IssueStep,
    IssueStepKind,
    Severity,
)
from desktop.issues.rows import ActionRow, ConfirmationRow, IssueRow
from desktop.issues.rule import action_digest, issue_digest
from desktop.issues.store.behind import evidence_ids, in_parts
from desktop.issues.store.signatures import Signed, confirmed_row, heads, signatures
from desktop.requests.model import Category, Equipment
from desktop.staff.model import Department, Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

__all__ = ["ACTION_FILES", "has_overdue_action", "is_open", "issues", "read_by_head", "readable"]

ACTION_FILES = "issue_action"
"""Topic of the files of an action."""

# Plain words, not parameters: a partial index serves only a query that repeats its condition to the letter.
_ACTION_IS_OPEN = "issue_action.state = 'open'"


def is_open() -> ColumnElement[bool]:
    """Return the condition that a point is open, worded as the partial index words it."""
    return text("issue.state = 'open'")  # type: ignore[return-value]  # a text clause stands wherever a condition does


def has_overdue_action(community_id: int, today: date) -> ColumnElement[bool]:
    """Return the condition that a point is open and one of its actions was due before `today` and is not done."""
    late = select(IssueAction.issue_id).where(
        IssueAction.community_id == community_id, text(_ACTION_IS_OPEN), IssueAction.due_on < today
    )
    return is_open() & Issue.id.in_(late)


def read_by_head(department_id: int) -> ColumnElement[bool]:
    """Return the condition that a department's head may read a point: the own ones, and what is issued."""
    return or_(Issue.department_id == department_id, Issue.issued_at.is_not(None))


def readable(session: Session, community_id: int, ids: Iterable[int], headed: int | None) -> set[int]:
    """Return which of the points `ids` there are, as far as a head of department `headed` (none: any) may read them."""
    within = [Issue.community_id == community_id, *([] if headed is None else [read_by_head(headed)])]
    return {
        id_ for some in in_parts(ids) for id_ in session.scalars(select(Issue.id).where(Issue.id.in_(some), *within))
    }


def issues(
    session: Session, community_id: int, today: date, conditions: Iterable[ColumnElement[bool]]
) -> tuple[IssueRow, ...]:
    """Return the points that meet `conditions` with their actions: the gravest first, then the oldest."""
    gravity = case({Severity.CRITICAL: 0, Severity.MAJOR: 1}, value=Issue.severity, else_=2)
    chosen = _issues().where(Issue.community_id == community_id, *conditions)
    rows = session.execute(chosen.order_by(gravity, Issue.month, Issue.raised_at, Issue.id)).all()
    ids = [row.id for row in rows]
    signed = signatures(session, ids)
    actions = _actions(session, rows, today, signed)
    comments = _comments(session, ids)
    evidence = evidence_ids(session, [issue_id for issue_id, action_id in signed if action_id is None])
    headed_by = heads(session, community_id)
    found = []
    for row in rows:
        digest = issue_digest(row.department_id, row.title, row.words, row.severity, evidence.get(row.id, ()))
        confirmed = confirmed_row(signed.get((row.id, None)), digest)
        found.append(
            _issue(row, actions[row.id], comments.get(row.id, ""), confirmed, headed_by.get(row.department_id, ""))
        )
    return tuple(found)


def _issues() -> Select[Any]:
    evidence = select(func.count()).where(Evidence.issue_id == Issue.id).correlate(Issue).scalar_subquery()
    columns = [column for column in Issue.__table__.columns if column.key != "raised_by"]
    return (
        select(
            *columns,
            Department.code.label("department_code"),
            Department.name.label("department"),
            Category.name.label("category"),
            Building.name.label("building"),
            Worker.name.label("worker"),
            Equipment.name.label("equipment"),
            evidence.label("evidence"),
        )
        .select_from(Issue)
        .join(Department, Department.id == Issue.department_id)
        .outerjoin(Category, Category.id == Issue.category_id)
        .outerjoin(Building, Building.id == Issue.building_id)
        .outerjoin(Worker, Worker.id == Issue.worker_id)
        .outerjoin(Equipment, Equipment.id == Issue.equipment_id)
    )


def _issue(
    row: Row[Any], actions: Sequence[ActionRow], comment: str, confirmed: ConfirmationRow | None, head: str
) -> IssueRow:
    return IssueRow(
        id=row.id,
        version=row.version,
        month=Month.parse(row.month),
        department_id=row.department_id,
        department_code=row.department_code,
        department=row.department,
        title=row.title,
        words=row.words,
        severity=Severity(row.severity),
        state=IssueState(row.state),
        found_as=row.found_as,
        category_id=row.category_id,
        category=row.category or "",
        building_id=row.building_id,
        building=row.building or "",
        room_label=row.room_label,
        worker_id=row.worker_id,
        worker=row.worker or "",
        equipment_id=row.equipment_id,
        equipment=row.equipment or "",
        raised_at=row.raised_at,
        resolved_at=row.resolved_at,
        merged_into_id=row.merged_into_id,
        split_from_id=row.split_from_id,
        reopened_count=row.reopened_count,
        evidence=row.evidence,
        actions=tuple(actions),
        comment=comment,
        confirmed=confirmed,
        head=head,
        issued_at=row.issued_at,
    )


def _actions(
    session: Session, points: Sequence[Row[Any]], today: date, signed: Signed
) -> Mapping[int, list[ActionRow]]:
    found: dict[int, list[ActionRow]] = defaultdict(list)
    files = (
        select(func.count())
        .where(Attachment.topic == ACTION_FILES, Attachment.owner_id == IssueAction.id, Attachment.removed_at.is_(None))
        .correlate(IssueAction)
        .scalar_subquery()
    )
    its = {point.id: point for point in points}
    for some in in_parts(its):
        columns: Select[Any] = select(*IssueAction.__table__.columns, files.label("files"))
        statement = columns.where(IssueAction.issue_id.in_(some))
        for row in session.execute(statement.order_by(IssueAction.id)):
            point = its[row.issue_id]
            digest = action_digest(point.department_id, row.words, row.owner, row.due_on, row.criterion)
            confirmed = confirmed_row(signed.get((row.issue_id, row.id)), digest, row.id)
            late = row.state == ActionState.OPEN and row.due_on is not None and point.state == IssueState.OPEN
            days = max(0, (today - row.due_on).days) if late else 0
            found[row.issue_id].append(_action(row, days, confirmed))
    return found


def _action(row: Row[Any], overdue_days: int, confirmed: ConfirmationRow | None) -> ActionRow:
    return ActionRow(
        id=row.id,
        version=row.version,
        issue_id=row.issue_id,
        words=row.words,
        owner=row.owner,
        worker_id=row.worker_id,
        due_on=row.due_on,
        criterion=row.criterion,
        state=ActionState(row.state),
        overdue_days=overdue_days,
        postponed_from=row.postponed_from,
        postponed_count=row.postponed_count,
        postpone_reason=row.postpone_reason,
        done_at=row.done_at,
        result=row.result,
        judged_at=row.judged_at,
        judgement=row.judgement,
        added_at=row.added_at,
        files=row.files,
        confirmed=confirmed,
    )


def _comments(session: Session, ids: Sequence[int]) -> Mapping[int, str]:
    """Return the latest comment of the head under each point that has one."""
    found: dict[int, str] = {}
    for some in in_parts(ids):
        statement = (
            select(IssueStep.issue_id, IssueStep.words)
            .where(IssueStep.issue_id.in_(some), IssueStep.kind == IssueStepKind.COMMENTED)
            .order_by(IssueStep.id)
        )
        found.update({row.issue_id: row.words for row in session.execute(statement)})
    return found
