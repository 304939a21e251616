"""The charts of the report, in black and white: trend, categories, turnaround, satisfaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.months.report import words
from desktop.months.report.drafting import Drafted, Drafting, shares
from desktop.months.report.groups import NO_CATEGORY, ROUNDED
from desktop.months.rows import LIST_DEFINITIONS, Figure, difference_text
from desktop.paper.blocks import Caption
from desktop.paper.blocks import Figure as ChartBlock
from desktop.paper.cells import Bar
from desktop.paper.charts import Distribution, Trend
from desktop.paper.flow import Block, Columns, Group
from desktop.paper.pen import MM
from desktop.paper.tables import FIT, Column, Table
from desktop.paper.words import bold, cut
from desktop.requests.rows import SATISFACTION_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.months.rows import Compared
    from desktop.paper.cells import Cell

__all__ = ["charts"]

CHART_MM, LOW_MM = 48, 42
RANKING_MM, NAME_MM = 67, 29
MOST_RANKED = 7
"""Categories of the ranking; the others are summed up in one more."""
GRADES_MM = 84


def charts(draft: Drafting) -> Drafted:
    """Return the four charts, two beside each other."""
    t, lists = draft.language.gettext, draft.report.lists
    blocks: list[Block] = [
        Columns(
            (None, [Caption(t("Received and completed"), t("last 13 months, requests")), _trend(draft)]),
            (RANKING_MM, [Caption(t("Categories"), t("requests, since last month")), _ranking(draft)]),
        )
    ]
    bands = [band.requests for band in lists.turnaround]
    grades = list(lists.grades.values())
    pair: list[tuple[float | None, Sequence[Block]]] = []
    add_up = True
    if bands:
        names = _bands([band.hours for band in lists.turnaround], draft.language)
        chart, whole = _distribution(names, bands, draft.language)
        add_up = add_up and whole
        pair.append((None, [Caption(t("Turnaround"), t("completed requests, hours less holds")), chart]))
    if grades:
        names = [draft.language.message(SATISFACTION_LABELS[grade]) for grade in lists.grades]
        chart, whole = _distribution(names, grades, draft.language)
        add_up = add_up and whole
        pair.append((GRADES_MM, [Caption(t("Satisfaction"), t("answers in follow-ups")), chart]))
    if pair:
        blocks.append(Columns(*pair))
    last = blocks.pop()
    notes = [LIST_DEFINITIONS["categories"], LIST_DEFINITIONS["trend"], *(() if add_up else (ROUNDED,))]
    return Drafted([*blocks, Group(last, draft.small(*notes))])


def _trend(draft: Drafting) -> Block:
    language, points = draft.language, draft.report.lists.trend
    if all(point.received is None and point.completed is None for point in points):
        return Table([Column()], [], empty=language.gettext("Nothing is known of these months yet."))
    chart = Trend(
        [words.month_name(point.month, language) for point in points],
        [point.received for point in points],
        [point.completed for point in points],
        language.gettext("Received"),
        language.pgettext("chart", "Completed"),
        number=lambda value: language.integer(round(value)),
    )
    return ChartBlock(chart, CHART_MM)


def _ranking(draft: Drafting) -> Table:
    """Return the categories by how much was received, the most first, those beyond `MOST_RANKED` summed up."""
    language = draft.language
    none = language.message(NO_CATEGORY)
    groups = sorted(
        (group for group in draft.summary.categories if group.compared.figures.received),
        key=lambda group: -group.compared.figures.received,
    )
    ranks = [_rank(group.name or none, [group.compared], language) for group in groups[:MOST_RANKED]]
    others = groups[MOST_RANKED:]
    if others:
        name = language.ngettext("%(count)s other", "%(count)s others", len(others))
        ranks.append(_rank(name, [group.compared for group in others], language))
    most = max((number for _, number, _ in ranks), default=1)
    columns = [Column("", NAME_MM), Column(), Column("", FIT, "right"), Column("", FIT, "right")]
    room = (NAME_MM - 4) * MM
    rows: list[Sequence[Cell]] = [
        (cut(name, PAPER_TYPE["body"], room), Bar(number / most), bold(language.integer(number)), change)
        for name, number, change in ranks
    ]
    return Table(columns, rows, empty=language.gettext("None this month."))


def _rank(name: str, compared: Sequence[Compared], language: Language) -> tuple[str, int, str]:
    now = sum(each.figures.received for each in compared)
    previous = [each.previous.received for each in compared if each.previous is not None]
    before = sum(previous) if previous else None
    return name, now, difference_text(Figure.RECEIVED, now, before, language)


def _distribution(names: Sequence[str], numbers: Sequence[int], language: Language) -> tuple[Block, bool]:
    """Return the chart, and whether its shares as written add up; where nothing was counted, words that say so."""
    if not sum(numbers):
        return Table([Column()], [], empty=language.gettext("None this month.")), True
    parts, add_up = shares(numbers, language)
    chart = Distribution(names, numbers, parts, number=lambda value: language.integer(round(value)))
    return ChartBlock(chart, LOW_MM), add_up


def _bands(ends: Sequence[float | None], language: Language) -> list[str]:
    """Return what bands of hours are called: ≤2, 2–4, 4–8, and >8 for the last, which has no end."""
    names, before = [], ""
    for end in ends:
        written = "" if end is None else language.decimal(end, 0 if end == int(end) else 1)
        names.append(f">{before}" if end is None else f"{before}\u2013{written}" if before else f"≤{written}")
        before = written
    return names
