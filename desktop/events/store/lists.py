"""Events in lists, page by page, with how many are invited, signed up and came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select

from desktop.events.model import Event, EventGuest, EventItem, EventKind, EventState, GuestState
from desktop.events.rows import EventCounts, EventLine, EventStage
from desktop.households.model import Zone
from desktop.storage import paging
from desktop.storage.base import UtcMoment
from desktop.storage.paging import Key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from desktop.events.rows import EventFilter

__all__ = ["Seen", "counts", "is_open", "line", "lines_of", "midnight", "numbered", "page", "year_span"]

WEEK = timedelta(days=7)
READY_DAYS = 3
"""What is not ready so many days before its event is counted."""


@dataclass(frozen=True, slots=True)
class Seen:
    """For which community events are asked for, when, and in which time zone days are meant."""

    community_id: int
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """Return today in the zone."""
        return self.now.astimezone(self.zone).date()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment `day` begins in `zone`."""
    return datetime.combine(day, time(), zone)


def year_span(year: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the moments a year begins and the next one begins in `zone`."""
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def is_open() -> ColumnElement[bool]:
    """Return the condition that an event is neither held nor called off, written as its partial index is."""
    return Event.state.in_((EventState.PLANNED, EventState.ANNOUNCED))


_COLUMNS: tuple[Any, ...] = (
    *(Event.id, Event.version, Event.number, Event.kind, Event.kind_name, Event.title, Event.state),
    *(Event.starts_at, Event.ends_at, Event.lunar_day, Event.place, Event.capacity),
    func.coalesce(Zone.name, "").label("zone"),
)


def page(
    session: Session, seen: Seen, wanted: EventFilter, after: EventLine | None, limit: int
) -> tuple[EventLine, ...]:
    """Return the page of a list that follows `after`: what is to come next first, everything else latest first."""
    latest_first = wanted.stage is not EventStage.COMING
    keys = (Key(Event.starts_at.expression, latest_first), Key(Event.id.expression, latest_first))
    anchor = None if after is None else (after.starts_at, after.id)
    statement = _lines().where(*_conditions(seen, wanted))
    return _told(session, paging.page(session, statement, keys, anchor, limit).rows)


def line(session: Session, community_id: int, event_id: int) -> EventLine | None:
    """Return one event, None where there is none."""
    return next(iter(lines_of(session, community_id, (event_id,))), None)


def numbered(session: Session, community_id: int, number: str) -> EventLine | None:
    """Return the event of a number, None where there is none."""
    statement = _lines().where(Event.community_id == community_id, Event.number == number)
    return next(iter(_told(session, session.execute(statement).all())), None)


def lines_of(session: Session, community_id: int, ids: Sequence[int]) -> tuple[EventLine, ...]:
    """Return the events of `ids` that there are, next first."""
    if not ids:
        return ()
    statement = _lines().where(Event.community_id == community_id, Event.id.in_(ids))
    return _told(session, session.execute(statement.order_by(Event.starts_at, Event.id)).all())


# Made once: it is asked at every key typed into the search box.
_SEARCHED = select(
    Event.id, Event.kind, Event.kind_name, Event.number, Event.title, Event.place, Event.starts_at
).where(Event.community_id == bindparam("community_id"), Event.id.in_(bindparam("ids", expanding=True)))


def searched(session: Session, community_id: int, ids: Sequence[int]) -> Sequence[Any]:
    """Return the events with `ids` that there are, in no particular order, as the search box shows them."""
    return session.execute(_SEARCHED, {"community_id": community_id, "ids": list(ids)}).all() if ids else ()


def counts(session: Session, seen: Seen) -> EventCounts:
    """Return what Today counts; all of it is about open events but today's, which may be held already."""
    days = {"begins": 0, "ends": 1, "soon": READY_DAYS + 1, "week": WEEK.days + 1}
    moments = {name: midnight(seen.today + timedelta(days=ahead), seen.zone) for name, ahead in days.items()}
    row = session.execute(_COUNTED, {"community": seen.community_id, "now": seen.now, **moments}).one()
    return EventCounts(today=row.here + row.held, week=row.week, to_close=row.over, unready=row.unready)


def _counted() -> Select[Any]:
    now, begins, ends, soon, week = (bindparam(name, type_=UtcMoment()) for name in _MOMENTS)
    mine, today = Event.community_id == bindparam("community"), and_(Event.starts_at < ends, Event.ends_at > begins)
    held = select(func.count()).where(mine, Event.state == EventState.HELD, today)
    unready = (
        select(func.count())
        .select_from(EventItem)
        .join(Event, Event.id == EventItem.event_id)
        .where(mine, is_open(), Event.ends_at > now, Event.starts_at < soon, EventItem.ready_at.is_(None))
    )
    return select(
        func.count(case((today, 1))).label("here"),
        func.count(case((Event.starts_at.between(now, week), 1))).label("week"),
        func.count(case((Event.ends_at <= now, 1))).label("over"),
        held.correlate(None).scalar_subquery().label("held"),
        unready.correlate(None).scalar_subquery().label("unready"),
    ).where(mine, is_open())


# Made once: Today asks for it every minute.
_MOMENTS = ("now", "begins", "ends", "soon", "week")
_COUNTED = _counted()


def _lines() -> Select[Any]:
    return select(*_COLUMNS).select_from(Event).outerjoin(Zone, Zone.id == Event.zone_id)


def _conditions(seen: Seen, wanted: EventFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Event.community_id == seen.community_id]
    match wanted.stage:
        case EventStage.COMING:
            # what was held today stays until the day is over, as Today counts it
            found += [Event.state != EventState.CANCELLED, Event.ends_at > midnight(seen.today, seen.zone)]
        case EventStage.TO_CLOSE:
            found += [is_open(), Event.ends_at <= seen.now]
        case EventStage.HELD:
            found.append(Event.state == EventState.HELD)
        case EventStage.ALL:
            pass
    if wanted.kinds:
        found.append(Event.kind.in_(sorted(wanted.kinds)))
    if wanted.year:
        begins, ends = year_span(wanted.year, seen.zone)
        found += [Event.starts_at >= begins, Event.starts_at < ends]
    for word in wanted.words.split():
        texts = (Event.number, Event.title, Event.place, Event.partner, Event.kind_name)
        found.append(or_(*(text.icontains(word, autoescape=True) for text in texts)))
    return found


def _told(session: Session, rows: Sequence[Row[Any]]) -> tuple[EventLine, ...]:
    ids = [row.id for row in rows]
    guests, items = _guests(session, ids), _items(session, ids)
    return tuple(_line(row, guests.get(row.id), items.get(row.id, 0)) for row in rows)


def _guests(session: Session, ids: Sequence[int]) -> Mapping[int, Any]:
    """Return of each event: households invited, people signed up, seated, waiting and come, households come.

    Who walks in takes a seat without having signed up.
    """
    if not ids:
        return {}
    came = and_(EventGuest.came > 0, EventGuest.room_label != "")
    seated = EventGuest.state == GuestState.SIGNED_UP
    statement = select(
        EventGuest.event_id,
        func.count(EventGuest.invited_at).label("invited"),
        _people(and_(seated, EventGuest.walk_in.is_(False))).label("signed_up"),
        _people(seated).label("seated"),
        _people(EventGuest.state == GuestState.WAITING).label("waiting"),
        func.coalesce(func.sum(EventGuest.came), 0).label("came"),
        func.count(case((came, 1))).label("households"),
    )
    grouped = statement.where(EventGuest.event_id.in_(ids)).group_by(EventGuest.event_id)
    return {row.event_id: row for row in session.execute(grouped)}


def _people(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, EventGuest.people), else_=0)), 0)


def _items(session: Session, ids: Sequence[int]) -> Mapping[int, int]:
    if not ids:
        return {}
    statement = select(EventItem.event_id, func.count()).where(
        EventItem.event_id.in_(ids), EventItem.ready_at.is_(None)
    )
    return {row[0]: row[1] for row in session.execute(statement.group_by(EventItem.event_id))}


def _line(row: Row[Any], guests: Any, items_open: int) -> EventLine:
    seated = 0 if guests is None else int(guests.seated)
    return EventLine(
        id=row.id,
        version=row.version,
        number=row.number,
        kind=EventKind(row.kind),
        kind_name=row.kind_name,
        title=row.title,
        state=EventState(row.state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        lunar_day=row.lunar_day,
        place=row.place,
        zone=row.zone,
        capacity=row.capacity,
        invited=0 if guests is None else int(guests.invited),
        signed_up=0 if guests is None else int(guests.signed_up),
        waiting=0 if guests is None else int(guests.waiting),
        came=0 if guests is None else int(guests.came),
        households_came=0 if guests is None else int(guests.households),
        room_left=max(0, row.capacity - seated) if row.capacity else None,
        items_open=items_open,
    )
