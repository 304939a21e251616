"""Tables of service requests, their steps, holds and follow-ups."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.requests.model.codes import OPEN_STATES, Priority, RequestKind, RequestState
from desktop.requests.model.states import MOVES, Move
from desktop.storage.base import FOR_SERVER, Base, BigId, Root, UtcMoment

__all__ = ["LASTING", "LASTING_AFTER", "FollowUp", "FollowUpReply", "Hold", "Request", "RequestStep"]

_IS_OPEN = "state IN ({})".format(", ".join(f"'{state}'" for state in OPEN_STATES))
_AWAITS_FOLLOW_UP = (
    "state IN ('completed', 'duplicate') AND follow_up_due_at IS NOT NULL AND reached_at IS NULL AND NOT cannot_call"
)
_IS_REWORK = "(reopened_count > 0 OR rework_of_id IS NOT NULL)"
_LOW_GRADE = "satisfaction IN ('dissatisfied', 'fair', 'very_dissatisfied')"
_COUNTED_BY = (
    "completed_at due_at kind department_id category_id building_id place room_label held_microseconds on_hold_since"
    " reopened_count follow_up_due_at reached_at cannot_call cancelled_at duplicate_of_id worker_id liability source"
    " answered_at_once responded_at"
)
_LASTING_BY = "completed_at follow_up_due_at cancelled_at duplicate_of_id"
LASTING_AFTER = timedelta(days=14)
LASTING = (
    "cancelled_at IS NULL AND duplicate_of_id IS NULL AND (completed_at IS NULL"
    f" OR completed_at - occurred_at >= {LASTING_AFTER // timedelta(microseconds=1)}"
    f" OR follow_up_due_at - occurred_at >= {LASTING_AFTER // timedelta(microseconds=1)})"
)
"""In SQL: it counts, and is open or took (with its follow-up) longer than `LASTING_AFTER`. Few are; month figures find
them by their own index and all others among those said in the month or shortly before it."""


def _partial(name: str, where: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), info={FOR_SERVER: {"where": text(where)}})


class Request(Root, Base):
    """One request.

    `room_label` is the room as shown, or the text given where no such room is known (`room_id` is then none).
    `due_at` is the effective due time: extensions move it, ended holds have pushed it. `completed_at` is the latest
    completion and none while reopened; `first_completed_at` stays. `held_microseconds` sums ended holds;
    `on_hold_since` is the start of the present one. `follow_up_due_at`, `reached_at` (first reached call since the
    latest completion) and `cannot_call` serve the follow-up rate; a duplicate has them for its own caller.

    `rule_id` is the rule its times came from; `due_in_working_time` tells in which time they run, also after the rule
    was changed. `responded_at` is when it was first sent out or begun. `answered_at_once` tells that the answer was
    given while the resident was still there. `fee_fen` is what was charged, in hundredths of a yuan, none where
    nothing was said. `grade_id` to `signed_by` are a complaint's: its grade, who is accused, what was promised for
    when, when the result was told to the resident, and who signed that it is closed.
    """

    __tablename__ = "request"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        # Lists walk along the first three columns; month figures read all of it and never touch the table.
        Index("ix_request_newest", "community_id", "occurred_at", "id", *_COUNTED_BY.split()),
        _partial("ix_request_lasting", LASTING, "community_id", "occurred_at", *_LASTING_BY.split()),
        Index("ix_request_room", "room_id", "occurred_at"),
        _partial("ix_request_open", _IS_OPEN, "community_id", "due_at", "id"),
        _partial("ix_request_awaits_follow_up", _AWAITS_FOLLOW_UP, "community_id", "follow_up_due_at", "id"),
        _partial("ix_request_rework", _IS_REWORK, "community_id", "occurred_at", "id"),
        # what a lift or a pump had in a year; few requests name one
        _partial("ix_request_equipment", "equipment_id IS NOT NULL", "community_id", "occurred_at", "equipment_id"),
        # what a shift completed; nothing to write while a request is taken in
        _partial("ix_request_completed", "completed_at IS NOT NULL", "community_id", "completed_at"),
    )

    number: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    room_label: Mapped[str] = mapped_column(default="")
    reporter: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))
    place: Mapped[str]
    liability: Mapped[str]
    source: Mapped[str]
    channel: Mapped[str]
    priority: Mapped[str] = mapped_column(default=Priority.NORMAL)
    appointment_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    occurred_at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    due_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    response_due_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    responded_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    due_in_working_time: Mapped[bool] = mapped_column(default=False)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("request_rule.id"))
    overdue_reason: Mapped[str] = mapped_column(default="")
    assigned_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    completed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    first_completed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    cancel_reason: Mapped[str] = mapped_column(default="")
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    state_before_merge: Mapped[str] = mapped_column(default="")
    on_hold_since: Mapped[datetime | None] = mapped_column(UtcMoment)
    hold_reason: Mapped[str] = mapped_column(default="")
    held_microseconds: Mapped[int] = mapped_column(BigId, default=0)
    reopened_count: Mapped[int] = mapped_column(default=0)
    urged_count: Mapped[int] = mapped_column(default=0)
    result: Mapped[str] = mapped_column(default="")
    follow_up_due_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    reached_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    cannot_call: Mapped[bool] = mapped_column(default=False)
    chargeable: Mapped[bool] = mapped_column(default=False)
    fee_fen: Mapped[int | None] = mapped_column(BigId)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"))
    rework_of_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    answered_at_once: Mapped[bool] = mapped_column(default=False)
    grade_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_grade.id"))
    accused_department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    promised_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    told_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    signed_by: Mapped[str] = mapped_column(default="")
    imported_key: Mapped[str | None] = mapped_column(index=True)

    @property
    def is_open(self) -> bool:
        """Tell whether something remains to be done."""
        return self.state in OPEN_STATES

    def can(self, move: Move) -> bool:
        """Tell whether `move` is possible now, whoever asks: by its state, and by what else the move is about."""
        if self.state not in MOVES[move].sources:
            return False
        if move in {Move.EXTEND, Move.EXPLAIN}:
            return self.due_at is not None
        if move in {Move.GRADE, Move.TELL}:
            return self.kind == RequestKind.COMPLAINT
        if move is Move.LETTER:
            return self.kind in {RequestKind.COMPLAINT, RequestKind.PRAISE, RequestKind.SUGGESTION}
        if move is Move.FOLLOW_UP:
            return self.state != RequestState.DUPLICATE or self.follow_up_due_at is not None
        return True

    def is_late(self, now: datetime) -> bool:
        """Tell whether it is late at `now`, a running hold standing still, or was completed late."""
        if self.due_at is None:
            return False
        if self.is_open:
            return self.due_at < (self.on_hold_since or now)
        return self.completed_at is not None and self.completed_at > self.due_at

    def can_be_main(self) -> bool:
        """Tell whether other requests may become duplicates of it."""
        return self.state not in {RequestState.CANCELLED, RequestState.DUPLICATE}


class RequestStep(Base):
    """One move: who made it, when, why, and from which state to which. `details` holds what the move set."""

    __tablename__ = "request_step"
    __table_args__ = (Index("ix_request_step_request", "request_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    at: Mapped[datetime] = mapped_column(UtcMoment)
    kind: Mapped[str]
    account_id: Mapped[int]
    state_before: Mapped[str]
    state_after: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class Hold(Root, Base):
    """One rest of a request, from start to end (none: still resting)."""

    __tablename__ = "hold"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class FollowUp(Root, Base):
    """One follow-up call: its outcome, the grade if one was given, who made it (none: not known)."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_made", "community_id", "made_at", "satisfaction", "request_id"),
        _partial("ix_follow_up_low", _LOW_GRADE, "community_id", "request_id", "made_at"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    outcome: Mapped[str]
    satisfaction: Mapped[str | None]
    words: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int | None]


class FollowUpReply(Base):
    """What was answered in a follow-up to one question of the community."""

    __tablename__ = "follow_up_reply"
    __table_args__ = (UniqueConstraint("follow_up_id", "question_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("follow_up_question.id"), index=True)
    answer: Mapped[str]
