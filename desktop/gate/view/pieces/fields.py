"""One large line to type into, with what the program makes of it in grey behind the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.core.tokens import HEIGHTS
from desktop.ui.fonts import font
from desktop.ui.keys import key
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.paint import line_of_text, text_width
from desktop.ui.panels import label
from desktop.ui.theme import colour, repolish

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

__all__ = ["GateField"]

PAD = 16
GAP = 14


class _Edit(QLineEdit):
    """The line itself. `entered()` is Enter, `moved(step)` the arrow keys."""

    entered = Signal()
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font("gate-field"))
        self.setFixedHeight(max(HEIGHTS["gate-field"], self.fontMetrics().height() + 12))
        self.setTextMargins(PAD - 10, 0, 0, 0)
        self.echo: Text = ""
        ui_language().changed.connect(self.update)

    def event(self, event: QEvent) -> bool:
        """Leave the gate's keys to whoever listens to them, which a line would take for its own editing."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_of_gate(event):
            event.ignore()
            return False
        return super().event(event)

    def _is_of_gate(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination()).toString()
        return pressed in _OF_GATE or (pressed == key("gate-undo") and not self.isUndoAvailable())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~_KEYPAD:
            self.entered.emit()
        elif step is not None:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        words = translate(self.echo, ui_language().language)
        if not words:
            return
        left = PAD + text_width(self.text(), "gate-field") + GAP
        room = QRectF(left, 0, self.width() - left - PAD, self.height())
        if room.width() > text_width("…", "gate-body"):
            line_of_text(QPainter(self), room, words, "gate-body", colour("ink2"))


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_OF_GATE = frozenset(
    key(f"gate-{name}") for name in ("unplated", "province", "crew", "back", "print", "over", "details", "hand-in")
)
"""Keys that mean something else in a line of Qt's own: to empty it, to cut its end, to select all."""


class GateField(QWidget):
    """A labelled line. `typed(text)` follows typing, `entered()` is Enter, `moved(step)` the arrow keys up and down."""

    typed = Signal(str)
    entered = Signal()
    moved = Signal(int)

    def __init__(self, text: Text, name: str, *, hint: Text = "") -> None:
        """Make an empty line called `text` on screen and `name` in code; `hint` stands in it while it is empty."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.label = label(text, "gate-label", "ink2")
        self.wrong = label("", "gate-label", "red", cut=True)
        head.addWidget(self.label)
        head.addWidget(self.wrong, 1)
        column.addLayout(head)
        self.edit = _Edit()
        self.edit.setObjectName(name)
        self.setFocusProxy(self.edit)
        column.addWidget(self.edit)
        say(self.edit, accessibleName=text, placeholderText=hint)
        self.edit.textEdited.connect(self.typed)
        self.edit.textEdited.connect(lambda _text: self.problem(""))
        self.edit.entered.connect(self.entered)
        self.edit.moved.connect(self.moved)

    @property
    def text(self) -> str:
        """Return what stands there."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Write `text` there; nothing is told."""
        self.edit.setText(text)
        self.problem("")

    def set_echo(self, words: Text) -> None:
        """Say in grey behind the words what the program makes of them."""
        self.edit.echo = words
        spoken = translate(words, ui_language().language)
        self.edit.setAccessibleDescription(spoken)
        self.edit.update()

    def problem(self, words: Text) -> None:
        """Say what is wrong with it, or with nothing that it is all right."""
        say(self.wrong, text=words)
        repolish(self.edit, invalid=bool(words))
