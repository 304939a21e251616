"""The moves of an open request: sent out, begun, put on hold and taken up again, extended, urged, printed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, clean_lines
from desktop.requests.model import Hold, Move, Request, RequestState, StepKind
from desktop.requests.rows import MOST_WORDS
from desktop.requests.service.intake import named_people, too_long
from desktop.requests.service.recording import Moving, Recorder
from desktop.requests.service.ruling import too_far, unknown_years
from desktop.requests.store import beside, details

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from desktop.core.i18n import Message
    from desktop.requests.model import HoldReason
    from desktop.requests.store.rules import Rulebook

__all__ = ["Moves", "end_holds", "said"]

_SENT_OUT_FROM = (RequestState.RECEIVED, RequestState.REOPENED)


def said(field: str, text: str, *, needed: bool = False) -> str:
    """Return `text` cleaned; raise UserError on `field` for endless text, and for none where it is `needed`."""
    words = clean_lines(text)
    if needed and not words:
        raise UserError(Problem(msg("Say why; a few words are enough."), field))
    if len(words) > MOST_WORDS:
        raise UserError(Problem(too_long(words), field))
    return words


def end_holds(moving: Moving, at: datetime, book: Rulebook) -> Message | None:
    """Let every hold end at `at` at the latest, none before its start: the running one, and what lies after `at`.

    Only what a hold really lasted pushes the due time: the clock's time, or the working time in it where that is how
    the request's time runs. What it lasted by the clock is left out of the turnaround. Returns what makes the due time
    doubtful.
    """
    request = moving.request
    pace = book.pace(in_working_time=request.due_in_working_time)
    pushed, doubt = timedelta(), None
    for hold in details.holds_beyond(moving.work.session, request.id, at):
        counted_until = hold.ended_at or hold.started_at
        hold.ended_at = max(at, hold.started_at)
        request.held_microseconds += (hold.ended_at - counted_until) // timedelta(microseconds=1)
        if request.due_at is not None:
            difference = pace.between(counted_until, hold.ended_at)
            pushed, doubt = pushed + difference.value, difference.doubt or doubt
    if request.due_at is not None and pushed:
        due = pace.moved(request.due_at, pushed)
        request.due_at, doubt = due.value, due.doubt or doubt
    request.on_hold_since = None
    request.hold_reason = ""
    return doubt


class Moves(Recorder):
    """What happens to a request while it is open. Every move asks for the `version` of the request that was seen."""

    @requires(Operation.ASSIGN_REQUEST)
    def assign(
        self,
        request_id: int,
        *,
        department_id: int | None = None,
        worker_id: int | None = None,
        helper_ids: Sequence[int] = (),
        why: str = "",
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Send the request to a department, a worker, or both, instead of where it was before, with who helps.

        A worker alone brings the own department along. What waited for dispatch is assigned then; what is being
        worked on or on hold stays so: it is handed over.
        """
        with self._moving(Move.ASSIGN, request_id, version, operation_id) as moving:
            request, work = moving.request, moving.work
            if department_id is None and worker_id is None:
                raise UserError(Problem(msg("Name a department or a worker."), "department_id"))
            department_id, problems = named_people(work.session, work.community_id, department_id, worker_id)
            helping = tuple(dict.fromkeys(id_ for id_ in helper_ids if id_ != worker_id))
            if beside.workers_missing(work.session, work.community_id, helping):
                problems.append(Problem(msg("One of the helpers does not exist any more; choose again."), "helper_ids"))
            if problems:
                raise UserError(*problems)
            before = {"department_id": request.department_id, "worker_id": request.worker_id}
            request.department_id, request.worker_id = department_id, worker_id
            request.assigned_at = work.now
            request.responded_at = request.responded_at or work.now
            if request.state in _SENT_OUT_FROM:
                request.state = RequestState.ASSIGNED
            beside.set_helpers(work.session, work.community_id, request.id, helping)
            moving.step(
                StepKind.ASSIGNED,
                said("why", why),
                department_id=department_id,
                worker_id=worker_id,
                helper_ids=list(helping) or None,
                before=before,
            )
        return moving.changes

    @requires(Operation.WORK_REQUEST)
    def start(self, request_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Note that work has begun."""
        with self._moving(Move.START, request_id, version, operation_id) as moving:
            request = moving.request
            request.state = RequestState.IN_PROGRESS
            request.responded_at = request.responded_at or moving.work.now
            moving.step(StepKind.STARTED)
        return moving.changes

    @requires(Operation.HOLD_REQUEST)
    def hold(
        self, request_id: int, reason: HoldReason, note: str = "", *, version: int, operation_id: str = ""
    ) -> Changes:
        """Let the request rest for `reason`, which stops its clock."""
        with self._moving(Move.HOLD, request_id, version, operation_id) as moving:
            request, work = moving.request, moving.work
            remark = said("note", note)
            request.state = RequestState.ON_HOLD
            request.on_hold_since = work.now
            request.hold_reason = reason
            work.session.add(
                Hold(
                    community_id=work.community_id,
                    request_id=request.id,
                    reason=reason,
                    note=remark,
                    started_at=work.now,
                )
            )
            moving.step(StepKind.HELD, remark, reason=reason.value)
        return moving.changes

    @requires(Operation.HOLD_REQUEST)
    def resume(self, request_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take the request up again where it was; its due time moves by the length of the hold (see `end_holds`).

        What was sent out for the first time during the hold is assigned now.
        """
        with self._moving(Move.RESUME, request_id, version, operation_id) as moving:
            state, since = details.steps_since_hold(moving.work.session, request_id)
            doubt = end_holds(moving, moving.work.now, self._book(moving.work))
            sent_out = state in _SENT_OUT_FROM and StepKind.ASSIGNED in since
            moving.request.state = RequestState.ASSIGNED if sent_out else state
            moving.step(StepKind.RESUMED, due_at=moving.request.due_at, unknown_holidays=unknown_years(doubt))
        return moving.changes

    @requires(Operation.EXTEND_REQUEST)
    def extend(
        self,
        request_id: int,
        due_at: datetime,
        *,
        reason: str,
        approver: str,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Move the due time to `due_at`, later than before, with the reason and the name of who agreed."""
        with self._moving(Move.EXTEND, request_id, version, operation_id) as moving:
            request = moving.request
            _check_extension(request, due_at, reason, approver)
            before, request.due_at = request.due_at, due_at
            moving.step(
                StepKind.EXTENDED,
                said("reason", reason),
                approver=said("approver", approver),
                due_at=due_at,
                due_before=before,
            )
        return moving.changes

    @requires(Operation.WORK_REQUEST)
    def urge(self, request_id: int, words: str = "", *, version: int, operation_id: str = "") -> Changes:
        """Note that the resident pressed for it once more."""
        with self._moving(Move.URGE, request_id, version, operation_id) as moving:
            moving.request.urged_count += 1
            moving.step(StepKind.URGED, said("words", words), times=moving.request.urged_count)
        return moving.changes

    @requires(Operation.PRINT_WORK_ORDER)
    def print_work_order(
        self, request_id: int, *, copies: Sequence[str] = (), version: int, operation_id: str = ""
    ) -> Changes:
        """Note that the work order is printed in the `copies` named; it is drawn after that.

        Raises ConflictError when the request is no longer what was seen.
        """
        with self._moving(Move.PRINT, request_id, version, operation_id) as moving:
            moving.step(StepKind.PRINTED, copies=list(copies))
        return moving.changes


def _check_extension(request: Request, due_at: datetime, reason: str, approver: str) -> None:
    problems = []
    if request.due_at is not None and due_at <= request.due_at:
        problems.append(Problem(msg("The new due time must be later than the present one."), "due_at"))
    problems += too_far("due_at", due_at, request.occurred_at)
    if not clean(reason):
        problems.append(Problem(msg("Say why; a few words are enough."), "reason"))
    if not clean(approver):
        problems.append(Problem(msg("Name who agreed to it."), "approver"))
    if problems:
        raise UserError(*problems)
