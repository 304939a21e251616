"""The fields that tell where and who: a room looked up while typing, the caller, the caller's masked phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from desktop.core.i18n import msg
from desktop.core.phones import mask_phone
from desktop.households.model import OccupancyRole
from desktop.households.rows import ROLE_LABELS
from desktop.ui.forms import Choice, LookupField, PhoneField
from desktop.ui.language import say
from desktop.ui.panels import label, set_tone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.i18n import Language
    from desktop.households.rows import ReportingPerson, RoomChoice
    from desktop.requests.presenter import RoomFinder

__all__ = ["CallerField", "CallerPhone", "RoomField"]

_MASKED = "*"
ROOM_WIDTH = 192


class CallerPhone(PhoneField):
    """A phone that may come from the register: then it is kept in full and shown masked."""

    def __init__(self, key: str) -> None:
        """Make the field."""
        super().__init__(key, msg("Phone"), width=150)
        self._digits = ""
        self._shown = ""
        say(self.line, placeholderText=msg("Phone"))

    def choose(self, digits: str) -> None:
        """Take the canonical number `digits` and show it masked; an empty one empties the field."""
        self._digits, self._shown = digits, mask_phone(digits) if digits else ""
        self.line.setText(self._shown)

    def value(self) -> Any:
        """Return the number, as it was typed where it was; raise UserError where a masked one was changed."""
        if self._is_masked:
            return self._digits
        if _MASKED in self.line.text():
            raise self.refuse(msg("Type this phone in full."))
        return self.line.text().strip()

    def text(self) -> str:
        """Return what was typed, or the number in full behind a star."""
        return f"{_MASKED}{self._digits}" if self._is_masked else self.line.text()

    def set_text(self, text: str) -> None:
        """Take up what a draft kept."""
        if text.startswith(_MASKED):
            self.choose(text[1:])
        else:
            self._digits = self._shown = ""
            super().set_text(text)

    @property
    def _is_masked(self) -> bool:
        return bool(self._digits) and self.line.text() == self._shown

    def _group(self) -> None:
        if not self._is_masked and _MASKED not in self.line.text():
            super()._group()


class CallerField(LookupField):
    """Who calls: anyone, or one of the household, offered while typing and all of them on Down.

    `person_taken(ReportingPerson)`: one of the household was chosen.
    """

    person_taken = Signal(object)

    def __init__(self, key: str) -> None:
        """Make the field."""
        super().__init__(key, msg("Caller"))
        self._people: Sequence[ReportingPerson] = ()
        self.asked.connect(self._suggest)
        self.picked.connect(self._choose_person)

    def know(self, people: Sequence[ReportingPerson]) -> None:
        """Offer `people` from now on, and listen for Down."""
        self._people = tuple(people)
        # Installed anew each time, so that it comes before the form's own filter.
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer everyone on Down."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self._offer_people(range(len(self._people)))
            return True
        return super().eventFilter(watched, event)

    def _suggest(self, text: str) -> None:
        self._offer_people([place for place, person in enumerate(self._people) if text and text in person.name])

    def _offer_people(self, places: Sequence[int]) -> None:
        self.offer([Choice(str(place), _words(self._people[place]), (self._people[place].name,)) for place in places])

    def _choose_person(self, key: str) -> None:
        self.person_taken.emit(self._people[int(key)])


class RoomField(LookupField):
    """Where: a room of the register, found by number, name, phone or plate; or a place in words.

    `taken(RoomChoice | None)`: a room is certain now, or no longer. `went_on()`: Enter was pressed in the field.
    """

    taken = Signal(object)
    went_on = Signal()

    def __init__(self, key: str, finder: RoomFinder) -> None:
        """Ask `finder` while typing."""
        super().__init__(key, msg("Room"), required=True, hint=msg("Room, name, phone, plate"))
        self.choice: RoomChoice | None = None
        self._found: Sequence[RoomChoice] = ()
        self._finder = finder
        self.caption = label("", tone="ink2", cut=True, name="household")
        self.line.setFixedWidth(ROOM_WIDTH)
        self.beside.addWidget(self.caption, 1)
        self.asked.connect(self._find_rooms)
        self.picked.connect(self._pick)
        self.line.textEdited.connect(self._loosen)
        self.line.editingFinished.connect(self.settle)
        finder.found.connect(self._offer_rooms)
        finder.settled.connect(self._settled)

    def listen(self) -> None:
        """Take Enter before the form does, for it must not save while the room is looked for."""
        self.line.installEventFilter(self)

    def take(self, choice: RoomChoice | None) -> None:
        """Make `choice` the room, or none."""
        if choice is None and self.choice is None:
            return
        self.choice = choice
        say(self.caption, text="" if choice is None else household_name(choice))
        set_tone(self.caption, "ink2")
        if choice is not None:
            self.choose(str(choice.room_id), choice.label)
        self.taken.emit(choice)

    def settle(self) -> None:
        """Look for the room that was typed but not chosen."""
        text = self.line.text().strip()
        # Left by Tab, the line hears of it before the list of suggestions is gone.
        choosing = self._box.list.isVisible() and self.line.hasFocus()
        if text and not self.chosen and not choosing:
            self._finder.settle(text)

    def text(self) -> str:
        """Return what a draft keeps: the text, and after a tab the id of the room it was found to be."""
        typed = self.line.text()
        return typed if self.choice is None else f"{typed}\t{self.choice.room_id}"

    def set_text(self, text: str) -> None:
        """Take up what a draft kept, and look the room up again."""
        typed, _, room_id = text.partition("\t")
        self.take(None)
        say(self.caption, text="")
        self.chosen = ""
        self.line.setText(typed)
        if room_id.isdecimal():
            self._finder.look_up(int(room_id))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Settle on Enter and go on, rather than save; an open list of suggestions has its own Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if enter and plain and not self.chosen and self.line.text().strip() and not self._box.list.isVisible():
                self.settle()
                self.went_on.emit()
                return True
        return super().eventFilter(watched, event)

    def _find_rooms(self, text: str) -> None:
        if text:
            self._finder.find(text)
        else:
            self._offer_rooms(())

    def _offer_rooms(self, found: Sequence[RoomChoice]) -> None:
        if self.chosen:
            return
        self._found = found
        self.offer([Choice(str(choice.room_id), _room_words(choice), (choice.label,)) for choice in found])

    def _pick(self, key: str) -> None:
        self.take(next(choice for choice in self._found if str(choice.room_id) == key))
        self.went_on.emit()

    def _loosen(self, _text: str) -> None:
        self.take(None)
        say(self.caption, text="")

    def _settled(self, choice: RoomChoice | None) -> None:
        if choice is not None and not self.chosen:
            self.take(choice)
        elif choice is None and not self.chosen and self.line.text().strip():
            say(self.caption, text=msg("not in the register; kept as written"))
            set_tone(self.caption, "amber")


def household_name(choice: RoomChoice) -> Callable[[Language], str] | str:
    """Return what the household of a room is called, by its first owner or else whoever is first."""
    owners = [person for person in choice.people if person.role is OccupancyRole.OWNER]
    person = next(iter(owners or choice.people), None)
    return (lambda language: language.gettext("of %(name)s", name=person.name)) if person else ""


def _room_words(choice: RoomChoice) -> str:
    names = dict.fromkeys(person.name for person in choice.people)
    return f"{choice.label}　{' · '.join(list(names)[:3])}".rstrip("　")


def _words(person: ReportingPerson) -> Callable[[Language], str]:
    def words(language: Language) -> str:
        return " · ".join(
            part for part in (person.name, language.message(ROLE_LABELS[person.role]), person.shown) if part
        )

    return words
