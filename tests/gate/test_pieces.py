"""The pieces of the panes under a finger: a list is drawn, a row is tapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from desktop.gate.view.pieces import GateList, GateRowShown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ROWS = 40


@pytest.fixture
def rows(qtbot: QtBot) -> GateList:
    """Return a list that is longer than its place."""
    made = GateList("rows", "Rows")
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.show_rows(GateRowShown(number, f"row {number}") for number in range(ROWS))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_that_a_finger_draws_a_list_and_taps_a_row(rows: GateList, qtbot: QtBot) -> None:
    finger, place = QTest.createTouchDevice(), rows.viewport()
    tapped: list[object] = []
    rows.clicked.connect(lambda index: tapped.append(index.row()))
    QTest.touchEvent(place, finger).press(0, QPoint(60, 100), place).commit()
    QTest.touchEvent(place, finger).release(0, QPoint(60, 100), place).commit()
    qtbot.waitUntil(lambda: tapped == [1])
    QTest.touchEvent(place, finger).press(0, QPoint(60, 300), place).commit()
    for height in range(280, 40, -20):
        QTest.touchEvent(place, finger).move(0, QPoint(60, height), place).commit()
    QTest.touchEvent(place, finger).release(0, QPoint(60, 40), place).commit()
    qtbot.waitUntil(lambda: rows.verticalScrollBar().value() > 0)
    assert tapped == [1]
