"""What can be asked of the calendar: the days of a month or week, and which festival comes next."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.calendar import store
from desktop.calendar.rows import CalendarDay, CalendarItem, CalendarSpan, ItemKind, NextFestival
from desktop.core.almanac import festivals_from, names_of
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows, requires
from desktop.events.model import EventKind, EventState
from desktop.events.rows import KIND_ICONS as EVENT_ICONS
from desktop.events.rows import KIND_LABELS as EVENT_LABELS
from desktop.gifts.model import GiftListState
from desktop.outages.model import OutageKind, OutageState
from desktop.outages.rows import KIND_ICONS as OUTAGE_ICONS
from desktop.outages.rows import KIND_LABELS as OUTAGE_LABELS
from desktop.storage.desk import Service
from desktop.working_days.service import calendar_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from desktop.core.working_days import WorkingCalendar

__all__ = ["LONGEST_SPAN", "CalendarService"]

LONGEST_SPAN = 42
"""Days: a month with the days that fill its first and last week."""

_ONE_DAY = timedelta(days=1)
_OVER = frozenset({OutageState.RESTORED, OutageState.CANCELLED})


class CalendarService(Service):
    """The calendar of the community, for one signed-in account; days are days in the community's zone."""

    @requires(Operation.READ_CALENDAR)
    def span(self, first: date, last: date) -> CalendarSpan:
        """Return the days from `first` to `last`, each with its names and what lies on it.

        Raises ValueError where there are none, or more than `LONGEST_SPAN`.
        """
        if not 0 < (last - first).days + 1 <= LONGEST_SPAN:
            raise ValueError(f"a calendar shows 1 to {LONGEST_SPAN} days")
        with self.desk.read() as session:
            items = self._items(session, first, last)
            work = calendar_of(session, self.actor.community_id)
        lying: dict[date, list[CalendarItem]] = {day: [] for day in _days(first, last)}
        for item in items:
            for day in self._days_of(item, first, last):
                lying[day].append(item)
        return CalendarSpan(tuple(_day(day, work, lying[day]) for day in lying), self._today())

    @requires(Operation.READ_CALENDAR)
    def next_festivals(self, count: int) -> tuple[NextFestival, ...]:
        """Return the next `count` festivals, today's among them, with what is planned on or shortly before each."""
        today = self._today()
        found = festivals_from(today, count)
        if not found:
            return ()
        with self.desk.read() as session:
            community_id, last = self.actor.community_id, found[-1].day
            rows = store.events(session, community_id, self._begin(today), self._begin(last + _ONE_DAY))
        planned = [_event(row) for row in rows if row.kind == EventKind.FESTIVAL and row.state != EventState.CANCELLED]
        told = []
        before = today
        for festival in found:
            mine = [item for item in planned if before <= self._local(item.starts_at).date() <= festival.day]
            told.append(NextFestival(festival.day, festival.name, (festival.day - today).days, tuple(mine)))
            before = festival.day + _ONE_DAY
        return tuple(told)

    def _items(self, session: Session, first: date, last: date) -> list[CalendarItem]:
        """Return all that lies on the days, what lasts all day first, then by start."""
        community_id, actor = self.actor.community_id, self.actor
        since, until = self._begin(first), self._begin(last + _ONE_DAY)
        items: list[CalendarItem] = []
        if allows(actor, Operation.READ_GIFTS):
            items += [_gifts(row, self.desk.zone) for row in store.gift_days(session, community_id, first, last)]
        timed: list[CalendarItem] = []
        if allows(actor, Operation.READ_OUTAGES):
            rows = store.outages(session, community_id, since, until)
            where = store.places(session, [row.id for row in rows])
            timed += [_outage(row, where.get(row.id, ())) for row in rows]
        if allows(actor, Operation.READ_EVENTS):
            timed += [_event(row) for row in store.events(session, community_id, since, until)]
        return items + sorted(timed, key=lambda item: (item.starts_at, item.kind, item.id))

    def _days_of(self, item: CalendarItem, first: date, last: date) -> Iterator[date]:
        """Return the days of the span that an item lies on; what runs without a known end, up to today."""
        begins = self._local(item.starts_at).date()
        ends = begins
        if not item.off and not item.all_day:
            end = item.ends_at or max(self.desk.clock.now(), item.starts_at)
            if item.kind is ItemKind.OUTAGE and not item.done:
                # past its expected end it still runs, until somebody says that it is over
                end = max(end, min(self.desk.clock.now(), self._begin(last + _ONE_DAY)))
            # what ends at midnight does not lie on the day that begins then
            ends = self._local(max(end - timedelta(microseconds=1), item.starts_at)).date()
        return _days(max(begins, first), min(ends, last))

    def _begin(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.desk.zone).astimezone(UTC)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.desk.zone)

    def _today(self) -> date:
        return self._local(self.desk.clock.now()).date()


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _day(day: date, work: WorkingCalendar, items: Sequence[CalendarItem]) -> CalendarDay:
    known = work.covers(day.year)
    working = work.is_working_day(day).value if known else None
    return CalendarDay(day, names_of(day), working, work.holidays.holiday_on(day), tuple(items))


def _outage(row: Row[Any], where: Sequence[str]) -> CalendarItem:
    kind = OutageKind(row.kind)
    places = "、".join(where)
    return CalendarItem(
        kind=ItemKind.OUTAGE,
        id=row.id,
        icon=OUTAGE_ICONS[kind],
        label=None if row.kind_name else OUTAGE_LABELS[kind],
        title=" ".join(filter(None, (row.kind_name, places))),
        starts_at=row.starts_at,
        ends_at=row.ended_at or row.ends_at,
        all_day=False,
        off=row.state == OutageState.CANCELLED,
        done=row.state in _OVER,
        page="outages",
        where=MappingProxyType({"outage_id": row.id}),
    )


def _event(row: Row[Any]) -> CalendarItem:
    return CalendarItem(
        kind=ItemKind.EVENT,
        id=row.id,
        icon=EVENT_ICONS[EventKind(row.kind)],
        label=None if row.kind_name else EVENT_LABELS[EventKind(row.kind)],
        title=row.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        all_day=False,
        off=row.state == EventState.CANCELLED,
        done=row.state in {EventState.HELD, EventState.CANCELLED},
        page="events",
        where=MappingProxyType({"event_id": row.id}),
    )


def _gifts(row: Row[Any], zone: ZoneInfo) -> CalendarItem:
    day = datetime.combine(row.due_on, time(), zone).astimezone(UTC)
    return CalendarItem(
        kind=ItemKind.GIFTS,
        id=row.id,
        icon="gift",
        label=msg("Gifts"),
        title=row.title,
        starts_at=day,
        ends_at=None,
        all_day=True,
        off=False,
        done=row.state == GiftListState.ENDED,
        page="gifts",
        where=MappingProxyType({"gift_list_id": row.id}),
    )
