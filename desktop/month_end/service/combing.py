"""Combing a month: what is incomplete, what stands out, how far the walk is, and issuing the month to the heads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.errors import RefusedError
from desktop.core.permissions import Operation, requires
from desktop.issues.rows import IssueFilter
from desktop.issues.service import IssueService, issue_points
from desktop.month_end import store
from desktop.month_end.rows import Combed, CombingStep
from desktop.month_end.service import checks
from desktop.month_end.service.closing import hindrances
from desktop.month_end.service.clusters import clusters
from desktop.month_end.service.commenting import Commenting
from desktop.month_end.service.gathering import gather
from desktop.month_end.service.opening import month_to_change, refuse_closed, refuse_not_begun
from desktop.month_end.service.spots import above_usual, proposals_of
from desktop.month_end.service.walking import Found, not_by_a_head, walk
from desktop.months.service import MonthService
from desktop.stationery.service import StationeryService
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.core.months import Month
    from desktop.month_end.rows import Completeness, Proposal, Walk

__all__ = ["Combing"]


class Combing(Service):
    """Leads through a month. A department's head is shown the own department; the walk itself is the desk's."""

    @requires(Operation.COMB_MONTH)
    def completeness(self, month: Month) -> tuple[Completeness, ...]:
        """Return what is looked at before a month is combed, each with the list that shows it and where it is mended.

        Raises UserError for a month that has not begun.
        """
        with self.desk.hold() as desk, desk.read() as session:
            return checks.completeness(desk, month, grades=store.has_grades(session, self.actor.community_id))

    @requires(Operation.COMB_MONTH)
    def proposals(self, month: Month) -> tuple[Proposal, ...]:
        """Return what stands out in `month`, what matters most first; a head is told what concerns the own department.

        Raises UserError for a month that has not begun.
        """
        with self.desk.hold() as desk, desk.read() as session:
            gathered = gather(desk, month)
            above = above_usual(gathered)
            told = frozenset(spot.worker_id for spot in above if spot.worker_id is not None)
            proposed = proposals_of([*above, *clusters(gathered, told)], month, gathered.months)
            keys = {each.key for each in proposed}
            taken = store.taken(session, self.actor.community_id, str(month), keys)
        own = self.actor.heads_department
        return tuple(
            replace(each, taken_as=taken.get(each.key))
            for each in proposed
            if own is None or each.issue.department_id == own
        )

    @requires(Operation.COMB_MONTH)
    def walk(self, month: Month) -> Walk:
        """Return how each step of combing `month` stands: how much is left to do, and what hinders it."""
        return self.combed(month).walk

    @requires(Operation.COMB_MONTH)
    def combed(self, month: Month) -> Combed:
        """Return how the walk through `month` stands with all that it is counted from, each part read once.

        Raises UserError for a month that has not begun.
        """
        with self.desk.hold() as desk:
            held = type(self)(desk)
            state = MonthService(desk).state(month)
            points = IssueService(desk).issues(IssueFilter(month=month))
            comments = Commenting(desk).comments(month)
            languages = StationeryService(desk).letterhead().issue_languages
            found = Found(
                state=state,
                checks=held.completeness(month),
                proposals=held.proposals(month),
                points=points,
                comments=comments,
                closing=next(iter(hindrances(desk, state, points, comments)), None),
            )
        return Combed(
            state=found.state,
            walk=walk(found, self.actor),
            checks=found.checks,
            proposals=found.proposals,
            points=found.points,
            comments=found.comments,
            languages=languages,
        )

    @requires(Operation.COMB_MONTH)
    def note_step(self, month: Month, step: CombingStep, *, version: int, operation_id: str = "") -> Changes:
        """Note that a step was gone through; `version` is the month's, 0 while nothing was done with it.

        Raises UserError for a month that is closed or has not begun, RefusedError for a head, ConflictError where
        someone was there meanwhile.
        """
        self._refuse_head()
        refuse_not_begun(self.desk, month)
        with self.desk.write(Operation.COMB_MONTH, operation_id) as work:
            row = month_to_change(work, month, version)
            refuse_closed(row, month)
            if step not in row.checked:
                # a new list: what is changed inside the old one would not be seen
                row.checked = [*row.checked, step.value]
                work.session.flush()
                work.audit("month", row.id, "combed", None, {"month": row.month, "step": step.value})
            work.result = row.id
        return work.changes

    @requires(Operation.ISSUE_MONTH)
    def issue(self, month: Month, *, version: int, operation_id: str = "") -> Changes:
        """Give the month to the department heads: from now on they read all of it, and confirm what is theirs.

        May be done again after changes. Raises as `note_step`.
        """
        self._refuse_head()
        refuse_not_begun(self.desk, month)
        with self.desk.write(Operation.ISSUE_MONTH, operation_id) as work:
            row = month_to_change(work, month, version)
            refuse_closed(row, month)
            before = {"issued_at": None if row.issued_at is None else row.issued_at.isoformat()}
            row.issued_at, row.issued_by = work.now, work.actor.account_id
            work.session.flush()
            points = issue_points(work, month)
            after = {"month": row.month, "issued_at": work.now.isoformat(), "points": len(points)}
            work.audit("month", row.id, "issued", before, after)
            work.result = row.id
        return work.changes

    def _refuse_head(self) -> None:
        refused = not_by_a_head(self.actor)
        if refused is not None:
            raise RefusedError(refused)
