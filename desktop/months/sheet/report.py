"""The monthly report as a workbook: the same rows as on screen and paper, as numbers that add up and sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.months.rows import DEFINITIONS, FIGURE_LABELS, LIST_DEFINITIONS, Figure, is_met
from desktop.months.sheet.cells import GROUP_NAMES, PLURALS, differences, figure_columns, group_name, values
from desktop.months.sheet.lists import list_sheets
from desktop.months.sheet.points import points_sheet
from desktop.sheets.write import Block, ColumnOut, SheetOut, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.core.i18n import Language, Message
    from desktop.months.rows import Compared, Figures, MonthReport, MonthSummary, Named
    from desktop.sheets.write import Value

__all__ = ["write_report"]


def write_report(path: Path, report: MonthReport, language: Language) -> None:
    """Write the report to `path` as .xlsx in `language`, whole or not at all; the same rows give the same bytes.

    Raises WorldError where the file cannot be written.
    """
    sheets = [*_Sheets(report, language).all(), *list_sheets(report.lists, language)]
    write_xlsx(path, sheets, created=report.printed_at, zone=report.summary.zone)


class _Sheets:
    """Composes the sheets that hold figures, and the problem points."""

    def __init__(self, report: MonthReport, language: Language) -> None:
        self._report = report
        self._language = language
        self._t = language.gettext

    def all(self) -> list[SheetOut]:
        """Return the sheets: figures first, then their definitions, then everything else on the page."""
        report = self._report
        kinds = [kind for kind in GROUP_NAMES if kind != "department" or report.department is None]
        groups = ((kind, _groups(report.summary, kind)) for kind in kinds)
        return [
            self._figures(),
            self._definitions(),
            *(self._group(kind, found) for kind, found in groups if found),
            self._trend(),
            self._heat(),
            points_sheet(report, self._language),
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
        columns = [ColumnOut(t("Month")), *figure_columns(language)]
        rows: list[list[Value]] = [[label, *values(figures)] for label, figures in self._periods(summary.total)]
        for label, earlier in (
            (t("vs last month"), summary.total.previous),
            (t("vs last year"), summary.total.last_year),
        ):
            rows.append([label, *differences(summary.total.figures, earlier)])
        rows.append([t("Year to date"), *values(summary.year_to_date)])
        rows.append([t("Target"), *(summary.targets.get(figure) for figure in Figure)])
        rows.append([t("Result"), *(self._result(figure) for figure in Figure)])
        households = ColumnOut(t("Occupied households (mean)"), "decimal")
        living = Block([households], [[summary.occupied_households]])
        return SheetOut(t("Figures"), (Block(columns, rows), living), titles)

    def _result(self, figure: Figure) -> str | None:
        """Return whether a figure meets its target, in words."""
        summary = self._report.summary
        met = is_met(figure, summary.total.figures.value(figure), summary.targets.get(figure))
        return None if met is None else self._t("met") if met else self._t("not met")

    def _definitions(self) -> SheetOut:
        t, message = self._t, self._language.message
        shared = DEFINITIONS[Figure.TURNAROUND_MEDIAN_HOURS]
        figures = [[message(FIGURE_LABELS[figure]), message(DEFINITIONS.get(figure, shared))] for figure in Figure]
        lists = [[message(definition)] for definition in LIST_DEFINITIONS.values()]
        columns = [ColumnOut(t("Figure")), ColumnOut(t("How it is counted"), width=96)]
        return SheetOut(
            t("Definitions"),
            (Block(columns, figures), Block([ColumnOut(t("Lists"), width=96)], lists)),
            (t("How the figures are counted"),),
        )

    def _periods(self, compared: Compared) -> list[tuple[str, Figures | None]]:
        month, spoken = self._report.summary.month, self._language.month
        return [
            (spoken(month), compared.figures),
            (spoken(month.plus(-1)), compared.previous),
            (spoken(month.plus(-12)), compared.last_year),
        ]

    def _group(self, kind: str, groups: Sequence[Named]) -> SheetOut:
        """Return every figure of every group, with its share of what was received in the month."""
        t, (name, head) = self._t, GROUP_NAMES[kind]
        columns = [
            ColumnOut(self._language.message(head)),
            ColumnOut(t("Month")),
            ColumnOut(t("Share of all"), "percent"),
            *figure_columns(self._language),
        ]
        whole = self._report.summary.total.figures.received
        rows: list[list[Value]] = []
        for group in groups:
            share = group.compared.figures.received / whole if whole else None
            for place, (label, figures) in enumerate(self._periods(group.compared)):
                called = group_name(group, kind, self._language)
                rows.append([called, label, None if place else share, *values(figures)])
        return self._sheet(name, columns, rows)

    def _trend(self) -> SheetOut:
        t, language = self._t, self._language
        trend = self._report.lists.trend
        if all(point.figures is None for point in trend):
            columns = [
                ColumnOut(t("Month")),
                ColumnOut(t("Requests received"), "whole"),
                ColumnOut(t("Requests completed"), "whole"),
            ]
            rows: list[list[Value]] = [[language.month(each.month), each.received, each.completed] for each in trend]
        else:
            columns = [ColumnOut(t("Month")), *figure_columns(language)]
            rows = [[language.month(each.month), *values(each.figures)] for each in trend]
        note = language.message(LIST_DEFINITIONS["trend"])
        name = t("13 months")
        return SheetOut(name, (Block(columns, rows),), (name,), (note,))

    def _heat(self) -> SheetOut:
        """Return the received requests of each building (rows) and category (columns), with the sums of both."""
        t, heat = self._t, self._report.lists.heat
        buildings = list(dict.fromkeys(each.building for each in heat))
        categories = list(dict.fromkeys(each.category for each in heat))
        counts = {(each.building, each.category): each.requests for each in heat}
        columns = [ColumnOut(t("Building"))]
        columns += [ColumnOut(category or t("No category"), "whole") for category in categories]
        columns.append(ColumnOut(t("Total"), "whole"))
        rows: list[list[Value]] = []
        for building in buildings:
            numbers = [counts.get((building, category), 0) for category in categories]
            rows.append([building or t("No building"), *numbers, sum(numbers)])
        sums = [sum(counts.get((building, category), 0) for building in buildings) for category in categories]
        rows.append([t("Total"), *sums, sum(sums)])
        return self._sheet(t("Buildings and categories"), columns, rows)

    def _sheet(self, name: str | Message, columns: Sequence[ColumnOut], rows: Sequence[Sequence[Value]]) -> SheetOut:
        called = name if isinstance(name, str) else self._language.message(name)
        return SheetOut(called, (Block(columns, rows),), (called,))


def _groups(summary: MonthSummary, kind: str) -> Sequence[Named]:
    """Return the groups of a kind that counted anything in one of the months compared."""
    found: Sequence[Named] = getattr(summary, PLURALS[kind])
    return [each for each in found if kind == "department" or _counts_any(each.compared)]


def _counts_any(compared: Compared) -> bool:
    months = (compared.figures, compared.previous, compared.last_year)
    return any(figures is not None and any(figures.counts) for figures in months)
