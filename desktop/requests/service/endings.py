"""The moves at a request's end: completed, closed, reopened, cancelled. Follow-ups are in `asking`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.requests.model import (
    Move,
    RequestState,
    StepKind,
)
from desktop.requests.service.callers import call_back_callers, spare_callers
from desktop.requests.service.handling import closing_refusal
from desktop.requests.service.moves import end_holds, said
from desktop.requests.service.recording import Moving, Recorder
from desktop.requests.service.ruling import follow_up_due, unknown_years
from desktop.requests.service.slips import take_slip
from desktop.requests.store import details

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.requests.rows import SlipReturn

__all__ = ["Endings", "close_now", "reopen_now"]


class Endings(Recorder):
    """What ends a request, and what takes it up again."""

    @requires(Operation.COMPLETE_REQUEST)
    def complete(
        self,
        request_id: int,
        *,
        result: str = "",
        at: datetime | None = None,
        slip: SlipReturn | None = None,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Note that it was done at `at` (now if none), between its report and now, with what came of it.

        `slip` is what its work order brought back: by whom, when begun, what it cost; see `take_slip`.
        A running hold ends there. By when the resident is called back comes from the rule that holds for it now.
        """
        with self._moving(Move.COMPLETE, request_id, version, operation_id) as moving:
            request = moving.request
            completed_at = at or moving.work.now
            _check_completion(moving, completed_at)
            outcome = said("result", result)
            brought = {} if slip is None else take_slip(moving, slip, completed_at)
            book = self._book(moving.work)
            doubt = end_holds(moving, completed_at, book)
            request.state = RequestState.COMPLETED
            request.completed_at = completed_at
            request.first_completed_at = request.first_completed_at or completed_at
            request.result = outcome
            request.responded_at = request.responded_at or request.arrived_at or completed_at
            due = follow_up_due(book, request, completed_at)
            request.follow_up_due_at = due.value
            call_back_callers(moving.work, request, Move.COMPLETE)
            moving.step(
                StepKind.COMPLETED,
                at=completed_at,
                result=request.result,
                completed_at=completed_at,
                unknown_holidays=unknown_years(due.doubt or doubt),
                **brought,
            )
        return moving.changes

    @requires(Operation.CLOSE_REQUEST)
    def close(self, request_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Put a completed request away.

        A complaint is closed by who signs for its grade, once everyone named was told; raises UserError with the
        sentence that says what is missing.
        """
        with self._moving(Move.CLOSE, request_id, version, operation_id) as moving:
            close_now(moving)
        return moving.changes

    @requires(Operation.REOPEN_REQUEST)
    def reopen(self, request_id: int, why: str, *, version: int, operation_id: str = "") -> Changes:
        """Take a completed request up again because it is not good after all; the first completion is kept."""
        with self._moving(Move.REOPEN, request_id, version, operation_id) as moving:
            reopen_now(moving, said("why", why, needed=True))
        return moving.changes

    @requires(Operation.CANCEL_REQUEST)
    def cancel(self, request_id: int, reason: str, *, version: int, operation_id: str = "") -> Changes:
        """Withdraw an open request for `reason`. One that others were merged into cannot take them along."""
        with self._moving(Move.CANCEL, request_id, version, operation_id) as moving:
            request, work = moving.request, moving.work
            request.cancel_reason = said("reason", reason, needed=True)
            if details.duplicates_of(work.session, request.id):
                raise UserError(
                    msg(
                        "Other requests were merged into %(number)s; take them apart again first, so that none of them"
                        " is lost.",
                        number=request.number,
                    )
                )
            end_holds(moving, work.now, self._book(work))
            request.state = RequestState.CANCELLED
            request.cancelled_at = work.now
            moving.step(StepKind.CANCELLED, request.cancel_reason)
        return moving.changes


def close_now(moving: Moving) -> None:
    """Close the request that moves, signed by who does it where it is a graded complaint; raises as `close` does."""
    request, work = moving.request, moving.work
    refusal = closing_refusal(work.session, request, work.actor)
    if refusal is not None:
        raise UserError(Problem(refusal, "close"))
    request.state = RequestState.CLOSED
    request.closed_at = work.now
    request.signed_by = "" if request.grade_id is None else work.actor.name
    moving.step(StepKind.CLOSED, signed_by=request.signed_by)


def reopen_now(moving: Moving, reason: str) -> None:
    """Take the request that moves up again; its callers not yet reached are called back after its next completion."""
    request = moving.request
    completed_before = request.completed_at
    request.state = RequestState.REOPENED
    request.reopened_count += 1
    request.completed_at = request.closed_at = request.told_at = None
    request.signed_by = ""
    request.follow_up_due_at = request.reached_at = None
    request.cannot_call = request.answered_at_once = False
    spare_callers(moving.work, request, Move.REOPEN)
    moving.step(StepKind.REOPENED, reason, completed_before=completed_before)


def _check_completion(moving: Moving, completed_at: datetime) -> None:
    request, work = moving.request, moving.work
    if completed_at > work.now:
        raise UserError(Problem(msg("This time is in the future; enter when it was done."), "at"))
    if completed_at < request.occurred_at:
        raise UserError(Problem(msg("It cannot have been done before it was reported; correct the time."), "at"))
    reopened_at = details.last_step_at(work.session, request.id, StepKind.REOPENED)
    if reopened_at is not None and completed_at < reopened_at:
        raise UserError(Problem(msg("It was reopened after this time; enter when it was done since then."), "at"))
