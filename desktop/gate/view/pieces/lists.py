"""A list of two-line rows, read from a metre and a half."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.core.tokens import HEIGHTS
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import line_of_text, text_width
from desktop.ui.scrolling import follow_finger
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent, QPainter

__all__ = ["GateList", "GateRowShown"]

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_SELECTED = QStyle.StateFlag.State_Selected
_NOWHERE = QModelIndex()
PAD, GAP, ICON = 18, 12, 22
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class GateRowShown:
    """One row: `title` large with `side` at its right, below it `under` and `under_side` in grey.

    `key` is what it stands for. `side` is drawn in token `tone`, after `icon` where one is named.
    """

    key: Hashable
    title: Text
    side: Text = ""
    under: Text = ""
    under_side: Text = ""
    tone: str = "ink"
    icon: str = ""

    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        language = ui_language().language
        parts = (translate(part, language) for part in (self.title, self.side, self.under, self.under_side))
        return ", ".join(part for part in parts if part)


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[GateRowShown] = ()

    def show_rows(self, rows: Sequence[GateRowShown]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if role == ROW_ROLE:
            return self.rows[index.row()]
        if role in {int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)}:
            return self.rows[index.row()].spoken()
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(0, HEIGHTS["gate-row"])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: GateRowShown = index.data(ROW_ROLE)
        rect: QRect = option.rect
        if option.state & _SELECTED:
            painter.fillRect(rect, colour("accent-tint"))
            painter.fillRect(rect.left(), rect.top(), 4, rect.height(), colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        room = QRectF(rect.adjusted(PAD, 5, -PAD, -5))
        first = QRectF(room.left(), room.top(), room.width(), room.height() * 0.56)
        second = QRectF(room.left(), first.bottom(), room.width(), room.height() * 0.44)
        _line(painter, first, (row.title, "gate-strong", "ink"), (row.side, "gate-body", row.tone), row.icon)
        _line(painter, second, (row.under, "gate-key", "ink2"), (row.under_side, "gate-key", "ink2"))


def _line(
    painter: QPainter, room: QRectF, left: tuple[Text, str, str], right: tuple[Text, str, str], icon: str = ""
) -> None:
    language = ui_language().language
    words, role, tone = translate(right[0], language), right[1], right[2]
    if words:
        wide = min(text_width(words, role) + 1, room.width() * 0.6)
        side = QRectF(room.right() - wide, room.top(), wide, room.height())
        line_of_text(painter, side, words, role, colour(tone), Qt.AlignmentFlag.AlignRight)
        room.setRight(side.left() - GAP)
        if icon:
            draw_icon(painter, QRectF(room.right() - ICON, room.center().y() - ICON / 2, ICON, ICON), icon, tone)
            room.setRight(room.right() - ICON - GAP)
    line_of_text(painter, room, translate(left[0], language), left[1], colour(left[2]))


class GateList(QListView):
    """Rows to choose from by arrow keys, PgUp and PgDn. `opened(key)`: Enter or a double click on a row.

    `current_changed(key)`: another row is current, none for none.
    """

    opened = Signal(object)
    current_changed = Signal(object)

    def __init__(self, name: str, text: Text) -> None:
        """Start empty; `text` names the list for a screen reader."""
        super().__init__()
        self.setObjectName(name)
        say(self, accessibleName=text)
        self._rows = _Model(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        follow_finger(self)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._rows.rows[index.row()].key))
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit(self.key))
        ui_language().changed.connect(self.viewport().update)

    @property
    def rows(self) -> Sequence[GateRowShown]:
        """Return the rows shown."""
        return self._rows.rows

    @property
    def key(self) -> Hashable | None:
        """Return what the current row stands for, none for none."""
        index = self.currentIndex()
        return self.rows[index.row()].key if index.isValid() and index.row() < len(self.rows) else None

    def show_rows(self, rows: Iterable[GateRowShown]) -> None:
        """Show `rows` instead; the current one stays current where it is still there."""
        kept, place = self.key, self.verticalScrollBar().value()
        self._rows.show_rows(tuple(rows))
        self.go_to(kept)
        self.verticalScrollBar().setValue(place)

    def go_to(self, key: Hashable | None) -> None:
        """Make the row of `key` current; without one, none is."""
        found = next((row for row, shown in enumerate(self.rows) if shown.key == key), -1)
        self.setCurrentIndex(self._rows.index(found) if found >= 0 and key is not None else QModelIndex())

    def move_by(self, step: int) -> None:
        """Make the row `step` rows further current; the first and the last are the ends."""
        if self.rows:
            here = self.currentIndex().row()
            self.setCurrentIndex(self._rows.index(min(max(here + step, 0), len(self.rows) - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row by Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.key is not None:
            self.opened.emit(self.key)
        else:
            super().keyPressEvent(event)
