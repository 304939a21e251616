"""Closing a month, which freezes it with its papers in one transaction, and opening it again for a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.core.errors import ConflictError, Problem, RefusedError, UserError
from desktop.core.i18n import LANGUAGES, msg, nmsg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean_lines
from desktop.issues.rows import IssueFilter
from desktop.issues.service import IssueService, carry_over
from desktop.month_end.service.commenting import Commenting
from desktop.month_end.service.opening import month_to_change
from desktop.month_end.service.walking import closed_already
from desktop.months.model import MonthEdition
from desktop.months.service import MonthService, keep_edition
from desktop.storage.audit import OperationRow
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.core.months import Month
    from desktop.issues.rows import IssueRow
    from desktop.months.rows import CommentRow, MonthState
    from desktop.months.service import NewPaper, Snapshot, Telling
    from desktop.storage.desk import Desk

__all__ = ["LONGEST_REASON", "Closing", "hindrances"]

LONGEST_REASON = 500
_TRIES = 3
_IN_FLIGHT = 500
"""A server numbers operations before they commit, so a lower number may show after a higher one: so far back is seen
whether any came."""


class _ChangedMeanwhileError(Exception):
    """Between reading the month and keeping it, something it is made of was changed."""


def hindrances(
    desk: Desk, state: MonthState, points: Sequence[IssueRow], comments: Sequence[CommentRow]
) -> tuple[Message, ...]:
    """Return every reason why who acts cannot close the month now, the first to be met first; none where it can be.

    `points` are the month's problem points, `comments` those kept or missing. What is merely left over (late without a
    reason, completed without a result) hinders nobody: the report tells it.
    """
    if not desk.actor.is_project_manager:
        return (msg("Only the project manager can close a month."),)
    if state.is_closed:
        return (closed_already(state.month),)
    if state.month.start(desk.zone) > desk.clock.now():
        return (msg("The month %(month)s has not begun yet.", month=state.month),)
    found = []
    if drafts := sum(bool(row.words) and row.is_draft for row in comments):
        found.append(
            nmsg(
                "%(count)s comment is still a draft made from the figures; look at it and keep it.",
                "%(count)s comments are still drafts made from the figures; look at them and keep them.",
                drafts,
            )
        )
    if lacking := sum(point.lacks_owner for point in points):
        found.append(
            nmsg(
                "%(count)s problem point has no action with an owner and a day; agree on one, or withdraw the point.",
                "%(count)s problem points have no action with an owner and a day; agree on one each, or withdraw them.",
                lacking,
            )
        )
    if state.issued_at is None:
        found.append(msg("The month has not been issued to the department heads yet."))
    return tuple(found)


class Closing(Service):
    """Closes and reopens months; both are the project manager's."""

    @requires(Operation.CLOSE_MONTH)
    def close(
        self,
        month: Month,
        languages: Sequence[str],
        *,
        version: int,
        progress: Telling | None = None,
        operation_id: str = "",
    ) -> Changes:
        """Close `month`: figures, lists, comments and reports stay as they are now; the result is the edition's id.

        The reports of all and of each department are drawn in `languages` (codes), masked as the letterhead says,
        before anything is written; then all of it is kept in one transaction, or nothing. `progress` is told of each
        paper, and may end it until the writing begins. `version` is the month's.

        Raises RefusedError for anyone but the project manager, UserError with every reason why it cannot be closed
        (`hindrances`), ConflictError where someone else went on with the month or its requests would not stand still.
        """
        self._refuse_others()
        if not languages or not LANGUAGES.keys() >= set(languages):
            raise UserError(Problem(msg("Choose at least one language to issue the reports in."), "languages"))
        self._refuse_repetition(operation_id)
        for _ in range(_TRIES):
            with self.desk.hold() as held, held.read() as session:
                self._refuse_hindered(held, month)
                mark = _latest(session)
                snapshot = MonthService(held).snapshot(month, self.desk.clock.now())
            papers = MonthService(self.desk).draw(snapshot, tuple(dict.fromkeys(languages)), progress)
            try:
                return self._keep(snapshot, papers, mark, version, operation_id)
            except _ChangedMeanwhileError:
                continue
        raise ConflictError(
            msg(
                "The month's requests kept changing while it was being closed; nothing was written. Try again when"
                " fewer people are entering something."
            )
        )

    @requires(Operation.REOPEN_MONTH)
    def reopen(self, month: Month, reason: str, *, version: int, operation_id: str = "") -> Changes:
        """Open a closed month again for a `reason`; its edition and papers stay, and the next one says what changed.

        Raises RefusedError for anyone but the project manager, UserError for an open month or without a reason (field
        `reason`), ConflictError where someone else went on with the month.
        """
        self._refuse_others()
        words = clean_lines(reason)
        if not words:
            raise UserError(
                Problem(msg("Say why the month is opened again; it is kept with the old edition."), "reason")
            )
        if len(words) > LONGEST_REASON:
            raise UserError(Problem(msg("Say it in %(most)s characters at most.", most=LONGEST_REASON), "reason"))
        with self.desk.write(Operation.REOPEN_MONTH, operation_id) as work:
            row = month_to_change(work, month, version)
            if row.closed_edition_id is None:
                raise UserError(Problem(msg("The month %(month)s is not closed.", month=month), "month"))
            edition = work.session.get_one(MonthEdition, row.closed_edition_id)
            edition.reopened_at, edition.reopened_by, edition.reason = work.now, work.actor.account_id, words
            row.closed_edition_id = None
            work.session.flush()
            before = {"month": row.month, "edition": edition.number}
            work.audit("month", row.id, "reopened", before, {"month": row.month, "edition": None, "reason": words})
            work.result = row.id
        return work.changes

    def _refuse_others(self) -> None:
        if not self.actor.is_project_manager:
            raise RefusedError(
                msg("Only the project manager closes a month or opens it again; a department's head cannot.")
            )

    def _refuse_repetition(self, operation_id: str) -> None:
        """Let a closing that was done under this id before be answered with what it did then."""
        with self.desk.read() as session:
            known = session.scalar(select(OperationRow.id).where(OperationRow.operation_id == operation_id))
        if known is not None:
            with self.desk.write(Operation.CLOSE_MONTH, operation_id):
                raise AssertionError("the write refuses an id it knows")

    def _refuse_hindered(self, desk: Desk, month: Month) -> None:
        points = IssueService(desk).issues(IssueFilter(month=month))
        found = hindrances(desk, MonthService(desk).state(month), points, Commenting(desk).comments(month))
        if found:
            raise UserError(*(Problem(each, "month") for each in found))

    def _look_again(self, snapshot: Snapshot, mark: tuple[int, int]) -> tuple[int, int]:
        """Return up to where `snapshot` is known to be true, `mark` where it is not any more.

        While papers were drawn somebody has nearly always written something; looking here, not in the transaction,
        keeps nobody else from writing for as long as a month takes to count.
        """
        with self.desk.hold() as held, held.read() as session:
            now = _latest(session)
            if now == mark or MonthService(held).fingerprint(snapshot.month, snapshot.at) != snapshot.fingerprint:
                return mark
        return now

    def _keep(
        self, snapshot: Snapshot, papers: Sequence[NewPaper], mark: tuple[int, int], version: int, operation_id: str
    ) -> Changes:
        """Write the closing; raise _ChangedMeanwhileError, leaving nothing, where `snapshot` is not true any more."""
        month = snapshot.month
        looked_at = self._look_again(snapshot, mark)
        with self.desk.write(Operation.CLOSE_MONTH, operation_id) as work:
            row = month_to_change(work, month, version)
            now = _latest(work.session)
            inside = replace(self.desk, held=work.session)
            if now != mark:
                self._refuse_hindered(inside, month)
            if now != looked_at and MonthService(inside).fingerprint(month, snapshot.at) != snapshot.fingerprint:
                raise _ChangedMeanwhileError
            row.closed_edition_id = keep_edition(work, snapshot, papers)
            row.editions = snapshot.number
            work.session.flush()
            carried = carry_over(work, month)
            after = {"month": row.month, "edition": snapshot.number, "papers": len(papers), "carried": len(carried)}
            work.audit("month", row.id, "closed", {"month": row.month, "edition": None}, after)
            work.result = row.closed_edition_id
        return work.changes


def _latest(session: Session) -> tuple[int, int]:
    """Return what tells whether anything was written since: the highest operation and how many there are up to it."""
    highest = session.scalar(select(func.max(OperationRow.id))) or 0
    recent = select(func.count()).where(OperationRow.id > highest - _IN_FLIGHT)
    return highest, session.scalar(recent) or 0
