from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.tab_order import focus_kept, keep_tab_order

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Rows(QWidget):
    """A button over rows that are made anew, and one below them."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.above = Button(msg("Add"), name="above")
        self.below = Button(msg("Save"), name="below")
        self.held = QVBoxLayout()
        column.addWidget(self.above)
        column.addLayout(self.held)
        column.addWidget(self.below)

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    def fill(self, *names: str) -> None:
        with focus_kept(self):
            while (item := self.held.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            for name in names:
                self.held.addWidget(Button(msg("Edit"), name=name))

    @property
    def holder(self) -> str:
        held = self.focusWidget()
        return "" if held is None else held.objectName()


@pytest.fixture
def rows(qtbot: QtBot) -> Rows:
    made = Rows()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.fill("edit", "remove")
    made.above.setFocus()
    qtbot.waitUntil(lambda: all(each.isVisible() for each in made.findChildren(Button)))
    return made


def tab(rows: Rows, times: int, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    visited = []
    for _ in range(times):
        holder = rows.focusWidget()
        assert holder is not None
        QTest.keyClick(holder, key)
        visited.append(rows.holder)
    return visited


def test_that_tab_follows_the_layout_and_not_when_rows_were_made(rows: Rows) -> None:
    assert tab(rows, 3) == ["edit", "remove", "below"]
    assert tab(rows, 3, Qt.Key.Key_Backtab) == ["remove", "edit", "above"]


def test_that_the_keyboard_stays_at_the_row_it_was_on(rows: Rows) -> None:
    tab(rows, 2)
    before = rows.focusWidget()
    rows.fill("edit", "remove", "edit", "remove")
    assert rows.holder == "remove"
    assert rows.focusWidget() is not before


def test_that_the_keyboard_goes_to_the_nearest_where_its_row_is_gone(rows: Rows) -> None:
    tab(rows, 1)
    rows.fill("remove")
    assert rows.holder == "remove"
    rows.fill()
    assert rows.holder in {"above", "below"}


def test_that_a_keyboard_elsewhere_is_left_there(rows: Rows) -> None:
    rows.below.setFocus()
    rows.fill("edit")
    assert rows.below.hasFocus()
