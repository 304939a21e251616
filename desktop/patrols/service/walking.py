"""Walking a round: started, point after point, what was found, ended or broken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from desktop.core.errors import Problem, UserError
from desktop.core.house_numbers import try_house_number
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, clean_lines, search_form
from desktop.patrols import store
from desktop.patrols.model import (
    PatrolFinding,
    PatrolRound,
    PatrolRoute,
    PatrolStep,
    PointOutcome,
    RoundState,
)
from desktop.patrols.service.files import FILES
from desktop.patrols.service.shared import (
    Patrolling,
    as_seen,
    checked_text,
    locked,
    no_such_round,
    no_such_route,
    shift_for,
)
from desktop.requests.model import Channel, Place, Priority, RequestKind, Source
from desktop.requests.rows import NewRequest
from desktop.requests.service import report_found

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.patrols.rows import NewFinding, PointLine
    from desktop.storage.work import UnitOfWork

__all__ = ["LONGEST_WALKER", "LONGEST_WORDS", "Recording", "Walking", "note_step"]

LONGEST_WORDS = 300
"""Characters of what was found, of why a point was missed or a round broken off."""

LONGEST_WALKER = 60


class Recording(Patrolling):
    """What a round on screen and one from a sheet have in common."""

    def _begin(
        self, work: UnitOfWork, route_id: int, started_at: datetime, walker: str, *, from_sheet: bool
    ) -> PatrolRound:
        """Return a round just begun; raise UserError where no shift runs then, or nobody walks the route any more."""
        route = locked(work, PatrolRoute, route_id, no_such_route())
        if route.archived_at is not None or not store.points_of(work.session, [route_id]).get(route_id):
            raise UserError(msg("This route has no points, or is walked no more; ask the manager."))
        shift = shift_for(work.session, work.community_id, route_id, started_at, self.desk.zone)
        if shift is None:
            raise UserError(msg("No shift of the guards runs at this time; the manager enters the shifts."))
        named = clean(walker) or work.actor.name
        problems = checked_text(named, "walker", LONGEST_WALKER)
        if problems:
            raise UserError(*problems)
        row = PatrolRound(
            community_id=work.community_id,
            route_id=route_id,
            shift_id=shift.shift.id,
            day=shift.day,
            started_at=started_at,
            walker=named,
            from_sheet=from_sheet,
            recorded_at=work.now,
            account_id=work.actor.account_id,
        )
        work.session.add(row)
        work.session.flush()
        return row

    def _report(
        self, work: UnitOfWork, row: PatrolRound, point: PointLine, found: NewFinding, at: datetime, *, files: str = ""
    ) -> int:
        """Make a request of what was found and return the finding's id; raise UserError as a request's form does."""
        words = clean_lines(found.words)
        problems = checked_text(words, "words", LONGEST_WORDS, msg("Write down what was found."))
        if problems:
            raise UserError(*problems)
        route = work.session.get_one(PatrolRoute, row.route_id)
        department_id = found.department_id or point.department_id or route.department_id
        request_id = report_found(
            self.desk,
            work,
            NewRequest(
                kind=RequestKind.REPAIR,
                words=words,
                room_text=_where(route.name, point),
                reporter=row.walker,
                category_id=found.category_id,
                place=Place.PUBLIC_AREA,
                source=Source.INSPECTION,
                channel=Channel.PATROL,
                priority=Priority.URGENT if found.urgent else Priority.NORMAL,
                department_id=department_id,
                dispatch=False,
                occurred_at=at,
            ),
            files=files,
            topic=FILES,
        )
        finding = PatrolFinding(
            community_id=work.community_id,
            round_id=row.id,
            point_id=point.id,
            request_id=request_id,
            department_id=department_id,
            at=at,
            words=words,
            account_id=work.actor.account_id,
        )
        work.session.add(finding)
        work.session.flush()
        return finding.id


class Walking(Recording):
    """Writes rounds as they are walked, with audit."""

    @requires(Operation.WALK_PATROL)
    def start_round(self, route_id: int, walker: str = "", *, operation_id: str = "") -> Changes:
        """Begin a round of a route; the result is its id. It belongs to the shift that runs now, and to its day.

        Raises UserError where no shift runs, and where the route is being walked already: that round is taken up.
        """
        with self.desk.write(Operation.WALK_PATROL, operation_id) as work:
            locked(work, PatrolRoute, route_id, no_such_route())
            other = work.session.scalars(
                select(PatrolRound)
                .where(PatrolRound.route_id == route_id, PatrolRound.state == RoundState.RUNNING)
                .order_by(PatrolRound.id)
            ).first()
            if other is not None:
                raise UserError(msg("%(who)s is walking this route already; take that round up.", who=other.walker))
            row = self._begin(work, route_id, work.now, walker, from_sheet=False)
            work.audit("patrol_round", row.id, "started", None, {"route": route_id, "walker": row.walker})
            work.result = row.id
        return work.changes

    @requires(Operation.WALK_PATROL)
    def step(
        self,
        round_id: int,
        point_id: int,
        outcome: PointOutcome,
        words: str = "",
        scanned_code: str = "",
        *,
        operation_id: str = "",
    ) -> Changes:
        """Note what a point was like, in place of what was noted there before; the result is the round's id.

        A point that was missed needs `words` that say why. `scanned_code` is what its tag said. Raises UserError for a
        round that has ended, a point that is not on it, another point's tag, and where something was found there:
        that is `finding`'s to note, and a request by now.
        """
        said = clean(words)
        missing = msg("Write why it was not visited.") if outcome is PointOutcome.MISSED else None
        problems = checked_text(said, "words", LONGEST_WORDS, missing)
        if outcome is PointOutcome.FINDING:
            raise ValueError("what was found is noted with its words")
        if problems:
            raise UserError(*problems)
        with self.desk.write(Operation.WALK_PATROL, operation_id) as work:
            row = _running(work, round_id)
            point = _point(work, row, point_id)
            scanned = _check_code(point, scanned_code)
            if _step_at(work, round_id, point_id) == PointOutcome.FINDING:
                raise UserError(msg("Something was found here, and is a request by now; it stays noted."))
            note_step(work, row, point, outcome, work.now, words=said, scanned=scanned)
            work.audit("patrol_round", row.id, "point", None, {"point": point_id, "outcome": str(outcome)})
            work.result = row.id
        return work.changes

    @requires(Operation.WALK_PATROL)
    def unstep(self, round_id: int, point_id: int, *, operation_id: str = "") -> Changes:
        """Take back what was noted of a point: it is not reached yet. Errors as `step`."""
        with self.desk.write(Operation.WALK_PATROL, operation_id) as work:
            row = _running(work, round_id)
            if _step_at(work, round_id, point_id) == PointOutcome.FINDING:
                raise UserError(msg("Something was found here, and is a request by now; it stays noted."))
            noted = (PatrolStep.round_id == round_id, PatrolStep.point_id == point_id)
            work.session.execute(delete(PatrolStep).where(*noted))
            work.audit("patrol_round", row.id, "point taken back", None, {"point": point_id})
            work.result = row.id
        return work.changes

    @requires(Operation.WALK_PATROL)
    def finding(
        self, round_id: int, point_id: int, found: NewFinding, scanned_code: str = "", *, operation_id: str = ""
    ) -> Changes:
        """Report what was found at a point: it becomes a request. The result is the finding's id.

        The point is noted in the same write. The files of the draft `operation_id` become the request's. A point may
        have several findings. Raises UserError as `step` does, and naming the field of what is wrong: words,
        category_id, department_id.
        """
        with self.desk.write(Operation.WALK_PATROL, operation_id) as work:
            row = _running(work, round_id)
            point = _point(work, row, point_id)
            scanned = _check_code(point, scanned_code)
            note_step(work, row, point, PointOutcome.FINDING, work.now, scanned=scanned)
            finding_id = self._report(work, row, point, found, work.now, files=operation_id)
            work.audit("patrol_round", row.id, "something found", None, {"point": point_id, "finding": finding_id})
            work.result = finding_id
        return work.changes

    @requires(Operation.WALK_PATROL)
    def end_round(self, round_id: int, *, words: str = "", version: int, operation_id: str = "") -> Changes:
        """End a round. Points not reached are missed, and `words` say why it was broken off; the result is its id.

        Raises UserError naming `words` where points were not reached and nothing says why.
        """
        said = clean_lines(words)
        with self.desk.write(Operation.WALK_PATROL, operation_id) as work:
            row = as_seen(_running(work, round_id), version)
            reached = set(work.session.scalars(select(PatrolStep.point_id).where(PatrolStep.round_id == round_id)))
            points = store.points_of(work.session, [row.route_id]).get(row.route_id, ())
            left = [point for point in points if point.id not in reached]
            why = msg("Write why these points were not visited.") if left else None
            problems = checked_text(said, "words", LONGEST_WORDS, why)
            if problems:
                raise UserError(*problems)
            for point in left:
                note_step(work, row, point, PointOutcome.MISSED, work.now, words=said)
            row.state = RoundState.BROKEN_OFF if left else RoundState.MADE
            row.ended_at, row.end_words = work.now, said
            work.audit("patrol_round", row.id, "ended", None, {"state": str(row.state), "missed": len(left)})
            work.result = row.id
        return work.changes

    @requires(Operation.ENTER_PATROL_SHEET)
    def withdraw_round(self, round_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Remove an own round begun or entered by mistake; raise UserError where something was found on it.

        One that was walked on screen can be removed only until it has ended.
        """
        with self.desk.write(Operation.ENTER_PATROL_SHEET, operation_id) as work:
            row = as_seen(locked(work, PatrolRound, round_id, no_such_round()), version)
            found = select(PatrolFinding.id).where(PatrolFinding.round_id == round_id).limit(1)
            if row.account_id != work.actor.account_id or work.session.scalar(found) is not None:
                raise UserError(msg("This round is not removed: it is not your own, or something was found on it."))
            if row.state != RoundState.RUNNING and not row.from_sheet:
                raise UserError(msg("This round has ended; it stays as it was walked."))
            work.session.execute(delete(PatrolStep).where(PatrolStep.round_id == round_id))
            gone = {"route": row.route_id, "walker": row.walker, "started": row.started_at.isoformat()}
            work.session.delete(row)
            work.audit("patrol_round", round_id, "removed", gone, None)
            work.result = round_id
        return work.changes


