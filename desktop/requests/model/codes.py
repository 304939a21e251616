"""The codes of a request: what may be said of it in one word each, and the words that go together."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "GOOD_GRADES",
    "OPEN_STATES",
    "SERIES",
    "WORKED_ON_KINDS",
    "Channel",
    "FollowUpAnswer",
    "FollowUpOutcome",
    "HoldReason",
    "ItemKind",
    "Liability",
    "PhraseUse",
    "Place",
    "Priority",
    "RequestKind",
    "RequestState",
    "Satisfaction",
    "Signer",
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

WORKED_ON_KINDS = frozenset({RequestKind.REPAIR, RequestKind.COMPLAINT})
"""Kinds that somebody works on; the others are often answered while they are said."""


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


class Priority(StrEnum):
    """How soon it has to be mended; an emergency (跑水, 漏电, 困梯, 燃气) puts life or property at risk now."""

    NORMAL = "normal"
    URGENT = "urgent"
    EMERGENCY = "emergency"


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
    HANDED_BACK = "handed_back"
    STARTED = "started"
    HELD = "held"
    RESUMED = "resumed"
    EXTENDED = "extended"
    EXPLAINED = "explained"
    URGED = "urged"
    GRADED = "graded"
    TOLD = "told"
    COMPLETED = "completed"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    MERGED = "merged"
    UNMERGED = "unmerged"
    PRINTED = "printed"
    LETTER = "letter"
    IMPORTED = "imported"


class Signer(StrEnum):
    """Who has to sign that a complaint is closed."""

    ANYONE = "anyone"
    HEAD = "head"
    MANAGER = "manager"


class ItemKind(StrEnum):
    """What a line of a work order's bill is for."""

    MATERIAL = "material"
    LABOUR = "labour"


class PhraseUse(StrEnum):
    """In which field a phrase is offered."""

    WORDS = "words"
    RESULT = "result"
    ANSWER = "answer"


class FollowUpAnswer(StrEnum):
    """What was answered to a question of the community in a follow-up."""

    YES = "yes"
    NO = "no"


OPEN_STATES = (
    RequestState.ASSIGNED,
    RequestState.IN_PROGRESS,
    RequestState.ON_HOLD,
    RequestState.RECEIVED,
    RequestState.REOPENED,
)
"""States in which something remains to be done, in alphabetical order: queries and the index must agree on it."""
