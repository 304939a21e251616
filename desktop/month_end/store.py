"""Selects of combing: what a month had beside the twelve before it, the rows kept of a month, and names.

Statements over a year read the covering index of requests, or the small one of those about equipment; none grows with
the years that are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, or_, select, text

from desktop.accounts.model import Account
from desktop.households.model import Building
from desktop.issues.model import Issue, IssueState
from desktop.months.model import MonthClose, MonthComment
from desktop.requests.model import (
    GOOD_GRADES,
    Category,
    ComplaintGrade,
    Equipment,
    FollowUp,
    Request,
    RequestKind,
    Satisfaction,
)
from desktop.staff.model import Department, Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

__all__ = [
    "Answered",
    "Line",
    "Names",
    "Span",
    "answers_by",
    "before_by_category_and_building",
    "before_by_equipment",
    "before_by_room",
    "comments",
    "complaints_by_room",
    "departments",
    "equipment_of",
    "had_requests",
    "has_grades",
    "is_issued",
    "low_answers",
    "month_row",
    "names",
    "received",
    "repaired_by_worker",
    "standing",
    "taken",
    "taken_up_again",
]

_MOST_IDS = 1000


class Span(NamedTuple):
    """A stretch of time in one community; `until` is excluded."""

    community_id: int
    since: datetime
    until: datetime


class Line(NamedTuple):
    """What is read of a request."""

    id: int
    occurred_at: datetime
    kind: str
    department_id: int | None
    category_id: int | None
    building_id: int | None
    worker_id: int | None
    room_label: str


class Answered(NamedTuple):
    """A follow-up's answer below the two best grades, or (`grade` "") a repair taken up again, and whose it was."""

    request_id: int
    at: datetime
    grade: str
    department_id: int | None
    category_id: int | None
    worker_id: int | None


class Names(NamedTuple):
    """What ids are called: departments, categories, buildings, workers, equipment."""

    departments: Mapping[int, str]
    categories: Mapping[int, str]
    buildings: Mapping[int, str]
    workers: Mapping[int, str]
    equipment: Mapping[int, str]


_COUNTED = and_(Request.cancelled_at.is_(None), Request.duplicate_of_id.is_(None))
"""As the figure "received": neither cancelled nor a duplicate (PRODUCT.md)."""


def _received(span: Span) -> ColumnElement[bool]:
    return and_(
        Request.community_id == span.community_id,
        _COUNTED,
        Request.occurred_at >= span.since,
        Request.occurred_at < span.until,
    )


_LINE: tuple[Any, ...] = tuple(getattr(Request, name) for name in Line._fields)


def received(session: Session, span: Span) -> list[Line]:
    """Return what was received in `span`, as the figure counts it, in no order."""
    return [Line(*row) for row in session.execute(select(*_LINE).where(_received(span)))]


def had_requests(session: Session, span: Span) -> bool:
    """Tell whether anything was received in `span`."""
    return session.execute(select(Request.id).where(_received(span)).limit(1)).first() is not None


def before_by_category_and_building(session: Session, span: Span) -> Counter[tuple[int, int]]:
    """Return how many requests each category had in each building; 0 stands for none."""
    statement = (
        select(Request.category_id, Request.building_id, func.count())
        .where(_received(span))
        .group_by(Request.category_id, Request.building_id)
    )
    return Counter({(row[0] or 0, row[1] or 0): row[2] for row in session.execute(statement)})


def before_by_room(session: Session, span: Span, labels: Sequence[str]) -> Counter[str]:
    """Return how many requests each of the rooms had."""
    found: Counter[str] = Counter()
    for part in _parts(labels):
        statement = (
            select(Request.room_label, func.count())
            .where(_received(span), Request.room_label.in_(part))
            .group_by(Request.room_label)
        )
        found.update({row[0]: row[1] for row in session.execute(statement)})
    return found


