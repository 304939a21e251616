from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.strips import AlertStrip, ProgressLine, Toast
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.ui.tasks import Progress, Tasks


@pytest.fixture
def toast(qtbot: QtBot) -> Iterator[Toast]:
    window = QWidget()
    column = QVBoxLayout(window)
    line = QLineEdit()
    column.addWidget(line)
    made = Toast()
    column.addWidget(made)
    qtbot.addWidget(window)
    window.resize(600, 100)
    window.show()
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    yield made
    window.close()


def test_that_a_toast_says_what_was_done_and_goes_after_a_while(qtbot: QtBot, toast: Toast) -> None:
    toast._timer.setInterval(10)
    with qtbot.waitSignal(toast.dismissed):
        toast.tell(msg("Dispatched"))
        assert toast.isVisible()
        assert toast.words.text() == "Dispatched"
    assert not toast.isVisible()


def test_that_a_toast_waits_while_the_focus_rests_on_it(qtbot: QtBot, toast: Toast) -> None:
    toast.tell(msg("Dispatched"), actions=[(msg("Undo"), "Ctrl+Z", lambda: None)])
    undo = toast.findChildren(Button)[-1]
    undo.setFocus()
    qtbot.waitUntil(undo.hasFocus)
    toast._leave()
    assert toast.isVisible()
    toast.dismiss()
    assert not toast._timer.isActive()


def test_that_an_error_stays_until_it_is_closed(qtbot: QtBot, toast: Toast) -> None:
    toast.tell(msg("Not saved"), error=True)
    assert not toast._timer.isActive()
    close = toast.findChild(Button, "toast-close")
    assert isinstance(close, Button)
    with qtbot.waitSignal(toast.dismissed):
        QTest.mouseClick(close, Qt.MouseButton.LeftButton)


def test_that_an_action_is_done_once_and_ends_the_toast(qtbot: QtBot, toast: Toast) -> None:
    done: list[str] = []
    toast.tell(msg("Dispatched"), actions=[(msg("Open"), "", lambda: done.append("old"))])
    toast.tell(msg("Dispatched"), actions=[(msg("Undo"), "Ctrl+Z", lambda: done.append("undo"))])
    qtbot.waitUntil(lambda: all(button.isVisible() for button in toast.findChildren(Button)))
    QTest.keyClick(toast, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == ["undo"]
    assert not toast.isVisible()


def test_that_an_alert_has_its_bar_tint_and_words(qtbot: QtBot) -> None:
    strip = AlertStrip(msg("Do not admit"), msg("until Friday"), tone="red", icon="ban", more=msg("Said by the owner"))
    qtbot.addWidget(strip)
    strip.resize(500, strip.sizeHint().height())
    image = strip.grab().toImage()
    assert image.pixelColor(1, 20) == colour("red")
    assert image.pixelColor(480, 20) == colour("red-tint")
    assert strip.accessibleName() == "Do not admit"
    assert strip.minimumHeight() == 52


def test_that_long_work_is_seen_with_how_far_it_is(qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.ui.tasks.BUSY_AFTER_MS", 5)
    line = ProgressLine(tasks)
    qtbot.addWidget(line)
    gate = threading.Event()
    owner = QObject()

    def work(progress: Progress) -> None:
        progress.report(1, 4, msg("Importing"))
        gate.wait(5)

    tasks.run(work, owner=owner)
    qtbot.waitUntil(lambda: line.share == 0.25)
    gate.set()
    qtbot.waitUntil(lambda: line.share is None)
    assert line.height() == 2


def test_that_an_alert_wraps_where_asked_and_says_the_rest_at_the_right(qtbot: QtBot) -> None:
    words = "Whoever says they are a relative is not let in before Mrs Huang was called. " * 3
    cut, wrapped = (AlertStrip("Do not admit:", words, aside="since 2 Nov", wrap=wrap) for wrap in (False, True))
    for strip in (cut, wrapped):
        qtbot.addWidget(strip)
        strip.resize(600, strip.sizeHint().height())
        strip.show()
    assert cut.heightForWidth(600) == -1
    assert wrapped.heightForWidth(600) > cut.sizeHint().height()
    assert wrapped.heightForWidth(600) > wrapped.heightForWidth(2000)
    assert "since 2 Nov" in [each.text() for each in wrapped.findChildren(QLabel)]
