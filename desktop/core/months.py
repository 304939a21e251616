"""Calendar months in a community's time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg

__all__ = ["Month", "load_zone"]

_WRITTEN = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month, year 1 to 9998. Ordered in time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse what is no month."""
        if not (1 <= self.number <= 12 and 1 <= self.year <= 9998):
            raise ValueError(f"no month: {self.year}-{self.number}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Return the month written YYYY-MM; raise UserError for anything else."""
        written = _WRITTEN.fullmatch(text.strip())
        try:
            if written:
                return cls(int(written[1]), int(written[2]))
        except ValueError:
            pass
        raise UserError(Problem(msg("“%(text)s” is not a month; write it as 2026-11.", text=text), "month"))

    @classmethod
    def containing(cls, at: datetime, zone: ZoneInfo) -> Month:
        """Return the month that the aware time `at` falls in, seen in `zone`."""
        local = at.astimezone(zone)
        return cls(local.year, local.month)

    def __str__(self) -> str:
        """Return YYYY-MM."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        """Return the first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Return the last day."""
        return date.fromordinal(self.plus(1).first_day.toordinal() - 1)

    def plus(self, months: int) -> Month:
        """Return the month `months` later, earlier when negative."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def start(self, zone: ZoneInfo) -> datetime:
        """Return the first moment in `zone`, as UTC."""
        return datetime(self.year, self.number, 1, tzinfo=zone).astimezone(UTC)

    def end(self, zone: ZoneInfo) -> datetime:
        """Return the first moment after the month in `zone`, as UTC."""
        return self.plus(1).start(zone)

    def series(self, length: int = 13) -> tuple[Month, ...]:
        """Return `length` months ending with this one, oldest first."""
        return tuple(self.plus(offset) for offset in range(1 - length, 1))


def load_zone(name: str) -> ZoneInfo:
    """Return the time zone called `name` (IANA); raise UserError for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = msg("There is no time zone “%(name)s”; use a name such as Asia/Shanghai.", name=name)
        raise UserError(Problem(message, "time_zone")) from error
