"""Tables of the working week and of the holidays a community entered itself."""

from __future__ import annotations

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root

__all__ = ["HolidayYear", "WorkingHours"]


class WorkingHours(Root, Base):
    """The working hours of a community, one row; without it the standard week holds.

    `days` are eight texts as `parse_hours` reads them: Monday to Sunday, and a day of the weekend that is worked to
    make up for a holiday.
    """

    __tablename__ = "working_hours"
    __table_args__ = (UniqueConstraint("community_id"),)

    days: Mapped[list[str]] = mapped_column(JSON)


class HolidayYear(Root, Base):
    """The holidays and make-up days of one year in place of the shipped ones, written as in the table of holidays.

    `days` is {"holidays": [{"name", "first", "last"}, …], "make_up_days": [day, …]}.
    """

    __tablename__ = "holiday_year"
    __table_args__ = (UniqueConstraint("community_id", "year"),)

    year: Mapped[int]
    days: Mapped[dict[str, object]] = mapped_column(JSON)
