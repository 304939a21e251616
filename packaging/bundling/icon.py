"""The program's icon in the sizes that Windows shows."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from bundling.assembling import ROOT

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_icon", "write_png"]

DRAWING = ROOT / "resources" / "touchpoint.svg"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def write_icon(into: Path) -> None:
    """Write the icon of a Windows program, drawn anew in each size."""
    drawn = [Image.open(BytesIO(_png(size))) for size in SIZES]
    drawn[-1].save(into, format="ICO", sizes=[(size, size) for size in SIZES], append_images=drawn[:-1])


def write_png(into: Path, size: int = 256) -> None:
    """Write the icon as a PNG of `size` px."""
    into.write_bytes(_png(size))


def _png(size: int) -> bytes:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(DRAWING.read_bytes())).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    assert app is not None
    return bytes(content.data())
