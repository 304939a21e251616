from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from desktop.core.i18n import language
from desktop.core.months import Month
from desktop.core.permissions import Role
from desktop.core.tokens import DARK, LIGHT, TOKENS, contrast
from desktop.months.dialogs import SinceDialog
from desktop.months.presenter import reading
from desktop.months.rows import AfterClosing, Correction, CorrectionKind, EditionRow, Figure, MonthState
from desktop.months.service import MonthService
from desktop.months.table import GROUP_HEADS
from desktop.requests.service import RequestService
from desktop.ui.language import translate
from tests.months.conftest import OCTOBER
from tests.months.view.conftest import opened
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.months.presenter import Listed
    from desktop.months.view import MonthPage
    from tests.months.conftest import Town
    from tests.ui.shells import RecordingShell

EN = language("en")


def spoken(text: object) -> str:
    return translate(text, EN)  # type: ignore[arg-type]  # a Text


def test_that_the_word_of_a_tile_shows_its_trend(qtbot: QtBot, page: MonthPage, shell: RecordingShell) -> None:
    tile, trend = page.content.tiles.tiles[Figure.ON_TIME_RATE], page.content.trend
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    settle(qtbot, shell)
    assert trend.title.text() == "On-time rate"
    assert trend.figures == (Figure.ON_TIME_RATE,)
    assert shell.gone == []
    assert [column.key for column in trend.model.columns] == ["month", "on_time_rate"]
    assert trend.model.index(0, 1).data() == tile.accessibleName().split()[-1]


def test_that_the_trend_of_any_figure_is_chosen_and_its_months_open(
    qtbot: QtBot, page: MonthPage, town: Town, shell: RecordingShell
) -> None:
    trend = page.content.trend
    titles = [action.text() for action in trend.menu().actions()]
    assert len(titles) == len(Figure) + 1
    trend.menu().actions()[titles.index("Requests done")].trigger()
    settle(qtbot, shell)
    trend.chart.setFocus()
    QTest.keyClick(trend.chart, Qt.Key.Key_Right)
    QTest.keyClick(trend.chart, Qt.Key.Key_Return)
    settle(qtbot, shell)
    [(_, asked)] = shell.gone
    assert spoken(asked["title"]) == "November 2025 · completed"
    figures = trend.model.rows[-2].figures
    assert figures is not None
    assert RequestService(town.desk).count(asked["wanted"]) == figures.completed


def test_that_tab_goes_through_the_head_of_the_trend_as_it_lies(page: MonthPage) -> None:
    trend = page.content.trend
    trend.choice.setFocus()
    QTest.keyClick(trend.choice, Qt.Key.Key_Tab)
    assert page.window().focusWidget() is trend.toggle


def test_that_a_month_of_the_trend_is_clicked_where_it_is_drawn(
    qtbot: QtBot, page: MonthPage, shell: RecordingShell
) -> None:
    chart = page.content.trend.chart
    at = chart.area(12).center()
    assert chart.place_at(at) == 12
    assert chart.place_at(QPointF(0, 0)) == -1
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at.toPoint())
    settle(qtbot, shell)
    assert spoken(shell.gone[0][1]["title"]) == "October 2026 · received"


def test_that_the_heat_table_is_walked_by_keyboard_and_its_cells_open(
    qtbot: QtBot, page: MonthPage, town: Town, shell: RecordingShell
) -> None:
    view = page.content.heat.view
    view.setFocus()
    view.setCurrentIndex(view.heat.index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Down)
    index = view.currentIndex()
    assert (index.row(), index.column()) == (1, 0)
    count = view.heat.count(index)
    assert count > 0
    QTest.keyClick(view, Qt.Key.Key_Return)
    settle(qtbot, shell)
    [(_, asked)] = shell.gone
    assert RequestService(town.desk).count(asked["wanted"]) == count
    assert view.heat.data(index, int(Qt.ItemDataRole.AccessibleTextRole)).endswith(f": {count}")


def test_that_the_sums_of_the_heat_table_are_those_of_the_month(page: MonthPage) -> None:
    heat = page.content.heat.view.heat
    corner = heat.index(heat.rowCount() - 1, heat.columnCount() - 1)
    assert str(heat.count(corner)) == page.content.tiles.tiles[Figure.RECEIVED].accessibleName().split()[-1]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_that_numbers_are_readable_on_every_shade_of_heat(page: MonthPage, look: str) -> None:
    ink = TOKENS["ink"][DARK if look == "dark" else LIGHT]
    chart = page.content.heat.view.heat.chart
    grounds = {chart.ground(value, look) for row in chart.values for value in row}  # type: ignore[arg-type]  # an Ink
    assert len(grounds) > 2
    assert min(contrast(ink, ground) for ground in grounds) >= 4.5


def test_that_bars_of_a_distribution_open_their_requests(
    qtbot: QtBot, page: MonthPage, town: Town, shell: RecordingShell
) -> None:
    panel = page.content.turnaround
    place = max(range(len(panel.bands)), key=lambda each: panel.bands[each].count)
    panel.chart.opened.emit(place)
    settle(qtbot, shell)
    [(_, asked)] = shell.gone
    assert RequestService(town.desk).count(asked["wanted"]) == panel.bands[place].count


