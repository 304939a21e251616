"""Which list of care is shown, and how many rows the others hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.care.rows import CareFilter, CareList
from desktop.care.service import CareService
from desktop.care.table import CareSource, care_columns
from desktop.ui.table import KeysetModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from desktop.care.model import CareKind
    from desktop.care.rows import CareLine
    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["CareListPresenter"]

AGAIN_MS = 60_000
"""At midnight other tasks are due; so often the list is read again while it is on screen."""

KEPT_BY_KIND = frozenset({CareList.DUE, CareList.PLANNED, CareList.ENDED})
"""Lists of tasks, which can be narrowed by kind; the others hold households."""


class CareListPresenter(QObject):
    """Keeps `model` filled with the list wanted.

    `conditions_changed()`: another list is asked for. `counted(CareCounts)`: how many rows each list of the day has.
    """

    conditions_changed = Signal()
    counted = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show what is due, once `start` is called."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = CareService(desk)
        self._started = False
        self._day = self.today
        self.wanted = CareFilter()
        self.model: KeysetModel[CareLine] = KeysetModel(care_columns(lambda: self.today), tasks, parent=self)
        self._minute = QTimer(self, interval=AGAIN_MS)
        self._minute.timeout.connect(self._turn)
        bus.changed.connect(self._note)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self._desk.clock.now().astimezone(self._desk.zone).date()

    @property
    def by_kind(self) -> bool:
        """Tell whether the list can be narrowed by kind."""
        return self.wanted.list in KEPT_BY_KIND

    def start(self) -> None:
        """Read list and counts for the first time; later calls read again what another day may have changed."""
        self._minute.start()
        if self._started:
            self._turn()
            return
        self._started = True
        self._ask()

    def rest(self) -> None:
        """Stop looking at the clock, because nobody looks at the list."""
        self._minute.stop()

    def show(self, wanted: CareList) -> None:
        """Show another list, narrowed by nothing."""
        self._show(CareFilter(wanted))

    def show_task(self, task_id: int, on_shown: Callable[[], None]) -> None:
        """Show the list that a task is on now: all that is planned, or all that has ended; then call `on_shown`."""

        def show(line: CareLine) -> None:
            self.show(CareList.PLANNED if line.ended_at is None else CareList.ENDED)
            on_shown()

        self._tasks.run(lambda _progress: self._service.task(task_id), show, owner=self, key="task")

    def show_series(self, series: str, wanted: CareList = CareList.PLANNED) -> None:
        """Show the tasks that were made together; an empty `series` shows all again."""
        self._show(CareFilter(wanted, series=series))

    def narrow(self, kinds: frozenset[CareKind]) -> None:
        """Narrow the list to `kinds`; none shows all."""
        self._show(replace(self.wanted, kinds=kinds))

    def reload(self) -> None:
        """Read the list and its counts again; rows keep their place."""
        self._day = self.today
        self.model.reload()
        self._count()

    def chosen(self, places: Sequence[int], on_found: Callable[[Sequence[CareLine]], None]) -> None:
        """Hand the rows at `places` to `on_found`, read anew where the list has not loaded them all."""
        rows = [self.model.row_at(place) for place in places]
        if all(row is not None for row in rows):
            on_found([row for row in rows if row is not None])
            return
        service, wanted = self._service, self.wanted

        def read(_progress: object) -> list[CareLine]:
            lines = service.all_lines(wanted)
            return [lines[place] for place in places if place < len(lines)]

        self._tasks.run(read, on_found, owner=self, key="chosen")

    def _show(self, wanted: CareFilter) -> None:
        if wanted == self.wanted and self._started:
            self.conditions_changed.emit()
            return
        self.wanted = wanted
        if self._started:
            self._ask()
        self.conditions_changed.emit()

    def _ask(self) -> None:
        self._day = self.today
        self.model.set_source(CareSource(self._service, self.wanted))
        self._count()

    def _count(self) -> None:
        self._tasks.run(lambda _progress: self._service.counts(), self.counted.emit, owner=self, key="counts")

    def _turn(self) -> None:
        if self._day != self.today:
            self.reload()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._started and changes.touches("care_task", "room", "resident", "tag", "import_batch"):
            self.reload()
