"""Buttons with icon and printed key, and filters that can be switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from desktop.core.tokens import HEIGHTS
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import box, key_box, key_width, line_of_text, metrics
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

__all__ = ["Button", "FilterChip", "bind_key", "key_text"]

GAP = 8


class _Roles(NamedTuple):
    """The fonts of a button."""

    plain: str
    strong: str
    key: str


_ROLES = _Roles("body", "strong", "small")
_LARGE = _Roles("gate-strong", "gate-strong", "gate-key")
_LOW = _Roles("gate-body", "gate-body", "gate-key")


def key_text(key: str) -> str:
    """Return the key sequence `key` ("Ctrl+Return") as it is printed on a key box ("Ctrl+Enter")."""
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    return shown.replace("Return", "Enter")


def bind_key(button: QAbstractButton, key: str) -> None:
    """Let key sequence `key` click `button` anywhere in its window while it is visible and enabled.

    Not `setShortcut`, which Qt forgets whenever the text changes, as it does with the language.
    """
    shortcut = QShortcut(button)
    # The same sequence twice would be ambiguous to Qt, and then press nothing.
    shortcut.setKeys([QKeySequence(each) for each in dict.fromkeys((key, key.replace("Return", "Enter")))])
    shortcut.activated.connect(button.click)


class Button(QPushButton):
    """A button with words, an icon and the key that presses it.

    `kind` is "plain", "primary" (at most one on a screen) or "link"; `small` is 28 px high instead of 34, `large` 64:
    read from a metre and a half, pressed with a cold finger. `low` is one of those 52 px high, with less beside its
    words, where several share a row. `key` is a key sequence; with `bind` false it is only printed, because something
    else listens to it.
    """

    def __init__(
        self,
        text: Text,
        *,
        icon: str = "",
        key: str = "",
        kind: str = "plain",
        small: bool = False,
        large: bool = False,
        low: bool = False,
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
        self._large = large or low
        self._low = low
        self._roles = _LOW if low else _LARGE if large else _ROLES
        self._chevron = menu
        self.show_key = True
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self.setProperty("large", large)
        self.setProperty("low", low)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        say(self, text=text)
        if key and bind:
            bind_key(self, key)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it by Enter as by Space; in a dialog that names a first button Enter belongs to that."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if enter and plain and not event.isAutoRepeat() and not self._is_beside_first():
            self.click()
        else:
            super().keyPressEvent(event)

    def _is_beside_first(self) -> bool:
        dialog = self.window()
        return isinstance(dialog, QDialog) and any(each.isDefault() for each in dialog.findChildren(QPushButton))

    def sizeHint(self) -> QSize:
        """Return room for icon, words and key."""
        pad = 4 if self._kind == "link" else 9 if self._small else 22 if self._large and not self._low else 13
        tall = "gate-choice" if self._low else "gate-button"
        least = HEIGHTS[tall if self._large else "small-button" if self._small else "button"]
        high = max(least, round(metrics(self._roles.plain).height()) + 8)
        return QSize(round(self._content_width()) + 2 * pad, high)

    def minimumSizeHint(self) -> QSize:
        """Return the same as sizeHint: a button's words are never cut."""
        return self.sizeHint()

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
        role = self._roles.strong if self.isChecked() or self._kind == "primary" else self._roles.plain
        wide = metrics(role).horizontalAdvance(self.text())
        line_of_text(painter, QRectF(left, 0, wide + 1, self.height()), self.text(), role, colour(shade))
        left += wide + GAP
        if self._key and self.show_key:
            primary = self._kind == "primary" and self.isEnabled()
            tones = (shade, shade) if primary else ("ink2", "line")
            key_box(painter, left, middle, self._key, *tones, self._roles.key)
        if self._chevron:
            draw_icon(painter, QRectF(round(left), round(middle - 8), 16, 16), "chevron-down", shade)

    def _icon_size(self) -> int:
        return 16 if self._small else 28 if self._large else 18

    def _content_width(self) -> float:
        icon = self._icon_size() if self._icon else 0
        if self.property("iconOnly") and icon:
            return icon
        role = self._roles.strong if self._kind == "primary" else self._roles.plain
        wide = metrics(role).horizontalAdvance(self.text()) + (icon + GAP if icon else 0)
        if self._key and self.show_key:
            wide += GAP + key_width(self._key, self._roles.key)
        return wide + (GAP + 16 if self._chevron else 0)

    def _shade(self) -> str:
        if not self.isEnabled():
            return "off"
        if self._kind == "primary":
            return "on-accent"
        return "accent" if self._kind == "link" or self.isChecked() or self.isDown() else "ink"


class FilterChip(QAbstractButton):
    """A condition over a list. On: tinted, with × unless it stays on; off: with the count of what it would show."""

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

    @property
    def _comes_off(self) -> bool:
        return self.isChecked() and self.isEnabled()

    def changeEvent(self, event: QEvent) -> None:
        """Take the × away where the condition cannot be taken off."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.updateGeometry()

    def words(self) -> str:
        """Return the text with its count as it is shown."""
        if self._count is None or self.isChecked():
            return self.text()
        return f"{self.text()} {ui_language().language.integer(self._count)}"

    def sizeHint(self) -> QSize:
        """Return room for the words, the icon and the ×."""
        wide = metrics("body").horizontalAdvance(self.words()) + 18
        wide += (20 if self._icon else 0) + (20 if self._comes_off else 0)
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
        if self._comes_off:
            draw_icon(painter, QRectF(round(left + wide + 6), round(middle - 7), 14, 14), "x", shade)
