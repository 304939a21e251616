"""The bar of conditions over a list: chips that flow, a line that is told after a pause or by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.filters import FilterBar, SearchLine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def line(qtbot: QtBot, pause_ms: int = 20) -> tuple[SearchLine, list[str]]:
    """Return a line that is shown, and what it has told."""
    made, told = SearchLine("找", "find-it", 120, pause_ms=pause_ms), list[str]()
    qtbot.addWidget(made)
    made.searched.connect(told.append)
    made.show()
    return made, told


def test_that_typing_is_told_once_after_a_pause(qtbot: QtBot) -> None:
    made, told = line(qtbot)
    QTest.keyClicks(made, " 3-1 ")
    assert told == []
    qtbot.waitUntil(lambda: told == ["3-1"])
    assert made.accessibleName() == "找"


def test_that_enter_tells_at_once_and_before_it_says_so(qtbot: QtBot) -> None:
    made, told = line(qtbot, pause_ms=100_000)
    made.entered.connect(lambda: told.append("entered"))
    QTest.keyClicks(made, "ab")
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert told == ["ab", "entered"]


def test_that_what_the_list_goes_by_never_overwrites_what_is_being_typed(qtbot: QtBot) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    made, other = SearchLine("", "one", 100), SearchLine("", "other", 100)
    column.addWidget(made)
    column.addWidget(other)
    qtbot.addWidget(holder)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    made.setFocus()
    QTest.keyClicks(made, "ab")
    made.show_words("of the list")
    assert made.text() == "ab"
    other.setFocus()
    made.show_words("of the list")
    assert made.text() == "of the list"


def test_that_emptying_it_tells_nothing(qtbot: QtBot) -> None:
    made, told = line(qtbot)
    QTest.keyClicks(made, "ab")
    with qtbot.assertNotEmitted(made.searched, wait=40):
        made.empty()
    assert (made.text(), told) == ("", [])


def test_that_chips_go_on_in_the_next_line_where_there_is_no_room(qtbot: QtBot) -> None:
    bar = FilterBar(SearchLine("", "find-it", 100))
    qtbot.addWidget(bar)
    chips = [bar.add_chip(f"condition {place}", f"chip-{place}") for place in range(6)]
    bar.resize(400, 200)
    bar.show()
    assert len({chip.y() for chip in chips}) > 1
    assert max(chip.geometry().right() for chip in chips) < 300
    bar.resize(1200, 200)
    assert len({chip.y() for chip in chips}) == 1
