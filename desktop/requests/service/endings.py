"""The moves at a request's end: completed, followed up, closed, reopened, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.requests.model import (
    FOLLOW_UP_AFTER,
    FOLLOW_UP_KINDS,
    FollowUp,
    FollowUpOutcome,
    Move,
    Request,
    RequestState,
    StepKind,
)
from desktop.requests.service.moves import end_holds, said
from desktop.requests.service.recording import Moving, Recorder
from desktop.requests.store import details

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.requests.model import Satisfaction

__all__ = ["Endings", "count_follow_up"]


class Endings(Recorder):
    """What ends a request, and what takes it up again."""

    @requires(Operation.COMPLETE_REQUEST)
    def complete(
        self, request_id: int, *, result: str = "", at: datetime | None = None, version: int, operation_id: str = ""
    ) -> Changes:
        """Note that it was done at `at` (now if none), between its report and now, with what came of it.

        A running hold ends there. Repairs and complaints are due to be followed up three days later.
        """
        with self._moving(Move.COMPLETE, request_id, version, operation_id) as moving:
            request = moving.request
            completed_at = at or moving.work.now
            _check_completion(moving, completed_at)
            outcome = said("result", result)
            end_holds(moving, completed_at)
            request.state = RequestState.COMPLETED
            request.completed_at = completed_at
            request.first_completed_at = request.first_completed_at or completed_at
            request.result = outcome
            if request.kind in FOLLOW_UP_KINDS:
                request.follow_up_due_at = completed_at + FOLLOW_UP_AFTER
            moving.step(StepKind.COMPLETED, at=completed_at, result=request.result, completed_at=completed_at)
        return moving.changes

    @requires(Operation.FOLLOW_UP_REQUEST)
    def follow_up(
        self,
        request_id: int,
        outcome: FollowUpOutcome,
        satisfaction: Satisfaction | None = None,
        words: str = "",
        *,
        made_at: datetime | None = None,
        close: bool = False,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Note a follow-up call made at `made_at` (now if none), between completion and now.

        A grade is given only by who was reached; why a household cannot be called must be said. Nothing is reopened
        by a dissatisfied answer. `close` closes a completed request in the same write.
        """
        with self._moving(Move.FOLLOW_UP, request_id, version, operation_id) as moving:
            request, work = moving.request, moving.work
            moment = made_at or work.now
            answer = said("words", words)
            _check_follow_up(request, outcome, satisfaction, answer, moment, work.now)
            work.session.add(
                FollowUp(
                    community_id=work.community_id,
                    request_id=request.id,
                    made_at=moment,
                    outcome=outcome,
                    satisfaction=satisfaction,
                    words=answer,
                )
            )
            count_follow_up(request, outcome, moment)
            moving.step(
                StepKind.FOLLOWED_UP,
                answer,
                at=moment,
                outcome=outcome.value,
                satisfaction=satisfaction.value if satisfaction else None,
                made_at=moment,
            )
            if close and request.can(Move.CLOSE):
                _close(moving)
        return moving.changes

    @requires(Operation.CLOSE_REQUEST)
    def close(self, request_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Put a completed request away."""
        with self._moving(Move.CLOSE, request_id, version, operation_id) as moving:
            _close(moving)
        return moving.changes

    @requires(Operation.REOPEN_REQUEST)
    def reopen(self, request_id: int, why: str, *, version: int, operation_id: str = "") -> Changes:
        """Take a completed request up again because it is not good after all; the first completion is kept."""
        with self._moving(Move.REOPEN, request_id, version, operation_id) as moving:
            request = moving.request
            reason = said("why", why, needed=True)
            completed_before = request.completed_at
            request.state = RequestState.REOPENED
            request.reopened_count += 1
            request.completed_at = request.closed_at = None
            request.follow_up_due_at = request.reached_at = None
            request.cannot_call = False
            moving.step(StepKind.REOPENED, reason, completed_before=completed_before)
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
            end_holds(moving, work.now)
            request.state = RequestState.CANCELLED
            request.cancelled_at = work.now
            moving.step(StepKind.CANCELLED, request.cancel_reason)
        return moving.changes


def count_follow_up(request: Request, outcome: FollowUpOutcome, made_at: datetime) -> None:
    """Let a call made since the completion count for the follow-up rate: the first that reached someone does.

    That a household cannot be called counts until someone is reached all the same.
    """
    if request.completed_at is None or made_at < request.completed_at:
        return
    if outcome is FollowUpOutcome.REACHED:
        request.reached_at = min(request.reached_at or made_at, made_at)
        request.cannot_call = False
    elif outcome is FollowUpOutcome.CANNOT_CALL and request.reached_at is None:
        request.cannot_call = True


def _close(moving: Moving) -> None:
    moving.request.state = RequestState.CLOSED
    moving.request.closed_at = moving.work.now
    moving.step(StepKind.CLOSED)


def _check_completion(moving: Moving, completed_at: datetime) -> None:
    request, work = moving.request, moving.work
    if completed_at > work.now:
        raise UserError(Problem(msg("This time is in the future; enter when it was done."), "at"))
    if completed_at < request.occurred_at:
        raise UserError(Problem(msg("It cannot have been done before it was reported; correct the time."), "at"))
    reopened_at = details.last_step_at(work.session, request.id, StepKind.REOPENED)
    if reopened_at is not None and completed_at < reopened_at:
        raise UserError(Problem(msg("It was reopened after this time; enter when it was done since then."), "at"))


def _check_follow_up(
    request: Request,
    outcome: FollowUpOutcome,
    satisfaction: Satisfaction | None,
    words: str,
    made_at: datetime,
    now: datetime,
) -> None:
    problems = []
    if made_at > now:
        problems.append(Problem(msg("This time is in the future; enter when the call was made."), "made_at"))
    if request.completed_at is not None and made_at < request.completed_at:
        problems.append(Problem(msg("The call cannot have been before the completion; correct the time."), "made_at"))
    if satisfaction is not None and outcome is not FollowUpOutcome.REACHED:
        problems.append(Problem(msg("Only who was reached gives a grade; leave it empty."), "satisfaction"))
    if outcome is FollowUpOutcome.CANNOT_CALL and not words:
        problems.append(Problem(msg("Say why the household cannot be called."), "words"))
    if problems:
        raise UserError(*problems)
