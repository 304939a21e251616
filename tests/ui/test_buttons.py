from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.ui.buttons import Button, FilterChip, key_text
from desktop.ui.language import ui_language
from desktop.ui.theme import colour
from tests.ui.phrases import Phrases

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def put(window: QWidget, widget: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()


def test_that_the_printed_key_presses_the_button_and_keeps_doing_so_in_another_language(
    qtbot: QtBot, window: QWidget
) -> None:
    button = Button(msg("Save"), key="Ctrl+Return", kind="primary")
    put(window, button)
    for modifier_and_key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(button.clicked):
            QTest.keyClick(window, modifier_and_key, Qt.KeyboardModifier.ControlModifier)
    ui_language().speak(Language("zh_CN", Phrases()))
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert button.text() == "保存"
    assert button.toolTip() == "保存 (Ctrl+Enter)"


def test_that_enter_presses_the_button_with_the_focus_as_space_does(qtbot: QtBot, window: QWidget) -> None:
    button = Button(msg("Save"))
    put(window, button)
    button.setFocus()
    for enter in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        with qtbot.waitSignal(button.clicked):
            QTest.keyClick(button, enter)


def test_that_enter_in_a_dialog_stays_with_the_button_that_the_dialog_names(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog)
    other, save = Button(msg("Cancel")), Button(msg("Save"))
    for each in (other, save):
        put(dialog, each)
    save.setDefault(True)
    dialog.show()
    pressed: list[str] = []
    for each in (other, save):
        each.clicked.connect(lambda _on=False, each=each: pressed.append(each.text()))
    QTest.keyClick(other, Qt.Key.Key_Return)
    assert pressed == ["Save"]


def test_that_enter_presses_the_button_with_the_focus_in_a_dialog_that_names_none(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog)
    cancel = Button(msg("Cancel"))
    for each in (cancel, Button(msg("Save"))):
        put(dialog, each)
    dialog.show()
    with qtbot.waitSignal(cancel.clicked, timeout=1000):
        QTest.keyClick(cancel, Qt.Key.Key_Return)


def test_that_a_key_does_nothing_while_its_button_is_hidden_or_disabled(window: QWidget) -> None:
    button = Button(msg("Save"), key="F8")
    put(window, button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.setEnabled(False)
    QTest.keyClick(window, Qt.Key.Key_F8)
    button.setEnabled(True)
    button.hide()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert pressed == []
    button.show()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert len(pressed) == 1


def test_that_a_key_only_printed_is_left_to_others(qtbot: QtBot, window: QWidget) -> None:
    button = Button(msg("Save"), key="F8", bind=False)
    put(window, button)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(window, Qt.Key.Key_F8)
    assert "F8" in button.toolTip()


def test_that_keys_are_printed_as_they_are_labelled() -> None:
    assert [key_text(key) for key in ("Ctrl+Return", "F3", "Shift+Return")] == ["Ctrl+Enter", "F3", "Shift+Enter"]


def test_that_a_button_takes_the_room_its_words_need_in_every_language(window: QWidget) -> None:
    button = Button(msg("Save and dispatch"), icon="check", key="F8")
    put(window, button)
    wide = button.sizeHint().width()
    button.show_key = False
    assert button.sizeHint().width() < wide
    button.set_icon_only(icon_only=True)
    assert button.sizeHint().width() < 50
    assert button.sizeHint().height() == 34


def test_that_the_primary_button_is_filled_and_a_disabled_one_is_not(qtbot: QtBot) -> None:
    button = Button(msg("Save"), kind="primary")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    assert button.grab().toImage().pixelColor(5, 17) == colour("accent")
    button.setEnabled(False)
    assert button.grab().toImage().pixelColor(5, 17) == colour("sunk")


def test_that_a_filter_shows_its_count_until_it_is_on(window: QWidget) -> None:
    chip = FilterChip(msg("Overdue"), icon="clock-alert", tone="red")
    chip.set_count(1204)
    put(window, chip)
    assert chip.words() == "Overdue 1,204"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.isChecked()
    assert chip.words() == "Overdue"
    assert chip.grab().toImage().pixelColor(4, 14) == colour("accent-tint")


def test_that_a_condition_that_cannot_be_taken_off_has_no_cross(window: QWidget) -> None:
    chip = FilterChip(msg("Overdue"))
    put(window, chip)
    chip.setChecked(True)
    with_cross = chip.sizeHint().width()
    chip.setEnabled(False)
    assert chip.sizeHint().width() == with_cross - 20
