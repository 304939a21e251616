"""What can be done with departments and workers, and the founding of a community."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.core.months import load_zone
from desktop.core.permissions import Operation, allows, requires
from desktop.core.texts import clean
from desktop.staff import store
from desktop.staff.model import Community, Department, Worker
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.staff.rows import CommunityRow, DepartmentRow, WorkerRow
    from desktop.storage.work import UnitOfWork

__all__ = ["DEFAULT_DEPARTMENTS", "StaffService", "department_key", "found_community", "named_department"]

DEFAULT_DEPARTMENTS: Mapping[str, str] = {
    "service": "客服",
    "engineering": "工程",
    "order": "秩序",
    "environment": "环境",
    "greening": "绿化",
}
"""Codes and names of the departments every community begins with (PRODUCT.md); names are data, never translated."""

_OWN_CODE = re.compile(r"d(\d+)")


def department_key(name: str) -> str:
    """Return the name departments are compared by: cleaned, without an ending 部 or 部门."""
    return re.sub(r"(?<=.)(部门|部)$", "", clean(name))


def found_community(work: UnitOfWork, name: str, time_zone: str) -> Mapping[str, int]:
    """Create the community of `work`'s actor with its default departments; return department ids by code.

    Raises UserError for an empty name or an unknown time zone.
    """
    title = clean(name)
    if not title:
        raise UserError(Problem(msg("The community needs a name."), "name"))
    load_zone(time_zone)
    community = Community(id=work.community_id, name=title, time_zone=time_zone, created_at=work.now)
    work.session.add(community)
    work.session.flush()
    work.audit("community", community.id, "founded", None, {"name": title, "time_zone": time_zone})
    rows = [
        Department(community_id=community.id, code=code, name=department, position=position)
        for position, (code, department) in enumerate(DEFAULT_DEPARTMENTS.items(), start=1)
    ]
    work.session.add_all(rows)
    work.session.flush()
    return {row.code: row.id for row in rows}


def named_department(work: UnitOfWork, name: str) -> int:
    """Return the id of the department called `name` (with or without 部), created with a code d1, d2, ... if new."""
    key = department_key(name)
    known = work.session.scalars(select(Department).where(Department.community_id == work.community_id)).all()
    for row in known:
        if row.name.casefold() == key.casefold():
            return row.id
    taken = [int(match[1]) for row in known if (match := _OWN_CODE.fullmatch(row.code))]
    department = Department(
        community_id=work.community_id, code=f"d{max(taken, default=0) + 1}", name=key, position=len(known) + 1
    )
    work.session.add(department)
    work.session.flush()
    work.audit("department", department.id, "added", None, {"name": key, "code": department.code})
    return department.id


class StaffService(Service):
    """Departments and workers of the community."""

    @requires(Operation.READ_STAFF)
    def community(self) -> CommunityRow:
        """Return the community acted in."""
        with self.desk.read() as session:
            return next(row for row in store.communities(session) if row.id == self.actor.community_id)

    @requires(Operation.EDIT_COMMUNITY)
    def allow_photos(self, *, allowed: bool, operation_id: str = "") -> Changes:
        """Switch photos of residents on or off; while they are off those there are cannot be seen by anyone."""
        with self.desk.write(Operation.EDIT_COMMUNITY, operation_id) as work:
            community = work.session.get_one(Community, work.community_id)
            before = {"photos_allowed": community.photos_allowed}
            community.photos_allowed = allowed
            work.audit("community", community.id, "photos allowed", before, {"photos_allowed": allowed})
            work.result = community.id
        return work.changes

    @requires(Operation.READ_STAFF)
    def departments(self) -> Sequence[DepartmentRow]:
        """Return the departments in the order lists show them."""
        with self.desk.read() as session:
            return store.departments(session, self.actor.community_id)

    @requires(Operation.READ_STAFF)
    def workers(self) -> Sequence[WorkerRow]:
        """Return the workers by name; whoever sends none of them out, the gate, sees no phones."""
        with self.desk.read() as session:
            found = store.workers(session, self.actor.community_id)
        if allows(self.actor, Operation.READ_REQUEST):
            return found
        return tuple(replace(worker, phone="") for worker in found)

    @requires(Operation.EDIT_STAFF)
    def add_department(self, name: str, *, operation_id: str = "") -> Changes:
        """Add a department unless one of that name exists; raise UserError without a name."""
        if not department_key(name):
            raise UserError(Problem(msg("The department needs a name."), "name"))
        with self.desk.write(Operation.EDIT_STAFF, operation_id) as work:
            work.result = named_department(work, name)
        return work.changes

    @requires(Operation.EDIT_STAFF)
    def add_worker(self, name: str, department_id: int | None, phone: str = "", *, operation_id: str = "") -> Changes:
        """Add a worker; raise UserError without a name or when the name is taken."""
        title = clean(name)
        if not title:
            raise UserError(Problem(msg("The worker needs a name."), "name"))
        with self.desk.write(Operation.EDIT_STAFF, operation_id) as work:
            same = select(func.count()).where(Worker.community_id == work.community_id, Worker.name == title)
            if work.session.execute(same).scalar_one():
                taken = msg(
                    "There is a worker called %(name)s already; add something that tells them apart.", name=title
                )
                raise UserError(Problem(taken, "name"))
            worker = Worker(community_id=work.community_id, name=title, department_id=department_id, phone=clean(phone))
            work.session.add(worker)
            work.session.flush()
            work.audit("worker", worker.id, "added", None, {"name": title, "department_id": department_id})
            work.result = worker.id
        return work.changes

    @requires(Operation.EDIT_STAFF)
    def edit_worker(
        self,
        worker_id: int,
        version: int,
        *,
        department_id: int | None,
        active: bool,
        operation_id: str = "",
    ) -> Changes:
        """Move a worker to a department or retire them; raise ConflictError when changed meanwhile."""
        with self.desk.write(Operation.EDIT_STAFF, operation_id) as work:
            worker = work.session.get_one(Worker, worker_id)
            if worker.version != version or worker.community_id != work.community_id:
                raise ConflictError(msg("Someone else changed this worker meanwhile; look again, then repeat."))
            before = {"department_id": worker.department_id, "active": worker.active}
            worker.department_id, worker.active = department_id, active
            work.audit("worker", worker.id, "edited", before, {"department_id": department_id, "active": active})
            work.result = worker.id
        return work.changes
