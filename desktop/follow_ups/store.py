"""Selects of the queue: households with requests to be asked about, who has them on the phone, the calls of the day."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import (
    BigInteger,
    Integer,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from desktop.accounts.model import Account
from desktop.follow_ups.model import FollowUpClaim
from desktop.follow_ups.rows import AskedRequest, QueueCounts, QueueLine, ToldToday
from desktop.requests.model import (
    FollowUp,
    FollowUpOutcome,
    Request,
    RequestKind,
    RequestState,
    Satisfaction,
)
from desktop.staff.model import Department, Worker
from desktop.storage import paging
from desktop.storage.base import UtcMoment, from_microseconds, microseconds
from desktop.storage.paging import Key

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select, Subquery
    from sqlalchemy.orm import Session

__all__ = [
    "asked_requests",
    "awaiting_queue",
    "claim",
    "counts",
    "free_households",
    "held",
    "jump",
    "page",
    "position",
    "release",
    "told_since",
]

_MAIN = aliased(Request)
_BAD = (Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED)
_DONE = (RequestState.COMPLETED, RequestState.CLOSED)

# Plain text, because a partial index serves only a query that repeats its condition to the letter.
_AWAITS = text(
    "(request.state IN ('completed', 'duplicate') AND request.follow_up_due_at IS NOT NULL"
    " AND request.reached_at IS NULL AND NOT request.cannot_call)"
)

_HOUSEHOLD = func.coalesce(Request.room_id, -Request.id)
_IS_COMPLAINT: ColumnElement[int] = case((Request.kind == RequestKind.COMPLAINT, 1), else_=0)


def _tried(what: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return `what` of the calls about a request that nobody answered since it was completed."""
    mended_at = func.coalesce(Request.completed_at, _MAIN.completed_at)
    its = (FollowUp.request_id == Request.id, FollowUp.outcome == FollowUpOutcome.NO_ANSWER.value)
    return select(what).where(*its, FollowUp.made_at >= mended_at).correlate(Request, _MAIN).scalar_subquery()


def awaiting_queue(community_id: int, day_start: datetime) -> Subquery:
    """Return the households to be called, one row each, with the keys of their order."""
    return _queue(community_id, microseconds(day_start))


def _queue(community_id: int | ColumnElement[int], today: int | ColumnElement[int]) -> Subquery:
    due = type_coerce(Request.follow_up_due_at, BigInteger)
    each = (
        select(
            _HOUSEHOLD.label("household"),
            Request.room_label,
            Request.reporter,
            due.label("due"),
            (due * 2 + 1 - _IS_COMPLAINT).label("urgency"),
            _IS_COMPLAINT.label("complaint"),
            _tried(func.count()).label("tries"),
            func.coalesce(_tried(func.max(type_coerce(FollowUp.made_at, BigInteger))), 0).label("tried_at"),
        )
        .outerjoin(_MAIN, _MAIN.id == Request.duplicate_of_id)
        .where(Request.community_id == community_id, cast("ColumnElement[bool]", _AWAITS))
        .cte("each")
        # or SQLite asks for the calls about a request once for every use of their number and time
        .prefix_with("MATERIALIZED")
    )
    last = func.max(each.c.tried_at)
    return (
        select(
            each.c.household,
            func.max(each.c.room_label).label("room"),
            func.max(each.c.reporter).label("reporter"),
            func.min(each.c.due).label("due"),
            func.max(each.c.complaint).label("complaint"),
            func.count().label("requests"),
            func.max(each.c.tries).label("tries"),
            last.label("tried_at"),
            type_coerce(case((last >= today, last), else_=0), BigInteger).label("tried"),
            type_coerce(func.min(each.c.urgency), BigInteger).label("urgency"),
        )
        .group_by(each.c.household)
        .subquery("queue")
    )


def _keys(queue: Subquery) -> tuple[Key, ...]:
    return Key(queue.c.tried), Key(queue.c.urgency), Key(queue.c.household)


def _lines(queue: Subquery, community_id: int, now: datetime) -> Select[Any]:
    busy = and_(
        FollowUpClaim.household == queue.c.household,
        FollowUpClaim.community_id == community_id,
        FollowUpClaim.claimed_until > now,
    )
    return (
        select(queue, Account.name.label("calling"))
        .outerjoin(FollowUpClaim, busy)
        .outerjoin(Account, Account.id == FollowUpClaim.claimed_by)
    )


def page(
    session: Session,
    community_id: int,
    now: datetime,
    day_start: datetime,
    *,
    after: QueueLine | None = None,
    before: QueueLine | None = None,
    last: bool = False,
    limit: int = 100,
) -> list[QueueLine]:
    """Return at most `limit` households of the queue: those next to `after` or `before`, the first or the `last`."""
    queue = awaiting_queue(community_id, day_start)
    beside = before or after
    anchor = None if beside is None else (beside.tried, beside.urgency, beside.household)
    backward = before is not None or last
    lines = _lines(queue, community_id, now)
    return [_line(row) for row in paging.page(session, lines, _keys(queue), anchor, limit, backward=backward).rows]


