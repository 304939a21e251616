"""Internal remarks about a request, among colleagues only."""

from __future__ import annotations

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean_lines
from desktop.requests.model import Comment
from desktop.requests.rows import MOST_WORDS
from desktop.requests.service.intake import too_long
from desktop.requests.service.recording import load
from desktop.storage.desk import Service

__all__ = ["Comments"]


class Comments(Service):
    """Remarks that no resident ever reads: not on paper, not on the timeline, not in the search."""

    @requires(Operation.COMMENT_REQUEST)
    def comment(self, request_id: int, words: str, *, operation_id: str = "") -> Changes:
        """Add a remark to the request, wherever it stands; what others change meanwhile is not in its way.

        Raises UserError for no words, for too many, and for an unknown request.
        """
        with self.desk.write(Operation.COMMENT_REQUEST, operation_id) as work:
            request = load(work.session, work.community_id, request_id)
            remark = clean_lines(words)
            if not remark:
                raise UserError(Problem(msg("Write down what your colleagues should know."), "words"))
            if len(remark) > MOST_WORDS:
                raise UserError(Problem(too_long(remark), "words"))
            work.session.add(
                Comment(
                    community_id=work.community_id,
                    request_id=request.id,
                    account_id=work.actor.account_id,
                    made_at=work.now,
                    words=remark,
                )
            )
            work.audit("request", request.id, "comment", None, {"words": remark})
            work.result = request.id
        return work.changes
