"""Choosing without typing: one of a few side by side, and yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from desktop.core.tokens import HEIGHTS
from desktop.ui.fonts import font
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say
from desktop.ui.paint import box, line_of_text, metrics
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

__all__ = ["CheckBox", "SegmentedRow"]


class _Segment(QPushButton):
    """One choice of a segmented row; its borders overlap its neighbours'."""

    def __init__(self, text: Text, row: SegmentedRow) -> None:
        super().__init__(row)
        self._row = row
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFont(font("body"))
        say(self, text=text, accessibleName=text)
        self.place = (True, True)

    def sizeHint(self) -> QSize:
        wide = metrics("strong").horizontalAdvance(self.text()) + 28
        return QSize(round(wide) + 1, max(HEIGHTS["field"], round(metrics("body").height()) + 12))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._row.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(self.rect())
        on, focus, enabled = self.isChecked(), self.hasFocus(), self.isEnabled()
        invalid = bool(self._row.property("invalid"))
        border = "red" if invalid else "accent" if on or focus else "edge"
        fill = "accent-tint" if on else "sunk" if self.underMouse() else "panel"
        if not enabled:
            border, fill = "line", "sunk"
        first, last = self.place
        wider = QRectF(self.rect()).adjusted(0 if first else -8, 0, 0 if last else 8, 0)
        box(painter, wider, fill, border, line=2 if focus else 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        thick = 2 if focus else 1
        if not first:
            painter.fillRect(QRect(0, 0, thick, self.height()), colour(border))
        if not last:
            painter.fillRect(QRect(self.width() - thick, 0, thick, self.height()), colour(border))
        shade = "off" if not enabled else "accent" if on else "ink"
        line_of_text(
            painter,
            QRectF(self.rect()),
            self.text(),
            "strong" if on else "body",
            colour(shade),
            Qt.AlignmentFlag.AlignHCenter,
        )


class SegmentedRow(QWidget):
    """Two to five fixed choices side by side, one of them chosen or none yet.

    Left and right move the choice, Tab passes over the row as one stop. `chosen(key)` is emitted when the person or
    the program changes the choice.
    """

    chosen = Signal(str)

    def __init__(
        self,
        choices: Sequence[tuple[str, Text]],
        *,
        name: str = "",
        on_page: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Offer `choices` as (key, text).

        `on_page`, where Tab goes as the layouts lie, the row has no focus to hand on: to Qt it would be one more stop,
        wherever it happened to be made.
        """
        super().__init__(parent)
        self._on_page = on_page
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _ in choices]
        for place, (key, text) in enumerate(choices):
            button = _Segment(text, self)
            button.setObjectName(f"{name}-{key}" if name else key)
            button.place = (place == 0, place == len(choices) - 1)
            self._group.addButton(button, place)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.idToggled.connect(self._toggled)
        self._set_tab_stop()

    @property
    def key(self) -> str:
        """Return the key chosen, empty for none."""
        place = self._group.checkedId()
        return self._keys[place] if place >= 0 else ""

    def choose(self, key: str) -> None:
        """Choose `key`; an empty or unknown one chooses none."""
        if key in self._keys:
            self._group.button(self._keys.index(key)).setChecked(True)
        elif (checked := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)
            self._set_tab_stop()
            self.chosen.emit("")

    def button(self, key: str) -> QAbstractButton:
        """Return the button of `key`; raise ValueError for an unknown one."""
        return self._group.button(self._keys.index(key))

    def sizeHint(self) -> QSize:
        """Return room for all choices; neighbours share their border."""
        sizes = [button.sizeHint() for button in self._group.buttons()]
        return QSize(sum(size.width() - 1 for size in sizes) + 1, max(size.height() for size in sizes))

    def minimumSizeHint(self) -> QSize:
        """Return the same as sizeHint."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the choices."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Place the choices anew for the words of another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.updateGeometry()
            self._place()

    def _place(self) -> None:
        left = 0
        for button in self._group.buttons():
            size = button.sizeHint()
            button.setGeometry(left, 0, size.width(), size.height())
            left += size.width() - 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice with the arrow keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        place = min(max(self._group.checkedId() + step, 0), len(self._keys) - 1)
        self._group.button(place).setChecked(True)
        self._group.button(place).setFocus(Qt.FocusReason.TabFocusReason)

    def focusInEvent(self, _event: object) -> None:
        """Hand the focus to the chosen button, or the first."""
        (self._group.checkedButton() or self._group.button(0)).setFocus(Qt.FocusReason.TabFocusReason)

    def _toggled(self, place: int, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        button = self._group.button(place)
        if checked:
            button.raise_()
            self._set_tab_stop()
            self.chosen.emit(self._keys[place])

    def _set_tab_stop(self) -> None:
        stop = self._group.checkedButton() or self._group.button(0)
        for button in self._group.buttons():
            only_click = Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else only_click)
        if not self._on_page:
            self.setFocusProxy(stop)


class CheckBox(QCheckBox):
    """A check box with the house's tick: 18 px, filled with the accent when on."""

    def __init__(self, text: Text = "", *, name: str = "", parent: QWidget | None = None) -> None:
        """Make a box that says `text`."""
        super().__init__(parent)
        self.setObjectName(name)
        say(self, text=text, accessibleName=text)

    def sizeHint(self) -> QSize:
        """Return room for box and words."""
        wide = metrics("body").horizontalAdvance(self.text())
        return QSize(round(wide) + 30, max(HEIGHTS["field"], round(metrics("body").height()) + 12))

    def minimumSizeHint(self) -> QSize:
        """Return the same as sizeHint."""
        return self.sizeHint()

    def hitButton(self, _at: object) -> bool:
        """Take a click anywhere on box and words."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw box, tick and words."""
        painter = QPainter(self)
        on, focus, enabled = self.isChecked(), self.hasFocus(), self.isEnabled()
        top = round(self.height() / 2 - 9)
        square = QRectF(1, top, 18, 18)
        invalid = bool(self.property("invalid"))
        border = "red" if invalid else "ink" if on and focus else "accent" if on or focus else "edge"
        fill = "sunk" if not enabled else "accent" if on else "panel"
        box(painter, square, fill, "line" if not enabled else border, line=2 if focus else 1, radius="chip")
        if on:
            draw_icon(painter, square.adjusted(2, 2, -2, -2), "check", "on-accent" if enabled else "off")
        rect = QRectF(28, 0, self.width() - 28, self.height())
        line_of_text(painter, rect, self.text(), "body", colour("ink" if enabled else "off"))
