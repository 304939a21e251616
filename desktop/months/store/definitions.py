"""The definitions of PRODUCT.md ("Figures, defined once") as SQL conditions on requests.

Each condition serves both the count and the list, so that a number on the screen opens exactly what it counts. All
leave out cancelled requests and duplicates (a duplicate is counted with its main request). The one definition that is
no condition on a single request, rework by a later repair, stands in `rework`.

Conditions name the month by the parameters of `moments`, so that each statement is built once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, or_, select, text, union_all
from sqlalchemy.orm import aliased

from desktop.core.months import Month
from desktop.months.rows import Figure, Window
from desktop.requests.model import GOOD_GRADES, LASTING, LASTING_AFTER, FollowUp, Place, Request, RequestKind
from desktop.storage.base import UtcMoment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Select

__all__ = [
    "ANSWERED",
    "ANSWERING",
    "COMPLETED",
    "COUNTED",
    "FACTS",
    "MICROSECOND",
    "RECEIVED",
    "RECEIVED_HERE",
    "REWORK_WITHIN",
    "Fact",
    "alive",
    "listed",
    "moments",
    "window",
    "year_to",
]

REWORK_WITHIN = timedelta(hours=30 * 24)

MICROSECOND = timedelta(microseconds=1)
_COMMUNITY: ColumnElement[int] = bindparam("community")
_START: ColumnElement[Any] = bindparam("start", type_=UtcMoment)
_CUT_OFF: ColumnElement[Any] = bindparam("cut_off", type_=UtcMoment)
_BOUND: ColumnElement[Any] = bindparam("bound", type_=UtcMoment)
_EARLY: ColumnElement[Any] = bindparam("early", type_=UtcMoment)


def window(month: Month, zone: ZoneInfo, now: datetime) -> Window:
    """Return the month as seen at `now`: its cut-off is the end of the month or now, whichever is first."""
    end = month.end(zone)
    cut_off = min(end, now)
    return Window(month, month.start(zone), end, cut_off, min(end, cut_off + MICROSECOND))


def year_to(seen: Window, zone: ZoneInfo) -> Window:
    """Return the time from 1 January to the month's cut-off, to be counted as if it were one month."""
    return replace(seen, start=Month(seen.month.year, 1).start(zone))


def moments(community_id: int, seen: Window) -> dict[str, object]:
    """Return the parameters that every statement made of these conditions is executed with."""
    return {
        "community": community_id,
        "start": seen.start,
        "cut_off": seen.cut_off,
        "bound": seen.bound,
        "early": seen.start - LASTING_AFTER,
    }


COUNTED = and_(Request.cancelled_at.is_(None), Request.duplicate_of_id.is_(None))
"""Neither cancelled, whenever that was, nor a duplicate."""

_RECEIVED = and_(Request.occurred_at >= _START, Request.occurred_at < _BOUND)
"""Occurred in the month, as the resident said it, not when it was typed."""

RECEIVED_HERE = and_(Request.community_id == _COMMUNITY, COUNTED, _RECEIVED)
"""Received by the community; for selects that need nothing else of the month."""

_CARRIED_OVER = and_(Request.occurred_at < _START, or_(Request.completed_at.is_(None), Request.completed_at >= _START))
"""Occurred before the month and not completed before its start."""

_COMPLETED = and_(Request.completed_at >= _START, Request.completed_at < _BOUND)
"""Latest completion in the month, whenever received. While reopened there is none."""

_LAST_OVERDUE_MOMENT = case((Request.on_hold_since < _CUT_OFF, Request.on_hold_since), else_=_CUT_OFF)
"""The moment a due time is held against: the cut-off, or the start of a hold that still lasts then.

A hold pushes the due time by its length, so while it lasts nothing becomes overdue.
"""

_OPEN_AT_CUT_OFF = or_(Request.completed_at.is_(None), Request.completed_at >= _BOUND)

_OVERDUE = and_(Request.occurred_at < _BOUND, _OPEN_AT_CUT_OFF, Request.due_at < _LAST_OVERDUE_MOMENT)
"""Open at the cut-off and due before it."""

_REACHED_IN_TIME = Request.reached_at <= Request.follow_up_due_at

_FOLLOW_UP_DUE = and_(
    Request.follow_up_due_at >= _START,
    Request.follow_up_due_at < _BOUND,
    Request.cannot_call.is_(False),
)
"""Fell due for a follow-up in the month; who cannot be called is left out."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is counted of single requests, and what is counted of those in turn; names as in `Counts`."""

    name: str
    condition: ColumnElement[bool]
    of_those: tuple[Fact, ...] = ()


_IN_A_ROOM = Request.room_label != ""

_NO_REPAIR = Request.kind != RequestKind.REPAIR
"""Of these the answer can be given while the resident is still there; a repair needs someone to go."""

_RESPONDED = Request.responded_at < _BOUND
"""First sent out, begun or answered by the cut-off."""

