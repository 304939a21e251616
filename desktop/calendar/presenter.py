"""Which days the calendar shows, and which of them is looked at; reads them in the background."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.calendar.service import CalendarService
from desktop.core.months import Month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.calendar.rows import CalendarDay, CalendarItem, CalendarSpan, NextFestival
    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["CalendarPresenter", "Shown"]

FESTIVALS = 6
AGAIN_MS = 60_000
"""At midnight another day is today; so often the clock is looked at while the page is on screen."""

TOPICS = ("outage", "event", "gift_list", "working_days")
FIRST, LAST = date(1901, 2, 1), date(2099, 11, 30)
"""Beyond, the lunar calendar is not tabled."""


class Shown(StrEnum):
    """How much is shown at once."""

    MONTH = "month"
    WEEK = "week"


class CalendarPresenter(QObject):
    """Keeps the days of one month or week.

    `moved()`: another day or span is chosen, the days may be on their way. `read()`: `span` holds the days chosen.
    `festivals_read(tuple of NextFestival)`.
    """

    moved = Signal()
    read = Signal()
    festivals_read = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Look at today, in its month."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = CalendarService(desk)
        self.shown = Shown.MONTH
        self.day = self._today = self.today
        self.span: CalendarSpan | None = None
        self._minute = QTimer(self, interval=AGAIN_MS)
        self._minute.timeout.connect(self._turn)
        bus.changed.connect(self._note)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self._desk.clock.now().astimezone(self._desk.zone).date()

    @property
    def first(self) -> date:
        """Return the first day shown, a Monday."""
        start = self.day if self.shown is Shown.WEEK else self.day.replace(day=1)
        return start - timedelta(days=start.weekday())

    @property
    def weeks(self) -> int:
        """Return how many weeks are shown: those the month lies in, no more."""
        if self.shown is Shown.WEEK:
            return 1
        last = Month(self.day.year, self.day.month).plus(1).first_day - timedelta(days=1)
        return (last - self.first).days // 7 + 1

    @property
    def looked_at(self) -> CalendarDay | None:
        """Return the day looked at, None while it is being read."""
        if self.span is None:
            return None
        return next((each for each in self.span.days if each.day == self.day), None)

    def start(self) -> None:
        """Read days and festivals, and look at the clock from now on."""
        self._minute.start()
        self._turn()
        self._read()

    def rest(self) -> None:
        """Stop looking at the clock, because nobody looks at the calendar."""
        self._minute.stop()

    def show(self, shown: Shown) -> None:
        """Show the month or the week of the day looked at."""
        if shown is not self.shown:
            self.shown = shown
            self._go(self.day)

    def step(self, spans: int) -> None:
        """Go so many months or weeks on, to the same day of it as far as there is one."""
        if self.shown is Shown.WEEK:
            self._go(self.day + timedelta(weeks=spans))
            return
        month = Month(self.day.year, self.day.month).plus(spans)
        last = month.plus(1).first_day - timedelta(days=1)
        self._go(month.first_day.replace(day=min(self.day.day, last.day)))

    def look_at(self, day: date) -> None:
        """Look at `day`; its month or week is shown."""
        self._go(day)

    def look_at_after(self, days: int) -> None:
        """Look at the day so many days after the one looked at now."""
        self._go(self.day + timedelta(days=days))

    def look_at_today(self) -> None:
        """Look at today."""
        self._go(self.today)

    def items(self) -> Sequence[CalendarItem]:
        """Return what lies on the day looked at, nothing while it is being read."""
        found = self.looked_at
        return () if found is None else found.items

    def _go(self, day: date) -> None:
        self.day = min(max(day, FIRST), LAST)
        known = self.span is not None and self.span.days[0].day == self.first and len(self.span.days) == 7 * self.weeks
        if not known:
            self.span = None
        self.moved.emit()
        if not known:
            self._read_days()

    def _turn(self) -> None:
        if self.today != self._today:
            was, self._today = self._today, self.today
            if self.day == was:
                self.day = self._today
            self.span = None
            self.moved.emit()
            self._read()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._minute.isActive() and changes.touches(*TOPICS):
            self._read()

    def _read(self) -> None:
        self._read_days()
        service = self._service

        def read(_progress: Progress) -> tuple[NextFestival, ...]:
            return service.next_festivals(FESTIVALS)

        self._tasks.run(read, self.festivals_read.emit, owner=self, key="festivals")

    def _read_days(self) -> None:
        service, first, last = self._service, self.first, self.first + timedelta(days=7 * self.weeks - 1)

        def read(_progress: Progress) -> CalendarSpan:
            return service.span(first, last)

        self._tasks.run(read, self._keep, owner=self, key="days")

    def _keep(self, span: CalendarSpan) -> None:
        self.span = span
        self.read.emit()
