"""What screens and paper get to see of problem points and rectification actions: frozen rows, commands, labels."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.issues.model import ActionState, IssueState, IssueStepKind, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from desktop.core.months import Month
    from desktop.requests.model import RequestKind

__all__ = [
    "ACTION_STATE_LABELS",
    "ISSUE_STATE_LABELS",
    "LONGEST_CRITERION",
    "LONGEST_OWNER",
    "LONGEST_PLACE",
    "LONGEST_TITLE",
    "MOST_WORDS",
    "SEVERITY_LABELS",
    "STEP_LABELS",
    "ActionRow",
    "ConfirmationRow",
    "EvidenceRow",
    "IssueCounts",
    "IssueFilter",
    "IssueRow",
    "NewAction",
    "NewIssue",
    "StepRow",
]

LONGEST_TITLE = 80
LONGEST_PLACE = 60
LONGEST_OWNER = 40
LONGEST_CRITERION = 500
MOST_WORDS = 2000
"""Characters the words of a point, an action, a reason or a comment may have."""

SEVERITY_LABELS: Mapping[Severity, Message] = MappingProxyType(
    {
        Severity.MINOR: msg("Minor"),
        Severity.MAJOR: msg("Major"),
        Severity.CRITICAL: msg("Serious"),
    }
)

ISSUE_STATE_LABELS: Mapping[IssueState, Message] = MappingProxyType(
    {
        IssueState.OPEN: msg("Being mended"),
        IssueState.MENDED: msg("Mended"),
        IssueState.MERGED: msg("Merged into another"),
        IssueState.DROPPED: msg("Withdrawn"),
    }
)

ACTION_STATE_LABELS: Mapping[ActionState, Message] = MappingProxyType(
    {
        ActionState.OPEN: msg("To be done"),
        ActionState.DONE: msg("Done, to be checked"),
        ActionState.EFFECTIVE: msg("Effective"),
        ActionState.INEFFECTIVE: msg("Not effective"),
        ActionState.DROPPED: msg("Action dropped"),
    }
)

STEP_LABELS: Mapping[IssueStepKind, Message] = MappingProxyType(
    {
        IssueStepKind.RAISED: msg("Problem point raised"),
        IssueStepKind.AMENDED: msg("Problem point amended"),
        IssueStepKind.EVIDENCE_CHANGED: msg("Evidence changed"),
        IssueStepKind.MERGED: msg("Problem points merged"),
        IssueStepKind.SPLIT: msg("Problem point split"),
        IssueStepKind.CARRIED_OVER: msg("Carried over into the next month"),
        IssueStepKind.COMMENTED: msg("Commented by the head"),
        IssueStepKind.CONFIRMED: msg("Confirmed by the head"),
        IssueStepKind.ACTION_ADDED: msg("Action agreed"),
        IssueStepKind.ACTION_AMENDED: msg("Action amended"),
        IssueStepKind.ACTION_DONE: msg("Action done"),
        IssueStepKind.ACTION_POSTPONED: msg("Action postponed"),
        IssueStepKind.ACTION_JUDGED: msg("Action checked"),
        IssueStepKind.ACTION_DROPPED: msg("Action given up"),
        IssueStepKind.MENDED: msg("Problem point mended"),
        IssueStepKind.REOPENED: msg("Problem point reopened"),
        IssueStepKind.CAME_BACK: msg("Came back: reopened by itself"),
        IssueStepKind.DROPPED: msg("Problem point withdrawn"),
    }
)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A request behind a problem point, as it is now; `month` is the one in whose combing it was added."""

    request_id: int
    number: str
    kind: RequestKind
    room: str
    words: str
    occurred_at: datetime
    completed_at: datetime | None
    month: Month


