"""What is done about problem points, from a button to the line that says so, and what is refused on the way."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop.core.changes import Draft
from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import nmsg
from desktop.issues.dialogs import (
    ActionForm,
    AddEvidence,
    AmendAction,
    AmendIssue,
    CommentIssue,
    ConfirmIssue,
    DropAction,
    DropIssue,
    FinishAction,
    JudgeAction,
    MendIssue,
    MergeIssues,
    PostponeAction,
    RaiseIssue,
    ReopenIssue,
    SplitIssue,
)
from desktop.issues.rule import IssueMove
from desktop.ui.attempts import Writer
from desktop.ui.dialogs import show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.issues.dialogs import IssueDialog
    from desktop.issues.presenter import IssuesPresenter
    from desktop.issues.rows import ActionRow, IssueRow, NewIssue
    from desktop.issues.service import IssueService
    from desktop.ui.attempts import Attempt
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "IssueActs"]

DRAFTS = "issues"
AUTOSAVE_MS = 500
"""What is typed into a form is kept this long after its first change."""
"""The name under which half-typed forms of problem points are kept."""


class IssueActs(QObject):
    """Opens the forms of problem points over `page`. `dialog` is the form that is open, None for none."""

    def __init__(self, presenter: IssuesPresenter, shell: Shell, page: QWidget) -> None:
        """Write with the service of `presenter` and speak through `shell`."""
        super().__init__(page)
        self.dialog: IssueDialog | None = None
        self.writer: Writer[IssueService] = Writer(presenter.service, shell.tasks, self)
        self._presenter = presenter
        self._shell = shell
        self._page = page
        self._was_outdated = False
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._soon.timeout.connect(self.keep)
        self.writer.outdated.connect(presenter.read)
        presenter.detailed.connect(self._renew)
        presenter.model.loaded.connect(self._renew_listed)

    def raise_issue(self, new: NewIssue | None = None) -> None:
        """Raise a point, by hand or from what was found; it is looked at afterwards."""
        presenter = self._presenter
        if self.dialog is None:
            dialog = RaiseIssue(presenter.names, presenter.month, new, self._page)
            self._open(dialog, lambda changes: presenter.show_issue(changes.result))

    def begin(self, move: IssueMove, row: IssueRow) -> None:
        """Open the form of a move of point `row`."""
        presenter, page = self._presenter, self._page
        if self.dialog is not None:
            return
        forms: dict[IssueMove, Callable[[], IssueDialog]] = {
            IssueMove.ADD_ACTION: lambda: ActionForm(presenter.names, row, presenter.today, page),
            IssueMove.COMMENT: lambda: CommentIssue(row, page),
            IssueMove.CONFIRM: lambda: ConfirmIssue(row, None, page),
            IssueMove.AMEND: lambda: AmendIssue(presenter.names, row, presenter.month, page),
            IssueMove.CHANGE_EVIDENCE: lambda: AddEvidence(row, presenter.month, page),
            IssueMove.SPLIT: lambda: SplitIssue(row, page),
            IssueMove.MEND: lambda: MendIssue(row, page),
            IssueMove.DROP: lambda: DropIssue(row, page),
            IssueMove.REOPEN: lambda: ReopenIssue(row, page),
        }
        then = (lambda changes: presenter.show_issue(changes.result)) if move is IssueMove.SPLIT else None
        self._open(forms[move](), then)

    def begin_action(self, move: IssueMove, row: IssueRow, action: ActionRow) -> None:
        """Open the form of a move of an action of point `row`."""
        presenter, page = self._presenter, self._page
        if self.dialog is not None:
            return
        forms: dict[IssueMove, Callable[[], IssueDialog]] = {
            IssueMove.FINISH_ACTION: lambda: FinishAction(row, action, page),
            IssueMove.POSTPONE_ACTION: lambda: PostponeAction(row, action, presenter.today, page),
            IssueMove.JUDGE_ACTION: lambda: JudgeAction(row, action, page),
            IssueMove.CONFIRM: lambda: ConfirmIssue(row, action, page),
            IssueMove.AMEND_ACTION: lambda: AmendAction(presenter.names, row, action, presenter.today, page),
            IssueMove.DROP_ACTION: lambda: DropAction(row, action, page),
        }
        self._open(forms[move]())

    def merge(self, rows: Sequence[IssueRow]) -> None:
        """Make several points one; it is looked at afterwards."""
        if len(rows) > 1 and self.dialog is None:
            self._open(MergeIssues(rows, self._page), lambda changes: self._presenter.show_issue(changes.result))

    def remove_evidence(self, row: IssueRow, request_ids: Sequence[int]) -> None:
        """Let requests be no evidence of a point, at once; it can be taken back."""
        ids = list(request_ids)
        month = {each.request_id: each.month for each in row.evidence_rows}.get(ids[0], row.month)

        def put_back() -> None:
            back = self.writer.attempt()
            back.refused.connect(lambda error: show_error(self._page, error))
            back.make(
                lambda service, operation_id: service.add_evidence(
                    row.id, ids, month, version=service.issue(row.id).version, operation_id=operation_id
                )
            )

        attempt = self.writer.attempt()
        words = nmsg(
            "%(count)s request is no evidence any more", "%(count)s requests are no evidence any more", len(ids)
        )
        attempt.done.connect(lambda _changes: self._shell.tell(words, undo=put_back))
        attempt.refused.connect(lambda error: show_error(self._page, error))
        attempt.make(
            lambda service, operation_id: service.remove_evidence(
                row.id, ids, version=row.version, operation_id=operation_id
            )
        )

    def keep(self) -> None:
        """Keep what was typed into the form that is open."""
        dialog = self.dialog
        if dialog is not None and dialog.form.dirty:
            title = translate(dialog.windowTitle(), ui_language().language)
            self._shell.drafts.keep(Draft(DRAFTS, dialog.key, title, dialog.form.texts()))

    def _keep_soon(self, _field: str) -> None:
        if not self._soon.isActive():
            self._soon.start()

    # --- the form that is open -------------------------------------------------------------------------------------

    def _open(self, dialog: IssueDialog, then: Callable[[Changes], None] | None = None) -> None:
        kept = next((draft for draft in self._shell.drafts.all(DRAFTS) if draft.key == dialog.key), None)
        if kept is not None:
            dialog.form.restore(kept.fields)
            dialog.form.focus_first()
        attempt = self.writer.attempt()
        attempt.done.connect(partial(self._done, dialog, then))
        attempt.refused.connect(partial(self._refuse, dialog))
        dialog.submitted.connect(partial(self._submit, dialog, attempt))
        dialog.form.changed.connect(self._keep_soon)
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._forget)
        self._was_outdated = False
        self.dialog = dialog
        dialog.open()

    def _submit(self, dialog: IssueDialog, attempt: Attempt[IssueService], values: dict[str, Any]) -> None:
        try:
            command = dialog.command(values)
        except UserError as error:
            dialog.show_problems(error.problems)
            return
        dialog.set_busy(True)
        attempt.make(command)

    def _done(self, dialog: IssueDialog, then: Callable[[Changes], None] | None, changes: Changes) -> None:
        self._shell.drafts.forget(DRAFTS, dialog.key)
        dialog.form.settle()
        self._shell.tell(dialog.saved)
        dialog.accept()
        if then is not None:
            then(changes)

    def _refuse(self, dialog: IssueDialog, error: TouchpointError) -> None:
        dialog.set_busy(False)
        if isinstance(error, ConflictError):
            # What the other one wrote is read by now or soon; saving once more is meant as an answer to it.
            self._was_outdated = True
        if isinstance(error, UserError):
            dialog.show_problems(error.problems)
        elif show_error(dialog, error):
            dialog.submit()

    def _renew(self, row: IssueRow | None) -> None:
        """Let the form go on with what someone else made of its point, once that was told."""
        if row is not None and self.dialog is not None and self._was_outdated:
            self.dialog.renew(row)

    def _renew_listed(self) -> None:
        if isinstance(self.dialog, MergeIssues):
            for row in self._presenter.model.rows:
                self._renew(row)

    def _forget(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
