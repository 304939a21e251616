"""What is done about lists and rounds, from a button to the line that says so: forms, refusals, undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop.contacts.presenter import ContactWriter
from desktop.core.changes import Draft
from desktop.core.errors import UserError
from desktop.ui.dialogs import show_error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.contacts.dialogs import ContactDialog
    from desktop.contacts.presenter import Command, ContactAttempt
    from desktop.contacts.rule import ConditionKind
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "ContactActs"]

DRAFTS = "contacts"
"""The name under which half-typed forms of lists and rounds are kept."""


class ContactActs(QObject):
    """Opens forms over `page` and makes writes. `dialog` is the form that is open, None for none."""

    def __init__(self, desk: Desk, shell: Shell, conditions: Sequence[ConditionKind], page: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(page)
        self.dialog: ContactDialog | None = None
        self.writer = ContactWriter(desk, shell.tasks, conditions, self)
        self._shell = shell
        self._page = page

    def open(self, dialog: ContactDialog, then: Callable[[Changes], None] | None = None) -> None:
        """Open `dialog` and make its command once it is submitted; `then` follows what was written."""
        kept = next((draft for draft in self._shell.drafts.all(DRAFTS) if draft.key == dialog.key), None)
        if kept is not None:
            dialog.take_up(kept.fields)
        attempt = self.writer.attempt()
        attempt.done.connect(lambda changes: self._done(dialog, changes, then))
        attempt.refused.connect(lambda error: self._refuse(dialog, error))
        dialog.submitted.connect(lambda values: self._submit(dialog, attempt, values))
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def make(self, command: Command, said: Message | None = None, undo: Command | None = None) -> None:
        """Make `command` at once, say `said`, and offer `undo` where it can be taken back."""
        attempt = self.writer.attempt()

        def done(_changes: Changes) -> None:
            if said is not None:
                self._shell.tell(said, undo=None if undo is None else lambda: self.make(undo))

        def refuse(error: TouchpointError) -> None:
            if show_error(self._page, error):
                attempt.make(command)

        attempt.done.connect(done)
        attempt.refused.connect(refuse)
        attempt.make(command)

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        dialog = self.dialog
        if dialog is not None and dialog.dirty:
            self._shell.drafts.keep(Draft(DRAFTS, dialog.key, dialog.windowTitle(), dialog.texts()))

    def _submit(self, dialog: ContactDialog, attempt: ContactAttempt, values: dict[str, Any]) -> None:
        try:
            command = dialog.command(values)
        except UserError as error:
            dialog.show_problems(error.problems)
            return
        dialog.set_busy(True)
        attempt.make(command)

    def _done(self, dialog: ContactDialog, changes: Changes, then: Callable[[Changes], None] | None) -> None:
        self._shell.drafts.forget(DRAFTS, dialog.key)
        self._shell.tell(dialog.saved)
        dialog.accept()
        if then is not None:
            then(changes)

    def _refuse(self, dialog: ContactDialog, error: TouchpointError) -> None:
        dialog.set_busy(False)
        if isinstance(error, UserError):
            dialog.show_problems(error.problems)
        elif show_error(dialog, error):
            dialog.submit()

    def _forget(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
