"""What lists, details and searches show of a request. Times are aware, in UTC; names stand beside their ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from desktop.core.i18n import Message
    from desktop.requests.model import (
        Channel,
        FollowUpAnswer,
        FollowUpOutcome,
        HoldReason,
        Liability,
        Move,
        Place,
        Priority,
        RequestKind,
        RequestState,
        Satisfaction,
        Source,
        StepKind,
    )
    from desktop.requests.rows.beside import CommentRow, HelperRow, RepeatsRow, TellingRow

__all__ = [
    "TIMELINE_PREFIX",
    "TITLE_LENGTH",
    "CategoryRow",
    "CategorySuggestion",
    "FollowUpRow",
    "HoldRow",
    "ReplyRow",
    "RequestDetail",
    "RequestHit",
    "RequestLine",
    "StepRow",
    "TodayCounts",
]


TIMELINE_PREFIX = "request_"
"""A household's timeline calls its entries about requests by this and the step's kind: request_reported."""

TITLE_LENGTH = 60
"""Characters of a request's words that such an entry keeps."""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One row of a list. `late` is by how much it is overdue, none when it is not (a running hold stops the clock).

    `satisfaction` is the grade of the last answer, `fee_fen` in hundredths of a yuan, `building` the building's name.
    `back_dated`: it was entered at the desk some time after it was said.
    """

    id: int
    version: int
    number: str
    kind: RequestKind
    state: RequestState
    room_id: int | None
    room: str
    words: str
    reporter: str
    place: Place
    category: str
    department: str
    worker: str
    priority: Priority
    occurred_at: datetime
    due_at: datetime | None
    completed_at: datetime | None
    late: timedelta | None
    hold_reason: HoldReason | None
    awaits_follow_up: bool
    follow_up_due_at: datetime | None
    reopened_count: int
    urged_count: int
    response_due_at: datetime | None = None
    promised_at: datetime | None = None
    fee_fen: int | None = None
    building: str = ""
    satisfaction: Satisfaction | None = None
    back_dated: bool = False


@dataclass(frozen=True, slots=True)
class StepRow:
    """One move in a request's history. `by` is the account's name, `details` what the move set, as JSON values."""

    at: datetime
    kind: StepKind
    by: str
    state_before: RequestState | None
    state_after: RequestState
    why: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One rest; `ended_at` is none while it lasts."""

    reason: HoldReason
    note: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """What was answered to a question of the community."""

    question: str
    answer: FollowUpAnswer


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One follow-up call; `by` is the name of the account that made it, "" where that is not known."""

    made_at: datetime
    outcome: FollowUpOutcome
    satisfaction: Satisfaction | None
    words: str
    by: str = ""
    replies: tuple[ReplyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """Everything about one request. `moves` are those possible now for the account that asked, in menu order.

    `phone` is canonical and for forms and paper; screens show `shown_phone`, which is masked, until it is revealed.
    `steps`, `holds` and `follow_ups` are oldest first; `duplicates` are the further callers merged into this one, and
    `duplicate_of` is the number of the request this one was merged into, or empty. `rework_of` is the number of the
    repair that this one mends again, `reworks` are those that mend this one again, `earlier` what it may be the rework
    of while no repair is named; `repeats` tells how often it came back lately. A complaint's `grade` to `tellings`
    tell how it is handled; `closing_refusal` is the sentence that says why the account that asked may not close it.
    """

    line: RequestLine
    phone: str = field(repr=False)
    shown_phone: str
    liability: Liability
    source: Source
    channel: Channel
    category_id: int | None
    department_id: int | None
    worker_id: int | None
    building_id: int | None
    appointment_at: datetime | None
    recorded_at: datetime
    recorded_by: str
    assigned_at: datetime | None
    first_completed_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    duplicate_of_id: int | None
    duplicate_of: str
    on_hold_since: datetime | None
    held: timedelta
    result: str
    reached_at: datetime | None
    cannot_call: bool
    imported: bool
    steps: tuple[StepRow, ...]
    holds: tuple[HoldRow, ...]
    follow_ups: tuple[FollowUpRow, ...]
    duplicates: tuple[RequestLine, ...]
    moves: tuple[Move, ...]
    responded_at: datetime | None
    arrived_at: datetime | None
    overdue_reason: str
    answered_at_once: bool
    chargeable: bool
    equipment_id: int | None
    equipment: str
    helpers: tuple[HelperRow, ...]
    comments: tuple[CommentRow, ...]
    rework_of_id: int | None
    rework_of: str
    reworks: tuple[RequestLine, ...]
    earlier: tuple[RequestLine, ...]
    repeats: RepeatsRow
    grade_id: int | None
    grade: str
    accused_department_id: int | None
    accused_department: str
    told_at: datetime | None
    signed_by: str
    tellings: tuple[TellingRow, ...]
    closing_refusal: Message | None = None


@dataclass(frozen=True, slots=True)
class RequestHit:
    """One find of the search box: `matched` is the text that was found, a phone masked; `room_id` 0 for no room."""

    kind: str
    id: int
    title: str
    room: str
    matched: str
    room_id: int = 0


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category to choose from, with the words that speak of it and what is usual for it ("": nothing is)."""

    id: int
    name: str
    department_id: int | None
    keywords: str = ""
    place: str = ""
    liability: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True)
class CategorySuggestion:
    """The category that a request's words speak of, and the department it usually goes to."""

    category_id: int
    name: str
    department_id: int | None


@dataclass(frozen=True, slots=True)
class TodayCounts:
    """How many requests need the desk now: late, due by the end of the day, to be called back, not yet sent out."""

    overdue: int
    due_today: int
    awaits_follow_up: int
    to_dispatch: int
