"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from desktop.core.errors import WorldError
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["replace_file"]

TRIES = 5
PAUSE_SECONDS = 0.1
"""On Windows a virus scanner holds a fresh file for a moment, and replacing it then is refused."""


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step, through a new file beside it; what was there stays until then.

    Raises WorldError where the folder is missing, full or closed to us, or another program holds the file.
    """
    kept = ""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as part:
            kept = part.name
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        _replace(kept, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(kept)  # noqa: PTH108 - a name, possibly empty
        raise WorldError(
            msg(
                "“%(file)s” cannot be written; close it in other programs, check that the folder exists and has space,"
                " and try again.",
                file=path.name,
            )
        ) from error


def _replace(kept: str, path: Path) -> None:
    for _ in range(TRIES - 1):
        try:
            os.replace(kept, path)  # noqa: PTH105 - a name
        except PermissionError:
            time.sleep(PAUSE_SECONDS)
        else:
            return
    os.replace(kept, path)  # noqa: PTH105 - a name
