"""What is done about an outage that runs, from a button to the line that says so: forms, refusals, taking back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop.core.changes import Draft
from desktop.core.errors import UserError
from desktop.outages.service import OutageService
from desktop.ui.attempts import Writer
from desktop.ui.dialogs import show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.outages.dialogs.posting import ActDialog
    from desktop.outages.presenter.progress import Command
    from desktop.storage.desk import Desk
    from desktop.ui.attempts import Attempt
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "OutageActs"]

DRAFTS = "outage-acts"
"""The name under which half-typed forms about an outage are kept."""
AUTOSAVE_MS = 500


class OutageActs(QObject):
    """Opens forms over `place` and makes writes. `dialog` is the form that is open, None for none."""

    def __init__(self, desk: Desk, shell: Shell, place: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(place)
        self.dialog: ActDialog | None = None
        self.writer: Writer[OutageService] = Writer(OutageService(desk), shell.tasks, self)
        self._shell = shell
        self._place = place
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._soon.timeout.connect(self.keep)

    def open(self, dialog: ActDialog, then: Callable[[Changes], None] | None = None) -> None:
        """Open `dialog`, as far as it was filled in before; `then` follows what was written."""
        kept = next((draft for draft in self._shell.drafts.all(DRAFTS) if draft.key == dialog.key), None)
        if kept is not None:
            dialog.form.restore(kept.fields)
        attempt = self.writer.attempt()
        attempt.done.connect(partial(self._done, dialog, then))
        attempt.refused.connect(partial(self._refuse, dialog))
        dialog.submitted.connect(partial(self._submit, dialog, attempt))
        dialog.form.changed.connect(self._keep_soon)
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def make(
        self, command: Command, said: Text = "", undo: Command | None = None, then: Callable[[], None] | None = None
    ) -> None:
        """Make `command` at once, say `said`, and offer `undo` where it can be taken back."""
        attempt = self.writer.attempt()

        def done(_changes: Changes) -> None:
            if said:
                self._shell.tell(said, undo=None if undo is None else lambda: self.make(undo))
            if then is not None:
                then()

        def refuse(error: TouchpointError) -> None:
            if show_error(self._place, error):
                attempt.make(command)

        attempt.done.connect(done)
        attempt.refused.connect(refuse)
        attempt.make(command)

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        self._soon.stop()
        dialog = self.dialog
        if dialog is not None and dialog.form.dirty:
            title = translate(dialog.windowTitle(), ui_language().language)
            self._shell.drafts.keep(Draft(DRAFTS, dialog.key, title, dialog.form.texts()))

    def _keep_soon(self, _field: str) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _submit(self, dialog: ActDialog, attempt: Attempt[OutageService], values: dict[str, Any]) -> None:
        try:
            command = dialog.command(values)
        except UserError as error:
            dialog.show_problems(error.problems)
            return
        dialog.set_busy(True)
        attempt.make(command)

    def _done(self, dialog: ActDialog, then: Callable[[Changes], None] | None, changes: Changes) -> None:
        self._soon.stop()
        self._shell.drafts.forget(DRAFTS, dialog.key)
        dialog.form.settle()
        self._shell.tell(dialog.saved)
        dialog.accept()
        if then is not None:
            then(changes)

    def _refuse(self, dialog: ActDialog, error: TouchpointError) -> None:
        dialog.set_busy(False)
        if isinstance(error, UserError):
            dialog.show_problems(error.problems)
        elif show_error(dialog, error):
            dialog.submit()

    def _forget(self, _result: int) -> None:
        self._soon.stop()
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
