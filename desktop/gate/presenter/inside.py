"""Who is still inside, read again whenever somebody comes or goes, and once a minute for the hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.visits.rows import InsideCounts, VisitFilter
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.gate.presenter.station import Station
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.visits.rows import InsideLine

__all__ = ["InsidePresenter"]

_Read = tuple["tuple[InsideLine, ...]", InsideCounts, int]


class InsidePresenter(QObject):
    """Holds `lines`, `counts` and how many visits of peak mode are still to be completed. `changed()`; `failed(error)`.

    It reads while it is started, from `start` to `rest`.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, station: Station, parent: QObject | None = None) -> None:
        """Show nobody yet."""
        super().__init__(parent)
        self.station = station
        self.lines: Sequence[InsideLine] = ()
        self.counts = InsideCounts()
        self.incomplete = 0
        self._service = VisitService(desk)
        self._shell = shell
        self._started = False
        station.changed.connect(self.read)
        shell.bus.changed.connect(self._note)

    def start(self) -> None:
        """Read, and go on reading."""
        self._started = True
        self.read()

    def rest(self) -> None:
        """Read no more, because nobody looks."""
        self._started = False

    def read(self) -> None:
        """Read who is inside now."""
        if not self._started:
            return
        service = self._service

        def work(_progress: object) -> _Read:
            return service.inside(), service.counts(), service.count(VisitFilter(incomplete=True))

        self._shell.tasks.run(work, self._take, self.failed.emit, owner=self, key="inside")

    def _take(self, found: _Read) -> None:
        self.lines, self.counts, self.incomplete = found
        self.changed.emit()

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("visit", "room", "gate"):
            self.read()
