"""The monthly report as a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from desktop.core.i18n import language
from desktop.months.rows import FIGURE_LABELS, Figure
from desktop.months.sheet import write_report
from tests.months.conftest import OCTOBER

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from desktop.months.rows import MonthReport
    from tests.months.conftest import Town

ENGLISH = language("en")


@pytest.fixture(scope="module")
def report(town: Town) -> MonthReport:
    return town.service().report(OCTOBER)


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_that_the_workbook_holds_the_report_as_numbers(report: MonthReport, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(path, report, ENGLISH)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Figures",
        "Definitions",
        "Departments",
        "Categories",
        "Zones",
        "Buildings",
        "Workers",
        "In homes and public areas",
        "Liabilities",
        "Sources",
        "13 months",
        "Buildings and categories",
        "Problem points",
        "Turnaround",
        "Hot spots",
        "Repeat households",
        "Carried over",
        "Overdue",
        "Rework",
        "Not reached in time",
        "Dissatisfied answers",
    ]
    this_month = next(row for row in rows(book["Figures"]) if row[0] == "October 2026" and row[1] is not None)
    figures = report.summary.total.figures
    assert list(this_month[1:]) == [pytest.approx(figures.value(figure)) for figure in Figure]
    lists = report.lists
    for name, lines in (
        ("Carried over", lists.carried_over),
        ("Overdue", lists.overdue),
        ("Rework", lists.rework),
        ("Not reached in time", lists.unreached),
    ):
        numbers = [row[0] for row in rows(book[name])[2:]]
        assert [line.number for line in lines] == numbers[: len(lines)]


def test_that_the_second_sheet_defines_every_figure(report: MonthReport, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(path, report, ENGLISH)
    defined = {row[0]: row[1] for row in rows(openpyxl.load_workbook(path)["Definitions"]) if row[0]}
    assert all(defined.get(ENGLISH.message(FIGURE_LABELS[figure])) for figure in Figure)


def test_that_targets_results_and_the_year_stand_below_the_figures(report: MonthReport, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(path, report, ENGLISH)
    sheet = openpyxl.load_workbook(path)["Figures"]
    found = {row[0].value: row[1:] for row in sheet.iter_rows()}
    place = list(Figure).index(Figure.COMPLETION_RATE)
    assert found["Target"][place].value == pytest.approx(report.summary.targets[Figure.COMPLETION_RATE])
    assert found["Target"][place].number_format == "0.0%"
    assert found["Result"][place].value in {"met", "not met"}
    assert report.summary.year_to_date is not None
    assert found["Year to date"][0].value == report.summary.year_to_date.received


def test_that_shares_bands_and_cells_add_up_to_what_was_counted(report: MonthReport, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(path, report, ENGLISH)
    book = openpyxl.load_workbook(path)
    figures = report.summary.total.figures
    shares = [row[2] for row in rows(book["Sources"]) if isinstance(row[2], float)]
    assert sum(shares) == pytest.approx(1)
    assert rows(book["Buildings and categories"])[-1][-1] == figures.received
    bands = [row[1] for row in rows(book["Turnaround"]) if isinstance(row[1], int)]
    assert sum(bands) == figures.completed


def test_that_every_action_of_a_problem_point_has_a_row(report: MonthReport, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(path, report, ENGLISH)
    expected = sum(max(len(issue.actions), 1) for issue in report.issues)
    titles = {issue.title for issue in report.issues}
    found = [row for row in rows(openpyxl.load_workbook(path)["Problem points"]) if row[1] in titles]
    assert len(found) == expected > 0


def test_that_what_people_typed_is_never_a_formula(report: MonthReport, tmp_path: Path) -> None:
    line = replace(report.lists.carried_over[0], words="=1+1", room="+86", worker="@x")
    point = replace(report.issues[0], title="=2+2")
    report = replace(report, lists=replace(report.lists, carried_over=[line]), issues=[point])
    path = tmp_path / "report.xlsx"
    write_report(path, report, ENGLISH)
    book = openpyxl.load_workbook(path)
    cells = [cell for name in ("Carried over", "Problem points") for row in book[name].iter_rows() for cell in row]
    typed = {cell.value: cell.data_type for cell in cells}
    assert {typed[text] for text in ("=1+1", "+86", "@x", "=2+2")} == {"s"}
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}


def test_that_the_same_rows_give_the_same_bytes(report: MonthReport, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (first, second):
        write_report(path, report, language("zh_CN"))
    assert first.read_bytes() == second.read_bytes()
