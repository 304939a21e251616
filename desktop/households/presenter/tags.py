"""The community's tags: read, made, changed, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.changes import new_operation_id
from desktop.core.permissions import Operation, allows
from desktop.households.service import HouseholdService

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.households.rows import TagRow
    from desktop.storage.desk import Desk
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

__all__ = ["TagsPresenter"]


class TagsPresenter(QObject):
    """Keeps the list of tags fresh once `read` was called. `shown(Sequence[TagRow])`, `failed(error)`."""

    shown = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, bus: Bus, parent: QObject | None = None) -> None:
        """Act as `desk`'s account."""
        super().__init__(parent)
        self.may_edit = allows(desk.actor, Operation.EDIT_HOUSEHOLD)
        self._service = HouseholdService(desk)
        self._tasks = tasks
        bus.changed.connect(self._note)

    def read(self) -> None:
        """Read the tags."""
        service = self._service
        self._tasks.run(
            lambda _progress: service.community_tags(), self.shown.emit, self.failed.emit, owner=self, key="tags"
        )

    def save(
        self,
        tag: TagRow | None,
        name: str,
        meaning: str,
        tone: str,
        on_done: Callable[[Changes], None],
        on_error: Callable[[TouchpointError], None],
    ) -> None:
        """Change `tag`, or make a new one where it is None."""
        service, operation = self._service, new_operation_id()

        def work(_progress: object) -> Changes:
            if tag is None:
                return service.add_tag(name, meaning=meaning, tone=tone, operation_id=operation)
            return service.edit_tag(
                tag.id, version=tag.version, name=name, meaning=meaning, tone=tone, operation_id=operation
            )

        self._tasks.run(work, on_done, on_error, owner=self, write=True)

    def remove(self, tag: TagRow) -> None:
        """Remove a tag that no household wears."""
        service, operation = self._service, new_operation_id()
        self._tasks.run(
            lambda _progress: service.remove_tag(tag.id, version=tag.version, operation_id=operation),
            None,
            self.failed.emit,
            owner=self,
            write=True,
        )

    def _note(self, changes: Changes, _initiator: object) -> None:
        if changes.touches("tag", "import_batch"):
            self.read()
