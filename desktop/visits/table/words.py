"""The words in which visits are told on the desk's page: who, since when, how long, until which day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop.core.i18n import Message
from desktop.core.plates import display_plate

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language

__all__ = ["NOTHING", "When", "days_words", "joined", "lasting_words", "said", "who_words"]

NOTHING = "—"
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def said(words: Message | str, spoken: Language) -> str:
    """Return `words`, which are a message or data."""
    return spoken.message(words) if isinstance(words, Message) else words


def joined(*parts: str) -> str:
    """Return what is not empty of `parts`, with points between."""
    return " · ".join(filter(None, parts))


def who_words(plate: str, name: str) -> str:
    """Return plate and name of someone, as far as they are known."""
    return joined(display_plate(plate) if plate else "", name) or NOTHING


def lasting_words(since: datetime, until: datetime, spoken: Language) -> str:
    """Return how long it is from `since` to `until`: minutes below an hour, then hours, then days."""
    span = max(until - since, timedelta())
    if span < _HOUR:
        return spoken.gettext("%(count)s min", count=span // _MINUTE)
    if span.days:
        hours = (span - timedelta(days=span.days)) // _HOUR
        return spoken.gettext("%(days)s d %(hours)s h", days=span.days, hours=hours)
    return spoken.gettext("%(hours)s h %(minutes)s min", hours=span // _HOUR, minutes=span % _HOUR // _MINUTE)


def days_words(first: date, last: date, spoken: Language) -> str:
    """Return a span of days, both included; one day as itself."""
    if first == last:
        return spoken.short_date(first)
    return f"{spoken.short_date(first)} – {spoken.short_date(last)}"


class When:
    """Tells moments by the clock of a community: the time alone where it is today."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        """Stand at `now`."""
        self.zone = zone
        self.now = now

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self.now.astimezone(self.zone).date()

    def words(self, at: datetime, spoken: Language, *, of: datetime | None = None) -> str:
        """Return the time of `at`, with its day unless that is today, or that of the moment `of` told before it."""
        there = at.astimezone(self.zone)
        clock, known = f"{there:%H:%M}", self.today if of is None else of.astimezone(self.zone).date()
        return clock if there.date() == known else f"{spoken.short_date(there.date())} {clock}"

    def until(self, at: datetime, spoken: Language) -> str:
        """Return until when something holds: the last day where it is to the end of one, else the moment."""
        there = at.astimezone(self.zone)
        if there.time() == time():
            return spoken.short_date(there.date() - timedelta(days=1))
        return self.words(at, spoken)
