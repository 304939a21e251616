"""What the call screen asks before it acts: a new round, a call put off, the end of a round, phones in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop.contacts.dialogs import PutOffDialog, ReasonDialog, StartDialog
from desktop.contacts.presenter import CallSheetPaper, RoundPlanner
from desktop.contacts.view.acting import ContactActs
from desktop.contacts.view.pauses import unreached_name
from desktop.core.errors import WorldError
from desktop.core.i18n import msg, nmsg
from desktop.ui.dialogs import Question, show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QDialog

    from desktop.contacts.presenter import CallPresenter
    from desktop.contacts.rows import RoundLine
    from desktop.contacts.rule import ConditionKind
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Page, Shell

__all__ = ["RoundAsker"]


class RoundAsker(QObject):
    """Opens what the call screen asks. `acts` holds the form of a round that is open, `dialog` any other question."""

    def __init__(
        self, desk: Desk, shell: Shell, conditions: Sequence[ConditionKind], presenter: CallPresenter, page: Page
    ) -> None:
        """Ask over `page`."""
        super().__init__(page)
        self.acts = ContactActs(desk, shell, conditions, page)
        self.dialog: QDialog | None = None
        self._desk = desk
        self._shell = shell
        self._conditions = conditions
        self._presenter = presenter
        self._page = page
        presenter.refused.connect(self._refuse)
        presenter.list_made.connect(self._start_again)

    def start(self, list_id: int = 0) -> StartDialog | None:
        """Start a round over a list, or ask for the list; None where a form is open already."""
        if self.acts.dialog is not None:
            return None
        planner = RoundPlanner(self._desk, self._shell.tasks, self._conditions, self)
        dialog = StartDialog(planner, list_id, self._page)
        dialog.finished.connect(planner.deleteLater)
        planner.failed.connect(lambda error: show_error(dialog, error))
        self.acts.open(dialog, self._begun)
        return dialog

    def put_off(self) -> None:
        """Ask when the household on the phone is to be called instead."""
        card, line = self._presenter.card, self._presenter.round
        if card is None or line is None or self._presenter.busy:
            return
        dialog = PutOffDialog(card.room, line.retry_minutes, self._page)

        def put(values: dict[str, Any]) -> None:
            dialog.accept()
            self._presenter.put_off(int(values["minutes"]))

        dialog.submitted.connect(put)
        self._open(dialog)

    def call_again(self) -> None:
        """Make a list of who was not reached and start a round over it."""
        line = self._presenter.round
        if line is not None:
            self._presenter.call_again(translate(unreached_name(line), ui_language().language))

    def about_round(self, what: str, line: RoundLine) -> None:
        """Print the sheet of a round (`unmasked`: with phones in full, for a reason), or end it."""
        if what == "sheet":
            self._shell.show_paper(CallSheetPaper(self._desk, line))
        elif what == "unmasked":
            self._ask_reason(line)
        elif what == "end":
            self._ask_end(line)

    def _ask_reason(self, line: RoundLine) -> None:
        dialog = ReasonDialog(self._page)

        def show(values: dict[str, Any]) -> None:
            dialog.accept()
            self._shell.show_paper(CallSheetPaper(self._desk, line, reason=values["reason"]))

        dialog.submitted.connect(show)
        self._open(dialog)

    def _ask_end(self, line: RoundLine) -> None:
        left = line.progress.waiting + line.progress.later
        if not left:
            self._end(line)
            return
        words = nmsg(
            "%(count)s household was not called yet and then counts as not reached. What was recorded is kept.",
            "%(count)s households were not called yet and then count as not reached. What was recorded is kept.",
            left,
        )
        dialog = Question(msg("End the round %(occasion)s?", occasion=line.occasion), words, msg("End it"), self._page)
        dialog.accepted.connect(lambda: self._end(line))
        self._open(dialog)

    def _end(self, line: RoundLine) -> None:
        if self._presenter.round is not None and self._presenter.round.id == line.id:
            self._presenter.end()
        else:
            self.acts.make(
                lambda service, operation: service.end(line.id, version=line.version, operation_id=operation),
                msg("%(occasion)s: the round has ended", occasion=line.occasion),
            )

    def _start_again(self, list_id: int) -> None:
        line, dialog = self._presenter.round, self.start(list_id)
        if dialog is not None and line is not None:
            dialog.suggest(line.occasion, line.script)

    def _begun(self, changes: Changes) -> None:
        self._presenter.open(changes.result)

    def _refuse(self, error: TouchpointError) -> None:
        """Say why something was not done; what the world was in the way of can be tried again."""
        if isinstance(error, WorldError):
            if show_error(self._page, error):
                self._presenter.again()
        else:
            self._shell.tell(error.problems[0].message)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
