"""Rounds walked on paper: the sheet of a route, and what was written on it, entered later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean, clean_lines
from desktop.patrols import store
from desktop.patrols.model import PointOutcome, RoundState
from desktop.patrols.service.shared import checked_text
from desktop.patrols.service.walking import LONGEST_WORDS, Recording, note_step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desktop.core.changes import Changes
    from desktop.patrols.model import PatrolRound
    from desktop.patrols.rows import NewSheet, PointLine, SheetStep
    from desktop.storage.work import UnitOfWork

__all__ = ["Sheets"]


LONGEST_ROUND, OLDEST_SHEET = timedelta(days=1), timedelta(days=366)
"""How long a round on paper can have lasted, and how long after it its sheet can still be entered."""


class Sheets(Recording):
    """Enters rounds from sheets."""

    @requires(Operation.ENTER_PATROL_SHEET)
    def enter_sheet(self, sheet: NewSheet, *, operation_id: str = "") -> Changes:
        """Enter a round walked on paper, with all that was found, in one write; the result is its id.

        It belongs to the shift in which it started. What was found becomes requests of the time it was found. Raises
        UserError naming the field that is wrong: started_at and ended_at (to come, long ago, the wrong way round),
        walker, end_words, and `steps` with the number of the point.
        """
        said = clean_lines(sheet.end_words)
        with self.desk.write(Operation.ENTER_PATROL_SHEET, operation_id) as work:
            _check_times(sheet, work.now)
            row = self._begin(work, sheet.route_id, sheet.started_at, sheet.walker, from_sheet=True)
            points = store.points_of(work.session, [sheet.route_id])[sheet.route_id]
            steps = {step.point_id: step for step in sheet.steps}
            problems = checked_text(said, "end_words", LONGEST_WORDS) + _step_problems(sheet, points, steps)
            if problems:
                raise UserError(*problems)
            for point in points:
                self._enter(work, row, point, steps.get(point.id), sheet)
            row.state = RoundState.BROKEN_OFF if said else RoundState.MADE
            row.ended_at, row.end_words = sheet.ended_at, said
            found = sum(step.finding is not None for step in sheet.steps)
            work.audit("patrol_round", row.id, "entered", None, {"route": sheet.route_id, "findings": found})
            work.result = row.id
        return work.changes

    def _enter(
        self, work: UnitOfWork, row: PatrolRound, point: PointLine, step: SheetStep | None, sheet: NewSheet
    ) -> None:
        """Enter one point; one the sheet says nothing of was not visited."""
        at = sheet.ended_at if step is None or step.at is None else step.at
        if step is None:
            note_step(work, row, point, PointOutcome.MISSED, at, words=clean_lines(sheet.end_words))
            return
        note_step(work, row, point, step.outcome, at, words="" if step.finding else clean(step.words))
        if step.finding is not None:
            self._report(work, row, point, step.finding, at)


def _check_times(sheet: NewSheet, now: datetime) -> None:
    problems = []
    if sheet.started_at < now - OLDEST_SHEET:
        problems.append(Problem(msg("This is more than a year ago; look at the year again."), "started_at"))
    if sheet.started_at > now:
        problems.append(Problem(msg("This time is in the future; enter when the round began."), "started_at"))
    if sheet.ended_at < sheet.started_at:
        problems.append(Problem(msg("It ended before it began; correct one of the times."), "ended_at"))
    elif sheet.ended_at - sheet.started_at > LONGEST_ROUND:
        problems.append(Problem(msg("A round lasts a day at most; correct one of the times."), "ended_at"))
    elif sheet.ended_at > now:
        problems.append(Problem(msg("This time is in the future; enter when the round ended."), "ended_at"))
    if problems:
        raise UserError(*problems)


def _step_problems(sheet: NewSheet, points: tuple[PointLine, ...], steps: Mapping[int, SheetStep]) -> list[Problem]:
    problems = []
    known = {point.id: point for point in points}
    if len(steps) < len(sheet.steps) or not steps.keys() <= known.keys():
        return [Problem(msg("The route was changed meanwhile; open the form again."), "steps")]
    for point_id, step in steps.items():
        number = known[point_id].position
        if step.outcome is PointOutcome.FINDING and (step.finding is None or not clean_lines(step.finding.words)):
            problems.append(Problem(msg("Point %(number)s: write down what was found.", number=number), "steps"))
        said = step.words if step.finding is None else step.finding.words
        if len(clean_lines(said)) > LONGEST_WORDS:
            said_so = msg("Point %(number)s: at most %(count)s characters.", number=number, count=LONGEST_WORDS)
            problems.append(Problem(said_so, "steps"))
        if step.at is not None and not sheet.started_at <= step.at <= sheet.ended_at:
            problems.append(Problem(msg("Point %(number)s: a time outside the round.", number=number), "steps"))
        if step.finding is not None and step.outcome is not PointOutcome.FINDING:
            raise ValueError("only a finding has words of its own")
    return problems
