"""What a person sees of a window: its words, and whether anything is cut off or lies outside."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QScrollBar,
    QSplitterHandle,
    QTableView,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cut_words", "outside", "seen", "words_of"]

PROPERTIES = ("text", "toolTip", "placeholderText", "accessibleName", "accessibleDescription", "windowTitle")


def seen(window: QWidget) -> list[QWidget]:
    """Return the widgets that are shown in `window`, itself among them."""
    return [window, *(each for each in window.findChildren(QWidget) if each.isVisible())]


def words_of(window: QWidget) -> Counter[tuple[str, str]]:
    """Return every text there is to see, to hover over or to be read aloud, by the kind of its widget."""
    found: Counter[tuple[str, str]] = Counter()
    for widget in seen(window):
        kind = type(widget).__name__
        for name in PROPERTIES:
            text = widget.property(name)
            if isinstance(text, str) and text:
                found[kind, text] += 1
        if isinstance(widget, QTableView):
            for text in _cells(widget):
                found[kind, text] += 1
    return found


def _cells(view: QTableView) -> Iterator[str]:
    model = view.model()
    for column in range(model.columnCount()):
        if view.isColumnHidden(column):
            continue
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(), 30)):
            yield str(model.index(row, column).data() or "")


def outside(window: QWidget) -> list[str]:
    """Return what is cut off by what it lies in, and cannot be scrolled to."""
    found = []
    for widget in seen(window):
        if isinstance(widget, QScrollBar | QSplitterHandle) or widget.isWindow() or widget.rect().isEmpty():
            continue
        across, down = _hidden(widget, window)
        if across or down:
            found.append(f"{describe(widget)} lies {across} px beside and {down} px below what is seen of it")
    return found


def _hidden(widget: QWidget, window: QWidget) -> tuple[int, int]:
    """Return how many px of `widget` nobody can see, across and down."""
    whole = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    free_across = free_down = False
    across = down = 0
    above = widget.parentWidget()
    while above is not None:
        area = above.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            free_across = free_across or area.horizontalScrollBarPolicy() != never
            free_down = free_down or area.verticalScrollBarPolicy() != never
        room = QRect(above.mapTo(window, QPoint(0, 0)), above.size())
        if not free_across:
            across = max(across, room.left() - whole.left(), whole.right() - room.right())
        if not free_down:
            down = max(down, room.top() - whole.top(), whole.bottom() - room.bottom())
        if above is window:
            break
        above = above.parentWidget()
    return across, down


def cut_words(window: QWidget) -> list[str]:
    """Return the words that do not fit where they stand and that no tooltip tells in full."""
    return [f"{describe(widget)} has room for {room} of {need} px" for widget, need, room in _too_long(window)]


def _too_long(window: QWidget) -> Iterator[tuple[QWidget, int, int]]:
    for widget in seen(window):
        if widget.toolTip():
            continue
        if isinstance(widget, QLabel) and widget.text():
            room = widget.contentsRect().width()
            if widget.wordWrap():
                need, room = widget.heightForWidth(widget.width()), widget.height()
            else:
                need = round(QFontMetricsF(widget.font()).horizontalAdvance(widget.text()))
        elif isinstance(widget, QLineEdit) and widget.placeholderText() and not widget.text():
            need = round(QFontMetricsF(widget.font()).horizontalAdvance(widget.placeholderText()))
            room = widget.width() - widget.textMargins().left() - widget.textMargins().right() - 8
        elif isinstance(widget, QAbstractButton) and widget.text():
            need, room = widget.minimumSizeHint().width(), widget.width()
        else:
            continue
        if need > room + 1:
            yield widget, need, room


def describe(widget: QWidget) -> str:
    """Return enough of a widget to find it in the source."""
    text = widget.property("text") or widget.property("placeholderText") or widget.accessibleName()
    parts = [type(widget).__name__, widget.objectName(), f"“{text}”" if text else ""]
    above = widget.parentWidget()
    inside = above.property("part") or above.objectName() or type(above).__name__ if above is not None else ""
    return " ".join([*(part for part in parts if part), f"in {inside}"])