@dataclass(frozen=True, slots=True)
class ConfirmationRow:
    """A head's signature under a point (`action_id` none) or an action; `holds` while what was signed is unchanged."""

    action_id: int | None
    name: str
    at: datetime
    holds: bool


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One rectification action; `files` counts its photos and files. Days are in the community's zone.

    `owner` is empty until someone is named, `due_on` none until a day is set; `postponed_from` the first due day where
    it was moved. `overdue_days` is how many days it was late on the day asked about, 0 where it was not.
    """

    id: int
    version: int
    issue_id: int
    words: str
    owner: str
    worker_id: int | None
    due_on: date | None
    criterion: str
    state: ActionState
    overdue_days: int
    postponed_from: date | None
    postponed_count: int
    postpone_reason: str
    done_at: datetime | None
    result: str
    judged_at: datetime | None
    judgement: str
    added_at: datetime
    files: int = 0
    confirmed: ConfirmationRow | None = None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a point's history: what happened, who did it, in which words."""

    at: datetime
    month: Month
    kind: IssueStepKind
    by: str
    words: str
    action_id: int | None
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One problem point with its actions. `month` is the one it was raised in.

    `department_code` and `department` name its department, `category`, `building`, `worker`, `equipment` what it is
    about, "" where unknown. `comment` is the head's latest, `confirmed` the head's signature under the point.
    `evidence` counts the requests behind it; `evidence_rows` and `steps` are filled where one point is read alone, with
    the history of what was merged into it. `head` names who heads the department, "" where no account does. `issued_at`
    is when the heads of all departments were given it.
    """

    id: int
    version: int
    month: Month
    department_id: int
    department_code: str
    department: str
    title: str
    words: str
    severity: Severity
    state: IssueState
    found_as: str
    category_id: int | None
    category: str
    building_id: int | None
    building: str
    room_label: str
    worker_id: int | None
    worker: str
    equipment_id: int | None
    equipment: str
    raised_at: datetime
    resolved_at: datetime | None
    merged_into_id: int | None
    split_from_id: int | None
    reopened_count: int
    evidence: int
    actions: Sequence[ActionRow]
    comment: str = ""
    confirmed: ConfirmationRow | None = None
    head: str = ""
    issued_at: datetime | None = None
    evidence_rows: Sequence[EvidenceRow] = ()
    steps: Sequence[StepRow] = ()

    def is_carried_over(self, month: Month) -> bool:
        """Tell whether it comes from a month before `month`."""
        return self.month < month

    @property
    def lacks_owner(self) -> bool:
        """Tell whether it is open and no action that is still to be done or judged has an owner and a day."""
        living = [each for each in self.actions if each.state in {ActionState.OPEN, ActionState.DONE}]
        return self.state is IssueState.OPEN and not any(each.owner and each.due_on for each in living)


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which problem points a list shows.

    `month`: those that matter in it: raised in it, or earlier and not resolved before it began. `department_ids` empty:
    all (a head: the own). `overdue`: with an action overdue now. `open_only`: neither mended nor merged nor withdrawn.
    """

    month: Month | None = None
    department_ids: frozenset[int] = frozenset()
    overdue: bool = False
    open_only: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class IssueCounts:
    """Open points, actions overdue now, actions done and waiting to be checked, points not confirmed by their head."""

    open: int
    overdue_actions: int
    to_check: int
    to_confirm: int


@dataclass(frozen=True, slots=True)
class NewAction:
    """A rectification action to be agreed; a worker's name is taken as owner where only the worker is given."""

    words: str
    owner: str = ""
    worker_id: int | None = None
    due_on: date | None = None
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class NewIssue:
    """A problem point to be raised in `month`, or (amended) what it is to be; `request_ids` are its evidence."""

    month: Month
    department_id: int | None
    title: str
    words: str = ""
    severity: Severity = Severity.MINOR
    found_as: str = ""
    category_id: int | None = None
    building_id: int | None = None
    room_label: str = ""
    worker_id: int | None = None
    equipment_id: int | None = None
    request_ids: Sequence[int] = ()
    actions: Sequence[NewAction] = ()
