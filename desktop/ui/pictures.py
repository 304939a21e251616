"""Pictures from outside made small: what a camera writes beside the pixels (place, time, owner) is gone in them.

Looks at kind and size before anything is decoded, and decodes at the size wanted where the format can. May run in a
task: no widget and no pixmap is touched.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QPainter

from desktop.core.file_kinds import MOST_PIXELS

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["PictureError", "PictureFault", "as_png", "decoded", "device_of", "small_picture"]

_QUALITIES = (85, 70, 50, 30)


class PictureFault(StrEnum):
    """Why a picture cannot be made small."""

    OTHER_KIND = "other kind"
    TOO_MANY_PIXELS = "too many pixels"
    DAMAGED = "damaged"


class PictureError(Exception):
    """No small picture could be made; `fault` tells why, words are the caller's."""

    def __init__(self, fault: PictureFault) -> None:
        """Keep `fault`."""
        super().__init__(fault.value)
        self.fault = fault


def small_picture(device: QIODevice, longest: int, most_bytes: int, kinds: Collection[bytes]) -> bytes:
    """Return the picture that can be read from `device` as an upright JPEG, on white where it is transparent.

    Neither side is longer than `longest` px, and it takes at most `most_bytes`. `kinds` are Qt's names of formats
    ("jpeg", "png"). Raises PictureError.
    """
    return _encoded(decoded(device, longest, kinds), most_bytes)


def device_of(content: bytes) -> QBuffer:
    """Return bytes as something to read from."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def as_png(image: QImage) -> bytes:
    """Return a picture from the clipboard as a PNG, with nothing but its pixels."""
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    plain.setColorSpace(QColorSpace())
    for name in plain.textKeys():
        plain.setText(name, "")
    return _saved(plain, "PNG", -1)


def decoded(device: QIODevice, longest: int, kinds: Collection[bytes]) -> QImage:
    """Return the picture that can be read from `device`, upright, neither side longer than `longest` px.

    Raises PictureError; see `small_picture` for `kinds`.
    """
    reader = QImageReader(device)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in kinds or not size.isValid():
        raise PictureError(PictureFault.OTHER_KIND)
    if size.width() * size.height() > MOST_PIXELS:
        raise PictureError(PictureFault.TOO_MANY_PIXELS)
    if max(size.width(), size.height()) > longest:
        fitting = size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(fitting.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise PictureError(PictureFault.DAMAGED)
    return image


def _encoded(image: QImage, most_bytes: int) -> bytes:
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    flat.setColorSpace(QColorSpace())
    for quality in _QUALITIES:
        encoded = _saved(flat, "JPG", quality)
        if len(encoded) <= most_bytes:
            return encoded
    raise PictureError(PictureFault.DAMAGED)


def _saved(image: QImage, kind: str, quality: int) -> bytes:
    encoded = QByteArray()
    buffer = QBuffer(encoded)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, quality)  # type: ignore[call-overload]  # the stubs know file names only
    buffer.close()
    return bytes(encoded.data())
