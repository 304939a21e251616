"""Texts and pictures of notices on the clipboard: what is shown is what is pasted, and that it lies there is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QWidget

    from desktop.ui.language import Text

__all__ = ["copy_picture", "copy_text", "page_picture", "said_label", "save_picture", "tell_copied"]

PICTURE_DPI = 120
"""Of a picture for chat groups: sharp on a phone, and small enough to be sent."""


def copy_text(text: str) -> None:
    """Put `text` on the clipboard, character by character as it is."""
    QGuiApplication.clipboard().setText(text)


def copy_picture(image: QImage) -> None:
    """Put a picture on the clipboard."""
    QGuiApplication.clipboard().setImage(image)


def page_picture(pdf: bytes) -> QImage:
    """Return the first page of a PDF as a picture on white; raise WorldError where it cannot be read."""
    data = QByteArray(pdf)
    device = QBuffer(data)
    device.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(device)
    if document.status() != QPdfDocument.Status.Ready:
        raise WorldError(msg("The notice cannot be made a picture; print it instead."))
    points = document.pagePointSize(0)
    size = QSize(round(points.width() / 72 * PICTURE_DPI), round(points.height() / 72 * PICTURE_DPI))
    flat = QImage(size, QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, document.render(0, size))
    painter.end()
    document.close()
    return flat


def save_picture(parent: QWidget, image: QImage, name: str) -> str:
    """Ask where to save a picture as `name`.png and return the path, empty where that was left; raise WorldError."""
    title = translate(msg("Save the picture"), ui_language().language)
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, f"{name}.png", "PNG (*.png)")
    if chosen and not image.save(chosen, "PNG"):  # type: ignore[call-overload]  # the stubs know bytes only
        raise WorldError(msg("“%(file)s” cannot be written. Choose another place.", file=chosen))
    return chosen


def said_label(name: str) -> QLabel:
    """Return where it is said that something was copied."""
    return label("", "small", "green", cut=True, name=name)


def tell_copied(place: QLabel, words: Text) -> None:
    """Say at `place` that something lies on the clipboard, and aloud."""
    say(place, text=words)
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(place, translate(words, ui_language().language)))
