"""Problem points that turn out to be one, and one that turns out to be two; nothing of them is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean
from desktop.issues.model import Confirmation, Evidence, Issue, IssueState, IssueStepKind, Severity
from desktop.issues.rows import LONGEST_TITLE
from desktop.issues.rule import IssueMove
from desktop.issues.service.checking import said
from desktop.issues.service.raising import its_evidence, take_evidence
from desktop.issues.service.recording import Handling, Recorder, facts
from desktop.issues.store import behind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from desktop.issues.model import IssueAction
    from desktop.storage.work import UnitOfWork

__all__ = ["Reshaping"]

_GRAVER = (Severity.MINOR, Severity.MAJOR, Severity.CRITICAL)
_COPIED = (
    "month",
    "department_id",
    "words",
    "severity",
    "category_id",
    "building_id",
    "room_label",
    "worker_id",
    "equipment_id",
    "issued_at",
)


class Reshaping(Recorder):
    """Merged and split."""

    @requires(Operation.EDIT_ISSUES)
    def merge(
        self, into_id: int, other_ids: Sequence[int], *, versions: Mapping[int, int], operation_id: str = ""
    ) -> Changes:
        """Make `other_ids` part of the point `into_id`; `versions` tells all of them as they were seen.

        Their evidence and actions, with what was signed under these, go over; they stay as merged ones, and their
        history is told with that of the point they live on in. It is as old as the oldest and as grave as the gravest
        of them.
        """
        others = [id_ for id_ in dict.fromkeys(other_ids) if id_ != into_id]
        if not others:
            raise UserError(Problem(msg("Choose at least two problem points to be merged."), "other_ids"))
        seen = {id_: versions.get(id_, 0) for id_ in (into_id, *others)}
        with self._handling_all(IssueMove.MERGE, seen, operation_id) as handlings:
            into = handlings[into_id]
            for id_ in others:
                _merge_into(into, handlings[id_])
        return into.changes

    @requires(Operation.EDIT_ISSUES)
    def split(
        self,
        issue_id: int,
        title: str,
        request_ids: Sequence[int],
        action_ids: Sequence[int],
        *,
        version: int,
        operation_id: str = "",
    ) -> Changes:
        """Make a point of its own, called `title`, of some requests and actions of one; the result is its id.

        It is as old as the one it comes from and about the same; what differs is amended afterwards.
        """
        with self._handling(IssueMove.SPLIT, issue_id, version, operation_id) as handling:
            work, source = handling.work, handling.issue
            name = said("title", clean(title), msg("Give the problem point a title."), LONGEST_TITLE)
            requests = its_evidence(work.session, issue_id, request_ids) if request_ids else []
            actions = [action for action in handling.actions() if action.id in set(action_ids)]
            if len(actions) != len(set(action_ids)):
                raise UserError(Problem(msg("Choose actions of this problem point."), "action_ids"))
            if not requests and not actions:
                sentence = msg("Choose the requests or actions that make the new problem point.")
                raise UserError(Problem(sentence, "request_ids"))
            new = Issue(
                community_id=work.community_id,
                title=name,
                state=IssueState.OPEN,
                found_as="",
                raised_at=work.now,
                raised_by=self.actor.account_id,
                split_from_id=source.id,
                **{column: getattr(source, column) for column in _COPIED},
            )
            work.session.add(new)
            work.session.flush()
            _move_evidence(work.session, requests, source.id, new.id)
            _move_actions(work, actions, new.id)
            numbers = list(behind.known_requests(work.session, work.community_id, requests).values())
            moved: dict[str, Any] = {"requests": numbers, "actions": [action.id for action in actions]}
            handling.step(IssueStepKind.SPLIT, to=new.id, title=name, **moved)
            other = Handling(work, new, handling.month)
            other.step(IssueStepKind.SPLIT, source=source.id, title=source.title, **moved)
            work.audit("issue", new.id, IssueMove.SPLIT.value, None, {**facts(new), **other.noted})
            work.result = new.id
        return handling.changes


def _merge_into(into: Handling, other: Handling) -> None:
    work, kept, gone = into.work, into.issue, other.issue
    there = behind.evidence_ids(work.session, (kept.id, gone.id))
    mine, its = there.get(kept.id, frozenset()), there.get(gone.id, frozenset())
    _move_evidence(work.session, sorted(its - mine), gone.id, kept.id)
    take_evidence(work.session, gone.id, sorted(its & mine))
    actions = other.actions()
    _move_actions(work, actions, kept.id)
    kept.month = min(kept.month, gone.month)
    kept.severity = max(kept.severity, gone.severity, key=lambda each: _GRAVER.index(Severity(each)))
    kept.reopened_count = max(kept.reopened_count, gone.reopened_count)
    gone.state, gone.resolved_at, gone.merged_into_id = IssueState.MERGED, work.now, kept.id
    numbers = list(behind.known_requests(work.session, work.community_id, sorted(its)).values())
    moved: dict[str, Any] = {"requests": numbers, "actions": [action.id for action in actions]}
    other.step(IssueStepKind.MERGED, into=kept.id, title=kept.title, **moved)
    into.step(IssueStepKind.MERGED, merged=gone.id, title=gone.title, **moved)


def _move_evidence(session: Session, request_ids: Sequence[int], source: int, target: int) -> None:
    for id_ in request_ids:
        session.connection().execute(
            update(Evidence).where(Evidence.issue_id == source, Evidence.request_id == id_).values(issue_id=target)
        )


def _move_actions(work: UnitOfWork, actions: Sequence[IssueAction], target: int) -> None:
    """Put actions under another point, with what was signed under them; what happened to them stays where it did."""
    for action in actions:
        action.issue_id = target
        signed = select(Confirmation).where(Confirmation.action_id == action.id)
        for confirmation in work.session.scalars(signed):
            confirmation.issue_id = target
