"""What every paper of the gate is printed with: for which community, when, in which language. Free of ReportLab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.house_numbers import natural_key
from desktop.core.i18n import Message

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.visits.rows import InsideLine

__all__ = ["Printing", "by_place"]


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing of a paper; `at` is an aware time, `zone` the community's."""

    community: str
    zone: ZoneInfo
    at: datetime
    language: Language

    @property
    def now(self) -> datetime:
        """Return when it is printed, by the community's clock."""
        return self.at.astimezone(self.zone)

    @property
    def colon(self) -> str:
        """Return what stands between a label and what it names."""
        return ": " if self.language.code == "en" else "："

    @property
    def between(self) -> str:
        """Return what stands between the parts of an enumeration."""
        return ", " if self.language.code == "en" else "、"

    def said(self, words: Message | str) -> str:
        """Return words that are a message or data."""
        return self.language.message(words) if isinstance(words, Message) else words

    def day(self, at: datetime) -> date:
        """Return the day of a moment."""
        return at.astimezone(self.zone).date()

    def clock(self, at: datetime, day: date | None = None) -> str:
        """Return a time, with its day before it where that is another than `day`."""
        time = self.language.time(at, self.zone)
        return time if day == self.day(at) else f"{self.day(at):%m-%d} {time}"

    def printed(self) -> str:
        """Return when it is printed, in words."""
        return self.language.gettext("Printed %(at)s", at=self.language.moment(self.at, self.zone))


def by_place(line: InsideLine) -> tuple[bool, str, str, int]:
    """Return what sorts those inside by building and room in natural order, who is in no building last."""
    return not line.building, natural_key(line.building), natural_key(line.place), line.visit_id
