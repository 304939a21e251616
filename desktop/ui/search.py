"""The search field: its icon inside, its key printed until something is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.core.tokens import HEIGHTS
from desktop.ui.buttons import key_text
from desktop.ui.fonts import font
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say
from desktop.ui.paint import key_box, key_width

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

__all__ = ["SearchField"]


class SearchField(QLineEdit):
    """One box to find anything.

    `asked(text)` follows typing, at most once per turn of the event loop; `moved(step)` are the arrow keys, `taken()`
    Enter, `left()` Esc: whoever shows the hits listens.
    """

    asked = Signal(str)
    moved = Signal(int)
    taken = Signal()
    left = Signal()

    def __init__(
        self, hint: Text, *, label: Text, key: str = "", name: str = "search", parent: QWidget | None = None
    ) -> None:
        """Say `hint` while empty; key sequence `key` brings the focus here and selects what stands there."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setFont(font("body"))
        self.setFixedHeight(max(HEIGHTS["search"], self.fontMetrics().height() + 12))
        self._key = key_text(key) if key else ""
        say(self, placeholderText=hint, accessibleName=label)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        self.textEdited.connect(self._ask_soon)
        if key:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self.enter)

    def enter(self) -> None:
        """Take the focus and select what stands here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _ask_soon(self) -> None:
        self._soon.start()

    def _ask(self) -> None:
        self.asked.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass on arrows, Enter and Esc to whoever shows the hits."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if key in steps:
            self.moved.emit(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and key over the field."""
        super().paintEvent(event)
        painter = QPainter(self)
        middle = self.height() / 2
        draw_icon(painter, QRectF(11, round(middle - 9), 18, 18), "search", "ink2")
        if self._key:
            key_box(painter, self.width() - key_width(self._key) - 9, middle, self._key)