RECEIVED = Fact(
    "received",
    _RECEIVED,
    (
        Fact("received_completed", Request.completed_at < _BOUND),
        Fact("complaints", Request.kind == RequestKind.COMPLAINT),
        Fact("repair_received", and_(Request.kind == RequestKind.REPAIR, _IN_A_ROOM)),
        Fact("no_repairs", _NO_REPAIR, (Fact("answered_at_once", Request.answered_at_once.is_(True)),)),
        Fact("responded", _RESPONDED),
    ),
)
COMPLETED = Fact(
    "completed",
    _COMPLETED,
    (
        Fact("completed_with_due", Request.due_at.is_not(None)),
        Fact("completed_on_time", Request.completed_at <= Request.due_at),
        Fact(
            "repairs_completed",
            Request.kind == RequestKind.REPAIR,
            (
                Fact("reworked", Request.reopened_count > 0),
                Fact("home_repair_completed", and_(Request.place == Place.IN_HOME, _IN_A_ROOM)),
            ),
        ),
    ),
)
FACTS = (
    RECEIVED,
    Fact("carried_over", _CARRIED_OVER),
    COMPLETED,
    Fact("overdue", _OVERDUE),
    Fact("follow_ups_due", _FOLLOW_UP_DUE, (Fact("follow_ups_reached", _REACHED_IN_TIME),)),
)
"""Everything counted of single requests.

`reworked` is only what was reopened. Rework by a later repair is found among `home_repair_completed` and
`repair_received`: a repair in public areas is rework only when reopened.
"""

ANSWERED = and_(
    FollowUp.community_id == _COMMUNITY,
    FollowUp.made_at >= _START,
    FollowUp.made_at < _BOUND,
    FollowUp.satisfaction.is_not(None),
)
"""An answer was given in this follow-up, made in the month, for every kind of request."""

ANSWERING = Request.cancelled_at.is_(None)
"""Whose answers count: every caller's, also one's who was merged into a main request; not about what was cancelled."""

_POOR = select(FollowUp.request_id).where(ANSWERED, FollowUp.satisfaction.not_in(GOOD_GRADES))


def _without(base: ColumnElement[bool], part: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(base, ~func.coalesce(part, False))


_LISTED: Mapping[Figure, ColumnElement[bool]] = MappingProxyType(
    {
        Figure.RECEIVED: _RECEIVED,
        Figure.CARRIED_OVER: _CARRIED_OVER,
        Figure.COMPLETED: _COMPLETED,
        Figure.COMPLETION_RATE: _without(_RECEIVED, Request.completed_at < _BOUND),
        Figure.ON_TIME_RATE: and_(_COMPLETED, Request.completed_at > Request.due_at),
        Figure.OVERDUE: _OVERDUE,
        Figure.TURNAROUND_MEDIAN_HOURS: _COMPLETED,
        Figure.TURNAROUND_P90_HOURS: _COMPLETED,
        Figure.FOLLOW_UP_RATE: _without(_FOLLOW_UP_DUE, _REACHED_IN_TIME),
        Figure.COMPLAINT_RATE: and_(_RECEIVED, Request.kind == RequestKind.COMPLAINT),
        Figure.FIRST_CONTACT_RATE: and_(_RECEIVED, _NO_REPAIR, Request.answered_at_once.is_(False)),
        Figure.RESPONSE_MEDIAN_HOURS: and_(_RECEIVED, _RESPONDED),
    }
)


def listed(community_id: int, figure: Figure, seen: Window, reworked: Sequence[int] = ()) -> Select[int]:
    """Return a select of the ids of the requests a figure is about: its list on the screen.

    For rates that is the part that fell short (received but not completed, late, reworked, not reached in time, less
    than satisfied, not answered at once), for times what they were taken of, for the complaint rate the complaints
    received. `reworked` are the ids that `rework` found; they are asked for the rework rate only.
    """
    if figure is Figure.REWORK_RATE:
        return select(Request.id).where(Request.id.in_(reworked))
    if figure is Figure.SATISFACTION:
        statement = select(Request.id).where(ANSWERING, Request.id.in_(_POOR))
    else:
        parts = (part.where(_LISTED[figure]) for part in alive(Request.id))
        statement = select(union_all(*parts).subquery().c.id)
    return statement.params(moments(community_id, seen))


def alive(*columns: Any) -> tuple[Select[Any], Select[Any]]:
    """Return two selects of `columns` that together hold each request any figure of a month can count, once.

    The first walks along what was said in the month or shortly before it, the second along the few older ones that
    are open or took long (`LASTING`); neither reads on into other months, however many are kept.
    """

    def matters(table: type[Request]) -> ColumnElement[bool]:
        return or_(table.completed_at.is_(None), table.completed_at >= _START, table.follow_up_due_at >= _START)

    recent = select(*columns).where(
        Request.community_id == _COMMUNITY,
        COUNTED,
        Request.occurred_at >= _EARLY,
        Request.occurred_at < _BOUND,
        or_(Request.occurred_at >= _START, matters(Request)),
    )
    # Ids by a select of nothing but the columns of the small index, asked for by nothing but their ids: SQLite would
    # walk the whole large index else.
    old = aliased(Request)
    lasting = select(old.id).where(
        old.community_id == _COMMUNITY, text(LASTING), old.occurred_at < _EARLY, matters(old)
    )
    return recent, select(*columns).where(Request.id.in_(lasting))
