"""Which part of the patrols is shown, and which round or route is looked at."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.permissions import Operation, allows
from desktop.patrols.rows import FindingChoices, PatrolCounts, PatrolFilter
from desktop.patrols.service import PatrolService
from desktop.patrols.table import day_columns, due_columns, finding_columns, round_columns, route_columns
from desktop.ui.table import RowsModel
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.patrols.rows import DayLine, DueLine, FindingLine, RoundFile, RoundLine, RouteLine
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks
    from desktop.visits.rows import ShiftRow

__all__ = ["PARTS", "Part", "PatrolsPresenter"]

AGAIN_MS = 60_000
"""Rounds are missed by the clock; so often it is looked at while the page is on screen."""

PAGE = 100
"""Rounds read at once."""

DAYS = 30
"""Days before today whose rounds are counted."""


class Part(StrEnum):
    """A part of the page."""

    DUE = "due"
    ROUNDS = "rounds"
    FINDINGS = "findings"
    ROUTES = "routes"


PARTS = tuple(Part)


class PatrolsPresenter(QObject):
    """Keeps the lists of the page filled.

    `listed()`: the part shown was read. `detailed(RoundFile | None)`: the round looked at. `conditions_changed()`.
    `failed(error)`.
    """

    listed = Signal()
    detailed = Signal(object)
    conditions_changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Read nothing until `start`."""
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        self._service = PatrolService(desk)
        self._shifts = VisitService(desk)
        self._reading = False
        self.is_listing = False
        self.part = Part.DUE
        self.day: date | None = None
        self.unmended = True
        self.archived = False
        self.round_id = 0
        self.limit = PAGE
        self.has_more = False
        self.counts = PatrolCounts()
        self.choices = FindingChoices((), ())
        self.routes: Sequence[RouteLine] = ()
        self.shifts: Sequence[ShiftRow] = ()
        self.due: RowsModel[DueLine] = RowsModel(due_columns(desk.zone), parent=self)
        self.days: RowsModel[DayLine] = RowsModel(day_columns(), parent=self)
        self.rounds: RowsModel[RoundLine] = RowsModel(round_columns(desk.zone), parent=self)
        self.findings: RowsModel[FindingLine] = RowsModel(finding_columns(desk.zone), parent=self)
        self.route_lines: RowsModel[RouteLine] = RowsModel(route_columns(), parent=self)
        self._minute = QTimer(self, interval=AGAIN_MS)
        self._minute.timeout.connect(self.read)
        bus.changed.connect(self._note)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self.desk.clock.now().astimezone(self.desk.zone).date()

    @property
    def shown_day(self) -> date:
        """Return the day whose rounds are shown."""
        return self.day or self.today

    @property
    def models(self) -> Mapping[Part, RowsModel[Any]]:
        """Return the list of each part."""
        return {
            Part.DUE: self.due,
            Part.ROUNDS: self.rounds,
            Part.FINDINGS: self.findings,
            Part.ROUTES: self.route_lines,
        }

    def start(self) -> None:
        """Read, and look at the clock while the page is seen."""
        self._reading = True
        self._minute.start()
        self.read()

    def rest(self) -> None:
        """Stop looking at the clock, because nobody looks at the page."""
        self._minute.stop()

    def show(self, part: Part) -> None:
        """Show another part."""
        self.part = part
        self.conditions_changed.emit()
        self.read()

    def show_day(self, day: date | None) -> None:
        """Show the rounds of another day; none: today."""
        self.day = None if day == self.today else day
        self.conditions_changed.emit()
        self.read()

    def toggle_mended(self) -> None:
        """Show what was mended as well, or only what waits."""
        self.unmended = not self.unmended
        self.conditions_changed.emit()
        self.read()

    def toggle_archived(self) -> None:
        """Show the routes laid aside as well, or hide them."""
        self.archived = not self.archived
        self.conditions_changed.emit()
        self.read()

    def show_more(self) -> None:
        """Read older rounds, too."""
        self.limit += PAGE
        self.read()

    def look_at(self, round_id: int) -> None:
        """Look at a round; 0: at none."""
        self.round_id = round_id
        if round_id:
            service = self._service
            self._tasks.run(
                lambda _progress: service.round(round_id), self._detail, self._lose, owner=self, key="round"
            )
        else:
            self.detailed.emit(None)

    def route(self, route_id: int) -> RouteLine | None:
        """Return a route as it was read last."""
        return next((route for route in self.routes if route.id == route_id), None)

    def read(self) -> None:
        """Read the part shown again; rows keep their place."""
        service, shifts, today = self._service, self._shifts, self.today
        fill = self._reads()[self.part]
        plans = allows(self.desk.actor, Operation.EDIT_PATROLS)

        def work(_progress: object) -> Callable[[], None]:
            found, counts, choices = fill(), service.counts(today), service.choices()
            routes = service.routes(archived=True)
            known = shifts.shifts() if plans else ()
            return lambda: self._take(found, counts, choices, routes, known)

        self._tasks.run(work, lambda take: take(), self.failed.emit, owner=self, key="part")
        if self.round_id:
            self.look_at(self.round_id)

    def _reads(self) -> Mapping[Part, Callable[[], Callable[[], None]]]:
        """Return what reads each part in the background, and returns what shows it."""
        service, day, today, limit = self._service, self.shown_day, self.today, self.limit
        wanted, archived = PatrolFilter(unmended=self.unmended), self.archived

        def due() -> Callable[[], None]:
            lines, days = service.due(day), service.days(today - timedelta(days=DAYS), today)
            return lambda: self._show_due(lines, days)

        def rounds() -> Callable[[], None]:
            lines = service.rounds(PatrolFilter(), limit=limit + 1)
            return lambda: self._show_rounds(lines)

        def findings() -> Callable[[], None]:
            lines = service.findings(wanted)
            return lambda: self.findings.set_rows(lines)

        def routes() -> Callable[[], None]:
            lines = service.routes(archived=archived)
            return lambda: self.route_lines.set_rows(lines)

        return {Part.DUE: due, Part.ROUNDS: rounds, Part.FINDINGS: findings, Part.ROUTES: routes}

    def _show_due(self, lines: Sequence[DueLine], days: Sequence[DayLine]) -> None:
        self.due.set_rows(lines)
        self.is_listing = True
        try:
            self.days.set_rows(days)
        finally:
            self.is_listing = False

    def _show_rounds(self, lines: Sequence[RoundLine]) -> None:
        self.has_more = len(lines) > self.limit
        self.rounds.set_rows(lines[: self.limit])

    def _take(
        self,
        fill: Callable[[], None],
        counts: PatrolCounts,
        choices: FindingChoices,
        routes: Sequence[RouteLine],
        shifts: Sequence[ShiftRow],
    ) -> None:
        self.counts, self.choices, self.routes, self.shifts = counts, choices, routes, shifts
        fill()
        self.listed.emit()

    def _detail(self, file: RoundFile) -> None:
        if file.line.id == self.round_id:
            self.detailed.emit(file)

    def _lose(self, _error: TouchpointError) -> None:
        """Look at nothing where a round was removed meanwhile."""
        self.round_id = 0
        self.detailed.emit(None)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._reading and changes.touches("patrol_route", "patrol_round", "request", "gate", "department"):
            self.read()
