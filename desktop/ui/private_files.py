"""Files another program has to open: in a folder only this person can enter, gone when they are done with.

Nothing personal is to stay in temporary files: the folder is removed with its owner, at the latest at the program's
end; what a killed program left behind is removed by the next one that makes such a folder.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from threading import Lock

from PySide6.QtCore import QLockFile

from desktop.core.errors import WorldError
from desktop.core.i18n import msg

__all__ = ["PrivateFiles"]

PREFIX = "touchpoint-open-"
LOCK = "in-use.lock"
TRIES = 3


class PrivateFiles:
    """One such folder, made when the first file is put there. Ends with `remove`, or when nobody holds it.

    Tasks may put files there at the same time.
    """

    def __init__(self) -> None:
        """Make nothing yet."""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._lock: QLockFile | None = None
        self._count = 0
        self._one_at_a_time = Lock()

    def put(self, name: str, content: bytes) -> Path:
        """Write a file called `name`, a safe name, and return where it lies; raise WorldError if that fails."""
        try:
            with self._one_at_a_time:
                place = self._place()
            path = place / name
            path.write_bytes(content)
        except OSError as error:
            raise WorldError(
                msg("“%(file)s” cannot be opened: there is no room for a temporary file. Free some space.", file=name)
            ) from error
        return path

    def _place(self) -> Path:
        """Return a fresh folder: opened twice, a file may still be held by the program that shows it."""
        if self._folder is None:
            _remove_left_behind()
            self._folder, self._lock = _fresh_folder()
        self._count += 1
        place = Path(self._folder.name) / str(self._count)
        place.mkdir(mode=0o700)
        return place

    def remove(self) -> None:
        """Remove the folder with everything in it."""
        folder, self._folder = self._folder, None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None
        if folder is not None:
            folder.cleanup()


def _remove_left_behind() -> None:
    """Remove the folders of programs that were killed, or that another program held a file of: nobody locks them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        lock = _lock_of(folder)
        if lock.tryLock(0):
            lock.unlock()
            shutil.rmtree(folder, ignore_errors=True)


def _fresh_folder() -> tuple[tempfile.TemporaryDirectory[str], QLockFile]:
    """Return a folder and its lock. Without one for a moment, it may look left behind to a program beside this one."""
    for _ in range(TRIES):
        # Removes itself at the interpreter's end; what another program still holds is left to the next start.
        folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        lock = _lock_of(Path(folder.name))
        if lock.tryLock(0):
            break
    return folder, lock


def _lock_of(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)
    return lock
