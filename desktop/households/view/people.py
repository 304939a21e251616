"""People with their phones: masked until asked for, corrected in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg, nmsg
from desktop.households.rows import ROLE_LABELS
from desktop.ui.buttons import Button
from desktop.ui.chips import Avatar
from desktop.ui.fonts import font
from desktop.ui.language import Text, say, ui_language
from desktop.ui.panels import Panel, label, rule, set_tone
from desktop.ui.theme import repolish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Message
    from desktop.households.rows import PersonLine, PhoneLine

    _People = tuple[tuple[PersonLine, ...], tuple[PersonLine, ...]]

__all__ = ["PeoplePanel", "icon_button"]

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
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from leaving the household while a number is typed."""
        asked_first = event.type() == QEvent.Type.ShortcutOverride
        if asked_first and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit(self.text())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Phone(QWidget):
    """One phone of a person. `reveal()`, `correct(text)`; `left()`: nothing is being typed any more."""

    reveal = Signal()
    correct = Signal(str)
    left = Signal()

    def __init__(self, phone: PhoneLine, *, may_reveal: bool, may_edit: bool) -> None:
        super().__init__()
        self._phone = phone
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._row = QHBoxLayout()
        self._row.setSpacing(2)
        column.addLayout(self._row)
        self._row.addStretch(1)
        self.number = label(phone.shown, name="phone")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._row.addWidget(self.number)
        self._button = self._action(may_reveal=may_reveal, may_edit=may_edit)
        if self._button is not None:
            self._row.addWidget(self._button)
        self._edit: _PhoneEdit | None = None
        note = self._note()
        self._below = label(note or "", "small", "ink2", wrap=True, name="phone-note")
        self._below.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._below)
        self._below.setVisible(note is not None)

    def begin(self) -> None:
        """Let the number be typed over, in its place."""
        if self._edit is None:
            self._edit = _PhoneEdit("" if self._phone.masked else self._phone.shown)
            self._edit.taken.connect(self.correct)
            self._edit.left.connect(self.end)
            self._row.insertWidget(1, self._edit)
            self.number.hide()
            self._edit.show()
        self._edit.setFocus()

    def end(self) -> None:
        """Show the number again."""
        if self._edit is not None:
            self._edit.hide()
            self._edit.deleteLater()
            self._edit = None
            self._say_below(self._note() or "", "ink2")
            self.number.show()
            self.left.emit()

    @property
    def editing(self) -> bool:
        """Tell whether it is being typed over."""
        return self._edit is not None

    def refuse(self, message: Message) -> None:
        """Say why what was typed is no phone; it stays in its field."""
        if self._edit is not None:
            repolish(self._edit, invalid=True)
            say(self._edit, accessibleDescription=message)
            self._say_below(message, "red")

    def _say_below(self, words: Text, tone: str) -> None:
        say(self._below, text=words)
        set_tone(self._below, tone)
        self._below.setVisible(bool(words))

    def _action(self, *, may_reveal: bool, may_edit: bool) -> Button | None:
        """Return the eye while the number is masked, the pen once it is seen."""
        if self._phone.masked and may_reveal:
            eye = icon_button("eye", msg("Show the whole number"), "reveal")
            eye.clicked.connect(self.reveal)
            return eye
        if not self._phone.masked and may_edit:
            pen = icon_button("square-pen", msg("Correct the number"), "correct")
            pen.clicked.connect(self.begin)
            return pen
        return None

    def _note(self) -> Text | None:
        phone = self._phone
        day = phone.confirmed_on
        if day is None:
            return phone.label or None

        def words(spoken: Language) -> str:
            confirmed = spoken.gettext("confirmed %(day)s", day=spoken.short_date(day))
            return f"{phone.label} · {confirmed}" if phone.label else confirmed

        return words


