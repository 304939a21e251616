"""What requests offer to the whole: counts for Today, alerts and timeline sentences for a household. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg, nmsg
from desktop.requests.model import FollowUpOutcome, HoldReason, RequestKind, Satisfaction, StepKind
from desktop.requests.rows import (
    HOLD_REASON_LABELS,
    KIND_LABELS,
    OUTCOME_LABELS,
    SATISFACTION_LABELS,
    STEP_LABELS,
    TIMELINE_PREFIX,
    RequestFilter,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.requests.rows import RequestLine
    from desktop.requests.service import RequestService

__all__ = [
    "TIMELINE_KINDS",
    "TODAY",
    "OpenWork",
    "TimelineWords",
    "TodayCount",
    "open_work",
    "timeline_words",
    "today_counts",
]


@dataclass(frozen=True, slots=True)
class TodayCount:
    """One count of the day: what it is called, how many, and the list it opens. `tone` tells how bad any is."""

    key: str
    label: Message
    tone: str
    wanted: RequestFilter
    number: int = 0


TODAY = (
    TodayCount("overdue", msg("Overdue"), "red", RequestFilter(overdue=True)),
    TodayCount("due_today", msg("Due today"), "amber", RequestFilter(due_today=True)),
    TodayCount("to_dispatch", msg("To dispatch"), "accent", RequestFilter(to_dispatch=True)),
    TodayCount("awaits_follow_up", msg("To follow up"), "violet", RequestFilter(awaits_follow_up=True)),
)
"""The counts of the day without their numbers, in their order."""


def today_counts(service: RequestService) -> tuple[TodayCount, ...]:
    """Return the counts of the day as they are now."""
    numbers = service.today()
    return tuple(
        TodayCount(count.key, count.label, count.tone, count.wanted, getattr(numbers, count.key)) for count in TODAY
    )


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What is still to be done for a household: the sentence on top of its page, and the requests it speaks of."""

    words: Message
    tone: str
    lines: Sequence[RequestLine]


def open_work(service: RequestService, room_id: int) -> OpenWork | None:
    """Return what is still to be done for a room, none where all is done."""
    lines = service.open_for_room(room_id)
    if not lines:
        return None
    late = sum(line.late is not None for line in lines)
    still_open = nmsg("%(count)s open request", "%(count)s open requests", len(lines))
    if not late:
        return OpenWork(still_open, "amber", lines)
    overdue = nmsg("%(count)s overdue", "%(count)s overdue", late)
    return OpenWork(msg("%(first)s, %(rest)s", first=still_open, rest=overdue), "red", lines)


@dataclass(frozen=True, slots=True)
class TimelineWords:
    """An entry of a household's timeline in words; `number` is the request's, to be opened."""

    kind: RequestKind
    step: StepKind
    label: Message
    words: Message | str
    number: str


TIMELINE_KINDS: Mapping[str, StepKind] = MappingProxyType({f"{TIMELINE_PREFIX}{step.value}": step for step in StepKind})
"""The timeline's kinds that are about requests."""


def timeline_words(kind: str, parameters: Mapping[str, Any]) -> TimelineWords | None:
    """Return an entry of the timeline in words, none for one that is not about requests."""
    step = TIMELINE_KINDS.get(kind)
    if step is None:
        return None
    request_kind = RequestKind(parameters["request_kind"])
    label = msg("%(kind)s: %(step)s", kind=KIND_LABELS[request_kind], step=STEP_LABELS[step])
    return TimelineWords(request_kind, step, label, _told(step, parameters), parameters["number"])


def _told(step: StepKind, parameters: Mapping[str, Any]) -> Message | str:
    """Return what a step adds, else what the request is about."""
    if step is StepKind.FOLLOWED_UP:
        outcome = OUTCOME_LABELS[FollowUpOutcome(parameters["outcome"])]
        if parameters.get("satisfaction"):
            return msg(
                "%(first)s, %(rest)s",
                first=outcome,
                rest=SATISFACTION_LABELS[Satisfaction(parameters["satisfaction"])],
            )
        return outcome
    if step is StepKind.HELD:
        return HOLD_REASON_LABELS[HoldReason(parameters["reason"])]
    added: str = parameters.get("why") or parameters.get("result") or parameters["words"]
    return added
