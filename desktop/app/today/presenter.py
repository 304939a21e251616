"""Reads what the day asks for, and reads it again whenever requests change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.months import Month
from desktop.requests.rows import RequestFilter, RequestOrder, StateGroup
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.months.rows import MonthSummary
    from desktop.requests.rows import RequestLine, TodayCounts
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["LISTS", "Day", "TodayPresenter"]

MOST_ROWS = 40
TURN_MS = 60_000
"""What is overdue changes with the clock alone; so it is read anew every minute."""

LISTS = {
    "overdue": RequestFilter(overdue=True),
    "due_today": RequestFilter(due_today=True),
    "awaits_follow_up": RequestFilter(awaits_follow_up=True),
    "to_dispatch": RequestFilter(to_dispatch=True),
}
"""The list behind each count."""


@dataclass(frozen=True, slots=True)
class Day:
    """What waits for the desk, read in one go."""

    counts: TodayCounts
    open: int
    next_up: Sequence[RequestLine]


class TodayPresenter(QObject):
    """Reads the day in the background, then the running month.

    `changed(Day)`; `month_changed(MonthSummary)`; `failed(error)`.
    """

    changed = Signal(object)
    month_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Read as `desk`'s account."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self.shown = False
        bus.changed.connect(self._note)
        self._turn = QTimer(self, interval=TURN_MS)
        self._turn.timeout.connect(self.read)
        self._turn.start()

    def read(self) -> None:
        """Read the day anew, unless nobody looks."""
        if self.shown:
            # One after the other: the figures must not keep what is urgent waiting.
            self._tasks.run(self._day, self._show_day, self.failed.emit, owner=self, key="day")

    def _show_day(self, day: Day) -> None:
        self.changed.emit(day)
        self._tasks.run(self._month, self.month_changed.emit, self.failed.emit, owner=self, key="month")

    def _month(self, _progress: Progress) -> MonthSummary:
        # The list stands before the figures are brought in.
        from desktop.months.service import MonthService  # noqa: PLC0415

        return MonthService(self._desk).summary(Month.containing(self._desk.clock.now(), self._desk.zone))

    def _day(self, _progress: Progress) -> Day:
        desk = self._desk
        service = RequestService(desk)
        rows = [
            *service.lines(LISTS["overdue"], RequestOrder.DUE, limit=MOST_ROWS),
            *service.lines(LISTS["due_today"], RequestOrder.DUE, limit=MOST_ROWS),
            *service.lines(LISTS["awaits_follow_up"], RequestOrder.FOLLOW_UP, limit=MOST_ROWS),
        ]
        once = {row.id: row for row in reversed(rows)}
        next_up = list(dict.fromkeys(row.id for row in rows))
        return Day(
            counts=service.today(),
            open=service.count(RequestFilter(group=StateGroup.OPEN)),
            next_up=[once[id_] for id_ in next_up][:MOST_ROWS],
        )

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("request"):
            self.read()
