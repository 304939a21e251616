"""Taking back what was just done at the gate: an entry, or somebody's leaving."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from desktop.core.changes import Changes
    from desktop.ui.shell import Shell
    from desktop.visits.service import VisitService

__all__ = ["Undoing"]


class Undoing(QObject):
    """Makes the writes that take others back, and says so. `failed(error)`: somebody changed it meanwhile."""

    failed = Signal(object)

    def __init__(self, service: VisitService, shell: Shell, parent: QObject) -> None:
        """Write with `service`."""
        super().__init__(parent)
        self._service = service
        self._shell = shell

    def entry(self, visit_id: int) -> Callable[[], None]:
        """Return what takes the entry of a visit back: it was made by mistake."""
        return partial(self._make, (visit_id,), self._service.drop)

    def leaving(self, visit_ids: Iterable[int]) -> Callable[[], None]:
        """Return what lets those be inside again who were let out."""
        return partial(self._make, tuple(visit_ids), self._service.undo_out)

    def _make(self, visit_ids: tuple[int, ...], undo: Callable[..., Changes]) -> None:
        service, operation_id = self._service, new_operation_id()

        def work(visit_id: int, _progress: object) -> Changes:
            # As it stands now: what was done since by somebody else is refused by the write itself, in words.
            version = service.visit(visit_id).line.version
            return undo(visit_id, version=version, operation_id=f"{operation_id}-{visit_id}")

        for visit_id in visit_ids:
            self._shell.tasks.run(partial(work, visit_id), None, self.failed.emit, owner=self, write=True)
        self._shell.tell(msg("Taken back."))
