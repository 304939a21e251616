"""Who makes the writes about release slips."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from desktop.release_slips.service import ReleaseSlipService
from desktop.ui.attempts import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["Command", "ReleaseWriter"]

Command: TypeAlias = "Callable[[ReleaseSlipService, str], Changes]"
"""One write: given the service and the operation id, it does it."""


class ReleaseWriter(Writer[ReleaseSlipService]):
    """Serves the forms and buttons of release slips."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        """Act as `desk`'s account."""
        super().__init__(ReleaseSlipService(desk), tasks, parent)
