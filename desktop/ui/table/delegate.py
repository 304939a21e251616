"""Paints the cells of a list: words, chips, two lines, actions, what a search matched, hover and selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desktop.core.tokens import HEIGHTS
from desktop.ui.icons import draw_icon
from desktop.ui.language import plain_tip
from desktop.ui.paint import chip, chip_height, chip_width, line_of_text, mark_text, metrics, text_width
from desktop.ui.table.model import CELL_ROLE
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent, QPainter

    from desktop.ui.table.columns import Cell
    from desktop.ui.table.model import TableModel

__all__ = ["CellDelegate", "HeadView", "cell_width"]

PAD = 8
ICON = 18
_SELECTED = QStyle.StateFlag.State_Selected
_RIGHT = Qt.AlignmentFlag.AlignRight

AnyIndex = QModelIndex | QPersistentModelIndex


def cell_width(cell: Cell) -> float:
    """Return the room a cell needs to be shown whole, px."""
    if cell.chip:
        return chip_width(cell.text, cell.icon) + 2 * PAD
    wide = text_width(cell.text, "strong" if cell.strong else "body") + (ICON + 6 if cell.icon else 0)
    return max(wide, text_width(cell.second, "small")) + 2 * PAD


class CellDelegate(QStyledItemDelegate):
    """Paints every column of a list. `hovered` is the row under the pointer, -1 for none."""

    def __init__(self, view: QAbstractItemView) -> None:
        """Paint for `view`."""
        super().__init__(view)
        self._view = view
        self.hovered = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw ground, selection bar, line and cell."""
        rect: QRect = option.rect
        row, column = index.row(), index.column()
        selected = bool(option.state & _SELECTED)
        if selected:
            painter.fillRect(rect, colour("accent-tint"))
        elif row == self.hovered:
            painter.fillRect(rect, colour("sunk"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        if selected and column == self._first_column():
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), colour("accent"))
        if self._view.hasFocus() and row == self._view.currentIndex().row():
            painter.fillRect(rect.left(), rect.top(), rect.width(), 1, colour("accent"))
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("accent"))
        cell: Cell | None = index.data(CELL_ROLE)
        if cell is not None:
            right = bool(self._columns().columns[column].right)
            self._paint_cell(painter, QRectF(rect.adjusted(PAD, 0, -PAD, -1)), cell, right=right)

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the room the cell needs to be shown whole."""
        cell: Cell | None = index.data(CELL_ROLE)
        wide = cell_width(cell) if cell is not None else 0
        return QSize(round(wide), HEIGHTS["row"])

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        """Show the whole text as tooltip where it is cut."""
        cell: Cell | None = index.data(CELL_ROLE) if index.isValid() else None
        rect: QRect = option.rect
        if cell is None or cell_width(cell) <= rect.width():
            QToolTip.hideText()
            return False
        QToolTip.showText(event.globalPos(), plain_tip(f"{cell.text}\n{cell.second}".strip()), view)
        return True

    def _columns(self) -> TableModel[object]:
        model: TableModel[object] = self._view.model()  # type: ignore[assignment]
        return model

    def _first_column(self) -> int:
        head = self._view.horizontalHeader()  # type: ignore[attr-defined]
        place = 0
        while place < head.count() and head.isSectionHidden(head.logicalIndex(place)):
            place += 1
        return int(head.logicalIndex(place))

    def _paint_cell(self, painter: QPainter, room: QRectF, cell: Cell, *, right: bool) -> None:
        if cell.chip:
            wide = min(chip_width(cell.text, cell.icon), room.width())
            left = room.right() - wide if right else room.left()
            top = room.top() + round((room.height() - chip_height()) / 2)
            chip(painter, QPointF(left, top), cell.text, cell.tone, cell.icon, most=room.width())
            return
        align = _RIGHT if right else Qt.AlignmentFlag.AlignLeft
        if cell.icon:
            top = room.top() + round((room.height() - ICON) / 2)
            wide = ICON + 6 + text_width(cell.text, "strong" if cell.strong else "body") if cell.text else ICON
            left = max(room.left(), room.right() - wide) if right else room.left()
            draw_icon(painter, QRectF(left, top, ICON, ICON), cell.icon, "ink2" if not cell.link else cell.tone)
            room.setLeft(min(left + ICON + 6, room.right()))
        role = "strong" if cell.strong else "body"
        shade = colour("accent" if cell.link else cell.tone)
        first = QRectF(room)
        if cell.second:
            high, small = metrics(role).height(), metrics("small").height()
            first = QRectF(room.left(), room.top() + (room.height() - high - small) / 2, room.width(), high)
            second = QRectF(room.left(), first.bottom(), room.width(), small)
            line_of_text(painter, second, cell.second, "small", colour("ink2"), align)
        if cell.mark:
            self._paint_mark(painter, first, cell, role)
        line_of_text(painter, first, cell.text, role, shade, align)

    @staticmethod
    def _paint_mark(painter: QPainter, room: QRectF, cell: Cell, role: str) -> None:
        """Mark the part that a search matched, at its first place."""
        place = cell.text.casefold().find(cell.mark.casefold())
        if place >= 0:
            mark_text(painter, room, cell.text, role, [(place, place + len(cell.mark))])


class HeadView(QHeaderView):
    """The head of a list: small words on sunk ground, an arrow where it is sorted."""

    def __init__(self, parent: QWidget) -> None:
        """Make a horizontal head."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setFixedHeight(max(HEIGHTS["table-head"], round(metrics("small").height()) + 12))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one title."""
        model: TableModel[object] = self.model()  # type: ignore[assignment]
        painter.fillRect(rect, colour("sunk"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        column = model.columns[section]
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        room = QRectF(rect.adjusted(PAD, 0, -PAD, -1))
        sorted_here = model.sort_now.key == column.key
        if sorted_here:
            room.adjust(0, 0, -16, 0)
        if column.right:
            left = line_of_text(painter, room, title, "small", colour("ink2"), _RIGHT)
            end = room.right()
        else:
            left = line_of_text(painter, room, title, "small", colour("ink2"))
            end = room.left() + left
        if sorted_here:
            name = "arrow-down" if model.sort_now.descending else "arrow-up"
            draw_icon(painter, QRectF(round(end + 4), round(room.center().y() - 6), 12, 12), name, "ink2")
