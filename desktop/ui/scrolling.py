"""What is higher than its place: scrolled, on the ground of whatever it stands on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QScrollArea, QScroller, QWidget

__all__ = ["SightKeeper", "follow_finger", "into_sight", "scrolled"]

BESIDE_CARET = 44
"""Px above and below the caret that are shown with it: the rest of a large line, and its name."""


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


def follow_finger(area: QAbstractScrollArea) -> None:
    """Let a finger that is drawn over `area` scroll it; a tap stays a click, and so does the mouse."""
    QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)


def into_sight(widget: QWidget) -> None:
    """Scroll what `widget` stands in until it is seen; nothing for one that is hidden or not scrolled."""
    around: QWidget | None = widget
    while around is not None and not isinstance(around, QScrollArea):
        # Each makes room only when the one in it has told it; in their own time they are later than this.
        QApplication.sendPostedEvents(around, QEvent.Type.LayoutRequest)
        around = around.parentWidget()
    if around is not None and widget.isVisible():
        around.ensureWidgetVisible(widget, 0, 8)


class SightKeeper(QObject):
    """Scrolls to whatever gets the keyboard in `window`, in every area it stands in; Qt does so for Tab alone."""

    def __init__(self, window: QWidget) -> None:
        """Watch the keyboard from now on, as long as `window` is there."""
        super().__init__(window)
        self._window = window
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]  # there is one

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._window.isAncestorOf(now):
            # What is shown with it takes its place only after this.
            QTimer.singleShot(0, now, partial(_into_every_sight, now))


def _into_every_sight(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea) and widget.isVisible():
            around.ensureWidgetVisible(widget, 0, BESIDE_CARET)
        around = around.parentWidget()
