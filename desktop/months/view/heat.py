"""The heat table: how many requests of each category every building had, the more the darker the cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.months.table import NO_NAME, HeatGrid, building_text
from desktop.paper.charts import Heat
from desktop.ui.fonts import font
from desktop.ui.language import plain_tip, say, translate, ui_language
from desktop.ui.paint import line_of_text, text_width
from desktop.ui.panels import EmptyState, Panel
from desktop.ui.theme import colour, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from desktop.core.i18n import Language
    from desktop.ui.language import Text

__all__ = ["HeatPanel"]

AnyIndex = QModelIndex | QPersistentModelIndex

NOWHERE = QModelIndex()
ROW = HEIGHTS["row-dense"]
LEAST_WIDTH, SUM_WIDTH, PAD = 64, 64, 8
MOST_NAME = 120
_ACROSS = Qt.Orientation.Horizontal
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class _HeatModel(QAbstractTableModel):
    """The grid with the sums as its last row and column."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = HeatGrid((), (), {})
        self.chart = Heat((), (), ())

    def show(self, grid: HeatGrid) -> None:
        self.beginResetModel()
        self.grid = grid
        rows = [building for building, _ in grid.buildings]
        columns = [category for category, _ in grid.categories]
        self.chart = Heat(
            [name for _, name in grid.buildings],
            [name for _, name in grid.categories],
            [[grid.count(row, column) for column in columns] for row in rows],
        )
        self.endResetModel()

    def ids(self, index: AnyIndex) -> tuple[int | None, int | None]:
        """Return building and category of a cell; none stands for all of them, in the sums."""
        grid = self.grid
        row, column = index.row(), index.column()
        return (
            grid.buildings[row][0] if row < len(grid.buildings) else None,
            grid.categories[column][0] if column < len(grid.categories) else None,
        )

    def count(self, index: AnyIndex) -> int:
        return self.grid.count(*self.ids(index))

    def is_sum(self, index: AnyIndex) -> bool:
        return None in self.ids(index)

    def name(self, place: int, spoken: Language, *, across: bool) -> str:
        """Return the head of a column, or of a row."""
        named = self.grid.categories if across else self.grid.buildings
        if place >= len(named):
            return spoken.gettext("Total")
        name = named[place][1]
        if across:
            return name or spoken.message(NO_NAME["category"])
        return building_text(name, spoken)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() or not self.grid.buildings else len(self.grid.buildings) + 1

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() or not self.grid.categories else len(self.grid.categories) + 1

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        if not index.isValid() or role not in {_DISPLAY, _ACCESSIBLE}:
            return None
        spoken = ui_language().language
        number = spoken.integer(self.count(index))
        if role == _DISPLAY:
            return number
        row, column = self.name(index.row(), spoken, across=False), self.name(index.column(), spoken, across=True)
        return f"{row}, {column}: {number}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role != _DISPLAY:
            return None
        return self.name(section, ui_language().language, across=orientation == _ACROSS)


class _HeatCells(QStyledItemDelegate):
    """Paints ground and number of a cell."""

    def __init__(self, view: HeatView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model, rect = self._view.heat, QRectF(option.rect)
        count, total = model.count(index), model.is_sum(index)
        if total:
            painter.fillRect(rect, colour("sunk"))
        elif count:
            ground = QColor(model.chart.ground(count, "dark" if theme().dark else "light"))
            painter.fillRect(rect.adjusted(0, 0, -1, -1), ground)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line"))
        number = ui_language().language.integer(count)
        shade = (
            "accent" if self._view.hovered == (index.row(), index.column()) and count else "ink" if count else "ink2"
        )
        line_of_text(painter, rect, number, "strong" if total else "body", colour(shade), _CENTRE)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colour("accent"))
            for inset in (0, 1):
                painter.drawRect(rect.adjusted(inset, inset, -1 - inset, -1 - inset))


