"""Tables of service requests and the state machine of `Request`."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import FOR_SERVER, Base, BigId, Root, UtcMoment

__all__ = [
    "DUE_HOURS",
    "FOLLOW_UP_AFTER",
    "FOLLOW_UP_KINDS",
    "GOOD_GRADES",
    "LASTING",
    "LASTING_AFTER",
    "OPEN_STATES",
    "SERIES",
    "Category",
    "Channel",
    "FollowUp",
    "FollowUpOutcome",
    "Hold",
    "HoldReason",
    "Liability",
    "Move",
    "Place",
    "Request",
    "RequestKind",
    "RequestState",
    "RequestStep",
    "Satisfaction",
    "Source",
    "StepKind",
]


class RequestKind(StrEnum):
    """What a resident comes with."""

    REPAIR = "repair"
    COMPLAINT = "complaint"
    INQUIRY = "inquiry"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


SERIES = {
    RequestKind.REPAIR: "BX",
    RequestKind.COMPLAINT: "TS",
    RequestKind.INQUIRY: "ZX",
    RequestKind.SUGGESTION: "JY",
    RequestKind.PRAISE: "BY",
}
"""Letters a request's number begins with: BX-2611-0017."""

DUE_HOURS = {RequestKind.REPAIR: 48, RequestKind.COMPLAINT: 24}
"""Hours from when it was said to when it is due; the other kinds are never due. Until rules are kept in a table."""

FOLLOW_UP_KINDS = frozenset({RequestKind.REPAIR, RequestKind.COMPLAINT})
FOLLOW_UP_AFTER = timedelta(hours=3 * 24)
"""A completed repair or complaint is called back within this (PRODUCT.md, follow-up rate)."""


class RequestState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    DUPLICATE = "duplicate"


class HoldReason(StrEnum):
    """Why work rests."""

    PARTS = "parts"
    APPOINTMENT = "appointment"
    NOBODY_HOME = "nobody_home"
    DEVELOPER = "developer"


class Place(StrEnum):
    """Where the trouble is."""

    IN_HOME = "in_home"
    PUBLIC_AREA = "public_area"


class Liability(StrEnum):
    """Whose it is to mend: the property company's or the developer's."""

    PROPERTY = "property"
    DEVELOPER = "developer"


class Source(StrEnum):
    """Who found it: a resident, or the company's own inspection."""

    RESIDENT = "resident"
    INSPECTION = "inspection"


class Channel(StrEnum):
    """How it reached the desk."""

    PHONE = "phone"
    COUNTER = "counter"
    CHAT_GROUP = "chat_group"
    PATROL = "patrol"
    MANAGER = "manager"
    OTHER = "other"


class FollowUpOutcome(StrEnum):
    """How a follow-up call ended."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    CANNOT_CALL = "cannot_call"


class Satisfaction(StrEnum):
    """The five grades of an answer."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


GOOD_GRADES = frozenset({Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED})


class StepKind(StrEnum):
    """A move in a request's life, each kept with who, when and why."""

    REPORTED = "reported"
    AMENDED = "amended"
    ASSIGNED = "assigned"
    STARTED = "started"
    HELD = "held"
    RESUMED = "resumed"
    EXTENDED = "extended"
    URGED = "urged"
    COMPLETED = "completed"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    MERGED = "merged"
    UNMERGED = "unmerged"
    PRINTED = "printed"
    IMPORTED = "imported"


class Move(StrEnum):
    """What can be done with a request that exists; `Request.can` tells which of them now."""

    AMEND = "amend"
    ASSIGN = "assign"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    EXTEND = "extend"
    URGE = "urge"
    COMPLETE = "complete"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"
    MERGE = "merge"
    UNMERGE = "unmerge"
    PRINT = "print"


_S = RequestState
OPEN_STATES = (_S.ASSIGNED, _S.IN_PROGRESS, _S.ON_HOLD, _S.RECEIVED, _S.REOPENED)
"""States in which something remains to be done, in alphabetical order: queries and the index must agree on it."""

