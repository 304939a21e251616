from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QStyleOptionViewItem, QToolTip

from desktop.core.i18n import Language, msg
from desktop.ui.language import ui_language
from desktop.ui.panels import EmptyState, ListFrame
from desktop.ui.table import Cell, Column, ColumnsButton, ListView, RowsModel, Sort
from desktop.ui.theme import colour
from tests.ui.phrases import Phrases
from tests.ui.samples import COLUMNS, ROWS, Row

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from pytestqt.qtbot import QtBot


@pytest.fixture
def model() -> RowsModel[Row]:
    act = Column[Row]("act", msg("Open"), lambda _row, _: Cell("Open", link=True), width=60, right=True, sort=False)
    return RowsModel([*COLUMNS, act], ROWS)


@pytest.fixture
def view(qtbot: QtBot, model: RowsModel[Row]) -> ListView:
    made = ListView(model, label=msg("Requests"), name="requests", row="row-dense", several=True)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    return made


def middle(view: ListView, index: QModelIndex) -> QPoint:
    return view.visualRect(index).center()


def test_that_the_model_keeps_qts_rules(model: RowsModel[Row]) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_rows(ROWS[:3])
    model.set_sort(Sort("room"))
    assert tester.model().rowCount() == 3


def test_that_a_click_selects_the_row_and_enter_opens_it(qtbot: QtBot, view: ListView, model: RowsModel[Row]) -> None:
    with qtbot.waitSignal(view.row_changed) as changed:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, model.index(4, 2)))
    assert changed.args == [ROWS[4]]
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [ROWS[4]]


def test_that_a_double_click_opens(qtbot: QtBot, view: ListView, model: RowsModel[Row]) -> None:
    with qtbot.waitSignal(view.opened) as opened:
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, model.index(2, 2)))
    assert opened.args == [ROWS[2]]


def test_that_an_action_in_a_row_is_told_with_its_column(qtbot: QtBot, view: ListView, model: RowsModel[Row]) -> None:
    with qtbot.waitSignal(view.acted) as acted:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, model.index(1, 6)))
    assert acted.args == [ROWS[1], "act"]


def test_that_arrow_keys_move_the_row(view: ListView) -> None:
    view.select(1)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.row == ROWS[1]
    assert [row.id for row in view.rows] == [2]


def test_that_copying_takes_the_selected_rows_as_shown(view: ListView) -> None:
    view.show_columns(["room", "state"])
    view.select(1)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "8-1-1203\t逾期 2 天\n3-1-502\t逾期 1 天"


def test_that_columns_shown_keep_their_order_and_the_words_take_the_rest(view: ListView) -> None:
    view.show_columns(["content", "state"])
    assert view.shown_columns() == ["content", "state"]
    assert view.columnWidth(2) + view.columnWidth(0) == view.viewport().width()


def test_that_a_width_chosen_is_remembered(view: ListView) -> None:
    view.horizontalHeader().resizeSection(1, 140)
    assert view.widths() == {"room": 140}
    view.set_widths({"room": 100})
    assert view.columnWidth(1) == 100


def test_that_the_column_which_takes_the_rest_goes_on_taking_it(view: ListView) -> None:
    head = view.horizontalHeader()
    (rest,) = (place for place, column in enumerate(view.list_model.columns) if column.stretch)
    taken = head.length()
    head.resizeSection(rest, 60)
    assert head.length() == taken == view.viewport().width()
    assert view.widths() == {}


def test_that_sorting_in_memory_keeps_the_selected_row(view: ListView, model: RowsModel[Row]) -> None:
    view.select(1)
    model.set_sort(Sort("room", descending=True))
    assert view.row == ROWS[0]
    assert [row.room for row in model.rows] == sorted((row.room for row in ROWS), reverse=True)


def test_that_a_selected_row_is_tinted_with_a_bar_at_its_left(view: ListView, model: RowsModel[Row]) -> None:
    view.select(5)
    image = view.grab().toImage()
    top = view.viewport().y() + view.visualRect(model.index(4, 0)).center().y()
    assert image.pixelColor(1, top) == colour("accent")
    assert image.pixelColor(5, top) == colour("accent-tint")


