"""The caller's card in a window that remembers where it was asked to go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from desktop.app.calls.callers import call_from
from desktop.app.calls.ringing import Ringing
from desktop.core.permissions import Role
from desktop.ui.language import translate, ui_language
from tests.app.calls.conftest import MOBILE, SHARED, UNKNOWN
from tests.ui.shells import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.app.calls.adding import AddCallerDialog
    from tests.app.calls.conftest import Register
    from tests.ui.shells import RecordingShell

CTRL = Qt.KeyboardModifier.ControlModifier


class Window(QWidget):
    """A line somebody types in, a shortcut of the page, and the card above both."""

    def __init__(self, register: Register, shell: RecordingShell, role: Role, qtbot: QtBot) -> None:
        super().__init__()
        self.qtbot = qtbot
        self.shell = shell
        self.resize(1000, 400)
        desk = replace(register.desk, actor=replace(register.desk.actor, role=role))
        self.ringing = Ringing(desk, shell, self)
        self.card = self.ringing.card
        self.line = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.card)
        column.addWidget(self.line)
        self.page_heard = 0
        for sequence in ("Ctrl+Return", "Esc"):
            QShortcut(QKeySequence(sequence), self).activated.connect(self._hear)
        qtbot.addWidget(self)
        self.show()
        self.activateWindow()
        qtbot.waitUntil(self.isActiveWindow)
        self.line.setFocus()

    def _hear(self) -> None:
        self.page_heard += 1

    def ring(self, number: str) -> None:
        self.ringing.ring(f"tel:{number}")
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifier)
        self.settle()

    @property
    def said(self) -> list[str]:
        return [translate(words, ui_language().language) for words in self.shell.said]


@pytest.fixture
def window(register: Register, shell: RecordingShell, qtbot: QtBot) -> Iterator[Window]:
    made = Window(register, shell, Role.CLERK, qtbot)
    yield made
    if made.ringing.dialog is not None:
        made.ringing.dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_that_a_card_comes_without_taking_the_keyboard(window: Window, register: Register) -> None:
    QTest.keyClicks(window.line, "half a ")
    window.ring(MOBILE)
    QTest.keyClicks(window.line, "word")
    assert window.card.isVisible()
    assert window.line.text() == "half a word"
    said = window.card.spoken()
    assert "周海燕" in said
    assert register.label(register.first) in said
    assert "137 **** 1111" in said
    assert MOBILE not in said
    assert "open request" in said


def test_that_enter_on_the_card_opens_the_household(window: Window, register: Register) -> None:
    window.ring(MOBILE)
    window.ringing.take()
    window.press(Qt.Key.Key_Return)
    assert window.shell.gone == [("households", {"room_id": register.first})]
    assert window.card.isHidden()


def test_that_ctrl_enter_logs_a_repair_with_caller_and_phone_and_the_page_hears_nothing(
    window: Window, register: Register
) -> None:
    window.ring(MOBILE)
    window.ringing.take()
    window.press(Qt.Key.Key_Return, CTRL)
    assert window.shell.gone == [
        ("intake", {"room_id": register.first, "reporter": "周海燕", "phone": MOBILE}),
    ]
    assert window.page_heard == 0


def test_that_of_several_the_one_chosen_is_meant(window: Window) -> None:
    window.ring(SHARED)
    assert window.card.model.rowCount() == 2
    window.ringing.take()
    window.press(Qt.Key.Key_Down)
    chosen = window.card.list.row
    window.press(Qt.Key.Key_Return)
    assert window.shell.gone == [("households", {"room_id": chosen.room_id})]


def test_that_esc_puts_the_card_away_and_gives_the_keyboard_back(window: Window) -> None:
    window.ring(MOBILE)
    window.ringing.take()
    assert window.card.has_keyboard
    window.press(Qt.Key.Key_Escape)
    assert window.card.isHidden()
    assert window.line.hasFocus()
    assert window.page_heard == 0


def test_that_a_second_call_waits_while_somebody_is_at_work_with_the_first(window: Window) -> None:
    window.ring(MOBILE)
    window.ringing.take()
    window.ring(UNKNOWN)
    assert "周海燕" in window.card.spoken()
    window.press(Qt.Key.Key_Escape)
    assert window.card.isVisible()
    assert "139 9999 0000" in window.card.spoken()
    window.ring(MOBILE)
    assert "周海燕" in window.card.spoken()


def test_that_an_unknown_number_may_be_logged(window: Window) -> None:
    window.ring(UNKNOWN)
    assert not window.card.open_button.isVisible()
    window.card.repair_button.click()
    assert window.shell.gone == [("intake", {"phone": UNKNOWN})]


def dialog_of(window: Window) -> AddCallerDialog:
    window.card.add_button.click()
    dialog = window.ringing.dialog
    assert dialog is not None
    window.settle()
    return dialog


def test_that_an_unknown_number_is_added_to_someone_of_a_household(window: Window, register: Register) -> None:
    window.ring(UNKNOWN)
    dialog = dialog_of(window)
    dialog.room.line.setText(register.label(register.second))
    dialog.room.settle()
    window.settle()
    person = next(caller for caller in call_from(register.desk, SHARED).callers if caller.name == "周海鸥")
    dialog.person.choose(str(person.resident_id))
    dialog.submit()
    window.settle()
    assert window.ringing.dialog is None
    assert [caller.name for caller in call_from(register.desk, UNKNOWN).callers] == ["周海鸥"]
    assert "周海鸥" in window.card.spoken()
    assert register.label(register.second) in window.said[-1]


def test_that_an_unknown_number_is_added_with_someone_new(window: Window, register: Register) -> None:
    window.ring(UNKNOWN)
    dialog = dialog_of(window)
    dialog.submit()
    assert dialog.room.problem is not None
    dialog.room.line.setText("no such room")
    dialog.submit()
    assert dialog.room.problem is not None
    dialog.room.line.setText(register.label(register.first))
    dialog.room.settle()
    window.settle()
    dialog.person.choose("new")
    dialog.submit()
    assert dialog.form.fields["name"].problem is not None
    dialog.form.fields["name"].set_text("周小燕")
    dialog.submit()
    window.settle()
    assert [caller.name for caller in call_from(register.desk, UNKNOWN).callers] == ["周小燕"]


def test_that_what_is_no_call_is_said_in_words(window: Window) -> None:
    window.ringing.ring("tel:" + "x" * 5000)
    window.settle()
    assert window.card.isHidden()
    assert "tel:13800138000" in window.said[-1]
    assert len(window.said[-1]) < 200


def test_that_a_guard_is_shown_no_caller(register: Register, shell: RecordingShell, qtbot: QtBot) -> None:
    window = Window(register, shell, Role.GUARD, qtbot)
    window.ring(MOBILE)
    assert window.card.isHidden()
    assert "周海燕" not in window.said[-1]


def test_that_an_administrator_may_look_but_not_log(register: Register, shell: RecordingShell, qtbot: QtBot) -> None:
    window = Window(register, shell, Role.ADMINISTRATOR, qtbot)
    window.ring(UNKNOWN)
    assert not window.card.repair_button.isVisible()
    assert not window.card.add_button.isVisible()
    window.ringing.take()
    window.press(Qt.Key.Key_Return, CTRL)
    assert window.shell.gone == []
    window.press(Qt.Key.Key_Return)
    assert window.card.isHidden()
