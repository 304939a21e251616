"""What a call came to, one key each; the note that goes with it; the last outcome, which can be taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.contacts.model import CallOutcome
from desktop.contacts.rows import OUTCOME_LABELS
from desktop.contacts.table import OUTCOME_LOOKS
from desktop.core.i18n import Language, msg
from desktop.core.tokens import HEIGHTS
from desktop.ui.buttons import Button
from desktop.ui.fonts import font
from desktop.ui.keys import key
from desktop.ui.language import Text, say
from desktop.ui.outcomes import OutcomeButton
from desktop.ui.panels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.contacts.presenter import Recorded

__all__ = ["LATER", "OutcomeBar", "outcome_key"]

LATER = "later"
"""The last of the keys: the household is called another time, and this was no call."""

GAP = 8
ONE_ROW_FROM = 1180
"""From this width all outcomes stand in one row, px."""

_OUTCOMES = (
    CallOutcome.REACHED,
    CallOutcome.NO_ANSWER,
    CallOutcome.BUSY,
    CallOutcome.MESSAGE_LEFT,
    CallOutcome.WRONG_NUMBER,
    CallOutcome.REFUSED,
    CallOutcome.DO_NOT_CALL,
)
_HINTS: dict[str, Text] = {
    CallOutcome.REACHED: msg("they or family heard it"),
    CallOutcome.MESSAGE_LEFT: msg("write with whom"),
    CallOutcome.WRONG_NUMBER: msg("a task to check it"),
    CallOutcome.REFUSED: msg("not called again today"),
    CallOutcome.DO_NOT_CALL: msg("for good, until ended"),
    LATER: msg("asked to be called later"),
}


def outcome_key(place: int) -> str:
    """Return the key of the outcome at `place`, counted from 0; the last one stands in the table of keys."""
    return str(int(key("last-outcome")) - len(_OUTCOMES) + place)


class OutcomeBar(QWidget):
    """The outcomes below the call. `recorded(outcome, note)`; `put_off()`; `undone()`; `typed(note)`."""

    recorded = Signal(object, str)
    put_off = Signal()
    undone = Signal()
    typed = Signal(str)

    def __init__(self) -> None:
        """Offer all outcomes."""
        super().__init__()
        self.setObjectName("outcomes")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        column.addLayout(self._grid)
        self.buttons: list[OutcomeButton] = []
        for place, outcome in enumerate(_OUTCOMES):
            tone, icon = OUTCOME_LOOKS[outcome]
            button = OutcomeButton(OUTCOME_LABELS[outcome], tone, icon, outcome_key(place))
            button.clicked.connect(partial(self._record, outcome))
            button.say_hint(_HINTS.get(outcome, ""))
            self.buttons.append(button)
        later = OutcomeButton(msg("Later …"), "ink2", "clock", outcome_key(len(_OUTCOMES)))
        later.clicked.connect(self.put_off)
        later.say_hint(_HINTS[LATER])
        self.buttons.append(later)
        self.note.through.connect(self.buttons[0].setFocus)
        self._columns = 0
        self._low = False
        self._arrange(len(self.buttons) // 2)
        self.setFocusProxy(self.buttons[0])

    def begin(self, note: str, minutes: int) -> None:
        """Begin another call, with the note that was half typed before; no answer comes again after `minutes`."""
        self.note.setText(note)
        hint = msg("again after %(minutes)s min", minutes=minutes)
        self.buttons[1].say_hint(hint)
        self.buttons[2].say_hint(hint)
        if not self.note.hasFocus() or not note:
            self.buttons[0].setFocus()

    def show_last(self, last: Recorded | None) -> None:
        """Say what was recorded last, and offer to take it back."""
        self._undo.setVisible(last is not None)
        self._hint.setVisible(last is None)
        self.last.setVisible(last is not None)
        if last is not None:
            say(self.last, text=partial(_last_words, last))

    def set_ready(self, ready: bool) -> None:  # noqa: FBT001 - a setter
        """Take outcomes, or none while one is being written."""
        for button in self.buttons:
            button.setEnabled(ready)
        self._undo.setEnabled(ready)

    def set_low(self, low: bool) -> None:  # noqa: FBT001 - a setter
        """Leave hints out where the page is low."""
        for button in self.buttons:
            button.set_low(low)
        self._low = low
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in one row or two, as there is room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for the words of another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fit()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(msg("Result"), "section"))
        self._hint = label(msg("press the digit; the next one comes by itself"), tone="ink2", cut=True)
        row.addWidget(self._hint, 1)
        self.last = label("", tone="ink2", cut=True, name="last-outcome")
        row.addWidget(self.last, 1)
        self._undo = Button(msg("Undo"), icon="undo-2", key=key("undo"), small=True, name="undo-outcome")
        self._undo.clicked.connect(self.undone)
        row.addWidget(self._undo)
        self.note = _NoteLine()
        self.note.textEdited.connect(self.typed)
        row.addWidget(self.note, 1)
        return row

    def _fit(self) -> None:
        """Stand in one row where every word fits: on a wide page, or a low one where the hints are left out."""
        each = self.width() / len(self.buttons) - GAP
        fits = self._low and all(button.least_width() <= each for button in self.buttons)
        one_row = fits or self.width() >= ONE_ROW_FROM
        for button in self.buttons:
            button.set_bare(fits and self.width() < ONE_ROW_FROM)
        self._arrange(len(self.buttons) if one_row else len(self.buttons) // 2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            continue
        for place, button in enumerate(self.buttons):
            self._grid.addWidget(button, *divmod(place, columns))
        for column in range(len(self.buttons)):
            self._grid.setColumnStretch(column, int(column < columns))

    def _record(self, outcome: CallOutcome, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.recorded.emit(outcome, self.note.text())


class _NoteLine(QLineEdit):
    """The note of a call. `through()`: Enter, the digits mean outcomes again."""

    through = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("call-note")
        self.setFont(font("body"))
        self.setFixedHeight(max(HEIGHTS["field"], self.fontMetrics().height() + 12))
        self.setMinimumWidth(180)
        self.setMaximumWidth(360)
        self.setMaxLength(500)
        say(
            self,
            placeholderText=msg("Note (F11), e.g. wants water brought up"),
            accessibleName=msg("Note of the call"),
        )
        self.returnPressed.connect(self.through)
        shortcut = QShortcut(QKeySequence(key("call-note")), self)
        shortcut.activated.connect(self._enter)

    def _enter(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _last_words(last: Recorded, spoken: Language) -> str:
    outcome = spoken.gettext("later") if last.outcome is None else spoken.message(OUTCOME_LABELS[last.outcome])
    return spoken.gettext("Last: %(room)s, %(outcome)s", room=last.room, outcome=outcome)
