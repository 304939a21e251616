"""A picture looked at in the window, so that no copy of it lies about for another program."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desktop.core.i18n import msg
from desktop.ui.dialogs import Dialog
from desktop.ui.language import Text, say
from desktop.ui.panels import label

__all__ = ["LARGEST_SHOWN", "PictureView"]

LARGEST_SHOWN = 1600
"""Pixels of the longer side of a picture as it is read for the screen."""

LEAST_WIDTH = 480
AROUND = (96, 200)
"""What title, words, buttons and margins take of the window, px."""


class PictureView(Dialog):
    """One picture, as large as the window allows. `save_asked()`, `open_asked()`: its buttons were pressed."""

    save_asked = Signal()
    open_asked = Signal()

    def __init__(self, name: str, about: Text, image: QImage, parent: QWidget) -> None:
        """Show `image` called `name` with the words `about` it over the window of `parent`."""
        shown = _fitting(image, parent.window())
        super().__init__(name, parent, width=max(LEAST_WIDTH, shown.width() + 40))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("picture-view")
        self.picture = QLabel()
        self.picture.setPixmap(shown)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        say(self.picture, accessibleName=name)
        self.body.addWidget(self.picture, 1)
        self.body.addWidget(label(about, "small", "ink2", wrap=True))
        self.add_button(msg("Open in another program"), name="open-elsewhere").clicked.connect(self.open_asked)
        self.add_button(msg("Save as"), name="save-picture").clicked.connect(self.save_asked)
        close = self.add_button(msg("Close"), kind="primary", name="close-picture")
        close.clicked.connect(self.accept)
        close.setDefault(True)


def _fitting(image: QImage, window: QWidget) -> QPixmap:
    """Return the picture no larger than there is room for, sharp on the window's screen."""
    ratio = window.devicePixelRatio()
    wide, high = (
        max(side - around, 120) for side, around in zip((window.width(), window.height()), AROUND, strict=True)
    )
    pixmap = QPixmap.fromImage(image)
    if pixmap.width() > wide * ratio or pixmap.height() > high * ratio:
        pixmap = pixmap.scaled(
            round(wide * ratio),
            round(high * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
