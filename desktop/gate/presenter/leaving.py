"""Letting people out: found by badge, plate or name, alone, in part or as a whole crew, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.visits.rows import InsideCounts
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.rows import InsideLine

__all__ = ["DeparturePresenter"]

_Read = tuple["tuple[InsideLine, ...]", "tuple[InsideLine, ...]", InsideCounts]


class DeparturePresenter(QObject):
    """Holds those inside whom `typed` may mean. `changed()`; `left(Changes, InsideLine, people)`: somebody is out.

    `crew_left(Changes, InsideLine)`: all of a crew are. `taken_back()`; `failed(error)`: nothing was written.
    """

    changed = Signal()
    left = Signal(object, object, int)
    crew_left = Signal(object, object)
    taken_back = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, station: Station, parent: QObject | None = None) -> None:
        """Let out at the gate of `station`."""
        super().__init__(parent)
        self.desk = desk
        self.station = station
        self.typed = ""
        self.everybody: Sequence[InsideLine] = ()
        self.lines: Sequence[InsideLine] = ()
        self.counts = InsideCounts()
        self.service = VisitService(desk)
        self._shell = shell
        self._started = False
        self._is_reading = False
        self._waiting: Callable[[], None] | None = None
        self._leaving: set[int] = set()
        station.changed.connect(self._read_if_started)
        shell.bus.changed.connect(self._note)

    def start(self) -> None:
        """Read, and go on reading."""
        self._started = True
        self.read()

    def rest(self) -> None:
        """Read no more, because nobody looks."""
        self._started = False

    def find(self, typed: str) -> None:
        """Show whom `typed` may mean; nothing typed means everybody."""
        self.typed, self._waiting = typed.strip(), None
        self.read()

    def when_found(self, act: Callable[[], None]) -> None:
        """Do `act` once what was typed is found, which it mostly is already."""
        if self._is_reading:
            self._waiting = act
        else:
            act()

    @property
    def is_awaited(self) -> bool:
        """Tell whether something waits for what was typed to be found."""
        return self._waiting is not None

    def read(self) -> None:
        """Read those inside."""
        service, typed = self.service, self.typed
        self._is_reading = True

        def work(_progress: object) -> _Read:
            everybody = service.inside()
            return everybody, service.inside(typed) if typed else everybody, service.counts()

        self._shell.tasks.run(work, self._take, self._fail, owner=self, key="inside")

    def leave(self, line: InsideLine, people: int = 0) -> None:
        """Let out everybody of a visit, or only so many `people` of it."""
        service, gate_id, operation_id = self.service, self.station.gate_id, new_operation_id()
        if line.visit_id in self._leaving:
            return
        self._leaving.add(line.visit_id)
        self._shell.tasks.run(
            lambda _progress: service.log_out(
                line.visit_id, version=line.version, people=people, gate_id=gate_id, operation_id=operation_id
            ),
            lambda changes: self.left.emit(changes, line, people or line.people),
            self.failed.emit,
            owner=self,
            write=True,
            on_end=lambda: self._leaving.discard(line.visit_id),
        )

    def crew(self, line: InsideLine) -> Sequence[InsideLine]:
        """Return who belongs to the crew of `line`: of one pass, or of one company in one place."""
        if line.pass_id is not None:
            return [each for each in self.everybody if each.pass_id == line.pass_id]
        if not line.company:
            return [line]
        whose = (line.company, line.room_id, line.place)
        return [each for each in self.everybody if (each.company, each.room_id, each.place) == whose]

    def crew_out(self, line: InsideLine) -> None:
        """Let out the whole crew of a visit at once."""
        service, gate_id, operation_id = self.service, self.station.gate_id, new_operation_id()
        whom: int | tuple[int, ...] = tuple(each.visit_id for each in self.crew(line))
        if line.pass_id is not None:
            whom = line.pass_id
        self._shell.tasks.run(
            lambda _progress: service.crew_out(whom, gate_id, operation_id=operation_id),
            lambda changes: self.crew_left.emit(changes, line),
            self.failed.emit,
            owner=self,
            write=True,
        )

    def _take(self, found: _Read) -> None:
        self._is_reading = False
        self.everybody, self.lines, self.counts = found
        self.changed.emit()
        then, self._waiting = self._waiting, None
        if then is not None:
            then()

    def _fail(self, error: TouchpointError) -> None:
        self._is_reading, self._waiting = False, None
        self.failed.emit(error)

    def _read_if_started(self) -> None:
        if self._started:
            self.read()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._started and changes.touches("visit", "room"):
            self.read()
