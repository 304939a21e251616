"""One window per data location: the second raises the first and hands over what it was started with."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if sys.platform == "win32":
    import ctypes

__all__ = ["SingleInstance"]

PATIENCE_MS = 2000

LONGEST = 8192
"""Bytes of a message; what is longer is nobody's arguments."""


class SingleInstance(QObject):
    """Claims a data location for this process and this person. `asked(arguments)`: a second start wants the window."""

    asked = Signal(list)

    def __init__(self, location: str, parent: QObject | None = None) -> None:
        """Stand for `location`, an absolute path or a database address."""
        super().__init__(parent)
        # Pipes of Windows belong to the whole PC: two people at it may have one database open, each in a window.
        digest = hashlib.sha256(f"{location}\n{QDir.homePath()}".encode()).hexdigest()[:20]
        self._name = f"touchpoint-{digest}"
        self._lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def claim(self, arguments: list[str]) -> bool:
        """Return True if the location is ours; else hand `arguments` to the window that has it and return False.

        The lock decides, not the socket: a crashed window leaves its socket behind, and two may start at once. A
        window that was just closed answers no more, but may still be writing: then its end is waited for.
        """
        mine = self._lock.tryLock(0) or (_took_away(Path(self._lock.fileName())) and self._lock.tryLock(0))
        if not mine:
            mine = not self._hand_over(arguments) and self._lock.tryLock(PATIENCE_MS)
        if mine:
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)
        return mine

    def _hand_over(self, arguments: list[str]) -> bool:
        """Tell the window that has the location; return whether it answered."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(PATIENCE_MS):
            return False
        _hand_over_front()
        socket.write(json.dumps(arguments).encode() + b"\n")
        socket.waitForBytesWritten(PATIENCE_MS)
        answered = socket.waitForReadyRead(PATIENCE_MS)
        socket.disconnectFromServer()
        return answered

    def release(self) -> None:
        """Give the location back."""
        self._server.close()
        self._lock.unlock()

    def _greet(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.setReadBufferSize(LONGEST)
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)
        if socket.canReadLine():
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() >= LONGEST:
                socket.abort()
            return
        line = bytes(socket.readLine().data()).decode("utf-8", "replace")
        socket.write(b"ok\n")
        socket.flush()
        try:
            arguments = json.loads(line)
        except (ValueError, RecursionError):
            arguments = []
        self.asked.emit([str(each) for each in arguments] if isinstance(arguments, list) else [])


if sys.platform == "win32":

    def _took_away(lock: Path) -> bool:
        """Return True when the lock of a killed window was still there and is gone now.

        Qt asks for the number of its process, which after a power cut may be that of this very start. On Windows no
        file that is held open can be taken away, so one that can belonged to nobody.
        """
        try:
            lock.unlink()
        except OSError:
            return False
        return True

    def _hand_over_front() -> None:
        """Let the window that is open come to the front: Windows grants that to the program started last only."""
        any_process = 0xFFFFFFFF
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)

else:

    def _took_away(_lock: Path) -> bool:
        """Return False: Qt's answer stands."""
        return False

    def _hand_over_front() -> None:
        """Do nothing: elsewhere every window may ask for that."""
