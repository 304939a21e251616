"""What is higher than its place: scrolled, on the ground of whatever it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

__all__ = ["into_sight", "scrolled"]


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


def into_sight(widget: QWidget) -> None:
    """Scroll what `widget` stands in until it is seen; nothing for one that is hidden or not scrolled."""
    around: QWidget | None = widget
    while around is not None and not isinstance(around, QScrollArea):
        # Each makes room only when the one in it has told it; in their own time they are later than this.
        QApplication.sendPostedEvents(around, QEvent.Type.LayoutRequest)
        around = around.parentWidget()
    if around is not None and widget.isVisible():
        around.ensureWidgetVisible(widget, 0, 8)
