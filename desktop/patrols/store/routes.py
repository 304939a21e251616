"""Routes with their points and duties."""

from __future__ import annotations

from collections import defaultdict
from datetime import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from desktop.core.texts import search_form
from desktop.households.model import Building
from desktop.patrols.model import PatrolDuty, PatrolPoint, PatrolRoute, PointKind
from desktop.patrols.rows import DutyLine, PointLine, RouteLine
from desktop.staff.model import Department
from desktop.visits.model import GuardShift

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["departments", "points_of", "points_with_code", "route_lines"]

HOUR = 60


def departments(session: Session, community_id: int) -> Mapping[int, str]:
    """Return the names of all departments by id, in their order."""
    query = select(Department.id, Department.name).where(Department.community_id == community_id)
    return {row.id: row.name for row in session.execute(query.order_by(Department.position, Department.id))}


def route_lines(
    session: Session, community_id: int, today: date, *, archived: bool = False, route_id: int | None = None
) -> tuple[RouteLine, ...]:
    """Return the routes by name, those laid aside only where `archived`; or the one of `route_id`."""
    query = (
        select(PatrolRoute, Department.name.label("department"))
        .join(Department, Department.id == PatrolRoute.department_id)
        .where(PatrolRoute.community_id == community_id)
        .order_by(PatrolRoute.name, PatrolRoute.id)
    )
    if route_id is not None:
        query = query.where(PatrolRoute.id == route_id)
    elif not archived:
        query = query.where(PatrolRoute.archived_at.is_(None))
    rows = session.execute(query).all()
    ids = [row[0].id for row in rows]
    points, duties = points_of(session, ids), _duties(session, ids, today)
    return tuple(_route(row[0], row[1], points.get(row[0].id, ()), duties.get(row[0].id, ())) for row in rows)


def points_of(session: Session, route_ids: Collection[int]) -> Mapping[int, tuple[PointLine, ...]]:
    """Return the points of routes in their order, without those taken out."""
    found: dict[int, list[PointLine]] = defaultdict(list)
    query = _points().where(PatrolPoint.route_id.in_(sorted(route_ids)), PatrolPoint.archived_at.is_(None))
    for row in session.execute(query.order_by(PatrolPoint.position, PatrolPoint.id)):
        found[row.route_id].append(_point(row))
    return {route: tuple(points) for route, points in found.items()}


def points_with_code(session: Session, community_id: int, code: str) -> tuple[PointLine, ...]:
    """Return the points of routes in use whose tag says `code`, however it is written."""
    query = _points().join(PatrolRoute, PatrolRoute.id == PatrolPoint.route_id)
    query = query.where(
        PatrolPoint.community_id == community_id,
        PatrolPoint.code != "",
        PatrolPoint.archived_at.is_(None),
        PatrolRoute.archived_at.is_(None),
    )
    wanted = search_form(code)
    # a community has a few hundred points: which of them is meant is told here, as a tag is compared everywhere
    rows = session.execute(query.order_by(PatrolPoint.route_id, PatrolPoint.position, PatrolPoint.id))
    return tuple(_point(row) for row in rows if search_form(row.code) == wanted)


def _points() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(PatrolPoint.id, PatrolPoint.route_id, PatrolPoint.position, PatrolPoint.name, PatrolPoint.kind),
            *(PatrolPoint.building_id, PatrolPoint.department_id, PatrolPoint.code),
            Building.name.label("building"),
            Department.name.label("department"),
        )
        .outerjoin(Building, Building.id == PatrolPoint.building_id)
        .outerjoin(Department, Department.id == PatrolPoint.department_id)
    )


def _point(row: Any) -> PointLine:
    return PointLine(
        id=row.id,
        position=row.position,
        name=row.name,
        kind=PointKind(row.kind),
        building_id=row.building_id,
        building=row.building or "",
        department_id=row.department_id,
        department=row.department or "",
        code=row.code,
        route_id=row.route_id,
    )


def _duties(session: Session, route_ids: Collection[int], today: date) -> Mapping[int, tuple[DutyLine, ...]]:
    """Return the duties of routes that hold today or later, by the shift's beginning."""
    found: dict[int, list[DutyLine]] = defaultdict(list)
    query = (
        select(PatrolDuty, GuardShift.name, GuardShift.starts, GuardShift.ends)
        .join(GuardShift, GuardShift.id == PatrolDuty.shift_id)
        .where(
            PatrolDuty.route_id.in_(sorted(route_ids)),
            or_(PatrolDuty.until.is_(None), PatrolDuty.until > today),
        )
        .order_by(GuardShift.starts, GuardShift.id, PatrolDuty.since, PatrolDuty.id)
    )
    for duty, name, starts, ends in session.execute(query):
        line = DutyLine(
            id=duty.id,
            shift_id=duty.shift_id,
            shift=name,
            starts=_clock(starts),
            ends=_clock(ends),
            times=duty.times,
            weekdays=duty.weekdays,
            since=duty.since,
            until=duty.until,
        )
        if duty.until is None or duty.since < duty.until:
            found[duty.route_id].append(line)
    return {route: tuple(duties) for route, duties in found.items()}


def _clock(minutes: int) -> time:
    return time(*divmod(minutes % (24 * HOUR), HOUR))


def _route(row: PatrolRoute, department: str, points: tuple[PointLine, ...], duties: tuple[DutyLine, ...]) -> RouteLine:
    return RouteLine(
        id=row.id,
        version=row.version,
        name=row.name,
        department_id=row.department_id,
        department=department,
        fixed_order=row.fixed_order,
        note=row.note,
        archived=row.archived_at is not None,
        points=points,
        duties=duties,
    )
