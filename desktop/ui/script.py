"""Words to read aloud: large, a bar at their left; what was filled in stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.fonts import font
from desktop.ui.theme import colour, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

__all__ = ["ScriptView"]

LEFT, TOP = 18, 10
LINE_PERCENT = 130.0


class ScriptView(QWidget):
    """Shows a script as high as it needs at its width."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("script")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self._document.setDefaultFont(font("script"))
        theme().changed.connect(self.update)

    def show_parts(self, parts: Sequence[tuple[str, bool]]) -> None:
        """Show text in parts; those with True stand out."""
        self._document.clear()
        cursor = QTextCursor(self._document)
        spaced = QTextBlockFormat()
        spaced.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(spaced)
        for text, filled in parts:
            look = QTextCharFormat()
            look.setFontWeight(QFont.Weight.Medium if filled else QFont.Weight.Normal)
            cursor.insertText(text, look)
        self.setAccessibleName("".join(text for text, _filled in parts))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at `width` px."""
        self._document.setTextWidth(max(width - 2 * LEFT, 40))
        return round(self._document.size().height()) + 2 * TOP

    def sizeHint(self) -> QSize:
        """Return the size at the width it has."""
        wide = max(self.width(), 240)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Return room for its lines at the width it has."""
        return QSize(160, self.heightForWidth(max(self.width(), 160)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, bar and words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sunk"))
        painter.fillRect(QRectF(0, 0, 4, self.height()), colour("accent"))
        self._document.setTextWidth(self.width() - 2 * LEFT)
        painter.translate(LEFT, TOP)
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, colour("ink"))
        context.palette = palette
        self._document.documentLayout().draw(painter, context)
