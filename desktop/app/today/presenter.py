"""Reads what the day asks for, each part again when something of it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.app.today.parts import read_besides, read_day, read_gate_day, read_goals, read_last_shift
from desktop.core.months import Month
from desktop.core.permissions import Operation, allows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.changes import Changes
    from desktop.months.rows import MonthSummary
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["TodayPresenter"]

GATE_TOPICS = (
    *("visit", "expected_visit", "watch_entry", "gate_call", "gate"),
    *("release_slip", "patrol_route", "patrol_round", "incident"),
)

TURN_MS = 60_000
"""What is overdue changes with the clock alone; so it is read anew every minute."""


class _Part(NamedTuple):
    """One part of the page: how it is read, where it goes, which topics change it, whether the clock does."""

    read: Callable[[Desk], Any]
    show: Callable[[Any], None]
    topics: tuple[str, ...]
    turns: bool


class TodayPresenter(QObject):
    """Reads the day in the background, the most urgent part first.

    `changed(Day)`; `besides_changed(Besides)`; `gate_changed(GateDay)`; `goals_changed(goals)`;
    `shift_changed(LastShift)`; `month_changed(MonthSummary)`; `failed(error)`.
    """

    changed = Signal(object)
    besides_changed = Signal(object)
    gate_changed = Signal(object)
    goals_changed = Signal(object)
    shift_changed = Signal(object)
    month_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Read as `desk`'s account."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self.shown = False
        households = ("room", "resident", "tag", "import_batch")
        self._parts = {
            "day": _Part(read_day, self.changed.emit, ("request", "request_setup", *households), turns=True),
            "besides": _Part(
                read_besides,
                self.besides_changed.emit,
                ("request", "care_task", "call_round", "issue", "gift_list", "outage", "event", *households),
                turns=True,
            ),
            "gate": _Part(read_gate_day, self.gate_changed.emit, GATE_TOPICS, turns=True),
            "goals": _Part(
                read_goals, self.goals_changed.emit, ("care_task", "event", "event_goal", *households), turns=False
            ),
            "shift": _Part(read_last_shift, self.shift_changed.emit, ("handover",), turns=False),
            "month": _Part(_month, self.month_changed.emit, ("request", *households), turns=False),
        }
        if not allows(desk.actor, Operation.READ_FIGURES):
            del self._parts["month"]
        if not allows(desk.actor, Operation.READ_VISITS):
            del self._parts["gate"]
        self._waiting: list[str] = []
        self._reading = ""
        bus.changed.connect(self._note)
        self._turn = QTimer(self, interval=TURN_MS)
        self._turn.timeout.connect(self.turn)
        self._turn.start()

    def read(self) -> None:
        """Read the whole day anew, unless nobody looks."""
        self._read(list(self._parts))

    def turn(self) -> None:
        """Read again what the clock alone changes."""
        self._read([name for name, part in self._parts.items() if part.turns])

    def _read(self, names: Sequence[str]) -> None:
        if not self.shown or not names:
            return
        # One after the other: the figures must not keep what is urgent waiting.
        # What is being read is overtaken by what comes now; it is read again in its turn.
        wanted = {*names, *self._waiting, self._reading}
        self._waiting = [name for name in self._parts if name in wanted]
        self._next()

    def _next(self) -> None:
        self._reading = self._waiting.pop(0) if self._waiting else ""
        if self._reading:
            part, desk = self._parts[self._reading], self._desk
            self._tasks.run(
                lambda _progress: part.read(desk),
                part.show,
                self.failed.emit,
                owner=self,
                key="day",
                on_end=self._next,
            )

    def _note(self, changes: Changes, _initiator: object) -> None:
        self._read([name for name, part in self._parts.items() if changes.touches(*part.topics)])


def _month(desk: Desk) -> MonthSummary:
    # The list stands before the figures are brought in.
    from desktop.months.service import MonthService  # noqa: PLC0415

    return MonthService(desk).summary(Month.containing(desk.clock.now(), desk.zone), by=())
