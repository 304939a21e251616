"""Locks between processes, held on a file of their own and let go by the system when a process dies.

The data file itself is never opened for this: closing any handle to it would drop SQLite's own locks on POSIX.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Self

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.storage.durable import told

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

__all__ = ["Lock", "lock"]

PATIENCE = 5.0
"""Seconds a short lock is waited for."""

_PAUSE = 0.02
_SEATS = 1024


class Lock:
    """A held lock; close it, or use it as a context manager."""

    def __init__(self, handle: int) -> None:
        """Own the file descriptor `handle`, which carries the lock."""
        self._handle = handle

    def close(self) -> None:
        """Let go; harmless when repeated."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def lock(path: Path, *, shared: bool = False, patience: float = PATIENCE) -> Lock:
    """Lock `path`, making the file if needed: many shared holders, or one exclusive one.

    Raises WorldError when others still hold it after `patience` seconds or the folder cannot be written to.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise told(error) from error
    until = time.monotonic() + patience
    while not _try(handle, shared=shared):
        if time.monotonic() >= until:
            os.close(handle)
            raise WorldError(msg("The data is open in another window or program. Close it there, then try this again."))
        time.sleep(_PAUSE)
    return Lock(handle)


if sys.platform == "win32":
    import msvcrt
    import secrets

    def _try(handle: int, *, shared: bool) -> bool:
        # Windows' C library has no shared locks: each sharer takes one seat, the exclusive one needs all of them.
        os.lseek(handle, secrets.randbelow(_SEATS) if shared else 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1 if shared else _SEATS)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(handle: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
