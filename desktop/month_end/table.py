"""The columns of the walk's lists: steps, checks, what stands out, problem points, actions, comments, editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.issues.model import ActionState, Severity
from desktop.issues.rows import ACTION_STATE_LABELS, SEVERITY_LABELS
from desktop.month_end.rows import SPOT_LABELS, STEP_LABELS
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.month_end.rows import CombingStep, Completeness, Proposal, StepState
    from desktop.months.rows import CommentRow, EditionRow

__all__ = [
    "ActionLine",
    "CheckLine",
    "CommentLine",
    "SpotLine",
    "StepLine",
    "action_columns",
    "check_columns",
    "comment_columns",
    "edition_columns",
    "point_columns",
    "spot_columns",
    "step_columns",
]

_SEVERITY_TONES = {Severity.MINOR: "grey", Severity.MAJOR: "amber", Severity.CRITICAL: "red"}
_ACTION_LOOKS = {
    ActionState.OPEN: ("blue", "wrench"),
    ActionState.DONE: ("violet", "clipboard-list"),
    ActionState.EFFECTIVE: ("green", "circle-check"),
    ActionState.INEFFECTIVE: ("red", "rotate-ccw"),
    ActionState.DROPPED: ("grey", "circle-x"),
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the walk; recognised by its name."""

    state: StepState

    @property
    def id(self) -> CombingStep:
        """Return the step."""
        return self.state.step


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check of completeness; recognised by its key."""

    check: Completeness

    @property
    def id(self) -> str:
        """Return the key."""
        return self.check.key


@dataclass(frozen=True, slots=True)
class SpotLine:
    """Something that stands out; recognised by its key."""

    proposal: Proposal

    @property
    def id(self) -> str:
        """Return the key."""
        return self.proposal.key


@dataclass(frozen=True, slots=True)
class CommentLine:
    """The words about a department; recognised by the department."""

    comment: CommentRow

    @property
    def id(self) -> int:
        """Return the department's id, 0 for all."""
        return self.comment.department_id


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action with the point it mends; a point without any has a line of its own (a negative id)."""

    point: IssueRow
    action: ActionRow | None

    @property
    def id(self) -> int:
        """Return the action's id, or minus the point's."""
        return -self.point.id if self.action is None else self.action.id


def step_columns() -> Sequence[Column[StepLine]]:
    """Return the columns of the steps: number and name, and how much is left."""

    def name(line: StepLine, language: Language) -> Cell:
        place = list(STEP_LABELS).index(line.state.step) + 1
        words = f"{place}  {language.message(STEP_LABELS[line.state.step])}"
        return Cell(words, strong=not line.state.done)

    def left(line: StepLine, language: Language) -> Cell:
        if line.state.done and not line.state.left:
            return Cell("", icon="circle-check", tone="green")
        return Cell(language.integer(line.state.left) if line.state.left else "", tone="amber")

    return (
        Column("step", msg("Step"), name, 140, stretch=True, sort=False),
        Column("left", msg("Left to do"), left, 56, right=True, sort=False),
    )


def check_columns() -> Sequence[Column[CheckLine]]:
    """Return the columns of the checks of completeness."""

    def what(line: CheckLine, language: Language) -> Cell:
        return Cell(
            language.message(line.check.words), icon=line.check.icon, tone="ink" if line.check.count else "ink2"
        )

    def count(line: CheckLine, language: Language) -> Cell:
        if not line.check.count:
            return Cell(language.gettext("in order"), icon="circle-check", tone="green", chip=True)
        return Cell(language.integer(line.check.count), tone="amber", strong=True)

    return (
        Column("what", msg("What is looked at"), what, 240, stretch=True, sort=False),
        Column("count", msg("Lacking"), count, 96, right=True, sort=False),
        Column("open", msg("Mend"), _opens_check, 120, right=True, sort=False),
    )


def _opens_check(line: CheckLine, language: Language) -> Cell:
    return Cell(language.gettext("Open the list"), link=True, tone="accent") if line.check.count else Cell("")


def spot_columns() -> Sequence[Column[SpotLine]]:
    """Return the columns of what stands out."""

    def number(value: float | None, language: Language) -> str:
        return "-" if value is None else language.decimal(value)

    def taken(line: SpotLine, language: Language) -> Cell:
        if line.proposal.taken_as is None:
            return Cell("")
        return Cell(language.gettext("taken up"), icon="circle-check", tone="green", chip=True)

    return (
        Column("kind", msg("Why it stands out"), lambda line, t: t.message(SPOT_LABELS[line.proposal.kind]), 212),
        Column(
            "name", msg("What stands out"), lambda line, _t: Cell(line.proposal.name, strong=True), 120, stretch=True
        ),
        Column("now", msg("This month"), lambda line, t: t.integer(line.proposal.now), 60, right=True),
        Column("usual", msg("Usually"), lambda line, t: number(line.proposal.usual, t), 60, right=True),
        Column("taken", msg("Problem point"), taken, 88, right=True),
    )


def point_columns(month: Callable[[], Month]) -> Sequence[Column[IssueRow]]:
    """Return the columns of the problem points that matter in the month that `month` returns."""

    def source(row: IssueRow, language: Language) -> str:
        if not row.is_carried_over(month()):
            return language.gettext("this month")
        alone = str(language.locale.months["stand-alone"]["abbreviated"][row.month.number])
        since = alone if row.month.year == month().year else str(row.month)
        return language.gettext("since %(month)s", month=since)

    def confirmed(row: IssueRow, language: Language) -> Cell:
        if row.confirmed is None:
            return Cell(language.gettext("not yet"), tone="ink2")
        if not row.confirmed.holds:
            return Cell(language.gettext("changed since"), icon="triangle-alert", tone="amber", chip=True)
        return Cell(language.gettext("confirmed"), icon="circle-check", tone="green", chip=True)

    return (
        Column("department", msg("Department"), lambda row, _t: row.department, 72),
        Column("title", msg("Problem point"), lambda row, _t: Cell(row.title, strong=True), 140, stretch=True),
        Column("severity", msg("Severity"), _severity, 76),
        Column("source", msg("Source"), source, 96),
        Column("evidence", msg("Requests"), lambda row, t: t.integer(row.evidence), 64, right=True),
        Column("confirmed", msg("Head"), confirmed, 128),
    )


def _severity(row: IssueRow, language: Language) -> Cell:
    return Cell(language.message(SEVERITY_LABELS[row.severity]), tone=_SEVERITY_TONES[row.severity], chip=True)


def action_columns() -> Sequence[Column[ActionLine]]:
    """Return the columns of the actions."""

    def what(line: ActionLine, language: Language) -> Cell:
        if line.action is None:
            return Cell(language.gettext("No action yet"), icon="triangle-alert", tone="amber", second=line.point.title)
        return Cell(line.action.words, second=line.point.title)

    def owner(line: ActionLine, language: Language) -> Cell:
        name = "" if line.action is None else line.action.owner
        return Cell(name) if name else Cell(language.gettext("nobody"), tone="amber")

    def due(line: ActionLine, language: Language) -> Cell:
        day = None if line.action is None else line.action.due_on
        return Cell(language.gettext("no day"), tone="amber") if day is None else Cell(language.short_date(day))

    return (
        Column("department", msg("Department"), lambda line, _t: line.point.department, 72, sort=False),
        Column("action", msg("Action to take"), what, 160, stretch=True, sort=False),
        Column("owner", msg("Responsible"), owner, 84, sort=False),
        Column("due", msg("Finish by"), due, 72, sort=False),
        Column("state", msg("State"), _action_state, 164, sort=False),
    )


def _action_state(line: ActionLine, language: Language) -> Cell:
    action = line.action
    if action is None:
        return Cell("")
    if action.overdue_days:
        late = language.ngettext("%(count)s day late", "%(count)s days late", action.overdue_days)
        return Cell(late, tone="red", icon="clock-alert", chip=True)
    tone, icon = _ACTION_LOOKS[action.state]
    return Cell(language.message(ACTION_STATE_LABELS[action.state]), tone=tone, icon=icon, chip=True)


def comment_columns() -> Sequence[Column[CommentLine]]:
    """Return the columns of the comments."""

    def whose(line: CommentLine, language: Language) -> Cell:
        return Cell(line.comment.department or language.gettext("All departments"), strong=True)

    def state(line: CommentLine, language: Language) -> Cell:
        if not line.comment.words:
            return Cell(language.gettext("not written"), tone="ink2")
        if line.comment.is_draft:
            return Cell(language.gettext("draft"), tone="amber", icon="square-pen", chip=True)
        return Cell(language.gettext("written"), tone="green", icon="circle-check", chip=True)

    return (
        Column("department", msg("Department"), whose, 110, stretch=True, sort=False),
        Column("state", msg("State"), state, 96, sort=False),
    )


def edition_columns(zone: ZoneInfo) -> Sequence[Column[EditionRow]]:
    """Return the columns of the editions; times are shown in `zone`."""

    def closed(row: EditionRow, language: Language) -> str:
        return language.moment(row.closed_at, zone)

    def became(row: EditionRow, language: Language) -> Cell:
        if row.reopened_at is None:
            return Cell(language.gettext("in force"), tone="green", icon="lock", chip=True)
        return Cell(
            language.gettext("reopened by %(name)s: %(reason)s", name=row.reopened_by, reason=row.reason), tone="ink2"
        )

    return (
        Column("number", msg("Edition"), lambda row, t: t.integer(row.number), 64, sort=False),
        Column("closed", msg("Closed"), closed, 140, sort=False),
        Column("by", msg("Closed by"), lambda row, _t: row.closed_by, 96, sort=False),
        Column("became", msg("State"), became, 160, stretch=True, sort=False),
        Column("open", msg("Issued reports"), _opens_reports, 110, right=True, sort=False),
    )


def _opens_reports(_row: EditionRow, language: Language) -> Cell:
    return Cell(language.gettext("Look at them"), link=True, tone="accent")
