"""Frequent texts in a field of longer text: typed by their abbreviation, or chosen from a list.

An abbreviation followed by Space or Tab at a word's boundary becomes its words, in one step of undo; Shift+Space
writes a plain space. A key opens a list to choose from. While an input method composes, nothing happens.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QVBoxLayout

from desktop.core.i18n import msg
from desktop.ui.fonts import font
from desktop.ui.keys import key
from desktop.ui.language import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPlainTextEdit, QWidget

__all__ = ["FrequentText", "PhraseBox", "PhraseList"]

LIST_WIDTH, LIST_HEIGHT = 420, 260
"""The list of phrases, px at 100 %."""

_OWN_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape})

_LETTERS = frozenset(string.ascii_letters + string.digits + "_")


class FrequentText(Protocol):
    """A phrase, as the field needs it."""

    @property
    def abbreviation(self) -> str:
        """Return what is typed for it; empty where it is only chosen from the list."""
        ...

    @property
    def words(self) -> str:
        """Return what it becomes."""
        ...


class PhraseList(QFrame):
    """Phrases to choose from, filtered while typing. `chosen(words)`: one was taken; Esc or a click beside closes."""

    chosen = Signal(str)

    def __init__(self, phrases: Sequence[FrequentText], typed: str, parent: QWidget) -> None:
        """Offer `phrases` in their order, at first those that `typed` finds."""
        super().__init__(parent, Qt.WindowType.Popup)
        # Framed as every panel is.
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._phrases = tuple(phrases)
        self._shown: list[FrequentText] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self.line = QLineEdit()
        self.line.setObjectName("phrase-filter")
        self.line.setFont(font("body"))
        say(self.line, placeholderText=msg("abbreviation or words"), accessibleName=msg("Find a phrase"))
        self.list = QListWidget()
        self.list.setObjectName("phrase-choices")
        self.list.setFont(font("body"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self.list, accessibleName=msg("Phrases"))
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        self.resize(LIST_WIDTH, LIST_HEIGHT)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._filter)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._take())
        self._filter("")
        self.line.setText(typed)

    def show_below(self, edit: QPlainTextEdit) -> None:
        """Open under the cursor of `edit`, within its screen."""
        at = edit.viewport().mapToGlobal(edit.cursorRect().bottomLeft() + QPoint(0, 4))
        room = edit.screen().availableGeometry()
        self.move(
            max(min(at.x(), room.right() - self.width()), room.left()),
            max(min(at.y(), room.bottom() - self.height()), room.top()),
        )
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Move in the list by the arrow keys, take by Enter or Tab, close by Esc, while typing goes on in the line."""
        if not isinstance(event, QKeyEvent) or event.type() == QEvent.Type.KeyRelease:
            return False
        pressed = Qt.Key(event.key())
        if event.type() == QEvent.Type.ShortcutOverride:
            # The page below has its own use for these keys; here they are the list's.
            event.setAccepted(pressed in _OWN_KEYS)
            return pressed in _OWN_KEYS
        if pressed == Qt.Key.Key_Escape:
            self.close()
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(pressed)
        if step is not None:
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
            return True
        if pressed in _OWN_KEYS:
            self._take()
            return True
        return False

    def _filter(self, typed: str) -> None:
        wanted = typed.casefold().strip()
        self._shown = [
            phrase
            for phrase in self._phrases
            if phrase.abbreviation.casefold().startswith(wanted) or wanted in phrase.words.casefold()
        ]
        # What is abbreviated so comes before what merely holds the letters.
        self._shown.sort(key=lambda phrase: not phrase.abbreviation.casefold().startswith(wanted))
        self.list.clear()
        for phrase in self._shown:
            words = " ".join(phrase.words.split())
            self.list.addItem(f"{phrase.abbreviation}　{words}" if phrase.abbreviation else words)
        self.list.setCurrentRow(0)

    def _take(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._shown):
            self.chosen.emit(self._shown[place].words)
        self.close()


