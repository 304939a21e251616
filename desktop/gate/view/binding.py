"""Keys of a pane of the gate: heard wherever the keyboard is within it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.ui.keys import key

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

__all__ = ["on_digits", "on_key"]

TENTH = 9
"""The place of the choice whose digit is 0."""


def on_key(widget: QWidget, name: str, act: Callable[[], None]) -> None:
    """Let the key called `name` in the table of keys do `act` while the keyboard is within `widget`."""
    sequence = key(name)
    shortcut = QShortcut(widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    # The same sequence twice would be ambiguous to Qt, and then press nothing.
    shortcut.setKeys([QKeySequence(each) for each in dict.fromkeys((sequence, sequence.replace("Return", "Enter")))])
    shortcut.activated.connect(act)


def on_digits(widget: QWidget, act: Callable[[str], object]) -> None:
    """Let Alt and a digit do `act` with that digit while the keyboard is within `widget`."""
    for place in range(TENTH + 1):
        digit = "0" if place == TENTH else str(place + 1)
        shortcut = QShortcut(QKeySequence(key("kind").replace("1", digit)), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda digit=digit: act(digit))
