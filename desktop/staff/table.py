"""The columns of the lists of departments and of workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.phones import display_phone
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.staff.rows import DepartmentRow, WorkerRow

__all__ = ["DepartmentLine", "WorkerLine", "department_columns", "worker_columns"]


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department and how many workers it has now."""

    department: DepartmentRow
    workers: int

    @property
    def id(self) -> int:
        """Return the department's id, by which the list recognises it."""
        return self.department.id


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A worker with the name of the department."""

    worker: WorkerRow
    department: str

    @property
    def id(self) -> int:
        """Return the worker's id, by which the list recognises it."""
        return self.worker.id


def department_columns() -> Sequence[Column[DepartmentLine]]:
    """Return the columns of departments; the code is what the command line takes."""
    return (
        Column("name", msg("Department"), lambda line, _: Cell(line.department.name, strong=True), 96, stretch=True),
        Column("code", msg("Code"), lambda line, _: Cell(line.department.code, tone="ink2"), 112),
        Column("workers", msg("Workers"), _workers, 72, right=True, sort=False),
    )


def worker_columns() -> Sequence[Column[WorkerLine]]:
    """Return the columns of workers."""
    return (
        Column("state", msg("State"), _state, 108),
        Column("name", msg("Name"), lambda line, _: Cell(line.worker.name, strong=True), 120, stretch=True),
        Column("department", msg("Department"), lambda line, _: Cell(line.department or "—"), 120),
        Column("phone", msg("Phone"), lambda line, _: Cell(display_phone(line.worker.phone) or "—", tone="ink2"), 144),
    )


def _workers(line: DepartmentLine, language: Language) -> Cell:
    return Cell(language.integer(line.workers), tone="ink" if line.workers else "ink2")


def _state(line: WorkerLine, language: Language) -> Cell:
    if line.worker.active:
        return Cell(language.gettext("On duty"), tone="green", icon="circle-check", chip=True)
    return Cell(language.gettext("Retired"), tone="grey", icon="circle-pause", chip=True)