def test_that_cut_text_is_whole_in_the_tooltip(view: ListView, model: RowsModel[Row]) -> None:
    view.setColumnWidth(2, 60)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 60, 32)
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5)))
    assert view.itemDelegate().helpEvent(event, view, option, model.index(0, 2))
    assert QToolTip.text() == ROWS[0].content
    QToolTip.hideText()


def test_that_heads_and_cells_change_language(view: ListView, model: RowsModel[Row]) -> None:
    ui_language().speak(Language("zh_CN", Phrases()))
    assert model.headerData(1, Qt.Orientation.Horizontal) == "房号"
    assert view.accessibleName() == "报事"


def test_that_an_empty_list_says_what_to_do(view: ListView, model: RowsModel[Row]) -> None:
    frame = ListFrame(view, EmptyState(msg("Nothing is open"), msg("New requests appear here.")))
    model.set_rows([])
    assert isinstance(frame.currentWidget(), EmptyState)
    model.set_rows(ROWS)
    assert frame.currentWidget() is view
    view.setParent(None)


def test_that_entering_the_list_by_key_selects_a_row(qtbot: QtBot, view: ListView) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.hasFocus)
    assert view.rows == [ROWS[0]]


def test_that_an_icon_alone_stands_at_the_right_of_a_right_column(qtbot: QtBot) -> None:
    done = Column[Row]("done", msg("Open"), lambda _row, _: Cell("", icon="circle-check"), right=True, stretch=True)
    view = ListView(RowsModel([done], ROWS[:1]), label=msg("Requests"), name="icons", row="row-dense")
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    row = view.visualRect(view.model().index(0, 0))
    image, height = view.viewport().grab().toImage(), row.center().y()
    ground = image.pixelColor(row.center().x(), height)
    inked = [x for x in range(4, row.width() - 4) if image.pixelColor(x, height) != ground]
    assert inked
    assert min(inked) > row.width() - 40


def test_that_two_lines_and_marks_are_painted(qtbot: QtBot) -> None:
    def two(row: Row, _language: Language) -> Cell:
        return Cell(row.room, row.content, mark="502", icon="wrench", strong=True)

    model: RowsModel[Any] = RowsModel([Column[Row]("both", msg("Room"), two, stretch=True)], ROWS[:2])
    view = ListView(model, label=msg("Rooms"), name="rooms", row="row-two-line")
    qtbot.addWidget(view)
    view.resize(300, 200)
    image = view.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(300) for y in range(30, 140)}
    assert view.rowHeight(0) >= 53
    assert colour("amber-tint").name() in colours
    assert model.index(1, 0).data() == "3-1-502 门口快递堆放，答复未回"


def test_that_columns_are_chosen_and_one_always_stays(qtbot: QtBot, view: ListView) -> None:
    button = ColumnsButton(view)
    qtbot.addWidget(button)
    view.show_columns(["state", "room"])
    menu = button.menu_of_columns()
    by_key = {str(action.data()): action for action in menu.actions()}
    assert [key for key, action in by_key.items() if action.isChecked()] == ["state", "room"]
    with qtbot.waitSignal(button.chosen) as chosen:
        by_key["state"].trigger()
    assert chosen.args == [["room"]]
    assert view.shown_columns() == ["room"]
    last = {str(action.data()): action.isEnabled() for action in button.menu_of_columns().actions()}
    assert last["room"] is False
    assert last["due"] is True


def test_that_several_rows_stay_selected_by_what_they_are(qtbot: QtBot, view: ListView, model: RowsModel[Row]) -> None:
    counts: list[int] = []
    view.selected.connect(counts.append)
    view.select(2)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_count == model.rowCount() - 1
    assert counts[-1] == model.rowCount() - 1
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert [row.id for row in view.rows] == [1, 2]
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_count == model.rowCount()
    view.select_one()
    assert [row.id for row in view.rows] == [view.row.id]
    qtbot.waitUntil(lambda: counts[-1] == 1)