def complaints_by_room(session: Session, span: Span, labels: Sequence[str]) -> dict[str, list[int]]:
    """Return the ids of the complaints each of the rooms made."""
    found: dict[str, list[int]] = defaultdict(list)
    for part in _parts(labels):
        statement = select(Request.id, Request.room_label).where(
            _received(span), Request.kind == RequestKind.COMPLAINT, Request.room_label.in_(part)
        )
        for id_, label in session.execute(statement):
            found[label].append(id_)
    return found


def equipment_of(session: Session, span: Span) -> dict[int, list[int]]:
    """Return the ids of the requests received about each piece of equipment."""
    found: dict[int, list[int]] = defaultdict(list)
    statement = select(Request.id, Request.equipment_id).where(_received(span), Request.equipment_id.is_not(None))
    for id_, equipment_id in session.execute(statement):
        found[equipment_id or 0].append(id_)
    return found


def before_by_equipment(session: Session, span: Span) -> Counter[int]:
    """Return how many requests there were about each piece of equipment."""
    statement = (
        select(Request.equipment_id, func.count())
        .where(_received(span), Request.equipment_id.is_not(None))
        .group_by(Request.equipment_id)
    )
    return Counter({row[0] or 0: row[1] for row in session.execute(statement)})


# Plain text, because a partial index serves only a query that repeats its condition to the letter.
_IS_REWORK = text("(request.reopened_count > 0 OR request.rework_of_id IS NOT NULL)")
_ANSWERED = (FollowUp.request_id, FollowUp.made_at, FollowUp.satisfaction)
_WHOSE = (Request.department_id, Request.category_id, Request.worker_id)


def low_answers(session: Session, span: Span) -> list[Answered]:
    """Return the answers below the two best grades given in `span`, the oldest first; not about what was cancelled."""
    low = sorted(set(Satisfaction) - GOOD_GRADES)
    statement = (
        select(*_ANSWERED, *_WHOSE)
        .select_from(FollowUp)
        .join(Request, Request.id == FollowUp.request_id)
        .where(
            FollowUp.community_id == span.community_id,
            FollowUp.made_at >= span.since,
            FollowUp.made_at < span.until,
            FollowUp.satisfaction.in_(low),
            Request.cancelled_at.is_(None),
        )
        .order_by(FollowUp.made_at, FollowUp.id)
    )
    rows = session.execute(statement)
    return [Answered(id_, at, grade or "", *whose) for id_, at, grade, *whose in rows]


def taken_up_again(session: Session, span: Span, earliest: datetime) -> list[Answered]:
    """Return the repairs completed in `span` that had been taken up again; none said before `earliest` is sought."""
    # when it was completed is asked here: asked in the statement, all that was completed in the year would be walked
    statement = select(Request.id, Request.completed_at, *_WHOSE).where(
        _IS_REWORK,
        Request.community_id == span.community_id,
        _COUNTED,
        Request.occurred_at >= earliest,
        Request.occurred_at < span.until,
        Request.kind == RequestKind.REPAIR,
        Request.reopened_count > 0,
    )
    rows = session.execute(statement)
    return [
        Answered(id_, at, "", *whose) for id_, at, *whose in rows if at is not None and span.since <= at < span.until
    ]


def answers_by(session: Session, span: Span) -> dict[str, Counter[int]]:
    """Return how many answers were given in `span` about each "worker", "category" and "department"; 0: none."""
    statement = (
        select(*_WHOSE, func.count())
        .select_from(FollowUp)
        .join(Request, Request.id == FollowUp.request_id)
        .where(
            FollowUp.community_id == span.community_id,
            FollowUp.made_at >= span.since,
            FollowUp.made_at < span.until,
            FollowUp.satisfaction.is_not(None),
            Request.cancelled_at.is_(None),
        )
        .group_by(*_WHOSE)
    )
    found: dict[str, Counter[int]] = {"department": Counter(), "category": Counter(), "worker": Counter()}
    for *whose, count in session.execute(statement):
        for kind, id_ in zip(found, whose, strict=True):
            found[kind][id_ or 0] += count
    return found


