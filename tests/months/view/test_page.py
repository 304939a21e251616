from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.months.rows import Figure
from desktop.requests.service import RequestService
from desktop.ui.language import translate, ui_language
from desktop.ui.theme import ThemeChoice, theme
from tests.months.view.conftest import opened
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.months.view import MonthPage
    from tests.months.conftest import Town
    from tests.ui.shells import RecordingShell

EN = language("en")


def spoken(text: object) -> str:
    return translate(text, EN)  # type: ignore[arg-type]  # a Text


def test_that_the_page_says_which_month_it_shows_and_up_to_when(page: MonthPage) -> None:
    assert page.header.title.text() == "October 2026 summary"
    assert page.header.note.text() == "up to 31 Oct 24:00; every number opens its list"
    assert page.header.state.accessibleName() == "Not closed yet"


def test_that_a_tile_opens_the_list_it_counts(qtbot: QtBot, page: MonthPage, town: Town, shell: RecordingShell) -> None:
    tile = page.content.tiles.tiles[Figure.RECEIVED]
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    settle(qtbot, shell)
    [(where, asked)] = shell.gone
    assert where == "requests"
    assert spoken(asked["title"]) == "October 2026 · received"
    count = RequestService(town.desk).count(asked["wanted"])
    assert tile.accessibleName() == f"Requests received {count}"


def test_that_a_tile_explains_itself(page: MonthPage) -> None:
    lines = page.content.tiles.tiles[Figure.ON_TIME_RATE].toolTip().splitlines()
    assert len(lines) == 3
    assert lines[0] in {"Target ≥ 88%: met.", "Target ≥ 88%: not met."}
    assert lines[2].startswith("On-time rate: ")


def test_that_months_are_turned_by_key(qtbot: QtBot, page: MonthPage, shell: RecordingShell) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(page, Qt.Key.Key_PageUp, control)
    settle(qtbot, shell)
    assert page.header.title.text() == "September 2026 summary"
    QTest.keyClick(page, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, shell)
    assert page.header.title.text() == "November 2026 summary"
    assert page.header.state.accessibleName() == "Still running"
    assert not page.header.later.isEnabled()


def test_that_another_page_can_ask_for_a_month(qtbot: QtBot, town: Town, shell: RecordingShell) -> None:
    page = opened(qtbot, town.desk, shell, month="2026-08")
    assert page.header.title.text() == "August 2026 summary"


def test_that_a_month_without_requests_says_so(qtbot: QtBot, page: MonthPage, shell: RecordingShell) -> None:
    page.show_at(month="2020-01")
    settle(qtbot, shell)
    assert page.stack.currentWidget() is page.empty
    assert page.empty.missing.text() == "No requests in January 2020"
    page.show_at(month="2026-10")
    settle(qtbot, shell)
    assert page.stack.currentWidget() is not page.empty


def test_that_a_department_is_chosen_from_the_menu(qtbot: QtBot, page: MonthPage, shell: RecordingShell) -> None:
    menu = page.header.menu()
    texts = [action.text() for action in menu.actions()]
    assert texts == ["All departments", "客服", "工程", "秩序", "环境", "绿化"]
    menu.actions()[2].trigger()
    settle(qtbot, shell)
    assert page.header.department.text() == "工程"
    assert [group.name for group in page.content.groups.model.rows] == ["工程"]


def test_that_a_departments_head_has_no_other_to_choose(qtbot: QtBot, town: Town, shell: RecordingShell) -> None:
    actor = replace(town.desk.actor, role=Role.MANAGER, department_id=town.departments["engineering"])
    page = opened(qtbot, replace(town.desk, actor=actor), shell)
    assert page.header.department.text() == "工程"
    assert not page.header.department.isEnabled()
    assert "Print all reports …" not in [action.text() for action in page.header.more_menu().actions()]


