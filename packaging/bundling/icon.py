"""The program's icon in the sizes that Windows shows."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from bundling.assembling import ROOT

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_icon", "write_png", "write_side_picture"]

DRAWING = ROOT / "resources" / "touchpoint.svg"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
SIDE = (328, 628)
"""Px of the picture beside the installer's last page: twice what it has on a plain screen."""

_GROUND = "#0F666A"
"""The drawing's own ground, so that the picture has no edge around it."""


def write_icon(into: Path) -> None:
    """Write the icon of a Windows program, drawn anew in each size."""
    drawn = [Image.open(BytesIO(_png(size))) for size in SIZES]
    drawn[-1].save(into, format="ICO", sizes=[(size, size) for size in SIZES], append_images=drawn[:-1])


def write_png(into: Path, size: int = 256) -> None:
    """Write the icon as a PNG of `size` px."""
    into.write_bytes(_png(size))


def write_side_picture(into: Path) -> None:
    """Write the picture that stands beside the installer's last page, as a bitmap."""
    width, height = SIDE
    edge = width * 0.6
    place = QRectF((width - edge) / 2, height * 0.3, edge, edge)
    into.write_bytes(_drawn(SIDE, place, _GROUND, "BMP"))


def _png(size: int) -> bytes:
    return _drawn((size, size), QRectF(0, 0, size, size), "transparent", "PNG")


def _drawn(size: tuple[int, int], place: QRectF, ground: str, kind: str) -> bytes:
    """Return a picture of `size` px with the drawing at `place`, as a file of `kind`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication([])
    assert app is not None
    image = QImage(*size, QImage.Format.Format_ARGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    QSvgRenderer(QByteArray(DRAWING.read_bytes())).render(painter, place)
    painter.end()
    if kind == "BMP":
        image = image.convertToFormat(QImage.Format.Format_RGB888)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(kind.encode())).write(image)
    return bytes(content.data())
