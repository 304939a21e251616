"""The lists behind the figures: carried over, overdue, rework, repeat households, follow-ups, and all received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.months.report import words
from desktop.months.report.drafting import SIZE, Drafted, Drafting
from desktop.months.rows import LIST_DEFINITIONS
from desktop.paper.tables import FIT, Column
from desktop.paper.words import bold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.months.rows import ReportLine
    from desktop.paper.cells import Cell
    from desktop.paper.tables import Table

__all__ = ["carried_over", "follow_up", "overdue", "received", "repeat_households", "rework"]

ROOM_MM, CATEGORY_MM, WORKER_MM = 18, 17, 16
WIDE_CATEGORY_MM = 29
FEW_RECEIVED = 20
"""So many requests are listed below what stands there; more begin a sheet."""


def carried_over(draft: Drafting) -> Drafted:
    """Return what came from before the month and was not done when it began."""
    lines = draft.report.lists.carried_over
    table = _lines(draft, lines, [(draft.language.gettext("State"), lambda line: _state(draft, line))])
    return Drafted([draft.noted(table, LIST_DEFINITIONS["carried_over"])], draft.requests(len(lines)))


def overdue(draft: Drafting) -> Drafted:
    """Return what was late at the cut-off."""

    def late_by(line: ReportLine) -> Cell:
        return bold("" if line.late is None else words.duration(line.late, draft.language), SIZE)

    lines = draft.report.lists.overdue
    table = _lines(draft, lines, [(draft.language.gettext("Late by"), late_by)])
    return Drafted([draft.noted(table, LIST_DEFINITIONS["overdue"])], draft.requests(len(lines)))


def rework(draft: Drafting) -> Drafted:
    """Return the repairs that had to be done again."""
    t = draft.language.gettext

    def completed(line: ReportLine) -> Cell:
        return "" if line.completed_at is None else words.day(line.completed_at, draft.summary)

    def why(line: ReportLine) -> Cell:
        return t("again: %(number)s", number=line.followed_by) if line.followed_by else t("reopened")

    lines = draft.report.lists.rework
    table = _lines(draft, lines, [(t("Completed on"), completed), (t("Why"), why)], due=False)
    return Drafted([draft.noted(table, LIST_DEFINITIONS["rework"])], draft.requests(len(lines)))


def repeat_households(draft: Drafting) -> Drafted:
    """Return the households that came several times."""
    language, t = draft.language, draft.language.gettext
    columns = [
        Column(t("Room"), 34),
        Column(t("With what")),
        Column(t("Count"), FIT, "right"),
        Column(t("Of these complaints"), FIT, "right"),
    ]
    rows: list[list[Cell]] = [
        [
            household.room_label,
            t(", ").join(household.categories),
            bold(language.integer(household.requests), SIZE),
            language.integer(household.complaints),
        ]
        for household in draft.report.lists.repeat_households
    ]
    return Drafted([draft.noted(draft.table(columns, rows), LIST_DEFINITIONS["repeat_households"])])


def follow_up(draft: Drafting) -> Drafted:
    """Return whose follow-up reached nobody in time."""
    t = draft.language.gettext

    def due(line: ReportLine) -> Cell:
        return draft.moment(line.follow_up_due_at)

    def reached(line: ReportLine) -> Cell:
        return t("not at all") if line.reached_at is None else draft.moment(line.reached_at)

    lines = draft.report.lists.unreached
    table = _lines(draft, lines, [(t("Call due"), due), (t("Reached later"), reached)], due=False)
    return Drafted([draft.noted(table, LIST_DEFINITIONS["unreached"])], draft.requests(len(lines)))


def received(draft: Drafting) -> Drafted | None:
    """Return every request received, a long list on sheets of its own; nothing for a report frozen without them."""
    t = draft.language.gettext
    lines = draft.report.lists.received
    if not lines and draft.summary.total.figures.received:
        return None
    columns = [
        Column(t("Number"), FIT),
        Column(t("Day"), FIT),
        Column(t("Room"), ROOM_MM),
        Column(t("About")),
        Column(t("Category"), WIDE_CATEGORY_MM),
        *([Column(draft.language.pgettext("narrow column", "Dept."), WORKER_MM)] if draft.whole else []),
        Column(t("State"), FIT),
    ]
    rows: list[list[Cell]] = [
        [
            line.number,
            words.day(line.occurred_at, draft.summary),
            line.room,
            words.shortened(line.words),
            line.category,
            *([line.department] if draft.whole else []),
            _state(draft, line),
        ]
        for line in lines
    ]
    return Drafted([draft.table(columns, rows)], draft.requests(len(lines)), fresh=len(lines) > FEW_RECEIVED)


def _state(draft: Drafting, line: ReportLine) -> Cell:
    """Return how a request stood at the cut-off: done, open, or late."""
    t = draft.language.gettext
    if line.completed_at is not None:
        return t("done %(day)s", day=words.day(line.completed_at, draft.summary))
    if line.late is None:
        return t("still open")
    return bold(t("late %(duration)s", duration=words.duration(line.late, draft.language)), SIZE)


def _lines(
    draft: Drafting,
    lines: Sequence[ReportLine],
    more: Sequence[tuple[str, Callable[[ReportLine], Cell]]],
    *,
    due: bool = True,
) -> Table:
    """Return a list of requests with the columns of `more` at its end.

    Who is to answer for it is the worker; where all departments are shown, the department.
    """
    t, language = draft.language.gettext, draft.language
    columns = [
        Column(t("Number"), FIT),
        Column(t("Room"), ROOM_MM),
        Column(t("About")),
        Column(t("Category"), CATEGORY_MM),
        Column(language.pgettext("narrow column", "Dept.") if draft.whole else t("Worker"), WORKER_MM),
        Column(language.pgettext("time", "Reported"), FIT),
        *([Column(t("Due"), FIT)] if due else []),
        *(Column(head, FIT) for head, _ in more),
    ]
    rows: list[Sequence[Cell]] = [
        [
            line.number,
            line.room,
            words.shortened(line.words),
            line.category,
            line.department if draft.whole else line.worker,
            draft.moment(line.occurred_at),
            *([draft.moment(line.due_at)] if due else []),
            *(cell(line) for _, cell in more),
        ]
        for line in lines
    ]
    return draft.table(columns, rows)
