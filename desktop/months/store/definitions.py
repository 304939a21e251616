"""The definitions of PRODUCT.md ("Figures, defined once") as SQL conditions on requests.

Each condition serves both the count and the list, so that a number on the screen opens exactly what it counts. All
leave out cancelled requests and duplicates (a duplicate is counted with its main request). The one definition that is
no condition on a single request, rework by a later repair, stands in `counting`.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select, text, union_all
from sqlalchemy.orm import aliased

from desktop.months.rows import Figure, Window
from desktop.requests.model import GOOD_GRADES, LASTING, LASTING_AFTER, FollowUp, Place, Request, RequestKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Select

    from desktop.core.months import Month

__all__ = ["REWORK_WITHIN", "alive", "answered", "counted", "facts", "last_overdue_moment", "listed", "window"]

REWORK_WITHIN = timedelta(hours=30 * 24)

_MICROSECOND = timedelta(microseconds=1)


def window(month: Month, zone: ZoneInfo, now: datetime) -> Window:
    """Return the month as seen at `now`: its cut-off is the end of the month or now, whichever is first."""
    end = month.end(zone)
    cut_off = min(end, now)
    return Window(month, month.start(zone), end, cut_off, min(end, cut_off + _MICROSECOND))


def counted() -> ColumnElement[bool]:
    """Neither cancelled, whenever that was, nor a duplicate."""
    return and_(Request.cancelled_at.is_(None), Request.duplicate_of_id.is_(None))


def _received(seen: Window) -> ColumnElement[bool]:
    """Occurred in the month, as the resident said it, not when it was typed."""
    return and_(Request.occurred_at >= seen.start, Request.occurred_at < seen.bound)


def _carried_over(seen: Window) -> ColumnElement[bool]:
    """Occurred before the month and not completed before its start."""
    not_completed = or_(Request.completed_at.is_(None), Request.completed_at >= seen.start)
    return and_(Request.occurred_at < seen.start, not_completed)


def _completed(seen: Window) -> ColumnElement[bool]:
    """Latest completion in the month, whenever received. While reopened there is none."""
    return and_(Request.completed_at >= seen.start, Request.completed_at < seen.bound)


def _open_at_bound(seen: Window) -> ColumnElement[bool]:
    return or_(Request.completed_at.is_(None), Request.completed_at >= seen.bound)


def last_overdue_moment(seen: Window) -> ColumnElement[Any]:
    """Return the moment a due time is held against: the cut-off, or the start of a hold that still lasts then.

    A hold pushes the due time by its length, so while it lasts nothing becomes overdue.
    """
    return case((Request.on_hold_since < seen.cut_off, Request.on_hold_since), else_=seen.cut_off)


def _overdue(seen: Window) -> ColumnElement[bool]:
    """Open at the cut-off and due before it."""
    return and_(Request.occurred_at < seen.bound, _open_at_bound(seen), Request.due_at < last_overdue_moment(seen))


def _follow_up_due(seen: Window) -> ColumnElement[bool]:
    """Fell due for a follow-up in the month; who cannot be called is left out."""
    due = and_(Request.follow_up_due_at >= seen.start, Request.follow_up_due_at < seen.bound)
    return and_(due, or_(Request.cannot_call.is_(False), Request.reached_at <= Request.follow_up_due_at))


def facts(seen: Window) -> Mapping[str, ColumnElement[bool]]:
    """Return what is counted of a single request, by the names of `Counts`.

    `reworked` is only what was reopened. `home_repair_completed` and `repair_received` are what rework by a later
    repair is found among; a repair in public areas is rework only when reopened.
    """
    received, completed, follow_up_due = _received(seen), _completed(seen), _follow_up_due(seen)
    repair_completed = and_(completed, Request.kind == RequestKind.REPAIR)
    return {
        "received": received,
        "received_completed": and_(received, Request.completed_at < seen.bound),
        "complaints": and_(received, Request.kind == RequestKind.COMPLAINT),
        "carried_over": _carried_over(seen),
        "completed": completed,
        "completed_with_due": and_(completed, Request.due_at.is_not(None)),
        "completed_on_time": and_(completed, Request.completed_at <= Request.due_at),
        "repairs_completed": repair_completed,
        "reworked": and_(repair_completed, Request.reopened_count > 0),
        "overdue": _overdue(seen),
        "follow_ups_due": follow_up_due,
        "follow_ups_reached": and_(follow_up_due, Request.reached_at <= Request.follow_up_due_at),
        "home_repair_completed": and_(repair_completed, Request.place == Place.IN_HOME, Request.room_label != ""),
        "repair_received": and_(received, Request.kind == RequestKind.REPAIR, Request.room_label != ""),
    }


def answered(seen: Window) -> ColumnElement[bool]:
    """An answer was given in this follow-up, made in the month, for every kind of request."""
    return and_(FollowUp.made_at >= seen.start, FollowUp.made_at < seen.bound, FollowUp.satisfaction.is_not(None))


_LISTED: Mapping[Figure, tuple[str, str]] = MappingProxyType(
    {
        Figure.RECEIVED: ("received", ""),
        Figure.CARRIED_OVER: ("carried_over", ""),
        Figure.COMPLETED: ("completed", ""),
        Figure.COMPLETION_RATE: ("received", "received_completed"),
        Figure.ON_TIME_RATE: ("completed_with_due", "completed_on_time"),
        Figure.OVERDUE: ("overdue", ""),
        Figure.TURNAROUND_MEDIAN_HOURS: ("completed", ""),
        Figure.TURNAROUND_P90_HOURS: ("completed", ""),
        Figure.FOLLOW_UP_RATE: ("follow_ups_due", "follow_ups_reached"),
        Figure.COMPLAINT_RATE: ("complaints", ""),
    }
)
"""What a figure's list holds: requests counted as the first but not as the second."""


