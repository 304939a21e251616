"""Who makes the writes about contact lists and rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from desktop.contacts.service import ContactService
from desktop.ui.attempts import Attempt, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from desktop.contacts.rule import ConditionKind
    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["Command", "ContactAttempt", "ContactWriter"]

Command: TypeAlias = "Callable[[ContactService, str], Changes]"
"""One write: given the service and the operation id, it does it."""

ContactAttempt: TypeAlias = Attempt[ContactService]
"""A write about lists and rounds that can be tried."""


class ContactWriter(Writer[ContactService]):
    """Serves the forms of contact lists and rounds."""

    def __init__(self, desk: Desk, tasks: Tasks, conditions: Sequence[ConditionKind], parent: QObject) -> None:
        """Act as `desk`'s account; rules may ask for `conditions` of other features."""
        super().__init__(ContactService(desk, conditions), tasks, parent)
        self.desk = desk
