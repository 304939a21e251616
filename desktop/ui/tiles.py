"""Tiles: one count that opens its list, or one figure of the month with what it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.ui.buttons import bind_key, key_text
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import box, key_box, key_width, line_of_text, metrics, text_width
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

__all__ = ["Comparison", "CountTile", "FigureTile"]

PAD = 12
_RIGHT = Qt.AlignmentFlag.AlignRight


class _Tile(QAbstractButton):
    """A flat panel that is one button."""

    def __init__(self, text: Text, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        say(self, text=text)

    def paint_ground(self, painter: QPainter) -> None:
        focus = self.hasFocus()
        fill = "accent-tint" if self.isDown() else "sunk" if self.underMouse() and self.isEnabled() else "panel"
        box(painter, self.rect(), fill, "accent" if focus else "line", line=2 if focus else 1)


class CountTile(_Tile):
    """Icon, word and key above; the count below with the one fact that matters. A click or its key opens the list.

    `tone` colours icon and count unless it is zero; "accent" colours the icon alone.
    """

    def __init__(
        self,
        text: Text,
        icon: str,
        *,
        tone: str = "accent",
        key: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a tile for `text`; `key` is a key sequence such as "1", drawn unless `show_key` is switched off."""
        super().__init__(text, name, parent)
        self._icon = icon
        self._tone = tone
        self._key = key_text(key) if key else ""
        self._count: int | None = None
        self.show_key = True
        if key:
            bind_key(self, key)

    def show_count(self, count: int | None, fact: Text = "") -> None:
        """Show `count` (None: not known yet) and the fact that matters about it."""
        self._count = count
        say(self, accessibleDescription=fact, accessibleName=lambda _spoken: f"{self.text()} {self._figure()}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the usual size; tiles of a row share its width."""
        high = metrics("body").height() + metrics("figure").height()
        return QSize(184, max(76, round(high) + 16))

    def minimumSizeHint(self) -> QSize:
        """Return the least width that shows word and key."""
        drawn = key_width(self._key) + 8 if self._key and self.show_key else 0
        wide = text_width(self.text(), "body") + 2 * PAD + 24 + drawn
        return QSize(round(wide), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tile."""
        painter = QPainter(self)
        self.paint_ground(painter)
        zero = not self._count
        tone = "ink2" if zero and self._tone != "accent" else self._tone
        top, right = 19.0, float(self.width() - PAD)
        draw_icon(painter, QRectF(PAD, top - 9, 18, 18), self._icon, tone)
        if self._key and self.show_key:
            right -= key_width(self._key)
            key_box(painter, right, top, self._key)
        gap = 6 if self._key and self.show_key else 0
        words = QRectF(PAD + 24, top - 10, right - PAD - 24 - gap, 20)
        line_of_text(painter, words, self.text(), "body", colour("ink"))
        shade = "ink2" if zero else "ink" if self._tone == "accent" else self._tone
        low = QRectF(PAD, self.height() - 44, self.width() - 2 * PAD, 36)
        wide = line_of_text(painter, low, self._figure(), "figure", colour(shade))
        low.adjust(wide + 10, 6, 0, 0)
        line_of_text(painter, low, self.accessibleDescription(), "small", colour("ink2"))

    def _figure(self) -> str:
        return "" if self._count is None else ui_language().language.integer(self._count)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line under a figure: with what it is compared, and the differences as (text, tone)."""

    words: Text
    differences: Sequence[tuple[Text, str]] = ()


class FigureTile(_Tile):
    """A month's figure: word and verdict above, the figure, and lines that compare it. A click opens its list."""

    def __init__(self, text: Text, *, name: str = "", parent: QWidget | None = None) -> None:
        """Make a tile for `text`."""
        super().__init__(text, name, parent)
        self._figure: Text = ""
        self._verdict = ("", "ink2")
        self._lines: Sequence[Comparison] = ()

    def show_figure(
        self, figure: Text, lines: Sequence[Comparison] = (), *, icon: str = "", tone: str = "ink2", verdict: Text = ""
    ) -> None:
        """Show `figure` and what it is compared with; `icon` in `tone` says how it stands, in words `verdict`."""
        self._figure = figure
        self._lines = tuple(lines)
        self._verdict = (icon, tone)
        say(
            self,
            toolTip=verdict,
            accessibleDescription=verdict,
            accessibleName=lambda spoken: f"{self.text()} {translate(figure, spoken)}",
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the figure and two lines, or as many as it has."""
        return QSize(184, 68 + 18 * max(len(self._lines), 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tile."""
        painter = QPainter(self)
        self.paint_ground(painter)
        spoken = ui_language().language
        inside = QRectF(PAD, 0, self.width() - 2 * PAD, self.height())
        icon, tone = self._verdict
        line_of_text(painter, QRectF(PAD, 7, inside.width() - 24, 20), self.text(), "body", colour("ink"))
        if icon:
            draw_icon(painter, QRectF(inside.right() - 14, 10, 14, 14), icon, tone)
        figure = QRectF(PAD, 27, inside.width(), 36)
        line_of_text(painter, figure, translate(self._figure, spoken), "figure", colour("ink"))
        for place, line in enumerate(self._lines):
            row = QRectF(PAD, 63 + 18 * place, inside.width(), 18)
            line_of_text(painter, row, translate(line.words, spoken), "small", colour("ink2"))
            for text, shade in reversed(line.differences):
                wide = line_of_text(painter, row, translate(text, spoken), "small", colour(shade), _RIGHT)
                row.adjust(0, 0, -wide - 12, 0)
