"""Leaving the desk without anyone there to close what is open: dialogs go as by Esc, what still works is waited for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

__all__ = ["STEP_MS", "UNATTENDED", "Leaving"]

STEP_MS = 250
"""Between two steps; by then what asked with a dialog has gone on after its answer."""

UNATTENDED = "unattended"
"""The property of a dialog that shows how far something is (printing): it goes by itself and is waited for."""


class Leaving(QObject):
    """Clears what stands in front of a window, step by step. `cleared()`: nothing does any more.

    A form closed by Esc keeps its draft. Where a dialog will not close (a password shown only once), or while
    `busy()`, it is tried again.
    """

    cleared = Signal()

    def __init__(self, busy: Callable[[], bool], parent: QObject) -> None:
        """Wait while `busy`: reports being drawn or a list being imported need nobody there."""
        super().__init__(parent)
        self._busy = busy
        self._tries: int | None = None
        self._next = QTimer(self, singleShot=True, interval=STEP_MS)
        self._next.timeout.connect(self._step)

    def begin(self, *, tries: int | None = None) -> None:
        """Begin, and give it up after so many `tries`; without them it goes on for as long as it takes."""
        going_on = self._next.isActive()
        if not (going_on and self._tries is None):
            self._tries = tries
        if not going_on:
            self._next.start()

    def _step(self) -> None:
        if not (_close_native() or _close_front() or self._busy()):
            self.cleared.emit()
            return
        if self._tries is not None:
            self._tries -= 1
        if self._tries != 0:
            self._next.start()


def _close_front() -> bool:
    """Close the menu or dialog in front as by Esc; tell whether there was one."""
    front: QWidget | None = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    if front is None:
        return False
    if not isinstance(front, QDialog):
        front.close()
    elif not front.property(UNATTENDED):
        front.reject()
    return True


if sys.platform == "win32":
    import ctypes
    import os
    from ctypes import wintypes

    _DIALOG = "#32770"
    """The class of Windows' own dialogs."""

    _WM_CLOSE = 0x0010

    def _close_native() -> bool:
        """Close Windows' own dialogs (file, printer) as by Esc; tell whether there was one.

        Qt runs them in a loop of their own: until that has ended nothing under them may go.
        """
        user = ctypes.WinDLL("user32")
        user.FindWindowExW.restype = wintypes.HWND
        user.FindWindowExW.argtypes = (wintypes.HWND, wintypes.HWND, wintypes.LPCWSTR, wintypes.LPCWSTR)
        user.PostMessageW.argtypes = (wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
        found, owner = False, wintypes.DWORD()
        window = user.FindWindowExW(None, None, _DIALOG, None)
        while window:
            user.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(owner))
            if owner.value == os.getpid() and user.IsWindowVisible(wintypes.HWND(window)):
                found = True
                if user.IsWindowEnabled(wintypes.HWND(window)):
                    user.PostMessageW(window, _WM_CLOSE, 0, 0)
            window = user.FindWindowExW(None, window, _DIALOG, None)
        return found

else:

    def _close_native() -> bool:
        return False
