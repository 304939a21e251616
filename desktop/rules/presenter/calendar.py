"""Reads the working calendar, and carries out what is decided about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.core.changes import Changes, new_operation_id
from desktop.core.holidays import HolidayTable, load_holidays
from desktop.core.i18n import msg, nmsg
from desktop.rules.presenter.writing import Done, WritingPresenter
from desktop.rules.rule import read_year
from desktop.working_days.rows import HoursRow, YearRow
from desktop.working_days.service import WorkingDaysService

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from PySide6.QtCore import QObject

    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["CalendarPresenter", "Known"]

TOPIC = "working_days"


@dataclass(frozen=True, slots=True)
class Known:
    """The hours of the week, the years that are known (the latest first), and which year it is now."""

    hours: HoursRow = field(default_factory=HoursRow)
    years: tuple[YearRow, ...] = ()
    now: int = 0

    @property
    def unknown(self) -> tuple[int, ...]:
        """Return which of this year and the next is not known."""
        known = {row.year for row in self.years}
        return tuple(year for year in (self.now, self.now + 1) if year not in known)


class CalendarPresenter(WritingPresenter):
    """Runs the service in the background. `shown(Known)`."""

    shown = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Serve the account signed in at `desk`."""
        super().__init__(tasks, parent)
        self._desk = desk
        self._service = WorkingDaysService(desk)
        self._started = False
        bus.changed.connect(self._note)

    def read(self) -> None:
        """Read hours and years anew."""
        self._started = True
        self._tasks.run(self._known, self.shown.emit, self.refused.emit, owner=self, key="calendar")

    def save_hours(self, days: Sequence[str], version: int) -> None:
        """Keep the hours of the seven days and of a make-up day, as they were written, over `version`."""
        act = partial(self._service.set_hours, days, version, operation_id=new_operation_id())
        self._write(act, msg("The working hours are saved."))

    def save_year(self, year: int, holidays: str, make_up_days: str, version: int) -> None:
        """Keep a year as it was written in the form, over `version`."""
        operation_id = new_operation_id()

        def act() -> Changes:
            days = read_year(year, holidays, make_up_days)
            return self._service.set_year(year, days, version, operation_id=operation_id)

        self._write(act, msg("The holidays of %(year)s are saved.", year=str(year)))

    def reset_year(self, row: YearRow) -> None:
        """Take what was entered for a year away; that can be taken back."""
        words = msg("The holidays of %(year)s are taken away.", year=str(row.year))
        if row.shipped:
            words = msg("The holidays of %(year)s are as shipped again.", year=str(row.year))
        act = partial(self._service.reset_year, row.year, operation_id=new_operation_id())
        self._write(act, words, lambda _id: self._put_back(row))

    def take_file(self, path: Path) -> None:
        """Keep every year of the table of holidays at `path` in place of what was known of it."""
        operation_id = new_operation_id()

        def act(_progress: Progress) -> Changes:
            table = load_holidays(path)
            versions = {row.year: row.version for row in self._service.years()}
            for year in sorted(table.holidays):
                each = f"{operation_id}-{year}"
                self._service.set_year(year, _written(table, year), versions.get(year, 0), operation_id=each)
            return Changes({TOPIC: frozenset()}, len(table.holidays), operation_id)

        self._tasks.run(act, self._taken, self.refused.emit, owner=self, write=True)

    def _taken(self, changes: Changes) -> None:
        count = changes.result
        words = nmsg("%(count)s year is taken from the file.", "%(count)s years are taken from the file.", count)
        self.done.emit(Done(words))

    def _put_back(self, row: YearRow) -> None:
        table = HolidayTable({row.year: row.holidays}, frozenset(row.make_up_days))
        act = partial(self._service.set_year, row.year, _written(table, row.year), 0, operation_id=new_operation_id())
        self._write(act, msg("The holidays of %(year)s are saved.", year=str(row.year)))

    def _known(self, _progress: Progress) -> Known:
        with self._desk.hold() as desk:
            service = WorkingDaysService(desk)
            hours, years = service.hours(), service.years()
        now = self._desk.clock.now().astimezone(self._desk.zone)
        return Known(hours, tuple(reversed(years)), now.year)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._started and changes.touches(TOPIC):
            self.read()


def _written(table: HolidayTable, year: int) -> Mapping[str, object]:
    """Return a year of `table` as the service takes it."""
    return {
        "holidays": [
            {"name": each.name, "first": each.first.isoformat(), "last": each.last.isoformat()}
            for each in table.holidays[year]
        ],
        "make_up_days": sorted(day.isoformat() for day in table.make_up_days if day.year == year),
    }
