"""The tree of places, painted like the lists: icon, name, number of rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from desktop.community.table import NODE_ROLE, Node, PlaceTree
from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.ui.icons import draw_icon
from desktop.ui.language import say, translate, ui_language
from desktop.ui.paint import line_of_text, metrics, text_width
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from desktop.community.rows import Places
    from desktop.community.table import NodeKey

__all__ = ["PlaceView"]

INDENT = 18
ICON = 16
PAD = 8

AnyIndex = QModelIndex | QPersistentModelIndex


def paint_ground(painter: QPainter, rect: QRect, *, focus: bool) -> None:
    """Draw the ground of what is chosen, and the lines of the focus above and below it."""
    painter.fillRect(rect, colour("accent-tint"))
    if focus:
        painter.fillRect(rect.left(), rect.top(), rect.width(), 1, colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("accent"))


class _PlaceDelegate(QStyledItemDelegate):
    """Paints one place."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(120, max(HEIGHTS["row-dense"], round(metrics("body").height()) + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        node: Node = index.data(NODE_ROLE)
        rect: QRect = option.rect
        if index == self._view.currentIndex():
            paint_ground(painter, rect, focus=self._view.hasFocus())
        middle = rect.top() + round((rect.height() - ICON) / 2)
        draw_icon(painter, QRectF(rect.left() + 2, middle, ICON, ICON), node.icon, "ink2")
        spoken = ui_language().language
        count = spoken.integer(node.rooms)
        wide = text_width(count, "small")
        room = QRectF(rect.adjusted(ICON + PAD + 2, 0, -PAD, 0))
        right = QRectF(room.right() - wide - 2, room.top(), wide + 2, room.height())
        line_of_text(painter, right, count, "small", colour("ink2"), Qt.AlignmentFlag.AlignRight)
        room.setRight(right.left() - PAD)
        role = "strong" if node.key[0] == "zone" else "body"
        line_of_text(painter, room, translate(node.name, spoken), role, colour("ink"))


class PlaceView(QTreeView):
    """Zones, buildings, entrances; arrows walk and open, Enter acts. `chosen(Node | None)`, `opened(Node)`."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        """Show no places yet."""
        super().__init__()
        self.tree = PlaceTree()
        self.tree.setParent(self)
        self.setObjectName("places")
        say(self, accessibleName=msg("Zones, buildings and entrances"))
        self.setModel(self.tree)
        self.setItemDelegate(_PlaceDelegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.activated.connect(lambda index: self.opened.emit(index.data(NODE_ROLE)))

    @property
    def node(self) -> Node | None:
        """Return the place chosen."""
        found: Node | None = self.currentIndex().data(NODE_ROLE) if self.currentIndex().isValid() else None
        return found

    def show_places(self, places: Places, wanted: NodeKey | None) -> None:
        """Show `places`; `wanted`, else the place chosen before, else the first is chosen, and what was open is."""
        before = self.node
        opened = self._opened() if self.tree.roots else None
        self.tree.show_places(places)
        for node in self._all():
            self.setExpanded(self.tree.index_of(node), node.key[0] == "zone" if opened is None else node.key in opened)
        keys = [key for key in (wanted, before.key if before else None) if key is not None]
        if before is not None and before.parent is not None:
            keys.append(before.parent.key)
        places_wanted = (self.tree.node(key) for key in keys)
        found = next((place for place in places_wanted if place is not None), None)
        found = found or (self.tree.roots[0] if self.tree.roots else None)
        if found is None:
            self.chosen.emit(None)
            return
        self.setCurrentIndex(self.tree.index_of(found))
        self.scrollTo(self.currentIndex())

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell which place is chosen."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.data(NODE_ROLE))

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Leave the ground of what is chosen to the delegate and the branch, which draw it as lists do."""
        option.state &= ~QStyle.StateFlag.State_Selected
        option.showDecorationSelected = False
        super().drawRow(painter, option, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:
        """Draw the ground of what is chosen, and a chevron where there is something below."""
        if index == self.currentIndex():
            paint_ground(painter, rect, focus=self.hasFocus())
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), colour("accent"))
        if not self.tree.rowCount(index):
            return
        name = "chevron-down" if self.isExpanded(index) else "chevron-right"
        top = rect.top() + round((rect.height() - 14) / 2)
        draw_icon(painter, QRectF(rect.right() - 15, top, 14, 14), name, "ink2")

    def _all(self) -> list[Node]:
        waiting, found = list(self.tree.roots), []
        while waiting:
            node = waiting.pop(0)
            found.append(node)
            waiting += node.below
        return found

    def _opened(self) -> set[Any]:
        return {node.key for node in self._all() if self.isExpanded(self.tree.index_of(node))}
