"""A photo from a file someone chose, made small; nothing of the file itself is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QFile, QIODevice

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.households.service.photos import LARGEST_PHOTO
from desktop.ui.pictures import PictureError, PictureFault, small_picture

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.i18n import Message

__all__ = ["LONGEST_SIDE", "small_photo"]

LONGEST_SIDE = 400
"""Pixels of the longer side of a photo as it is kept."""

LARGEST_FILE = 30_000_000

_FORMATS = frozenset({b"jpeg", b"jpg", b"png"})

_WORDS = {
    PictureFault.OTHER_KIND: msg("This is no JPEG or PNG picture; choose another file."),
    PictureFault.TOO_MANY_PIXELS: msg("The photo has too many pixels; choose a smaller one."),
    PictureFault.DAMAGED: msg("The picture in this file is damaged; choose another file."),
}


def small_photo(path: Path) -> bytes:
    """Return the picture in a JPEG or PNG file as a JPEG of at most 400 pixels a side and 200 KB, upright.

    What a camera writes beside the pixels (place, time, owner) is gone. Reads untrusted files: kind and size are looked
    at before anything is decoded. Raises UserError naming the field photo for what is no such picture, is too large or
    cannot be read.
    """
    file = QFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise _refused(msg("The photo cannot be opened; look whether the file is still there."))
    try:
        if file.size() > LARGEST_FILE:
            raise _refused(msg("The photo is larger than 30 MB; choose a smaller one."))
        return small_picture(file, LONGEST_SIDE, LARGEST_PHOTO, _FORMATS)
    except PictureError as error:
        raise _refused(_WORDS[error.fault]) from error
    finally:
        file.close()


def _refused(message: Message) -> UserError:
    return UserError(Problem(message, "photo"))
