"""The gate's log: visits newest first, page by page, the one looked at, and what is still to be completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.visits.rows import VisitFilter
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.changes import Changes
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.rows import VisitFile, VisitLine

__all__ = ["PAGE", "LogPresenter"]

PAGE = 50
"""Visits read at a time."""


class LogPresenter(QObject):
    """Holds the `lines` of the log as far as they were read, and the `file` of the one looked at.

    `changed()`; `detailed()`; `written(said)`: a write was taken; `refused(error)`: it was not; `failed(error)`.
    """

    changed = Signal()
    detailed = Signal()
    written = Signal(str)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, station: Station, parent: QObject | None = None) -> None:
        """Show the visits of today."""
        super().__init__(parent)
        self.desk = desk
        self.station = station
        self.wanted = VisitFilter()
        self.lines: Sequence[VisitLine] = ()
        self.file: VisitFile | None = None
        self.has_more = False
        self.incomplete = 0
        self._looked_at = 0
        self._limit = PAGE
        self._started = False
        self.service = VisitService(desk)
        self._shell = shell
        shell.bus.changed.connect(self._note)

    def start(self) -> None:
        """Read, and go on reading."""
        self._started = True
        self.read()

    def rest(self) -> None:
        """Read no more, because nobody looks."""
        self._started = False

    def show(self, wanted: VisitFilter) -> None:
        """Show other visits."""
        self.wanted, self._limit = wanted, PAGE
        self.read()

    def show_more(self) -> None:
        """Read the next page as well, if there is one."""
        if not self.has_more:
            return
        service, wanted, last = self.service, self.wanted, self.lines[-1]
        self.has_more = False

        def add(found: Sequence[VisitLine]) -> None:
            self._limit += PAGE
            self._show((*self.lines, *found), len(found))

        self._shell.tasks.run(
            lambda _progress: service.visits(wanted, last, PAGE), add, self.failed.emit, owner=self, key="visits"
        )

    def read(self) -> None:
        """Read what is shown again; rows keep their place."""
        if not self._started:
            return
        service, wanted, limit = self.service, self.wanted, self._limit

        def ask(_progress: object) -> tuple[Sequence[VisitLine], int]:
            return service.visits(wanted, None, limit), service.count(VisitFilter(incomplete=True))

        def show(found: tuple[Sequence[VisitLine], int]) -> None:
            lines, self.incomplete = found
            self._show(lines, PAGE if len(lines) == limit else 0)

        self._shell.tasks.run(ask, show, self.failed.emit, owner=self, key="visits")
        if self._looked_at:
            self.look(self._looked_at)

    def look(self, visit_id: int) -> None:
        """Read everything about one visit; 0 looks at none."""
        self._looked_at = visit_id
        service = self.service
        if not visit_id:
            self._take(None)
            return
        self._shell.tasks.run(
            lambda _progress: service.visit(visit_id), self._take, self.failed.emit, owner=self, key="visit"
        )

    # --- writing ----------------------------------------------------------------------------------------------------

    def check_vehicle(self, line: VisitLine, remark: str) -> None:
        """Note that a guard looked at a vehicle, with a remark."""
        service = self.service
        self._write(
            lambda operation_id: service.check_vehicle(
                line.id, remark, version=line.version, operation_id=operation_id
            ),
            "checked",
        )

    def let_out(self, line: VisitLine) -> None:
        """Note that somebody left whom nobody saw leave."""
        service, gate_id = self.service, self.station.gate_id
        self._write(
            lambda operation_id: service.log_out(
                line.id, version=line.version, gate_id=gate_id, unseen=True, operation_id=operation_id
            ),
            "left",
        )

    def drop(self, line: VisitLine) -> None:
        """Take back a visit that was entered by mistake."""
        service = self.service
        self._write(
            lambda operation_id: service.drop(line.id, version=line.version, operation_id=operation_id), "dropped"
        )

    def _write(self, command: Callable[[str], Changes], said: str) -> None:
        operation_id = new_operation_id()
        self._shell.tasks.run(
            lambda _progress: command(operation_id),
            lambda _changes: self.written.emit(said),
            self.refused.emit,
            owner=self,
            write=True,
        )

    # --- inside -----------------------------------------------------------------------------------------------------

    def _show(self, lines: Sequence[VisitLine], came: int) -> None:
        self.lines = lines
        self.has_more = came == PAGE
        self.changed.emit()

    def _take(self, file: VisitFile | None) -> None:
        if file is None or file.line.id == self._looked_at:
            self.file = file
            self.detailed.emit()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("visit", "room", "gate"):
            self.read()
