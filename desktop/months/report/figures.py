"""The figures of the month with what they are compared with, their targets, and the same by group."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.tokens import PAPER
from desktop.months.report.drafting import SIZE, SMALL, Drafted, Drafting, fitting, label
from desktop.months.rows import (
    COUNTED,
    DEFINITIONS,
    FIGURE_HEADS,
    FIGURE_LABELS,
    HOURS,
    LESS_IS_BETTER,
    UNKNOWN,
    Figure,
    difference_text,
    figure_text,
    is_met,
    percent_text,
)
from desktop.paper.blocks import Paragraph
from desktop.paper.cells import Stacked
from desktop.paper.flow import Group
from desktop.paper.tables import Column, Row, Table
from desktop.paper.words import Span, bold

if TYPE_CHECKING:
    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Compared, Counts, MonthSummary
    from desktop.paper.cells import Cell

__all__ = ["definitions", "departments", "figures", "short_head"]

_ORDER = (
    Figure.RECEIVED,
    Figure.COMPLETED,
    Figure.CARRIED_OVER,
    Figure.OVERDUE,
    Figure.COMPLETION_RATE,
    Figure.ON_TIME_RATE,
    Figure.RESPONSE_MEDIAN_HOURS,
    Figure.TURNAROUND_MEDIAN_HOURS,
    Figure.TURNAROUND_P90_HOURS,
    Figure.REWORK_RATE,
    Figure.FIRST_CONTACT_RATE,
    Figure.FOLLOW_UP_RATE,
    Figure.SATISFACTION,
    Figure.COMPLAINT_RATE,
)
UNKNOWNS = msg("“%(none)s”: unknown, or nothing to divide by; “pts”: percentage points.", none=UNKNOWN)
_YOUNGER = frozenset({Figure.RESPONSE_MEDIAN_HOURS, Figure.FIRST_CONTACT_RATE})
_MADE_OF = {
    Figure.COMPLETION_RATE: ("received_completed", "received"),
    Figure.ON_TIME_RATE: ("completed_on_time", "completed_with_due"),
    Figure.REWORK_RATE: ("reworked", "repairs_completed"),
    Figure.FIRST_CONTACT_RATE: ("answered_at_once", "no_repairs"),
    Figure.FOLLOW_UP_RATE: ("follow_ups_reached", "follow_ups_due"),
    Figure.SATISFACTION: ("good_answers", "answers"),
    Figure.COMPLAINT_RATE: ("complaints", ""),
}
"""The two counts a rate is made of; complaints are divided by the occupied households."""

YEAR_MM = 14.5
"""Least width of the year to date, so that its head takes two lines in English."""

LONGEST_BESIDE = 6
"""A department's name of more characters stands above its figures, not beside them."""

_TURNAROUND = (Figure.TURNAROUND_MEDIAN_HOURS, Figure.TURNAROUND_P90_HOURS)
_DEPARTMENT_MM = {
    Figure.RECEIVED: 11.6,
    Figure.CARRIED_OVER: 13.6,
    Figure.COMPLETED: 10.8,
    Figure.COMPLETION_RATE: 14.4,
    Figure.ON_TIME_RATE: 15,
    Figure.OVERDUE: 15.2,
    Figure.TURNAROUND_MEDIAN_HOURS: 19,
    Figure.REWORK_RATE: 14.3,
    Figure.FOLLOW_UP_RATE: 14.4,
    Figure.SATISFACTION: 14.3,
    Figure.COMPLAINT_RATE: 18,
}
"""Just wide enough for the longest word of each head in any language, and for the values below it."""


def figures(draft: Drafting) -> Drafted:
    """Return the table of all figures; what misses its target is grey and says so in words."""
    t, _language, compared = draft.language.gettext, draft.language, draft.summary.total
    rows = [_row(figure, draft) for figure in _ORDER if not _is_younger(figure, draft)]
    cells = [row.cells for row in rows]

    def column(place: int, head: str) -> Column:
        return Column(head, fitting(head, (each[place] for each in cells)), "right")

    columns = [Column(t("Figure")), column(1, t("This month"))]
    for place, before, change in (
        (2, t("Last month"), t("vs last month")),
        (5, t("Last year"), t("vs last year")),
    ):
        columns += [column(place, before), column(place + 1, ""), column(place + 2, change)]
    year = column(8, t("Year to date"))
    columns += [replace(year, width_mm=max(year.width_mm or 0, YEAR_MM)), column(9, t("Target"))]
    columns.append(Column(t("Result"), fitting(t("Result"), (each[10] for each in cells)), "centre"))
    notes = [
        UNKNOWNS,
        msg("Year to date: from 1 January to the cut-off, counted as if it were one month."),
        msg("What misses its target is grey and marked ▲."),
    ]
    if not draft.defines:
        notes += DEFINITIONS.values()
    if compared.previous is None:
        notes.append(msg("Nothing is known of the month before."))
    return Drafted([draft.noted(Table(columns, rows), *notes, together=True)])


def _is_younger(figure: Figure, draft: Drafting) -> bool:
    """Tell whether a figure came after this month was frozen: nothing is known of it, of no month."""
    compared, year = draft.summary.total, draft.summary.year_to_date
    known = (compared.figures, compared.previous, compared.last_year, year)
    return figure in _YOUNGER and all(each is None or each.value(figure) is None for each in known)


