"""What a filter asks of a request, as conditions that an index answers wherever few requests meet them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    text,
    tuple_,
    type_coerce,
)

from desktop.core.texts import clean
from desktop.requests.model import GOOD_GRADES, OPEN_STATES, FollowUp, Request, RequestState, Satisfaction
from desktop.requests.rows import HOLD_DAYS, Answered, Period, RequestFilter, StateGroup
from desktop.storage import search
from desktop.storage.base import UtcMoment, microseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ScalarSelect
    from sqlalchemy.orm import Session

__all__ = [
    "MOST_FOUND",
    "Moment",
    "awaits_follow_up",
    "conditions",
    "is_open",
    "last_grade",
    "lasting_conditions",
    "values_of",
]

MOST_FOUND = 5000
"""A filter's text narrows a list to at most so many finds, the newest."""

_GROUPS = {
    StateGroup.DONE: (RequestState.COMPLETED, RequestState.CLOSED),
    StateGroup.CANCELLED: (RequestState.CANCELLED,),
    StateGroup.DUPLICATE: (RequestState.DUPLICATE,),
}
_TO_DISPATCH = (RequestState.RECEIVED, RequestState.REOPENED)
_UTC = ZoneInfo("UTC")
# Plain words, not parameters: a partial index serves only a query that repeats its condition to the letter.
_IS_OPEN = Request.state.in_([literal_column(f"'{state}'") for state in OPEN_STATES])


class Moment(NamedTuple):
    """When and by whose clock a list is read: `day_end` is the next midnight in the community's `zone`."""

    now: datetime
    day_end: datetime
    zone: ZoneInfo = _UTC
    hold_days: int = HOLD_DAYS


class _Seen(NamedTuple):
    """What a condition compares with: the community, the moment, how long its day lasts, since when a hold is long."""

    community: ColumnElement[int]
    now: ColumnElement[Any]
    left: ColumnElement[int]
    held_since: ColumnElement[Any]


_TO_BE_SEEN = _Seen(
    bindparam("community", type_=BigInteger),
    bindparam("now", type_=UtcMoment),
    bindparam("left", type_=BigInteger),
    bindparam("held_since", type_=UtcMoment),
)


def values_of(community_id: int, seen: Moment) -> dict[str, Any]:
    """Return what a statement with `lasting_conditions` is asked with."""
    left = microseconds(seen.day_end) - microseconds(seen.now)
    held_since = seen.now - timedelta(days=seen.hold_days)
    return {"community": community_id, "now": seen.now, "left": left, "held_since": held_since}


def _as_seen(community_id: int, seen: Moment) -> _Seen:
    values = values_of(community_id, seen)
    return _Seen(**{name: literal(value, getattr(_TO_BE_SEEN, name).type) for name, value in values.items()})


def is_open() -> ColumnElement[bool]:
    """Return the condition that something remains to be done, worded as the partial index words it."""
    return _IS_OPEN


def last_grade() -> ScalarSelect[str | None]:
    """Return the grade that was answered last about a request, none where none was."""
    return (
        select(FollowUp.satisfaction)
        .where(FollowUp.request_id == Request.id, FollowUp.satisfaction.is_not(None))
        .order_by(FollowUp.made_at.desc(), FollowUp.id.desc())
        .limit(1)
        .correlate(Request)
        .scalar_subquery()
    )


def conditions(session: Session, community_id: int, wanted: RequestFilter, seen: Moment) -> list[ColumnElement[bool]]:
    """Return the conditions of `wanted`, as they are at the moment `seen`."""
    found: list[int] | None = None
    if clean(wanted.text):
        found = search.find(session, community_id, "request", wanted.text, columns=search.ALL_FIELDS, limit=MOST_FOUND)
    return [*_asked(wanted, _as_seen(community_id, seen), found), *_said_in(wanted, seen)]


