"""The search field, the list of finds, and typing that goes nowhere in particular."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.hits import HitLine, HitList
from desktop.ui.search import BareTyping, SearchField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CTRL = Qt.KeyboardModifier.ControlModifier


class Window(QWidget):
    """A search field above a page with a list, a button and a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.field = SearchField(msg("Find anything"), label=msg("Find"), key="F3")
        self.page = QWidget()
        inside = QVBoxLayout(self.page)
        self.list, self.button, self.line, self.combo = QListWidget(), QPushButton("go"), QLineEdit(), QComboBox()
        self.list.addItems(["1-1-101", "3-1-502", "zxm"])
        self.combo.addItems(["one", "two"])
        for each in (self.list, self.button, self.line, self.combo):
            inside.addWidget(each)
        column.addWidget(self.field)
        column.addWidget(self.page)
        self.pressed: list[str] = []
        shortcut = QShortcut(QKeySequence("3"), self)
        shortcut.activated.connect(lambda: self.pressed.append("3"))
        self.enter = QShortcut(QKeySequence("Ctrl+Return"), self)
        self.enter.activated.connect(lambda: self.pressed.append("Ctrl+Return"))
        self.allowed = True
        self.typing = BareTyping(self.field, lambda widget: self.allowed and self.page.isAncestorOf(widget))


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def focus(widget: QWidget) -> None:
    widget.setFocus()
    assert QApplication.focusWidget() is widget


def test_that_typing_on_a_list_goes_to_the_box_from_the_first_key_on(window: Window) -> None:
    focus(window.list)
    for character in "3-1-502":
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, character)
    assert window.field.text() == "3-1-502"
    assert window.field.hasFocus()
    assert window.pressed == []


def test_that_what_stood_in_the_box_is_replaced(window: Window) -> None:
    window.field.setText("old")
    focus(window.button)
    QTest.keyClicks(window.button, "z")
    assert window.field.text() == "z"


def test_that_lines_and_choices_on_the_page_keep_what_is_typed_into_them(window: Window) -> None:
    for widget in (window.line, window.combo):
        focus(widget)
        QTest.keyClicks(widget, "t")
        assert widget.hasFocus()
    assert window.line.text() == "t"
    assert window.combo.currentText() == "two"
    assert window.field.text() == ""


def test_that_keys_that_write_nothing_stay_where_they_are(window: Window) -> None:
    focus(window.list)
    QTest.keyClick(window.list, Qt.Key.Key_Down)
    QTest.keyClick(window.list, Qt.Key.Key_Space)
    QTest.keyClick(window.list, Qt.Key.Key_A, CTRL)
    assert window.list.hasFocus()
    assert window.field.text() == ""


def test_that_a_page_which_does_not_want_it_is_left_alone(window: Window) -> None:
    window.allowed = False
    focus(window.button)
    QTest.keyClicks(window.button, "z")
    assert window.field.text() == ""
    window.allowed = True
    window.typing.watch_again()
    QTest.keyClicks(window.button, "z")
    assert window.field.text() == "z"


def compose(target: QWidget, preedit: str = "", commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(target, event)


def test_that_an_input_method_is_told_that_text_goes_here_and_loses_no_first_key(window: Window) -> None:
    focus(window.list)
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QCoreApplication.sendEvent(window.list, query)
    assert query.value(Qt.InputMethodQuery.ImEnabled) is True
    compose(window.list, preedit="w")
    assert window.field.hasFocus()
    assert window.field.text() == ""
    compose(window.field, preedit="wang")
    compose(window.field, commit="王")
    assert window.field.text() == "王"


def test_that_what_is_committed_at_once_arrives_too(window: Window, qtbot: QtBot) -> None:
    focus(window.list)
    with qtbot.waitSignal(window.field.asked) as asked:
        compose(window.list, commit="王小明")
    assert asked.args == ["王小明"]
    compose(window.list)
    assert window.field.text() == "王小明"


def test_that_enter_asks_for_what_is_typed_by_now_before_it_takes(window: Window) -> None:
    heard: list[str] = []
    window.field.asked.connect(lambda text: heard.append(f"asked {text}"))
    window.field.taken.connect(lambda: heard.append("taken"))
    window.field.acted.connect(lambda: heard.append("acted"))
    window.field.enter()
    QTest.keyClicks(window.field, "wx")
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    QTest.keyClick(window.field, Qt.Key.Key_Return, CTRL)
    assert heard == ["asked wx", "taken", "acted"]
    assert window.pressed == []


def test_that_the_keyboard_coming_and_going_is_told(window: Window, qtbot: QtBot) -> None:
    focus(window.list)
    with qtbot.waitSignal(window.field.entered):
        window.field.enter()
    with qtbot.waitSignal(window.field.gone):
        window.list.setFocus()


# --- the list of finds ----------------------------------------------------------------------------------------------

LINES = (
    HitLine(msg("Rooms")),
    HitLine("3-1-502", "house", ((0, 7),), value=1),
    HitLine(msg("Residents")),
    HitLine("王小明", "user", ((1, 3),), "138 **** 2046", ((9, 13),), "3-1-502", 2),
    HitLine(
        "a name that is far too long for any row of any list " * 3, "user", detail="x" * 300, side="y" * 80, value=3
    ),
)


@pytest.fixture
def hits(qtbot: QtBot) -> HitList:
    made = HitList(msg("Found"), "hits")
    qtbot.addWidget(made)
    made.resize(560, 300)
    made.show()
    made.show_lines(LINES)
    return made


def test_that_arrows_pass_over_headings_and_stop_at_the_ends(hits: HitList) -> None:
    assert hits.values == [1, 2, 3]
    walked = [hits.value]
    for step in (1, 1, 1, -1, -10, 10):
        hits.move_by(step)
        walked.append(hits.value)
    assert walked == [1, 2, 3, 3, 2, 1, 3]


def test_that_a_line_says_everything_to_a_screen_reader(hits: HitList) -> None:
    hits.move_by(1)
    assert hits.spoken == "王小明, 138 **** 2046, 3-1-502"
    assert hits.model().index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole) == hits.spoken
    assert hits.accessibleName()


def test_that_a_click_takes_a_find_but_no_heading(hits: HitList) -> None:
    taken: list[object] = []
    hits.taken.connect(taken.append)
    for row in (0, 3):
        middle = hits.visualRect(hits.model().index(row, 0)).center()
        QTest.mouseMove(hits.viewport(), QPoint(middle))
        QTest.mouseClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert taken == [2]
    assert not hits.grab().isNull()
    hits.show_lines(())
    hits.move_by(1)
    assert hits.value is None
    assert hits.spoken == ""


def test_that_its_height_shows_every_line(hits: HitList) -> None:
    hits.resize(560, hits.whole_height())
    QCoreApplication.processEvents()
    assert hits.verticalScrollBar().maximum() == 0
