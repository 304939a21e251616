"""Selects of what stands beside a request: helpers, comments, who was told, and what keeps coming back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from desktop.accounts.model import Account
from desktop.requests.model import Comment, Equipment, Helper, Place, Request, RequestKind, Telling
from desktop.requests.rows import CommentRow, GradeRow, HelperRow, RepeatsRow, RequestLine, TellingRow
from desktop.requests.store import setup
from desktop.requests.store.lines import line, line_select
from desktop.staff.model import Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

__all__ = [
    "MOST_EARLIER",
    "REPEATS_WITHIN",
    "REWORK_WITHIN",
    "comments",
    "earlier_repairs",
    "grade",
    "has_equipment",
    "helpers",
    "outstanding",
    "repair_before",
    "repeats",
    "set_helpers",
    "telling_rows",
    "tellings",
    "workers_missing",
]

REWORK_WITHIN = timedelta(hours=30 * 24)
"""A repair of the same room and category within this after a completion is rework (PRODUCT.md, rework rate)."""

REPEATS_WITHIN = timedelta(days=90)
MOST_EARLIER = 5


def helpers(session: Session, request_id: int) -> tuple[HelperRow, ...]:
    """Return who helps with a request, in the order they were named."""
    rows = session.execute(
        select(Helper.worker_id, Worker.name)
        .join(Worker, Worker.id == Helper.worker_id)
        .where(Helper.request_id == request_id)
        .order_by(Helper.id)
    )
    return tuple(HelperRow(worker_id, name) for worker_id, name in rows)


def set_helpers(session: Session, community_id: int, request_id: int, worker_ids: Sequence[int]) -> None:
    """Let exactly `worker_ids` help with a request."""
    session.execute(
        delete(Helper).where(Helper.request_id == request_id), execution_options={"synchronize_session": False}
    )
    if worker_ids:
        rows = [{"community_id": community_id, "request_id": request_id, "worker_id": id_} for id_ in worker_ids]
        session.execute(insert(Helper), rows)


def workers_missing(session: Session, community_id: int, worker_ids: Iterable[int]) -> bool:
    """Tell whether the community lacks one of these workers."""
    wanted = set(worker_ids)
    found = select(func.count()).where(Worker.id.in_(wanted), Worker.community_id == community_id)
    return bool(wanted) and session.execute(found).scalar_one() < len(wanted)


def comments(session: Session, request_id: int) -> tuple[CommentRow, ...]:
    """Return the internal remarks about a request, oldest first."""
    rows = session.execute(
        select(Comment.id, Comment.made_at, Account.name, Comment.words)
        .outerjoin(Account, Account.id == Comment.account_id)
        .where(Comment.request_id == request_id)
        .order_by(Comment.id)
    )
    return tuple(CommentRow(id_, made_at, by or "", words) for id_, made_at, by, words in rows)


def tellings(session: Session, request_id: int) -> tuple[TellingRow, ...]:
    """Return who has to know of a complaint, in the order they were named."""
    rows = session.execute(
        select(Telling.whom, Telling.told_at, Account.name)
        .outerjoin(Account, Account.id == Telling.told_by)
        .where(Telling.request_id == request_id)
        .order_by(Telling.id)
    )
    return tuple(TellingRow(whom, told_at, by or "") for whom, told_at, by in rows)


def telling_rows(session: Session, request_id: int) -> Sequence[Telling]:
    """Return who has to know of a complaint, to be changed."""
    return session.scalars(select(Telling).where(Telling.request_id == request_id).order_by(Telling.id)).all()


def outstanding(session: Session, request_id: int) -> tuple[str, ...]:
    """Return who must still be told of a complaint."""
    statement = select(Telling.whom).where(Telling.request_id == request_id, Telling.told_at.is_(None))
    return tuple(session.scalars(statement.order_by(Telling.id)))


def grade(session: Session, community_id: int, grade_id: int | None) -> GradeRow | None:
    """Return a grade of complaints, also one no longer offered; None for none and for one of elsewhere."""
    if grade_id is None:
        return None
    return next((row for row in setup.grades(session, community_id) if row.id == grade_id), None)


def has_equipment(session: Session, community_id: int, equipment_id: int) -> bool:
    """Tell whether the community has the piece of equipment."""
    statement = select(Equipment.id).where(Equipment.id == equipment_id, Equipment.community_id == community_id)
    return session.execute(statement).one_or_none() is not None


def repair_before(session: Session, community_id: int, request_id: int, occurred_at: datetime) -> bool:
    """Tell whether the community has this request, it is a repair, and it was said before `occurred_at`."""
    statement = select(Request.id).where(
        Request.id == request_id,
        Request.community_id == community_id,
        Request.kind == RequestKind.REPAIR,
        Request.occurred_at < occurred_at,
    )
    return session.execute(statement).one_or_none() is not None


def earlier_repairs(
    session: Session, community_id: int, room_id: int, category_id: int, at: datetime, now: datetime
) -> tuple[RequestLine, ...]:
    """Return the repairs in a home that a repair said there `at` may be the rework of, the last completed first."""
    statement = line_select().where(
        Request.room_id == room_id,
        Request.community_id == community_id,
        Request.occurred_at < at,
        Request.category_id == category_id,
        Request.kind == RequestKind.REPAIR,
        Request.place == Place.IN_HOME,
        Request.completed_at.between(at - REWORK_WITHIN, at),
        *_counts(),
    )
    rows = session.execute(statement.order_by(Request.completed_at.desc(), Request.id.desc()).limit(MOST_EARLIER))
    return tuple(line(row, now) for row in rows)


def repeats(
    session: Session,
    community_id: int,
    room_id: int | None,
    building_id: int | None,
    category_id: int | None,
    now: datetime,
) -> RepeatsRow:
    """Return how often a household, and a category in a building, came back in the 90 days until `now`."""
    since = now - REPEATS_WITHIN

    def count(*conditions: ColumnElement[bool]) -> int:
        lately = (Request.community_id == community_id, Request.occurred_at.between(since, now), *_counts())
        return session.execute(select(func.count()).select_from(Request).where(*conditions, *lately)).scalar_one()

    household = 0 if room_id is None else count(Request.room_id == room_id)
    if building_id is None or category_id is None:
        return RepeatsRow(household)
    return RepeatsRow(household, count(Request.building_id == building_id, Request.category_id == category_id))


def _counts() -> tuple[ColumnElement[bool], ...]:
    """Return what makes a request count, worded with the columns of the index that lists walk along."""
    return (Request.cancelled_at.is_(None), Request.duplicate_of_id.is_(None))
