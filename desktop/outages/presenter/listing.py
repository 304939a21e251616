"""Which outages are shown, how many each chip would show, and the one looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.outages.rows import OutageCounts, OutageFilter, OutageStage
from desktop.outages.table import outage_columns
from desktop.ui.table import RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.outages.model import OutageKind
    from desktop.outages.rows import KindRow, OutageFile, OutageLine
    from desktop.outages.service import OutageService
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["OutagesPresenter"]

AGAIN_MS = 60_000
"""An outage begins and runs late by itself; so often the clock is looked at while the list is on screen."""

PAGE = 100
"""So many outages are read, and so many more when asked for."""

TOPICS = ("outage", "outage_kind")
AROUND = ("call_round", "room", "resident", "tag", "import_batch", "attachment")
"""What else changes what the outage looked at counts and shows."""

EVERYTHING = OutageFilter(OutageStage.ALL)

Found = tuple["Sequence[OutageLine]", OutageCounts, OutageFilter]


class OutagesPresenter(QObject):
    """Keeps `model` filled with the outages wanted.

    `conditions_changed()`: others are wanted. `counted(OutageCounts)`. `detailed(OutageFile | None)`: the outage looked
    at. `kinds_known(kinds)`: what can be chosen. `failed(error)`.
    """

    conditions_changed = Signal()
    counted = Signal(object)
    detailed = Signal(object)
    kinds_known = Signal(object)
    failed = Signal(object)

    def __init__(self, service: OutageService, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show what runs, else what comes, once `start` is called."""
        super().__init__(parent)
        self.service = service
        self.wanted = OutageFilter(OutageStage.RUNNING)
        self.kinds: Sequence[KindRow] = ()
        self.counts = OutageCounts()
        self.file: OutageFile | None = None
        self.has_more = False
        self._chosen = False
        self._limit = PAGE
        self._tasks = tasks
        self._started = False
        self._looked_at = 0
        self._sought = 0
        desk = service.desk
        self.model: RowsModel[OutageLine] = RowsModel(outage_columns(desk.zone, lambda: self.today), parent=self)
        self._minute = QTimer(self, interval=AGAIN_MS)
        self._minute.timeout.connect(self.read)
        bus.changed.connect(self._note)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        desk = self.service.desk
        return desk.clock.now().astimezone(desk.zone).date()

    @property
    def is_seeking(self) -> bool:
        """Tell whether an outage asked for by `show_outage` is on its way; until it is there no other is looked at."""
        return bool(self._sought)

    def start(self) -> None:
        """Read list and kinds for the first time, and look at the clock."""
        self._minute.start()
        if not self._started:
            self._started = True
            self.read_kinds()
            self.read()

    def rest(self) -> None:
        """Stop looking at the clock, because nobody looks at the list."""
        self._minute.stop()

    def show(self, wanted: OutageFilter) -> None:
        """Show other outages."""
        self._chosen = True
        changed, self.wanted = wanted != self.wanted, wanted
        if changed:
            self._limit = PAGE
            if self._started:
                self.read()
        self.conditions_changed.emit()

    def show_more(self) -> None:
        """Show more of the outages wanted."""
        self._limit += PAGE
        self.read()

    def show_outage(self, outage_id: int) -> None:
        """Look at an outage; conditions that would hide it are taken off."""
        self._looked_at = self._sought = outage_id
        service = self.service

        def show(file: OutageFile) -> None:
            if outage_id in {line.id for line in self.model.rows}:
                self._sought = 0
                self._take(file)
                return
            # The list is read first, so that the outage can be chosen in it.
            self._chosen = True
            self.wanted = OutageFilter(_stage_of(file.line))
            self._limit = PAGE
            self.conditions_changed.emit()
            self.read()

        def fail(error: TouchpointError) -> None:
            self._sought = self._looked_at = 0
            self.failed.emit(error)

        self._tasks.run(lambda _progress: service.outage(outage_id), show, fail, owner=self, key="outage")

    def look(self, outage_id: int | None) -> None:
        """Read the outage looked at with all of it; None looks at none."""
        self._sought = 0
        self._looked_at = outage_id or 0
        if outage_id is None:
            self.file = None
            self.detailed.emit(None)
            return
        service = self.service
        self._tasks.run(
            lambda _progress: service.outage(outage_id), self._take, self.failed.emit, owner=self, key="outage"
        )

    def read(self) -> None:
        """Read the list, what each chip would show, and the outage looked at; rows keep their place."""
        service, wanted, limit, chosen = self.service, self.wanted, self._limit, self._chosen

        def ask(_progress: Progress) -> Found:
            counts = service.counts()
            narrowed = wanted if chosen else replace(wanted, stage=_first(counts))
            return service.outages(narrowed, limit=limit), counts, narrowed

        self._tasks.run(ask, self._show, self.failed.emit, owner=self, key="outages")
        if self._looked_at and not self._sought:
            self.look(self._looked_at)

    def read_kinds(self) -> None:
        """Read what kinds can be chosen."""
        service = self.service
        self._tasks.run(lambda _progress: service.kinds(), self._take_kinds, self.failed.emit, owner=self, key="kinds")

    def toggle_kind(self, kind: OutageKind, *, on: bool) -> None:
        """Show outages of a kind as well, or no more."""
        kinds = self.wanted.kinds
        self.show(replace(self.wanted, kinds=kinds | {kind} if on else kinds - {kind}))

    def _show(self, found: Found) -> None:
        lines, self.counts, narrowed = found
        if not self._chosen:
            self._chosen = True
            self.wanted = narrowed
            self.conditions_changed.emit()
        if self._sought and self._sought not in {line.id for line in lines} and self._look_further(len(lines)):
            return
        self.has_more = len(lines) >= self._limit
        self.counted.emit(self.counts)
        self.model.set_rows(lines)
        if self._sought:
            self.look(self._sought)

    def _look_further(self, count: int) -> bool:
        """Read more for the outage sought, which was not among `count` read; tell whether there is more."""
        if self.wanted != EVERYTHING:
            # It has just begun or ended: it is still looked at, among all of them.
            self.show(EVERYTHING)
            return True
        if count >= self._limit:
            self._limit *= 4
            self.read()
            return True
        return False

    def _take(self, file: OutageFile) -> None:
        if file.line.id == self._looked_at:
            self.file = file
            self.detailed.emit(file)

    def _take_kinds(self, kinds: Sequence[KindRow]) -> None:
        self.kinds = tuple(kinds)
        self.kinds_known.emit(self.kinds)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if not self._started:
            return
        if changes.touches("outage_kind"):
            self.read_kinds()
        if changes.touches(*TOPICS):
            if self._looked_at in changes.ids.get("outage", ()):
                self._sought = self._looked_at
            self.read()
        elif changes.touches(*AROUND) and self._looked_at and not self._sought:
            self.look(self._looked_at)


def _first(counts: OutageCounts) -> OutageStage:
    """Return what is shown before anybody chose: what runs, else what comes, else all."""
    if counts.running:
        return OutageStage.RUNNING
    return OutageStage.COMING if counts.coming or counts.unannounced else OutageStage.ALL


def _stage_of(line: OutageLine) -> OutageStage:
    return OutageStage.RUNNING if line.running else OutageStage.ALL
