"""The whole program as a person at the desk has it: the door, the window, a keyboard and a mouse."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop.app.controller import Controller
from desktop.app.gate_window import GateWindow
from desktop.app.signin import SignIn
from desktop.core.settings import Settings
from desktop.ui.dialogs import ErrorDialog
from desktop.ui.kit import start_kit
from desktop.ui.language import ui_language
from desktop.ui.theme import ThemeChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.app.window import MainWindow
    from desktop.core.clock import FixedClock
    from desktop.core.i18n import Language, Message
    from desktop.ui.tasks import Tasks

__all__ = ["PASSWORD", "Program", "opened"]

PASSWORD = "correct-horse"
PATIENCE_MS = 20_000
CALM_ROUNDS = 5
SIZE = (1366, 696)
"""The window on a PC of 1366x768, px."""
NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier

WidgetT = TypeVar("WidgetT", bound=QWidget)


class Program:
    """Drives one controller. What goes wrong on the way is in `wrong`, and fails the test at its end."""

    def __init__(self, controller: Controller, qtbot: QtBot) -> None:
        self.controller = controller
        self.qtbot = qtbot
        self.wrong: list[str] = []
        self.expected_crashes = 0

    # --- what is there ----------------------------------------------------------------------------------------------

    @property
    def window(self) -> MainWindow:
        """Return the window; a guard's has less than this, see `gate`."""
        window = self.controller.window
        assert window is not None
        return cast("MainWindow", window)

    @property
    def gate(self) -> GateWindow:
        """Return the window of a guard."""
        window = self.controller.window
        assert isinstance(window, GateWindow)
        return window

    def page(self, kind: type[WidgetT]) -> WidgetT:
        """Return the page shown now, which is of `kind`."""
        shown = self.window.stack.currentWidget()
        assert isinstance(shown, kind)
        return shown

    def find(self, kind: type[WidgetT], name: str, within: QWidget | None = None) -> WidgetT:
        """Return the visible widget called `name`."""
        found = [each for each in (within or self.window).findChildren(kind, name) if each.isVisible()]
        assert len(found) == 1, f"{len(found)} visible widgets are called {name}"
        return found[0]

    @property
    def spoken(self) -> Language:
        """Return the language of the window."""
        return ui_language().language

    @property
    def toast(self) -> str:
        """Return what the window said last."""
        return self.window.toast.words.text() if self.window.toast.isVisible() else ""

    def said(self, message: Message) -> bool:
        """Tell whether the window says `message` now."""
        return self.toast == self.spoken.message(message)

    # --- coming and going -------------------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Type name and password at the door and wait for the window with its first page."""
        door = self.controller.door
        assert door is not None
        card = door.card
        assert isinstance(card, SignIn)
        self.until(door.isActiveWindow)
        line = card.form.fields["name"].input
        line.setFocus()
        self.press(Qt.Key.Key_A, CTRL)
        self.type(name)
        self.press(Qt.Key.Key_Tab)
        self.type(password)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self.controller.window is not None)
        self.until(lambda: self.window.stack.currentWidget() is not None)
        self.until(self.window.isActiveWindow)
        # The screen of a machine without one is smaller than the window, which takes back the size it was kept at.
        self.window.resize(*SIZE)
        self.settle()

    def lock(self) -> None:
        """Leave the desk by Ctrl+L; the door is there again."""
        self.press(Qt.Key.Key_L, CTRL)
        self.until(lambda: self.controller.window is None and self.controller.door is not None)

    def go(self, page: str) -> None:
        """Choose a page in the navigation."""
        self.click(self.find(QWidget, f"nav-{page}"))

    # --- hands ------------------------------------------------------------------------------------------------------

    def target(self) -> QWidget:
        """Return where a key goes that is pressed now."""
        if QApplication.activeWindow() is None and self.controller.window is not None:
            # A window manager would hand the keyboard back when a dialog closes; without a screen there is none.
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow, timeout=PATIENCE_MS)
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
        assert target is not None
        return target

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press one key, wherever the keyboard is."""
        QTest.keyClick(self.target(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Type `text`; Chinese arrives as an input method commits it, everything else key by key."""
        if text.isascii():
            for character in text:
                QTest.keyClicks(self.target(), character)
                self.settle()
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(self.target(), event)
        self.settle()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click `widget` in its middle or `at` a point of it."""
        assert widget.isVisible()
        assert widget.isEnabled()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO_KEY, at or widget.rect().center())
        self.settle()

    # --- patience ---------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until nothing runs in the background and nothing waits to be delivered."""
        until = time.monotonic() + PATIENCE_MS / 1000
        calm = 0
        # What is put off to the next round of events comes after all that is waiting, and may put off more.
        while calm < CALM_ROUNDS:
            QCoreApplication.processEvents()
            calm = calm + 1 if all(tasks.is_idle for tasks in self._tasks()) else 0
            if not calm:
                QTest.qWait(1)
            assert time.monotonic() < until, "the program never came to rest"

    def until(self, reached: Callable[[], Any]) -> None:
        """Wait until `reached()` is true."""
        self.qtbot.waitUntil(lambda: bool(reached()), timeout=PATIENCE_MS)
        self.settle()

    def _tasks(self) -> Iterator[Tasks]:
        yield self.controller.tasks
        if self.controller.window is not None:
            yield self.controller.window.tasks


@contextmanager
def opened(
    qtbot: QtBot, qapp: QApplication, data: Path, clock: FixedClock, language: str, theme: ThemeChoice
) -> Iterator[Program]:
    """Open the program at `data`, its door shown; close everything behind it."""
    controller = Controller(data, Settings.load(data.parent / "settings.json"), language, clock)
    program = Program(controller, qtbot)
    controller.guard.crashed.connect(program.wrong.append)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ErrorDialog, "exec", _note_instead_of_asking(program))
        start_kit(qapp, look=theme, language=language, all_fonts=True)
        controller.open_door()
        try:
            yield program
        finally:
            _close(controller)
            start_kit(qapp, look=ThemeChoice.LIGHT, language="en")
    assert program.wrong == []


def _note_instead_of_asking(program: Program) -> Callable[[ErrorDialog], int]:
    """Return what stands for showing an error to a person, who would close it."""

    def note(dialog: ErrorDialog) -> int:
        program.wrong.append(dialog.windowTitle())
        return int(ErrorDialog.DialogCode.Rejected)

    return note


def _close(controller: Controller) -> None:
    ui_language().changed.disconnect(controller._remember_language)
    if controller.door is not None:
        controller.door.removeEventFilter(controller)
    for top in (controller.window, controller.door):
        if top is not None:
            top.close()
            top.deleteLater()
    controller.tasks.shutdown()
    controller.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def choosing_file(patch: pytest.MonkeyPatch, path: Path) -> None:
    """Let the system's file dialog, which belongs to no test, answer `path`."""
    for name in ("getOpenFileName", "getSaveFileName"):
        patch.setattr(QFileDialog, name, lambda *_arguments: (str(path), ""))


def parents(widget: QObject) -> Iterator[QObject]:
    """Yield what `widget` lies in, from inside out."""
    above = widget.parent()
    while above is not None:
        yield above
        above = above.parent()
