"""Working hours: the stretches of a day, the days of a week, and how people write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["STANDARD_WEEK", "Hours", "WorkingWeek", "parse_hours", "written_hours"]

MIDNIGHT = 24 * 60
_HOURS = re.compile(r"([0-9]{1,2}):([0-9]{2})[-~至到]([0-9]{1,2}):([0-9]{2})")
_DASHES = str.maketrans(dict.fromkeys("—–−‐‑―〜", "-"))
_LONGEST = 40


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """One stretch of a day in minutes after midnight, 0 <= opens < closes <= 1440."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse what is no stretch of one day."""
        if not 0 <= self.opens < self.closes <= MIDNIGHT:
            raise ValueError(f"no working hours: {self.opens} to {self.closes}")


def _in_order(hours: tuple[Hours, ...]) -> bool:
    return all(earlier.closes <= later.opens for earlier, later in pairwise(hours))


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """The hours of the seven `days`, Monday first, and those of a day of the weekend worked to `make_up`.

    No hours mean a day off. Holidays are off whatever their weekday; a make-up day has the hours of `make_up` even
    where its weekday has others.
    """

    days: tuple[tuple[Hours, ...], ...]
    make_up: tuple[Hours, ...]

    def __post_init__(self) -> None:
        """Refuse a week of other than seven days, without any hours, or whose hours overlap or are out of order."""
        if len(self.days) != 7 or not any(self.days):
            raise ValueError("a working week has seven days and hours on one of them")
        for hours in (*self.days, self.make_up):
            if not _in_order(hours):
                raise ValueError("the hours of a day follow each other")


_FULL_DAY = (Hours(8 * 60 + 30, 12 * 60), Hours(13 * 60 + 30, 18 * 60))

STANDARD_WEEK = WorkingWeek(((_FULL_DAY,) * 5) + ((), ()), _FULL_DAY)
"""Monday to Friday 08:30-12:00 and 13:30-18:00, eight hours a day, until a community says otherwise."""


def parse_hours(text: str) -> tuple[Hours, ...]:
    """Return the hours written as 08:30-12:00, 13:30-18:00, in order; none for an empty text, a day off.

    Raises UserError naming the field hours for anything else, and where stretches overlap.
    """
    plain = re.sub(r"\s*([-~至到:])\s*", r"\1", unicodedata.normalize("NFKC", text).translate(_DASHES))
    found = [_HOURS.fullmatch(part) for part in re.split(r"[,;、\s]+", plain.strip()) if part]
    try:
        hours = tuple(sorted(_stretch(match) for match in found))
    except ValueError as error:
        fault = msg("“%(text)s” are no working hours; write them like 08:30-12:00, 13:30-18:00.", text=text[:_LONGEST])
        raise UserError(Problem(fault, "hours")) from error
    if not _in_order(hours):
        raise UserError(
            Problem(
                msg("The working hours “%(text)s” overlap; let one end before the next.", text=text[:_LONGEST]), "hours"
            )
        )
    return hours


def written_hours(hours: Iterable[Hours]) -> str:
    """Return hours as `parse_hours` reads them: 08:30-12:00, 13:30-18:00; "" for none."""
    return ", ".join(f"{_written_time(each.opens)}-{_written_time(each.closes)}" for each in hours)


def _stretch(match: re.Match[str] | None) -> Hours:
    if match is None:
        raise ValueError("not written as hours")
    from_hour, from_minute, to_hour, to_minute = (int(part) for part in match.groups())
    if from_minute > 59 or to_minute > 59:
        raise ValueError("an hour has sixty minutes")
    return Hours(from_hour * 60 + from_minute, to_hour * 60 + to_minute)


def _written_time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
