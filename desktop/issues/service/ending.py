"""How problem points end and begin again: mended in words, withdrawn and reopened with a reason."""

from __future__ import annotations

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.issues.model import IssueState, IssueStepKind
from desktop.issues.rule import IssueMove
from desktop.issues.service.checking import said
from desktop.issues.service.recording import Recorder

__all__ = ["Ending"]


class Ending(Recorder):
    """Mended, withdrawn, reopened."""

    @requires(Operation.EDIT_ISSUES)
    def drop(self, issue_id: int, reason: str, *, version: int, operation_id: str = "") -> Changes:
        """Withdraw a point that is none, with the reason."""
        with self._handling(IssueMove.DROP, issue_id, version, operation_id) as handling:
            words = said("reason", reason, msg("Say why this is no problem point."))
            handling.issue.state, handling.issue.resolved_at = IssueState.DROPPED, handling.work.now
            handling.step(IssueStepKind.DROPPED, words)
        return handling.changes

    @requires(Operation.EDIT_ISSUES)
    def mend(self, issue_id: int, words: str, *, version: int, operation_id: str = "") -> Changes:
        """Note in words that the point is mended, also where no action was needed or checked."""
        with self._handling(IssueMove.MEND, issue_id, version, operation_id) as handling:
            told = said("words", words, msg("Say by what the problem point was mended."))
            handling.issue.state, handling.issue.resolved_at = IssueState.MENDED, handling.work.now
            handling.step(IssueStepKind.MENDED, told)
        return handling.changes

    @requires(Operation.EDIT_ISSUES)
    def reopen(self, issue_id: int, reason: str, *, version: int, operation_id: str = "") -> Changes:
        """Open a mended or withdrawn point again, with the reason; what helped before the mending counts no more."""
        with self._handling(IssueMove.REOPEN, issue_id, version, operation_id) as handling:
            issue = handling.issue
            words = said("reason", reason, msg("Say why it is opened again."))
            before = issue.state
            if before == IssueState.MENDED:
                issue.reopened_count += 1
            issue.state, issue.resolved_at = IssueState.OPEN, None
            handling.step(IssueStepKind.REOPENED, words, before=before)
        return handling.changes