class _HeatHead(QHeaderView):
    """Small words on sunk ground; long ones end with … and are told in the tooltip."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: Any, section: int) -> None:
        painter.fillRect(rect, colour("sunk"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        words = str(self.model().headerData(section, self.orientation()) or "")
        across = self.orientation() == _ACROSS
        room = QRectF(rect).adjusted(3 if across else PAD, 0, -3 if across else -PAD, 0)
        align = _CENTRE if across else Qt.AlignmentFlag.AlignLeft
        line_of_text(painter, room, words, "small" if across else "body", colour("ink2" if across else "ink"), align)


class HeatView(QTableView):
    """The grid, walked cell by cell with the arrows. `opened(building id | None, category id | None)`."""

    opened = Signal(object, object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.heat = _HeatModel()
        self.hovered = (-1, -1)
        self.setObjectName("heat")
        self.setModel(self.heat)
        self.setItemDelegate(_HeatCells(self))
        self.setHorizontalHeader(_HeatHead(Qt.Orientation.Horizontal))
        self.setVerticalHeader(_HeatHead(Qt.Orientation.Vertical))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFont(font("body"))
        say(self, accessibleName=msg("Requests received by building and category"))
        theme().changed.connect(self.viewport().update)
        ui_language().changed.connect(self._fit)

    def show_grid(self, grid: HeatGrid) -> None:
        """Show the counts, all of them: the page scrolls, not the table."""
        self.heat.show(grid)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the cell with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the cell clicked."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer, and say what the cell counts."""
        index = self.indexAt(event.position().toPoint())
        self.hovered = (index.row(), index.column())
        opens = index.isValid() and self.heat.count(index) > 0
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.viewport().setToolTip(plain_tip(str(self.heat.data(index, _ACCESSIBLE))) if opens else "")
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self.heat.count(index):
            self.opened.emit(*self.heat.ids(index))

    def _fit(self, *_args: object) -> None:
        """Give every category the same width, the names what they need."""
        side, head = self.verticalHeader(), self.horizontalHeader()
        spoken = ui_language().language
        names = [self.heat.name(row, spoken, across=False) for row in range(self.heat.rowCount())]
        side.setFixedWidth(
            round(min(max((text_width(name, "body") for name in names), default=0) + 2 * PAD + 4, MOST_NAME))
        )
        side.setDefaultSectionSize(max(ROW, self.fontMetrics().height() + 10))
        head.setFixedHeight(max(HEIGHTS["table-head"], self.fontMetrics().height() + 8))
        columns = self.heat.columnCount()
        wide = (self.width() - side.width() - SUM_WIDTH) // max(columns - 1, 1)
        for column in range(columns):
            head.resizeSection(column, SUM_WIDTH if column == columns - 1 else max(wide, LEAST_WIDTH))
        rows = side.defaultSectionSize() * len(names)
        over = side.width() + SUM_WIDTH + max(wide, LEAST_WIDTH) * (columns - 1) > self.width()
        self.setFixedHeight(head.height() + rows + (self.horizontalScrollBar().sizeHint().height() if over else 0))

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(560, self.height())


class HeatPanel(Panel):
    """The heat table. `opened(building id | None, category id | None, Text)`: a cell, and what it is about."""

    opened = Signal(object, object, object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(
            msg("Buildings and categories"), note=msg("requests received; every cell opens its list"), name="heat"
        )
        self.view = HeatView()
        self.view.opened.connect(self._tell)
        self.empty = EmptyState(msg("Nothing was received"))
        self.body.addWidget(self.view)
        self.body.addWidget(self.empty)

    def show_grid(self, grid: HeatGrid) -> None:
        """Show the counts."""
        self.view.show_grid(grid)
        self.view.setVisible(bool(grid.buildings))
        self.empty.setVisible(not grid.buildings)

    def _tell(self, building_id: int | None, category_id: int | None) -> None:
        grid = self.view.heat.grid
        parts: list[Text] = []
        if building_id is not None:
            parts.append(partial(building_text, dict(grid.buildings)[building_id]))
        if category_id is not None:
            parts.append(dict(grid.categories)[category_id] or NO_NAME["category"])
        self.opened.emit(building_id, category_id, partial(_joined, parts))


def _joined(parts: list[Text], spoken: Language) -> str:
    return " · ".join(translate(part, spoken) for part in parts)