def jump(
    session: Session, community_id: int, now: datetime, day_start: datetime, *, index: int, total: int, limit: int = 100
) -> list[QueueLine]:
    """Return at most `limit` households from the one at `index` (from 0) of a queue of `total`."""
    queue = awaiting_queue(community_id, day_start)
    anchor = paging.nth(session, select(queue), _keys(queue), index, total)
    if anchor is None:
        return []
    lines = _lines(queue, community_id, now)
    return [_line(row) for row in paging.page(session, lines, _keys(queue), anchor, limit, inclusive=True).rows]


def position(session: Session, community_id: int, day_start: datetime, household: int) -> int | None:
    """Return at which place, from 0, a household stands in the queue, None where it is not in it."""
    queue = awaiting_queue(community_id, day_start)
    keys = _keys(queue)
    row = session.execute(select(*(key.column for key in keys)).where(queue.c.household == household)).one_or_none()
    return None if row is None else paging.position(session, select(queue), keys, tuple(row))


def counts(
    session: Session, community_id: int, now: datetime, day_start: datetime, day_end: datetime, rested: datetime
) -> QueueCounts:
    """Return how many households wait; who was tried after `rested` is not called again yet."""
    at = {"today": day_start, "day_end": day_end, "now": now, "rested": rested}
    asked = {name: microseconds(moment) for name, moment in at.items()}
    row = session.connection().execute(_counting(), {"community": community_id, **asked}).one()
    waiting, due, overdue, tried, first = row
    again = from_microseconds(first) + (now - rested) if waiting and waiting == tried else None
    return QueueCounts(waiting, due, overdue, tried, again)


@cache
def _counting() -> Select[*tuple[Any, ...]]:
    # Made once: Today asks for it every minute.
    def given(name: str) -> ColumnElement[int]:
        return bindparam(name, type_=BigInteger)

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((condition, 1)))

    queue = _queue(given("community"), given("today"))
    return select(
        func.count(),
        number(queue.c.due < given("day_end")),
        number(queue.c.due < given("now")),
        number(queue.c.tried > given("rested")),
        type_coerce(func.min(queue.c.tried), BigInteger),
    ).select_from(queue)


def free_households(
    session: Session, community_id: int, account_id: int, now: datetime, day_start: datetime, rested: datetime
) -> list[int]:
    """Return whom `account_id` may call next, in order, a few: not tried since `rested`, on nobody else's phone."""
    queue = awaiting_queue(community_id, day_start)
    taken = and_(
        FollowUpClaim.household == queue.c.household,
        FollowUpClaim.community_id == community_id,
        FollowUpClaim.claimed_until > now,
        FollowUpClaim.claimed_by != account_id,
    )
    query = (
        select(queue.c.household)
        .outerjoin(FollowUpClaim, taken)
        .where(FollowUpClaim.id.is_(None), queue.c.tried <= microseconds(rested))
        .order_by(*(key.column for key in _keys(queue)))
        .limit(20)
    )
    return list(session.scalars(query))


def held(session: Session, community_id: int, account_id: int, now: datetime) -> int | None:
    """Return the household that `account_id` has on the phone, None for none."""
    query = select(FollowUpClaim.household).where(
        FollowUpClaim.community_id == community_id,
        FollowUpClaim.claimed_by == account_id,
        FollowUpClaim.claimed_until > now,
    )
    return session.scalars(query.order_by(FollowUpClaim.claimed_until.desc()).limit(1)).first()


