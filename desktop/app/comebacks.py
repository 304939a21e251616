"""Looks for mended problem points whose trouble came back, when the window opens and every hour from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.core.permissions import Operation, allows

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Progress

__all__ = ["EVERY_MS", "Comebacks"]

EVERY_MS = 3_600_000


class Comebacks(QObject):
    """Lets what came back reopen by itself, as any account that reads problem points; the screens hear of it."""

    def __init__(self, desk: Desk, shell: Shell, parent: QObject) -> None:
        """Look as `desk`'s account; one that reads no problem points looks for none."""
        super().__init__(parent)
        self._desk = desk
        self._shell = shell
        self._may = allows(desk.actor, Operation.READ_ISSUES)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        if self._may:
            self._timer.start()

    def look(self) -> None:
        """Look in the background; only where something came back is anything written."""
        if self._may:
            self._shell.tasks.run(self._find, self._reopen, _pass_over, owner=self, key="comebacks")

    def _find(self, _progress: Progress) -> bool:
        # The window stands before the service is brought in.
        from desktop.issues.service import IssueService  # noqa: PLC0415

        return bool(IssueService(self._desk).comebacks())

    def _reopen(self, found: bool) -> None:  # noqa: FBT001 - what was read
        if found:
            self._shell.tasks.run(self._write, None, _pass_over, owner=self, write=True)

    def _write(self, _progress: Progress) -> Changes:
        from desktop.issues.service import IssueService  # noqa: PLC0415 - as above

        return IssueService(self._desk).look_for_comebacks()


def _pass_over(_error: TouchpointError) -> None:
    """Say nothing: nobody asked for it, and the next hour looks again."""
