"""What the PC tells the program: that the person locked it or left, that it ends, that it will start again."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QSessionManager

__all__ = ["SessionWatch", "register_restart"]

LONGEST_COMMAND = 1023
"""Characters that Windows remembers of a command line (RESTART_MAX_CMD_LINE with its end)."""


class SessionWatch(QObject):
    """Listens as long as it lives.

    `locked()`: the person locked the PC, switched to another one or sent it to sleep; Windows tells, Linux does not.
    `ending()`: the PC is shut down or the person logs off. What a slot of it has not kept on return may be lost.
    """

    locked = Signal()
    ending = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Listen from now on; needs a QGuiApplication."""
        super().__init__(parent)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        # Direct: the PC waits for the return.
        application.commitDataRequest.connect(self._end, Qt.ConnectionType.DirectConnection)
        self._ear = _listen(self)

    def close(self) -> None:
        """Listen no more."""
        if self._ear is not None:
            self._ear.close_ear()
            self._ear = None

    def _end(self, _manager: QSessionManager) -> None:
        self.ending.emit()


def register_restart(arguments: Sequence[str]) -> bool:
    """Let Windows start the program again with `arguments` after a restart that it made to update itself.

    Returns whether that is so: never elsewhere, nor for arguments longer than Windows remembers, nor where another
    program (Python's own) runs this one.
    """
    line = subprocess.list2cmdline(list(arguments))
    if len(line) > LONGEST_COMMAND or not getattr(sys, "frozen", False):
        return False
    return _register(line)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    from PySide6.QtWidgets import QWidget

    _WM_POWERBROADCAST = 0x0218
    _WM_WTSSESSION_CHANGE = 0x02B1
    _LEFT = frozenset(
        {
            (_WM_WTSSESSION_CHANGE, 0x2),  # WTS_CONSOLE_DISCONNECT: another person sits down
            (_WM_WTSSESSION_CHANGE, 0x4),  # WTS_REMOTE_DISCONNECT
            (_WM_WTSSESSION_CHANGE, 0x7),  # WTS_SESSION_LOCK
            (_WM_POWERBROADCAST, 0x4),  # PBT_APMSUSPEND
        }
    )
    _NOTIFY_FOR_THIS_SESSION = 0
    _NO_RESTART_AFTER_CRASH_OR_HANG = 0x1 | 0x2

    class _Ear(QWidget):
        """A window that nobody sees: Windows tells only windows."""

        def __init__(self, watch: SessionWatch) -> None:
            super().__init__()
            self._watch = watch
            self._handle = wintypes.HWND(self.winId())
            ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification(self._handle, _NOTIFY_FOR_THIS_SESSION)

        def nativeEvent(self, kind: object, message: int) -> object:
            """Hear that the person left."""
            if bytes(kind) == b"windows_generic_MSG":  # type: ignore[call-overload]  # a QByteArray
                note = wintypes.MSG.from_address(int(message))
                if (note.message, note.wParam) in _LEFT:
                    self._watch.locked.emit()
            return False, 0

        def close_ear(self) -> None:
            """Hear no more."""
            ctypes.WinDLL("wtsapi32").WTSUnRegisterSessionNotification(self._handle)
            self.deleteLater()

    def _listen(watch: SessionWatch) -> _Ear | None:
        return _Ear(watch)

    def _register(line: str) -> bool:
        answer = ctypes.WinDLL("kernel32").RegisterApplicationRestart(
            wintypes.LPCWSTR(line), _NO_RESTART_AFTER_CRASH_OR_HANG
        )
        return bool(answer == 0)

else:

    class _Ear:
        """What Linux has no part of."""

        def close_ear(self) -> None:
            """Hear no more."""

    def _listen(_watch: SessionWatch) -> _Ear | None:
        return None

    def _register(_line: str) -> bool:
        return False
