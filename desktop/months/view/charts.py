"""The charts of paper on the screen: the same definitions, drawn in the background for size, look and language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt, Signal
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
    from desktop.paper.charts import Ink, Trend
    from desktop.ui.tasks import Progress, Tasks

__all__ = ["BandsView", "ChartView", "Drawable", "PickView", "RankingView", "TrendView"]


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
        self.chart: Drawable | None = None
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

        def draw(_progress: Progress) -> tuple[Drawable, str]:
            chart = make(spoken)
            return chart, chart.svg(size.width(), size.height(), ink)

        self._tasks.run(draw, self._take, owner=self, key="chart")

    def _take(self, drawn: tuple[Drawable, str]) -> None:
        self.chart, svg = drawn
        self.renderer = QSvgRenderer(QByteArray(svg.encode()))
        self.update()


class PickView(ChartView):
    """A chart whose parts are chosen by mouse or arrow keys. `opened(place)`: a click or Enter on one, from 0."""

    BACK, FORTH = Qt.Key.Key_Left, Qt.Key.Key_Right

    opened = Signal(int)

    def __init__(self, tasks: Tasks, label: Text, *, name: str) -> None:
        """Show nothing yet."""
        super().__init__(tasks, label, name=name)
        self.places = 0
        self._place = -1
        self.setMouseTracking(True)

    def show_parts(self, places: int, make: Callable[[Language], Drawable]) -> None:
        """Show the chart of `places` parts that `make` returns."""
        self.places, self._place = places, -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if places else Qt.FocusPolicy.NoFocus)
        self.show_chart(make)

    def place_at(self, at: QPointF) -> int:
        """Return the part at a point, -1 for none: parts share the width equally."""
        place = int(at.x() * self.places // max(self.width(), 1))
        return place if 0 <= place < self.places else -1

    def area(self, place: int) -> QRectF:
        """Return what is tinted where a part is chosen."""
        wide = self.width() / max(self.places, 1)
        return QRectF(place * wide, 0, wide, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint the part chosen, then show the picture."""
        if 0 <= self._place < self.places:
            painter = QPainter(self)
            rect = self.area(self._place)
            if self.hasFocus():
                box(painter, rect, "accent-tint", "accent", line=2)
            else:
                painter.fillRect(rect, colour("sunk"))
            painter.end()
        super().paintEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        place = self.place_at(event.position())
        self._choose(place)
        self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the part clicked."""
        place = self.place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self.opened.emit(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Choose none, unless the keyboard does."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._choose(-1)

    def focusInEvent(self, event: object) -> None:
        """Begin at the first part."""
        super().focusInEvent(event)  # type: ignore[arg-type]  # a QFocusEvent
        self._choose(max(self._place, 0))

    def focusOutEvent(self, event: object) -> None:
        """Choose none."""
        super().focusOutEvent(event)  # type: ignore[arg-type]  # a QFocusEvent
        self._choose(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        step = {self.BACK: -1, self.FORTH: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._choose(min(max(self._place + step, 0), self.places - 1))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._place >= 0:
            self.opened.emit(self._place)
        else:
            super().keyPressEvent(event)

    def _choose(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self.update()


class BandsView(PickView):
    """A distribution: its bands share the width equally."""

    def sizeHint(self) -> QSize:
        """Return the size on half a page of 1166 px."""
        return QSize(400, 150)


class TrendView(PickView):
    """A trend: its months lie right of the axis."""

    def place_at(self, at: QPointF) -> int:
        """Return the month at a point, -1 beside them."""
        if self.chart is None:
            return -1
        place = cast("Trend", self.chart).month_at(at.x(), self.width())
        return -1 if place is None else place

    def area(self, place: int) -> QRectF:
        """Return the stripe of a month."""
        end = self.width() - 1.0
        left = next((x for x in range(self.width()) if self.place_at(QPointF(x, 0)) == 0), 0)
        wide = (end - left) / max(self.places, 1)
        return QRectF(left + place * wide, 0, wide, self.height())


class RankingView(PickView):
    """A ranking: its rows lie below one another."""

    ROW = 28
    """Height of a row, px; the chart divides its own height into equal rows."""

    BACK, FORTH = Qt.Key.Key_Up, Qt.Key.Key_Down

    def __init__(self, tasks: Tasks, label: Text, *, name: str) -> None:
        """Show nothing yet."""
        super().__init__(tasks, label, name=name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, places: int, make: Callable[[Language], Drawable]) -> None:
        """Show the ranking of `places` rows that `make` returns."""
        self.setFixedHeight(max(places, 1) * self.ROW)
        super().show_parts(places, make)

    def place_at(self, at: QPointF) -> int:
        """Return the row at a point."""
        place = int(at.y()) // self.ROW
        return place if 0 <= place < self.places else -1

    def area(self, place: int) -> QRectF:
        """Return the stripe of a row."""
        return QRectF(0, place * self.ROW, self.width(), self.ROW)
