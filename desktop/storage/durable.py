"""Writing files so that they are either the old or the new one, also when power fails in between."""

from __future__ import annotations

import errno
import os
import time
from typing import TYPE_CHECKING

from desktop.core.errors import WorldError
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["remove", "replace", "sync_folder", "told", "write_file"]

PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries when a virus scanner or an indexer holds a file on Windows; 1.6 s together."""

_HELD_ON_WINDOWS = frozenset({5, 32, 33})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def told(error: OSError) -> WorldError:
    """Return the sentence for a file operation that failed."""
    if error.errno in _FULL:
        return WorldError(msg("The disk is full. Nothing was replaced: free some space, then try again."))
    if error.errno in _FORBIDDEN:
        return WorldError(msg("The folder cannot be written to. Nothing was replaced: ask for write access."))
    return WorldError(msg("The disk did not read or write a file (error %(code)s).", code=error.errno or 0))


def replace(source: Path, target: Path) -> None:
    """Rename `source` over `target` in one step; neither is ever deleted first. Raises OSError when it stays held."""
    _patiently(lambda: source.replace(target))
    sync_folder(target.parent)


def remove(path: Path) -> None:
    """Delete a file, if it is there. Raises OSError when it stays held."""
    _patiently(lambda: path.unlink(missing_ok=True))


def _patiently(step: Callable[[], object]) -> None:
    for pause in PAUSES:
        try:
            step()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD_ON_WINDOWS:
                raise
            time.sleep(pause)
        else:
            return
    step()


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` last; Windows needs and knows no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(target: Path, content: bytes) -> None:
    """Write `content` to `target` whole or not at all, readable by this person only. Raises WorldError."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(temporary, target)
    except OSError as error:
        raise told(error) from error
    finally:
        temporary.unlink(missing_ok=True)
