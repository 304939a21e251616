"""What is done about an outage, from a button to the line that says so: forms, refusals, undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.outages.service import OutageService
from desktop.ui.acting import Acts
from desktop.ui.attempts import Writer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "OutageActs"]

DRAFTS = "outage-acts"
"""The name under which half-typed forms about an outage are kept."""


class OutageActs(Acts[OutageService]):
    """Opens forms over `page`, and makes writes about outages."""

    def __init__(self, desk: Desk, shell: Shell, page: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(Writer(OutageService(desk), shell.tasks, page), shell, page, DRAFTS)