class PersonRow(QFrame):
    """One person: name and role, what is noted, phones at the right, a menu of what can be done."""

    def __init__(self, person: PersonLine, panel: PeoplePanel, *, former: bool = False) -> None:
        """Show `person`; signals go through `panel`."""
        super().__init__()
        self.setObjectName("person")
        self.person = person
        self._panel = panel
        self.phones: dict[int, _Phone] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 4 if panel.may_edit else 12, 6)
        row.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Avatar(person.name), 0, top)
        about = QVBoxLayout()
        about.setSpacing(0)
        who = QHBoxLayout()
        who.setSpacing(8)
        who.addWidget(label(person.name, cut=True, name="name"))
        who.addWidget(label(ROLE_LABELS[person.role], tone="ink2"))
        who.addStretch(1)
        about.addLayout(who)
        about.addWidget(label(self._facts(former=former), "small", "ink2", cut=True))
        about.addStretch(1)
        row.addLayout(about, 1)
        numbers = QVBoxLayout()
        numbers.setSpacing(0)
        for phone in person.phones:
            shown = _Phone(phone, may_reveal=panel.may_reveal, may_edit=panel.may_edit)
            shown.reveal.connect(lambda phone=phone: panel.reveal.emit(phone))
            shown.correct.connect(lambda text, phone=phone: panel.correct.emit(phone, text))
            shown.left.connect(panel.catch_up)
            numbers.addWidget(shown)
            self.phones[phone.id] = shown
        if not person.phones:
            numbers.addWidget(label("—", tone="ink2"), 0, Qt.AlignmentFlag.AlignRight)
        numbers.addStretch(1)
        row.addLayout(numbers)
        self._more = icon_button("ellipsis", msg("What can be done with %(name)s", name=person.name), "person-menu")
        self._more.clicked.connect(self.open_menu)
        row.addWidget(self._more, 0, top)
        self._more.setVisible(panel.may_edit and not former)
        self.setMinimumHeight(53)

    def offered(self) -> list[tuple[str, str, object]]:
        """Return what the menu offers: words, key, and what the key is about."""
        spoken = ui_language().language
        offered: list[tuple[str, str, object]] = [
            (spoken.gettext("Edit %(name)s", name=self.person.name), "edit", self.person),
            (spoken.gettext("Add a phone"), "add-phone", self.person),
        ]
        for phone in self.person.phones:
            offered.append((spoken.gettext("Correct %(phone)s", phone=phone.shown), "correct", phone))
            offered.append((spoken.gettext("Remove %(phone)s", phone=phone.shown), "remove-phone", phone))
        offered.append((spoken.gettext("Moves out …"), "move-out", self.person))
        return offered

    def open_menu(self) -> None:
        """Offer what can be done."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font("body"))
        for words, key, subject in self.offered():
            action = QAction(words, menu)
            action.triggered.connect(lambda _on=False, key=key, subject=subject: self.do(key, subject))
            menu.addAction(action)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def do(self, key: str, subject: object) -> None:
        """Do what the menu offers under `key`."""
        if key == "correct":
            self.phones[subject.id].begin()  # type: ignore[attr-defined]  # the menu gives it a phone
        else:
            self._panel.asked.emit(key, subject)

    def _facts(self, *, former: bool) -> Text:
        person = self.person

        def words(spoken: Language) -> str:
            facts = []
            if former and person.until is not None:
                facts.append(spoken.gettext("left %(day)s", day=spoken.full_date(person.until)))
            elif person.since is not None:
                facts.append(spoken.gettext("since %(day)s", day=spoken.full_date(person.since)))
            facts += [note.replace("\n", " ") for note in (person.note, person.room_note) if note]
            if not person.phones and not facts:
                facts.append(spoken.gettext("no phone"))
            return " · ".join(facts)

        return words


class PeoplePanel(Panel):
    """The people of a room, those who left folded away.

    `reveal(PhoneLine)`, `correct(PhoneLine, text)`; `asked(key, subject)`: edit, add-phone, remove-phone or move-out
    was chosen for a person or phone; `add()`.
    """

    reveal = Signal(object)
    correct = Signal(object, str)
    asked = Signal(str, object)
    add = Signal()

    def __init__(self, *, may_reveal: bool, may_edit: bool) -> None:
        """Offer what the account may do."""
        super().__init__(msg("People and phones"), name="people")
        self.may_reveal = may_reveal
        self.may_edit = may_edit
        self._rows: list[PersonRow] = []
        self._former_shown = False
        self._shown: _People = ((), ())
        self._wanted: _People = ((), ())
        self._filled = False
        if may_edit:
            more = Button(msg("Add"), icon="plus", kind="link", small=True, name="add-person")
            more.clicked.connect(self.add)
            self.tools.addWidget(more)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self._fold = Button("", icon="history", kind="link", small=True, name="former")
        self._fold.clicked.connect(self._toggle_former)
        self.body.addWidget(self._fold)
        self._fold.hide()

    def show_people(self, people: Sequence[PersonLine], former: Sequence[PersonLine] = ()) -> None:
        """Show who is there and who was; while a number is being typed over, the rows wait."""
        self._wanted = (tuple(people), tuple(former))
        self.catch_up()

    def catch_up(self) -> None:
        """Show what was read meanwhile."""
        editing = any(phone.editing for row in self._rows for phone in row.phones.values())
        if not editing and (self._wanted != self._shown or not self._filled):
            self._shown = self._wanted
            self._fill()

    def phone(self, phone_id: int) -> _Phone | None:
        """Return the row of a phone."""
        return next((row.phones[phone_id] for row in self._rows if phone_id in row.phones), None)

    def end_correction(self, phone_id: int) -> None:
        """Close the field of a phone whose correction was taken."""
        found = self.phone(phone_id)
        if found is not None:
            found.end()

    def _fill(self) -> None:
        self._filled = True
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        people, left = self._shown
        self._rows = [PersonRow(person, self) for person in people]
        if self._former_shown:
            self._rows += [PersonRow(person, self, former=True) for person in left]
        for place, row in enumerate(self._rows):
            if place:
                self._list.addWidget(rule())
            self._list.addWidget(row)
        if not people:
            empty = label(msg("Nobody is entered here yet."), tone="ink2")
            empty.setContentsMargins(12, 12, 12, 12)
            self._list.insertWidget(0, empty)
        count = len(people)
        self.set_title(msg("People and phones"), nmsg("%(count)s person", "%(count)s people", count) if count else "")
        self._fold.setVisible(bool(left))
        folded = nmsg("Show %(count)s who left", "Show %(count)s who left", len(left))
        say(self._fold, text=msg("Hide those who left") if self._former_shown else folded)

    def _toggle_former(self) -> None:
        self._former_shown = not self._former_shown
        self._fill()
