"""A list whose rows are put in order by hand: dragged with the mouse, moved with keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QApplication

from desktop.ui.keys import key
from desktop.ui.table import ListView
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from desktop.ui.language import Text
    from desktop.ui.table import TableModel

__all__ = ["OrderView"]

_LEFT = Qt.MouseButton.LeftButton


class OrderView(ListView):
    """`moved(row, before)`: a row was dropped in front of the row `before` (None: last). `shifted(row, step)`: by keys.

    A line shows where a dragged row would go; letting go of the mouse outside the list changes nothing.
    """

    moved = Signal(object, object)
    shifted = Signal(object, int)

    def __init__(self, model: TableModel[Any], *, label: Text, name: str, movable: bool = True) -> None:
        """Show `model`; with `movable` false the order stays as it is."""
        super().__init__(model, label=label, name=name, several=True)
        self._movable = movable
        self._pressed: QPoint | None = None
        self._dragged = -1
        self._gap = -1
        for sequence, step in (("call-earlier", -1), ("call-later", 1)):
            shortcut = QShortcut(QKeySequence(key(sequence)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda step=step: self._shift(step))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        super().mousePressEvent(event)
        plain = event.button() == _LEFT and not event.modifiers()
        self._pressed = event.position().toPoint() if plain and self._movable else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the row, with a line where it would go."""
        here = event.position().toPoint()
        if self._pressed is None or not event.buttons() & _LEFT:
            super().mouseMoveEvent(event)
            return
        if self._dragged < 0:
            if (here - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            self._dragged = self.indexAt(self._pressed).row()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._scroll(here)
        self._gap = self._gap_at(here) if self.viewport().rect().contains(here) else -1
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the row where the line is."""
        super().mouseReleaseEvent(event)
        dragged, gap = self._dragged, self._gap
        self._pressed, self._dragged, self._gap = None, -1, -1
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.viewport().update()
        row = self.list_model.row_at(dragged)
        if row is None or gap < 0 or gap in {dragged, dragged + 1}:
            return
        count = self.list_model.rowCount()
        before = self.list_model.row_at(gap) if gap < count else None
        if before is not None or gap >= count:
            self.moved.emit(row, before)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and the line where the dragged one would go."""
        super().paintEvent(event)
        if self._gap >= 0:
            painter = QPainter(self.viewport())
            high = self.verticalHeader().defaultSectionSize()
            top = self.rowViewportPosition(0) + self._gap * high
            painter.fillRect(0, max(top - 1, 0), self.viewport().width(), 3, colour("accent"))

    def _gap_at(self, here: QPoint) -> int:
        """Return in front of which row something would go that is dropped at `here`."""
        high = self.verticalHeader().defaultSectionSize()
        place = round((here.y() - self.rowViewportPosition(0)) / high)
        return min(max(place, 0), self.list_model.rowCount())

    def _scroll(self, here: QPoint) -> None:
        """Roll on where the pointer is at either end."""
        bar, high = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
        if here.y() < high:
            bar.setValue(bar.value() - high // 2)
        elif here.y() > self.viewport().height() - high:
            bar.setValue(bar.value() + high // 2)

    def _shift(self, step: int) -> None:
        if self._movable and self.row is not None:
            self.shifted.emit(self.row, step)
