from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from desktop.ui.buttons import Button
from desktop.ui.two_columns import Columns, TwoColumnPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Reader:
    """Counts how often reading began and rested."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def start(self) -> None:
        self.calls.append("start")

    def rest(self) -> None:
        self.calls.append("rest")


class SomePage(TwoColumnPage):
    """A list, a bar over it, and what is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.bar, self.listed, self.detail = QWidget(), QWidget(), QWidget()
        self.back, self.add = Button("Back", parent=self), Button("Add", key="Alt+N", parent=self)
        split = QSplitter()
        split.addWidget(self.listed)
        split.addWidget(self.detail)
        row = QHBoxLayout(self)
        for widget in (self.bar, split):
            row.addWidget(widget)
        self.columns = Columns(
            split, [self.listed, self.bar], self.detail, self.back, detail_width=400, keyed=[self.add]
        )
        self.reader = self.read = Reader()
        self.left = 0
        self.listen("leave", self.leave_detail)

    def leave_detail(self) -> None:
        self.left += 1


@pytest.fixture
def page(qtbot: QtBot) -> SomePage:
    made = SomePage()
    qtbot.addWidget(made)
    return made


def seen(page: SomePage) -> list[bool]:
    return [not widget.isHidden() for widget in (page.listed, page.bar, page.detail, page.back)]


def test_that_list_and_detail_stand_beside_each_other_where_there_is_room(page: SomePage) -> None:
    page.resize(1198, 612)
    page.show()
    assert seen(page) == [True, True, True, False]
    assert page.columns.sizes(1198) == [798, 400]
    page.give_place(to_detail=True)
    assert seen(page) == [True, True, True, False]
    assert page.add.show_key


def test_that_one_stands_in_the_place_of_the_other_on_a_small_page(page: SomePage) -> None:
    page.resize(904, 384)
    page.show()
    assert seen(page) == [True, True, False, True]
    assert not page.add.show_key
    page.give_place(to_detail=True)
    assert seen(page) == [False, False, True, True]
    page.resize(1198, 612)
    assert seen(page) == [True, True, True, False]


def test_that_it_reads_while_it_is_seen_and_hears_its_keys(page: SomePage, qtbot: QtBot) -> None:
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.add.setFocus()
    QTest.keyClick(page.add, Qt.Key.Key_Escape)
    page.hide()
    assert page.read.calls == ["start", "rest"]
    assert page.left == 1
