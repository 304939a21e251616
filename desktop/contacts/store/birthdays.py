"""Ages and birthdays in SQL, solar and lunar, as `core/birthdays.py` counts them.

Lunar days compare as text: year and month, then 1 for a leap month, then the day. Who has no birthday on file but a
resident's identity card has the one that stands in its number.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, false, func, or_

from desktop.core.birthdays import Birthday, next_day
from desktop.households.model import Calendar, Resident

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement

__all__ = ["aged", "birthday_this_month", "lunar_days"]

OLDEST = 150
"""Nobody is older; beyond it a bound of age narrows nothing or leaves nobody."""

_FIRST_BORN = "18800101"
"""Digits of a card before this are no date of birth."""

_NO_YEAR = "--%"
_ON_FILE = Resident.birthday != ""
_LUNAR = Resident.birthday_calendar == Calendar.LUNAR
_CARD = func.substr(Resident.id_number, 7, 8)
_BY_CARD = and_(Resident.birthday == "", func.length(Resident.id_number) == 18)
_LEAP = case((Resident.birthday.like("%L"), "1"), else_="0")
_LUNAR_KEY = func.substr(Resident.birthday, 1, 7).concat(_LEAP).concat(func.substr(Resident.birthday, 8, 3))
_DAY = case(
    (Resident.birthday.like(_NO_YEAR), func.substr(Resident.birthday, 3)), else_=func.substr(Resident.birthday, 6)
)


def aged(first: int | None, last: int | None, today: date) -> ColumnElement[bool]:
    """Return the condition that a resident has completed at least `first` and at most `last` years today."""
    conditions = [_born_by(today, 0 if first is None else first)]
    if last is not None and last < OLDEST:
        conditions.append(~_born_by(today, last + 1))
    return and_(*conditions)


def birthday_this_month(today: date) -> ColumnElement[bool]:
    """Return the condition that a resident's birthday is kept on a day of the month of `today`."""
    month = f"{today.month:02}"
    return or_(
        and_(_ON_FILE, ~_LUNAR, _DAY.like(f"{month}-%")),
        and_(_ON_FILE, _LUNAR, _DAY.in_(sorted(lunar_days(today.year, today.month)))),
        and_(_BY_CARD, _CARD >= _FIRST_BORN, func.substr(Resident.id_number, 11, 2) == month),
    )


def lunar_days(year: int, month: int) -> Collection[str]:
    """Return the lunar days kept in a solar month, as they are stored without a year: 10-13, 04-08L."""
    first = date(year, month, 1)
    last = first.replace(day=monthrange(year, month)[1])
    near = {(lunar.month, leap) for lunar in _lunar_of(first, last) for leap in (False, True)}
    candidates = [Birthday(number, day, None, True, leap) for number, leap in near for day in range(1, 31)]
    return frozenset(
        candidate.stored.removeprefix("--")
        for candidate in candidates
        if (kept := next_day(candidate, first)) is not None and kept <= last
    )


def _lunar_of(first: date, last: date) -> list[Birthday]:
    """Return the lunar day of every fifteenth or so day between two days: each lunar month in between is met."""
    days = [first + timedelta(days=offset) for offset in (0, 14, 27)] + [last]
    found = [_lunar(day) for day in days]
    return [lunar for lunar in found if lunar is not None]


def _lunar(day: date) -> Birthday | None:
    """Return a day in the lunar calendar, None beyond the years that are known."""
    # borax is imported where a lunar birthday is met, not at every start
    from borax.calendars.lunardate import MAX_SOLAR_DATE, MIN_SOLAR_DATE, LunarDate  # noqa: PLC0415

    if not MIN_SOLAR_DATE <= day <= MAX_SOLAR_DATE:
        return None
    lunar = LunarDate.from_solar(day)
    return Birthday(lunar.month, lunar.day, lunar.year, lunar=True, leap=bool(lunar.leap))


def _born_by(today: date, years: int) -> ColumnElement[bool]:
    """Return the condition that a resident has completed `years` years today: was born on a day or before."""
    if years > OLDEST:
        return false()
    year, in_leap_year_only = today.year - years, (today.month, today.day) == (2, 29)
    day = 28 if in_leap_year_only and monthrange(year, 2)[1] == 28 else today.day
    latest = date(year, today.month, day)
    conditions = [
        and_(_ON_FILE, ~_LUNAR, Resident.birthday.not_like(_NO_YEAR), Resident.birthday <= latest.isoformat()),
        and_(_BY_CARD, _CARD.between(_FIRST_BORN, latest.strftime("%Y%m%d"))),
    ]
    lunar = _lunar(latest)
    if lunar is not None:
        key = f"{lunar.year:04}-{lunar.month:02}{int(lunar.leap)}-{lunar.day:02}"
        conditions.append(and_(_ON_FILE, _LUNAR, Resident.birthday.not_like(_NO_YEAR), key >= _LUNAR_KEY))
    return or_(*conditions)
