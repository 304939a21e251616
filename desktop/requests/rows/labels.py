"""The word a person reads for each code of a request."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.requests.model import (
    Channel,
    FollowUpAnswer,
    FollowUpOutcome,
    HoldReason,
    Liability,
    Move,
    PhraseUse,
    Place,
    Priority,
    RequestKind,
    RequestState,
    Satisfaction,
    Signer,
    Source,
    StepKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "BACK_DATED",
    "CHANNEL_LABELS",
    "FOLLOW_UP_ANSWER_LABELS",
    "HOLD_REASON_LABELS",
    "KIND_LABELS",
    "LIABILITY_LABELS",
    "MOVE_LABELS",
    "OUTCOME_LABELS",
    "PHRASE_USE_LABELS",
    "PLACE_LABELS",
    "PRIORITY_LABELS",
    "SATISFACTION_LABELS",
    "SIGNER_LABELS",
    "SOURCE_LABELS",
    "STATE_LABELS",
    "STEP_LABELS",
    "listed",
]

KIND_LABELS: Mapping[RequestKind, Message] = MappingProxyType(
    {
        RequestKind.REPAIR: msg("Repair"),
        RequestKind.COMPLAINT: msg("Complaint"),
        RequestKind.INQUIRY: msg("Inquiry"),
        RequestKind.SUGGESTION: msg("Suggestion"),
        RequestKind.PRAISE: msg("Praise"),
    }
)

STATE_LABELS: Mapping[RequestState, Message] = MappingProxyType(
    {
        RequestState.RECEIVED: msg("Waiting for dispatch"),
        RequestState.ASSIGNED: msg("Assigned"),
        RequestState.IN_PROGRESS: msg("In progress"),
        RequestState.ON_HOLD: msg("On hold"),
        RequestState.COMPLETED: msg("Completed"),
        RequestState.CLOSED: msg("Closed"),
        RequestState.REOPENED: msg("Reopened"),
        RequestState.CANCELLED: msg("Cancelled"),
        RequestState.DUPLICATE: msg("Duplicate"),
    }
)

HOLD_REASON_LABELS: Mapping[HoldReason, Message] = MappingProxyType(
    {
        HoldReason.PARTS: msg("Waiting for parts"),
        HoldReason.APPOINTMENT: msg("Waiting for an appointment"),
        HoldReason.NOBODY_HOME: msg("Nobody at home"),
        HoldReason.DEVELOPER: msg("With the developer"),
    }
)

PLACE_LABELS: Mapping[Place, Message] = MappingProxyType(
    {Place.IN_HOME: msg("In the home"), Place.PUBLIC_AREA: msg("Public area")}
)

PRIORITY_LABELS: Mapping[Priority, Message] = MappingProxyType(
    {
        Priority.NORMAL: msg("Normal"),
        Priority.URGENT: msg("Urgent"),
        Priority.EMERGENCY: msg("Emergency"),
    }
)

BACK_DATED: Message = msg("Entered later")
"""Marks what reached the desk some time before it was entered."""

SIGNER_LABELS: Mapping[Signer, Message] = MappingProxyType(
    {
        Signer.ANYONE: msg("Anyone at the desk"),
        Signer.HEAD: msg("The department's head"),
        Signer.MANAGER: msg("The project manager"),
    }
)

PHRASE_USE_LABELS: Mapping[PhraseUse, Message] = MappingProxyType(
    {
        PhraseUse.WORDS: msg("What it is about"),
        PhraseUse.RESULT: msg("What was done"),
        PhraseUse.ANSWER: msg("Answer"),
    }
)

LIABILITY_LABELS: Mapping[Liability, Message] = MappingProxyType(
    {Liability.PROPERTY: msg("Property company"), Liability.DEVELOPER: msg("Developer")}
)

SOURCE_LABELS: Mapping[Source, Message] = MappingProxyType(
    {Source.RESIDENT: msg("Resident"), Source.INSPECTION: msg("Own inspection")}
)

CHANNEL_LABELS: Mapping[Channel, Message] = MappingProxyType(
    {
        Channel.PHONE: msg("Phone"),
        Channel.COUNTER: msg("Counter"),
        Channel.CHAT_GROUP: msg("Chat group"),
        Channel.PATROL: msg("Patrol"),
        Channel.MANAGER: msg("Manager"),
        Channel.OTHER: msg("Other way"),
    }
)

OUTCOME_LABELS: Mapping[FollowUpOutcome, Message] = MappingProxyType(
    {
        FollowUpOutcome.REACHED: msg("Reached"),
        FollowUpOutcome.NO_ANSWER: msg("No answer"),
        FollowUpOutcome.CANNOT_CALL: msg("Cannot be called"),
    }
)

FOLLOW_UP_ANSWER_LABELS: Mapping[FollowUpAnswer, Message] = MappingProxyType(
    {
        FollowUpAnswer.YES: msg("yes"),
        FollowUpAnswer.NO: msg("no"),
    }
)

SATISFACTION_LABELS: Mapping[Satisfaction, Message] = MappingProxyType(
    {
        Satisfaction.VERY_SATISFIED: msg("Very satisfied"),
        Satisfaction.SATISFIED: msg("Satisfied"),
        Satisfaction.FAIR: msg("Fair"),
        Satisfaction.DISSATISFIED: msg("Dissatisfied"),
        Satisfaction.VERY_DISSATISFIED: msg("Very dissatisfied"),
    }
)

STEP_LABELS: Mapping[StepKind, Message] = MappingProxyType(
    {
        StepKind.REPORTED: msg("Reported"),
        StepKind.AMENDED: msg("Amended"),
        StepKind.ASSIGNED: msg("Assigned"),
        StepKind.HANDED_BACK: msg("Handed back"),
        StepKind.STARTED: msg("Work begun"),
        StepKind.HELD: msg("Put on hold"),
        StepKind.RESUMED: msg("Resumed"),
        StepKind.EXTENDED: msg("Extended"),
        StepKind.EXPLAINED: msg("Delay explained"),
        StepKind.URGED: msg("Urged"),
        StepKind.GRADED: msg("Complaint graded"),
        StepKind.TOLD: msg("Told"),
        StepKind.COMPLETED: msg("Completed"),
        StepKind.FOLLOWED_UP: msg("Followed up"),
        StepKind.CLOSED: msg("Closed"),
        StepKind.REOPENED: msg("Reopened"),
        StepKind.CANCELLED: msg("Cancelled"),
        StepKind.MERGED: msg("Merged"),
        StepKind.UNMERGED: msg("Taken apart again"),
        StepKind.PRINTED: msg("Work order printed"),
        StepKind.LETTER: msg("Letter printed"),
        StepKind.IMPORTED: msg("Imported"),
    }
)

MOVE_LABELS: Mapping[Move, Message] = MappingProxyType(
    {
        Move.AMEND: msg("Amend"),
        Move.ASSIGN: msg("Assign"),
        Move.HAND_BACK: msg("Hand back"),
        Move.START: msg("Begin work"),
        Move.HOLD: msg("Put on hold"),
        Move.RESUME: msg("Resume"),
        Move.EXTEND: msg("Extend"),
        Move.EXPLAIN: msg("Explain the delay"),
        Move.URGE: msg("Urge"),
        Move.GRADE: msg("Grade the complaint"),
        Move.TELL: msg("Note who was told"),
        Move.COMPLETE: msg("Complete"),
        Move.FOLLOW_UP: msg("Follow up"),
        Move.CLOSE: msg("Close request"),
        Move.REOPEN: msg("Reopen"),
        Move.CANCEL: msg("Cancel request"),
        Move.MERGE: msg("Merge"),
        Move.UNMERGE: msg("Take apart again"),
        Move.PRINT: msg("Print work order"),
        Move.LETTER: msg("Write a letter"),
    }
)


def listed(words: Sequence[Message | str]) -> Message | str:
    """Return `words` one after the other, each in the reader's language; "" for none."""
    found: Message | str = words[-1] if words else ""
    for word in reversed(words[:-1]):
        found = msg("%(first)s, %(rest)s", first=word, rest=found)
    return found
