"""What is done about problem points, from a button to the line that says so, and what is refused on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from desktop.issues.service import IssueService
from desktop.ui.acting import Acts
from desktop.ui.attempts import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.issues.dialogs import IssueDialog
    from desktop.issues.presenter import IssuesPresenter
    from desktop.issues.rows import ActionRow, IssueRow, NewIssue
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "IssueActs"]

DRAFTS = "issues"
"""The name under which half-typed forms of problem points are kept."""


class IssueActs(Acts[IssueService]):
    """Opens the forms of problem points over `page`."""

    def __init__(self, presenter: IssuesPresenter, shell: Shell, page: QWidget) -> None:
        """Write with the service of `presenter` and speak through `shell`."""
        super().__init__(Writer(presenter.service, shell.tasks, page), shell, page, DRAFTS)
        self._presenter = presenter
        self.writer.outdated.connect(presenter.read)
        presenter.detailed.connect(self.renew)
        presenter.model.loaded.connect(self._renew_listed)

    def raise_issue(self, new: NewIssue | None = None) -> None:
        """Raise a point, by hand or from what was found; it is looked at afterwards."""
        presenter = self._presenter
        if self.dialog is None:
            dialog = RaiseIssue(presenter.names, presenter.month, new, self.page)
            self.open(dialog, lambda changes: presenter.show_issue(changes.result))

    def begin(self, move: IssueMove, row: IssueRow) -> None:
        """Open the form of a move of point `row`."""
        presenter, page = self._presenter, self.page
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
        self.open(forms[move](), then)

    def begin_action(self, move: IssueMove, row: IssueRow, action: ActionRow) -> None:
        """Open the form of a move of an action of point `row`."""
        presenter, page = self._presenter, self.page
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
        self.open(forms[move]())

    def merge(self, rows: Sequence[IssueRow]) -> None:
        """Make several points one; it is looked at afterwards."""
        if len(rows) > 1 and self.dialog is None:
            self.open(MergeIssues(rows, self.page), lambda changes: self._presenter.show_issue(changes.result))

    def remove_evidence(self, row: IssueRow, request_ids: Sequence[int]) -> None:
        """Let requests be no evidence of a point, at once; it can be taken back."""
        ids = list(request_ids)
        month = {each.request_id: each.month for each in row.evidence_rows}.get(ids[0], row.month)

        def take_out(service: IssueService, operation_id: str) -> Changes:
            return service.remove_evidence(row.id, ids, version=row.version, operation_id=operation_id)

        def put_back(service: IssueService, operation_id: str) -> Changes:
            version = service.issue(row.id).version
            return service.add_evidence(row.id, ids, month, version=version, operation_id=operation_id)

        said = nmsg(
            "%(count)s request is no evidence any more", "%(count)s requests are no evidence any more", len(ids)
        )
        self.make(take_out, said, lambda _changes: put_back)

    def _renew_listed(self) -> None:
        if isinstance(self.dialog, MergeIssues):
            for row in self._presenter.model.rows:
                self.renew(row)
