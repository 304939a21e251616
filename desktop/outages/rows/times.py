"""When an outage is, in the words of notices: over midnight, over several days, with an end nobody knows yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.outages.model import COMES_BACK, SUPPLIES, WEATHER

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.outages.model import OutageKind

__all__ = ["TimeLine", "TimeRole", "Times"]


class TimeRole(StrEnum):
    """How large a line about the time is written on a poster: the day, the time of day, a remark."""

    DAY = "day"
    TIME = "time"
    NOTE = "note"


TimeLine = tuple[str, TimeRole]


@dataclass(frozen=True, slots=True)
class Times:
    """Moments in words of `language`, in `zone`; the year is told where it is not that of `year`.

    An end at midnight is told as 24:00 of the day before, as notices do: nobody asks which midnight is meant.
    """

    language: Language
    zone: ZoneInfo
    year: int

    def day(self, day: date) -> str:
        """Return a day: 11月24日, 24 Nov."""
        return self.language.short_date(day) if day.year == self.year else self.language.full_date(day)

    def named_day(self, day: date) -> str:
        """Return a day with its weekday: 11月24日 星期二, Tuesday 24 Nov."""
        return self.language.gettext("%(weekday)s %(day)s", weekday=self.language.weekday(day), day=self.day(day))

    def moment(self, at: datetime, *, ending: bool = False) -> str:
        """Return a moment: 11月24日 9:00; one that is `ending` may be at 24:00."""
        day, time = self._told(at, ending=ending)
        return self.language.gettext("%(day)s, %(time)s", day=self.day(day), time=time)

    def end(self, ends_at: datetime | None) -> str:
        """Return an end in words, also one that nobody knows."""
        return self.language.gettext("to be announced") if ends_at is None else self.moment(ends_at, ending=True)

    def span(
        self,
        starts_at: datetime,
        ends_at: datetime | None,
        kind: OutageKind,
        *,
        planned: bool = True,
        weekday: bool = True,
    ) -> str:
        """Return start and end in one line; of an emergency also that it is being repaired."""
        t = self.language.gettext
        first, start = self._told(starts_at)
        day = self.named_day(first) if weekday else self.day(first)
        if ends_at is None:
            words = t("%(day)s, from %(start)s", day=day, start=start)
            return t("%(when)s; %(note)s", when=words, note=self.note(None, kind, planned=planned))
        last, end = self._told(ends_at, ending=True)
        if last == first:
            words = t("%(day)s, %(start)s to %(end)s", day=day, start=start, end=end)
        elif last == first + timedelta(days=1):
            words = t("%(day)s, %(start)s to %(end)s the next day", day=day, start=start, end=end)
        else:
            until = self.named_day(last) if weekday else self.day(last)
            words = t("%(day)s, %(start)s to %(last)s, %(end)s", day=day, start=start, last=until, end=end)
        note = self.note(ends_at, kind, planned=planned)
        return t("%(when)s; %(note)s", when=words, note=note) if note else words

    def lines(
        self, starts_at: datetime, ends_at: datetime | None, kind: OutageKind, *, planned: bool = True
    ) -> tuple[TimeLine, ...]:
        """Return start and end as a poster shows them, a few words a line."""
        t = self.language.gettext
        first, start = self._told(starts_at)
        day = (self.named_day(first), TimeRole.DAY)
        note = self.note(ends_at, kind, planned=planned)
        notes = ((note, TimeRole.NOTE),) if note else ()
        if ends_at is None:
            return (day, (t("from %(start)s", start=start), TimeRole.TIME), *notes)
        last, end = self._told(ends_at, ending=True)
        if last == first:
            return (day, (t("%(start)s — %(end)s", start=start, end=end), TimeRole.TIME), *notes)
        if last == first + timedelta(days=1) and self.language.code.startswith("zh"):  # elsewhere too long for a line
            words = t("%(start)s to next day %(end)s", start=start, end=end)
            return (day, (words, TimeRole.TIME), *notes)
        return (
            (t("from %(day)s %(time)s", day=self.day(first), time=start), TimeRole.TIME),
            (t("to %(day)s %(time)s", day=self.day(last), time=end), TimeRole.TIME),
            *notes,
        )

    def moment_lines(self, at: datetime) -> tuple[TimeLine, ...]:
        """Return one moment as a poster shows it: when it was over."""
        day, time = self._told(at)
        return ((self.named_day(day), TimeRole.DAY), (time, TimeRole.TIME))

    def note(self, ends_at: datetime | None, kind: OutageKind, *, planned: bool) -> str:
        """Return what is said beside the time: that an end is not known, that it is being worked on."""
        t = self.language.gettext
        if kind in WEATHER:
            return t("until further notice") if ends_at is None else ""
        if planned and ends_at is not None:
            return ""
        if planned:
            if kind in COMES_BACK:
                return t("the end will be announced")
            return self.language.pgettext("not of a supply", "the end will be announced")
        if kind in SUPPLIES:
            return t("repairs under way, end to be announced") if ends_at is None else t("repairs under way")
        return t("being dealt with, end to be announced") if ends_at is None else t("being dealt with")

    def _told(self, at: datetime, *, ending: bool = False) -> tuple[date, str]:
        """Return day and time of day."""
        local = at.astimezone(self.zone)
        if ending and local.hour == local.minute == 0:
            return local.date() - timedelta(days=1), "24:00"
        return local.date(), f"{local.hour}:{local.minute:02d}"
