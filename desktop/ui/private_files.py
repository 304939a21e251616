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
            # Removes itself at the interpreter's end; what another program still holds is left to the next start.
            self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
            self._lock = QLockFile(str(Path(self._folder.name) / LOCK))
            self._lock.setStaleLockTime(0)
            self._lock.tryLock(0)
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
    """Remove the folders of programs that were killed: nobody holds their lock any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        lock = QLockFile(str(folder / LOCK))
        lock.setStaleLockTime(0)
        if (folder / LOCK).exists() and lock.tryLock(0):
            lock.unlock()
            shutil.rmtree(folder, ignore_errors=True)