def lasting_conditions(wanted: RequestFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of `wanted` for a statement that is made once, and asked with `values_of` a moment.

    What is to be found anew each time, a text and a period, cannot be among them.
    """
    if clean(wanted.text) or wanted.period is not None:
        raise ValueError("a text and a period are asked anew each time")
    return [*_asked(wanted, _TO_BE_SEEN, None), *_said_between(wanted)]


def _asked(wanted: RequestFilter, seen: _Seen, found: list[int] | None) -> list[ColumnElement[bool]]:
    few = _of_few(wanted, seen, found)
    answered = list(_answered(wanted))
    by_id = wanted.ids is not None or found is not None
    if not few and wanted.answered is Answered.DISSATISFIED:
        # low answers are few, but many more than what is open: only where nothing else is they are sought first
        few, answered, by_id = [Request.id.in_(_dissatisfied(seen.community))], [], True
    asked: list[ColumnElement[bool]] = [Request.community_id == seen.community]
    if few:
        # in a select of its own, or SQLite walks through all requests in the list's order and looks at each;
        # "+ 0" keeps it from doing so by the community where ids are given
        community = Request.community_id + 0 if by_id else Request.community_id
        ids = select(Request.id).where(community == seen.community, *few).correlate(None)
        asked = [Request.id.in_(ids)]
    return [*asked, *_chosen(wanted), *answered]


def _answered(wanted: RequestFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.answered is not None:
        satisfied = wanted.answered is Answered.SATISFIED
        yield last_grade().in_(sorted(GOOD_GRADES if satisfied else set(Satisfaction) - GOOD_GRADES))


def _of_few(wanted: RequestFilter, seen: _Seen, found: list[int] | None) -> list[ColumnElement[bool]]:
    """Return the conditions that few requests meet, however many there are: those with an index of their own."""
    open_only = wanted.group is StateGroup.OPEN or (bool(wanted.states) and wanted.states <= set(OPEN_STATES))
    few = [is_open()] if open_only else []
    few += _of_the_day(wanted, seen)
    if wanted.ids is not None:
        few.append(Request.id.in_(wanted.ids))
    if found is not None:
        few.append(Request.id.in_(found))
    return few


def _chosen(wanted: RequestFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.group in _GROUPS:
        yield Request.state.in_(_GROUPS[wanted.group])
    if wanted.rework:
        yield _is_rework()
    sets: tuple[tuple[Any, frozenset[Any]], ...] = (
        (Request.state, wanted.states),
        (Request.kind, wanted.kinds),
        (Request.priority, wanted.priorities),
        (Request.place, wanted.places),
        (Request.worker_id, wanted.worker_ids),
        (Request.category_id, wanted.category_ids),
        (Request.room_id, frozenset({wanted.room_id} - {None})),
    )
    for column, chosen in sets:
        if chosen:
            yield column.in_(sorted(chosen))
    for column, ids in ((Request.department_id, wanted.department_ids), (Request.building_id, wanted.building_ids)):
        if ids:
            known = column.in_(sorted(ids - {0}))
            yield known | column.is_(None) if 0 in ids else known


def _said_in(wanted: RequestFilter, seen: Moment) -> Iterator[ColumnElement[bool]]:
    """Ask when it was said: between two moments, and in the period that the day of reading is in."""
    yield from _said_between(wanted)
    if wanted.period is not None:
        today = seen.now.astimezone(seen.zone).date()
        first = {
            Period.TODAY: today,
            Period.WEEK: today - timedelta(days=today.weekday()),
            Period.MONTH: today.replace(day=1),
        }[wanted.period]
        yield Request.occurred_at >= datetime.combine(first, time(), seen.zone)


def _said_between(wanted: RequestFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.occurred_from is not None:
        yield Request.occurred_at >= wanted.occurred_from
    if wanted.occurred_until is not None:
        yield Request.occurred_at < wanted.occurred_until


def _of_the_day(wanted: RequestFilter, seen: _Seen) -> Iterator[ColumnElement[bool]]:
    if wanted.overdue or wanted.unexplained:
        yield is_open() & (Request.due_at < _clock_stands_at(seen))
    if wanted.unexplained:
        yield Request.overdue_reason == ""
    if wanted.due_today:
        yield _is_due_today(seen)
    if wanted.awaits_follow_up:
        yield awaits_follow_up()
    if wanted.to_dispatch:
        yield is_open() & Request.state.in_(_TO_DISPATCH)
    if wanted.held_too_long:
        yield is_open() & (Request.state == RequestState.ON_HOLD) & (Request.on_hold_since <= seen.held_since)


def _clock_stands_at(seen: _Seen) -> ColumnElement[Any]:
    """Return by when a request is late or not: now, unless a running hold stopped its clock."""
    return func.coalesce(Request.on_hold_since, seen.now)


def _is_due_today(seen: _Seen) -> ColumnElement[bool]:
    """Return the condition that an open request is not late now but would be at the end of the day."""
    remaining = type_coerce(Request.due_at, BigInteger) - type_coerce(_clock_stands_at(seen), BigInteger)
    return is_open() & (remaining >= 0) & (remaining < seen.left)


# The next two are plain text, because a partial index serves only a query that repeats its condition to the letter.


def awaits_follow_up() -> ColumnElement[bool]:
    """Return the condition that someone is still to be called back, worded as the partial index words it."""
    return text(
        "(request.state IN ('completed', 'duplicate') AND request.follow_up_due_at IS NOT NULL"
        " AND request.reached_at IS NULL AND NOT request.cannot_call)"
    )  # type: ignore[return-value]  # a text clause stands wherever a condition does


def _is_rework() -> ColumnElement[bool]:
    return text("(request.reopened_count > 0 OR request.rework_of_id IS NOT NULL)")  # type: ignore[return-value]


def _dissatisfied(community: ColumnElement[int]) -> Any:
    """Return the ids of requests whose last answer is a low grade: sought among the low answers, which are few."""
    later = FollowUp.__table__.alias("later")
    after = tuple_(later.c.made_at, later.c.id) > tuple_(FollowUp.made_at, FollowUp.id)
    answered = (later.c.request_id == FollowUp.request_id) & later.c.satisfaction.is_not(None)
    newer = select(later.c.id).where(answered, after)
    low = text("follow_up.satisfaction IN ('dissatisfied', 'fair', 'very_dissatisfied')")
    return select(FollowUp.request_id).where(FollowUp.community_id == community, low, ~newer.exists())
