"""Which incidents are listed, and the one looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import UserError
from desktop.incidents.model import IncidentState
from desktop.incidents.rows import IncidentFilter
from desktop.incidents.table import incident_columns
from desktop.staff.service import StaffService
from desktop.ui.table import RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.incidents.rows import IncidentFile, IncidentLine
    from desktop.incidents.service import IncidentService
    from desktop.staff.rows import DepartmentRow
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["IncidentsPresenter", "Show"]

A_PAGE = 100
"""Incidents read at once; older ones are asked for."""


class Show(StrEnum):
    """Which incidents are listed."""

    ALL = "all"
    GOING_ON = "going_on"
    OPEN = "open"
    TO_SIGN = "to_sign"
    SIGNED_OFF = "signed_off"
    DROPPED = "dropped"


_FILTERS: Mapping[Show, IncidentFilter] = MappingProxyType(
    {
        Show.ALL: IncidentFilter(),
        Show.GOING_ON: IncidentFilter(going_on=True),
        Show.OPEN: IncidentFilter(states=frozenset({IncidentState.OPEN})),
        Show.TO_SIGN: IncidentFilter(states=frozenset({IncidentState.REPORTED})),
        Show.SIGNED_OFF: IncidentFilter(states=frozenset({IncidentState.SIGNED_OFF})),
        Show.DROPPED: IncidentFilter(states=frozenset({IncidentState.DROPPED})),
    }
)


@dataclass(frozen=True, slots=True)
class _Read:
    rows: Sequence[IncidentLine]
    more: bool
    counts: Mapping[Show, int]
    departments: Sequence[DepartmentRow]
    file: IncidentFile | None


@dataclass(slots=True)
class _Asked:
    """How far the list is read, and whether what is looked at may stay."""

    pages: int = 1
    file_id: int = 0
    counts: Mapping[Show, int] = field(default_factory=dict)


class IncidentsPresenter(QObject):
    """Keeps `lines` filled with the incidents wanted, the latest first.

    `listed()`: the list was read. `chosen(IncidentFile | None)`: the one looked at as it stands now. `failed(error)`.
    """

    listed = Signal()
    chosen = Signal(object)
    failed = Signal(object)

    def __init__(self, service: IncidentService, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """List them all, once `start` is called."""
        super().__init__(parent)
        self.service = service
        self.desk = service.desk
        self._tasks = tasks
        self._asked = _Asked()
        self._reading = False
        self.is_listing = False
        self.shown = Show.ALL
        self.words = ""
        self.more = False
        self.departments: Sequence[DepartmentRow] = ()
        self.file: IncidentFile | None = None
        self.lines: RowsModel[IncidentLine] = RowsModel(incident_columns(self.desk.zone), parent=self)
        bus.changed.connect(self._note)

    @property
    def today(self) -> date:
        """Return the day it is in the community."""
        return self.desk.clock.now().astimezone(self.desk.zone).date()

    @property
    def incident_id(self) -> int:
        """Return the incident looked at, 0 for none."""
        return self._asked.file_id

    @property
    def counts(self) -> Mapping[Show, int]:
        """Return how many incidents each choice would list."""
        return self._asked.counts

    def start(self) -> None:
        """Read, and go on reading."""
        self._reading = True
        self.read()

    def rest(self) -> None:
        """Read no more, because nobody looks."""
        self._reading = False

    def show(self, wanted: Show) -> None:
        """List others."""
        self.shown, self._asked.pages = wanted, 1
        self.read()

    def find(self, words: str) -> None:
        """Narrow the list to those in which each of `words` stands."""
        self.words, self._asked.pages = words.strip(), 1
        self.read()

    def read_older(self) -> None:
        """Read a page of older incidents, too."""
        self._asked.pages += 1
        self.read()

    def look_at(self, incident_id: int) -> None:
        """Look at one incident, 0: at none."""
        if incident_id == self._asked.file_id:
            return
        self._asked.file_id = incident_id
        if not incident_id:
            self.file = None
            self.chosen.emit(None)
            return
        self.read()

    def read(self) -> None:
        """Read the list and the one looked at again; rows keep their place."""
        service, file_id = self.service, self._asked.file_id
        chosen, words, limit = self.shown, self.words, A_PAGE * self._asked.pages

        def work(_progress: object) -> _Read:
            base = _FILTERS[chosen]
            wanted = IncidentFilter(words, states=base.states, going_on=base.going_on)
            rows = service.incidents(wanted, limit=limit + 1)
            counts = {show: service.count(each) for show, each in _FILTERS.items()}
            file = service.incident(file_id) if file_id else None
            return _Read(rows[:limit], len(rows) > limit, counts, StaffService(service.desk).departments(), file)

        self._tasks.run(work, self._take, self._lose, owner=self, key="incidents")

    def _take(self, found: _Read) -> None:
        self.more, self.departments, self._asked.counts = found.more, found.departments, found.counts
        self.is_listing = True
        try:
            self.lines.set_rows(found.rows)
        finally:
            self.is_listing = False
        if found.file is not None and found.file.line.id == self._asked.file_id:
            self.file = found.file
            self.chosen.emit(found.file)
        self.listed.emit()

    def _lose(self, error: TouchpointError) -> None:
        """Look at none where the one asked for is gone."""
        if isinstance(error, UserError):
            self._asked.file_id, self.file = 0, None
            self.chosen.emit(None)
        self.failed.emit(error)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._reading and changes.touches("incident", "department"):
            self.read()
