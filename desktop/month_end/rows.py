"""What the walk through a month shows: its steps, what is incomplete, and what stands out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Language
    from desktop.issues.rows import IssueRow, NewIssue
    from desktop.months.rows import CommentRow, MonthState
    from desktop.requests.rows import RequestFilter

__all__ = [
    "SPOT_LABELS",
    "STEP_LABELS",
    "Combed",
    "CombingStep",
    "Completeness",
    "HotSpotKind",
    "Proposal",
    "StepState",
    "Walk",
]


class CombingStep(StrEnum):
    """The seven steps of combing a month, in their order."""

    COMPLETENESS = "completeness"
    HOT_SPOTS = "hot_spots"
    ISSUES = "issues"
    ACTIONS = "actions"
    COMMENTS = "comments"
    ISSUING = "issuing"
    CLOSING = "closing"


STEP_LABELS: Mapping[CombingStep, Message] = MappingProxyType(
    {
        CombingStep.COMPLETENESS: msg("Complete the month"),
        CombingStep.HOT_SPOTS: msg("See what stands out"),
        CombingStep.ISSUES: msg("Problem points"),
        CombingStep.ACTIONS: msg("Rectification actions"),
        CombingStep.COMMENTS: msg("Comments"),
        CombingStep.ISSUING: msg("Issue to the heads"),
        CombingStep.CLOSING: msg("Close the month"),
    }
)


class HotSpotKind(StrEnum):
    """By what something stands out in a month."""

    CATEGORY = "category"
    BUILDING = "building"
    ROOM = "room"
    WORKER = "worker"
    EQUIPMENT = "equipment"
    REWORK = "rework"
    DISSATISFIED = "dissatisfied"
    REPEAT_COMPLAINER = "repeat_complainer"
    LONG_CARRIED = "long_carried"


SPOT_LABELS: Mapping[HotSpotKind, Message] = MappingProxyType(
    {
        HotSpotKind.CATEGORY: msg("Category above its usual"),
        HotSpotKind.BUILDING: msg("Building above its usual"),
        HotSpotKind.ROOM: msg("Room above its usual"),
        HotSpotKind.WORKER: msg("Worker above the usual"),
        HotSpotKind.EQUIPMENT: msg("Equipment above its usual"),
        HotSpotKind.REWORK: msg("Rework again and again"),
        HotSpotKind.DISSATISFIED: msg("Dissatisfied in follow-ups"),
        HotSpotKind.REPEAT_COMPLAINER: msg("Complained repeatedly"),
        HotSpotKind.LONG_CARRIED: msg("Carried over two months or more"),
    }
)


@dataclass(frozen=True, slots=True)
class Completeness:
    """One check of a month's completeness: its key, what is missing, and the list that shows (and mends) it."""

    key: str
    words: Message
    icon: str
    count: int
    wanted: RequestFilter = field(compare=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that stands out, with the rule's numbers in words, and the problem point that could be made of it.

    `key` is stable over readings (kind and id). `now` is this month's number, `usual` the mean of the months before and
    `bound` the number from which it stands out (none where the rule is a fixed count). `taken_as` is the id of the
    problem point made of it, none while there is none. `title` is what the point may be called.
    """

    key: str
    kind: HotSpotKind
    name: str
    now: int
    usual: float | None
    bound: float | None
    months: int
    why: Message
    issue: NewIssue
    taken_as: int | None = None
    title: Message = field(default_factory=lambda: Message(""))

    def as_issue(self, language: Language) -> NewIssue:
        """Return the problem point it proposes, with title and numbers in words of `language`, to be edited."""
        return replace(self.issue, title=language.message(self.title), words=language.message(self.why))


@dataclass(frozen=True, slots=True)
class StepState:
    """How one step of the walk stands: how much is left to do in it, and whether it was gone through.

    `hindrance` says why the step cannot be taken now, none where it can.
    """

    step: CombingStep
    left: int
    done: bool
    hindrance: Message | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """The whole walk through one month."""

    steps: Sequence[StepState]


@dataclass(frozen=True, slots=True)
class Combed:
    """Everything the walk through one month shows, read from one snapshot.

    `languages` are the codes of those the letterhead issues reports in, empty for that of whoever closes the month.
    """

    state: MonthState
    walk: Walk
    checks: Sequence[Completeness]
    proposals: Sequence[Proposal]
    points: Sequence[IssueRow]
    comments: Sequence[CommentRow]
    languages: tuple[str, ...] = ()
