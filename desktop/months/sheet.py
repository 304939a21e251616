"""The monthly report as a workbook: the same rows as on paper, as numbers that add up and sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.texts import clean
from desktop.months.rows import (
    COUNTED,
    DEFINITIONS,
    FIGURE_LABELS,
    HOURS,
    LIST_DEFINITIONS,
    Figure,
)
from desktop.requests.rows import KIND_LABELS, SATISFACTION_LABELS
from desktop.sheets.write import Block, ColumnOut, SheetOut, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Compared, Figures, MonthReport, Named, ReportLine
    from desktop.sheets.write import Kind, Value

__all__ = ["write_report"]


def write_report(path: Path, report: MonthReport, language: Language) -> None:
    """Write the report to `path` as .xlsx in `language`, whole or not at all; the same rows give the same bytes.

    Raises WorldError where the file cannot be written.
    """
    sheets = _Sheets(report, language).all()
    write_xlsx(path, sheets, created=report.printed_at, zone=report.summary.zone)


class _Sheets:
    """Composes the sheets of one report."""

    def __init__(self, report: MonthReport, language: Language) -> None:
        self._report = report
        self._language = language
        self._t = language.gettext

    def all(self) -> list[SheetOut]:
        """Return the sheets in the order of the paper."""
        t, summary = self._t, self._report.summary
        groups = [
            (t("Categories"), t("Category"), summary.categories, t("No category")),
            (t("Buildings"), t("Building"), summary.buildings, t("No building")),
        ]
        if self._report.department is None:
            groups.insert(0, (t("Departments"), t("Department"), summary.departments, ""))
        return [
            self._figures(),
            *(self._groups(*group) for group in groups),
            self._trend(),
            self._hot_spots(),
            self._repeat_households(),
            *self._lists(),
            self._answers(),
        ]

    def _sheet(
        self, name: str, columns: Sequence[ColumnOut], rows: Sequence[Sequence[Value]], definition: str = ""
    ) -> SheetOut:
        notes = (self._language.message(LIST_DEFINITIONS[definition]),) if definition else ()
        return SheetOut(name, (Block(columns, rows),), (name,), notes)

    def _figure_columns(self) -> list[ColumnOut]:
        """Return a column for each figure, its definition as the comment on its title."""
        message = self._language.message
        shared = DEFINITIONS[Figure.TURNAROUND_MEDIAN_HOURS]
        return [
            ColumnOut(message(FIGURE_LABELS[figure]), _kind(figure), comment=message(DEFINITIONS.get(figure, shared)))
            for figure in Figure
        ]

    def _figures(self) -> SheetOut:
        t, report, language = self._t, self._report, self._language
        summary = report.summary
        name = t("All departments") if report.department is None else report.department.name
        moment = language.moment(summary.cut_off, summary.zone)
        titles = (
            f"{summary.community} {name} {language.month(summary.month)}",
            t("Counted up to %(moment)s", moment=moment),
            t("Printed: %(name)s, %(moment)s", name=report.printed_by, moment=f"{report.printed_at:%Y-%m-%d %H:%M}"),
        )
        columns = [ColumnOut(t("Month")), *self._figure_columns()]
        rows: list[list[Value]] = [[label, *_values(figures)] for label, figures in self._periods(summary.total)]
        for label, earlier in (
            (t("vs last month"), summary.total.previous),
            (t("vs last year"), summary.total.last_year),
        ):
            rows.append([label, *_differences(summary.total.figures, earlier)])
        notes = [language.message(definition) for definition in DEFINITIONS.values()]
        households = ColumnOut(t("Occupied households (mean)"), "decimal")
        living = Block([households], [[summary.occupied_households]])
        return SheetOut(t("Figures"), (Block(columns, rows), living), titles, notes)

    def _periods(self, compared: Compared) -> list[tuple[str, Figures | None]]:
        month, spoken = self._report.summary.month, self._language.month
        return [
            (spoken(month), compared.figures),
            (spoken(month.plus(-1)), compared.previous),
            (spoken(month.plus(-12)), compared.last_year),
        ]

    def _groups(self, name: str, head: str, groups: Sequence[Named], nameless: str) -> SheetOut:
        columns = [ColumnOut(head), ColumnOut(self._t("Month")), *self._figure_columns()]
        rows = [
            [group.name or nameless, label, *_values(figures)]
            for group in groups
            for label, figures in self._periods(group.compared)
        ]
        return self._sheet(name, columns, rows)

    def _trend(self) -> SheetOut:
        t = self._t
        columns = [
            ColumnOut(t("Month")),
            ColumnOut(t("Requests received"), "whole"),
            ColumnOut(t("Requests completed"), "whole"),
        ]
        rows = [
            [self._language.month(point.month), point.received, point.completed] for point in self._report.lists.trend
        ]
        return self._sheet(t("Received and completed"), columns, rows, "trend")

    def _hot_spots(self) -> SheetOut:
        t = self._t
        columns = [
            ColumnOut(t("Building")),
            ColumnOut(t("Category")),
            ColumnOut(t("This month"), "whole"),
            ColumnOut(t("Expected"), "decimal"),
            ColumnOut(t("Last month"), "whole"),
        ]
        rows: list[list[Value]] = [
            [spot.building, spot.category, spot.requests, spot.expected, spot.previous]
            for spot in self._report.lists.hot_spots
        ]
        return self._sheet(t("Hot spots"), columns, rows, "hot_spots")

    def _repeat_households(self) -> SheetOut:
        t = self._t
        columns = [
            ColumnOut(t("Room")),
            ColumnOut(t("With what")),
            ColumnOut(t("Count"), "whole"),
            ColumnOut(t("Of these complaints"), "whole"),
        ]
        rows: list[list[Value]] = [
            [household.room_label, t(", ").join(household.categories), household.requests, household.complaints]
            for household in self._report.lists.repeat_households
        ]
        return self._sheet(t("Repeat households"), columns, rows, "repeat_households")

    def _lists(self) -> list[SheetOut]:
        lists, t = self._report.lists, self._t
        return [
            self._lines(t("Carried over"), lists.carried_over, "carried_over"),
            self._lines(t("Overdue"), lists.overdue, "overdue"),
            self._lines(t("Rework"), lists.rework, "rework"),
            self._lines(t("Not reached in time"), lists.unreached, "unreached"),
        ]

    def _lines(self, name: str, lines: Sequence[ReportLine], definition: str) -> SheetOut:
        heads: tuple[tuple[Message, Kind], ...] = (
            (msg("Number"), "text"),
            (msg("Kind"), "text"),
            (msg("Room"), "text"),
            (msg("About"), "text"),
            (msg("Category"), "text"),
            (msg("Department"), "text"),
            (msg("Worker"), "text"),
            (msg("Time reported"), "moment"),
            (msg("Due"), "moment"),
            (msg("Completed on"), "moment"),
            (msg("Late by (hours)"), "decimal"),
            (msg("Times reopened"), "whole"),
            (msg("Reported again as"), "text"),
            (msg("Call due"), "moment"),
            (msg("Reached on"), "moment"),
        )
        columns = [ColumnOut(self._language.message(head), kind) for head, kind in heads]
        return self._sheet(name, columns, [self._line(line) for line in lines], definition)

    def _line(self, line: ReportLine) -> list[Value]:
        return [
            line.number,
            self._language.message(KIND_LABELS[line.kind]),
            line.room,
            clean(line.words),
            line.category,
            line.department,
            line.worker,
            line.occurred_at,
            line.due_at,
            line.completed_at,
            None if line.late is None else line.late.total_seconds() / 3600,
            line.reopened_count,
            line.followed_by,
            line.follow_up_due_at,
            line.reached_at,
        ]

    def _answers(self) -> SheetOut:
        t, message = self._t, self._language.message
        lists = self._report.lists
        grades = Block(
            [ColumnOut(t("Grade")), ColumnOut(t("Answers"), "whole")],
            [[message(SATISFACTION_LABELS[grade]), number] for grade, number in lists.grades.items()],
        )
        columns = [ColumnOut(head) for head in (t("Number"), t("Room"), t("Category"), t("Worker"))]
        columns += [ColumnOut(t("Called"), "moment"), ColumnOut(t("Grade")), ColumnOut(t("Said"))]
        rows: list[list[Value]] = [
            [
                answer.number,
                answer.room_label,
                answer.category,
                answer.worker,
                answer.made_at,
                message(SATISFACTION_LABELS[answer.grade]),
                clean(answer.words),
            ]
            for answer in lists.answers
        ]
        name = t("Dissatisfied answers")
        note = message(LIST_DEFINITIONS["answers"])
        return SheetOut(name, (grades, Block(columns, rows, heading=name, notes=(note,))), (t("Satisfaction"),))


def _kind(figure: Figure) -> Kind:
    return "whole" if figure in COUNTED else "decimal" if figure in HOURS else "percent"


def _values(figures: Figures | None) -> list[Value]:
    return [None if figures is None else figures.value(figure) for figure in Figure]


def _differences(now: Figures, earlier: Figures | None) -> list[Value]:
    """Return the difference of each figure, none where one of the two is unknown; rates in points, as fractions."""
    differences: list[Value] = []
    for figure in Figure:
        value, before = now.value(figure), None if earlier is None else earlier.value(figure)
        differences.append(None if value is None or before is None else value - before)
    return differences
