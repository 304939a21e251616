"""One of several by its digit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.core.tokens import HEIGHTS
from desktop.ui.flow import FlowLayout
from desktop.ui.language import Text, say
from desktop.ui.paint import box, key_box, key_width, line_of_text, text_width
from desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

__all__ = ["GateChoices"]

PAD, GAP = 12, 10
DIGITS = "1234567890"


class _Choice(QAbstractButton):
    def __init__(self, text: Text, digit: str, row: GateChoices) -> None:
        super().__init__(row)
        self._row = row
        self._digit = digit
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, text=text, accessibleName=text)

    def sizeHint(self) -> QSize:
        wide = text_width(self.text(), "gate-body") + 2 * PAD
        wide += key_width(self._digit, "gate-key") + GAP if self._digit else 0
        return QSize(round(wide) + 2, HEIGHTS["gate-choice"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._row.take_key(event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on, focus, enabled = self.isChecked(), self.hasFocus(), self.isEnabled()
        fill = "accent-tint" if on else "sunk" if self.underMouse() or not enabled else "panel"
        border = "line" if not enabled else "accent" if on or focus else "edge"
        box(painter, self.rect(), fill, border, line=2 if on or focus else 1)
        shade = "off" if not enabled else "accent" if on else "ink"
        left = float(PAD)
        if self._digit:
            key_box(painter, left, self.height() / 2, self._digit, "ink2", "line", "gate-key")
            left += key_width(self._digit, "gate-key") + GAP
        room = QRectF(left, 0, self.width() - left, self.height())
        line_of_text(painter, room, self.text(), "gate-body", colour(shade))


class GateChoices(QWidget):
    """Choices side by side, the first ten with their digits; one of them is chosen, or none yet.

    Tab comes here once; digits choose, Left and Right move. `chosen(key)`: the person chose. `entered()`: Enter.
    """

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, name: str, text: Text) -> None:
        """Start without choices; `text` names the row for a screen reader."""
        super().__init__()
        self.setObjectName(name)
        say(self, accessibleName=text)
        self._flow = FlowLayout(self, gap=8)
        self._keys: list[Hashable] = []
        self._buttons: list[_Choice] = []
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def offer(self, options: Sequence[tuple[Hashable, Text]]) -> None:
        """Show `options` as (key, words) instead of those before; the chosen one stays if it is among them."""
        kept = self.key
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._keys = [key for key, _words in options]
        self._buttons = []
        for place, (_key, words) in enumerate(options):
            button = _Choice(words, DIGITS[place : place + 1], self)
            button.setObjectName(f"{self.objectName()}-{place}")
            button.clicked.connect(partial(self._take, place))
            self._flow.addWidget(button)
            self._buttons.append(button)
        self.choose(kept)

    @property
    def key(self) -> Hashable | None:
        """Return the key of what is chosen, none for nothing."""
        return next((key for key, each in zip(self._keys, self._buttons, strict=True) if each.isChecked()), None)

    @property
    def keys(self) -> Sequence[Hashable]:
        """Return the keys of all choices, in order."""
        return tuple(self._keys)

    def choose(self, key: Hashable | None) -> None:
        """Choose `key`; another one chooses none. Nothing is told."""
        for each, button in zip(self._keys, self._buttons, strict=True):
            button.setChecked(each == key)
        stop = next((each for each in self._buttons if each.isChecked()), self._buttons[0] if self._buttons else None)
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)

    def enter(self) -> None:
        """Take the keyboard."""
        stop = next((each for each in self._buttons if each.focusPolicy() is Qt.FocusPolicy.StrongFocus), None)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    def take_digit(self, digit: str) -> bool:
        """Choose what `digit` stands for; tell whether there is such a choice."""
        place = DIGITS.find(digit) if digit else -1
        if not 0 <= place < len(self._buttons) or not self._buttons[place].isEnabled():
            return False
        self._take(place)
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; tell whether it asked for anything here."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~_KEYPAD:
            self.entered.emit()
            return True
        if step is not None:
            here = self._keys.index(self.key) if self.key is not None else -1
            self._take(min(max(here + step, 0), len(self._buttons) - 1))
            return True
        return not event.modifiers() & ~_KEYPAD and self.take_digit(event.text())

    def _take(self, place: int, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.choose(self._keys[place])
        if any(button.hasFocus() for button in self._buttons):
            self._buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(self._keys[place])


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