def test_that_groups_are_divided_by_what_is_chosen(page: MonthPage) -> None:
    groups = page.content.groups
    for kind in GROUP_HEADS:
        groups.kinds[kind].click()
        assert groups.model.rowCount() > 0
        shares = [groups.model.index(row, 1).data() for row in range(groups.model.rowCount())]
        assert all(share.endswith("%") for share in shares)


def test_that_problem_points_stand_with_their_actions_and_open(page: MonthPage, shell: RecordingShell) -> None:
    points = page.content.points
    assert points.model.rowCount() > 0
    points.list.selectRow(0)
    QTest.keyClick(points.list, Qt.Key.Key_Return)
    assert shell.gone == [("issues", {"issue_id": points.model.rows[0].issue.id})]


def test_that_the_chips_of_problem_points_count_what_they_leave(page: MonthPage) -> None:
    points = page.content.points
    whole = points.model.rowCount()
    seen = 0
    for chip in points.chips.values():
        if chip.isVisible():
            told = int(chip.words().split()[-1])
            chip.click()
            assert points.model.rowCount() == told
            chip.click()
            seen += told
    assert seen > 0
    assert points.model.rowCount() == whole


def test_that_a_problem_point_is_raised_for_the_month_and_department(page: MonthPage, shell: RecordingShell) -> None:
    page.content.points.add.click()
    [(where, asked)] = shell.gone
    assert where == "issues"
    assert asked["new"].month == Month(2026, 10)


def test_that_combing_leads_to_the_page_of_it(page: MonthPage, shell: RecordingShell) -> None:
    page.header.comb_month.click()
    assert shell.gone == [("combing", {"month": "2026-10"})]


def test_that_an_administrator_sees_figures_but_no_problem_points(
    qtbot: QtBot, town: Town, shell: RecordingShell
) -> None:
    page = opened(qtbot, replace(town.desk, actor=replace(town.desk.actor, role=Role.ADMINISTRATOR)), shell)
    assert page.content.groups.model.rowCount() > 0
    assert not page.content.points.isVisible()
    assert not page.header.comb_month.isVisible()


def test_that_everything_on_the_page_is_exported(
    qtbot: QtBot,
    page: MonthPage,
    shell: RecordingShell,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path_factory.mktemp("export") / "october.xlsx"
    monkeypatch.setattr("desktop.months.view.asking.ask_path", lambda *_: path)
    page.header.export.emit()
    settle(qtbot, shell)
    assert shell.words == [f"The workbook is {path}"]
    assert path.stat().st_size > 0


def test_that_a_closed_month_says_what_changed_since(
    qtbot: QtBot, town: Town, shell: RecordingShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime(2026, 11, 3, 2, tzinfo=UTC)
    edition = EditionRow(2, 2, at, "沈怡", at, (), None, "", "")
    first = replace(edition, id=1, number=1, reopened_at=at, reopened_by="沈怡", reason="a slip came late")
    state = MonthState(OCTOBER, 3, at, "沈怡", edition, (edition, first), frozenset())
    late = Correction(OCTOBER, 7, "BX-2610-0999", "3-1-502", "Tap", "工程", CorrectionKind.CAME_LATER, at, at)
    after = AfterClosing({Figure.RECEIVED: (90, 91)}, [late])
    read, read_figures = reading.read_lists, reading.read_figures

    def lists(*where: Any) -> Listed:
        found = read(*where)
        return replace(found, report=replace(found.report, edition=edition), after=after)

    monkeypatch.setattr("desktop.months.presenter.month.read_lists", lists)
    monkeypatch.setattr(
        "desktop.months.presenter.month.read_figures", lambda *where: replace(read_figures(*where), state=state)
    )
    page = opened(qtbot, town.desk, shell)
    assert page.header.state.accessibleName() == "Closed, edition 2"
    assert "a slip came late" in page.header.state.toolTip()
    assert page.header.since.text() == "After closing: 1 change"
    page.header.since.click()
    dialog = page.dialogs.shown
    assert isinstance(dialog, SinceDialog)
    dialog.list.opened.emit(late)
    assert shell.gone == [("requests", {"request_id": 7})]


def test_that_an_open_month_has_nothing_to_say_about_its_closing(page: MonthPage) -> None:
    assert not page.header.since.isVisible()


def test_that_a_target_laid_down_is_seen_at_once(
    qtbot: QtBot, page: MonthPage, town: Town, shell: RecordingShell
) -> None:
    service = MonthService(town.desk)
    changes = service.set_target(Figure.COMPLAINT_RATE, 0, 1.0, version=0)
    try:
        shell.bus.announce(changes)
        tile = page.content.tiles.tiles[Figure.COMPLAINT_RATE]
        qtbot.waitUntil(lambda: tile.toolTip().startswith("Target ≤ 100%: met."), timeout=20_000)
        settle(qtbot, shell)
        assert "met" in tile.accessibleDescription()
    finally:
        [row] = [row for row in service.targets() if row.version]
        service.set_target(row.figure, 0, None, version=row.version)
