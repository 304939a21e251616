"""Whether somebody still sits at this PC: tells when keyboard, mouse and screen were not touched for a while."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QMouseEvent
from shiboken6 import Shiboken

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LOOK_EVERY_MS", "IdleWatch"]

LOOK_EVERY_MS = 15_000

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Looks now and then. `idle()`: nothing was touched for `after()` minutes; told again until something is.

    On Windows any program's input counts; elsewhere only this one's can be seen.
    """

    idle = Signal()

    def __init__(
        self, after: Callable[[], int], parent: QObject | None = None, *, quiet: Callable[[], float] | None = None
    ) -> None:
        """Ask `after` at each look, 0 for never; `quiet` returns the seconds since the last input."""
        super().__init__(parent)
        self._after = after
        self._quiet = quiet or _seconds_since_input(self)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look now."""
        minutes = self._after()
        if minutes and self._quiet() >= minutes * 60:
            self.idle.emit()


class WindowInput(QObject):
    """Notes input to this program's windows, without seeing every event of the program: a filter on all is slow."""

    def __init__(self, parent: QObject) -> None:
        """Count from now on."""
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._since.start()
        self._window: QObject | None = None
        self._focus: QObject | None = None
        self._mouse = QPointF(QCursor.pos())
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._follow_window)
        # What an input method composes reaches no window, only what has the keyboard.
        application.focusObjectChanged.connect(self._follow_focus)
        self._follow_window(QGuiApplication.focusWindow())
        self._follow_focus(QGuiApplication.focusObject())

    def seconds(self) -> float:
        """Return how long nothing came."""
        return self._since.elapsed() / 1000

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note input; nothing is held back."""
        if event.type() in _INPUT and not self._stood_still(event):
            self._note()
        return False

    def _stood_still(self, event: QEvent) -> bool:
        """Tell of a move whether only the window moved beneath the mouse."""
        if event.type() is not QEvent.Type.MouseMove or not isinstance(event, QMouseEvent):
            return False
        before, self._mouse = self._mouse, event.globalPosition()
        return before == self._mouse

    def _follow_window(self, now: QObject | None) -> None:
        """Watch the window that has the keyboard now."""
        if Shiboken.isValid(self):
            self._window = self._watch(self._window, now)

    def _follow_focus(self, now: QObject | None) -> None:
        """Watch what in it has the keyboard now."""
        if Shiboken.isValid(self):
            self._focus = self._watch(self._focus, now)

    def _watch(self, before: QObject | None, now: QObject | None) -> QObject | None:
        if before is not None and Shiboken.isValid(before):
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)
            self._note()
        return now

    def _note(self) -> None:
        if Shiboken.isValid(self):
            self._since.restart()


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _LastInput(ctypes.Structure):
        """Windows' LASTINPUTINFO."""

        _fields_ = (("size", wintypes.UINT), ("ticks", wintypes.DWORD))

    def _seconds_since_input(_parent: QObject) -> Callable[[], float]:
        return _seconds_of_pc

    def _seconds_of_pc() -> float:
        last = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            return 0.0
        # Both count milliseconds in 32 bits and begin anew after 49 days.
        return ((int(ctypes.windll.kernel32.GetTickCount()) - int(last.ticks)) & 0xFFFFFFFF) / 1000

else:

    def _seconds_since_input(parent: QObject) -> Callable[[], float]:
        return WindowInput(parent).seconds
