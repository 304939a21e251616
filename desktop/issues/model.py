"""Tables of problem points: evidence, rectification actions, confirmations, and each one's history; its states."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import FOR_SERVER, Base, BigId, Root, UtcMoment

__all__ = [
    "ActionState",
    "Confirmation",
    "Evidence",
    "Issue",
    "IssueAction",
    "IssueState",
    "IssueStep",
    "IssueStepKind",
    "Severity",
]


class Severity(StrEnum):
    """How much a problem point matters: 一般, 较重, 严重."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class IssueState(StrEnum):
    """Where a problem point stands. `MERGED` ones live on in another, `DROPPED` ones were none."""

    OPEN = "open"
    MENDED = "mended"
    MERGED = "merged"
    DROPPED = "dropped"


class ActionState(StrEnum):
    """Where a rectification action stands: to be done, done and to be checked, checked, or given up."""

    OPEN = "open"
    DONE = "done"
    EFFECTIVE = "effective"
    INEFFECTIVE = "ineffective"
    DROPPED = "dropped"


class IssueStepKind(StrEnum):
    """What happened to a problem point or one of its actions."""

    RAISED = "raised"
    AMENDED = "amended"
    EVIDENCE_CHANGED = "evidence_changed"
    MERGED = "merged"
    SPLIT = "split"
    CARRIED_OVER = "carried_over"
    COMMENTED = "commented"
    CONFIRMED = "confirmed"
    ACTION_ADDED = "action_added"
    ACTION_AMENDED = "action_amended"
    ACTION_DONE = "action_done"
    ACTION_POSTPONED = "action_postponed"
    ACTION_JUDGED = "action_judged"
    ACTION_DROPPED = "action_dropped"
    MENDED = "mended"
    REOPENED = "reopened"
    CAME_BACK = "came_back"
    DROPPED = "dropped"


_OPEN = "state = 'open'"


class Issue(Root, Base):
    """One problem point.

    `month` (YYYY-MM) is the one it was raised in; it is carried over into every later month until `resolved_at`.
    `category_id`, `building_id`, `room_label`, `worker_id`, `equipment_id` say what it is about, as far as known: by
    category (and building, room or equipment where given) it is recognised when it comes back. `found_as` is the key of
    the hot spot it was made from, empty when made by hand. `issued_at` is when the heads of all departments were given
    it, none while only the own head may read it. `reopened_count` counts how often it came back.
    """

    __tablename__ = "issue"
    __table_args__ = (
        Index("ix_issue_month", "community_id", "month"),
        Index(
            "ix_issue_open",
            "community_id",
            "department_id",
            sqlite_where=text(_OPEN),
            info={FOR_SERVER: {"where": text(_OPEN)}},
        ),
    )

    month: Mapped[str]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    severity: Mapped[str] = mapped_column(default=Severity.MINOR)
    state: Mapped[str] = mapped_column(default=IssueState.OPEN)
    found_as: Mapped[str] = mapped_column(default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    room_label: Mapped[str] = mapped_column(default="")
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcMoment)
    raised_by: Mapped[int]
    issued_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"))
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"))
    reopened_count: Mapped[int] = mapped_column(default=0)


class Evidence(Base):
    """A request behind a problem point; `month` is the one in whose combing it was added."""

    __tablename__ = "issue_evidence"
    __table_args__ = (UniqueConstraint("issue_id", "request_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    month: Mapped[str]


class IssueAction(Root, Base):
    """One rectification action: what, who, by when, and by what it will be checked (`criterion`).

    `owner` is a name (a worker's where `worker_id` says so), empty until someone is named; `due_on` is none until a day
    is set. `postponed_from` is the first due day where it was postponed. Judged, it is effective or not; of what was
    not, a new action is made.
    """

    __tablename__ = "issue_action"
    __table_args__ = (
        Index(
            "ix_issue_action_open",
            "community_id",
            "due_on",
            sqlite_where=text(_OPEN),
            info={FOR_SERVER: {"where": text(_OPEN)}},
        ),
    )

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    words: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))
    due_on: Mapped[date | None]
    criterion: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=ActionState.OPEN)
    postponed_from: Mapped[date | None]
    postponed_count: Mapped[int] = mapped_column(default=0)
    postpone_reason: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    result: Mapped[str] = mapped_column(default="")
    judged_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    judgement: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime] = mapped_column(UtcMoment)
    added_by: Mapped[int]


class Confirmation(Base):
    """A department head's signature, given with the password, under a point or (`action_id`) one of its actions.

    `digest` is of what was signed; where that changed since, the signature no longer holds.
    """

    __tablename__ = "issue_confirmation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("issue_action.id"))
    account_id: Mapped[int]
    name: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcMoment)
    digest: Mapped[str]


class IssueStep(Base):
    """One step of a problem point's history: who, when, what, in which words; `details` holds what it set."""

    __tablename__ = "issue_step"
    __table_args__ = (Index("ix_issue_step_issue", "issue_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("issue_action.id"))
    at: Mapped[datetime] = mapped_column(UtcMoment)
    month: Mapped[str]
    kind: Mapped[str]
    account_id: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