def test_that_a_number_in_a_table_opens_its_list(
    qtbot: QtBot, page: MonthPage, town: Town, shell: RecordingShell
) -> None:
    table = page.content.groups
    at = table.list.visualRect(table.model.index(1, 2)).center()
    QTest.mouseClick(table.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle(qtbot, shell)
    [(_, asked)] = shell.gone
    assert spoken(asked["title"]) == "October 2026 · 工程 · received"
    count = RequestService(town.desk).count(asked["wanted"])
    assert table.model.rows[1].compared.figures.received == count > 0


def test_that_the_figures_of_a_row_are_reached_by_keyboard(
    qtbot: QtBot, page: MonthPage, shell: RecordingShell
) -> None:
    groups = page.content.groups
    groups.kinds["building"].click()
    menu = groups.menu(groups.model.rows[0])
    assert menu.actions()[0].text().startswith("Received (requests)  ")
    menu.actions()[0].trigger()
    settle(qtbot, shell)
    assert spoken(shell.gone[0][1]["title"]).startswith("October 2026 · Building 1 · ")


def test_that_the_trend_is_drawn_and_shown_in_numbers(page: MonthPage) -> None:
    assert page.content.trend.chart.renderer is not None
    assert page.content.trend.chart.renderer.isValid()
    QTest.mouseClick(page.content.trend.toggle, Qt.MouseButton.LeftButton)
    assert page.content.trend.stack.currentWidget() is page.content.trend.list
    assert page.content.trend.toggle.text() == "See chart"
    assert page.content.trend.model.rowCount() == 13
    received = page.content.tiles.tiles[Figure.RECEIVED].accessibleName().split()[-1]
    assert page.content.trend.model.index(0, 1).data() == received


def test_that_the_trend_is_drawn_anew_for_another_look(qtbot: QtBot, page: MonthPage, shell: RecordingShell) -> None:
    before = page.content.trend.chart.grab().toImage()
    theme().choose(ThemeChoice.DARK)
    settle(qtbot, shell)
    assert page.content.trend.chart.grab().toImage() != before


def test_that_a_category_opens_by_mouse_and_by_keyboard(
    qtbot: QtBot, page: MonthPage, town: Town, shell: RecordingShell
) -> None:
    chart = page.content.ranking.chart
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(20, chart.ROW // 2))
    settle(qtbot, shell)
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    settle(qtbot, shell)
    counts = [RequestService(town.desk).count(asked["wanted"]) for _, asked in shell.gone]
    assert counts == [group.compared.figures.received for group in page.content.ranking.model.rows[:2]]


def test_that_the_last_row_of_the_ranking_leads_to_the_table_of_all(page: MonthPage) -> None:
    QTest.keyClick(page.content.ranking.chart, Qt.Key.Key_Down)
    page.content.ranking.chart.opened.emit(5)
    assert page.content.ranking.stack.currentWidget() is page.content.ranking.list
    assert page.content.ranking.model.rowCount() > 6


def test_that_what_repeats_opens_its_requests(qtbot: QtBot, page: MonthPage, shell: RecordingShell) -> None:
    page.content.repeats.list.select(page.content.repeats.model.rows[0].id)
    QTest.keyClick(page.content.repeats.list, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert len(shell.gone) == 1
    assert page.content.repeats.carried.text()


def test_that_three_tiles_stand_in_a_row_where_it_is_narrow(qtbot: QtBot, page: MonthPage) -> None:
    tiles = list(page.content.tiles.tiles.values())
    assert tiles[3].y() == tiles[0].y()
    page.resize(904, 384)
    qtbot.waitUntil(lambda: tiles[3].y() > tiles[0].y())
    assert tiles[3].x() == tiles[0].x()


def test_that_everything_changes_language_while_it_is_shown(
    qtbot: QtBot, page: MonthPage, shell: RecordingShell
) -> None:
    ui_language().choose("zh_CN")
    settle(qtbot, shell)
    assert page.header.title.text().startswith("2026年10月")
    ui_language().choose("en")
    assert page.header.title.text() == "October 2026 summary"


def test_that_the_report_of_the_department_chosen_is_previewed(page: MonthPage, shell: RecordingShell) -> None:
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    [paper] = shell.papers
    assert spoken(paper.title) == "Report of October 2026"
    assert paper.pdf(EN).startswith(b"%PDF-")


def test_that_the_ledger_of_the_department_chosen_is_previewed(page: MonthPage, shell: RecordingShell) -> None:
    page.header.ledger.emit()
    [paper] = shell.papers
    assert spoken(paper.title) == "Ledger of October 2026"
    assert paper.file_name == "2026-10-ledger-all"
