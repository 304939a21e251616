from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QCursor, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.idle import IdleWatch, WindowInput

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize(
    ("after", "quiet", "told"), [(10, 599.0, 0), (10, 600.0, 1), (5, 600.0, 1), (0, 9e9, 0)], ids=str
)
def test_that_it_is_told_after_as_many_minutes_as_are_wanted_now(after: int, quiet: float, told: int) -> None:
    heard: list[None] = []
    watch = IdleWatch(lambda: after, quiet=lambda: quiet)
    watch.idle.connect(lambda: heard.append(None))
    watch.look()
    assert len(heard) == told


def test_that_keys_and_the_mouse_count_as_input_and_what_the_program_does_not(qtbot: QtBot) -> None:
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    window = shown.windowHandle()
    # Under it: a window that moves beneath the mouse tells of a move as well.
    QCursor.setPos(shown.mapToGlobal(shown.rect().center()))
    noted: list[str] = []
    seen = WindowInput(shown)
    seen._note = lambda: noted.append("input")  # type: ignore[method-assign]
    # What still follows from showing the window.
    QCoreApplication.processEvents()
    noted.clear()
    shown.resize(300, 40)
    shown.repaint()
    assert noted == []
    QTest.keyPress(window, Qt.Key.Key_Shift)
    assert noted
    noted.clear()
    QTest.mouseMove(window, shown.rect().center() + QPoint(5, 5))
    qtbot.waitUntil(lambda: bool(noted))


def test_that_what_an_input_method_composes_counts_though_no_key_is_seen(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    qtbot.waitUntil(line.hasFocus)
    seen = WindowInput(line)
    qtbot.waitUntil(lambda: seen.seconds() > 0.05)
    composed = QInputMethodEvent()
    composed.setCommitString("水管漏水")
    QCoreApplication.sendEvent(line, composed)
    assert line.text() == "水管漏水"
    assert seen.seconds() < 0.05


def test_that_the_time_begins_anew_with_each_input(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    seen = WindowInput(line)
    qtbot.waitUntil(lambda: seen.seconds() > 0.01)
    seen._note()
    assert seen.seconds() < 0.01
