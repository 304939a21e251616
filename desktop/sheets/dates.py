"""Dates and times as people write them in tables: 2026.3.1, 2026/3/1 14:05, 2026年3月1日 下午2点半, 20260301, 3月1日.

Year, month, day, in this order, is the only order understood: 3/1/2026 is January or March, so it is refused. Serial
numbers count days from 30 December 1899, as all spreadsheet programs do.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.i18n import msg
from desktop.sheets.cells import CellFault, shown

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desktop.sheets.workbook import Cell

__all__ = ["Dated", "Timed", "to_date", "to_moment", "year_in"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_SERIAL, LAST_SERIAL = 18_264, 73_415
"""1 January 1950 to 31 December 2100: smaller ones are far likelier a room, an area, or 3.1 for 1 March."""

SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock's time, as in the sheet
CENTURY_TURNS_AT = 69
"""Two-digit years below it are 20xx, the others 19xx, as POSIX has it."""

_TRANSLATED = str.maketrans(
    {
        "點": "点",
        "時": "时",
        "號": "号",
        "—": "-",
        "–": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "―": "-",
        "\\": "/",
        "。": ".",
    }
)
_WEEKDAY = re.compile(r"[(\[]?(?:星期|周|礼拜|週|禮拜)[一二三四五六日天][)\]]?")
_DIGITS = re.compile(r"\d+")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DATE = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})\s*(?:年|[-./])\s*)?"
    r"(?P<month>\d{1,2})\s*(?:月|[-./])\s*(?P<day>\d{1,2})(?!\d)\s*(?:日|号)?[.,]?[\sT]*(?P<time>.*)"
)
_UNCLEAR_ORDER = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}(?:\D.*)?")
_TIME = re.compile(
    r"(?P<part>[^\d\s:]{0,2}?)\s*(?P<hour>\d{1,2})\s*:\s*(?P<minute>\d{1,2})(?:\s*:\s*(?P<second>\d{1,2})(?:\.\d+)?)?"
    r"\s*(?P<half>[AP]M)?\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?"
)
_SPOKEN = (
    (re.compile(r"[点时]\s*半"), ":30"),
    (re.compile(r"[点时]\s*一刻"), ":15"),
    (re.compile(r"[点时]\s*三刻"), ":45"),
    (re.compile(r"[点时]\s*(?:整|正|钟)?$"), ":00"),
    (re.compile(r"[点时分]\s*(?=\d)"), ":"),
    (re.compile(r"[分秒]$"), ""),
)
_MORNING = frozenset({"上午", "早上", "早", "清晨", "凌晨", "AM"})
_AFTERNOON = frozenset({"下午", "午后", "傍晚", "PM"})
_EVENING = frozenset({"晚上", "晚", "夜里", "夜间"})
_NOON = frozenset({"中午"})
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A day; `year_missing` tells that the hint filled in its year."""

    day: date
    year_missing: bool = False


@dataclass(frozen=True, slots=True)
class Timed:
    """A moment, aware, in UTC; `time_missing` tells that the cell held a day only and midnight stands for it."""

    at: datetime
    year_missing: bool = False
    time_missing: bool = False


class _Wall(NamedTuple):
    """What stands in the cell: a day, the time since its midnight if any, an offset if written."""

    day: date
    clock: timedelta | None = None
    year_missing: bool = False
    offset: timezone | None = None


def to_date(cell: Cell, year_hint: int | None = None) -> Dated | CellFault | None:
    """Return the day in the cell, without its time of day; None for an empty cell.

    `year_hint` is the year of a date without one; where it is None such a date is refused.
    """
    wall = _read(cell, year_hint)
    return Dated(wall.day, wall.year_missing) if isinstance(wall, _Wall) else wall


def to_moment(cell: Cell, zone: ZoneInfo, year_hint: int | None = None) -> Timed | CellFault | None:
    """Return the moment in the cell, read on a clock in `zone` unless it carries an offset; None for an empty cell.

    `year_hint` is as for `to_date`. An hour that a clock change repeats is its first pass.
    """
    wall = _read(cell, year_hint)
    if not isinstance(wall, _Wall):
        return wall
    midnight = datetime(wall.day.year, wall.day.month, wall.day.day)  # noqa: DTZ001 - the zone follows
    local = (midnight + (wall.clock or timedelta())).replace(tzinfo=wall.offset or zone)
    return Timed(local.astimezone(UTC), wall.year_missing, wall.clock is None)


