"""The search field: its icon inside, its key printed until something is typed. And what brings bare typing to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import Shiboken

from desktop.core.tokens import HEIGHTS
from desktop.ui.buttons import key_text
from desktop.ui.fonts import font
from desktop.ui.icons import draw_icon
from desktop.ui.language import Text, say
from desktop.ui.paint import key_box, key_width

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QPaintEvent

__all__ = ["BareTyping", "SearchField"]

_ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_OWN = _ENTERS | {Qt.Key.Key_Escape}
_STAYS = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason})
"""Reasons for which the keyboard goes and comes without the person going elsewhere."""


class SearchField(QLineEdit):
    """One box to find anything.

    `asked(text)` follows typing, at most once per turn of the event loop and always before `taken`; `moved(step)` are
    the arrow keys, `taken()` Enter, `acted()` Ctrl+Enter, `left()` Esc; `entered()` and `gone()`: the keyboard came
    and went. Whoever shows the hits listens.
    """

    asked = Signal(str)
    moved = Signal(int)
    taken = Signal()
    acted = Signal()
    left = Signal()
    entered = Signal()
    gone = Signal()

    def __init__(
        self, hint: Text, *, label: Text, key: str = "", name: str = "search", parent: QWidget | None = None
    ) -> None:
        """Say `hint` while empty; key sequence `key` brings the focus here and selects what stands there."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setFont(font("body"))
        self.setFixedHeight(max(HEIGHTS["search"], self.fontMetrics().height() + 12))
        self._key = key_text(key) if key else ""
        say(self, placeholderText=hint, accessibleName=label)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        self.textEdited.connect(self._ask_soon)
        if key:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self.enter)

    def enter(self) -> None:
        """Take the focus and select what stands here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _ask_soon(self) -> None:
        self._soon.start()

    def _ask(self) -> None:
        self._soon.stop()
        self.asked.emit(self.text())

    def event(self, event: QEvent) -> bool:
        """Keep Enter, Ctrl+Enter and Esc from the page's own shortcuts while the keyboard is here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if Qt.Key(event.key()) in _OWN and not shifted:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass on arrows, Enter and Esc to whoever shows the hits."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if key in steps:
            self.moved.emit(steps[key])
        elif key in _ENTERS:
            if self._soon.isActive():
                # What is taken must be of what is typed by now.
                self._ask()
            (self.acted if event.modifiers() & Qt.KeyboardModifier.ControlModifier else self.taken).emit()
        elif key == Qt.Key.Key_Escape:
            self._soon.stop()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        if event.reason() not in _STAYS:
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is elsewhere in the window."""
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self._soon.stop()
            self.gone.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and, while nothing is typed, the key over the field."""
        super().paintEvent(event)
        painter = QPainter(self)
        middle = self.height() / 2
        draw_icon(painter, QRectF(11, round(middle - 9), 18, 18), "search", "ink2")
        if self._key and not self.text():
            key_box(painter, self.width() - key_width(self._key) - 9, middle, self._key)


class BareTyping(QObject):
    """Brings what is typed nowhere in particular to a search field, from its first key on.

    Watches whichever widget has the keyboard, where `wanted(widget)` allows it and the widget takes no text itself.
    Input methods are told that text can be entered there, and what they compose begins in the field: they turn
    themselves off where no text goes, and the first key would come uncomposed.
    """

    def __init__(self, field: SearchField, wanted: Callable[[QWidget], bool]) -> None:
        """Watch until `field` is gone."""
        super().__init__(field)
        self._field = field
        self._wanted = wanted
        self._watched: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def watch_again(self) -> None:
        """Ask `wanted` anew for the widget that has the keyboard: another page may be shown now."""
        self._follow(None, QApplication.focusWidget())

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not Shiboken.isValid(self):
            return
        if self._watched is not None and Shiboken.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        if now is not None and not _takes_text(now) and self._wanted(now):
            self._watched = now
            now.installEventFilter(self)
            QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand keys with text, and whatever an input method asks or brings, to the field."""
        kind = event.type()
        if kind == QEvent.Type.InputMethodQuery:
            QCoreApplication.sendEvent(self._field, event)
            return True
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride and _is_text(event):
            # No shortcut may take a first letter or digit.
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress and _is_text(event):
            self._field.enter()
            QCoreApplication.sendEvent(self._field, event)
            return True
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            if event.preeditString() or event.commitString():
                # Of all reasons this one does not end what is being composed.
                self._field.setFocus(Qt.FocusReason.PopupFocusReason)
                self._field.selectAll()
                QCoreApplication.sendEvent(self._field, event)
            return True
        return super().eventFilter(watched, event)


def _takes_text(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox | QComboBox)


def _is_text(event: QKeyEvent) -> bool:
    """Tell whether a key writes something; the space bar presses buttons."""
    harmless = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    return bool(text.strip()) and text.isprintable() and not event.modifiers() & ~harmless
