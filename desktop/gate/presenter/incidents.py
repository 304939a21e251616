"""Incidents at the gate: those going on and the latest ones, the one that is written down, where a typed place is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import UserError
from desktop.incidents.model import EntryKind
from desktop.incidents.rows import IncidentFilter, NewEntry
from desktop.incidents.service import IncidentService, split_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.gate.presenter.station import Station
    from desktop.incidents.rows import IncidentFile, IncidentLine, PlaceRoom
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["IncidentPresenter"]

SHOWN = 40
"""So many of the latest incidents are listed."""

_Read = tuple["tuple[IncidentLine, ...]", "IncidentFile | None"]


class IncidentPresenter(QObject):
    """Holds the latest incidents, those going on first, and the `file` looked at.

    `changed()`: what is shown is other than before. `placed(PlaceRoom | None)`: what the place typed last means.
    `failed(error)`: it could not be read.
    """

    changed = Signal()
    placed = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, station: Station, parent: QObject | None = None) -> None:
        """Look at nothing yet."""
        super().__init__(parent)
        self.desk = desk
        self.station = station
        self.lines: Sequence[IncidentLine] = ()
        self.file: IncidentFile | None = None
        self.incident_id = 0
        self._service = IncidentService(desk)
        self._shell = shell
        self._started = False
        shell.bus.changed.connect(self._note)
        station.changed.connect(self._read_if_started)

    def start(self) -> None:
        """Read, and go on reading."""
        self._started = True
        self.read()

    def rest(self) -> None:
        """Read no more, because nobody looks."""
        self._started = False

    def look_at(self, incident_id: int) -> None:
        """Look at an incident; 0: at none, to report another."""
        self.incident_id = incident_id
        if not incident_id:
            self.file = None
            self.changed.emit()
        self.read()

    def read(self) -> None:
        """Read the list, and the incident looked at."""
        service, wanted = self._service, self.incident_id

        def work(_progress: object) -> _Read:
            return service.incidents(IncidentFilter(), limit=SHOWN), service.incident(wanted) if wanted else None

        self._shell.tasks.run(work, self._take, self._lose, owner=self, key="incidents")

    def find_place(self, typed: str) -> None:
        """Say which room a typed place means; `placed` follows."""
        service = self._service
        self._shell.tasks.run(lambda _progress: service.room_at(typed), self._placed, owner=self, key="place")

    def entry(self, kind: EntryKind, typed: str) -> NewEntry:
        """Return what a typed line notes; where it begins with a time (14:05), at that, else when it is saved."""
        clock, words = split_time(typed)
        at = None
        if clock is not None:
            now = self.station.now()
            at = datetime(now.year, now.month, now.day, *clock, tzinfo=self.desk.zone)
            # a line of the night shift, typed after midnight
            at = at if at <= now else at - timedelta(days=1)
        return NewEntry(words, kind, at=at) if kind is EntryKind.MEASURE else NewEntry("", kind, words, at)

    def _placed(self, room: PlaceRoom | None) -> None:
        self.placed.emit(room)

    def _take(self, found: _Read) -> None:
        lines, file = found
        self.lines = sorted(lines, key=lambda line: not line.is_going_on)
        if (0 if file is None else file.line.id) == self.incident_id:
            self.file = file
        self.changed.emit()

    def _lose(self, error: TouchpointError) -> None:
        if isinstance(error, UserError):
            self.incident_id, self.file = 0, None
            self.changed.emit()
        self.failed.emit(error)

    def _read_if_started(self) -> None:
        if self._started:
            self.read()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._started and changes.touches("incident"):
            self.read()