def _row(figure: Figure, draft: Drafting) -> Row:
    """Return name with part and whole, value, both comparisons, year to date, target and result of one figure."""
    language, summary = draft.language, draft.summary
    compared = summary.total
    now, target = compared.figures.value(figure), summary.targets.get(figure)
    met = is_met(figure, now, target)
    made_of = _made_of(figure, compared.figures.counts, summary.occupied_households, language)
    name = Span(language.message(FIGURE_LABELS[figure]))
    cells: list[Cell] = [(name, label(f"\u2002{made_of}", SMALL)) if made_of else name]
    cells.append(bold(figure_text(figure, now, language)))
    for earlier in (compared.previous, compared.last_year):
        before = None if earlier is None else earlier.value(figure)
        change = difference_text(figure, now, before, language)
        cells.append(figure_text(figure, before, language))
        cells += [change, percent_text(now, before, language)] if figure in COUNTED else ["", change]
    year = summary.year_to_date
    cells.append(figure_text(figure, year and year.value(figure), language))
    cells.append(_target(figure, target, language))
    result = {None: "", True: language.gettext("Met"), False: language.gettext("▲ Missed")}[met]
    cells.append(bold(result) if met is False else result)
    return Row(cells, missed=met is False)


def _target(figure: Figure, target: float | None, language: Language) -> str:
    if target is None:
        return UNKNOWN
    shown = target if figure in HOURS else target * 100
    digits = 0 if round(shown, 1) == round(shown) else 1
    written = language.decimal(target, digits) if figure in HOURS else language.percent(target, digits)
    return f"{'≤' if figure in LESS_IS_BETTER else '≥'} {written}"


def _made_of(figure: Figure, counts: Counts, households: float, language: Language) -> str:
    if figure not in _MADE_OF:
        return ""
    part, whole = _MADE_OF[figure]
    over: float = getattr(counts, whole) if whole else households
    if not over:
        return ""
    written = language.integer(int(over)) if over == int(over) else language.decimal(over)
    return f"{language.integer(getattr(counts, part))}\u00a0/\u00a0{written}"


def departments(draft: Drafting) -> Drafted | None:
    """Return the departments beside each other, in the report of all."""
    if not draft.whole:
        return None
    language, t = draft.language, draft.language.gettext
    columns = [
        Column(language.pgettext("narrow column", "Dept.")),
        *(Column(short_head(figure, language), wide, "right") for figure, wide in _DEPARTMENT_MM.items()),
    ]
    rows: list[Row] = []
    for group in draft.summary.departments:
        name = group.name
        if len(name) > LONGEST_BESIDE:
            rows.append(Row([Span(name, SIZE)], whole=True, leads=True))
            name = ""
        rows.append(Row([name, *_changes(group.compared, language)]))
    rows.append(Row([bold(t("Total"), SIZE), *_changes(draft.summary.total, language)]))
    notes = [msg("Second line: change since last month."), UNKNOWNS, *_without_department(draft.summary)]
    return Drafted([draft.noted(draft.table(columns, rows), *notes, together=True)])


def _without_department(summary: MonthSummary) -> list[Message]:
    """Return why the departments do not add up to the total, where they do not; nothing else."""
    total, groups = summary.total.figures, [group.compared.figures for group in summary.departments]
    received = total.received - sum(each.received for each in groups)
    carried_over = total.carried_over - sum(each.carried_over for each in groups)
    if not received and not carried_over:
        return []
    return [
        msg(
            "Of the total, %(received)s received and %(carried_over)s carried-over requests belong to no department.",
            received=received,
            carried_over=carried_over,
        )
    ]


def short_head(figure: Figure, language: Language) -> str:
    """Return the head of a figure; those that fit their column in no language in full are shortened."""
    short = {
        Figure.RECEIVED: language.pgettext("narrow column", "Rec'd"),
        Figure.CARRIED_OVER: language.pgettext("narrow column", "Carried over"),
        Figure.COMPLETION_RATE: language.pgettext("narrow column", "Compl. rate"),
        Figure.SATISFACTION: language.pgettext("narrow column", "Satisf. rate"),
        Figure.TURNAROUND_MEDIAN_HOURS: language.gettext("Median / 90 %, h"),
    }
    return short.get(figure) or language.message(FIGURE_HEADS[figure])


def _changes(compared: Compared, language: Language) -> list[Cell]:
    """Return each figure with, under it, its change since last month; both turnarounds in one cell."""
    previous = compared.previous

    def now(figure: Figure) -> str:
        return figure_text(figure, compared.figures.value(figure), language)

    def change(figure: Figure) -> str:
        return difference_text(figure, compared.figures.value(figure), previous and previous.value(figure), language)

    cells: list[Cell] = []
    for figure in _DEPARTMENT_MM:
        shown = _TURNAROUND if figure in _TURNAROUND else (figure,)
        values, changes = " / ".join(map(now, shown)), " / ".join(map(change, shown))
        cells.append(Stacked((bold(values, SIZE), Span(changes, SMALL, colour=PAPER["label"])), SIZE, "right"))
    return cells


def definitions(draft: Drafting) -> Drafted:
    """Return how each figure is counted, all on one sheet."""
    told = [Paragraph(Span(draft.language.message(each), SMALL), SMALL) for each in DEFINITIONS.values()]
    return Drafted([Group(*told)])
