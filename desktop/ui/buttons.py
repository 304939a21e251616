"""Buttons: with icon and printed key, chosen one of a few, filters that can be switched off, check boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from desktop.core.tokens import HEIGHTS
from desktop.ui.fonts import font
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import box, key_box, key_width, line_of_text, metrics
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

__all__ = ["Button", "CheckBox", "FilterChip", "SegmentedRow", "key_text"]

GAP = 8


def key_text(key: str) -> str:
    """Return the key sequence `key` ("Ctrl+Return") as it is printed on a key box ("Ctrl+Enter")."""
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return shown.replace("Return", "Enter")


class Button(QPushButton):
    """A button with words, an icon and the key that presses it.

    `kind` is "plain", "primary" (at most one on a screen) or "link"; `small` is 28 px high instead of 34. `key` is
    a key sequence; with `bind` false it is only printed, because something else listens to it.
    """

    def __init__(
        self,
        text: Text,
        *,
        icon: str = "",
        key: str = "",
        kind: str = "plain",
        small: bool = False,
        bind: bool = True,
        menu: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a button that says `text`; `name` becomes the object name, `menu` adds a chevron."""
        super().__init__(parent)
        self._icon = icon
        self._key = key_text(key) if key else ""
        self._kind = kind
        self._small = small
        self._chevron = menu
        self.show_key = True
        self.setProperty("kind", kind)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        say(self, text=text)
        if key and bind:
            self.setShortcut(QKeySequence(key))
        if key:
            say(self, toolTip=lambda spoken: f"{translate(text, spoken)} ({self._key})")

    def set_icon(self, name: str) -> None:
        """Show icon `name` from now on."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_icon_only(self, icon_only: bool) -> None:  # noqa: FBT001 - a setter
        """Hide words and key where there is no room for them; the words stay as tooltip."""
        self.show_key = not icon_only
        self.setProperty("iconOnly", icon_only)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for icon, words and key."""
        pad = 9 if self._small else 13
        high = max(HEIGHTS["small-button" if self._small else "button"], round(metrics("body").height()) + 8)
        return QSize(round(self._content_width()) + 2 * pad, high)

    def minimumSizeHint(self) -> QSize:
        """Return the same as sizeHint: a button's words are never cut."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Keep the shortcut: Qt would read it anew from the text whenever that changes."""
        if event.type() == QEvent.Type.DynamicPropertyChange:
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box by style, the content here."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        shade = self._shade()
        middle = self.height() / 2
        left = (self.width() - self._content_width()) / 2
        if self._icon:
            size = self._icon_size()
            draw_icon(painter, QRectF(round(left), round(middle - size / 2), size, size), self._icon, shade)
            left += size + GAP
        if self.property("iconOnly"):
            return
        role = "strong" if self.isChecked() or self._kind == "primary" else "body"
        wide = metrics(role).horizontalAdvance(self.text())
        line_of_text(painter, QRectF(left, 0, wide + 1, self.height()), self.text(), role, colour(shade))
        left += wide + GAP
        if self._key and self.show_key:
            primary = self._kind == "primary" and self.isEnabled()
            key_box(painter, left, middle, self._key, shade if primary else "ink2", shade if primary else "line")
        if self._chevron:
            draw_icon(painter, QRectF(round(left), round(middle - 8), 16, 16), "chevron-down", shade)

    def _icon_size(self) -> int:
        return 16 if self._small else 18

    def _content_width(self) -> float:
        icon = self._icon_size() if self._icon else 0
        if self.property("iconOnly") and icon:
            return icon
        role = "strong" if self._kind == "primary" else "body"
        wide = metrics(role).horizontalAdvance(self.text()) + (icon + GAP if icon else 0)
        if self._key and self.show_key:
            wide += GAP + key_width(self._key)
        return wide + (GAP + 16 if self._chevron else 0)

    def _shade(self) -> str:
        if not self.isEnabled():
            return "off"
        if self._kind == "primary":
            return "on-accent"
        return "accent" if self._kind == "link" or self.isChecked() or self.isDown() else "ink"


class FilterChip(QAbstractButton):
    """A condition over a list. On: tinted, with × ; off: with the count of what it would show."""

    def __init__(
        self, text: Text, *, icon: str = "", tone: str = "ink", name: str = "", parent: QWidget | None = None
    ) -> None:
        """Make a chip that says `text`, its icon in token `tone`."""
        super().__init__(parent)
        self._icon = icon
        self._tone = tone
        self._count: int | None = None
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, text=text)
        self.toggled.connect(self.updateGeometry)

    def set_count(self, count: int | None) -> None:
        """Show how many rows the chip would show; None for unknown."""
        self._count = count
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """Return the text with its count as it is shown."""
        if self._count is None or self.isChecked():
            return self.text()
        return f"{self.text()} {ui_language().language.integer(self._count)}"

    def sizeHint(self) -> QSize:
        """Return room for the words, the icon and the ×."""
        wide = metrics("body").horizontalAdvance(self.words()) + 18
        wide += (20 if self._icon else 0) + (20 if self.isChecked() else 0)
        return QSize(round(wide), max(HEIGHTS["filter-chip"], round(metrics("body").height()) + 8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = QPainter(self)
        on = self.isChecked() or self.isDown()
        focus = self.hasFocus()
        fill = "accent-tint" if on else "sunk" if self.underMouse() else "panel"
        box(painter, self.rect(), fill, "accent" if on or focus else "edge", line=2 if focus else 1)
        shade = "accent" if on else "ink"
        left, middle = 9.0, self.height() / 2
        if self._icon:
            tone = shade if self._tone == "ink" or on else self._tone
            draw_icon(painter, QRectF(left, round(middle - 8), 16, 16), self._icon, tone)
            left += 20
        rect = QRectF(left, 0, self.width() - left, self.height())
        wide = line_of_text(painter, rect, self.words(), "body", colour(shade))
        if self.isChecked():
            draw_icon(painter, QRectF(round(left + wide + 6), round(middle - 7), 14, 14), "x", shade)


class _Segment(QPushButton):
    """One choice of a segmented row; its borders overlap its neighbours'."""

    def __init__(self, text: Text, row: SegmentedRow) -> None:
        super().__init__(row)
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

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(self.rect())
        on, focus, enabled = self.isChecked(), self.hasFocus(), self.isEnabled()
        invalid = bool(self.parent().property("invalid"))
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

    def __init__(self, choices: Sequence[tuple[str, Text]], *, name: str = "", parent: QWidget | None = None) -> None:
        """Offer `choices` as (key, text)."""
        super().__init__(parent)
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _ in choices]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(-1)
        for place, (key, text) in enumerate(choices):
            button = _Segment(text, self)
            button.setObjectName(f"{name}-{key}" if name else key)
            button.place = (place == 0, place == len(choices) - 1)
            self._group.addButton(button, place)
            layout.addWidget(button)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
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
        return QSize(round(wide) + 30, max(HEIGHTS["small-button"], round(metrics("body").height()) + 8))

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


