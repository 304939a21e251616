"""Problem points with their evidence and actions, how last month's actions stand, the plan, and corrections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.texts import clean
from desktop.issues.model import ActionState, IssueState
from desktop.issues.rows import ACTION_STATE_LABELS, ISSUE_STATE_LABELS, SEVERITY_LABELS
from desktop.months.report import words
from desktop.months.report.drafting import SIZE, SMALL, Drafted, Drafting, label
from desktop.months.report.earlier import earlier_actions, is_old, settled_earlier
from desktop.months.rows import CorrectionKind
from desktop.paper.fonts import BOLD
from desktop.paper.tables import FIT, Column, Row
from desktop.paper.words import Span, bold

if TYPE_CHECKING:
    from desktop.core.i18n import Language, Message
    from desktop.core.months import Month
    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.paper.cells import Cell

__all__ = ["corrections", "issues", "plan"]

NUMBER_MM, OWNER_MM, STATE_MM = 9, 22, 31
MOST_NUMBERS = 30
"""Numbers of requests printed as a point's evidence; of more the rest is counted."""

_RUNNING = frozenset({ActionState.OPEN, ActionState.DONE})
_FINISHED = frozenset({ActionState.DONE, ActionState.EFFECTIVE, ActionState.INEFFECTIVE})

CORRECTION_LABELS: dict[CorrectionKind, Message] = {
    CorrectionKind.CAME_LATER: msg("entered after closing"),
    CorrectionKind.NO_LONGER_COUNTED: msg("no longer counts"),
    CorrectionKind.COUNTED_DIFFERENTLY: msg("counts otherwise"),
}


def issues(draft: Drafting) -> Drafted:
    """Return each problem point with words and evidence, and below it what is done about it, by whom, until when."""
    t = draft.language.gettext
    found = [each for each in draft.report.issues if each.state is not IssueState.MERGED]
    if not found:
        return Drafted([draft.table([], [], empty=msg("No problem point this month."))], _balance(draft))
    columns = [
        Column("", NUMBER_MM),
        Column(t("Rectification action")),
        Column(t("Responsible"), OWNER_MM),
        Column(t("Due"), FIT),
        Column(t("State"), STATE_MM),
    ]
    rows: list[Row] = []
    for place, issue in enumerate(found, start=1):
        rows.append(Row([_point(place, issue, draft)], whole=True, leads=True))
        rows += [
            Row([f"{place}.{number}", *_action(action, issue, draft)])
            for number, action in enumerate(issue.actions, start=1)
        ] or [Row(["", label(t("No action agreed yet.")), "", "", bold(t("▲ nobody named"), SIZE)])]
    note = msg("Old: agreed in an earlier report; new: agreed in this one. ▲: overdue, or nobody is named.")
    return Drafted([draft.noted(draft.table(columns, rows), note)], _balance(draft))


def _point(place: int, issue: IssueRow, draft: Drafting) -> tuple[Span, ...]:
    """Return number and title, severity, month and state, then the words and the evidence."""
    t, language = draft.language.gettext, draft.language
    about = [
        language.message(SEVERITY_LABELS[issue.severity]),
        _source(issue.month, draft),
        *([issue.department] if draft.whole else []),
        *([language.message(ISSUE_STATE_LABELS[issue.state])] if issue.state is not IssueState.OPEN else []),
    ]
    if issue.reopened_count:
        about.append(language.ngettext("came back %(count)s time", "came back %(count)s times", issue.reopened_count))
    if issue.confirmed is not None and issue.confirmed.holds:
        signed = issue.confirmed
        about.append(t("confirmed: %(name)s, %(moment)s", name=signed.name, moment=draft.moment(signed.at)))
    lines = [Span(f"{place}\u2002{clean(issue.title)}", 9, BOLD), label(f"\u2003{' · '.join(about)}")]
    if issue.words:
        lines.append(Span(f"\n{issue.words}", SIZE))
    lines.append(label(f"\n{_evidence(issue, language)}", SMALL))
    if issue.comment:
        lines.append(Span("\n" + t("Head of department: %(words)s", words=clean(issue.comment)), SIZE))
    return tuple(lines)


def _source(month: Month, draft: Drafting) -> str:
    """Return from which month a point is: this one, or carried on from an earlier one."""
    own = draft.summary.month
    if month >= own:
        return draft.language.pgettext("source month", "this month")
    named = words.month_name(month, draft.language) if month.year == own.year else draft.language.month(month)
    return draft.language.pgettext("source month", "since %(month)s", month=named)


def _evidence(issue: IssueRow, language: Language) -> str:
    """Return how many requests a point rests on, and their numbers where they are known."""
    if not issue.evidence:
        return language.gettext("Evidence: no request named")
    counted = language.ngettext("Evidence: %(count)s request", "Evidence: %(count)s requests", issue.evidence)
    numbers = [row.number for row in issue.evidence_rows[:MOST_NUMBERS]]
    if not numbers:
        return counted
    more = issue.evidence - len(numbers)
    if more > 0:
        numbers.append(language.ngettext("and %(count)s request", "and %(count)s requests", more))
    return language.gettext("%(counted)s: %(numbers)s", counted=counted, numbers=language.gettext(", ").join(numbers))


