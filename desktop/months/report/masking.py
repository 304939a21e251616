"""A report for people outside the desk: phones inside words are partly hidden, before anything is drawn.

The rows of a report hold rooms, staff, and what was said; residents' names and phones stand in it only where someone
wrote them into words. Names of staff are no secret and stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.phones import mask_phones_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.months.rows import Answer, MonthReport, ReportLine, ReportLists

__all__ = ["masked_report"]


def masked_report(report: MonthReport) -> MonthReport:
    """Return `report` with the phones inside all words masked (`core.phones.mask_phones_in`)."""
    return replace(
        report,
        lists=_lists(report.lists),
        issues=[_issue(issue) for issue in report.issues],
        comment=report.comment and replace(report.comment, words=mask_phones_in(report.comment.words)),
        corrections=[replace(each, words=mask_phones_in(each.words)) for each in report.corrections],
        incidents=None
        if report.incidents is None
        else [replace(each, words=mask_phones_in(each.words)) for each in report.incidents],
    )


def _lists(lists: ReportLists) -> ReportLists:
    return replace(
        lists,
        carried_over=_lines(lists.carried_over),
        overdue=_lines(lists.overdue),
        rework=_lines(lists.rework),
        unreached=_lines(lists.unreached),
        received=_lines(lists.received),
        answers=_answers(lists.answers),
        voices=_answers(lists.voices),
    )


def _lines(lines: Sequence[ReportLine]) -> list[ReportLine]:
    return [replace(line, words=mask_phones_in(line.words)) for line in lines]


def _answers(answers: Sequence[Answer]) -> list[Answer]:
    return [replace(answer, words=mask_phones_in(answer.words)) for answer in answers]


def _issue(issue: IssueRow) -> IssueRow:
    return replace(
        issue,
        title=mask_phones_in(issue.title),
        words=mask_phones_in(issue.words),
        comment=mask_phones_in(issue.comment),
        actions=[_action(action) for action in issue.actions],
        evidence_rows=[replace(each, words=mask_phones_in(each.words)) for each in issue.evidence_rows],
    )


def _action(action: ActionRow) -> ActionRow:
    return replace(
        action,
        words=mask_phones_in(action.words),
        criterion=mask_phones_in(action.criterion),
        postpone_reason=mask_phones_in(action.postpone_reason),
        result=mask_phones_in(action.result),
        judgement=mask_phones_in(action.judgement),
    )