_IS_OPEN = "state IN ({})".format(", ".join(f"'{state}'" for state in OPEN_STATES))
_AWAITS_FOLLOW_UP = "state = 'completed' AND follow_up_due_at IS NOT NULL AND reached_at IS NULL AND NOT cannot_call"
_COUNTED_BY = (
    "completed_at due_at kind department_id category_id building_id place room_label held_microseconds on_hold_since"
    " reopened_count follow_up_due_at reached_at cannot_call cancelled_at duplicate_of_id"
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


class Category(Root, Base):
    """What kind of trouble (给排水, 噪音): the word in lists and figures, and the department it usually goes to."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class Request(Root, Base):
    """One request.

    `room_label` is the room as shown, or the text given where no such room is known (`room_id` is then none).
    `due_at` is the effective due time: extensions move it, ended holds have pushed it. `completed_at` is the latest
    completion and none while reopened; `first_completed_at` stays. `held_microseconds` sums ended holds;
    `on_hold_since` is the start of the present one. `follow_up_due_at`, `reached_at` (first reached call since the
    latest completion) and `cannot_call` serve the follow-up rate.
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
    urgent: Mapped[bool] = mapped_column(default=False)
    appointment_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    occurred_at: Mapped[datetime] = mapped_column(UtcMoment)
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    due_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    assigned_at: Mapped[datetime | None] = mapped_column(UtcMoment)
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
    imported_key: Mapped[str | None] = mapped_column(index=True)

    @property
    def is_open(self) -> bool:
        """Tell whether something remains to be done."""
        return self.state in OPEN_STATES

    def can_amend(self) -> bool:
        """Tell whether its words, room or category may still be corrected."""
        return self.state not in {_S.CANCELLED, _S.DUPLICATE}

    def can_assign(self) -> bool:
        """Tell whether a department and worker may be named."""
        return self.is_open

    def can_start(self) -> bool:
        """Tell whether work may begin."""
        return self.state in {_S.RECEIVED, _S.ASSIGNED, _S.REOPENED}

    def can_hold(self) -> bool:
        """Tell whether it may rest for a reason; resting stops the clock."""
        return self.is_open and self.state != _S.ON_HOLD

    def can_resume(self) -> bool:
        """Tell whether it rests and may go on."""
        return self.state == _S.ON_HOLD

    def can_extend(self) -> bool:
        """Tell whether its due time may be moved."""
        return self.is_open and self.due_at is not None

    def can_urge(self) -> bool:
        """Tell whether the resident may press for it."""
        return self.is_open

    def can_complete(self) -> bool:
        """Tell whether it may be reported done; an inquiry is often done as it is received."""
        return self.is_open

    def can_follow_up(self) -> bool:
        """Tell whether the resident may be asked whether it is good now."""
        return self.state in {_S.COMPLETED, _S.CLOSED}

    def can_close(self) -> bool:
        """Tell whether it may be put away."""
        return self.state == _S.COMPLETED

    def can_reopen(self) -> bool:
        """Tell whether it may be taken up again because it is not good after all."""
        return self.state in {_S.COMPLETED, _S.CLOSED}

    def can_cancel(self) -> bool:
        """Tell whether it may be withdrawn."""
        return self.is_open

    def can_merge(self) -> bool:
        """Tell whether it may become a duplicate of another request."""
        return self.is_open

    def can_unmerge(self) -> bool:
        """Tell whether it is a duplicate and may stand for itself again."""
        return self.state == _S.DUPLICATE

    def can_print(self) -> bool:
        """Tell whether a work order may be printed."""
        return self.state not in {_S.CANCELLED, _S.DUPLICATE}

    def can(self, move: Move) -> bool:
        """Tell whether `move` is possible now, whoever asks."""
        return bool(getattr(self, f"can_{move.value}")())

    def can_be_main(self) -> bool:
        """Tell whether other requests may become duplicates of it."""
        return self.state not in {_S.CANCELLED, _S.DUPLICATE}


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
    """One follow-up call: its outcome, and the grade if one was given."""

    __tablename__ = "follow_up"
    __table_args__ = (Index("ix_follow_up_made", "community_id", "made_at", "satisfaction", "request_id"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
    outcome: Mapped[str]
    satisfaction: Mapped[str | None]
    words: Mapped[str] = mapped_column(default="")
