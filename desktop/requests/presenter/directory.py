"""Whom and what a request may name: departments, workers, categories, each with the words it is found by."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.pinyin import readings
from desktop.households.service import HouseholdService
from desktop.requests.service import RequestService
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop.households.rows import PlaceLine
    from desktop.requests.rows import CategoryRow, EquipmentRow, GradeRow, RequestLine
    from desktop.staff.rows import DepartmentRow, WorkerRow
    from desktop.storage.desk import Desk

__all__ = ["Assignee", "Directory", "load_directory"]


@dataclass(frozen=True, slots=True)
class Assignee:
    """To whom a request goes: a department, or a worker of it. `key` is what a form keeps of it."""

    department_id: int | None = None
    worker_id: int | None = None

    @property
    def key(self) -> str:
        """Return worker:7 or department:3, empty for nobody."""
        if self.worker_id is not None:
            return f"worker:{self.worker_id}"
        return "" if self.department_id is None else f"department:{self.department_id}"

    @classmethod
    def parse(cls, key: str) -> Assignee:
        """Return whom `key` names; nobody for anything that is no key."""
        kind, _, number = key.partition(":")
        if not number.isdecimal():
            return cls()
        return cls(worker_id=int(number)) if kind == "worker" else cls(department_id=int(number))


@dataclass(frozen=True, slots=True)
class Directory:
    """The names a form offers and a history needs. `finds` are forms by which a name is found (pinyin).

    `duty_phone` is whom to call in an emergency, "" where none was entered.
    """

    departments: Sequence[DepartmentRow] = ()
    workers: Sequence[WorkerRow] = ()
    categories: Sequence[CategoryRow] = ()
    finds: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    equipment: Sequence[EquipmentRow] = ()
    grades: Sequence[GradeRow] = ()
    duty_phone: str = ""
    buildings: Sequence[PlaceLine] = ()

    def department(self, department_id: object) -> str:
        """Return the department's name, empty for an unknown one."""
        return next((row.name for row in self.departments if row.id == department_id), "")

    def worker(self, worker_id: object) -> str:
        """Return the worker's name, empty for an unknown one."""
        return next((row.name for row in self.workers if row.id == worker_id), "")

    def category(self, category_id: object) -> CategoryRow | None:
        """Return the category, None for an unknown one."""
        return next((row for row in self.categories if row.id == category_id), None)

    def named(self, department_id: object, worker_id: object) -> str:
        """Return where a request lies, as one text: 工程 · 何志强."""
        return " · ".join(name for name in (self.department(department_id), self.worker(worker_id)) if name)

    def usual_department(self, lines: Iterable[RequestLine]) -> int | None:
        """Return the department that all `lines` lie with or go to by their category, None where they differ."""
        departments = {row.name: row.id for row in self.departments}
        categories = {row.name: row.department_id for row in self.categories}
        usual = {departments.get(line.department) or categories.get(line.category) for line in lines}
        return usual.pop() if len(usual) == 1 else None

    def equipment_near(self, building_id: int, category_id: int) -> Sequence[EquipmentRow]:
        """Return all equipment, first what stands in the building and is of the category, then of either."""
        return sorted(
            self.equipment,
            key=lambda row: -((row.building_id == building_id) + (row.category_id == category_id)),
        )

    def assignees(self) -> Sequence[tuple[Assignee, str]]:
        """Return everyone a request may go to, each department in front of its workers, with the words shown."""
        found: list[tuple[Assignee, str]] = []
        for department in (row for row in self.departments if row.active):
            found.append((Assignee(department_id=department.id), department.name))
            of_it = (row for row in self.workers if row.active and row.department_id == department.id)
            found += [(Assignee(worker_id=row.id), f"{department.name} · {row.name}") for row in of_it]
        lone = (row for row in self.workers if row.active and row.department_id is None)
        return [*found, *((Assignee(worker_id=row.id), row.name) for row in lone)]


def load_directory(desk: Desk) -> Directory:
    """Read the names of the community; in the background, for finding readings takes a moment."""
    staff, requests = StaffService(desk), RequestService(desk)
    departments, workers, categories = staff.departments(), staff.workers(), requests.categories()
    equipment, grades = requests.equipment(), requests.grades()
    names = {row.name for rows in (departments, workers, categories, equipment, grades) for row in rows}
    return Directory(
        departments,
        workers,
        categories,
        MappingProxyType({name: readings(name) for name in names}),
        equipment,
        grades,
        requests.setup().duty_phone,
        HouseholdService(desk).buildings(),
    )
