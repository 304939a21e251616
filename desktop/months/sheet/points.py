"""The problem points of a month with their rectification actions, as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.texts import clean
from desktop.issues.rows import ACTION_STATE_LABELS, ISSUE_STATE_LABELS, SEVERITY_LABELS
from desktop.sheets.write import Block, ColumnOut, SheetOut

if TYPE_CHECKING:
    from desktop.core.i18n import Language, Message
    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.months.rows import MonthReport
    from desktop.sheets.write import Kind, Value

__all__ = ["points_sheet"]

HEADS: tuple[tuple[Message, Kind], ...] = (
    (msg("Department"), "text"),
    (msg("Problem point"), "text"),
    (msg("Severity"), "text"),
    (msg("Raised in"), "text"),
    (msg("State of the point"), "text"),
    (msg("Evidence (requests)"), "whole"),
    (msg("Rectification action"), "text"),
    (msg("Responsible"), "text"),
    (msg("Due day"), "date"),
    (msg("How it is checked"), "text"),
    (msg("State of the action"), "text"),
    (msg("Overdue (days)"), "whole"),
    (msg("Result"), "text"),
)


def points_sheet(report: MonthReport, language: Language) -> SheetOut:
    """Return a row for each action of each point, and one for a point without."""
    columns = [ColumnOut(language.message(head), kind) for head, kind in HEADS]
    rows = [_row(issue, action, language) for issue in report.issues for action in (issue.actions or (None,))]
    name = language.gettext("Problem points")
    return SheetOut(name, (Block(columns, rows),), (language.gettext("Problem points and actions"),))


def _row(issue: IssueRow, action: ActionRow | None, language: Language) -> list[Value]:
    message = language.message
    point: list[Value] = [
        issue.department,
        clean(issue.title),
        message(SEVERITY_LABELS[issue.severity]),
        language.month(issue.month),
        message(ISSUE_STATE_LABELS[issue.state]),
        issue.evidence,
    ]
    if action is None:
        return [*point, *(None,) * (len(HEADS) - len(point))]
    return [
        *point,
        clean(action.words),
        action.owner,
        action.due_on,
        clean(action.criterion),
        message(ACTION_STATE_LABELS[action.state]),
        action.overdue_days or None,
        clean(action.result),
    ]
