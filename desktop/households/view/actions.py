"""What a clerk does on a household's page: opens a form, saves it, undoes what can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.changes import Draft, new_operation_id
from desktop.core.errors import UserError
from desktop.households.view.mark_actions import MarkActions
from desktop.households.view.people_actions import PeopleActions
from desktop.ui.dialogs import show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.households.dialogs import HouseholdDialog
    from desktop.households.presenter import HouseholdPresenter
    from desktop.households.presenter.household import Command
    from desktop.households.view.household import HouseholdPane
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "HouseholdActions"]

DRAFTS = "household"
"""The name under which half-typed forms of this page are kept."""


class HouseholdActions(QObject):
    """Carries out what the page's buttons ask for. `dialog` is the form that is open, None for none."""

    def __init__(self, presenter: HouseholdPresenter, shell: Shell, pane: HouseholdPane) -> None:
        """Listen to `pane`."""
        super().__init__(pane)
        self._presenter = presenter
        self._shell = shell
        self._pane = pane
        self.dialog: HouseholdDialog | None = None
        self.people = PeopleActions(presenter, shell, pane, self)
        self.marks = MarkActions(presenter, pane, self)
        pane.asked.connect(self._ask)

    def keep(self) -> None:
        """Keep what stands in the open form as a draft."""
        if self.dialog is not None and self.dialog.form.dirty:
            title = translate(self.dialog.windowTitle(), ui_language().language)
            draft = Draft(DRAFTS, self.dialog.key, title, self.dialog.form.texts())
            self._shell.drafts.keep(draft)

    # --- forms -----------------------------------------------------------------------------------------------------

    def _ask(self, key: str, subject: object) -> None:
        now = self._presenter.now
        if now is None:
            return
        if not self.people.take(key, now.file, subject):
            self.marks.take(key, now.file, subject)

    def open_form(self, dialog: HouseholdDialog) -> None:
        """Open a form, as it was left where it was; what it is submitted with is saved."""
        draft = next((draft for draft in self._shell.drafts.all(DRAFTS) if draft.key == dialog.key), None)
        if draft is not None:
            dialog.form.restore(draft.fields)
        operation_id = new_operation_id()
        dialog.submitted.connect(lambda values: self._save(dialog, dialog.command(values), operation_id))
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        dialog.open()

    def _forget_dialog(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _save(self, dialog: HouseholdDialog, command: Command, operation_id: str) -> None:
        dialog.set_busy(True)

        def done(_changes: Changes) -> None:
            self._shell.drafts.forget(DRAFTS, dialog.key)
            dialog.form.settle()
            self._shell.tell(dialog.saved)
            dialog.accept()

        def refuse(error: TouchpointError) -> None:
            dialog.set_busy(False)
            if isinstance(error, UserError):
                dialog.show_problems(error.problems)
            elif show_error(dialog, error):
                self._save(dialog, command, operation_id)

        self._presenter.act(command, done, refuse, operation_id=operation_id)

    # --- at once ---------------------------------------------------------------------------------------------------

    def carry_out(self, command: Command, said: Text, undo: Command | None = None) -> None:
        """Write at once and say so, with what takes it back."""

        def done(_changes: Changes) -> None:
            if undo is None:
                self._shell.tell(said)
            else:
                self._shell.tell(said, undo=lambda: self._presenter.act(undo, None, self._fail))

        self._presenter.act(command, done, self._fail)

    def _fail(self, error: TouchpointError) -> None:
        show_error(self._pane, error)
