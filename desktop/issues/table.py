"""The list of problem points: columns, the chips of where a point and its actions stand, a history in words."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import MINUS, Message, msg
from desktop.issues.model import ActionState, IssueState, IssueStepKind, Severity
from desktop.issues.rows import ACTION_STATE_LABELS, ISSUE_STATE_LABELS, SEVERITY_LABELS, STEP_LABELS
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.issues.rows import ActionRow, ConfirmationRow, EvidenceRow, IssueRow, StepRow

__all__ = [
    "NOTHING",
    "about_words",
    "action_cell",
    "confirmed_cell",
    "day_words",
    "evidence_columns",
    "issue_columns",
    "late_words",
    "nearest_due",
    "severity_cell",
    "source_words",
    "state_cell",
    "step_words",
]

NOTHING = "—"
"""What stands where there is nothing to say."""

_STATES: Mapping[IssueState, tuple[str, str]] = MappingProxyType(
    {
        IssueState.OPEN: ("blue", "wrench"),
        IssueState.MENDED: ("green", "circle-check"),
        IssueState.MERGED: ("grey", "merge"),
        IssueState.DROPPED: ("grey", "circle-x"),
    }
)

_ACTIONS: Mapping[ActionState, tuple[str, str]] = MappingProxyType(
    {
        ActionState.OPEN: ("blue", "wrench"),
        ActionState.DONE: ("violet", "eye"),
        ActionState.EFFECTIVE: ("green", "circle-check"),
        ActionState.INEFFECTIVE: ("amber", "rotate-ccw"),
        ActionState.DROPPED: ("grey", "circle-x"),
    }
)

_SEVERITIES: Mapping[Severity, tuple[str, str]] = MappingProxyType(
    {
        Severity.MINOR: ("grey", "circle"),
        Severity.MAJOR: ("amber", "circle-alert"),
        Severity.CRITICAL: ("red", "triangle-alert"),
    }
)


_FIELDS: Mapping[str, Message] = MappingProxyType(
    {
        "title": msg("Headline"),
        "words": msg("In words"),
        "severity": msg("Severity"),
        "department_id": msg("Department"),
        "category_id": msg("Category"),
        "building_id": msg("Building"),
        "room_label": msg("Room"),
        "worker_id": msg("Worker"),
        "equipment_id": msg("Equipment"),
        "owner": msg("Responsible"),
        "due_on": msg("Due day"),
        "criterion": msg("How it is checked"),
    }
)
"""What the fields are called that amending may change."""


def issue_columns(month: Callable[[], Month], today: Callable[[], date]) -> Sequence[Column[IssueRow]]:
    """Return the columns of the list; `month` is the one the list is about, asked when a cell is made."""

    def source(row: IssueRow, spoken: Language) -> Cell:
        shade = "ink" if row.is_carried_over(month()) else "ink2"
        return Cell(source_words(row.month, month(), spoken), tone=shade)

    def due(row: IssueRow, spoken: Language) -> Cell:
        action = nearest_due(row)
        late = action is not None and action.overdue_days > 0
        return Cell(
            day_words(None if action is None else action.due_on, today(), spoken), tone="red" if late else "ink"
        )

    return (
        Column("state", msg("State"), state_cell, 134, sort=False),
        Column("severity", msg("Severity"), severity_cell, 112, sort=False),
        Column("department", msg("Department"), lambda row, _: row.department, 64, sort=False),
        Column(
            "title", msg("Problem point"), lambda row, _: Cell(row.title, strong=True), 150, stretch=True, sort=False
        ),
        Column("source", msg("Source"), source, 84, sort=False),
        Column("due", msg("Due day"), due, 96, right=True, sort=False),
    )


def evidence_columns(zone: ZoneInfo) -> Sequence[Column[EvidenceRow]]:
    """Return the columns of the requests behind a point; days are told in `zone`."""

    def day(row: EvidenceRow, spoken: Language) -> Cell:
        return Cell(spoken.short_date(row.occurred_at.astimezone(zone).date()), tone="ink2")

    return (
        Column("number", msg("Number"), lambda row, _: Cell(row.number, link=True), 110, sort=False),
        Column("room", msg("Room"), lambda row, _: row.room or NOTHING, 84, sort=False),
        Column("words", msg("Problem"), lambda row, _: " ".join(row.words.split()), 60, stretch=True, sort=False),
        Column("day", msg("Day"), day, 80, right=True, sort=False),
    )


def nearest_due(row: IssueRow) -> ActionRow | None:
    """Return the action that is to be done first, one with a day before one without; None where none is left."""
    left = [action for action in row.actions if action.state is ActionState.OPEN]
    dated = [action for action in left if action.due_on is not None]
    return min(dated, key=lambda action: (action.due_on, action.id)) if dated else next(iter(left), None)


def state_cell(row: IssueRow, spoken: Language) -> Cell:
    """Return where a point stands as a chip: what is wrong with its actions rather than that it is open."""
    late = max((action.overdue_days for action in row.actions if action.state is ActionState.OPEN), default=0)
    if row.state is IssueState.OPEN and late:
        return Cell(late_words(late, spoken), tone="red", icon="clock-alert", chip=True)
    if row.state is IssueState.OPEN and any(action.state is ActionState.DONE for action in row.actions):
        return Cell(spoken.gettext("To be checked"), tone="violet", icon="eye", chip=True)
    if row.lacks_owner:
        return Cell(spoken.gettext("Nobody named"), tone="amber", icon="triangle-alert", chip=True)
    tone, icon = _STATES[row.state]
    if row.state is IssueState.MERGED:
        # The label that stands alone is too long for a column.
        return Cell(spoken.gettext("Merged"), tone=tone, icon=icon, chip=True)
    return Cell(spoken.message(ISSUE_STATE_LABELS[row.state]), tone=tone, icon=icon, chip=True)


def action_cell(action: ActionRow, spoken: Language) -> Cell:
    """Return where an action stands as a chip: how late it is rather than that it is to be done."""
    if action.state is ActionState.OPEN and action.overdue_days:
        return Cell(late_words(action.overdue_days, spoken), tone="red", icon="clock-alert", chip=True)
    tone, icon = _ACTIONS[action.state]
    return Cell(spoken.message(ACTION_STATE_LABELS[action.state]), tone=tone, icon=icon, chip=True)


def severity_cell(row: IssueRow, spoken: Language) -> Cell:
    """Return how much a point matters as a chip."""
    tone, icon = _SEVERITIES[row.severity]
    return Cell(spoken.message(SEVERITY_LABELS[row.severity]), tone=tone, icon=icon, chip=True)


def confirmed_cell(confirmed: ConfirmationRow, spoken: Language) -> Cell:
    """Return whether a head's signature holds, as a chip."""
    if confirmed.holds:
        return Cell(spoken.gettext("Confirmed"), tone="green", icon="badge-check", chip=True)
    return Cell(spoken.gettext("Changed since it was confirmed"), tone="amber", icon="rotate-ccw", chip=True)


