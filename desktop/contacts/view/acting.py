"""What is done about lists and rounds, from a button to the line that says so: forms, refusals, undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.contacts.presenter import ContactWriter
from desktop.contacts.service import ContactService
from desktop.ui.acting import Acts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.contacts.rule import ConditionKind
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "ContactActs"]

DRAFTS = "contacts"
"""The name under which half-typed forms of lists and rounds are kept."""


class ContactActs(Acts[ContactService]):
    """Opens the forms of lists and rounds over `page`, and makes their writes."""

    def __init__(self, desk: Desk, shell: Shell, conditions: Sequence[ConditionKind], page: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(ContactWriter(desk, shell.tasks, conditions, page), shell, page, DRAFTS)
