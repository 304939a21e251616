"""Who is expected today and has not come yet, shown while nobody stands at the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.plates import display_plate
from desktop.visits.rows import HitSource, KindKey, VisitorHit
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.rows import ExpectedLine

__all__ = ["ExpectedPresenter", "as_hit"]


class ExpectedPresenter(QObject):
    """Holds the `lines` of today. `changed()`; `failed(error)`."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, station: Station, parent: QObject | None = None) -> None:
        """Expect nobody yet."""
        super().__init__(parent)
        self.lines: Sequence[ExpectedLine] = ()
        self._station = station
        self._service = VisitService(desk)
        self._shell = shell
        self._started = False
        shell.bus.changed.connect(self._note)

    def start(self) -> None:
        """Read, and go on reading."""
        self._started = True
        self.read()

    def rest(self) -> None:
        """Read no more, because nobody looks."""
        self._started = False

    def read(self) -> None:
        """Read who is expected today."""
        service, today = self._service, self._station.now().date()
        self._shell.tasks.run(
            lambda _progress: service.expected(today, today), self._take, self.failed.emit, owner=self, key="expected"
        )

    def _take(self, lines: Sequence[ExpectedLine]) -> None:
        self.lines = [line for line in lines if line.came_at is None and line.withdrawn_at is None]
        self.changed.emit()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._started and changes.touches("expected_visit", "visit"):
            self.read()


def as_hit(line: ExpectedLine) -> VisitorHit:
    """Return an expected visitor as a find, to be taken like one."""
    return VisitorHit(
        HitSource.EXPECTED,
        line.id,
        display_plate(line.plate) if line.plate else line.name,
        vehicle=bool(line.plate),
        name=line.name,
        kind=KindKey(line.kind),
        room_id=line.room_id,
        place=line.place,
        people=line.people,
    )
