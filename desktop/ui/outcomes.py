"""What something came to, as a large button with a key of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say
from desktop.ui.paint import box, key_box, key_width, line_of_text, metrics, text_width
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

__all__ = ["OutcomeButton"]

PAD = 10


class OutcomeButton(QAbstractButton):
    """Icon, word, what follows from it, and its key. Holding the key down presses it once."""

    def __init__(self, words: Text, tone: str, icon: str, sequence: str) -> None:
        """Say `words`; the key `sequence` clicks it wherever the keyboard is, but in no field of text."""
        super().__init__()
        self.setObjectName(f"outcome-{sequence}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tone = tone
        self._icon = icon
        self._key = sequence
        self._low = False
        self._bare = False
        say(self, text=words, accessibleName=words, toolTip=words)
        shortcut = QShortcut(QKeySequence(self._key), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.click)

    def set_low(self, low: bool) -> None:  # noqa: FBT001 - a setter
        """Leave the hint out where there is little room."""
        self._low = low
        self.updateGeometry()
        self.update()

    def set_bare(self, bare: bool) -> None:  # noqa: FBT001 - a setter
        """Leave the icon out as well."""
        self._bare = bare
        self.update()

    def least_width(self) -> float:
        """Return the width that shows word and digit, px."""
        return text_width(self.text(), "strong") + key_width(self._key) + 2 * PAD + 4

    def say_hint(self, hint: Text) -> None:
        """Say what follows from it."""
        say(self, accessibleDescription=hint)
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for icon, word and digit."""
        wide = text_width(self.text(), "strong") + 24 + key_width(self._key) + 2 * PAD + 16
        high = metrics("strong").height() + (14 if self._low else metrics("small").height() + 14)
        return QSize(round(wide), max(40 if self._low else 52, round(high)))

    def minimumSizeHint(self) -> QSize:
        """Return room for digit and icon; the word is cut and stands in the tooltip."""
        return QSize(72, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with Space, once however long it is held."""
        if event.isAutoRepeat():
            event.accept()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button."""
        painter, focus, enabled = QPainter(self), self.hasFocus(), self.isEnabled()
        fill = "accent-tint" if self.isDown() else "sunk" if self.underMouse() and enabled else "panel"
        border = "accent" if focus else "edge" if enabled else "line"
        box(painter, self.rect(), fill, border, line=2 if focus else 1)
        middle = self.height() / 2
        left = PAD if self._bare else PAD + 28
        if not self._bare:
            draw_icon(painter, QRectF(PAD, round(middle - 10), 20, 20), self._icon, self._tone if enabled else "off")
        right = self.width() - PAD - key_width(self._key)
        key_box(painter, right, middle, self._key)
        room = QRectF(left, 0, right - left - 4, self.height())
        hint = "" if self._low else self.accessibleDescription()
        if hint:
            high, small = metrics("strong").height(), metrics("small").height()
            top = middle - (high + small) / 2
            line_of_text(painter, QRectF(room.left(), top + high, room.width(), small), hint, "small", colour("ink2"))
            room = QRectF(room.left(), top, room.width(), high)
        line_of_text(painter, room, self.text(), "strong", colour("ink" if enabled else "off"))