class PhraseBox(QObject):
    """Watches one field of longer text; `phrases` are what it knows now."""

    def __init__(self, edit: QPlainTextEdit) -> None:
        """Know none yet."""
        super().__init__(edit)
        self.phrases: tuple[FrequentText, ...] = ()
        self.list: PhraseList | None = None
        self._typed = ""
        self._edit = edit
        edit.installEventFilter(self)

    def offer(self, phrases: Sequence[FrequentText]) -> None:
        """Offer `phrases` in place of those before."""
        self.phrases = tuple(phrases)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Replace an abbreviation at Space or Tab; open the list by its key."""
        kind = event.type()
        if kind not in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride} or not isinstance(event, QKeyEvent):
            return False
        if not self.phrases or self._edit.isReadOnly() or self._is_composing():
            return False
        if QKeySequence(event.keyCombination()) == QKeySequence(key("phrases")):
            # Claimed from any shortcut first; the key itself follows.
            event.accept()
            if kind == QEvent.Type.KeyPress:
                self.open_list()
            return True
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        typed = plain and event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Tab}
        return kind == QEvent.Type.KeyPress and typed and self._expand()

    def open_list(self) -> None:
        """Let the person choose one; it is written at the cursor, in place of what is selected.

        The beginning of an abbreviation before the cursor is looked for first. It gives way to what it found, and
        stays where something else was looked for instead.
        """
        self._typed = self._begun()
        self.list = PhraseList(self.phrases, self._typed, self._edit)
        self.list.chosen.connect(self._insert)
        self.list.destroyed.connect(self._forget_list)
        self.list.show_below(self._edit)

    def _forget_list(self) -> None:
        self.list = None

    def _insert(self, words: str) -> None:
        cursor = self._edit.textCursor()
        looked_for = self.list.line.text() if self.list is not None else ""
        if self._typed and looked_for.startswith(self._typed):
            _select_before(cursor, self._typed)
        cursor.insertText(words)
        self._edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def _is_composing(self) -> bool:
        layout = self._edit.textCursor().block().layout()
        return bool(layout.preeditAreaText())

    def _expand(self) -> bool:
        """Replace the abbreviation before the cursor, and tell whether there was one."""
        cursor = self._edit.textCursor()
        if cursor.hasSelection():
            return False
        before = cursor.block().text()[: cursor.positionInBlock()]
        phrase = next((each for each in self._longest_first() if _ends_with(before, each.abbreviation)), None)
        if phrase is None:
            return False
        cursor.beginEditBlock()
        _select_before(cursor, phrase.abbreviation)
        cursor.insertText(phrase.words)
        cursor.endEditBlock()
        self._edit.setTextCursor(cursor)
        return True

    def _begun(self) -> str:
        """Return what before the cursor is the beginning of an abbreviation, "" for none."""
        cursor = self._edit.textCursor()
        if cursor.hasSelection():
            return ""
        before = cursor.block().text()[: cursor.positionInBlock()]
        known = [phrase.abbreviation.casefold() for phrase in self.phrases]
        longest = max(map(len, known), default=0)
        ends = (before[-count:] for count in range(min(longest, len(before)), 0, -1))
        return next(
            (end for end in ends if _ends_with(before, end) and any(each.startswith(end.casefold()) for each in known)),
            "",
        )

    def _longest_first(self) -> list[FrequentText]:
        short = [phrase for phrase in self.phrases if phrase.abbreviation]
        return sorted(short, key=lambda phrase: -len(phrase.abbreviation))


def _select_before(cursor: QTextCursor, text: str) -> None:
    """Let `cursor` select `text`, which stands before it."""
    count = len(text.encode("utf-16-le")) // 2
    cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, count)


def _ends_with(before: str, abbreviation: str) -> bool:
    """Tell whether `abbreviation` stands at the end of `before` as a word of its own.

    A Chinese character in front of letters is a boundary, for Chinese has no spaces; another letter is none.
    """
    if not before.casefold().endswith(abbreviation.casefold()):
        return False
    rest = before[: len(before) - len(abbreviation)]
    return not (rest and rest[-1] in _LETTERS and abbreviation[0] in _LETTERS)
