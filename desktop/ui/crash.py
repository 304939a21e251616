"""When the program itself is wrong: what was typed is kept, the place is logged, the window stays.

The log holds the kind of error and where it happened, never a value: no names, numbers or texts of people.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from desktop.core.clock import Clock

__all__ = ["CrashGuard", "describe"]

LIMIT = 1_000_000
_TOLD = {QtMsgType.QtWarningMsg: "warning", QtMsgType.QtCriticalMsg: "critical", QtMsgType.QtFatalMsg: "fatal"}


def describe(error: BaseException) -> str:
    """Return the kinds and places of `error` and its causes, oldest first, without any value."""
    parts: list[str] = []
    current: BaseException | None = error
    while current is not None:
        frames = traceback.extract_tb(current.__traceback__)
        places = "".join(f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}\n" for frame in frames)
        kind = type(current)
        parts.append(f"{kind.__module__}.{kind.__qualname__}\n{places}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "which led to\n".join(reversed(parts))


def _place(file: str) -> str:
    """Return where a file lies without the name of the person: on Windows the program lies in that one's folder."""
    home = f"{os.path.expanduser('~')}{os.sep}"  # noqa: PTH111 - a path that may not be known, which raises nothing here
    return f"~{os.sep}{file[len(home) :]}" if file[: len(home)].casefold() == home.casefold() else file


class CrashGuard(QObject):
    """Catches what nobody caught: in slots, in threads, and Qt's own warnings.

    `keep` saves drafts and is called first, on the main thread; then `crashed(description)` is emitted there. While
    one crash is told, further ones are only logged.
    """

    crashed = Signal(str)
    _caught = Signal(object)

    def __init__(self, log: Path, clock: Clock, keep: Callable[[], None], parent: QObject | None = None) -> None:
        """Write to `log`, of which one older part is kept beside it; install nothing yet."""
        super().__init__(parent)
        self._log = log
        self._clock = clock
        self._keep = keep
        self._telling = False
        self._before = (sys.excepthook, threading.excepthook)
        self._installed = False
        self._caught.connect(self._handle, Qt.ConnectionType.QueuedConnection)

    @property
    def log(self) -> Path:
        """Return where it is written."""
        return self._log

    def install(self) -> None:
        """Catch from now on."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        qInstallMessageHandler(self._qt_message)
        self._installed = True

    def remove(self) -> None:
        """Catch no more."""
        if self._installed:
            sys.excepthook, threading.excepthook = self._before
            qInstallMessageHandler(None)
            self._installed = False

    def report(self, error: BaseException) -> None:
        """Treat `error` as a crash; from any thread."""
        self.write(describe(error))
        self._caught.emit(error)

    def write(self, text: str) -> None:
        """Append `text` with the time; a log that cannot be written is not worth a second crash."""
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            if self._log.exists() and self._log.stat().st_size > LIMIT:
                self._log.replace(self._log.with_suffix(".old.log"))
            with self._log.open("a", encoding="utf-8") as file:
                file.write(f"{self._clock.now():%Y-%m-%d %H:%M:%S}Z {text.rstrip()}\n")
        except OSError:
            return

    def _handle(self, error: BaseException) -> None:
        if self._telling:
            return
        self._telling = True
        try:
            self._keep()
            self.crashed.emit(describe(error))
        finally:
            self._telling = False

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error)

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind in _TOLD:
            self.write(f"Qt {_TOLD[kind]} ({context.category}): {text}")
