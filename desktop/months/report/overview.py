"""The first page: figures with comparison, trend, ranking, space for comments, signatures, definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.months.report import words
from desktop.months.report.blocks import Foot
from desktop.months.rows import (
    COUNTED,
    DEFINITIONS,
    FIGURE_LABELS,
    LIST_DEFINITIONS,
    UNKNOWN,
    Figure,
    difference_text,
    figure_text,
    percent_text,
)
from desktop.paper.blocks import Definitions, Section, Signatures, Title
from desktop.paper.blocks import Figure as ChartBlock
from desktop.paper.cells import Bar
from desktop.paper.charts import Trend
from desktop.paper.flow import Block, Columns
from desktop.paper.fonts import typeface
from desktop.paper.pen import MM
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import Span, bold, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language
    from desktop.months.rows import Compared, Counts, Figures, MonthReport
    from desktop.paper.cells import Cell

__all__ = ["overview"]

CHART_MM = 48
RANKING_MM, NAME_MM = 67, 29
SIGNATURE = 144.0
"""Length of a line to sign on, less the space before its date, points."""

PART_MM, NOW_MM, BEFORE_MM, STEP_MM, PERCENT_MM = 18, 17, 20, 10, 16
MOST_RANKED = 7
"""Categories of the ranking; the others are summed up in one more."""

_SINGLE = (
    Figure.RECEIVED,
    Figure.COMPLETED,
    Figure.CARRIED_OVER,
    Figure.OVERDUE,
    Figure.COMPLETION_RATE,
    Figure.ON_TIME_RATE,
)
_RATES = (Figure.REWORK_RATE, Figure.FOLLOW_UP_RATE, Figure.SATISFACTION, Figure.COMPLAINT_RATE)


def overview(report: MonthReport, language: Language) -> list[Block]:
    """Return the blocks of the first page."""
    t = language.gettext
    summary = report.summary
    trend_and_ranking = Columns(
        (
            None,
            [
                Section(words.numeral(2, language), t("Received and completed"), t("last 13 months, requests")),
                ChartBlock(_trend(report, language), CHART_MM),
            ],
        ),
        (
            RANKING_MM,
            [
                Section(words.numeral(3, language), t("Categories"), t("requests, since last month")),
                _ranking(report, language),
            ],
        ),
    )
    return [
        Title(words.title(report, language), language.month(summary.month), _facts(report, language)),
        Section(words.numeral(1, language), t("Figures of the month")),
        _figures(report, language),
        trend_and_ranking,
        Foot(
            t("Comments:"),
            _signatures(report, language),
            Definitions(t("How it is counted"), _definitions(language)),
        ),
    ]


def _facts(report: MonthReport, language: Language) -> list[str]:
    t, summary = language.gettext, report.summary
    households = summary.occupied_households
    shown = language.integer(int(households)) if households == int(households) else language.decimal(households)
    to = language.gettext("Project manager") if report.department is None else language.gettext("Head of department")
    names = t(", ").join(map(words.short_name, report.addressees))
    printed = f"{language.short_date(report.printed_at.date())} {report.printed_at:%H:%M}"
    return [
        t("Counted up to %(moment)s", moment=words.cut_off(summary, language)),
        t("Occupied households: %(count)s", count=shown),
        t("Closed") if summary.closed else t("Not yet closed"),
        t("For: %(names)s (%(post)s)", names=names, post=to) if names else t("For: %(post)s", post=to),
        t("Printed: %(name)s, %(moment)s", name=words.short_name(report.printed_by), moment=printed),
    ]


def _figures(report: MonthReport, language: Language) -> Table:
    t = language.gettext
    compared = report.summary.total
    households = report.summary.occupied_households
    columns = [
        Column(t("Figure")),
        Column(t("Part / whole"), PART_MM, "right"),
        Column(t("This month"), NOW_MM, "right"),
    ]
    for before, change in ((t("Last month"), t("vs last month")), (t("Last year"), t("vs last year"))):
        columns += [Column(before, BEFORE_MM, "right"), Column("", STEP_MM, "right")]
        columns.append(Column(change, PERCENT_MM, "right"))
    rows = [_row(figure, compared, households, language) for figure in _SINGLE]
    rows.append(_turnaround(compared, language))
    rows += [_row(figure, compared, households, language) for figure in _RATES]
    return Table(columns, [Row(row) for row in rows])


def _row(figure: Figure, compared: Compared, households: float, language: Language) -> list[Cell]:
    now = compared.figures.value(figure)
    row: list[Cell] = [
        language.message(FIGURE_LABELS[figure]),
        Span(_made_of(figure, compared.figures.counts, households, language), colour=PAPER["label"]),
        bold(figure_text(figure, now, language)),
    ]
    for earlier in (compared.previous, compared.last_year):
        before = None if earlier is None else earlier.value(figure)
        change = difference_text(figure, now, before, language)
        row.append(figure_text(figure, before, language))
        row += [change, percent_text(now, before, language)] if figure in COUNTED else ["", change]
    return row


def _made_of(figure: Figure, counts: Counts, households: float, language: Language) -> str:
    """Return the two numbers a rate was made of."""
    made_of: dict[Figure, tuple[int, float]] = {
        Figure.COMPLETION_RATE: (counts.received_completed, counts.received),
        Figure.ON_TIME_RATE: (counts.completed_on_time, counts.completed_with_due),
        Figure.REWORK_RATE: (counts.reworked, counts.repairs_completed),
        Figure.FOLLOW_UP_RATE: (counts.follow_ups_reached, counts.follow_ups_due),
        Figure.SATISFACTION: (counts.good_answers, counts.answers),
        Figure.COMPLAINT_RATE: (counts.complaints, households),
    }
    if figure not in made_of:
        return ""
    part, whole = made_of[figure]
    written = language.integer(int(whole)) if whole == int(whole) else language.decimal(whole)
    return f"{language.integer(part)} / {written}"


def _turnaround(compared: Compared, language: Language) -> list[Cell]:
    def pair(figures: Figures | None) -> str:
        values = [figure_text(figure, figures and figures.value(figure), language) for figure in _HOURS]
        return UNKNOWN if values == [UNKNOWN, UNKNOWN] else " / ".join(values)

    def change(earlier: Figures | None) -> str:
        steps = [
            difference_text(figure, compared.figures.value(figure), earlier and earlier.value(figure), language)
            for figure in _HOURS
        ]
        return UNKNOWN if steps == [UNKNOWN, UNKNOWN] else " / ".join(steps)

    row: list[Cell] = [language.gettext("Hours taken, median / 90 %"), "", bold(pair(compared.figures))]
    for earlier in (compared.previous, compared.last_year):
        row += [pair(earlier), "", change(earlier)]
    return row


_HOURS = (Figure.TURNAROUND_MEDIAN_HOURS, Figure.TURNAROUND_P90_HOURS)


def _trend(report: MonthReport, language: Language) -> Trend:
    points = report.lists.trend
    return Trend(
        [words.month_name(point.month, language) for point in points],
        [point.received for point in points],
        [point.completed for point in points],
        language.gettext("Received"),
        language.pgettext("chart", "Completed"),
        number=lambda value: language.integer(round(value)),
    )


def _ranking(report: MonthReport, language: Language) -> Table:
    """Return the categories by how much was received, the most first, those beyond `MOST_RANKED` summed up."""
    none = language.gettext("No category")
    groups = sorted(
        (group for group in report.summary.categories if group.compared.figures.received),
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


def _signatures(report: MonthReport, language: Language) -> Signatures:
    t = language.gettext
    day = t("Date:\u2003\u2003\u2003\u2003")
    room = SIGNATURE - typeface().width(day, PAPER_TYPE["body"])
    filled_in_by = cut(t("Filled in by: %(name)s", name=report.printed_by), PAPER_TYPE["body"], room)
    return Signatures((filled_in_by, day), (t("Head of department:"), day), (t("Project manager:"), day))


def _definitions(language: Language) -> str:
    parts = [language.message(definition) for definition in DEFINITIONS.values()]
    parts += [language.message(LIST_DEFINITIONS[name]) for name in ("categories", "trend")]
    parts.append(
        language.gettext("“%(none)s”: unknown, or nothing to divide by; “pts”: percentage points.", none=UNKNOWN)
    )
    return words.sentences(parts, language)
