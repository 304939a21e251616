"""Installing an update from a file: looked at, copied, checked again, data backed up, then handed to the installer."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Protocol

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.storage import durable
from desktop.storage.backup import CHUNK, copy_before_upgrade
from desktop.storage.desk import Desk, Service
from desktop.updates import store
from desktop.updates.rows import Ready, Release
from desktop.updates.rule import LONGEST_TAIL, judge, read_block, require_content
from desktop.updates.store import Installation, about_program, licences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.core.i18n import Message
    from desktop.storage.opening import Opened
    from desktop.updates.rule import Block, Vouching

__all__ = ["Installation", "Telling", "UpdateService", "about_program", "licences", "start"]

COPY_NAME = "setup.exe"
SWITCHES = ("/S", "/UPDATE")
"""Nothing is asked, and afterwards the program opens again."""

SPARE = 50_000_000
"""Bytes that stay free beside what an update takes: the data goes on growing while it is installed."""

_MEGABYTE = 1_000_000
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class Telling(Protocol):
    """Whom a look at a file tells how far it is, and asks whether to go on (`ui.tasks.Progress`)."""

    def check(self) -> None:
        """Raise where the look should stop."""
        ...

    def report(self, done: int, total: int = 0, doing: Message | None = None) -> None:
        """Take note of how far it is, in bytes."""
        ...


class UpdateService(Service):
    """Updates of the installed program, for the administrator who is signed in."""

    def __init__(self, desk: Desk, opened: Opened, installation: Installation | None) -> None:
        """Serve `desk`; `opened` is the data that is backed up, `installation` the program, None if not installed."""
        super().__init__(desk)
        self._opened = opened
        self._installation = installation

    @requires(Operation.INSTALL_UPDATE)
    def examine(self, path: Path, progress: Telling | None = None) -> Release:
        """Return what the installer at `path` brings, with a copy of it that was checked byte by byte.

        Raises UserError when it may not replace this version, WorldError when the disk has no room or fails; then
        nothing has changed. What `progress` raises to stop goes through.
        """
        installed = self._installed()
        with _reading(path) as source:
            block, _vouching = _looked_at(source, installed)
            size = block.size + block.length
            _require_room(installed, size + block.installed)
            copy = installed.update_folder / COPY_NAME
            try:
                _copy(source, copy, size, progress)
                return _checked(copy, installed)
            except BaseException:
                installed.clear_update()
                raise

    @requires(Operation.INSTALL_UPDATE)
    def prepare(self, release: Release) -> Ready:
        """Check the copy once more, write a verified backup, and return what starts the update.

        The backup lies in the data folder's backups; on a server there is none. Raises as `examine` does, and as
        `storage.backup.back_up`.
        """
        installed = self._installed()
        if _checked(release.copy, installed) != release:
            raise UserError(msg("The file was exchanged meanwhile; nothing was installed. Choose it again."))
        backup, place, key = None, self._opened.place, self._opened.key
        if place is not None and key is not None:
            backup = copy_before_upgrade(self._opened.database, place, key, self.desk.clock, step="update")
        _require_room(installed, release.needs)
        return Ready((str(release.copy), *SWITCHES), backup)

    @requires(Operation.INSTALL_UPDATE)
    def discard(self, release: Release) -> None:  # noqa: ARG002 - there is one copy at most
        """Take the copy of a release away that is not installed after all."""
        self._installed().clear_update()

    def _installed(self) -> Installation:
        if self._installation is None:
            raise UserError(
                msg("Updates are installed from a file where this program was installed on Windows; here they are not.")
            )
        return self._installation


def start(ready: Ready) -> None:
    """Start the update; the program closes at once afterwards. Raises WorldError when Windows does not start it."""
    store.start_detached(ready.command)


# --- the file, from anywhere, hence checked ---------------------------------------------------------------------------


@contextmanager
def _reading(path: Path) -> Iterator[IO[bytes]]:
    """Yield the chosen file, opened; what goes wrong with it later is told as its own, not as our disk's."""
    try:
        with path.open("rb") as source:
            yield source
    except FileNotFoundError:
        raise UserError(msg("There is no such file; look for it again.")) from None
    except OSError as error:
        if path.is_dir():
            raise UserError(msg("This is a folder; choose the installer itself, a file.")) from None
        raise _unreadable() from error


def _looked_at(file: IO[bytes], installed: Installation) -> tuple[Block, Vouching]:
    """Return what a file says of itself, if it may replace this version, and who vouches for it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(2)
    file.seek(max(size - LONGEST_TAIL, 0))
    block = read_block(file.read(LONGEST_TAIL), head)
    return block, judge(block, file_size=size, version=installed.version, key=installed.key())


def _checked(copy: Path, installed: Installation) -> Release:
    """Return what our own copy brings, read anew: what was read from elsewhere may be another file by now."""
    with _reading(copy) as file:
        block, vouching = _looked_at(file, installed)
        file.seek(0)
        found, left = hashlib.sha256(), block.size
        while left and (chunk := file.read(min(CHUNK, left))):
            found.update(chunk)
            left -= len(chunk)
    require_content(block, found.hexdigest())
    return Release(block.version, block.commit, block.size + block.length, block.installed, vouching, copy)


def _copy(source: IO[bytes], copy: Path, size: int, progress: Telling | None) -> None:
    """Copy `size` bytes to where nobody else writes; raises WorldError when one of the two disks fails."""
    with _writing(copy) as target:
        source.seek(0)
        done = 0
        while done < size:
            if progress is not None:
                progress.check()
                progress.report(done, size, msg("Copying and checking the file …"))
            chunk = _next_of(source, size - done)
            target.write(chunk)
            done += len(chunk)
        target.flush()
        os.fsync(target.fileno())


@contextmanager
def _writing(copy: Path) -> Iterator[IO[bytes]]:
    try:
        shutil.rmtree(copy.parent, ignore_errors=True)
        copy.parent.mkdir(exist_ok=True)
        with copy.open("wb") as target:
            yield target
    except OSError as error:
        if error.errno not in _FORBIDDEN:
            raise durable.told(error) from error
        raise WorldError(
            msg("The folder this program is installed in cannot be written to; nothing was installed. Ask for access.")
        ) from error


def _next_of(source: IO[bytes], most: int) -> bytes:
    try:
        chunk = source.read(min(CHUNK, most))
    except OSError as error:
        raise _unreadable() from error
    if not chunk:
        raise _unreadable()
    return chunk


def _require_room(installed: Installation, needed: int) -> None:
    free = shutil.disk_usage(installed.root).free
    if free < needed + SPARE:
        raise WorldError(
            msg(
                "The update needs %(needed)s MB of free disk space, and there are %(free)s MB. Nothing was installed:"
                " free some space, then try again.",
                needed=-(-(needed + SPARE) // _MEGABYTE),
                free=free // _MEGABYTE,
            )
        )


def _unreadable() -> WorldError:
    return WorldError(
        msg("The file could not be read to its end; nothing was installed. Copy it to this PC first, then try again.")
    )
