"""How the gates work, section by section, and what became of the visits that are too old to be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.ui.table import RowsModel
from desktop.visits.presenter.reading import PartPresenter
from desktop.visits.table import Laid, Section, SetupRow, setup_columns

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks
    from desktop.visits.service import VisitService

__all__ = ["SetupPresenter"]

RUNS = 10


class SetupPresenter(PartPresenter[SetupRow]):
    """The sections. `reduced()`: old visits became counts, or did not for a reason that now stands with the runs."""

    reduced = Signal()
    topics = ("gate", "visit")
    model: RowsModel[SetupRow]

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show nothing yet."""
        super().__init__(desk, tasks, bus, parent)
        self._bus = bus
        self.laid = Laid()
        self.model = RowsModel(setup_columns(), parent=self)

    def widen(self) -> None:
        """Hide nothing: there are no conditions."""

    def read(self) -> None:
        """Read all that is laid down."""
        service = self.service
        self.tasks.run(lambda _progress: _read(service), self._take, self.failed.emit, owner=self, key="rows")

    def reduce(self) -> None:
        """Let old visits become counts now, however many they are; other writes get their turn in between."""
        service = self.service

        def work(progress: Progress) -> Changes:
            def tell(done: int, total: int) -> None:
                progress.check()
                progress.report(done, total)

            return service.reduce(tell, even_if_many=True)

        self.tasks.run(work, self._done, self.failed.emit, owner=self, key="reduce")

    def _done(self, changes: Changes) -> None:
        self._bus.announce(changes, self)
        self.reduced.emit()
        self.read()

    def _take(self, laid: Laid) -> None:
        self.laid = laid
        rows = [SetupRow(section, laid) for section in Section]
        self.model.set_rows(rows)
        self.found([row.id for row in rows])


def _read(service: VisitService) -> Laid:
    return Laid(
        service.gates(),
        [row for row in service.kinds() if row.key.own_id],
        service.shifts(),
        service.rules(),
        service.due_reduction(),
        service.last_reductions(RUNS),
    )