def year_in(text: str) -> int | None:
    """Return the only year a title such as `2026年3月报修台账` names; None for none or for several."""
    years = {int(year) for year in _YEAR.findall(unicodedata.normalize("NFKC", text))}
    return years.pop() if len(years) == 1 else None


def _read(cell: Cell, year_hint: int | None) -> _Wall | CellFault | None:
    wall: _Wall | CellFault | None
    if cell is None:
        return None
    if isinstance(cell, datetime):
        wall = _wall(cell)
    elif isinstance(cell, date):
        wall = _Wall(cell)
    elif isinstance(cell, str):
        wall = _read_text(_plain(cell), year_hint, cell)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        wall = _read_number(cell)
    else:
        wall = None
    if isinstance(wall, _Wall) and not FIRST_YEAR <= wall.day.year <= LAST_YEAR:
        wall = None
    if wall is None and not (isinstance(cell, str) and not _plain(cell)):
        return CellFault(
            msg("“%(value)s” is not a date; write it as 2026-03-01 or 2026-03-01 14:05.", value=shown(cell))
        )
    return wall


def _wall(moment: datetime) -> _Wall:
    # to the second: a fraction of a day is never exactly a minute
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    return _Wall(moment.date(), timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second))


def _plain(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text).translate(_TRANSLATED)
    return _WEEKDAY.sub(" ", narrow).strip(" \t\r\n'.").upper()


def _read_number(number: float) -> _Wall | None:
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        wall = _wall(SERIAL_ZERO + timedelta(days=number))
        return wall._replace(clock=None) if float(number).is_integer() else wall
    return _read_digits(str(int(number))) if float(number).is_integer() else None


def _read_digits(digits: str) -> _Wall | None:
    """Read 20260301, 202603011405 and 20260301140500."""
    if len(digits) not in {8, 12, 14}:
        return None
    day = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    if day is None or len(digits) == 8:
        return _Wall(day) if day else None
    clock = _clock(int(digits[8:10]), int(digits[10:12]), int(digits[12:] or 0))
    return None if clock is None else _Wall(day, clock)


def _read_text(text: str, year_hint: int | None, cell: Cell) -> _Wall | CellFault | None:
    if _DIGITS.fullmatch(text) and len(text) > 5:
        return _read_digits(text)
    if _SERIAL.fullmatch(text):
        return _read_number(float(text))
    if _UNCLEAR_ORDER.fullmatch(text):
        return CellFault(
            msg("In “%(value)s” day and month cannot be told apart; write it as 2026-03-01.", value=shown(cell))
        )
    written = _DATE.fullmatch(text)
    if not written:
        return None
    if not written["year"] and year_hint is None:
        return CellFault(
            msg("“%(value)s” has no year, and neither a row before it nor the title names one.", value=shown(cell))
        )
    return _read_written(written, year_hint or 0)


def _read_written(written: re.Match[str], year_hint: int) -> _Wall | None:
    year = _year(written["year"]) if written["year"] else year_hint
    day = _day(year, int(written["month"]), int(written["day"]))
    if day is None:
        return None
    wall = _Wall(day, None, not written["year"])
    return _with_time(wall, written["time"]) if written["time"] else wall


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < CENTURY_TURNS_AT else 1900)


def _with_time(wall: _Wall, text: str) -> _Wall | None:
    text = text.strip()
    for pattern, plain in _SPOKEN:
        text = pattern.sub(plain, text)
    written = _TIME.fullmatch(text)
    if not written:
        return None
    hour = _hour(int(written["hour"]), written["part"] or written["half"] or "")
    if hour is None:
        return None
    clock = _clock(hour, int(written["minute"]), int(written["second"] or 0))
    return None if clock is None else wall._replace(clock=clock, offset=_offset(written["offset"]))


def _hour(hour: int, part: str) -> int | None:
    """Return the hour of 24 that `hour` of a part of the day means, None where that is unclear."""
    if not part or hour > 12:
        return hour if not part or part in _AFTERNOON | _EVENING | _NOON else None
    if part in _MORNING:
        return hour % 12 if part in {"凌晨", "AM"} else hour
    if part in _AFTERNOON:
        return hour % 12 + 12
    if part in _NOON:
        return hour + 12 if hour < 3 else hour
    if part in _EVENING and hour >= 5:
        return hour + 12
    return None


def _clock(hour: int, minute: int, second: int) -> timedelta | None:
    since_midnight = timedelta(hours=hour, minutes=minute, seconds=second)
    fits = minute < 60 and second < 60 and since_midnight <= timedelta(days=1)
    return since_midnight if fits else None


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-length if text[0] == "-" else length) if length < timedelta(days=1) else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
