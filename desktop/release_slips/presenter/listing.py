"""Which release slips are shown, how many wait, and the one looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.changes import new_operation_id
from desktop.release_slips.rows import ReleaseCounts, ReleaseFilter, ReleaseStage
from desktop.release_slips.service import ReleaseSlipService
from desktop.release_slips.table import release_columns
from desktop.ui.table import RowsModel
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.release_slips.rows import ReleaseFile, ReleaseLine
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["ReleasesPresenter"]

AGAIN_MS = 60_000
"""A slip begins and runs out by itself; so often the clock is looked at while the list is on screen."""

PAGE = 100
"""So many slips are read, and so many more when asked for."""

TOPICS = ("release_slip", "room", "import_batch")

Found = tuple["Sequence[ReleaseLine]", ReleaseCounts]


class ReleasesPresenter(QObject):
    """Keeps `model` filled with the slips wanted.

    `conditions_changed()`: others are wanted. `counted(ReleaseCounts)`. `detailed(ReleaseFile | None)`: the slip looked
    at as it stands now. `followed(ReleaseStart)` answers `follow_on`. `failed(error)`.
    """

    conditions_changed = Signal()
    counted = Signal(object)
    detailed = Signal(object)
    followed = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show what may still leave, once `start` is called."""
        super().__init__(parent)
        self.desk = desk
        self.service = ReleaseSlipService(desk)
        self.wanted = ReleaseFilter()
        self.file: ReleaseFile | None = None
        self.has_more = False
        self._tasks = tasks
        self._limit = PAGE
        self._looked_at = 0
        self._sought = 0
        self._started = False
        self.model: RowsModel[ReleaseLine] = RowsModel(release_columns(desk.zone, lambda: self.today), parent=self)
        self._minute = QTimer(self, interval=AGAIN_MS)
        self._minute.timeout.connect(self.read)
        bus.changed.connect(self._note)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self.desk.clock.now().astimezone(self.desk.zone).date()

    @property
    def is_seeking(self) -> bool:
        """Tell whether a slip asked for by `show_slip` is on its way; until it is there no other is looked at."""
        return bool(self._sought)

    def start(self) -> None:
        """Read the list, and look at the clock."""
        self._minute.start()
        self._started = True
        self.read()

    def rest(self) -> None:
        """Stop looking at the clock, because nobody looks at the list."""
        self._minute.stop()

    def show(self, wanted: ReleaseFilter) -> None:
        """Show other slips."""
        changed, self.wanted = wanted != self.wanted, wanted
        if changed:
            self._limit = PAGE
            self._sought = 0
            if self._started:
                self.read()
        self.conditions_changed.emit()

    def show_more(self) -> None:
        """Show more of the slips wanted."""
        self._limit += PAGE
        self.read()

    def show_slip(self, slip_id: int) -> None:
        """Look at a slip; conditions that would hide it are taken off."""
        self._looked_at = self._sought = slip_id
        if slip_id not in {line.id for line in self.model.rows}:
            self.wanted = ReleaseFilter(ReleaseStage.ALL)
            self._limit = PAGE
            self.conditions_changed.emit()
        self.read()

    def look(self, slip_id: int | None) -> None:
        """Read the slip looked at with all of it; None looks at none."""
        self._sought = 0
        self._looked_at = slip_id or 0
        if slip_id is None:
            self._take(None)
            return
        service = self.service
        self._tasks.run(lambda _progress: service.slip(slip_id), self._take, self._lose, owner=self, key="slip")

    def follow_on(self, slip_id: int) -> None:
        """Ask for what a new slip begins with that follows this one; `followed` answers."""
        service = self.service
        self._tasks.run(
            lambda _progress: service.follow_on(slip_id),
            self.followed.emit,
            self.failed.emit,
            owner=self,
            key="follow",
        )

    def answer_call(self, call_id: int, words: str) -> None:
        """Answer the gate's call that a slip was issued from, where nobody has answered it yet."""
        visits, operation_id = VisitService(self.desk), new_operation_id()

        def work(_progress: Progress) -> None:
            call = next((each for each in visits.calls() if each.id == call_id), None)
            if call is not None:
                visits.answer(call_id, words, version=call.version, operation_id=operation_id)

        self._tasks.run(work, None, self.failed.emit, owner=self, write=True)

    def read(self) -> None:
        """Read the list, the counts, and the slip looked at; rows keep their place."""
        service, wanted, limit = self.service, self.wanted, self._limit

        def ask(_progress: Progress) -> Found:
            return service.slips(wanted, limit=limit), service.expired_unused()

        self._tasks.run(ask, self._show, self.failed.emit, owner=self, key="slips")
        if self._looked_at and not self._sought:
            self.look(self._looked_at)

    def narrow(self, words: str) -> None:
        """Show the slips that say `words`, of all stages: who looks for one does not know where it stands."""
        stage = ReleaseStage.ALL if words else self.wanted.stage
        self.show(replace(self.wanted, words=words, stage=stage))

    def _show(self, found: Found) -> None:
        lines, counts = found
        if self._sought and self._sought not in {line.id for line in lines} and len(lines) >= self._limit:
            self._limit *= 4
            self.read()
            return
        self.has_more = len(lines) >= self._limit
        self.counted.emit(counts)
        self.model.set_rows(lines)
        if self._sought:
            self.look(self._sought)

    def _take(self, file: ReleaseFile | None) -> None:
        if file is None or file.line.id == self._looked_at:
            self.file = file
            self.detailed.emit(file)

    def _lose(self, error: TouchpointError) -> None:
        self._looked_at = self._sought = 0
        self._take(None)
        self.failed.emit(error)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._started and changes.touches(*TOPICS):
            self.read()
