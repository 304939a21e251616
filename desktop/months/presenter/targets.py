"""Reads what figures ought to be, and keeps what is laid down anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.i18n import msg
from desktop.months.rows import BUILT_IN_TARGETS, Figure, TargetRow
from desktop.months.service import MonthService
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.staff.rows import DepartmentRow
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Targets", "TargetsPresenter"]

ALL = 0


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets laid down, and whose; `everything` where those of all departments may be seen."""

    rows: Sequence[TargetRow]
    departments: Sequence[DepartmentRow]
    everything: bool

    def own(self, figure: Figure, department_id: int) -> TargetRow | None:
        """Return the target laid down for a department (0: for all), none where there is none of its own."""
        found = (row for row in self.rows if row.figure is figure and row.department_id == department_id)
        return next((row for row in found if row.version), None)

    def row(self, figure: Figure, department_id: int) -> TargetRow:
        """Return the same; a row of version 0 where there is none."""
        return self.own(figure, department_id) or TargetRow(figure, department_id, 0.0, 0)

    def otherwise(self, figure: Figure, department_id: int) -> float | None:
        """Return what holds where a department lays nothing down."""
        shared = self.own(figure, ALL) if department_id else None
        return BUILT_IN_TARGETS.get(figure) if shared is None else shared.value


class TargetsPresenter(QObject):
    """Runs the service in the background. `read_in(Targets)`, `kept()`, `refused(TouchpointError)`."""

    read_in = Signal(object)
    kept = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        """Read and write as the account of `desk`."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._service = MonthService(desk)

    @property
    def may_edit(self) -> bool:
        """Tell whether the account lays targets down: the project manager."""
        return self._desk.actor.is_project_manager

    def read(self) -> None:
        """Read what is laid down."""
        own = self._desk.actor.heads_department

        def work(_progress: Progress) -> Targets:
            departments = [row for row in StaffService(self._desk).departments() if row.active]
            seen = [row for row in departments if own in {None, row.id}]
            return Targets(tuple(self._service.targets()), seen, everything=own is None)

        self._tasks.run(work, self.read_in.emit, self.refused.emit, owner=self, key="targets")

    def keep(self, wanted: Sequence[tuple[TargetRow, float | None]]) -> None:
        """Lay down each target, none taking its own away; one that somebody else changed meanwhile is refused."""

        def work(_progress: Progress) -> Changes:
            made = [
                self._service.set_target(row.figure, row.department_id, value, version=row.version)
                for row, value in wanted
            ]
            return made[-1]

        title = msg("Keeping the targets …")
        self._tasks.run(work, lambda _made: self.kept.emit(), self.refused.emit, owner=self, write=True, title=title)
