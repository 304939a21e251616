"""What is behind a problem point: its requests, what was merged into it, its history."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.accounts.model import Account
from desktop.core.months import Month
from desktop.issues.model import (
    Evidence,
    Issue,
    IssueStep,
    IssueStepKind,
)
from desktop.issues.rows import EvidenceRow, StepRow
from desktop.requests.model import Request, RequestKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

__all__ = ["evidence_ids", "evidence_rows", "in_parts", "known_requests", "merged_into", "reopened_at", "steps"]

AT_ONCE = 500
"""So many ids either engine takes as parameters at once."""


def in_parts(ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield `ids` in parts that either engine takes as parameters."""
    rest = iter(ids)
    while part := list(islice(rest, AT_ONCE)):
        yield part


def evidence_ids(session: Session, ids: Sequence[int]) -> Mapping[int, frozenset[int]]:
    """Return the ids of the requests behind each of the points `ids`."""
    found: dict[int, set[int]] = defaultdict(set)
    for some in in_parts(ids):
        statement = select(Evidence.issue_id, Evidence.request_id).where(Evidence.issue_id.in_(some))
        for row in session.execute(statement):
            found[row.issue_id].add(row.request_id)
    return {id_: frozenset(requests) for id_, requests in found.items()}


def evidence_rows(session: Session, ids: Sequence[int]) -> Mapping[int, tuple[EvidenceRow, ...]]:
    """Return the requests behind each of the points `ids` that has any, the newest first."""
    found: dict[int, list[EvidenceRow]] = defaultdict(list)
    for some in in_parts(ids):
        statement = (
            select(
                *(Request.id, Request.number, Request.kind, Request.room_label, Request.words),
                *(Request.occurred_at, Request.completed_at, Evidence.month, Evidence.issue_id),
            )
            .join(Evidence, Evidence.request_id == Request.id)
            .where(Evidence.issue_id.in_(some))
            .order_by(Request.occurred_at.desc(), Request.id.desc())
        )
        for row in session.execute(statement):
            found[row.issue_id].append(
                EvidenceRow(
                    request_id=row.id,
                    number=row.number,
                    kind=RequestKind(row.kind),
                    room=row.room_label,
                    words=row.words,
                    occurred_at=row.occurred_at,
                    completed_at=row.completed_at,
                    month=Month.parse(row.month),
                )
            )
    return {id_: tuple(rows) for id_, rows in found.items()}


def known_requests(session: Session, community_id: int, ids: Sequence[int]) -> Mapping[int, str]:
    """Return the numbers of those requests of `ids` that the community has, by id."""
    found: dict[int, str] = {}
    for some in in_parts(ids):
        statement = select(Request.id, Request.number).where(Request.community_id == community_id, Request.id.in_(some))
        found.update({row.id: row.number for row in session.execute(statement)})
    return found


def merged_into(session: Session, ids: Sequence[int]) -> Mapping[int, int]:
    """Return the points that were merged into those of `ids`, and into those, and so on: each with the one it is in."""
    found: dict[int, int] = {}
    newest: Mapping[int, int] = {id_: id_ for id_ in ids}
    while newest:
        merged: dict[int, int] = {}
        for some in in_parts(newest):
            statement = select(Issue.id, Issue.merged_into_id).where(Issue.merged_into_id.in_(some))
            merged |= {row.id: newest[row.merged_into_id] for row in session.execute(statement)}
        newest = {id_: into for id_, into in merged.items() if id_ not in found}
        found |= newest
    return found


def steps(session: Session, told_of: Mapping[int, int]) -> Mapping[int, tuple[StepRow, ...]]:
    """Return the history of points, the oldest step first, together under the point that `told_of` names for each."""
    found: list[tuple[int, int, StepRow]] = []
    for some in in_parts(told_of):
        statement = (
            select(IssueStep, Account.name)
            .outerjoin(Account, Account.id == IssueStep.account_id)
            .where(IssueStep.issue_id.in_(some))
        )
        for step, name in session.execute(statement):
            told = StepRow(
                at=step.at,
                month=Month.parse(step.month),
                kind=IssueStepKind(step.kind),
                by=name or "",
                words=step.words,
                action_id=step.action_id,
                details=dict(step.details),
            )
            found.append((step.id, told_of[step.issue_id], told))
    history: dict[int, list[StepRow]] = defaultdict(list)
    for _id, point, told in sorted(found, key=itemgetter(0)):
        history[point].append(told)
    return {point: tuple(rows) for point, rows in history.items()}


def reopened_at(session: Session, issue: Issue) -> datetime | None:
    """Return when a point was last opened again, None for never.

    What was merged into it counts as its own, and so does what it was split from, up to the split.
    """
    again = IssueStep.kind.in_((IssueStepKind.REOPENED, IssueStepKind.CAME_BACK))
    moments: list[datetime] = []
    looked_at: set[int] = set()
    to_look_at: list[tuple[Issue, datetime | None]] = [(issue, None)]
    while to_look_at:
        point, by = to_look_at.pop(0)
        if point.id in looked_at:
            continue
        looked_at.add(point.id)
        its = select(IssueStep.at).where(IssueStep.issue_id == point.id, again)
        moments += [at for at in session.scalars(its) if by is None or at <= by]
        to_look_at += [(one, by) for one in session.scalars(select(Issue).where(Issue.merged_into_id == point.id))]
        if point.split_from_id is not None:
            to_look_at.append((session.get_one(Issue, point.split_from_id), point.raised_at))
    return max(moments, default=None)
