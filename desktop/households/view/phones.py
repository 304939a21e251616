"""One phone on screen: masked until asked for, corrected in its place, confirmed with one click or key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.core.i18n import Language, Message, msg
from desktop.ui.buttons import Button
from desktop.ui.fonts import font
from desktop.ui.keys import key
from desktop.ui.language import Text, say
from desktop.ui.paint import box
from desktop.ui.panels import label, set_tone
from desktop.ui.theme import repolish

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from desktop.households.rows import PhoneLine

__all__ = ["PhoneRow", "icon_button"]

FIELD_WIDTH = 150


def icon_button(icon: str, words: Text, name: str = "") -> Button:
    """Return a small button of one icon; its words are its tooltip and what a screen reader says."""
    button = Button(words, icon=icon, kind="link", small=True, name=name)
    button.set_icon_only(True)
    say(button, toolTip=words, accessibleName=words)
    return button


class _PhoneEdit(QLineEdit):
    """A phone corrected in place: Enter takes it, Esc leaves it as it was. `taken(text)`, `left()`."""

    taken = Signal(str)
    left = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("phone-edit")
        self.setFont(font("body"))
        self.setFixedWidth(FIELD_WIDTH)
        say(self, accessibleName=msg("Phone"), toolTip=msg("Enter saves, Esc leaves it as it was"))
        say(self, placeholderText=msg("the right number"))
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from leaving the household while a number is typed."""
        asked_first = event.type() == QEvent.Type.ShortcutOverride
        if asked_first and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = Qt.Key(event.key())
        if pressed in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit(self.text())
        elif pressed == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class PhoneRow(QWidget):
    """One phone of a person; with the focus on it Enter corrects it.

    `reveal()`, `correct(text)`, `confirm()`, `shift(steps)` are asked for; `left()`: nothing is being typed any more.
    """

    reveal = Signal()
    correct = Signal(str)
    confirm = Signal()
    shift = Signal(int)
    left = Signal()

    def __init__(self, phone: PhoneLine, today: date, *, may_reveal: bool, may_edit: bool, wide: bool = False) -> None:
        """Show `phone`, its label below it, or beside it where that is `wide`.

        What was confirmed on `today` need not be confirmed again.
        """
        super().__init__()
        self.setObjectName("phone-row")
        self.phone = phone
        self._today = today
        self._may_edit = may_edit
        column = QVBoxLayout(self)
        column.setContentsMargins(0 if wide else 4, 0, 0, 0)
        column.setSpacing(0)
        self._row = QHBoxLayout()
        self._row.setSpacing(2)
        column.addLayout(self._row)
        note = self._note()
        self._beside = label(note if wide and note else "", "small", "ink2", cut=True, name="phone-note")
        self._beside.setContentsMargins(0, 0, 6, 0)
        self._row.addStretch(1)
        self._row.addWidget(self._beside)
        self._beside.setVisible(wide)
        self.number = label(phone.shown, name="phone")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._row.addWidget(self.number)
        self._add_actions(may_reveal=may_reveal)
        self._edit: _PhoneEdit | None = None
        self._rest: Text = "" if wide or note is None else note
        self._below = label("", "small", "ink2", wrap=True, name="phone-note")
        self._below.setAlignment(Qt.AlignmentFlag.AlignRight)
        # clear of the frame that shows where the keys go, in line with the icon above
        self._below.setContentsMargins(0, 0, 6, 2)
        column.addWidget(self._below)
        self._say_below(self._rest, "ink2")
        if may_edit:
            self._listen()

    @property
    def editing(self) -> bool:
        """Tell whether it is being typed over."""
        return self._edit is not None

    @property
    def confirmed(self) -> bool:
        """Tell whether it was confirmed today."""
        return self.phone.confirmed_on == self._today

    def begin(self) -> None:
        """Let the number be typed over, in its place."""
        if self._edit is None:
            self._edit = _PhoneEdit("" if self.phone.masked else self.phone.shown)
            self._edit.taken.connect(self.correct)
            self._edit.left.connect(self.end)
            self._row.insertWidget(self._row.indexOf(self.number), self._edit)
            self.number.hide()
            self._edit.show()
        self._edit.setFocus()

    def end(self) -> None:
        """Show the number again."""
        if self._edit is not None:
            self._edit.hide()
            self._edit.deleteLater()
            self._edit = None
            self._say_below(self._rest, "ink2")
            self.number.show()
            self.setFocus()
            self.left.emit()

    def refuse(self, message: Message) -> None:
        """Say why what was typed is no phone; it stays in its field."""
        if self._edit is not None:
            repolish(self._edit, invalid=True)
            say(self._edit, accessibleDescription=message)
            self._say_below(message, "red")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Correct the number with Enter."""
        if self._may_edit and Qt.Key(event.key()) in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.begin()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a frame while the keys go here."""
        if self.hasFocus():
            box(QPainter(self), QRectF(self.rect()), "panel", "accent", line=2)

    def _listen(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        say(self, accessibleName=msg("Phone %(phone)s", phone=self.phone.shown))
        for name, ask in (
            ("confirm-phone", self.confirm.emit),
            ("call-earlier", lambda: self.shift.emit(-1)),
            ("call-later", lambda: self.shift.emit(1)),
        ):
            shortcut = QShortcut(QKeySequence(key(name)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(ask)

    def _add_actions(self, *, may_reveal: bool) -> None:
        """Put the eye beside the number while it is masked; once it is seen, what confirms and corrects it."""
        if self.phone.masked:
            if may_reveal:
                eye = icon_button("eye", msg("Show the whole number"), "reveal")
                eye.clicked.connect(self.reveal)
                self._row.addWidget(eye)
        elif self._may_edit:
            if not self.confirmed:
                check = icon_button("circle-check", msg("Confirmed today"), "confirm")
                check.clicked.connect(self.confirm)
                self._row.addWidget(check)
            pen = icon_button("square-pen", msg("Correct the number"), "correct")
            pen.clicked.connect(self.begin)
            self._row.addWidget(pen)

    def _say_below(self, words: Text, tone: str) -> None:
        say(self._below, text=words)
        set_tone(self._below, tone)
        self._below.setVisible(bool(words))

    def _note(self) -> Text | None:
        phone, today = self.phone, self._today
        day = phone.confirmed_on
        if day is None:
            return phone.label or None

        def words(spoken: Language) -> str:
            if day == today:
                confirmed = spoken.gettext("confirmed today")
            else:
                shown = spoken.short_date(day) if day.year == today.year else spoken.full_date(day)
                confirmed = spoken.gettext("confirmed %(day)s", day=shown)
            return f"{phone.label} · {confirmed}" if phone.label else confirmed

        return words
