"""Weeks from Monday to Sunday in a community's time zone, numbered as ISO 8601 does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["Week"]

_WRITTEN = re.compile(r"(\d{4})-W(\d{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week of an ISO year, 2 to 9998. Ordered in time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse what is no week."""
        if not 2 <= self.year <= 9998:
            raise ValueError(f"no week: {self.year}-W{self.number}")
        date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def parse(cls, text: str) -> Week:
        """Return the week written YYYY-Www; raise UserError for anything else."""
        written = _WRITTEN.fullmatch(text.strip())
        try:
            if written:
                return cls(int(written[1]), int(written[2]))
        except ValueError:
            pass
        raise UserError(
            Problem(msg("“%(text)s” is not a week; write it as %(example)s.", text=text, example="2026-W47"), "week")
        )

    @classmethod
    def of(cls, day: date) -> Week:
        """Return the week that `day` falls in."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def containing(cls, at: datetime, zone: ZoneInfo) -> Week:
        """Return the week that the aware time `at` falls in, seen in `zone`."""
        return cls.of(at.astimezone(zone).date())

    def __str__(self) -> str:
        """Return YYYY-Www."""
        return f"{self.year:04d}-W{self.number:02d}"

    @property
    def monday(self) -> date:
        """Return the first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Return the last day."""
        return date.fromisocalendar(self.year, self.number, 7)

    def plus(self, weeks: int) -> Week:
        """Return the week `weeks` later, earlier when negative."""
        return Week.of(self.monday + timedelta(weeks=weeks))

    def start(self, zone: ZoneInfo) -> datetime:
        """Return the first moment in `zone`, as UTC."""
        return datetime.combine(self.monday, time(), zone).astimezone(UTC)

    def end(self, zone: ZoneInfo) -> datetime:
        """Return the first moment after the week in `zone`, as UTC."""
        return self.plus(1).start(zone)
