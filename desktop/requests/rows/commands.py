"""What forms hand to the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.requests.model import Channel, Liability, Place, Priority, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desktop.requests.model import FollowUpAnswer, FollowUpOutcome, RequestKind, Satisfaction

__all__ = ["MOST_WORDS", "FollowUpTold", "NewRequest", "RequestFacts"]

MOST_WORDS = 2000
"""Characters a request's words may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """What may be corrected later: who, where, what. Field names are those of the form's fields.

    `room_id` names a room; else `room_text` is looked up as a house number, and kept as text where no such room is
    known. In the home one of the two is needed. Words are needed always.
    """

    words: str
    room_id: int | None = None
    room_text: str = ""
    reporter: str = ""
    phone: str = ""
    category_id: int | None = None
    place: Place = Place.IN_HOME
    liability: Liability = Liability.PROPERTY
    source: Source = Source.RESIDENT
    channel: Channel = Channel.PHONE
    priority: Priority = Priority.NORMAL
    appointment_at: datetime | None = None
    chargeable: bool = False
    equipment_id: int | None = None
    rework_of_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest(RequestFacts):
    """A request as it comes in.

    `occurred_at` is when the resident said it: none means now, a past moment is a back-dated entry. `due_at` overrides
    the due time by the rules. A `worker_id` alone brings the worker's department along. `dispatch` sends it to the
    department and worker named at once; without it they are only noted. `answered` is the answer given on the spot:
    it closes the request (inquiries, suggestions, praise). `grade_id` and what follows are a complaint's.
    """

    kind: RequestKind
    department_id: int | None = None
    worker_id: int | None = None
    dispatch: bool = True
    occurred_at: datetime | None = None
    due_at: datetime | None = None
    answered: str = ""
    grade_id: int | None = None
    accused_department_id: int | None = None
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpTold:
    """What a follow-up call said of one request, seen at `version`.

    `replies` are by the ids of the community's questions. `reopen_because` "" reopens nothing; `close` closes what is
    completed and not reopened.
    """

    request_id: int
    version: int
    outcome: FollowUpOutcome
    satisfaction: Satisfaction | None = None
    words: str = ""
    replies: Mapping[int, FollowUpAnswer] = field(default_factory=dict)
    reopen_because: str = ""
    close: bool = False
