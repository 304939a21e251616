from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from desktop.core.i18n import language
from desktop.core.months import Month
from desktop.months.dialogs import CompareDialog
from desktop.months.presenter import ComparePresenter
from desktop.months.rows import Figure
from desktop.months.service import MonthService
from tests.months.conftest import OCTOBER
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.months.table import CompareLine
    from tests.months.conftest import Town
    from tests.ui.shells import RecordingShell

EN = language("en")


@pytest.fixture
def dialog(qtbot: QtBot, town: Town, shell: RecordingShell) -> CompareDialog:
    presenter = ComparePresenter(town.desk, shell.tasks, OCTOBER, None, shell.bus)
    made = CompareDialog(presenter, Month(2026, 11), None)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, shell)
    return made


def test_that_the_same_month_last_year_stands_beside_it_at_first(dialog: CompareDialog, town: Town) -> None:
    service = MonthService(town.desk)
    received = next(line for line in dialog.model.rows if line.figure is Figure.RECEIVED)
    assert received.first == service.summary(OCTOBER).total.figures
    assert received.second == service.summary(Month(2025, 10)).total.figures


def test_that_any_other_month_is_chosen(qtbot: QtBot, dialog: CompareDialog, town: Town, shell: RecordingShell) -> None:
    dialog.other.choose("2026-07")
    settle(qtbot, shell)
    july = MonthService(town.desk).summary(Month(2026, 7)).total.figures
    assert dialog.model.rows[0].second == july
    dialog.before.click()
    settle(qtbot, shell)
    assert dialog.presenter.other == Month(2026, 9)


def test_that_the_month_beside_is_read_whole(dialog: CompareDialog) -> None:
    line = dialog.other.combo.lineEdit()
    assert line is not None
    assert line.fontMetrics().horizontalAdvance("September 2026") < line.width()


def test_that_groups_are_compared_by_what_they_received(dialog: CompareDialog) -> None:
    dialog.kind.choose("category")
    received = [line.first.received for line in dialog.model.rows if line.first is not None]
    assert len(received) > 5
    assert received == sorted(received, reverse=True)
    assert {line.figure for line in dialog.model.rows} == {Figure.RECEIVED}


def test_that_a_number_of_either_month_asks_for_its_list(dialog: CompareDialog) -> None:
    asked: list[tuple[Month, CompareLine, str]] = []
    dialog.opened.connect(lambda month, line, kind: asked.append((month, line, kind)))
    line = dialog.model.rows[0]
    dialog.list.acted.emit(line, "second")
    assert asked == [(Month(2025, 10), line, "figures")]
    assert not dialog.isVisible()


def test_that_the_comparison_is_written_as_numbers_with_its_definitions(
    qtbot: QtBot, dialog: CompareDialog, shell: RecordingShell, tmp_path: Path
) -> None:
    assert dialog.compared is not None
    path = tmp_path / "months.xlsx"
    dialog.presenter.save(dialog.compared, path, EN)
    settle(qtbot, shell)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["Figures", "Definitions"]
    rows = {row[0]: row[1:] for row in book["Figures"].iter_rows(values_only=True)}
    first, second = (each.total.figures for each in (dialog.compared.first, dialog.compared.second))
    expected = (first.received, second.received, first.received - second.received)
    assert rows["Received (requests)"][:3] == expected
    assert rows["Completion rate"][0] == pytest.approx(first.completion_rate)
    formats = {row[0].value: row[1].number_format for row in book["Figures"].iter_rows()}
    assert formats["Completion rate"] == "0.0%"
