"""Reads what the day asks for, and reads it again whenever something of it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from sqlalchemy import select

from desktop.core.months import Month
from desktop.core.permissions import Operation, allows
from desktop.households.model import RoomTag, Tag
from desktop.requests.model import OPEN_STATES, Request
from desktop.requests.rows import RequestFilter, RequestOrder, StateGroup
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.care.rows import CareCounts
    from desktop.core.changes import Changes
    from desktop.months.rows import MonthSummary
    from desktop.requests.rows import RequestLine, TodayCounts
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["LISTS", "Besides", "Day", "TodayPresenter", "of_the_marked"]

MOST_ROWS = 40
TURN_MS = 60_000
"""What is overdue changes with the clock alone; so it is read anew every minute."""

LISTS = {
    "overdue": RequestFilter(overdue=True),
    "due_today": RequestFilter(due_today=True),
    "awaits_follow_up": RequestFilter(awaits_follow_up=True),
    "to_dispatch": RequestFilter(to_dispatch=True),
}
"""The list behind each count of requests."""

SHOWN_OF = ("request", "care_task", "call_round", "room", "resident", "tag", "import_batch")
"""Topics whose changes the day shows."""

_MARKED = ("vip", "legacy_issue")


def of_the_marked() -> RequestFilter:
    """Return the list of open requests of VIP and legacy-issue households."""
    rooms = select(RoomTag.room_id).join(Tag, Tag.id == RoomTag.tag_id).where(Tag.meaning.in_(_MARKED)).correlate(None)
    ids = select(Request.id).where(Request.state.in_(OPEN_STATES), Request.room_id.in_(rooms))
    return RequestFilter(group=StateGroup.OPEN, ids=ids)


@dataclass(frozen=True, slots=True)
class Day:
    """What waits for the desk, read in one go."""

    counts: TodayCounts
    open: int
    next_up: Sequence[RequestLine]


@dataclass(frozen=True, slots=True)
class Besides:
    """What waits besides requests that are urgent, read in one go.

    `marked` counts the open requests of VIP and legacy-issue households. `care` and `rounds` (open call rounds) are
    none for an account that may not see them.
    """

    marked: int
    care: CareCounts | None
    rounds: int | None


class TodayPresenter(QObject):
    """Reads the day in the background, then what waits besides, then the running month.

    `changed(Day)`; `besides_changed(Besides)`; `month_changed(MonthSummary)`; `failed(error)`.
    """

    changed = Signal(object)
    besides_changed = Signal(object)
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
        self._tasks.run(self._besides, self._show_besides, self.failed.emit, owner=self, key="besides")

    def _show_besides(self, besides: Besides) -> None:
        self.besides_changed.emit(besides)
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

    def _besides(self, _progress: Progress) -> Besides:
        return Besides(RequestService(self._desk).count(of_the_marked()), self._care(), self._rounds())

    def _care(self) -> CareCounts | None:
        if not allows(self._desk.actor, Operation.READ_CARE):
            return None
        # The list stands before the services of other counts are brought in.
        from desktop.care.service import CareService  # noqa: PLC0415

        return CareService(self._desk).counts()

    def _rounds(self) -> int | None:
        if not allows(self._desk.actor, Operation.READ_CONTACTS):
            return None
        from desktop.contacts.service import ContactService  # noqa: PLC0415 - as care

        return len(ContactService(self._desk).open_rounds())

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches(*SHOWN_OF):
            self.read()