def _where(route: str, point: PointLine) -> str:
    """Return where something was found, as the request says it: never a house number, for it is no household's."""
    place = point.name if not point.building or point.building in point.name else f"{point.building} {point.name}"
    return f"{route} {place}" if try_house_number(place) is not None else place


def _running(work: UnitOfWork, round_id: int) -> PatrolRound:
    row = locked(work, PatrolRound, round_id, no_such_round())
    if row.state != RoundState.RUNNING:
        raise UserError(msg("This round has ended; it stays as it was walked."))
    return row


def _point(work: UnitOfWork, row: PatrolRound, point_id: int) -> PointLine:
    points = store.points_of(work.session, [row.route_id]).get(row.route_id, ())
    found = next((point for point in points if point.id == point_id), None)
    if found is None:
        raise UserError(_not_on_route())
    return found


def _check_code(point: PointLine, code: str) -> bool:
    """Tell whether the point's own tag was read; raise UserError for another's."""
    if not code:
        return False
    if not point.code or search_form(code) != search_form(point.code):
        raise UserError(Problem(msg("This is not the tag of %(point)s.", point=point.name), "scanned_code"))
    return True


def _step_at(work: UnitOfWork, round_id: int, point_id: int) -> str | None:
    noted = (PatrolStep.round_id == round_id, PatrolStep.point_id == point_id)
    return work.session.scalar(select(PatrolStep.outcome).where(*noted))


def note_step(
    work: UnitOfWork,
    row: PatrolRound,
    point: PointLine,
    outcome: PointOutcome,
    at: datetime,
    *,
    words: str = "",
    scanned: bool = False,
) -> None:
    """Note a point; the round is locked, so nobody else notes the same one meanwhile."""
    noted = (PatrolStep.round_id == row.id, PatrolStep.point_id == point.id)
    step = work.session.scalars(select(PatrolStep).where(*noted)).one_or_none()
    if step is None:
        step = PatrolStep(community_id=work.community_id, round_id=row.id, point_id=point.id)
        work.session.add(step)
    step.position, step.at, step.outcome, step.words = point.position, at, outcome, words
    step.scanned = scanned or bool(step.scanned)


def _not_on_route() -> Message:
    return msg("This point is not on the route any more.")
