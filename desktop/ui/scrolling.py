"""What is higher than its place: scrolled, on the ground of whatever it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

__all__ = ["scrolled"]


def scrolled(inside: QWidget) -> QScrollArea:
    """Return `inside` as wide as its place and scrolled up and down; the focus goes to what is in it."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    # Qt paints both with the window's own colour, whatever panel they stand on.
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
