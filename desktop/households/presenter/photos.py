"""A photo from a file someone chose, made small; nothing of the file itself is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QPainter

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.households.service.photos import LARGEST_PHOTO

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.i18n import Message

__all__ = ["LONGEST_SIDE", "small_photo"]

LONGEST_SIDE = 400
"""Pixels of the longer side of a photo as it is kept."""

LARGEST_FILE = 30_000_000
MOST_PIXELS = 60_000_000
"""At four bytes each they stay within what Qt lets a decoder take (256 MB)."""

_FORMATS = frozenset({b"jpeg", b"jpg", b"png"})


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
        return _encoded(_decoded(file))
    finally:
        file.close()


def _decoded(file: QFile) -> QImage:
    reader = QImageReader(file)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _FORMATS or not size.isValid():
        raise _refused(msg("This is no JPEG or PNG picture; choose another file."))
    if size.width() * size.height() > MOST_PIXELS:
        raise _refused(msg("The photo has too many pixels; choose a smaller one."))
    if max(size.width(), size.height()) > LONGEST_SIDE:
        reader.setScaledSize(size.scaled(QSize(LONGEST_SIDE, LONGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise _refused(msg("The picture in this file is damaged; choose another file."))
    return image


def _encoded(image: QImage) -> bytes:
    """Return a JPEG small enough, on white where the picture is transparent."""
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    flat.setColorSpace(QColorSpace())
    for quality in (85, 70, 50, 30):
        encoded = QByteArray()
        buffer = QBuffer(encoded)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        flat.save(buffer, "JPG", quality)  # type: ignore[call-overload]  # the stubs know file names only
        buffer.close()
        if encoded.size() <= LARGEST_PHOTO:
            return bytes(encoded.data())
    raise _refused(msg("The picture in this file is damaged; choose another file."))


def _refused(message: Message) -> UserError:
    return UserError(Problem(message, "photo"))
