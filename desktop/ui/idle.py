"""Whether somebody still sits at this PC: tells when keyboard, mouse and screen were not touched for a while."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from shiboken6 import Shiboken

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QWindow

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
        self._watched: QWindow | None = None
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._follow)
        # What an input method composes reaches no window; the cursor moves with it.
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._note)
        self._follow(QGuiApplication.focusWindow())

    def seconds(self) -> float:
        """Return how long nothing came."""
        return self._since.elapsed() / 1000

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note input; nothing is held back."""
        if event.type() in _INPUT:
            self._note()
        return False

    def _follow(self, window: QWindow | None) -> None:
        """Watch the window that has the keyboard now."""
        if not Shiboken.isValid(self):
            return
        if self._watched is not None and Shiboken.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)
            self._note()

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
