"""How work is shared out and accounted for: helpers, what is given back, and why something came late."""

from __future__ import annotations

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.requests.model import Move, RequestState, StepKind
from desktop.requests.service.moves import said
from desktop.requests.service.recording import Recorder
from desktop.requests.store import beside

__all__ = ["Working"]


class Working(Recorder):
    """What comes back from those who were sent out."""

    @requires(Operation.ASSIGN_REQUEST)
    def hand_back(self, request_id: int, why: str, *, version: int, operation_id: str = "") -> Changes:
        """Note that worker or department gave the request back, and why: it waits to be sent out again.

        Worker and helpers are free of it; the department stays noted as the one to ask first.
        """
        with self._moving(Move.HAND_BACK, request_id, version, operation_id) as moving:
            request = moving.request
            reason = said("why", why, needed=True)
            before = {"department_id": request.department_id, "worker_id": request.worker_id}
            request.state = RequestState.RECEIVED
            request.worker_id = request.assigned_at = None
            beside.set_helpers(moving.work.session, request.community_id, request.id, ())
            moving.step(StepKind.HANDED_BACK, reason, before=before)
        return moving.changes

    @requires(Operation.EXPLAIN_OVERDUE)
    def explain(self, request_id: int, reason: str, *, version: int, operation_id: str = "") -> Changes:
        """Keep why the request is or was late; said again, the new words replace the old, which its history keeps."""
        with self._moving(Move.EXPLAIN, request_id, version, operation_id) as moving:
            request = moving.request
            words = said("reason", reason, needed=True)
            if not request.is_late(moving.work.now):
                sentence = msg("%(number)s is not late, so there is no delay to explain.", number=request.number)
                raise UserError(Problem(sentence, "reason"))
            if words != request.overdue_reason:
                before, request.overdue_reason = request.overdue_reason, words
                moving.step(StepKind.EXPLAINED, words, before=before)
        return moving.changes
