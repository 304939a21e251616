"""Times as a clerk types them: nothing for now, 14:30, 昨天 15:30, 11-20 9:00, 明天上午9点, 20分钟前."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.sheets.dates import Timed, to_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from desktop.core.i18n import Language
    from desktop.requests.table import Seen

__all__ = ["Moments"]

_DAYS: Mapping[str, int] = MappingProxyType(
    {
        "前天": -2,
        "昨天": -1,
        "昨日": -1,
        "昨晚": -1,
        "今天": 0,
        "今日": 0,
        "今晚": 0,
        "明天": 1,
        "明日": 1,
        "后天": 2,
        "後天": 2,
        "yesterday": -1,
        "today": 0,
        "tomorrow": 1,
    }
)
_EVENINGS = {"昨晚": "晚上", "今晚": "晚上"}
_NOW = frozenset({"", "现在", "刚才", "刚刚", "現在", "剛才", "剛剛", "now"})
_AGO = re.compile(r"(\d{1,3})\s*(分钟|分鐘|分|min|minutes?|小时|小時|h|hours?|天|days?)\s*(?:以?前|之前|ago)")
_UNITS = {"分": "minutes", "m": "minutes", "小": "hours", "h": "hours", "天": "days", "d": "days"}
_DAY = re.compile("|".join(_DAYS))
_HAS_DATE = re.compile(r"\d\s*(?:[-./年月日号號]\s*\d|[月日号號])|\d{6,}")


@dataclass(frozen=True, slots=True)
class Moments:
    """Reads times typed at the desk, as seen from its clock and zone."""

    seen: Seen

    def read(self, text: str, *, past: bool) -> datetime | None:
        """Return the moment that `text` names, aware; None for "now" and for nothing.

        A date without a year is the nearest one that lies in the past (`past`), else the nearest to come or of this
        year. Raises UserError for what is no time, and for a day without a time of day.
        """
        typed = unicodedata.normalize("NFKC", text).strip().casefold()
        if typed in _NOW:
            return None
        ago = _AGO.fullmatch(typed)
        if ago:
            return self.seen.now() - timedelta(**{_UNITS[ago[2][0]]: int(ago[1])})
        found = self._moment(self._with_date(typed), text)
        if not found.year_missing:
            return found.at
        return self._nearest(typed, text, found.at, past=past)

    def field(self, *, past: bool) -> Callable[[str], tuple[datetime | None, Callable[[Language], str]]]:
        """Return how a form's field reads times: the moment, and the words that say how it was understood."""

        def parse(text: str) -> tuple[datetime | None, Callable[[Language], str]]:
            at = self.read(text, past=past)
            return at, lambda language: self.seen.when(at or self.seen.now(), language)

        return parse

    def _with_date(self, typed: str) -> str:
        """Return `typed` with a day in figures: words such as 昨天 become dates, a bare time is of today."""
        spoken = _DAY.search(typed)
        if spoken:
            day = self._day(_DAYS[spoken[0]])
            rest = typed[: spoken.start()] + _EVENINGS.get(spoken[0], "") + typed[spoken.end() :]
            return f"{day.isoformat()} {rest.strip()}".strip()
        return typed if _HAS_DATE.search(typed) else f"{self._day(0).isoformat()} {typed}"

    def _day(self, offset: int) -> date:
        return self.seen.now().date() + timedelta(days=offset)

    def _moment(self, typed: str, original: str, year: int | None = None) -> Timed:
        found = to_moment(typed, self.seen.zone, year or self.seen.now().year)
        if not isinstance(found, Timed):
            raise UserError(msg("“%(text)s” is not a time; write 14:30, yesterday 15:30 or 11-20 9:00.", text=original))
        if found.time_missing:
            raise UserError(msg("Add the time of day to “%(text)s”, for example 15:30.", text=original))
        return found

    def _nearest(self, typed: str, original: str, at: datetime, *, past: bool) -> datetime:
        now = self.seen.now()
        if past and at > now:
            return self._moment(typed, original, now.year - 1).at
        if not past and at < now - timedelta(days=180):
            return self._moment(typed, original, now.year + 1).at
        return at
