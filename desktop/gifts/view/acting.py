"""What is done about gift lists, from a button to the line that says so: forms, refusals, undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop.core.changes import Draft
from desktop.core.errors import UserError, WorldError
from desktop.gifts.presenter import GiftWriter
from desktop.ui.dialogs import show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.contacts.service import ConditionKind
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.gifts.dialogs import GiftDialog
    from desktop.gifts.presenter import Command, GiftAttempt
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "GiftActs"]

DRAFTS = "gifts"
"""The name under which half-typed forms of gift lists are kept."""


class GiftActs(QObject):
    """Opens forms over `page` and makes writes. `dialog` is the form that is open, None for none."""

    def __init__(self, desk: Desk, shell: Shell, conditions: Sequence[ConditionKind], page: QWidget) -> None:
        """Act as `desk`'s account and speak through `shell`."""
        super().__init__(page)
        self.dialog: GiftDialog | None = None
        self.writer = GiftWriter(desk, shell.tasks, conditions, self)
        self._shell = shell
        self._page = page

    def open(
        self, dialog: GiftDialog, then: Callable[[Changes], None] | None = None, undo: Command | None = None
    ) -> None:
        """Open `dialog` and make its command once it is submitted; `then` follows, `undo` takes it back."""
        kept = next((draft for draft in self._shell.drafts.all(DRAFTS) if draft.key == dialog.key), None)
        if kept is not None:
            dialog.form.restore(kept.fields)
        attempt = self.writer.attempt()
        attempt.done.connect(lambda changes: self._done(dialog, changes, then, undo))
        attempt.refused.connect(lambda error: self._refuse(dialog, error))
        dialog.submitted.connect(lambda values: self._submit(dialog, attempt, values))
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def make(
        self,
        command: Command,
        said: Message,
        undo: Command | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Make `command` at once, say `said`, and offer `undo` where it can be taken back; `then` follows."""
        attempt = self.writer.attempt()

        def done(_changes: Changes) -> None:
            self._shell.tell(said, undo=None if undo is None else lambda: self._take_back(undo))
            if then is not None:
                then()

        def refuse(error: TouchpointError) -> None:
            if show_error(self._page, error) and isinstance(error, WorldError):
                attempt.make(command)

        attempt.done.connect(done)
        attempt.refused.connect(refuse)
        attempt.make(command)

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        dialog = self.dialog
        if dialog is not None and dialog.form.dirty:
            title = translate(dialog.windowTitle(), ui_language().language)
            self._shell.drafts.keep(Draft(DRAFTS, dialog.key, title, dialog.form.texts()))

    def _take_back(self, command: Command) -> None:
        attempt = self.writer.attempt()
        attempt.refused.connect(lambda error: show_error(self._page, error))
        attempt.make(command)

    def _submit(self, dialog: GiftDialog, attempt: GiftAttempt, values: dict[str, Any]) -> None:
        try:
            command = dialog.command(values)
        except UserError as error:
            dialog.show_problems(error.problems)
            return
        dialog.set_busy(True)
        attempt.make(command)

    def _done(
        self,
        dialog: GiftDialog,
        changes: Changes,
        then: Callable[[Changes], None] | None,
        undo: Command | None,
    ) -> None:
        self._shell.drafts.forget(DRAFTS, dialog.key)
        dialog.form.settle()
        self._shell.tell(dialog.saved, undo=None if undo is None else lambda: self._take_back(undo))
        dialog.accept()
        if then is not None:
            then(changes)

    def _refuse(self, dialog: GiftDialog, error: TouchpointError) -> None:
        dialog.set_busy(False)
        if isinstance(error, UserError):
            dialog.show_problems(error.problems)
        elif show_error(dialog, error):
            dialog.submit()

    def _forget(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
