"""When work is done: the hours of a week, without holidays and with make-up days, and time counted in them.

Hours are read off the clock on the wall: they open and close at the first moment at which that clock shows so much or
more. Where it is put forward over an hour, nothing opens or closes in it twice; where it is put back, the hour that
comes twice is worked twice when the hours lie around it.

A year the table of holidays does not cover is counted as if it had none, and every result that rests on such a year
carries a doubt that says so. China's next year is announced in October to December, so that each end of year meets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from desktop.core.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from desktop.core.holidays import HolidayTable
    from desktop.core.i18n import Message
    from desktop.core.working_hours import Hours, WorkingWeek

__all__ = ["Reckoned", "WorkingCalendar", "first_moment"]

T = TypeVar("T")

ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)
NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Reckoned(Generic[T]):
    """A result of the calendar with what makes it doubtful, None where nothing does. Never asked for its truth."""

    value: T
    doubt: Message | None = None

    def __bool__(self) -> bool:
        """Refuse: whether the value is true is asked of the value."""
        raise TypeError("ask the value of what was reckoned")


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working `week` of a community with the `holidays` of its country."""

    week: WorkingWeek
    holidays: HolidayTable

    def covers(self, year: int) -> bool:
        """Tell whether the holidays of `year` are known."""
        return self.holidays.covers(year)

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """Return the hours of `day`, none for a day off; of a year not covered, those of its weekday."""
        if day in self.holidays.make_up_days:
            return self.week.make_up
        return () if self.holidays.holiday_on(day) else self.week.days[day.weekday()]

    def is_working_day(self, day: date) -> Reckoned[bool]:
        """Return whether any time of `day` is worked."""
        return Reckoned(bool(self.hours_on(day)), self.doubt(day.year, day.year))

    def add_working_time(self, start: datetime, duration: timedelta, zone: ZoneInfo) -> Reckoned[datetime]:
        """Return the first moment, in UTC, by which `duration` of working time has gone by since `start`.

        Days are those of `zone`. Work that fills a day is due when that day closes, not when the next one opens; no
        duration ends at `start`. Raises ValueError for a negative duration, OverflowError after the year 9999.
        """
        if duration < NO_TIME:
            raise ValueError("working time is added, not taken off")
        at = start.astimezone(UTC)
        first = day = at.astimezone(zone).date()
        left = duration
        while left:
            for opens, closes in self._worked(day, zone):
                worked = max(NO_TIME, closes - max(opens, at))
                if worked >= left:
                    return Reckoned(max(opens, at) + left, self.doubt(first.year, day.year))
                left -= worked
            day += ONE_DAY
        return Reckoned(at, self.doubt(first.year, first.year))

    def take_off_working_time(self, end: datetime, duration: timedelta, zone: ZoneInfo) -> Reckoned[datetime]:
        """Return the first moment, in UTC, from which `duration` of working time goes by until `end`.

        What `add_working_time` gave goes back to where it began, or to the close of work before where nothing was
        worked then; no duration stays at `end`. Raises ValueError for a negative duration, OverflowError before the
        year 1.
        """
        if duration < NO_TIME:
            raise ValueError("working time is taken off, not added")
        at = end.astimezone(UTC)
        last = day = at.astimezone(zone).date()
        left = duration
        while duration:
            for opens, closes in reversed(tuple(self._worked(day, zone))):
                worked = max(NO_TIME, min(closes, at) - opens)
                if worked > left:
                    return Reckoned(min(closes, at) - left, self.doubt(day.year, last.year))
                left -= worked
            day -= ONE_DAY
        return Reckoned(at, self.doubt(last.year, last.year))

    def close_of_working_day(self, start: datetime, number: int, zone: ZoneInfo) -> Reckoned[datetime]:
        """Return when work ends, in UTC, on the `number`th day with working hours after the one of `start`.

        Days are those of `zone`. Raises ValueError for a number below 1, OverflowError after the year 9999.
        """
        if number < 1:
            raise ValueError("working days are counted from the day after")
        first = day = start.astimezone(zone).date()
        left = number
        while left:
            day += ONE_DAY
            left -= bool(self.hours_on(day))
        return Reckoned(first_moment(day, self.hours_on(day)[-1].closes, zone), self.doubt(first.year, day.year))

    def working_time_between(self, a: datetime, b: datetime, zone: ZoneInfo) -> Reckoned[timedelta]:
        """Return the working time from `a` to `b`; negative where `b` is before `a`. Days are those of `zone`."""
        begin, end = sorted((a.astimezone(UTC), b.astimezone(UTC)))
        first = begin.astimezone(zone).date()
        last = max(begin, end - timedelta.resolution).astimezone(zone).date()
        # Where the clock is put back over midnight, the next day has opened once before this one is over.
        worked = [
            max(NO_TIME, min(closes, end) - max(opens, begin))
            for day in _days(first, last + ONE_DAY)
            for opens, closes in self._worked(day, zone)
        ]
        total = sum(worked, NO_TIME)
        return Reckoned(total if a <= b else -total, self.doubt(first.year, last.year))

    def doubt(self, first: int, last: int) -> Message | None:
        """Return what to say of a result that rests on the years `first` to `last`, None where all are covered."""
        missing = [year for year in range(first, last + 1) if not self.covers(year)]
        if not missing:
            return None
        return msg(
            "The holidays of %(years)s are not known: counted as if there were none. Enter them in the calendar.",
            years=_written_years(missing),
        )

    def _worked(self, day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches of `day` that are worked, from and until, in UTC."""
        for hours in self.hours_on(day):
            yield first_moment(day, hours.opens, zone), first_moment(day, hours.closes, zone)


def _written_years(years: list[int]) -> str:
    """Return years in order as 2019, 2027–2029."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def first_moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Return the first moment, in UTC, at which the clock on the wall shows these minutes of `day` or later."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    # The clock never shows it, being put forward in between: look for that moment, which is on a full second.
    before, after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), found
    while after - before > ONE_SECOND:
        middle = before + (after - before) // (2 * ONE_SECOND) * ONE_SECOND
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return after
