"""The charts of paper on the screen: the same definitions, drawn in the background for size, look and language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.language import Text, say, ui_language
from desktop.ui.paint import box
from desktop.ui.theme import colour, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from desktop.core.i18n import Language
    from desktop.paper.charts import Ink
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["ChartView", "Drawable", "RankingView"]


class Drawable(Protocol):
    """A chart of the paper kit."""

    def svg(self, width: float, height: float, ink: Ink = "light") -> str:
        """Return the chart as SVG of `width` by `height` px."""
        ...


class ChartView(QWidget):
    """Shows one chart; until it is drawn for a new size the one before is stretched."""

    def __init__(self, tasks: Tasks, label: Text, *, name: str) -> None:
        """Show nothing yet; draw through `tasks`."""
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        say(self, accessibleName=label)
        self._tasks = tasks
        self._make: Callable[[Language], Drawable] | None = None
        self.renderer: QSvgRenderer | None = None
        theme().changed.connect(self._draw)
        ui_language().changed.connect(self._draw)

    def show_chart(self, make: Callable[[Language], Drawable]) -> None:
        """Show the chart that `make` returns in a language; it is called in the background."""
        self._make = make
        self._draw()

    def sizeHint(self) -> QSize:
        """Return the size on a page of 1166 px."""
        return QSize(560, 172)

    def minimumSizeHint(self) -> QSize:
        """Return the size below which labels would run into one another."""
        return QSize(280, 140)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew for the new size."""
        super().resizeEvent(event)
        self._draw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the picture."""
        if self.renderer is not None:
            self.renderer.render(QPainter(self), QRectF(self.rect()))

    def _draw(self) -> None:
        make, size, spoken = self._make, self.size(), ui_language().language
        ink: Ink = "dark" if theme().dark else "light"
        if make is None or size.width() < 1 or size.height() < 1:
            return

        def draw(_progress: Progress) -> str:
            return make(spoken).svg(size.width(), size.height(), ink)

        self._tasks.run(draw, self._take, owner=self, key="chart")

    def _take(self, svg: str) -> None:
        self.renderer = QSvgRenderer(QByteArray(svg.encode()))
        self.update()


class RankingView(ChartView):
    """A ranking whose rows are chosen by mouse or arrow keys. `opened(place)`: a click or Enter on a row, from 0."""

    ROW = 28
    """Height of a row, px; the chart divides its own height into equal rows."""

    opened = Signal(int)

    def __init__(self, tasks: Tasks, label: Text, *, name: str) -> None:
        """Show nothing yet."""
        super().__init__(tasks, label, name=name)
        self._rows = 0
        self._row = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_ranking(self, rows: int, make: Callable[[Language], Drawable]) -> None:
        """Show the ranking of `rows` rows that `make` returns."""
        self._rows, self._row = rows, -1
        self.setFixedHeight(max(rows, 1) * self.ROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if rows else Qt.FocusPolicy.NoFocus)
        self.show_chart(make)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint the row chosen, then show the picture."""
        if 0 <= self._row < self._rows:
            painter = QPainter(self)
            rect = QRectF(0, self._row * self.ROW, self.width(), self.ROW)
            if self.hasFocus():
                box(painter, rect, "accent-tint", "accent", line=2)
            else:
                painter.fillRect(rect, colour("sunk"))
            painter.end()
        super().paintEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._choose(int(event.position().y()) // self.ROW)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row clicked."""
        place = int(event.position().y()) // self.ROW
        if event.button() == Qt.MouseButton.LeftButton and 0 <= place < self._rows:
            self.opened.emit(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Choose none, unless the keyboard does."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._choose(-1)

    def focusInEvent(self, event: object) -> None:
        """Begin at the first row."""
        super().focusInEvent(event)  # type: ignore[arg-type]  # a QFocusEvent
        self._choose(max(self._row, 0))

    def focusOutEvent(self, event: object) -> None:
        """Choose none."""
        super().focusOutEvent(event)  # type: ignore[arg-type]  # a QFocusEvent
        self._choose(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._choose(min(max(self._row + step, 0), self._rows - 1))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._row >= 0:
            self.opened.emit(self._row)
        else:
            super().keyPressEvent(event)

    def _choose(self, row: int) -> None:
        if row != self._row:
            self._row = row
            self.update()
