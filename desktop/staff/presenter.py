"""Reads departments and workers, and carries out what is decided about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.i18n import Message, msg
from desktop.staff.service import StaffService
from desktop.staff.table import DepartmentLine, WorkerLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.changes import Changes
    from desktop.staff.rows import DepartmentRow
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["Done", "Listed", "NewWorker", "StaffPresenter"]


@dataclass(frozen=True, slots=True)
class NewWorker:
    """The command of the form of a new worker."""

    name: str
    department_id: int | None
    phone: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Departments in their order, workers with those on duty first."""

    departments: Sequence[DepartmentLine]
    workers: Sequence[WorkerLine]

    @property
    def open_departments(self) -> Sequence[DepartmentRow]:
        """Return the departments a worker can belong to."""
        return [line.department for line in self.departments if line.department.active]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in words: to which department or worker; a worker's retirement can be undone."""

    words: Message
    department_id: int = 0
    worker_id: int = 0
    undoable: bool = False


class StaffPresenter(QObject):
    """Runs the service in the background. `listed(Listed)`, `done(Done)`, `refused(TouchpointError)`."""

    listed = Signal(object)
    done = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject) -> None:
        """Serve the account signed in at `desk`."""
        super().__init__(parent)
        self._service = StaffService(desk)
        self._tasks = tasks
        self._workers: dict[int, WorkerLine] = {}
        bus.changed.connect(self._note)

    def read(self) -> None:
        """Read departments and workers anew."""
        self._tasks.run(self._listed, self._tell, self.refused.emit, owner=self, key="staff")

    def add_department(self, name: str) -> None:
        """Add a department."""
        words = msg("Added the department %(name)s.", name=name)
        act = partial(self._service.add_department, name, operation_id=new_operation_id())
        self._write(act, lambda id_: Done(words, department_id=id_))

    def add_worker(self, new: NewWorker) -> None:
        """Add a worker."""
        words = msg("Added the worker %(name)s.", name=new.name)
        act = partial(self._service.add_worker, new.name, new.department_id, new.phone, operation_id=new_operation_id())
        self._write(act, lambda id_: Done(words, worker_id=id_))

    def move(self, line: WorkerLine, department_id: int | None) -> None:
        """Let a worker belong to another department."""
        words = msg("%(name)s belongs to another department now.", name=line.worker.name)
        self._edit(line, department_id, Done(words, worker_id=line.id), active=line.worker.active)

    def retire(self, line: WorkerLine) -> None:
        """Offer a worker for dispatch no more; the past stays."""
        words = msg("%(name)s is not offered for dispatch any more.", name=line.worker.name)
        done = Done(words, worker_id=line.id, undoable=True)
        self._edit(line, line.worker.department_id, done, active=False)

    def take_back(self, worker_id: int) -> None:
        """Offer a retired worker for dispatch again, as the worker stands now."""
        line = self._workers.get(worker_id)
        if line is not None:
            words = msg("%(name)s is offered for dispatch again.", name=line.worker.name)
            self._edit(line, line.worker.department_id, Done(words, worker_id=worker_id), active=True)

    def _edit(self, line: WorkerLine, department_id: int | None, done: Done, *, active: bool) -> None:
        act = partial(
            self._service.edit_worker,
            line.id,
            line.worker.version,
            department_id=department_id,
            active=active,
            operation_id=new_operation_id(),
        )
        self._write(act, lambda _id: done)

    def _listed(self, _progress: Progress) -> Listed:
        departments, workers = self._service.departments(), self._service.workers()
        names = {department.id: department.name for department in departments}
        counts = Counter(worker.department_id for worker in workers if worker.active)
        lines = [WorkerLine(worker, names.get(worker.department_id or 0, "")) for worker in workers]
        return Listed(
            [DepartmentLine(department, counts[department.id]) for department in departments],
            sorted(lines, key=lambda line: not line.worker.active),
        )

    def _tell(self, listed: Listed) -> None:
        self._workers = {line.id: line for line in listed.workers}
        self.listed.emit(listed)

    def _write(self, act: Callable[[], Changes], told: Callable[[int], Done]) -> None:
        self._tasks.run(
            lambda _progress: act(),
            lambda changes: self.done.emit(told(changes.result)),
            self.refused.emit,
            owner=self,
            write=True,
        )

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("department", "worker"):
            self.read()
