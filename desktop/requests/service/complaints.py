"""The moves only a complaint has: how grave it is, and who was told."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean
from desktop.requests.model import Move, Request, StepKind, Telling
from desktop.requests.service.handling import Handling, handle, handling_problems, regrading_problems
from desktop.requests.service.moves import said
from desktop.requests.service.recording import Moving, Recorder
from desktop.requests.store import beside

__all__ = ["LONGEST_WHOM", "Complaints"]

LONGEST_WHOM = 100
"""Characters of who was told."""
MINUTE = timedelta(minutes=1)
"""Times are typed by the minute: what was told in the minute of the report was not told before it."""


class Complaints(Recorder):
    """Moves that only complaints have."""

    @requires(Operation.HANDLE_COMPLAINT)
    def grade(
        self,
        request_id: int,
        *,
        grade_id: int | None = None,
        accused_department_id: int | None = None,
        promised_at: datetime | None = None,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Say how grave the complaint is, whom it accuses and what was promised for when, instead of what stood there.

        Who has to be told follows from the grade; who was told stays noted whatever the grade becomes. Once it is
        completed, grade and accused department are changed only by who signs for them as they are.
        """
        with self._moving(Move.GRADE, request_id, version, operation_id) as moving:
            request, work = moving.request, moving.work
            given = Handling(grade_id, accused_department_id, promised_at)
            problems = handling_problems(work.session, work.community_id, given, request.occurred_at, request.grade_id)
            problems += regrading_problems(work.session, request, given, work.actor)
            if problems:
                raise UserError(*problems)
            handle(moving, given)
        return moving.changes

    @requires(Operation.HANDLE_COMPLAINT)
    def tell(
        self,
        request_id: int,
        whom: str = "",
        words: str = "",
        *,
        told_at: datetime | None = None,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Note that `whom` was told of the complaint at `told_at` (now if none), between its report and now.

        Nobody named means the resident, who is told the result and therefore only once there is one.
        """
        with self._moving(Move.TELL, request_id, version, operation_id) as moving:
            request, work = moving.request, moving.work
            moment, remark, person = told_at or work.now, said("words", words), clean(whom)
            _check_telling(request, person, moment, work.now)
            if person:
                _note_told(moving, person, moment)
            else:
                request.told_at = moment
            moving.step(
                StepKind.TOLD,
                remark,
                at=moment,
                inside=bool(person),
                whom=person,
                resident=not person or None,
                told_at=moment,
            )
        return moving.changes


def _check_telling(request: Request, person: str, moment: datetime, now: datetime) -> None:
    problems = []
    if len(person) > LONGEST_WHOM:
        sentence = msg("This is too long; at most %(most)s characters fit here.", most=LONGEST_WHOM)
        problems.append(Problem(sentence, "whom"))
    if moment > now:
        problems.append(Problem(msg("This time is in the future; enter when it was told."), "told_at"))
    if moment + MINUTE <= request.occurred_at:
        problems.append(Problem(msg("Nobody can have been told before it was reported; correct the time."), "told_at"))
    if not person and request.completed_at is None:
        sentence = msg("There is no result to tell the resident yet; complete the complaint first.")
        problems.append(Problem(sentence, "whom"))
    elif not person and request.completed_at is not None and moment + MINUTE <= request.completed_at:
        problems.append(Problem(msg("There was no result yet at this time; correct it."), "told_at"))
    if problems:
        raise UserError(*problems)


def _note_told(moving: Moving, person: str, moment: datetime) -> None:
    work, request = moving.work, moving.request
    row = next((row for row in beside.telling_rows(work.session, request.id) if row.whom == person), None)
    if row is None:
        row = Telling(community_id=work.community_id, request_id=request.id, whom=person)
        work.session.add(row)
    row.told_at, row.told_by = moment, work.actor.account_id
