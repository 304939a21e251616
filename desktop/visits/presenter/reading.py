"""How every part of the page reads: in the background, while somebody looks, and again when something changed."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.visits.service import VisitService
from desktop.visits.table import When

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.table import TableModel
    from desktop.ui.tasks import Tasks

__all__ = ["PartPresenter"]

AGAIN_MS = 60_000
"""So often a part is read again while it is on screen: hours grow, passes end."""

RowT = TypeVar("RowT")


class PartPresenter(QObject, Generic[RowT]):
    """Keeps `model` filled with the rows of one part of the page. A subclass sets `model`.

    `conditions_changed()`: other rows are wanted. `sought(id)`: the row asked for by `seek` is in the list now.
    `failed(error)`.
    """

    conditions_changed = Signal()
    sought = Signal(int)
    failed = Signal(object)

    topics: Sequence[str] = ()
    """Of what a change lets the part be read again."""

    model: TableModel[RowT]

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Read nothing until `start`."""
        super().__init__(parent)
        self.desk = desk
        self.tasks = tasks
        self.service = VisitService(desk)
        self._shown = False
        self._sought = 0
        self._minute = QTimer(self, interval=AGAIN_MS)
        self._minute.timeout.connect(self.read)
        bus.changed.connect(self._note)

    @property
    def when(self) -> When:
        """Return how moments are told just now."""
        return When(self.desk.zone, self.desk.clock.now())

    @property
    def is_seeking(self) -> bool:
        """Tell whether a row asked for by `seek` is on its way; until then no other is looked at."""
        return bool(self._sought)

    def start(self) -> None:
        """Read, and go on reading what changes."""
        self._shown = True
        self._minute.start()
        self.read()

    def rest(self) -> None:
        """Stop, because nobody looks."""
        self._shown = False
        self._minute.stop()

    def seek(self, id_: int) -> None:
        """Look for the row of `id_`; conditions that may hide it are taken off."""
        self._sought = id_
        self.widen()
        self.conditions_changed.emit()
        self.read()

    @abstractmethod
    def read(self) -> None:
        """Read the rows; those shown keep their place."""

    @abstractmethod
    def widen(self) -> None:
        """Take the conditions off, without reading."""

    def found(self, ids: Sequence[int]) -> None:
        """Note that the rows of `ids` are in the list; tell when the one sought is, and give up where it is not."""
        sought, self._sought = self._sought, 0
        if sought and sought in ids:
            self.sought.emit(sought)

    def _note(self, changes: Changes, _initiator: object) -> None:
        if self._shown and changes.touches(*self.topics):
            self.read()
