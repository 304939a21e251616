"""What is done about gift lists, from a button to the line that says so: forms, refusals, undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.gifts.presenter import GiftWriter
from desktop.gifts.service import GiftService
from desktop.ui.acting import Acts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.contacts.service import ConditionKind
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "GiftActs"]

DRAFTS = "gifts"
"""The name under which half-typed forms of gift lists are kept."""


class GiftActs(Acts[GiftService]):
    """Opens the forms of gift lists over `page`, and makes their writes."""

    def __init__(self, desk: Desk, shell: Shell, conditions: Sequence[ConditionKind], page: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(GiftWriter(desk, shell.tasks, conditions, page), shell, page, DRAFTS)
