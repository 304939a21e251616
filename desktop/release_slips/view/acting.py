"""What is done about release slips at the desk, from a button to the line that says so: forms, undo, paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.release_slips.dialogs import AmendSlip, IssueSlip, WithdrawDialog
from desktop.release_slips.presenter import ReleasePaper, ReleaseWriter, RoomFinder
from desktop.release_slips.service import ReleaseSlipService
from desktop.ui.acting import Acts
from desktop.ui.dialogs import show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.release_slips.presenter import Command
    from desktop.release_slips.rows import ReleaseFile, ReleaseStart
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "ReleaseActs"]

DRAFTS = "release_slips"
"""The name under which half-typed forms of release slips are kept."""


class ReleaseActs(Acts[ReleaseSlipService]):
    """Opens the forms of release slips over `page`, and makes their writes."""

    def __init__(self, desk: Desk, shell: Shell, page: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(ReleaseWriter(desk, shell.tasks, page), shell, page, DRAFTS)
        self._desk = desk

    def issue(self, start: ReleaseStart | None, then: Callable[[Changes], None]) -> None:
        """Issue a slip that begins with `start`; `then` follows. Undone, it is withdrawn."""
        if self.dialog is None:
            dialog = IssueSlip(self._desk.clock.now(), self._desk.zone, start, self.page)
            finder = self._look_up(dialog)
            self.open(dialog, then, _undo_issue)
            if dialog.room.room_id is not None:
                finder.find(dialog.start.room)

    def amend(self, file: ReleaseFile) -> None:
        """Change a slip before anything left."""
        if self.dialog is None:
            dialog = AmendSlip(file, self._desk.clock.now(), self._desk.zone, self.page)
            self._look_up(dialog)
            self.open(dialog)

    def withdraw(self, file: ReleaseFile) -> None:
        """Withdraw a slip, for a reason. Undone, it is taken up again."""
        if self.dialog is None:
            self.open(WithdrawDialog(file.line, self.page), undo=_undo_withdrawal)

    def resume(self, file: ReleaseFile) -> None:
        """Take up a slip that was withdrawn."""
        line = file.line
        self.make(
            lambda service, operation: service.resume(line.id, version=line.version, operation_id=operation),
            msg("%(number)s is good again", number=line.number),
        )

    def print(self, slip_id: int, number: str) -> None:
        """Show the paper of a slip."""
        self.shell.show_paper(ReleasePaper(self._desk, slip_id, number))

    def _look_up(self, dialog: IssueSlip | AmendSlip) -> RoomFinder:
        """Let the form find the household that is meant; return what looks."""
        finder = RoomFinder(self._desk, self.shell.tasks, self)
        dialog.room.asked.connect(finder.find)
        finder.found.connect(dialog.offer_rooms)
        finder.failed.connect(partial(show_error, dialog))
        dialog.finished.connect(finder.deleteLater)
        return finder


def _undo_issue(changes: Changes) -> Command:
    words = translate(msg("Issued by mistake"), ui_language().language)
    return lambda service, operation: service.withdraw(
        changes.result, words, version=service.slip(changes.result).line.version, operation_id=operation
    )


def _undo_withdrawal(changes: Changes) -> Command:
    return lambda service, operation: service.resume(
        changes.result, version=service.slip(changes.result).line.version, operation_id=operation
    )
