"""The calendar of a community as it is kept: own hours and years over the standard week and the shipped holidays."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, literal, select, union_all

from desktop.core.holidays import Holiday, HolidayTable, shipped_holidays
from desktop.core.working_days import WorkingCalendar
from desktop.core.working_hours import STANDARD_WEEK, WorkingWeek, parse_hours
from desktop.working_days.model import HolidayYear, WorkingHours
from desktop.working_days.rows import HoursRow, YearRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import CompoundSelect
    from sqlalchemy.orm import Session

__all__ = ["calendar_of", "hours_of", "shipped", "week_of", "years_of"]

# Made once and one for both: every saved request asks for its calendar. The year of the hours is 0.
_KEPT: CompoundSelect[Any] = union_all(
    select(literal(0).label("year"), WorkingHours.days, WorkingHours.version).where(
        WorkingHours.community_id == bindparam("community")
    ),
    select(HolidayYear.year, HolidayYear.days, HolidayYear.version).where(
        HolidayYear.community_id == bindparam("community")
    ),
)


class _Kept(NamedTuple):
    """What a community has of its own: hours, and years with their version."""

    hours: HoursRow
    years: Mapping[int, tuple[HolidayTable, int]]


@cache
def shipped() -> HolidayTable:
    """Return the holidays that come with the program, read once."""
    return shipped_holidays()


def calendar_of(session: Session, community_id: int) -> WorkingCalendar:
    """Return the working calendar of a community as `session` sees it, also within another service's write."""
    kept = _kept(session, community_id)
    holidays = shipped()
    for own, _version in kept.years.values():
        holidays = holidays.updated(own)
    return WorkingCalendar(week_of(kept.hours.days) if kept.hours.version else STANDARD_WEEK, holidays)


def hours_of(session: Session, community_id: int) -> HoursRow:
    """Return the working hours of a community."""
    return _kept(session, community_id).hours


def years_of(session: Session, community_id: int) -> tuple[YearRow, ...]:
    """Return every year that is known, the earliest first."""
    years, known = _kept(session, community_id).years, shipped()
    return tuple(
        _row(year, *years.get(year, (known, 0)), is_shipped=known.covers(year))
        for year in sorted({*known.holidays, *years})
    )


def week_of(days: Sequence[str]) -> WorkingWeek:
    """Return the week written in eight texts; UserError or ValueError where they are none."""
    *week, make_up = (parse_hours(text) for text in days)
    return WorkingWeek(tuple(week), make_up)


def _kept(session: Session, community_id: int) -> _Kept:
    hours, years = HoursRow(), {}
    for year, days, version in session.connection().execute(_KEPT, {"community": community_id}):
        if year:
            years[year] = (_table(year, days), version)
        else:
            hours = HoursRow(tuple(days), version)
    return _Kept(hours, years)


def _table(year: int, days: Mapping[str, Any]) -> HolidayTable:
    holidays = tuple(
        Holiday(each["name"], date.fromisoformat(each["first"]), date.fromisoformat(each["last"]))
        for each in days["holidays"]
    )
    return HolidayTable({year: holidays}, frozenset(_days(days["make_up_days"])))


def _days(texts: Sequence[str]) -> Iterator[date]:
    return (date.fromisoformat(text) for text in texts)


def _row(year: int, table: HolidayTable, version: int, *, is_shipped: bool) -> YearRow:
    holidays = sorted(table.holidays[year], key=lambda holiday: holiday.first)
    make_up = sorted(day for day in table.make_up_days if day.year == year)
    return YearRow(year, tuple(holidays), tuple(make_up), is_shipped, version)
