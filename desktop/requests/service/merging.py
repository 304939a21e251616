"""Several callers, one fault: requests merged into one, and taken apart again."""

from __future__ import annotations

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.requests.model import Move, Request, RequestState, StepKind
from desktop.requests.rows import STATE_LABELS
from desktop.requests.service.callers import call_back, forget_call_back
from desktop.requests.service.recording import Moving, Recorder, load
from desktop.requests.store import details

__all__ = ["Merging"]


class Merging(Recorder):
    """Duplicates and their main request."""

    @requires(Operation.MERGE_REQUEST)
    def merge(self, request_id: int, main_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Make the request a duplicate of `main_id`; what was merged into it goes along, so that none hangs on two.

        The main request may not itself be cancelled or a duplicate. In the figures only the main request counts.
        """
        with self._moving(Move.MERGE, request_id, version, operation_id) as moving:
            work, request = moving.work, moving.request
            if main_id == request_id:
                raise UserError(Problem(msg("A request cannot be merged into itself; choose another."), "main_id"))
            main = load(work.session, work.community_id, main_id)
            if not main.can_be_main():
                state = STATE_LABELS[RequestState(main.state)]
                sentence = msg(
                    "%(number)s is “%(state)s”, so nothing can be merged into it; choose another.",
                    number=main.number,
                    state=state,
                )
                raise UserError(Problem(sentence, "main_id"))
            for child in details.duplicates_of(work.session, request.id):
                _move_along(moving, child, main)
            request.state_before_merge = request.state
            request.state = RequestState.DUPLICATE
            request.duplicate_of_id = main.id
            call_back(request, main)
            moving.step(StepKind.MERGED, main_id=main.id, main_number=main.number)
            work.touch("request", main.id)
        return moving.changes

    @requires(Operation.MERGE_REQUEST)
    def unmerge(self, request_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Let a duplicate stand for itself again, in the state it had before it was merged."""
        with self._moving(Move.UNMERGE, request_id, version, operation_id) as moving:
            work, request = moving.work, moving.request
            main_id = request.duplicate_of_id
            assert main_id is not None
            request.state = request.state_before_merge
            request.state_before_merge = ""
            request.duplicate_of_id = None
            forget_call_back(request)
            moving.step(StepKind.UNMERGED, main_id=main_id)
            work.touch("request", main_id)
        return moving.changes


def _move_along(moving: Moving, child: Request, main: Request) -> None:
    work = moving.work
    before = child.duplicate_of_id
    child.duplicate_of_id = main.id
    call_back(child, main)
    Moving(work, child, child.state).step(StepKind.MERGED, main_id=main.id, main_number=main.number)
    work.audit("request", child.id, Move.MERGE.value, {"duplicate_of_id": before}, {"duplicate_of_id": main.id})
