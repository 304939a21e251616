"""One window per data location: the second raises the first and hands over what it was started with."""

from __future__ import annotations

import hashlib
import json

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

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
        digest = hashlib.sha256(location.encode()).hexdigest()[:20]
        self._name = f"touchpoint-{digest}"
        self._lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def claim(self, arguments: list[str]) -> bool:
        """Return True if the location is ours; else hand `arguments` to the window that has it and return False.

        The lock decides, not the socket: a crashed window leaves its socket behind, and two may start at once.
        """
        if self._lock.tryLock(0):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)
            return True
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(PATIENCE_MS):
            socket.write(json.dumps(arguments).encode() + b"\n")
            socket.waitForBytesWritten(PATIENCE_MS)
            socket.waitForReadyRead(PATIENCE_MS)
            socket.disconnectFromServer()
        return False

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
