"""What screens see of the calendar: the hours of the week, and each year that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.working_hours import STANDARD_WEEK, written_hours

if TYPE_CHECKING:
    from datetime import date

    from desktop.core.holidays import Holiday

__all__ = ["DAY_FIELDS", "STANDARD_HOURS", "HoursRow", "YearRow"]

DAY_FIELDS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "make_up")
"""The fields of a form for working hours, in the order of `HoursRow.days`."""

STANDARD_HOURS = tuple(written_hours(hours) for hours in (*STANDARD_WEEK.days, STANDARD_WEEK.make_up))


@dataclass(frozen=True, slots=True)
class HoursRow:
    """The working hours as eight texts: Monday to Sunday, and a day that is worked to make up; "" for a day off.

    `version` is 0 as long as the standard week holds.
    """

    days: tuple[str, ...] = STANDARD_HOURS
    version: int = 0


@dataclass(frozen=True, slots=True)
class YearRow:
    """The days off of a known year and the weekends worked to make up for them, both in order.

    `version` is 0 for a year as it was shipped; `shipped` tells whether there is one to go back to.
    """

    year: int
    holidays: tuple[Holiday, ...]
    make_up_days: tuple[date, ...]
    shipped: bool
    version: int = 0

    @property
    def is_own(self) -> bool:
        """Tell whether the community entered the year itself."""
        return self.version > 0
