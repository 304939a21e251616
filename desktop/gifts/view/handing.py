"""The bar at the foot of a gift list: who took the gift, a note, and one key for each thing that can come of a door."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.core.tokens import HEIGHTS
from desktop.gifts.model import GiftState
from desktop.ui.buttons import Button
from desktop.ui.fonts import font
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.core.i18n import Message
    from desktop.gifts.rows import GiftEntryLine

__all__ = ["HandingBar"]

KEYS_FROM = 764
"""From this width the keys stand on the buttons, px."""

TO_GIVE = frozenset({GiftState.WAITING, GiftState.NOT_HOME})

_BUTTONS: tuple[tuple[str, Message, str, str], ...] = (
    ("hand-over", msg("Given"), "check", "gift-given"),
    ("not-home", msg("Nobody at home"), "rotate-ccw", "gift-not-home"),
    ("refuse", msg("Declined"), "circle-x", "gift-declined"),
    ("leave-out", msg("Not given"), "user-x", ""),
    ("take-back", msg("Take back"), "undo-2", ""),
)


class HandingBar(QWidget):
    """What can be noted of the household selected. `asked(what)`: hand-over, not-home, refuse, leave-out, take-back."""

    asked = Signal(str)

    def __init__(self) -> None:
        """Offer nothing yet."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._entry: GiftEntryLine | None = None
        self._low = False
        self._across = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(8)
        fields = QHBoxLayout()
        fields.setSpacing(8)
        self._by = label(msg("Received by"), tone="ink2")
        self.handed_to = _line("handed-to", msg("Received by"))
        self.note = _line("gift-note", msg("Note"))
        fields.addWidget(self._by)
        fields.addWidget(self.handed_to, 1)
        fields.addWidget(self.note, 1)
        self._across.addLayout(fields, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.buttons: dict[str, Button] = {}
        for name, words, icon, keys in _BUTTONS:
            kind = "primary" if name == "hand-over" else "plain"
            button = Button(words, icon=icon, key=key(keys) if keys else "", kind=kind, name=f"gift-{name}")
            button.clicked.connect(partial(self._ask, name))
            row.addWidget(button)
            self.buttons[name] = button
        row.addStretch(1)
        self._across.addLayout(row)
        self.handed_to.returnPressed.connect(partial(self._ask, "hand-over"))
        self.show_entry(None, is_open=False)

    def set_low(self, low: bool) -> None:  # noqa: FBT001 - a setter
        """Stand in one line where the page is low; the buttons lose their keys there."""
        way = QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom
        self._across.setDirection(way)
        self._by.setVisible(not low)
        self._low = low
        self._show_keys()
        self._show_buttons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the keys out where there is no room for them."""
        super().resizeEvent(event)
        self._show_keys()

    def show_entry(self, entry: GiftEntryLine | None, *, is_open: bool) -> None:
        """Offer what can be noted of `entry`; nothing on a list that has ended. What was typed for another one goes."""
        another = (entry is None) != (self._entry is None) or (
            entry is not None and self._entry is not None and entry.id != self._entry.id
        )
        self._entry = entry
        to_give = entry is not None and is_open and entry.state in TO_GIVE
        noted = entry is not None and is_open and entry.state is not GiftState.WAITING
        if another:
            self.handed_to.setText(entry.people[0] if to_give and entry is not None and entry.people else "")
            self.handed_to.setCursorPosition(0)
            self.note.clear()
        for widget in (self._by, self.handed_to, self.note):
            widget.setEnabled(to_give)
        for name, button in self.buttons.items():
            button.setEnabled(noted if name == "take-back" else to_give)
        self._show_buttons()

    def _show_keys(self) -> None:
        shown = not self._low and self.width() >= KEYS_FROM
        for button in self.buttons.values():
            if button.show_key != shown:
                button.show_key = shown
                button.updateGeometry()

    def _show_buttons(self) -> None:
        """Leave out what cannot be taken back where there is only one line for all of it."""
        back = self.buttons["take-back"]
        back.setVisible(back.isEnabled() or not self._low)

    def _ask(self, what: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        if self.buttons[what].isEnabled():
            self.asked.emit(what)


def _line(name: str, words: Message) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setFont(font("body"))
    line.setFixedHeight(max(HEIGHTS["field"], line.fontMetrics().height() + 12))
    line.setMinimumWidth(64)
    say(line, placeholderText=words, accessibleName=words)
    return line