def claim(session: Session, community_id: int, household: int, account_id: int, now: datetime, until: datetime) -> bool:
    """Give a household to `account_id` until `until`; return False where someone else has it."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {
        "community_id": community_id,
        "household": household,
        "claimed_by": account_id,
        "claimed_until": until,
    }
    session.execute(insert(FollowUpClaim).values(**values).on_conflict_do_nothing())
    free = or_(FollowUpClaim.claimed_by == account_id, FollowUpClaim.claimed_until <= now)
    its = (FollowUpClaim.community_id == community_id, FollowUpClaim.household == household)
    made = session.execute(
        update(FollowUpClaim).where(*its, free).values(claimed_by=account_id, claimed_until=until),
        execution_options={"synchronize_session": False},
    )
    return bool(cast("Any", made).rowcount)


def release(session: Session, community_id: int, account_id: int, but: int | None = None) -> list[int]:
    """Take from `account_id` all it holds `but` one; return those households."""
    its = [FollowUpClaim.community_id == community_id, FollowUpClaim.claimed_by == account_id]
    if but is not None:
        its.append(FollowUpClaim.household != but)
    gone = list(session.scalars(select(FollowUpClaim.household).where(*its)))
    if gone:
        session.execute(delete(FollowUpClaim).where(*its), execution_options={"synchronize_session": False})
    return gone


def asked_requests(session: Session, community_id: int, household: int) -> list[tuple[AskedRequest, str]]:
    """Return the requests a household is to be asked about, the first due first, each with the phone left for it."""
    of_it = Request.room_id == household if household > 0 else and_(Request.id == -household, Request.room_id.is_(None))
    of_main = Request.duplicate_of_id.is_not(None)

    def told(name: str) -> ColumnElement[Any]:
        own: ColumnElement[Any] = getattr(Request, name)
        mains: ColumnElement[Any] = getattr(_MAIN, name)
        return case((of_main, mains), else_=own).label(name)

    rows = session.execute(
        select(
            *(Request.id, Request.version, Request.number, Request.kind, Request.words, told("result")),
            *(Worker.name.label("worker"), Department.name.label("department"), Request.occurred_at),
            type_coerce(told("completed_at"), UtcMoment).label("completed_at"),
            *(Request.follow_up_due_at, Request.reporter, Request.phone, Request.room_label),
            func.coalesce(_MAIN.number, literal("")).label("main_number"),
            Request.reopened_count,
        )
        .outerjoin(_MAIN, _MAIN.id == Request.duplicate_of_id)
        .outerjoin(Worker, Worker.id == case((of_main, _MAIN.worker_id), else_=Request.worker_id))
        .outerjoin(Department, Department.id == case((of_main, _MAIN.department_id), else_=Request.department_id))
        .where(Request.community_id == community_id, of_it, cast("ColumnElement[bool]", _AWAITS))
        .order_by(Request.follow_up_due_at, _IS_COMPLAINT.desc(), Request.id)
    )
    return [(_asked(row), row.phone) for row in rows]


def told_since(session: Session, community_id: int, since: datetime, limit: int = 300) -> list[ToldToday]:
    """Return the calls made since `since`: who is dissatisfied with something still done first, then the latest."""
    state = func.coalesce(_MAIN.state, Request.state)
    bad = and_(FollowUp.satisfaction.in_(_BAD), state.in_(_DONE))
    left: ColumnElement[int] = type_coerce(case((bad, 1), else_=0), Integer)
    rows = session.execute(
        select(
            *(FollowUp.id, FollowUp.request_id, Request.number, Request.room_id, Request.room_label.label("room")),
            *(FollowUp.made_at, Account.name.label("by"), FollowUp.outcome, FollowUp.satisfaction, FollowUp.words),
            left.label("left_open"),
            func.coalesce(_MAIN.id, Request.id).label("reopens"),
            func.coalesce(_MAIN.version, Request.version).label("version"),
        )
        .join(Request, Request.id == FollowUp.request_id)
        .outerjoin(_MAIN, _MAIN.id == Request.duplicate_of_id)
        .outerjoin(Account, Account.id == FollowUp.account_id)
        .where(FollowUp.community_id == community_id, FollowUp.made_at >= since)
        .order_by(left.desc(), FollowUp.made_at.desc(), FollowUp.id.desc())
        .limit(limit)
    )
    return [
        ToldToday(
            id=row.id,
            request_id=row.request_id,
            number=row.number,
            room_id=row.room_id,
            room=row.room,
            made_at=row.made_at,
            by=row.by or "",
            outcome=FollowUpOutcome(row.outcome),
            satisfaction=Satisfaction(row.satisfaction) if row.satisfaction else None,
            words=row.words,
            reopens=row.reopens if row.left_open else 0,
            version=row.version,
        )
        for row in rows
    ]


def _line(row: Row[Any]) -> QueueLine:
    return QueueLine(
        household=row.household,
        room=row.room,
        reporter=row.reporter,
        due_at=from_microseconds(row.due),
        complaint=bool(row.complaint),
        requests=row.requests,
        tries=row.tries,
        tried_at=from_microseconds(row.tried_at) if row.tried_at else None,
        calling=row.calling or "",
        tried=row.tried,
        urgency=row.urgency,
    )


def _asked(row: Row[Any]) -> AskedRequest:
    return AskedRequest(
        id=row.id,
        version=row.version,
        number=row.number,
        kind=RequestKind(row.kind),
        words=row.words,
        result=row.result or "",
        worker=row.worker or "",
        department=row.department or "",
        occurred_at=row.occurred_at,
        completed_at=row.completed_at,
        due_at=row.follow_up_due_at,
        reporter=row.reporter,
        room=row.room_label,
        main_number=row.main_number,
        reopened_count=row.reopened_count,
    )