def _action(action: ActionRow, issue: IssueRow, draft: Drafting) -> list[Cell]:
    """Return what is done and how it is checked, the owner, the day and the state of an action."""
    t = draft.language.gettext
    lines = [Span(clean(action.words), SIZE)]
    for text, said in (
        (action.criterion, t("Checked by: %(words)s", words=clean(action.criterion))),
        (action.result, t("Result: %(words)s", words=clean(action.result))),
        (action.postpone_reason, t("Postponed: %(words)s", words=clean(action.postpone_reason))),
        (action.judgement, t("Judged: %(words)s", words=clean(action.judgement))),
    ):
        if text:
            lines.append(label(f"\n{said}", SMALL))
    due = draft.day(action.due_on)
    if action.postponed_from is not None:
        due += "\n" + t("(was %(day)s)", day=draft.day(action.postponed_from))
    owner: Cell = action.owner or bold(t("▲ nobody named"), SIZE)
    return [tuple(lines), owner, due, _state(action, issue, draft)]


def _state(action: ActionRow, issue: IssueRow, draft: Drafting) -> tuple[Span, ...]:
    t, language = draft.language.gettext, draft.language
    age = t("old action") if is_old(action, issue, draft.summary) else t("new action")
    if is_old(action, issue, draft.summary) and settled_earlier(action, issue, draft.summary):
        age = t("settled earlier")
    if action.confirmed is not None and action.confirmed.holds:
        age = t("%(age)s, confirmed by the head", age=age)
    if action.overdue_days > 0 and action.state is ActionState.OPEN:
        late = language.ngettext("▲ overdue %(count)s day", "▲ overdue %(count)s days", action.overdue_days)
        return (bold(late, SIZE), label(f"\n{age}", SMALL))
    return (Span(language.message(ACTION_STATE_LABELS[action.state]), SIZE), label(f"\n{age}", SMALL))


def _balance(draft: Drafting) -> str:
    """Return in one line what became of the actions the month began with; "" where there were none."""
    language = draft.language
    old = earlier_actions(draft.report.issues, draft.summary)
    if not old:
        return ""
    done = sum(action.state in _FINISHED for action in old)
    dropped = sum(action.state is ActionState.DROPPED for action in old)
    parts = [
        language.ngettext("%(count)s earlier action", "%(count)s earlier actions", len(old)),
        language.gettext("done: %(count)s", count=language.integer(done)),
        language.gettext("still open: %(count)s", count=language.integer(len(old) - done - dropped)),
    ]
    if dropped:
        parts.append(language.gettext("dropped: %(count)s", count=language.integer(dropped)))
    return language.gettext(", ").join(parts)


def plan(draft: Drafting) -> Drafted:
    """Return the actions to be done or checked, by due day; those without one come last."""
    t, language = draft.language.gettext, draft.language
    found = [
        (action, issue)
        for issue in draft.report.issues
        if issue.state is IssueState.OPEN
        for action in issue.actions
        if action.state in _RUNNING
    ]
    found.sort(key=lambda pair: (pair[0].due_on or date.max, pair[0].id))
    columns = [
        Column(t("Due"), FIT),
        Column(t("What is to be done")),
        Column(t("Problem point"), 56),
        *([Column(language.pgettext("narrow column", "Dept."), 18)] if draft.whole else []),
        Column(t("Responsible"), OWNER_MM),
    ]
    rows: list[list[Cell]] = [
        [
            _due(action, draft),
            clean(action.words)
            if action.state is ActionState.OPEN
            else t("Check: %(words)s", words=clean(action.words)),
            clean(issue.title),
            *([issue.department] if draft.whole else []),
            action.owner or bold(t("▲ nobody named"), SIZE),
        ]
        for action, issue in found
    ]
    note = language.ngettext("%(count)s open action", "%(count)s open actions", len(found)) if found else ""
    return Drafted([draft.table(columns, rows, empty=msg("No action is open."))], note)


def _due(action: ActionRow, draft: Drafting) -> Cell:
    """Return when an action of the plan is due; one that was to be done before is marked."""
    day = draft.day(action.due_on) or draft.language.pgettext("plan", "no day")
    late = action.overdue_days > 0 and action.state is ActionState.OPEN
    return bold(f"▲ {day}", SIZE) if late else day


def corrections(draft: Drafting) -> Drafted | None:
    """Return what earlier closed months would count otherwise today; nothing where no report has to tell it."""
    found = draft.report.corrections
    if not found:
        return None
    t, language = draft.language.gettext, draft.language
    columns = [
        Column(t("Month"), FIT),
        Column(t("Number"), FIT),
        Column(t("Room"), 20),
        Column(t("About")),
        Column(t("What changed"), FIT),
        Column(language.pgettext("time", "Reported"), FIT),
        Column(t("Recorded"), FIT),
    ]
    rows: list[list[Cell]] = [
        [
            str(each.month),
            each.number,
            each.room,
            words.shortened(each.words),
            language.message(CORRECTION_LABELS[each.kind]),
            draft.moment(each.occurred_at),
            draft.moment(each.recorded_at),
        ]
        for each in found
    ]
    note = msg("Closed months keep their figures; what changed in them since the last report is told here.")
    return Drafted([draft.noted(draft.table(columns, rows), note)], draft.requests(len(rows)))
