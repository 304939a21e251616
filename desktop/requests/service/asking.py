"""Follow-ups: the resident is asked whether it is good now; the answer is kept, and what is not good is reopened."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.requests.model import FollowUp, FollowUpOutcome, FollowUpReply, Move, Request, StepKind
from desktop.requests.rows import FollowUpTold
from desktop.requests.service.endings import close_now, reopen_now
from desktop.requests.service.moves import said
from desktop.requests.service.recording import Moving, Recorder, facts, load, record
from desktop.requests.store import setup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from desktop.requests.model import FollowUpAnswer, Satisfaction
    from desktop.storage.work import UnitOfWork

__all__ = ["Asking", "count_follow_up"]

_NO_REPLIES: Mapping[int, FollowUpAnswer] = MappingProxyType({})


class Asking(Recorder):
    """Notes follow-up calls."""

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
        replies: Mapping[int, FollowUpAnswer] = _NO_REPLIES,
        reopen_because: str = "",
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Note a follow-up call made at `made_at` (now if none), between completion and now.

        A grade and `replies` to questions of the community (by id) are given only by who was reached; why a household
        cannot be called must be said. Nothing is reopened by a dissatisfied answer alone: `reopen_because` does it in
        the same write, for a further caller the request it was merged into. `close` closes a completed request.
        """
        told = FollowUpTold(
            request_id=request_id,
            version=version,
            outcome=outcome,
            satisfaction=satisfaction,
            words=words,
            replies=replies,
            reopen_because=reopen_because,
            close=close,
        )
        return self.follow_up_together((told,), made_at=made_at, operation_id=operation_id)

    @requires(Operation.FOLLOW_UP_REQUEST)
    def follow_up_together(
        self, told: Sequence[FollowUpTold], *, made_at: datetime | None = None, operation_id: str = ""
    ) -> Changes:
        """Note what one call said of several requests, each named once: all of it in one write, or nothing of it."""
        versions = {each.request_id: each.version for each in told}
        with self._moving_all(Move.FOLLOW_UP, versions, operation_id) as movings:
            calls = [_call(movings[each.request_id], each, made_at) for each in told]
            # replies need the ids of their calls; no request is changed yet, so that each gets one UPDATE
            next(iter(movings.values())).work.session.flush()
            for each, call in zip(told, calls, strict=True):
                _count(movings[each.request_id], each, call)
            for each in told:
                self._end(movings[each.request_id], each)
        return next(iter(movings.values())).changes

    def _end(self, moving: Moving, told: FollowUpTold) -> None:
        if told.reopen_because.strip():
            self._reopen(moving, said("reopen_because", told.reopen_because))
        elif told.close and moving.request.can(Move.CLOSE):
            close_now(moving)

    @requires(Operation.REOPEN_REQUEST)
    def _reopen(self, moving: Moving, reason: str) -> None:
        """Take up again what was asked about; for a further caller, what it was merged into, unless that is open."""
        request, work = moving.request, moving.work
        if request.duplicate_of_id is None:
            if request.can(Move.REOPEN):
                reopen_now(moving, reason)
            return
        main = load(work.session, work.community_id, request.duplicate_of_id)
        if main.can(Move.REOPEN):
            before, of_main = facts(main), Moving(work, main, main.state)
            reopen_now(of_main, reason)
            work.session.flush()
            record(of_main, Move.REOPEN, before)


def count_follow_up(
    request: Request, outcome: FollowUpOutcome, made_at: datetime, completed_at: datetime | None
) -> None:
    """Let a call made since the completion count for the follow-up rate: the first that reached someone does.

    That a household cannot be called counts until someone is reached all the same.
    """
    if completed_at is None or made_at < completed_at:
        return
    if outcome is FollowUpOutcome.REACHED:
        request.reached_at = min(request.reached_at or made_at, made_at)
        request.cannot_call = False
    elif outcome is FollowUpOutcome.CANNOT_CALL and request.reached_at is None:
        request.cannot_call = True


def _mended_at(moving: Moving) -> datetime | None:
    """Return when what is asked about was completed: for a further caller, what it was merged into."""
    request, work = moving.request, moving.work
    if request.duplicate_of_id is None:
        return request.completed_at
    # not locked: whoever completes it locks it first and then its callers
    return work.session.get_one(Request, request.duplicate_of_id).completed_at


def _call(moving: Moving, told: FollowUpTold, made_at: datetime | None) -> FollowUp:
    """Return the row of a call, added, after all that was told of it was checked."""
    request, work = moving.request, moving.work
    moment, words = made_at or work.now, said("words", told.words)
    _check(told, words, moment, work.now, _mended_at(moving))
    if told.replies and not _questions(work).keys() >= told.replies.keys():
        raise UserError(Problem(msg("This question is not asked here; open the follow-up again."), "replies"))
    call = FollowUp(
        community_id=work.community_id,
        request_id=request.id,
        made_at=moment,
        outcome=told.outcome,
        satisfaction=told.satisfaction,
        words=words,
        account_id=work.actor.account_id,
    )
    work.session.add(call)
    return call


def _count(moving: Moving, told: FollowUpTold, call: FollowUp) -> None:
    """Keep the replies of a call, let it count, and note it."""
    work = moving.work
    questions = _questions(work) if told.replies else {}
    work.session.add_all(
        FollowUpReply(
            community_id=work.community_id, follow_up_id=call.id, question_id=question_id, answer=answer.value
        )
        for question_id, answer in told.replies.items()
    )
    count_follow_up(moving.request, told.outcome, call.made_at, _mended_at(moving))
    moving.step(
        StepKind.FOLLOWED_UP,
        call.words,
        at=call.made_at,
        outcome=told.outcome.value,
        satisfaction=told.satisfaction.value if told.satisfaction else None,
        made_at=call.made_at,
        # in the words of that day: a question may be worded anew later
        replies=[{"question": questions[id_], "answer": answer.value} for id_, answer in told.replies.items()] or None,
    )


def _questions(work: UnitOfWork) -> Mapping[int, str]:
    """Return the questions of the community by id, also those no longer asked."""
    return {question.id: question.words for question in setup.questions(work.session, work.community_id)}


def _check(told: FollowUpTold, words: str, made_at: datetime, now: datetime, completed_at: datetime | None) -> None:
    problems = []
    reached = told.outcome is FollowUpOutcome.REACHED
    if made_at > now:
        problems.append(Problem(msg("This time is in the future; enter when the call was made."), "made_at"))
    if completed_at is not None and made_at < completed_at:
        problems.append(Problem(msg("The call cannot have been before the completion; correct the time."), "made_at"))
    if told.satisfaction is not None and not reached:
        problems.append(Problem(msg("Only who was reached gives a grade; leave it empty."), "satisfaction"))
    if told.replies and not reached:
        problems.append(Problem(msg("Only who was reached answers questions; leave them empty."), "replies"))
    if told.reopen_because.strip() and not reached:
        sentence = msg("Only who was reached can say that it is not good; reopen it for a reason of your own.")
        problems.append(Problem(sentence, "reopen_because"))
    if told.outcome is FollowUpOutcome.CANNOT_CALL and not words:
        problems.append(Problem(msg("Say why the household cannot be called."), "words"))
    if problems:
        raise UserError(*problems)
