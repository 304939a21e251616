"""Which visits the log shows, and the one looked at with all that belongs to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.ui.table import KeysetModel
from desktop.visits.presenter.reading import PartPresenter
from desktop.visits.rows import VisitFilter
from desktop.visits.table import VisitSource, log_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks
    from desktop.visits.rows import GateRow, KindRow, VisitFile, VisitLine

__all__ = ["LATELY", "LogPresenter", "last_days"]

LATELY = 7
"""Without another wish the log shows so many days."""


def last_days(presenter: PartPresenter[Any], days: int) -> VisitFilter:
    """Return the filter of the last `days` days, today among them."""
    today = presenter.when.today
    return VisitFilter(first_day=today - timedelta(days=days - 1), last_day=today)


class LogPresenter(PartPresenter["VisitLine"]):
    """The log. `detailed(VisitFile | None)`: the visit looked at. `named()`: gates and kinds to choose from are read.

    `wanted` is what is shown; `gates` and `kinds` also hold what is archived, for old visits.
    """

    detailed = Signal(object)
    named = Signal()
    topics = ("visit", "gate", "contractor_pass", "expected_visit", "room", "import_batch")
    model: KeysetModel[VisitLine]

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Show the last days."""
        super().__init__(desk, tasks, bus, parent)
        self.wanted = last_days(self, LATELY)
        self.file: VisitFile | None = None
        self.gates: Sequence[GateRow] = ()
        self.kinds: Sequence[KindRow] = ()
        self._today = self.when.today
        self._looked_at = 0
        self._asked = False
        self.model = KeysetModel(log_columns(lambda: self.when), tasks, parent=self)
        self.model.loaded.connect(self._settle)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether a condition besides the days hides visits."""
        return self.wanted != VisitFilter(first_day=self.wanted.first_day, last_day=self.wanted.last_day)

    def show(self, wanted: VisitFilter) -> None:
        """Show other visits."""
        if wanted != self.wanted:
            self.wanted, self._asked = wanted, False
            self.read()
        self.conditions_changed.emit()

    def narrow(self, **asked: Any) -> None:
        """Narrow the log by fields of the filter."""
        self.show(replace(self.wanted, **asked))

    def clear(self) -> None:
        """Show the last days, nothing narrower."""
        self.show(last_days(self, LATELY))

    def widen(self) -> None:
        """Show the visits of every day that is kept."""
        if self.wanted != VisitFilter():
            self.wanted, self._asked = VisitFilter(), False

    def seek(self, id_: int) -> None:
        """Look at a visit, whatever the conditions hide; it is chosen in the list once that is read."""
        super().seek(id_)
        self.look(id_)

    def start(self) -> None:
        """Read the log, and what it can be narrowed by."""
        super().start()
        self._read_names()

    def read(self) -> None:
        """Read the log again; rows keep their place. Days up to today go on with a new day."""
        self._follow_day()
        if self._asked:
            self.model.reload()
        else:
            self._asked = True
            self.model.set_source(VisitSource(self.service, self.wanted))
        if self._looked_at:
            self.look(self._looked_at)

    def look(self, visit_id: int) -> None:
        """Read everything about a visit; 0 looks at none."""
        self._looked_at = visit_id
        if not visit_id:
            self._take(None)
            return
        service = self.service

        def fail(error: TouchpointError) -> None:
            self._looked_at = 0
            self._take(None)
            self.failed.emit(error)

        self.tasks.run(lambda _progress: service.visit(visit_id), self._take, fail, owner=self, key="visit")

    def _follow_day(self) -> None:
        before, self._today = self._today, self.when.today
        wanted = self.wanted
        if before != self._today and wanted.first_day is not None and wanted.last_day == before:
            self.wanted = replace(wanted, first_day=wanted.first_day + (self._today - before), last_day=self._today)
            self._asked = False
            self.conditions_changed.emit()

    def _take(self, file: VisitFile | None) -> None:
        if file is None or file.line.id == self._looked_at:
            self.file = file
            self.detailed.emit(file)

    def _settle(self) -> None:
        if self._sought:
            self.found([self._sought])

    def _read_names(self) -> None:
        service = self.service

        def ask(_progress: Progress) -> tuple[Sequence[GateRow], Sequence[KindRow]]:
            return service.gates(archived=True), service.kinds(archived=True)

        self.tasks.run(ask, self._name, self.failed.emit, owner=self, key="names")

    def _name(self, found: tuple[Sequence[GateRow], Sequence[KindRow]]) -> None:
        self.gates, self.kinds = found
        self.named.emit()
