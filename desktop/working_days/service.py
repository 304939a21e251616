"""What can be done with the working calendar: read it, and lay down own hours and years."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.holidays import read_holidays
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.working_hours import parse_hours, written_hours
from desktop.storage.desk import Service
from desktop.working_days import store
from desktop.working_days.model import HolidayYear, WorkingHours
from desktop.working_days.rows import DAY_FIELDS
from desktop.working_days.store import calendar_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.holidays import HolidayTable
    from desktop.core.working_days import WorkingCalendar
    from desktop.storage.work import UnitOfWork
    from desktop.working_days.rows import HoursRow, YearRow

__all__ = ["WorkingDaysService", "calendar_of"]

TOPIC = "working_days"
Kept = TypeVar("Kept", WorkingHours, HolidayYear)


class WorkingDaysService(Service):
    """The working calendar of the community. What was due before a change stays due then."""

    @requires(Operation.READ_RULES)
    def calendar(self) -> WorkingCalendar:
        """Return the calendar: own hours, else the standard week; shipped holidays, own years in their place."""
        with self.desk.read() as session:
            return calendar_of(session, self.actor.community_id)

    @requires(Operation.READ_RULES)
    def hours(self) -> HoursRow:
        """Return the working hours."""
        with self.desk.read() as session:
            return store.hours_of(session, self.actor.community_id)

    @requires(Operation.READ_RULES)
    def years(self) -> tuple[YearRow, ...]:
        """Return every year whose holidays are known, the earliest first."""
        with self.desk.read() as session:
            return store.years_of(session, self.actor.community_id)

    @requires(Operation.EDIT_CALENDAR)
    def set_hours(self, days: Sequence[str], version: int, *, operation_id: str = "") -> Changes:
        """Lay down the hours of Monday to Sunday and of a make-up day, each as `parse_hours` reads them.

        `version` is the one of `hours` that was seen. Raises UserError on the fields of `DAY_FIELDS`.
        """
        kept = _checked_hours(days)
        with self.desk.write(Operation.EDIT_CALENDAR, operation_id) as work:
            statement = select(WorkingHours).where(WorkingHours.community_id == work.community_id)
            row = _seen(work.session.scalars(statement).one_or_none(), version)
            before = None if row is None else {"days": row.days}
            if row is None:
                row = WorkingHours(community_id=work.community_id, days=kept)
            _write(work, row, "hours set", before, kept)
        return work.changes

    @requires(Operation.EDIT_CALENDAR)
    def set_year(self, year: int, days: Mapping[str, Any], version: int, *, operation_id: str = "") -> Changes:
        """Lay down the holidays and make-up days of `year` in place of the shipped ones.

        `days` is written as in the table of holidays: {"holidays": [{"name", "first", "last"}, …], "make_up_days":
        [day, …]}, days like 2026-10-01. `version` is the one of the year that was seen, 0 for a shipped or unknown
        one. Raises UserError on the fields year, holidays, make_up_days.
        """
        kept = _written(year, _checked_year(year, days))
        with self.desk.write(Operation.EDIT_CALENDAR, operation_id) as work:
            row = _seen(_own_year(work, year), version)
            before = None if row is None else {"year": year, "days": row.days}
            if row is None:
                row = HolidayYear(community_id=work.community_id, year=year, days=kept)
            _write(work, row, "year set", before, kept, year=year)
        return work.changes

    @requires(Operation.EDIT_CALENDAR)
    def reset_year(self, year: int, *, operation_id: str = "") -> Changes:
        """Take the own days of `year` away: those shipped hold again, or it is unknown where none were."""
        with self.desk.write(Operation.EDIT_CALENDAR, operation_id) as work:
            row = _own_year(work, year)
            if row is None:
                sentence = msg("Nothing of your own is entered for %(year)s, so nothing was changed.", year=str(year))
                raise UserError(Problem(sentence, "year"))
            work.session.delete(row)
            work.session.flush()
            work.audit(TOPIC, row.id, "year reset", {"year": year, "days": row.days}, None)
            work.result = row.id
        return work.changes


def _own_year(work: UnitOfWork, year: int) -> HolidayYear | None:
    mine = HolidayYear.community_id == work.community_id
    return work.session.scalars(select(HolidayYear).where(mine, HolidayYear.year == year)).one_or_none()


def _seen(row: Kept | None, version: int) -> Kept | None:
    """Return the row if it is still as it was shown, 0 for none; raise ConflictError otherwise."""
    if (row.version if row else 0) != version:
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )
    return row


def _write(work: UnitOfWork, row: Kept, action: str, before: Mapping[str, Any] | None, days: Any, **about: int) -> None:
    row.days = days
    work.session.add(row)
    work.session.flush()
    work.audit(TOPIC, row.id, action, before, {**about, "days": days})
    work.result = row.id


def _checked_hours(days: Sequence[str]) -> list[str]:
    """Return the hours of eight days as they are kept; UserError names each day that is wrong."""
    if len(days) != len(DAY_FIELDS):
        raise ValueError("working hours are those of seven days and of a make-up day")
    problems, kept = [], []
    for field, text in zip(DAY_FIELDS, days, strict=True):
        try:
            kept.append(written_hours(parse_hours(text)))
        except UserError as error:
            problems += [Problem(problem.message, field) for problem in error.problems]
    if not problems and not any(kept[:-1]):
        problems.append(Problem(msg("Enter hours for at least one day of the week."), DAY_FIELDS[0]))
    if problems:
        raise UserError(*problems)
    return kept


def _checked_year(year: int, days: Mapping[str, Any]) -> HolidayTable:
    """Return the table written in `days`; UserError names what is wrong with it, on its fields."""
    try:
        return read_holidays(json.dumps({"years": {str(year): dict(days)}}), str(year))
    except UserError as error:
        raise UserError(*(Problem(problem.message, problem.field or "year") for problem in error.problems)) from error


def _written(year: int, table: HolidayTable) -> dict[str, object]:
    holidays = sorted(table.holidays[year], key=lambda holiday: holiday.first)
    return {
        "holidays": [
            {"name": each.name, "first": each.first.isoformat(), "last": each.last.isoformat()} for each in holidays
        ],
        "make_up_days": sorted(day.isoformat() for day in table.make_up_days),
    }
