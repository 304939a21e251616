"""How a year of holidays is written in a form: a holiday to a line, days without their year, and how that is read.

元旦 01-01 – 01-03
国庆节 10-01 – 10-08
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop.core.holidays import Holiday

__all__ = ["read_year", "written_days", "written_holidays"]

_DAY = r"(?:([0-9]{4})[-./年])?([0-9]{1,2})[-./月]([0-9]{1,2})日?"
_HOLIDAY = re.compile(rf"(.+?)[\s:：]+{_DAY}(?:\s*[-–—~至到\s]\s*(?:{_DAY}|([0-9]{{1,2}})日?))?")
_ONE_DAY = re.compile(_DAY)
_LONGEST = 40
LIKE = msg("Spring Festival 02-15 – 02-23")


def written_holidays(holidays: Iterable[Holiday]) -> str:
    """Return `holidays` a line each; `read_year` reads them back."""
    return "\n".join(
        f"{each.name} {each.first:%m-%d}" + ("" if each.first == each.last else f" – {each.last:%m-%d}")
        for each in holidays
    )


def written_days(days: Iterable[date]) -> str:
    """Return `days` separated by commas; `read_year` reads them back."""
    return ", ".join(f"{day:%m-%d}" for day in days)


def read_year(year: int, holidays: str, make_up_days: str) -> Mapping[str, object]:
    """Return what stands in the two fields of a form as the table of holidays is written.

    A day without a year is of `year`; whether the days make sense together is not looked at. Raises UserError on the
    fields holidays and make_up_days with every line and day that cannot be read, or that no calendar has.
    """
    problems: list[Problem] = []
    found = []
    for number, line in enumerate(_plain(holidays).splitlines(), start=1):
        match = _HOLIDAY.fullmatch(line.strip())
        holiday = None if match is None else _holiday(year, match)
        if holiday is not None:
            found.append(holiday)
        elif line.strip():
            fault = msg(
                "Line %(line)s, “%(text)s”: write the name, the first and the last day, like %(like)s.",
                line=number,
                text=line.strip()[:_LONGEST],
                like=LIKE,
            )
            problems.append(Problem(fault, "holidays"))
    days = []
    for text in re.split(r"[,;、\s]+", _plain(make_up_days).strip()):
        match = _ONE_DAY.fullmatch(text)
        day = "" if match is None else _day(year, *match.groups())
        if day:
            days.append(day)
        elif text:
            fault = msg("“%(text)s” is not a day; write it like 02-14.", text=text[:_LONGEST])
            problems.append(Problem(fault, "make_up_days"))
    if problems:
        raise UserError(*problems)
    return {"holidays": found, "make_up_days": days}


def _plain(text: str) -> str:
    return "\n".join(unicodedata.normalize("NFKC", line) for line in text.splitlines())


def _holiday(year: int, match: re.Match[str]) -> Mapping[str, str] | None:
    name, own_year, month, day, last_year, last_month, last_day, day_only = match.groups()
    first = _day(year, own_year, month, day)
    last = first
    if last_day:
        last = _day(year, last_year or own_year, last_month, last_day)
    elif day_only:
        last = _day(year, own_year, month, day_only)
    return {"name": name.strip(), "first": first, "last": last} if first and last else None


def _day(year: int, own_year: str | None, month: str, day: str) -> str:
    """Return the day as it stands in the table, empty for one that no calendar has."""
    try:
        return date(int(own_year or year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
