"""What a department's head says to a problem point, and signs with the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.issues.model import ActionState, Confirmation, IssueStepKind
from desktop.issues.rule import IssueMove, action_can, action_digest, issue_digest
from desktop.issues.service.checking import said
from desktop.issues.service.recording import Handling, Recorder
from desktop.issues.store import behind, signatures

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.issues.model import IssueAction
    from desktop.storage.desk import Desk

__all__ = ["Confirming"]


class Confirming(Recorder):
    """Comments and confirmations of a head; the project manager stands in where a department has no head."""

    def __init__(self, desk: Desk, prove: Callable[[str, str], None] | None = None) -> None:
        """Serve `desk`; without `prove` nothing can be confirmed."""
        super().__init__(desk)
        self._prove = prove

    @requires(Operation.CONFIRM_ISSUE)
    def comment(self, issue_id: int, words: str, *, version: int, operation_id: str = "") -> Changes:
        """Say something to the point as the head of its department, or as the project manager."""
        with self._handling(IssueMove.COMMENT, issue_id, version, operation_id) as handling:
            handling.step(IssueStepKind.COMMENTED, said("words", words, msg("Write what you say to it.")))
        return handling.changes

    @requires(Operation.CONFIRM_ISSUE)
    def confirm(
        self,
        issue_id: int,
        password: str,
        *,
        version: int,
        action_id: int | None = None,
        everything: bool = False,
        operation_id: str = "",
    ) -> Changes:
        """Sign the point, one of its actions, or `everything` of it, with this account's password.

        What this account signed last and is still so is not signed again. Raises UserError on `password` for a wrong
        one, RefusedError for the project manager where the department has a head of its own.
        """
        if not password:
            raise UserError(Problem(msg("Enter your password: it is your signature."), "password"))
        if self._prove is None:
            raise ValueError("nobody to prove a password")
        self._prove(self.actor.name, password)
        with self._handling(IssueMove.CONFIRM, issue_id, version, operation_id) as handling:
            self._refuse_where_a_head_is(handling)
            actions = handling.actions()
            chosen = [action for action in actions if everything or action.id == action_id]
            chosen = [action for action in chosen if action_can(ActionState(action.state), IssueMove.CONFIRM)]
            if action_id is not None and not chosen:
                raise UserError(Problem(msg("Choose actions of this problem point."), "action_id"))
            if everything or action_id is None:
                self._sign(handling, None)
            for action in chosen:
                self._sign(handling, action)
        return handling.changes

    def _refuse_where_a_head_is(self, handling: Handling) -> None:
        if self.actor.heads_department is not None:
            return
        head = signatures.head_of(handling.work.session, handling.work.community_id, handling.issue.department_id)
        if head:
            raise RefusedError(msg("%(name)s heads this department and confirms for it.", name=head))

    def _sign(self, handling: Handling, action: IssueAction | None) -> None:
        work, issue = handling.work, handling.issue
        if action is None:
            evidence = behind.evidence_ids(work.session, (issue.id,)).get(issue.id, frozenset())
            digest = issue_digest(issue.department_id, issue.title, issue.words, issue.severity, evidence)
        else:
            digest = action_digest(issue.department_id, action.words, action.owner, action.due_on, action.criterion)
        mine = signatures.Signer(self.actor.account_id, digest)
        if signatures.last(work.session, issue.id, None if action is None else action.id) == mine:
            return
        work.session.add(
            Confirmation(
                community_id=work.community_id,
                issue_id=issue.id,
                action_id=None if action is None else action.id,
                account_id=self.actor.account_id,
                name=self.actor.name,
                at=work.now,
                digest=digest,
            )
        )
        handling.step(IssueStepKind.CONFIRMED, action=action, digest=digest)
