"""Small pieces of the panels of an outage: rows one below the other, and how far a round is as a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.buttons import Button
from desktop.ui.language import say
from desktop.ui.panels import label
from desktop.ui.tab_order import focus_kept
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QBoxLayout

    from desktop.ui.language import Text

__all__ = ["Lines", "ShareBar", "line_row"]

FEW = 6
"""So many rows are seen at once; the others on demand."""


class Lines(QWidget):
    """Rows as widgets, the first few of them until all are asked for; words where there are none."""

    def __init__(self, make: Callable[[Any], QWidget], none: Text, *, name: str, few: int = FEW) -> None:
        """Show rows by `make`, and `none` where there is none."""
        super().__init__()
        self.setObjectName(name)
        self._make = make
        self._few = few
        self._rows: Sequence[Any] = ()
        self._whole = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.none = label(none, tone="ink2", wrap=True, name=f"{name}-none")
        column.addWidget(self.none)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(4)
        column.addLayout(self._inside)
        self.more = Button("", kind="link", small=True, name=f"{name}-more")
        self.more.clicked.connect(self._show_all)
        column.addWidget(self.more)
        self.more.hide()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; the keyboard stays in its place."""
        if rows == self._rows:
            return
        self._rows = rows
        with focus_kept(self):
            self._fill()

    def _show_all(self) -> None:
        self._whole = True
        self._fill()

    def _fill(self) -> None:
        _clear(self._inside)
        shown = self._rows if self._whole else self._rows[: self._few]
        for row in shown:
            self._inside.addWidget(self._make(row))
        self.none.setVisible(not self._rows)
        say(self.more, text=msg("Show all %(count)s", count=len(self._rows)))
        self.more.setVisible(len(shown) < len(self._rows))


def line_row(*parts: QWidget, gap: int = 8, wide: int = -1) -> QWidget:
    """Return `parts` side by side; the one at `wide` takes the room that is left, without one it stays empty."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for place, part in enumerate(parts):
        row.addWidget(part, 1 if place == wide else 0)
    if wide < 0:
        row.addStretch(1)
    return whole


class ShareBar(QWidget):
    """Shares of a whole side by side, each in its tone; the words beside it say them."""

    def __init__(self, shares: Sequence[tuple[float, str]], width: int = 120) -> None:
        """Show `shares` as (0 to 1, tone)."""
        super().__init__()
        self._shares = tuple(shares)
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of the bar."""
        return QSize(self._width, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar."""
        painter, left = QPainter(self), 0.0
        painter.fillRect(self.rect(), colour("line"))
        for share, tone in self._shares:
            wide = min(share, 1.0) * self.width()
            painter.fillRect(QRectF(left, 0, wide, self.height()), colour(tone))
            left += wide


def _clear(place: QBoxLayout) -> None:
    while (item := place.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
