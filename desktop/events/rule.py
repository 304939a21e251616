"""What follows from an event by itself: who moves up from the waiting list, and on which day it falls another year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from desktop.core.almanac import on_lunar_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

__all__ = ["Group", "Moved", "at_local", "check_in_opens", "day_in_year", "due_by", "moved_up", "same_hours_on"]

DAYS_OF_WEEK = 7
BEFORE_ANNIVERSARY = timedelta(days=60)
"""A lunar day wanders by less than this around the solar day it once fell on (a leap month is 30 days)."""

EARLIER = timedelta(hours=1)
"""Guests of an event soon after midnight are checked in from this long before it begins."""


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one row of the waiting list."""

    id: int
    people: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The rows that move up and those that are skipped because they do not fit whole, both in waiting order."""

    up: tuple[int, ...]
    skipped: tuple[int, ...]


def moved_up(waiting: Sequence[Group], room: int | None) -> Moved:
    """Return who of `waiting`, in its order, moves up into `room` places (None: no limit).

    A group comes whole or not at all; behind one that does not fit, smaller ones still move up.
    """
    up, skipped = [], []
    for group in waiting:
        if room is not None and group.people > room:
            skipped.append(group.id)
            continue
        up.append(group.id)
        room = None if room is None else room - group.people
    # without anyone moving, nobody was passed over
    return Moved(tuple(up), tuple(skipped))


def at_local(day: date, like: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment on `day` at the local time of `like`; one that a change of clocks skips moves on with it."""
    local = like.astimezone(zone)
    at = datetime.combine(day, local.time(), zone)
    return at.astimezone(UTC).astimezone(zone)


def same_hours_on(day: date, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return start and end of an event that is held on `day` instead, at the same local times; over midnight too."""
    days = ends_at.astimezone(zone).date() - starts_at.astimezone(zone).date()
    start, end = at_local(day, starts_at, zone), at_local(day + days, ends_at, zone)
    # both in one hour that a change of clocks skips or repeats
    return start, (end if end > start else start + (ends_at - starts_at))


def day_in_year(day: date, lunar_day: str, year: int) -> date | None:
    """Return the day in `year` that an event of `day` falls on: the same lunar day, else weekday and week of month.

    A fifth weekday that the month does not have is its last one. The lunar day is the one nearest to a whole number
    of years later, so that a day at the turn of the year is found once a year. None beyond the calendar's tables.
    """
    if not lunar_day:
        return _same_weekday(day, year)
    last = monthrange(year, day.month)[1]
    anniversary = date(year, day.month, min(day.day, last))
    return on_lunar_day(lunar_day, anniversary - BEFORE_ANNIVERSARY)


def _same_weekday(day: date, year: int) -> date:
    week = (day.day - 1) // DAYS_OF_WEEK
    first = date(year, day.month, 1)
    found = 1 + (day.weekday() - first.weekday()) % DAYS_OF_WEEK + week * DAYS_OF_WEEK
    last = monthrange(year, day.month)[1]
    return first.replace(day=found if found <= last else found - DAYS_OF_WEEK)


def check_in_opens(starts_at: datetime, zone: ZoneInfo) -> datetime:
    """Return from when guests are checked in: from the beginning of its day, or an hour before, what is earlier."""
    local = starts_at.astimezone(zone)
    return min(datetime(local.year, local.month, local.day, tzinfo=zone), starts_at - EARLIER)


def due_by(goal: int, year: int, today: date) -> int:
    """Return how many of `goal` should be held by the end of `today` in a year that goes evenly."""
    if year != today.year:
        return goal if year < today.year else 0
    days = date(year, 12, 31).timetuple().tm_yday
    return int(goal * today.timetuple().tm_yday / days)
