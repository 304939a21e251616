"""Mended problem points whose trouble came back: they reopen by themselves and say so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.changes import Changes
from desktop.core.permissions import Operation, requires
from desktop.issues.model import IssueState, IssueStepKind
from desktop.issues.rule import COMEBACK_DAYS, IssueMove, needed_to_come_back, those_that_came_back
from desktop.issues.service.raising import put_evidence
from desktop.issues.service.recording import Handling, Recorder, facts, load, record
from desktop.issues.store import watching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from desktop.issues.rule import Mended, Received
    from desktop.storage.work import UnitOfWork

__all__ = ["Comebacks"]


class Comebacks(Recorder):
    """The watch over what was mended."""

    @requires(Operation.READ_ISSUES)
    def comebacks(self) -> tuple[int, ...]:
        """Return the ids of the mended points whose trouble came back; `look_for_comebacks` reopens them."""
        with self.desk.read() as session:
            return tuple(point.id for point, _ in self._found(session))

    @requires(Operation.READ_ISSUES)
    def look_for_comebacks(self, *, operation_id: str = "") -> Changes:
        """Reopen every mended point whose trouble came back (`rule.COMEBACK_RULE`), all in one write.

        Whoever may read points may let the program look; what it finds does not depend on who. Nothing is written where
        nothing came back, and looking again finds nothing new.
        """
        if not self.comebacks():
            return Changes()
        with self.desk.write(Operation.READ_ISSUES, operation_id) as work:
            found = dict(self._found(work.session))
            for point in sorted(found, key=lambda each: each.id):
                self._reopen(work, point, found[point])
        return work.changes

    def _found(self, session: Session) -> Sequence[tuple[Mended, Sequence[Received]]]:
        since = self.desk.clock.now() - 2 * timedelta(days=COMEBACK_DAYS)
        points = watching.mended_since(session, self.actor.community_id, since)
        if not points:
            return ()
        received = watching.received_since(session, self.actor.community_id, points)
        each = ((point, those_that_came_back(point, received)) for point in points)
        return [(point, back) for point, back in each if back]

    def _reopen(self, work: UnitOfWork, point: Mended, back: Sequence[Received]) -> None:
        issue = load(work.session, work.community_id, point.id)
        if issue.state != IssueState.MENDED or issue.resolved_at != point.resolved_at:
            return
        before, version = facts(issue), issue.version
        issue.state, issue.resolved_at = IssueState.OPEN, None
        issue.reopened_count += 1
        handling = Handling(work, issue, self._month(work))
        put_evidence(work, issue.id, [one.id for one in back], handling.month)
        handling.step(
            IssueStepKind.CAME_BACK,
            count=len(back),
            needed=needed_to_come_back(point),
            days=COMEBACK_DAYS,
            mended_at=point.resolved_at,
            evidence=len(point.evidence),
            requests=[one.number for one in back],
        )
        record(handling, IssueMove.REOPEN, before, version)
