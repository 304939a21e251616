"""The problem points of a month with their actions, one line for each action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg, nmsg
from desktop.issues.model import ActionState, IssueState
from desktop.issues.rows import ACTION_STATE_LABELS, ISSUE_STATE_LABELS
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.issues.rows import ActionRow, IssueRow

__all__ = ["POINT_FILTERS", "PointLine", "filtered", "point_columns", "point_lines"]

NONE = "—"
"""What stands where a point has no action, owner or day yet."""

_ACTION_CHIPS = {
    ActionState.OPEN: ("blue", "wrench"),
    ActionState.DONE: ("violet", "search"),
    ActionState.EFFECTIVE: ("green", "circle-check"),
    ActionState.INEFFECTIVE: ("amber", "rotate-ccw"),
    ActionState.DROPPED: ("grey", "circle-x"),
}
_ISSUE_CHIPS = {
    IssueState.OPEN: ("amber", "circle-dot"),
    IssueState.MENDED: ("green", "circle-check"),
    IssueState.MERGED: ("grey", "copy"),
    IssueState.DROPPED: ("grey", "circle-x"),
}

POINT_FILTERS = ("no_owner", "overdue", "to_do")
"""What the list of points can be narrowed to."""


@dataclass(frozen=True, slots=True)
class PointLine:
    """A problem point with one of its actions, or with none; `month` is the one looked at.

    `first` where it is the first line of its point.
    """

    issue: IssueRow
    action: ActionRow | None
    month: Month
    first: bool

    @property
    def id(self) -> tuple[int, int]:
        """Return what the line is recognised by: point and action."""
        return self.issue.id, self.action.id if self.action else 0


def point_lines(issues: Sequence[IssueRow], month: Month) -> list[PointLine]:
    """Return a line for each action of each point, and one for a point without."""
    lines = []
    for issue in issues:
        actions: Sequence[ActionRow | None] = issue.actions or (None,)
        lines += [PointLine(issue, action, month, place == 0) for place, action in enumerate(actions)]
    return lines


def filtered(lines: Sequence[PointLine], narrowed: str) -> list[PointLine]:
    """Return the lines that one of POINT_FILTERS leaves; a point without owner once, whatever it has of actions."""
    if narrowed == "no_owner":
        return [line for line in lines if line.first and line.issue.lacks_owner]
    if narrowed == "overdue":
        return [line for line in lines if _is_to_do(line) and line.action is not None and line.action.overdue_days]
    if narrowed == "to_do":
        return [line for line in lines if _is_to_do(line)]
    return list(lines)


def point_columns() -> Sequence[Column[PointLine]]:
    """Return department, point, whether it is new, action, owner, due day and state."""
    return (
        Column("department", msg("Department"), lambda line, _: line.issue.department, 64, sort=False),
        Column("point", msg("Problem point"), lambda line, _: Cell(line.issue.title), 200, sort=False),
        Column("since", msg("Source"), _since, 88, sort=False),
        Column("action", msg("Rectification action"), _action, 140, stretch=True, sort=False),
        Column("owner", msg("Responsible"), _owner, 72, sort=False),
        Column("due", msg("Due day"), _due, 84, sort=False),
        Column("state", msg("State"), _state, 164, sort=False),
    )


def _is_to_do(line: PointLine) -> bool:
    return line.action is not None and line.action.state is ActionState.OPEN


def _since(line: PointLine, language: Language) -> Cell:
    if line.issue.is_carried_over(line.month):
        names = language.locale.months["stand-alone"]["abbreviated"]
        return Cell(language.gettext("from %(month)s", month=str(names[line.issue.month.number])), tone="ink2")
    return Cell(language.pgettext("problem point", "New"), tone="ink2")


def _action(line: PointLine, _language: Language) -> Cell:
    return Cell(line.action.words) if line.action else Cell(NONE, tone="ink2")


def _owner(line: PointLine, _language: Language) -> Cell:
    owner = line.action.owner if line.action else ""
    return Cell(owner or NONE, tone="ink" if owner else "ink2")


def _due(line: PointLine, language: Language) -> Cell:
    due = line.action.due_on if line.action else None
    return Cell(language.short_date(due)) if due else Cell(NONE, tone="ink2")


def _state(line: PointLine, language: Language) -> Cell:
    text, tone, icon = _chip(line)
    return Cell(language.message(text), tone=tone, icon=icon, chip=True)


def _chip(line: PointLine) -> tuple[Message, str, str]:
    """Return words, tone and icon: what is wrong with the line before how it stands."""
    issue, action = line.issue, line.action
    if issue.lacks_owner and (action is None or not (action.owner and action.due_on)):
        return msg("No owner yet"), "amber", "triangle-alert"
    if action is None:
        return ISSUE_STATE_LABELS[issue.state], *_ISSUE_CHIPS[issue.state]
    if action.state is ActionState.OPEN and action.overdue_days:
        days = action.overdue_days
        return nmsg("%(count)s day overdue", "%(count)s days overdue", days), "red", "clock-alert"
    return ACTION_STATE_LABELS[action.state], *_ACTION_CHIPS[action.state]
