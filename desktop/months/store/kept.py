"""What was laid down or written about months: targets, and the words about a department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.accounts.model import Account
from desktop.months.model import MonthComment, Target
from desktop.months.rows import BUILT_IN_TARGETS, CommentRow, Figure, TargetRow
from desktop.staff.model import Department

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.core.months import Month

__all__ = ["comment", "targets", "targets_of"]


def targets(session: Session, community_id: int) -> list[TargetRow]:
    """Return every target in force: those laid down, and (version 0) built-in ones where none was for all."""
    statement = select(Target.figure, Target.department_id, Target.value, Target.version).where(
        Target.community_id == community_id, Target.figure.in_([*Figure])
    )
    found = {
        (Figure(row.figure), row.department_id): TargetRow(
            Figure(row.figure), row.department_id, row.value, row.version
        )
        for row in session.execute(statement)
    }
    for figure, value in BUILT_IN_TARGETS.items():
        found.setdefault((figure, 0), TargetRow(figure, 0, value, 0))
    order = list(Figure)
    return sorted(found.values(), key=lambda row: (order.index(row.figure), row.department_id))


def targets_of(session: Session, community_id: int, department_id: int | None) -> dict[Figure, float]:
    """Return the targets that hold for one department: its own, else those for all; for all where none is named."""
    rows = targets(session, community_id)
    general = {row.figure: row.value for row in rows if row.department_id == 0}
    return general | {row.figure: row.value for row in rows if row.department_id and row.department_id == department_id}


def comment(session: Session, community_id: int, month: Month, department_id: int | None) -> CommentRow | None:
    """Return the words about a department in a month's report, about all where none is named; none without any."""
    statement = (
        select(
            MonthComment.words,
            MonthComment.language,
            MonthComment.is_draft,
            MonthComment.written_at,
            MonthComment.version,
            Account.name.label("written_by"),
            Department.name.label("department"),
        )
        .outerjoin(Account, Account.id == MonthComment.written_by)
        .outerjoin(Department, Department.id == MonthComment.department_id)
        .where(
            MonthComment.community_id == community_id,
            MonthComment.month == str(month),
            MonthComment.department_id == (department_id or 0),
        )
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        return None
    return CommentRow(
        department_id=department_id or 0,
        department=row.department or "",
        words=row.words,
        language=row.language,
        is_draft=row.is_draft,
        written_at=row.written_at,
        written_by=row.written_by or "",
        version=row.version,
    )
