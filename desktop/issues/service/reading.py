"""Reading problem points: lists with their actions, one with evidence and history, counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import or_

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import RefusedError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import search_form
from desktop.issues.model import Issue, IssueState
from desktop.issues.rows import IssueCounts, IssueFilter, IssueRow
from desktop.issues.service.recording import no_such_issue
from desktop.issues.store import behind, points, watching
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from desktop.core.months import Month

__all__ = ["Reading"]


class Reading(Service):
    """Shows problem points as they are now, as far as this account may read them."""

    @requires(Operation.READ_ISSUES)
    def issues(self, wanted: IssueFilter | None = None, *, on: date | None = None) -> tuple[IssueRow, ...]:
        """Return the points that `wanted` leaves: the gravest first, then the oldest.

        A month's list leaves out what was merged or withdrawn. A head gets the own department's points unless others
        are asked for, and of those what is issued. `on` is the day that actions are late on, today if none.
        """
        wanted, day = wanted or IssueFilter(), on or self._day()
        with self.desk.read() as session:
            found = points.issues(session, self.actor.community_id, day, self._conditions(wanted, day))
        typed = search_form(wanted.text)
        return tuple(row for row in found if typed in _said_of(row)) if typed else found

    @requires(Operation.READ_ISSUES)
    def in_full(self, month: Month, department_ids: frozenset[int] = frozenset()) -> tuple[IssueRow, ...]:
        """Return the month's points (`issues`), of some departments where named, each as `issue` returns it."""
        with self.desk.hold() as desk, desk.read() as session:
            return _in_full(session, type(self)(desk).issues(IssueFilter(month=month, department_ids=department_ids)))

    @requires(Operation.READ_ISSUES)
    def issue(self, issue_id: int) -> IssueRow:
        """Return one point with its evidence and the history of it and of what was merged into it.

        Raises UserError if there is none, RefusedError for one of another department that is not issued yet.
        """
        with self.desk.read() as session:
            its = (Issue.id == issue_id,)
            found = next(iter(points.issues(session, self.actor.community_id, self._day(), its)), None)
            if found is None:
                raise no_such_issue()
            headed = self.actor.heads_department
            if headed not in {None, found.department_id} and found.issued_at is None:
                raise RefusedError(
                    msg("This problem point belongs to another department and is not issued yet; wait until it is.")
                )
            return _in_full(session, (found,))[0]

    @requires(Operation.READ_ISSUES)
    def counts(self) -> IssueCounts:
        """Return how many points are open and what is left to do with them; a head's count the own department."""
        with self.desk.read() as session:
            return watching.counts(session, self.actor.community_id, self._day(), self.actor.heads_department)

    @requires(Operation.READ_ISSUES)
    def note_print(self, issue_ids: Sequence[int], *, operation_id: str = "") -> Changes:
        """Note that the points were printed; the result is the number of them.

        Raises UserError where one is none that this account may read.
        """
        with self.desk.write(Operation.READ_ISSUES, operation_id) as work:
            readable = points.readable(work.session, work.community_id, issue_ids, self.actor.heads_department)
            if not readable.issuperset(issue_ids):
                raise no_such_issue()
            for issue_id in issue_ids:
                work.audit("issue", issue_id, "printed")
            work.result = len(issue_ids)
        return work.changes

    def _day(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()

    def _conditions(self, wanted: IssueFilter, day: date) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        headed = self.actor.heads_department
        departments = wanted.department_ids or (frozenset() if headed is None else frozenset({headed}))
        if departments:
            conditions.append(Issue.department_id.in_(departments))
        if headed is not None:
            conditions.append(points.read_by_head(headed))
        if wanted.month is not None:
            begun = wanted.month.start(self.desk.zone)
            conditions += [
                Issue.month <= str(wanted.month),
                or_(Issue.month == str(wanted.month), Issue.resolved_at.is_(None), Issue.resolved_at >= begun),
                Issue.state.in_((IssueState.OPEN, IssueState.MENDED)),
            ]
        if wanted.overdue:
            conditions.append(points.has_overdue_action(self.actor.community_id, day))
        if wanted.open_only:
            conditions.append(points.is_open())
        return conditions


def _in_full(session: Session, found: Sequence[IssueRow]) -> tuple[IssueRow, ...]:
    """Return points with their evidence, and the history of them and of what was merged into them."""
    ids = [row.id for row in found]
    evidence = behind.evidence_rows(session, ids)
    steps = behind.steps(session, {id_: id_ for id_ in ids} | dict(behind.merged_into(session, ids)))
    return tuple(replace(row, evidence_rows=evidence.get(row.id, ()), steps=steps.get(row.id, ())) for row in found)


def _said_of(row: IssueRow) -> str:
    said = (row.title, row.words, row.department, row.category, row.building, row.room_label, row.worker, row.equipment)
    actions = (words for action in row.actions for words in (action.words, action.owner))
    return search_form(" ".join((*said, *actions)))
