"""Reads two months to show them beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.i18n import msg
from desktop.months.service import MonthService
from desktop.months.sheet import write_comparison
from desktop.months.table import MonthComparison

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["ComparePresenter"]


class ComparePresenter(QObject):
    """Runs the service in the background. `compared(MonthComparison)`, `saved(Path)`, `refused(TouchpointError)`."""

    compared = Signal(object)
    saved = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, month: Month, department_id: int | None, parent: QObject) -> None:
        """Compare `month` of a department, or of all, with the same month last year at first."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._department_id = department_id
        self._service = MonthService(desk)
        self.month = month
        self.other = month.plus(-12)

    def choose(self, other: Month) -> None:
        """Compare with `other`."""
        self.other = other
        month, department_id = self.month, self._department_id

        def work(_progress: Progress) -> MonthComparison:
            return MonthComparison(
                self._service.summary(month, department_id), self._service.summary(other, department_id)
            )

        title = msg("Counting the months …")
        self._tasks.run(work, self.compared.emit, self.refused.emit, owner=self, key="compare", title=title)

    def save(self, compared: MonthComparison, path: Path, language: Language) -> None:
        """Write the comparison as a workbook."""
        name, now = self._desk.actor.name, self._desk.clock.now()

        def work(_progress: Progress) -> Path:
            write_comparison(path, compared.first, compared.second, language, printed_by=name, printed_at=now)
            return path

        title = msg("Writing the workbook …")
        self._tasks.run(work, self.saved.emit, self.refused.emit, owner=self, title=title)
