"""Who makes the writes about gift lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from desktop.gifts.service import GiftService
from desktop.ui.attempts import Attempt, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from desktop.contacts.service import ConditionKind
    from desktop.core.changes import Changes
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["Command", "GiftAttempt", "GiftWriter"]

Command: TypeAlias = "Callable[[GiftService, str], Changes]"
"""One write: given the service and the operation id, it does it."""

GiftAttempt: TypeAlias = Attempt[GiftService]
"""A write about gift lists that can be tried."""


class GiftWriter(Writer[GiftService]):
    """Serves the forms and buttons of gift lists."""

    def __init__(self, desk: Desk, tasks: Tasks, conditions: Sequence[ConditionKind], parent: QObject) -> None:
        """Act as `desk`'s account; rules of contact lists may ask for `conditions` of other features."""
        super().__init__(GiftService(desk, conditions), tasks, parent)
