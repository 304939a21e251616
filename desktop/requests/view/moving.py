"""From a button to a move that is made: the form it needs, what is refused, and what is said when it is done."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop.core.changes import Draft
from desktop.core.errors import UserError
from desktop.requests.dialogs import MoveDialog, move_dialog
from desktop.requests.dialogs.moves import Surroundings, offer_candidates
from desktop.requests.model import Move
from desktop.requests.presenter import Moments
from desktop.requests.presenter.letters import LetterPaper
from desktop.requests.presenter.moves import AT_ONCE, TAKEN_BACK_BY, done_words, facts_of
from desktop.requests.presenter.paper import WorkOrderPaper
from desktop.requests.presenter.phrases import PHRASED, Phrases
from desktop.ui.dialogs import show_error
from desktop.ui.forms import LookupField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.errors import Problem, TouchpointError
    from desktop.requests.presenter import DetailPresenter, ListPresenter
    from desktop.requests.presenter.detail import Attempt
    from desktop.requests.rows import RequestLine
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["MoveMaker"]

FORM = "request-move"

AUTOSAVE_MS = 500


class MoveMaker(QObject):
    """Begins moves of the request a `DetailPresenter` shows. `dialog` is the form open now, if any."""

    def __init__(
        self, presenter: DetailPresenter, listing: ListPresenter, desk: Desk, shell: Shell, page: QWidget
    ) -> None:
        """Open forms over `page` and speak through `shell`."""
        super().__init__(page)
        self.dialog: MoveDialog | None = None
        self._presenter = presenter
        self._listing = listing
        self._desk = desk
        self._shell = shell
        self._page = page
        self._phrases = Phrases(desk, shell.tasks, shell.bus, self)
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._soon.timeout.connect(self.keep)
        presenter.made.connect(self._tell)
        presenter.candidates.connect(self._offer_candidates)

    def begin(self, move: Move) -> None:
        """Make `move` at once, or open the form it needs; nothing happens where it is not possible now."""
        detail = self._presenter.detail
        if detail is None or move not in detail.moves or self.dialog is not None:
            return
        attempt = self._presenter.attempt(move)
        attempt.failed.connect(partial(self._offer_again, attempt))
        if move in AT_ONCE or move is Move.PRINT:
            attempt.refused.connect(self._refuse)
            attempt.make({})
        else:
            self._open(attempt)

    def link_rework(self, earlier_id: int) -> None:
        """Say that the repair shown mends the request `earlier_id` again; everything else about it stays."""
        detail = self._presenter.detail
        if detail is None or Move.AMEND not in detail.moves or self.dialog is not None:
            return
        attempt = self._presenter.attempt(Move.AMEND)
        attempt.refused.connect(self._refuse)
        attempt.failed.connect(partial(self._offer_again, attempt))
        attempt.make({"corrected": replace(facts_of(detail), rework_of_id=earlier_id)})

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        if self.dialog is not None and self.dialog.form.dirty:
            key = self.dialog.objectName()
            self._shell.drafts.keep(Draft(FORM, key, self.dialog.windowTitle(), self.dialog.form.texts()))

    def _open(self, attempt: Attempt) -> None:
        around = Surroundings(self._desk, self._shell.tasks, Moments(self._listing.seen), self._listing.directory)
        dialog = move_dialog(attempt.move, attempt.detail, around, self._page)
        dialog.setObjectName(f"{attempt.move}:{attempt.detail.line.id}")
        self.dialog = dialog
        kept = next((draft for draft in self._shell.drafts.all(FORM) if draft.key == dialog.objectName()), None)
        if kept is not None:
            dialog.form.restore(kept.fields)
        if attempt.move in PHRASED:
            self._phrases.serve(dialog.form.fields)
        dialog.form.changed.connect(self._keep_soon)
        dialog.submitted.connect(partial(self._submit, attempt))
        attempt.refused.connect(dialog.show_problems)
        attempt.failed.connect(partial(self._set_busy, busy=False))
        attempt.done.connect(dialog.accept)
        dialog.accepted.connect(partial(self._shell.drafts.forget, FORM, dialog.objectName()))
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._close)
        if attempt.move is Move.MERGE:
            self._help_to_merge(dialog)
        dialog.open()

    def _keep_soon(self, _field: str) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _help_to_merge(self, dialog: MoveDialog) -> None:
        field = dialog.form.fields["main_id"]
        assert isinstance(field, LookupField)
        field.asked.connect(self._presenter.find_candidates)
        self._presenter.find_candidates("")

    def _offer_candidates(self, lines: Sequence[RequestLine]) -> None:
        if self.dialog is not None and "main_id" in self.dialog.form.fields:
            offer_candidates(self.dialog, lines)

    def _submit(self, attempt: Attempt, values: dict[str, Any]) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        try:
            arguments = dialog.arguments(values)
        except UserError as error:
            dialog.show_problems(error.problems)
            return
        dialog.set_busy(True)
        attempt.make(arguments)

    def _set_busy(self, _error: object, *, busy: bool) -> None:
        if self.dialog is not None:
            self.dialog.set_busy(busy)

    def _offer_again(self, attempt: Attempt, error: TouchpointError) -> None:
        if show_error(self.dialog or self._page, error):
            attempt.make()

    def _refuse(self, problems: Sequence[Problem]) -> None:
        show_error(self._page, UserError(*problems))

    def _close(self, _result: int) -> None:
        self._soon.stop()
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _tell(self, attempt: Attempt) -> None:
        line = attempt.detail.line
        if attempt.move is Move.PRINT:
            self._shell.show_paper(WorkOrderPaper(self._desk, attempt.detail))
            return
        if attempt.move is Move.LETTER:
            given = attempt.arguments
            self._shell.show_paper(LetterPaper(self._desk, given["letter"], line.number, given["language_code"]))
            return
        words = done_words(attempt.move, line.number, attempt.arguments, self._listing.directory)
        undo = partial(self._presenter.take_back, attempt) if attempt.move in TAKEN_BACK_BY else None
        self._shell.tell(words, undo=undo, look=partial(self._shell.go, "requests", request_id=line.id))
