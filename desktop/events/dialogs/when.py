"""Days and times of an event as they are typed: a solar or a lunar day, a time of day."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desktop.core.almanac import names_of, on_lunar_day
from desktop.core.birthdays import LUNAR_YEARS, parse_birthday
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.events.table import almanac_words
from desktop.households.dialogs import day_reader
from desktop.sheets.dates import Timed, to_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.i18n import Language
    from desktop.ui.language import Text

__all__ = ["DayReader", "clock_reader", "end_reader", "span_on", "text_of_day", "texts_of_span"]

_YEAR = re.compile(r"^(\d{4})\s*(?:年|[-./ ])\s*")
_LEAP = re.compile(r"闰|閏|\bleap\b|L", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})(\d{2})")
_LONGEST = 40
_UTC = ZoneInfo("UTC")
_DATED = re.compile(r"\d{4}\D")
_SMALL_HOURS = time(6)


@dataclass(frozen=True, slots=True)
class DayReader:
    """Reads the day of an event as seen from `today`: solar, or lunar where `is_lunar` says so by then.

    A day without a year is the next one; of a lunar day the year is the lunar year.
    """

    today: date
    is_lunar: Callable[[], bool]

    def read(self, text: str) -> tuple[date, Text]:
        """Return the solar day and the words for how it was understood; raise UserError for what is none."""
        if not self.is_lunar():
            day, _words = day_reader(self.today, coming=True)(text)
            return day, lambda spoken: _beside(day, almanac_words(day, "", spoken), spoken)
        kept, day = self._lunar(text)
        return day, lambda spoken: _beside(day, almanac_words(day, kept, spoken), spoken)

    def kept(self, text: str) -> str:
        """Return the lunar day typed as it is kept ("--08-15"), "" while days are solar."""
        return self._lunar(text)[0] if self.is_lunar() else ""

    def turned(self, text: str) -> str:
        """Return the day in `text`, which is of the other calendar than `is_lunar` says now, as it is typed in this."""
        other = DayReader(self.today, lambda: not self.is_lunar())
        try:
            day, _words = other.read(text)
        except UserError:
            return text
        return text_of_day(day, lunar=self.is_lunar())

    def _lunar(self, text: str) -> tuple[str, date]:
        plain = unicodedata.normalize("NFKC", text).strip()
        year = _YEAR.match(plain)
        rest = plain[year.end() :] if year else plain
        leap = bool(_LEAP.search(rest))
        bare = _LEAP.sub("", rest).strip()
        fault = UserError(
            msg("“%(text)s” is no lunar day; write it like 8-15, 八月十五 or 闰6-1.", text=text.strip()[:_LONGEST])
        )
        try:
            found = parse_birthday(f"农历{'闰' if leap else ''}{bare}", self.today)
        except UserError:
            raise fault from None
        if found.year is not None:
            raise fault
        kept = found.stored
        day = on_lunar_day(kept, self._first(int(year[1]) if year else None))
        if day is None:
            raise fault
        return kept, day

    def _first(self, year: int | None) -> date:
        """Return the first day that may be meant: of lunar `year`, else today."""
        if year is None:
            return self.today
        if year not in LUNAR_YEARS[1:-1]:
            words = msg("Lunar years are known from %(first)s to %(last)s.", first=LUNAR_YEARS[0], last=LUNAR_YEARS[-1])
            raise UserError(words)
        return on_lunar_day("--01-01", date(year, 1, 1)) or self.today


def text_of_day(day: date, *, lunar: bool) -> str:
    """Return `day` as `DayReader` reads it: 2026-09-25, or as a lunar day of its lunar year 2026-8-15, 2025-闰6-1."""
    names = names_of(day)
    if not lunar or not names.lunar_day:
        return day.isoformat()
    new_year = on_lunar_day("--01-01", date(day.year, 1, 1))
    year = day.year if new_year is not None and day >= new_year else day.year - 1
    return f"{year}-{'闰' if names.leap else ''}{names.lunar_month}-{names.lunar_day}"


def clock_reader(text: str) -> tuple[str, Text]:
    """Return a time of day as typed (9:00, 930, 下午2点半) as 09:00, and the words beside it where they differ.

    Raises UserError for what is none.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    digits = _CLOCK.fullmatch(plain)
    if digits:
        plain = f"{digits[1]}:{digits[2]}"
    elif plain.isdecimal():
        plain = f"{plain}:00"
    # Of a day in UTC, which has every time of day once.
    found = to_moment(f"2026-01-01 {plain}", _UTC)
    if not isinstance(found, Timed) or found.time_missing:
        raise UserError(msg("“%(text)s” is not a time of day; write it like 9:30.", text=text.strip()[:_LONGEST]))
    shown = f"{found.at:%H:%M}"
    return shown, "" if shown == text.strip() else shown


def end_reader(text: str) -> tuple[str, Text]:
    """Return when an event ends: a time of day, or on another day as 2026-12-21 11:00; raise UserError for neither."""
    found = to_moment(text, _UTC)
    if isinstance(found, Timed) and not found.time_missing and _DATED.match(text.strip()):
        return f"{found.at:%Y-%m-%d %H:%M}", ""
    return clock_reader(text)


def span_on(day: date, starts: str, ends: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return from when until when in `zone` an event is that is on `day`, as the two readers read it.

    What ends in the small hours, earlier than it begins, ends on the next day. An hour that a clock change repeats is
    its first pass.
    """
    begins = datetime.combine(day, time.fromisoformat(starts), zone)
    if " " in ends:
        return begins, datetime.fromisoformat(ends).replace(tzinfo=zone)
    until = time.fromisoformat(ends)
    over = until < begins.time() and until <= _SMALL_HOURS
    return begins, datetime.combine(day + timedelta(days=over), until, zone)


def texts_of_span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Return both ends as the readers read them."""
    begins, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    same = ends.date() == begins.date()
    return f"{begins:%H:%M}", f"{ends:%H:%M}" if same else f"{ends:%Y-%m-%d %H:%M}"


def _beside(day: date, almanac: str, spoken: Language) -> str:
    return " · ".join(filter(None, (f"{spoken.full_date(day)} {spoken.weekday(day)}", almanac)))
