"""The SQL of the community, departments and workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.staff.model import Community, Department, Worker
from desktop.staff.rows import CommunityRow, DepartmentRow, WorkerRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

__all__ = ["communities", "departments", "workers"]


def communities(session: Session) -> Sequence[CommunityRow]:
    """Return every community of the database, oldest first."""
    columns = (
        *(Community.id, Community.name, Community.time_zone, Community.phone, Community.version),
        Community.photos_allowed,
    )
    return [CommunityRow(*row) for row in session.execute(select(*columns).order_by(Community.id))]


def departments(session: Session, community_id: int) -> Sequence[DepartmentRow]:
    """Return the community's departments in the order lists show them."""
    columns = (Department.id, Department.code, Department.name, Department.active, Department.version)
    statement = (
        select(*columns).where(Department.community_id == community_id).order_by(Department.position, Department.id)
    )
    return [DepartmentRow(*row) for row in session.execute(statement)]


def workers(session: Session, community_id: int) -> Sequence[WorkerRow]:
    """Return the community's workers by name."""
    columns = (Worker.id, Worker.name, Worker.department_id, Worker.phone, Worker.active, Worker.version)
    statement = select(*columns).where(Worker.community_id == community_id).order_by(Worker.name, Worker.id)
    return [WorkerRow(*row) for row in session.execute(statement)]
