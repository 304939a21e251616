"""What was found on rounds, and how far the requests are that it became."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.core.pinyin import readings
from desktop.patrols.model import PatrolFinding, PatrolPoint, PatrolRound, PatrolRoute
from desktop.patrols.rows import CategoryChoice, DepartmentChoice, FindingChoices, FindingLine
from desktop.requests.model import Category, Request, RequestState
from desktop.staff.model import Department

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from desktop.patrols.rows import PatrolFilter

__all__ = ["choices", "finding_counts", "finding_lines", "unmended"]

_MAIN = aliased(Request)
"""What a finding was merged into, where it was."""

_MENDED_AT = func.coalesce(_MAIN.completed_at, Request.completed_at)
_CALLED_OFF = func.coalesce(_MAIN.state, Request.state) == RequestState.CANCELLED


def finding_lines(
    session: Session,
    community_id: int,
    wanted: PatrolFilter,
    zone: ZoneInfo,
    *,
    shown_to: int | None = None,
    round_id: int | None = None,
    limit: int = 200,
) -> tuple[FindingLine, ...]:
    """Return the findings wanted, the newest first; those of `round_id` as they were found.

    `shown_to` is the guard's account: of findings by others neither words nor request are told.
    """
    query = (
        select(
            *(PatrolFinding.id, PatrolFinding.round_id, PatrolFinding.point_id, PatrolFinding.at),
            *(PatrolFinding.words, PatrolFinding.account_id, PatrolFinding.request_id),
            *(Request.number, Request.state, _MENDED_AT.label("mended_at")),
            PatrolRoute.name.label("route"),
            PatrolPoint.name.label("point"),
            Department.name.label("department"),
            Account.name.label("by"),
        )
        .join(PatrolRound, PatrolRound.id == PatrolFinding.round_id)
        .join(PatrolRoute, PatrolRoute.id == PatrolRound.route_id)
        .join(PatrolPoint, PatrolPoint.id == PatrolFinding.point_id)
        .join(Department, Department.id == PatrolFinding.department_id)
        .join(Request, Request.id == PatrolFinding.request_id)
        .outerjoin(_MAIN, _MAIN.id == Request.duplicate_of_id)
        .outerjoin(Account, Account.id == PatrolFinding.account_id)
        .where(PatrolFinding.community_id == community_id, *_conditions(wanted, zone))
    )
    if round_id is not None:
        query = query.where(PatrolFinding.round_id == round_id).order_by(PatrolFinding.at, PatrolFinding.id)
    else:
        query = query.order_by(PatrolFinding.at.desc(), PatrolFinding.id.desc())
    return tuple(_line(row, shown_to) for row in session.execute(query.limit(limit)))


def unmended(session: Session, community_id: int) -> int:
    """Return how many findings wait to be mended."""
    query = (
        select(func.count())
        .select_from(PatrolFinding)
        .join(Request, Request.id == PatrolFinding.request_id)
        .outerjoin(_MAIN, _MAIN.id == Request.duplicate_of_id)
        .where(PatrolFinding.community_id == community_id, _waits())
    )
    return int(session.scalar(query) or 0)


def finding_counts(
    session: Session, community_id: int, since: datetime, until: datetime, now: datetime
) -> Mapping[int, tuple[int, int]]:
    """Return by department what was found from `since` to before `until`, and what of it was mended by `now`.

    What was merged into another request is mended with that; what was cancelled was no finding.
    """
    by_then = _MENDED_AT <= now  # noqa: SIM300 - a column, no constant
    query = (
        select(PatrolFinding.department_id, func.count(), func.count(case((by_then, 1))))
        .select_from(PatrolFinding)
        .join(Request, Request.id == PatrolFinding.request_id)
        .outerjoin(_MAIN, _MAIN.id == Request.duplicate_of_id)
        .where(
            PatrolFinding.community_id == community_id,
            PatrolFinding.at >= since,
            PatrolFinding.at < until,
            ~_CALLED_OFF,
        )
        .group_by(PatrolFinding.department_id)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in session.execute(query)}


def choices(session: Session, community_id: int) -> FindingChoices:
    """Return what a finding can be: the categories and departments in use."""
    categories = (
        select(Category.id, Category.name, Category.department_id)
        .where(Category.community_id == community_id, Category.active)
        .order_by(Category.position, Category.id)
    )
    departments = (
        select(Department.id, Department.name)
        .where(Department.community_id == community_id, Department.active)
        .order_by(Department.position, Department.id)
    )
    return FindingChoices(
        tuple(CategoryChoice(*row, finds=readings(row.name)) for row in session.execute(categories)),
        tuple(DepartmentChoice(*row, finds=readings(row.name)) for row in session.execute(departments)),
    )


def _conditions(wanted: PatrolFilter, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.first_day is not None:
        found.append(PatrolFinding.at >= datetime.combine(wanted.first_day, time(), zone))
    if wanted.last_day is not None:
        found.append(PatrolFinding.at < datetime.combine(wanted.last_day + timedelta(days=1), time(), zone))
    if wanted.route_id is not None:
        found.append(PatrolRound.route_id == wanted.route_id)
    if wanted.unmended:
        found.append(_waits())
    return found


def _waits() -> ColumnElement[bool]:
    return and_(_MENDED_AT.is_(None), ~_CALLED_OFF)


def _line(row: Any, shown_to: int | None) -> FindingLine:
    told = shown_to is None or row.account_id == shown_to
    return FindingLine(
        id=row.id,
        round_id=row.round_id,
        point_id=row.point_id,
        route=row.route,
        point=row.point,
        at=row.at,
        department=row.department,
        words=row.words if told else "",
        by=row.by or "",
        request_id=row.request_id if told else 0,
        number=row.number if told else "",
        state=RequestState(row.state) if told else None,
        mended=told and row.mended_at is not None,
    )
