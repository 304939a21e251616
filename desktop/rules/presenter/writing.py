"""Writes of the page: made in the background, told in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.ui.tasks import Tasks

__all__ = ["Done", "WritingPresenter"]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in words (None: nobody needs to be told), to which line, and how it is taken back."""

    words: Message | None
    id: int = 0
    undo: Callable[[], None] | None = None


class WritingPresenter(QObject):
    """Makes writes in the background. `done(Done)`; `refused(TouchpointError)`: nothing was written."""

    done = Signal(object)
    refused = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        """Write through `tasks`."""
        super().__init__(parent)
        self._tasks = tasks

    def _write(
        self, act: Callable[[], Changes], words: Message | None, undo: Callable[[int], None] | None = None
    ) -> None:
        """Make `act` and tell it in `words`; `undo` takes it back, given the id of the line."""

        def tell(changes: Changes) -> None:
            id_ = changes.result
            self.done.emit(Done(words, id_, None if undo is None else lambda: undo(id_)))

        self._tasks.run(lambda _progress: act(), tell, self.refused.emit, owner=self, write=True)
