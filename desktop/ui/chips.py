"""Chips and tags: a state or a fact as icon, word and colour; and the square with a person's first character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.language import Text, say
from desktop.ui.paint import box, chip, chip_height, chip_width, line_of_text
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

__all__ = ["Avatar", "Chip"]


class Chip(QWidget):
    """A status chip or a tag, as in lists; `tone` is a status colour or "accent"."""

    def __init__(
        self, text: Text = "", tone: str = "grey", icon: str = "", *, name: str = "", parent: QWidget | None = None
    ) -> None:
        """Show `text` on the tint of `tone`."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tone = tone
        self._icon = icon
        self.show_state(text, tone, icon)

    def show_state(self, text: Text, tone: str, icon: str = "") -> None:
        """Show another state."""
        self._tone = tone
        self._icon = icon
        say(self, accessibleName=text)
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: object) -> None:
        """Take the room the words need in the new language."""
        super().changeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for icon and word."""
        return QSize(round(chip_width(self.accessibleName(), self._icon)), chip_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        chip(painter, QPointF(0, 0), self.accessibleName(), self._tone, self._icon, most=self.width())


class Avatar(QWidget):
    """A square with the first character of a name."""

    def __init__(self, name: str = "", size: int = 32, parent: QWidget | None = None) -> None:
        """Show the first character of `name`, `size` px high and wide."""
        super().__init__(parent)
        self.setFixedSize(size, size)
        self._letter = name[:1]

    def set_name(self, name: str) -> None:
        """Show the first character of `name`."""
        self._letter = name[:1]
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw square and character."""
        painter = QPainter(self)
        box(painter, self.rect(), "accent-tint")
        rect = QRectF(self.rect())
        line_of_text(painter, rect, self._letter, "strong", colour("accent"), Qt.AlignmentFlag.AlignHCenter)
