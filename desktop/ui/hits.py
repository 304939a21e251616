"""A list of finds under quiet headings: what was typed is marked, the keyboard stays where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.core.tokens import HEIGHTS
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import line_of_text, mark_text, metrics, text_width
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QMouseEvent, QPainter

__all__ = ["HitLine", "HitList"]

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_SELECTED = QStyle.StateFlag.State_Selected
_NOWHERE = QModelIndex()
PAD = 12
ICON = 18
HEADING = 26
"""Height of a heading, px at 100 %."""
NAME_SHARE = 0.42
"""How much of a row the title takes at most before what was found beside it begins."""

AnyIndex = QModelIndex | QPersistentModelIndex
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class HitLine:
    """One line: a find with an icon, or, without one, a heading.

    `title` and `detail` are marked at their spans; `side` stands quietly at the right; `value` is the find itself.
    """

    title: Text
    icon: str = ""
    title_marks: Spans = ()
    detail: str = ""
    detail_marks: Spans = ()
    side: str = ""
    value: object = None

    @property
    def is_heading(self) -> bool:
        """Tell whether it cannot be chosen."""
        return not self.icon

    def spoken(self) -> str:
        """Return the line as a screen reader says it."""
        words = translate(self.title, ui_language().language)
        return ", ".join(part for part in (words, self.detail, self.side) if part)


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: Sequence[HitLine] = ()

    def show_lines(self, lines: Sequence[HitLine]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        if role == LINE_ROLE:
            return self.lines[index.row()]
        if role in {_DISPLAY, _ACCESSIBLE}:
            return self.lines[index.row()].spoken()
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if self.lines[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: HitList) -> None:
        super().__init__(view)
        self.hovered = -1

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        line: HitLine = index.data(LINE_ROLE)
        return QSize(0, line_height(line))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line: HitLine = index.data(LINE_ROLE)
        rect: QRect = option.rect
        if line.is_heading:
            painter.fillRect(rect, colour("sunk"))
            words = translate(line.title, ui_language().language)
            line_of_text(painter, QRectF(rect.adjusted(PAD, 0, -PAD, 0)), words, "small", colour("ink2"))
            return
        if option.state & _SELECTED:
            painter.fillRect(rect, colour("accent-tint"))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), colour("accent"))
        elif index.row() == self.hovered:
            painter.fillRect(rect, colour("sunk"))
        self._paint_line(painter, QRectF(rect.adjusted(PAD, 0, -PAD, 0)), line)

    @staticmethod
    def _paint_line(painter: QPainter, room: QRectF, line: HitLine) -> None:
        top = round(room.center().y() - ICON / 2)
        draw_icon(painter, QRectF(room.left(), top, ICON, ICON), line.icon, "ink2")
        room.adjust(ICON + 8, 0, 0, 0)
        if line.side:
            wide = min(text_width(line.side, "body"), room.width() / 3)
            side = QRectF(room.right() - wide, room.top(), wide, room.height())
            line_of_text(painter, side, line.side, "body", colour("ink2"), Qt.AlignmentFlag.AlignRight)
            room.adjust(0, 0, -wide - PAD, 0)
        words = translate(line.title, ui_language().language)
        share = room.width() * NAME_SHARE if line.detail else room.width()
        # A short detail leaves its room to a long title.
        share = max(share, room.width() - text_width(line.detail, "body") - PAD) if line.detail else share
        wide = min(text_width(words, "strong"), share)
        title = QRectF(room.left(), room.top(), wide + 1, room.height())
        mark_text(painter, title, words, "strong", line.title_marks)
        line_of_text(painter, title, words, "strong", colour("ink"))
        beside = max(wide, min(room.width() * NAME_SHARE, 150)) + PAD
        detail = QRectF(room.left() + beside, room.top(), room.width() - beside, room.height())
        mark_text(painter, detail, line.detail, "body", line.detail_marks)
        line_of_text(painter, detail, line.detail, "body", colour("ink2"))


def line_height(line: HitLine) -> int:
    """Return the height of a line in the font of now, px."""
    if line.is_heading:
        return max(HEADING, round(metrics("small").height()) + 8)
    return max(HEIGHTS["row"], round(metrics("body").height()) + 14)


class HitList(QListView):
    """Finds under headings. It never takes the keyboard: whoever has it moves the current line with `move_by`.

    `taken(value)`: a line was clicked.
    """

    taken = Signal(object)

    def __init__(self, label: Text, name: str) -> None:
        """Start empty; `label` is its name for a screen reader."""
        super().__init__()
        self.setObjectName(name)
        say(self, accessibleName=label)
        self._model = _Model(self)
        self._delegate = _Delegate(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._take)
        ui_language().changed.connect(self.viewport().update)

    @property
    def lines(self) -> Sequence[HitLine]:
        """Return the lines shown."""
        return self._model.lines

    @property
    def values(self) -> Sequence[Any]:
        """Return the finds shown, without headings."""
        return [line.value for line in self.lines if not line.is_heading]

    @property
    def value(self) -> Any:
        """Return the current find, None for none."""
        index = self.currentIndex()
        return self.lines[index.row()].value if index.isValid() else None

    @property
    def spoken(self) -> str:
        """Return the current line as a screen reader says it, empty for none."""
        index = self.currentIndex()
        return self.lines[index.row()].spoken() if index.isValid() else ""

    def show_lines(self, lines: Iterable[HitLine]) -> None:
        """Show `lines` instead, the first find current."""
        self._model.show_lines(tuple(lines))
        self._delegate.hovered = -1
        self.scrollToTop()
        first = next((row for row, line in enumerate(self.lines) if not line.is_heading), -1)
        if first >= 0:
            self.setCurrentIndex(self._model.index(first))
            self.scrollToTop()

    def move_by(self, step: int) -> None:
        """Make the find `step` finds further current; the first and the last are the ends."""
        rows = [row for row, line in enumerate(self.lines) if not line.is_heading]
        if not rows:
            return
        here = rows.index(self.currentIndex().row()) if self.currentIndex().row() in rows else -1
        there = min(max(here + step, 0), len(rows) - 1)
        self.setCurrentIndex(self._model.index(rows[there]))
        if there == 0:
            # The heading over the first find is seen with it.
            self.scrollToTop()

    def whole_height(self) -> int:
        """Return the height that shows every line, px."""
        return sum(map(line_height, self.lines))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the find under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """Tint none."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered:
            self._delegate.hovered = row
            self.viewport().update()

    def _take(self, index: QModelIndex) -> None:
        line = self.lines[index.row()]
        if not line.is_heading:
            self.taken.emit(line.value)
