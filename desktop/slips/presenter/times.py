"""Times as they stand on a slip: 1030, 10:30, 昨天 1530, 11-20 9:00."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.sheets.dates import Timed, to_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.clock import Clock
    from desktop.core.i18n import Language

__all__ = ["Times"]

_DAYS: Mapping[str, int] = MappingProxyType(
    {"前天": 2, "昨天": 1, "昨日": 1, "今天": 0, "今日": 0, "yesterday": 1, "today": 0}
)
_DAY = re.compile("|".join(_DAYS))
_CLOCK = re.compile(r"(?P<day>.*?[\s日号號])?(?P<hour>\d{1,2})[.:]?(?P<minute>\d{2})")


@dataclass(frozen=True, slots=True)
class Times:
    """Reads the times of slips, all of them past, as seen from the desk's clock and zone."""

    clock: Clock
    zone: ZoneInfo

    def read(self, text: str) -> datetime:
        """Return the moment that `text` names, of today unless it names another day; UserError for what is no time."""
        typed = unicodedata.normalize("NFKC", text).strip().casefold()
        now = self.clock.now().astimezone(self.zone)
        spoken = _DAY.search(typed)
        day = now.date() - timedelta(days=_DAYS[spoken[0]] if spoken else 0)
        rest = (typed[: spoken.start()] + typed[spoken.end() :]).strip() if spoken else typed
        found = _CLOCK.fullmatch(rest)
        if found:
            rest = f"{found['day'] or ''}{found['hour']}:{found['minute']}".strip()
        if not found or not found["day"]:
            rest = rest if re.search(r"\d\s*[-./月]\s*\d", rest) else f"{day.isoformat()} {rest}"
        moment = to_moment(rest, self.zone, now.year)
        if not isinstance(moment, Timed) or moment.time_missing:
            raise UserError(msg("“%(text)s” is no time; write 1030, yesterday 1530 or 11-20 9:00.", text=text.strip()))
        if moment.year_missing and moment.at > now:
            last = to_moment(rest, self.zone, now.year - 1)
            return last.at if isinstance(last, Timed) else moment.at
        return moment.at

    def field(self) -> Callable[[str], tuple[datetime, Callable[[Language], str]]]:
        """Return how a form's field reads times: the moment, and the words that say how it was understood."""

        def parse(text: str) -> tuple[datetime, Callable[[Language], str]]:
            at = self.read(text)
            return at, lambda language: self.words(at, language)

        return parse

    def words(self, at: datetime, language: Language) -> str:
        """Return day and time of `at`."""
        return f"{language.short_date(at.astimezone(self.zone).date())} {language.time(at, self.zone)}"
