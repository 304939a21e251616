"""What the page of follow-ups gets to see: the queue, the household on the phone, the calls of the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desktop.contacts.rows import CallPerson
    from desktop.households.rows import HouseholdFile
    from desktop.requests.model import FollowUpOutcome, RequestKind, Satisfaction
    from desktop.requests.rows import FollowUpRow, QuestionRow

__all__ = [
    "COPING",
    "COPING_LABELS",
    "AskedRequest",
    "Caller",
    "FollowUpCard",
    "Mood",
    "QueueCounts",
    "QueueLine",
    "ToldToday",
]


class Mood(StrEnum):
    """How a caller may be."""

    HESITANT = "hesitant"
    SET = "set"
    KIND = "kind"
    ANGRY = "angry"


COPING_LABELS: Mapping[Mood, Message] = MappingProxyType(
    {
        Mood.HESITANT: msg("Hesitant"),
        Mood.SET: msg("Firm"),
        Mood.KIND: msg("Friendly"),
        Mood.ANGRY: msg("Angry"),
    }
)

COPING: Mapping[Mood, Message] = MappingProxyType(
    {
        Mood.HESITANT: msg(
            "Give time and ask one thing at a time: “Does it still drip?” Offer two answers to choose from, and say"
            " that a call later is fine too."
        ),
        Mood.SET: msg(
            "Do not argue. Repeat the point in their own words, say what can be done and by when, and write the rest"
            " down word for word."
        ),
        Mood.KIND: msg(
            "Thank them, and ask all the same what could have been better: who is kind seldom complains. Pass praise on"
            " to the worker by name."
        ),
        Mood.ANGRY: msg(
            "Let them finish, then say sorry for the trouble, not for the fault of others. Name one next step and a"
            " time; reopen the request rather than promise."
        ),
    }
)
"""What helps then, in a sentence or two."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A household to be called. `household` is the id of its room, or the negative id of a request without one.

    `due_at` is the earliest of its `requests`; `complaint` tells whether one of those is a complaint. `tries` are the
    calls nobody answered since the completion, `tried_at` is the last of them. `calling` is who has it on the phone.
    `tried` and `urgency` are its place in the queue, as a page's anchor: who was tried today comes last, then by due
    time, complaints first at the same time.
    """

    household: int
    room: str
    reporter: str
    due_at: datetime
    complaint: bool
    requests: int
    tries: int
    tried_at: datetime | None
    calling: str
    tried: int = field(repr=False)
    urgency: int = field(repr=False)

    @property
    def id(self) -> int:
        """Return what the line is recognised by."""
        return self.household


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many households wait: all, those due by the end of today, those overdue, and those called a moment ago.

    `next_at` is when the first of those `resting` may be called again, None where someone can be called now.
    """

    waiting: int = 0
    due: int = 0
    overdue: int = 0
    resting: int = 0
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """A request to ask about. What was done, by whom and when is of the main request where it was merged into one.

    `main_number` is that one's number, "" for none; `follow_ups` are the calls made before, oldest first.
    """

    id: int
    version: int
    number: str
    kind: RequestKind
    words: str
    result: str
    worker: str
    department: str
    occurred_at: datetime
    completed_at: datetime | None
    due_at: datetime
    reporter: str
    room: str
    main_number: str = ""
    reopened_count: int = 0
    follow_ups: tuple[FollowUpRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Caller:
    """Who reported, with the phone left for it in full: `digits` for dialling, `shown` for reading."""

    name: str
    digits: str
    shown: str


@dataclass(frozen=True, slots=True)
class FollowUpCard:
    """Everything to make one call. The phones on it were revealed to this account, which stands in the audit.

    `callers` are who reported and are not among `people`, who are in the order to call them. `file` is the whole
    household, None without a room. The household is this account's until `claimed_until`.
    """

    household: int
    room_id: int | None
    room: str
    community: str
    callers: tuple[Caller, ...]
    people: tuple[CallPerson, ...]
    requests: tuple[AskedRequest, ...]
    questions: tuple[QuestionRow, ...]
    file: HouseholdFile | None
    claimed_until: datetime

    @property
    def tries(self) -> int:
        """Return how often nobody answered so far."""
        return max((len(asked.follow_ups) for asked in self.requests), default=0)


@dataclass(frozen=True, slots=True)
class ToldToday:
    """A follow-up made today. `reopens` is the request that would be taken up again, at `version`; 0 where none can."""

    id: int
    request_id: int
    number: str
    room_id: int | None
    room: str
    made_at: datetime
    by: str
    outcome: FollowUpOutcome
    satisfaction: Satisfaction | None
    words: str
    reopens: int
    version: int

    @property
    def left_open(self) -> bool:
        """Tell whether someone was dissatisfied and nothing was taken up again."""
        return self.reopens > 0
