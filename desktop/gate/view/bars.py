"""What frames the guard's panes: the tabs above, their place, the keys below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStackedWidget, QWidget

from desktop.core.tokens import HEIGHTS
from desktop.gate.view.pieces import GatePane
from desktop.ui.buttons import key_text
from desktop.ui.icons import draw_icon
from desktop.ui.keys import key
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import key_box, key_width, line_of_text, text_width
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from desktop.core.i18n import Message

__all__ = ["KeyHints", "PaneStack", "TabButton"]

ICON, GAP, PAD, SLIM_PAD, BAR = 24, 10, 14, 11, 4


class TabButton(QAbstractButton):
    """One tab of the guard's window: icon, word, how much waits there, key. The chosen one is underlined."""

    def __init__(self, text: Text, icon: str, shortcut: str) -> None:
        """Say `text`; `shortcut` names its key in the table of keys, "" for none."""
        super().__init__()
        self._icon = icon
        self._key = key_text(key(shortcut)) if shortcut else ""
        self._with_icon, self._with_key = True, True
        self._count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, text=text, accessibleName=text)

    def set_count(self, count: int) -> None:
        """Say how much waits there; nothing of 0."""
        self._count = count
        self.updateGeometry()
        self.update()

    def show_parts(self, *, icon: bool, key: bool) -> None:
        """Draw icon and key, or leave one out or both where there is little room."""
        self._with_icon, self._with_key = icon, key
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for icon, word, count and key."""
        wide = 2 * self._pad + text_width(self.text(), "gate-strong")
        wide += ICON + GAP if self._with_icon else 0
        wide += GAP + text_width(self._waits(), "gate-strong") if self._count else 0
        wide += GAP + key_width(self._key, "gate-key") if self._key and self._with_key else 0
        return QSize(round(wide), HEIGHTS["gate-bar"])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        on = self.isChecked()
        if self.underMouse():
            painter.fillRect(self.rect(), colour("sunk"))
        if on:
            painter.fillRect(0, self.height() - BAR, self.width(), BAR, colour("accent"))
        shade, left, middle = "ink" if on else "ink2", float(self._pad), self.height() / 2
        if self._with_icon:
            draw_icon(painter, QRectF(left, round(middle - ICON / 2), ICON, ICON), self._icon, shade)
            left += ICON + GAP
        room = QRectF(left, 0, self.width() - left, self.height())
        left += line_of_text(painter, room, self.text(), "gate-strong", colour(shade)) + GAP
        if self._count:
            room.setLeft(left)
            left += line_of_text(painter, room, self._waits(), "gate-strong", colour("amber")) + GAP
        if self._key and self._with_key:
            key_box(painter, left, middle, self._key, "ink2", "line", "gate-key")

    @property
    def _pad(self) -> int:
        return PAD if self._with_key else SLIM_PAD

    def _waits(self) -> str:
        return ui_language().language.integer(self._count)


class PaneStack(QStackedWidget):
    """Shows one pane at a time and asks for the room of that one alone.

    A stack of Qt's asks for the room of all, also of those that were laid out when the window was wider. Height is
    never asked for by the words in a pane: what is long is scrolled within it.
    """

    def minimumSizeHint(self) -> QSize:
        """Return what the pane shown needs at least."""
        shown = self.currentWidget()
        if shown is None:
            return QSize()
        least = shown.least_height if isinstance(shown, GatePane) else 0
        return shown.minimumSizeHint().expandedTo(QSize(0, least))

    def sizeHint(self) -> QSize:
        """Return what the pane shown likes best."""
        return QSize() if (shown := self.currentWidget()) is None else shown.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Tell that a wider pane needs no other height."""
        return False


class KeyHints(QWidget):
    """The keys that matter on the pane shown, as many as there is room for. `tapped(name)`: a finger is as good."""

    tapped = Signal(str)

    def __init__(self) -> None:
        """Start without any."""
        super().__init__()
        self._hints: Sequence[tuple[str, Message]] = ()
        ui_language().changed.connect(self.update)

    def show_hints(self, hints: Sequence[tuple[str, Message]]) -> None:
        """Show `hints`: names in the table of keys, with what they do."""
        self._hints = tuple(hints)
        self.update()

    def place_of(self, name: str) -> QRect:
        """Return where the hint of key `name` is tapped; an empty place for one there is no room for."""
        return next((place for hint, _shown, _words, place in self._placed() if hint == name), QRect())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a tap for the key it lies on."""
        at = event.position().toPoint()
        for name, _shown, _words, place in self._placed():
            if place.contains(at):
                self.tapped.emit(name)
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them from the left; what no longer fits whole is left out."""
        painter = QPainter(self)
        for _name, shown, words, place in self._placed():
            left = place.left() + GAP
            key_box(painter, left, self.height() / 2, shown, "ink2", "edge", "gate-key")
            beside = left + key_width(shown, "gate-key") + GAP / 2
            room = QRectF(beside, 0, self.width() - beside, self.height())
            line_of_text(painter, room, words, "gate-key", colour("ink2"))

    def _placed(self) -> Iterator[tuple[str, str, str, QRect]]:
        """Yield name, printed key, words and place of every hint there is room for; half the gap around is its own."""
        language, left = ui_language().language, -GAP
        for name, does in self._hints:
            shown, words = key_text(key(name)), translate(does, language)
            wide = round(key_width(shown, "gate-key") + GAP / 2 + text_width(words, "gate-key")) + 2 * GAP
            if left + wide - GAP > self.width():
                break
            yield name, shown, words, QRect(left, 0, wide, self.height())
            left += wide