def listed(community_id: int, figure: Figure, seen: Window, reworked: Sequence[int] = ()) -> Select[tuple[int]]:
    """Return a select of the ids of the requests a figure is about: its list on the screen.

    For rates that is the part that fell short (received but not completed, late, reworked, not reached in time, less
    than satisfied), for the turnaround what was completed, for the complaint rate the complaints received. `reworked`
    are the ids that `counting.reworked` found.
    """
    if figure is Figure.SATISFACTION:
        poor = (
            select(FollowUp.request_id)
            .where(FollowUp.community_id == community_id, answered(seen), FollowUp.satisfaction.not_in(GOOD_GRADES))
            .scalar_subquery()
        )
        return select(Request.id).where(Request.community_id == community_id, counted(), Request.id.in_(poor))
    if figure is Figure.REWORK_RATE:
        return select(Request.id).where(Request.id.in_(reworked))
    known = facts(seen)
    wanted, left_out = _LISTED[figure]
    where = known[wanted]
    if left_out:
        where = and_(where, ~func.coalesce(known[left_out], False))  # noqa: FBT003 - SQL's own false
    both = union_all(*(part.where(where) for part in alive(community_id, seen, Request.id))).subquery()
    return select(both.c.id)


def alive(community_id: int, seen: Window, *columns: ColumnElement[Any] | Any) -> tuple[Select[Any], Select[Any]]:
    """Return two selects of `columns` that together hold each request any figure of the month can count, once.

    The first walks along what was said in the month or shortly before it, the second along the few older ones that
    are open or took long (`LASTING`); neither reads on into other months, however many are kept.
    """
    early = seen.start - LASTING_AFTER

    def matters(table: type[Request]) -> ColumnElement[bool]:
        completed_since = or_(table.completed_at.is_(None), table.completed_at >= seen.start)
        return or_(completed_since, table.follow_up_due_at >= seen.start)

    recent = select(*columns).where(
        Request.community_id == community_id,
        counted(),
        Request.occurred_at >= early,
        Request.occurred_at < seen.bound,
        or_(Request.occurred_at >= seen.start, matters(Request)),
    )
    # Ids by a select of nothing but the columns of the small index, asked for by nothing but their ids: SQLite would
    # walk the whole large index else.
    old = aliased(Request)
    lasting = select(old.id).where(
        old.community_id == community_id, text(LASTING), old.occurred_at < early, matters(old)
    )
    return recent, select(*columns).where(Request.id.in_(lasting))
