"""The pages behind the first: departments, hot spots and repeats, and each list with what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.months.report import words
from desktop.months.report.blocks import NotedTable
from desktop.months.rows import FIGURE_HEADS, LIST_DEFINITIONS, Figure, difference_text, figure_text
from desktop.paper.blocks import Paragraph, Section
from desktop.paper.cells import Stacked
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import Span, bold
from desktop.requests.rows import SATISFACTION_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Compared, MonthReport, ReportLine
    from desktop.paper.cells import Cell
    from desktop.paper.flow import Block

__all__ = ["FIRST_SECTION", "details"]

FIRST_SECTION = 4
"""Number of the first section behind the first page."""

SIZE = PAPER_TYPE["label"]
SMALL = PAPER_TYPE["definition"]
ROOM_MM, CATEGORY_MM, WORKER_MM = 20, 18, 16
_WIDTHS_MM = {
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

_TURNAROUND = (Figure.TURNAROUND_MEDIAN_HOURS, Figure.TURNAROUND_P90_HOURS)
_COLUMNS = tuple(figure for figure in Figure if figure is not Figure.TURNAROUND_P90_HOURS)
_ALONE = frozenset(_COLUMNS) - frozenset(_TURNAROUND)


def details(report: MonthReport, language: Language) -> list[Block]:
    """Return the blocks of the second page and all that follow."""
    return _Details(report, language).blocks()


class _Details:
    """Puts the sections together and numbers them."""

    def __init__(self, report: MonthReport, language: Language) -> None:
        self._report = report
        self._language = language
        self._t = language.gettext
        self._next = FIRST_SECTION
        self._whole = report.department is None

    def blocks(self) -> list[Block]:
        """Return all sections."""
        return [
            *(self._departments() if self._whole else []),
            *self._hot_spots(),
            *self._repeat_households(),
            *self._carried_over(),
            *self._overdue(),
            *self._rework(),
            *self._follow_up(),
        ]

    def _section(
        self, heading: str, name: str, table: Table, count: int | None = None, before: Sequence[Message] = ()
    ) -> list[Block]:
        """Return a numbered section: heading with count, table, and the table's definition after `before`."""
        language = self._language
        note = "" if count is None else self._count(count)
        numeral, self._next = words.numeral(self._next, language), self._next + 1
        parts = [language.message(part) for part in (*before, LIST_DEFINITIONS[name])]
        return [Section(numeral, heading, note), NotedTable(table, words.sentences(parts, language))]

    def _count(self, count: int) -> str:
        return self._language.ngettext("%(count)s request", "%(count)s requests", count)

    def _table(self, columns: Sequence[Column], rows: Sequence[Row | Sequence[Cell]]) -> Table:
        if not rows:
            return Table([Column()], [], size=SIZE, empty=self._t("None this month."))
        return Table(columns, rows, size=SIZE)

    def _departments(self) -> list[Block]:
        summary, language = self._report.summary, self._language
        columns = [
            Column(language.pgettext("narrow column", "Dept.")),
            *(Column(self._head(figure), _WIDTHS_MM[figure], "right") for figure in _COLUMNS),
        ]
        rows = [Row([group.name, *self._changes(group.compared)]) for group in summary.departments]
        rows.append(Row([bold(self._t("Total"), SIZE), *self._changes(summary.total)]))
        second_line = msg("Second line: change since last month.")
        return self._section(self._t("Departments"), "departments", self._table(columns, rows), before=[second_line])

    def _head(self, figure: Figure) -> str:
        """Return the head of a figure; those that fit their column in no language in full are shortened."""
        short = {
            Figure.RECEIVED: self._language.pgettext("narrow column", "Rec'd"),
            Figure.CARRIED_OVER: self._language.pgettext("narrow column", "Carried over"),
            Figure.COMPLETION_RATE: self._language.pgettext("narrow column", "Compl. rate"),
            Figure.SATISFACTION: self._language.pgettext("narrow column", "Satisf. rate"),
            Figure.TURNAROUND_MEDIAN_HOURS: self._t("Median / 90 %, h"),
        }
        return short.get(figure) or self._language.message(FIGURE_HEADS[figure])

    def _changes(self, compared: Compared) -> list[Cell]:
        """Return each figure with, under it, its change since last month; both turnarounds in one cell."""
        language = self._language

        def now(figure: Figure) -> str:
            return figure_text(figure, compared.figures.value(figure), language)

        def change(figure: Figure) -> str:
            before = compared.previous and compared.previous.value(figure)
            return difference_text(figure, compared.figures.value(figure), before, language)

        cells: list[Cell] = []
        for figure in _COLUMNS:
            shown = (figure,) if figure in _ALONE else _TURNAROUND
            values, changes = " / ".join(map(now, shown)), " / ".join(map(change, shown))
            cells.append(Stacked((bold(values, SIZE), Span(changes, SMALL, colour=PAPER["label"])), SIZE, "right"))
        return cells

    def _hot_spots(self) -> list[Block]:
        language = self._language
        columns = [
            Column(self._t("Building"), 34),
            Column(self._t("Category")),
            Column(self._t("This month"), FIT, "right"),
            Column(self._t("Expected"), FIT, "right"),
            Column(self._t("Last month"), FIT, "right"),
            Column(self._t("Since last month"), FIT, "right"),
        ]
        rows: list[Sequence[Cell]] = [
            (
                spot.building,
                spot.category,
                bold(language.integer(spot.requests), SIZE),
                language.decimal(spot.expected),
                figure_text(Figure.RECEIVED, spot.previous, language),
                difference_text(Figure.RECEIVED, spot.requests, spot.previous, language),
            )
            for spot in self._report.lists.hot_spots
        ]
        return self._section(self._t("Hot spots"), "hot_spots", self._table(columns, rows))

    def _repeat_households(self) -> list[Block]:
        language = self._language
        columns = [
            Column(self._t("Room"), 34),
            Column(self._t("With what")),
            Column(self._t("Count"), FIT, "right"),
            Column(self._t("Of these complaints"), FIT, "right"),
        ]
        rows: list[Sequence[Cell]] = [
            (
                household.room_label,
                self._t(", ").join(household.categories),
                bold(language.integer(household.requests), SIZE),
                language.integer(household.complaints),
            )
            for household in self._report.lists.repeat_households
        ]
        return self._section(self._t("Repeat households"), "repeat_households", self._table(columns, rows))

    def _carried_over(self) -> list[Block]:
        def state(line: ReportLine) -> Cell:
            if line.completed_at is not None:
                return self._t("done %(day)s", day=words.day(line.completed_at, self._report.summary))
            if line.late is None:
                return self._t("still open")
            return bold(self._t("late %(duration)s", duration=words.duration(line.late, self._language)), SIZE)

        lines = self._report.lists.carried_over
        table = self._lines(lines, [(self._t("State"), state)])
        return self._section(self._t("Carried over"), "carried_over", table, len(lines))

    def _overdue(self) -> list[Block]:
        def late_by(line: ReportLine) -> Cell:
            return bold("" if line.late is None else words.duration(line.late, self._language), SIZE)

        lines = self._report.lists.overdue
        table = self._lines(lines, [(self._t("Late by"), late_by)])
        return self._section(self._t("Overdue"), "overdue", table, len(lines))

    def _rework(self) -> list[Block]:
        def completed(line: ReportLine) -> Cell:
            return self._moment(line.completed_at)

        def why(line: ReportLine) -> Cell:
            if line.followed_by:
                return self._t("again: %(number)s", number=line.followed_by)
            return self._t("reopened")

        lines = self._report.lists.rework
        table = self._lines(lines, [(self._t("Completed on"), completed), (self._t("Why"), why)], due=False)
        return self._section(self._t("Rework"), "rework", table, len(lines))

    def _follow_up(self) -> list[Block]:
        def due(line: ReportLine) -> Cell:
            return self._moment(line.follow_up_due_at)

        def reached(line: ReportLine) -> Cell:
            at = line.reached_at
            return self._t("not at all") if at is None else self._moment(at)

        lines = self._report.lists.unreached
        table = self._lines(lines, [(self._t("Call due"), due), (self._t("Reached late"), reached)], due=False)
        blocks = self._section(self._t("Not reached in time"), "unreached", table, len(lines))
        return [*blocks, *self._satisfaction()]

    def _satisfaction(self) -> list[Block]:
        language, lists = self._language, self._report.lists
        columns = [
            Column(self._t("Number"), FIT),
            Column(self._t("Room"), ROOM_MM),
            Column(self._t("Said")),
            Column(self._t("Category"), CATEGORY_MM),
            Column(self._t("Worker"), WORKER_MM),
            Column(self._t("Called"), FIT),
            Column(self._t("Grade"), FIT),
        ]
        rows: list[Sequence[Cell]] = [
            (
                answer.number,
                answer.room_label,
                words.shortened(answer.words),
                answer.category,
                answer.worker,
                self._moment(answer.made_at),
                language.message(SATISFACTION_LABELS[answer.grade]),
            )
            for answer in lists.answers
        ]
        blocks = self._section(self._t("Dissatisfied answers"), "answers", self._table(columns, rows))
        given = " · ".join(
            f"{language.message(SATISFACTION_LABELS[grade])} {language.integer(number)}"
            for grade, number in lists.grades.items()
        )
        number = sum(lists.grades.values())
        all_answers = language.ngettext(
            "%(count)s answer in all: %(given)s", "%(count)s answers in all: %(given)s", number, given=given
        )
        return [blocks[0], Paragraph(Span(all_answers, SIZE), SIZE), *blocks[1:]]

    def _lines(
        self,
        lines: Sequence[ReportLine],
        more: Sequence[tuple[str, Callable[[ReportLine], Cell]]],
        *,
        due: bool = True,
    ) -> Table:
        """Return a list of requests with the columns of `more` at its end.

        Who is to answer for it is the worker; where all departments are shown, the department.
        """
        t = self._t
        columns = [
            Column(t("Number"), FIT),
            Column(t("Room"), ROOM_MM),
            Column(t("About")),
            Column(t("Category"), CATEGORY_MM),
            Column(self._language.pgettext("narrow column", "Dept.") if self._whole else t("Worker"), WORKER_MM),
            Column(self._language.pgettext("time", "Reported"), FIT),
            *([Column(t("Due"), FIT)] if due else []),
            *(Column(head, FIT) for head, _ in more),
        ]
        rows: list[Sequence[Cell]] = [
            [
                line.number,
                line.room,
                words.shortened(line.words),
                line.category,
                line.department if self._whole else line.worker,
                self._moment(line.occurred_at),
                *([self._moment(line.due_at)] if due else []),
                *(cell(line) for _, cell in more),
            ]
            for line in lines
        ]
        return self._table(columns, rows)

    def _moment(self, at: datetime | None) -> str:
        return words.day_and_time(at, self._report.summary)