def late_words(days: int, spoken: Language) -> str:
    """Return how late something is."""
    return spoken.ngettext("Late %(count)s day", "Late %(count)s days", days)


def source_words(since: Month, month: Month, spoken: Language) -> str:
    """Return where a point comes from, seen from `month`: this month, or from which earlier one it is carried over."""
    if since >= month:
        return spoken.pgettext("problem point", "New")
    if since.year == month.year:
        return spoken.gettext("since %(month)s", month=_month_alone(since, spoken))
    return spoken.gettext("since %(month)s", month=str(since))


def day_words(day: date | None, today: date, spoken: Language) -> str:
    """Return a day as people say it: today, the date within this year, else the full date; a dash for none."""
    if day is None:
        return NOTHING
    if day == today:
        return spoken.pgettext("day", "Today")
    return spoken.short_date(day) if day.year == today.year else day.isoformat()


def about_words(row: IssueRow, spoken: Language) -> str:
    """Return what a point is about, as far as known: category, building, room, worker, equipment."""
    building = spoken.gettext("Building %(name)s", name=row.building) if row.building else ""
    parts = (row.category, building, row.room_label, row.equipment, row.worker)
    return " · ".join(part for part in parts if part)


def step_words(step: StepRow, spoken: Language) -> str:
    """Return one step of a history: what happened, what it set, what was said."""
    what = spoken.message(STEP_LABELS[step.kind])
    parts = [*_step_details(step, spoken), " ".join(step.words.split())]
    said = " · ".join(part for part in parts if part)
    return spoken.gettext("%(what)s: %(said)s", what=what, said=said) if said else what


def _step_details(step: StepRow, spoken: Language) -> Sequence[str]:
    """Return what a step set, as far as it is not said in words."""
    details = step.details
    found: Sequence[str] = ()
    match step.kind:
        case IssueStepKind.ACTION_JUDGED:
            state = ActionState.EFFECTIVE if details.get("effective") else ActionState.INEFFECTIVE
            found = (spoken.message(ACTION_STATE_LABELS[state]),)
        case IssueStepKind.ACTION_POSTPONED:
            found = (f"{_day(details.get('due_before'), spoken)} → {_day(details.get('due_on'), spoken)}",)
        case IssueStepKind.MENDED if details.get("by_itself"):
            found = (spoken.gettext("by itself, for its actions helped"),)
        case IssueStepKind.CAME_BACK:
            count = details.get("count")
            shown = count if isinstance(count, int) else 0
            found = (spoken.ngettext("%(count)s request more", "%(count)s requests more", shown),)
        case IssueStepKind.EVIDENCE_CHANGED:
            numbers = {sign: _listed(details.get(key), spoken) for sign, key in (("+", "added"), (MINUS, "removed"))}
            found = [f"{sign} {each}" for sign, each in numbers.items() if each]
        case IssueStepKind.MERGED | IssueStepKind.SPLIT:
            found = (str(details.get("title", "")),)
        case IssueStepKind.AMENDED | IssueStepKind.ACTION_AMENDED:
            changed = details.get("changed")
            names = [_FIELDS[name] for name in changed if name in _FIELDS] if isinstance(changed, list) else []
            found = (_listed([spoken.message(name) for name in names], spoken),)
    return found


def _listed(each: object, spoken: Language) -> str:
    return spoken.gettext(", ").join(map(str, each)) if isinstance(each, list) else ""


def _day(written: object, spoken: Language) -> str:
    return spoken.short_date(date.fromisoformat(written)) if isinstance(written, str) else NOTHING


def _month_alone(month: Month, spoken: Language) -> str:
    """Return a month without its year: 9月, Sep."""
    return spoken.short_date(month.first_day).removeprefix("1 ").removesuffix("1日")
