"""The monthly report as a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from desktop.core.i18n import language
from desktop.months.rows import Figure
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
        "Departments",
        "Categories",
        "Buildings",
        "Received and completed",
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


def test_that_what_people_typed_is_never_a_formula(report: MonthReport, tmp_path: Path) -> None:
    line = replace(report.lists.carried_over[0], words="=1+1", room="+86", worker="@x")
    report = replace(report, lists=replace(report.lists, carried_over=[line]))
    path = tmp_path / "report.xlsx"
    write_report(path, report, ENGLISH)
    sheet = openpyxl.load_workbook(path)["Carried over"]
    typed = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert {typed[text] for text in ("=1+1", "+86", "@x")} == {"s"}


def test_that_the_same_rows_give_the_same_bytes(report: MonthReport, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (first, second):
        write_report(path, report, language("zh_CN"))
    assert first.read_bytes() == second.read_bytes()