def repaired_by_worker(session: Session, completed: Select[Any]) -> Counter[int]:
    """Return how many of the repairs a select names each worker has; 0: none."""
    statement = (
        select(Request.worker_id, func.count())
        .where(Request.id.in_(completed), Request.kind == RequestKind.REPAIR)
        .group_by(Request.worker_id)
    )
    return Counter({row[0] or 0: row[1] for row in session.execute(statement)})


def standing(session: Session, ids: Select[Any], *conditions: ColumnElement[bool]) -> list[Line]:
    """Return the requests a select names that meet `conditions`, the oldest first."""
    statement = select(*_LINE).where(Request.id.in_(ids), *conditions).order_by(Request.occurred_at, Request.id)
    return [Line(*row) for row in session.execute(statement)]


def taken(session: Session, community_id: int, month: str, keys: Iterable[str]) -> dict[str, int]:
    """Return by key the problem point made of it: one of `month`, whatever became of it, or an open one of earlier.

    One that was merged into another lives on in that one.
    """
    found: dict[str, int] = {}
    for part in _parts(sorted(keys)):
        statement = (
            select(Issue.found_as, Issue.id, Issue.merged_into_id)
            .where(
                Issue.community_id == community_id,
                or_(Issue.month == month, and_(Issue.state == IssueState.OPEN, Issue.month < month)),
                Issue.found_as.in_(part),
            )
            .order_by(Issue.month, Issue.id)
        )
        found.update({row[0]: row[2] or row[1] for row in session.execute(statement)})
    return found


def names(session: Session, community_id: int) -> Names:
    """Return what everything is called."""

    def called(table: Any) -> dict[int, str]:
        rows = session.execute(select(table.id, table.name).where(table.community_id == community_id))
        return {row[0]: row[1] for row in rows}

    return Names(*(called(table) for table in (Department, Category, Building, Worker, Equipment)))


def has_grades(session: Session, community_id: int) -> bool:
    """Tell whether the community grades its complaints at all."""
    ours = (ComplaintGrade.community_id == community_id, ComplaintGrade.active)
    return session.execute(select(ComplaintGrade.id).where(*ours).limit(1)).first() is not None


def departments(session: Session, community_id: int) -> list[tuple[int, str, bool]]:
    """Return id, name and whether it is active of every department, in their order."""
    statement = (
        select(Department.id, Department.name, Department.active)
        .where(Department.community_id == community_id)
        .order_by(Department.position, Department.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def comments(session: Session, community_id: int, month: str) -> dict[int, Row[Any]]:
    """Return the comments kept about `month` by department (0: about all), with who wrote them."""
    statement = (
        select(
            MonthComment.department_id,
            MonthComment.words,
            MonthComment.language,
            MonthComment.is_draft,
            MonthComment.written_at,
            Account.name.label("written_by"),
            MonthComment.version,
        )
        .outerjoin(Account, Account.id == MonthComment.written_by)
        .where(MonthComment.community_id == community_id, MonthComment.month == month)
    )
    rows: Iterable[Row[Any]] = session.execute(statement)
    return {row.department_id: row for row in rows}


def is_issued(session: Session, community_id: int, month: str) -> bool:
    """Tell whether the month went to the department heads."""
    ours = (MonthClose.community_id == community_id, MonthClose.month == month, MonthClose.issued_at.is_not(None))
    return session.execute(select(MonthClose.id).where(*ours)).first() is not None


def month_row(session: Session, community_id: int, month: str) -> MonthClose | None:
    """Return the row of a month, none while nothing was done with it; nobody else changes it until the end."""
    statement = select(MonthClose).where(MonthClose.community_id == community_id, MonthClose.month == month)
    return session.scalars(statement.with_for_update()).one_or_none()


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + _MOST_IDS] for start in range(0, len(values), _MOST_IDS))
