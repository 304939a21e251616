"""Photos and files of a rectification action: what shows that it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from desktop.attachments.service import Attaching
from desktop.core.errors import RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.issues.model import Issue, IssueAction
from desktop.issues.rule import IssueMove
from desktop.issues.service.recording import load, refuse_unless_may
from desktop.issues.store.points import ACTION_FILES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["ActionFiles"]


class ActionFiles(Attaching):
    """Keeps the files of actions; whoever may carry an action out attaches to it, also after it was done."""

    TOPIC: ClassVar[str] = ACTION_FILES
    READ_BY: ClassVar[Operation] = Operation.READ_ISSUES
    ATTACHED_BY: ClassVar[Operation] = Operation.ATTACH_FILE
    SAVED_BY: ClassVar[Operation] = Operation.WORK_ON_ACTION

    def _subject(self, session: Session, owner_id: int, *, lock: bool) -> tuple[str, int]:
        action = session.get(IssueAction, owner_id)
        if action is None or action.community_id != self.actor.community_id:
            raise UserError(msg("This action does not exist; look at the problem point again."))
        if lock:
            issue = load(session, action.community_id, action.issue_id)
            refuse_unless_may(self.actor, IssueMove.FINISH_ACTION, issue.department_id)
        else:
            issue = session.get_one(Issue, action.issue_id)
            if self.actor.heads_department not in {None, issue.department_id} and issue.issued_at is None:
                raise RefusedError(
                    msg("This problem point belongs to another department and is not issued yet; wait until it is.")
                )
        return "issue", issue.id
