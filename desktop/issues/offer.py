"""Whom and what a problem point may name: departments, workers, categories, buildings, equipment. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.pinyin import readings
from desktop.households.service import HouseholdService
from desktop.requests.service import RequestService
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.households.rows import PlaceLine
    from desktop.requests.rows import CategoryRow, EquipmentRow
    from desktop.staff.rows import DepartmentRow, WorkerRow
    from desktop.storage.desk import Desk

__all__ = ["IssueNames", "load_names"]


@dataclass(frozen=True, slots=True)
class IssueNames:
    """The names that the forms of problem points offer. `finds` are forms by which a name is found (pinyin).

    `own_department` is the only one a department's head may raise points for.
    """

    departments: Sequence[DepartmentRow] = ()
    workers: Sequence[WorkerRow] = ()
    categories: Sequence[CategoryRow] = ()
    buildings: Sequence[PlaceLine] = ()
    equipment: Sequence[EquipmentRow] = ()
    finds: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    own_department: int | None = None

    def workers_of(self, department_id: int | None) -> Sequence[WorkerRow]:
        """Return the active workers, those of the department first."""
        active = [worker for worker in self.workers if worker.active]
        return sorted(active, key=lambda worker: worker.department_id != department_id)


def load_names(desk: Desk) -> IssueNames:
    """Read the names of the community; in the background, for finding readings takes a moment."""
    staff, requests = StaffService(desk), RequestService(desk)
    departments, workers, categories = staff.departments(), staff.workers(), requests.categories()
    equipment, buildings = requests.equipment(), HouseholdService(desk).buildings()
    names = {row.name for rows in (departments, workers, categories, equipment) for row in rows}
    return IssueNames(
        departments,
        workers,
        categories,
        buildings,
        equipment,
        MappingProxyType({name: readings(name) for name in names}),
        desk.actor.heads_department,
    )
