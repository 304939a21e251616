"""One person of a household: who it is, what to know before speaking, phones in calling order, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.core.birthdays import age_on, birthday_words, next_day
from desktop.core.i18n import Language, msg, nmsg
from desktop.core.tokens import HEIGHTS
from desktop.households.rows import ROLE_LABELS
from desktop.households.view.phones import PhoneRow, icon_button
from desktop.ui.buttons import Button
from desktop.ui.chips import Avatar, Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.fonts import font
from desktop.ui.language import Text, say, ui_language
from desktop.ui.panels import IconLabel, label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.core.birthdays import Birthday
    from desktop.households.rows import PersonLine, PhoneLine
    from desktop.households.view.people import PeoplePanel

__all__ = ["PersonRow"]

MOST_PHONES = 3
"""Phones of one person shown at once; the others unfold."""

SOON_DAYS = 7
PHOTO = 32

Offer = tuple[str, str, object]
"""Something a menu offers: words, key, and what the key is about."""


class PersonRow(QFrame):
    """One person: name and role, what is noted, phones at the right, a menu of what can be done."""

    def __init__(self, person: PersonLine, panel: PeoplePanel, *, former: bool = False, photo: bytes = b"") -> None:
        """Show `person`; signals go through `panel`."""
        super().__init__()
        self.setObjectName("person")
        self.person = person
        self._panel = panel
        self._former = former
        self.phones: dict[int, PhoneRow] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 4 if panel.may_edit else 12, 6)
        row.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._face(photo), 0, top)
        whole = QVBoxLayout()
        whole.setSpacing(0)
        row.addLayout(whole, 1)
        beside = QHBoxLayout()
        beside.setSpacing(10)
        beside.addLayout(self._who(), 1)
        beside.addLayout(self._number())
        whole.addLayout(beside)
        self._add_warnings(whole)
        self._add_numbers(whole)
        self._add_facts(whole)
        whole.addStretch(1)
        self._more = icon_button("ellipsis", msg("What can be done with %(name)s", name=person.name), "person-menu")
        self._more.clicked.connect(self.open_menu)
        row.addWidget(self._more, 0, top)
        self._more.setVisible(panel.may_edit)
        self.setMinimumHeight(53)

    # --- what stands there -----------------------------------------------------------------------------------------

    def _face(self, photo: bytes) -> QWidget:
        picture = QPixmap()
        if not photo or not picture.loadFromData(photo):
            return Avatar(self.person.name)
        face = QPushButton()
        face.setObjectName("photo")
        face.setFlat(True)
        face.setAutoDefault(False)
        face.setFixedSize(PHOTO, PHOTO)
        face.setIconSize(QSize(PHOTO, PHOTO))
        wide = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = picture.scaled(PHOTO * 2, PHOTO * 2, wide, smooth)
        middle = ((scaled.width() - PHOTO * 2) // 2, (scaled.height() - PHOTO * 2) // 2)
        face.setIcon(QIcon(scaled.copy(*middle, PHOTO * 2, PHOTO * 2)))
        words = msg("Photo of %(name)s", name=self.person.name)
        say(face, accessibleName=words, toolTip=words)
        face.clicked.connect(lambda: self._panel.asked.emit("show-photo", self.person))
        return face

    def _who(self) -> QVBoxLayout:
        person = self.person
        about = QVBoxLayout()
        about.setSpacing(0)
        who = QHBoxLayout()
        who.setSpacing(8)
        who.addWidget(label(person.name, cut=True, name="name"))
        who.addWidget(label(ROLE_LABELS[person.role], tone="ink2"))
        who.addStretch(1)
        about.addLayout(who)
        about.addWidget(label(self._facts(), "small", "ink2", cut=True))
        about.addStretch(1)
        return about

    def _number(self) -> QVBoxLayout:
        """Return the phone to call first, at the right of the name."""
        number = QVBoxLayout()
        number.setSpacing(0)
        if self.person.phones:
            number.addWidget(self._phone(self.person.phones[0], wide=False))
        else:
            number.addWidget(label("—", tone="ink2"), 0, Qt.AlignmentFlag.AlignRight)
        number.addStretch(1)
        return number

    def _add_numbers(self, column: QVBoxLayout) -> None:
        """Add the other phones below, a line for each; of many the last ones fold away."""
        rows = [self._phone(phone, wide=True) for phone in self.person.phones[1:]]
        for row in rows:
            column.addWidget(row)
        hidden = rows[MOST_PHONES - 1 :] if len(rows) > MOST_PHONES else []
        if hidden and self.person.occupancy_id not in self._panel.unfolded:
            for row in hidden:
                row.hide()
            words = nmsg("%(count)s more phone", "%(count)s more phones", len(hidden))
            more = Button(words, icon="chevron-down", kind="link", small=True, name="more-phones")
            more.clicked.connect(lambda: self._unfold(more, hidden))
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignRight)

    def _phone(self, phone: PhoneLine, *, wide: bool) -> PhoneRow:
        panel = self._panel
        may_edit = panel.may_edit and not self._former
        shown = PhoneRow(phone, panel.today, may_reveal=panel.may_reveal, may_edit=may_edit, wide=wide)
        shown.reveal.connect(lambda: panel.reveal.emit(phone))
        shown.correct.connect(lambda text: panel.correct.emit(phone, text))
        shown.confirm.connect(lambda: panel.asked.emit("confirm", phone))
        shown.shift.connect(lambda steps: panel.asked.emit(_MOVES[steps], phone))
        shown.left.connect(panel.catch_up)
        self.phones[phone.id] = shown
        return shown

    def _unfold(self, more: Button, hidden: Sequence[PhoneRow]) -> None:
        self._panel.unfolded.add(self.person.occupancy_id)
        more.hide()
        for shown in hidden:
            shown.show()
        hidden[0].setFocus()

    def _facts(self) -> Text:
        person, former = self.person, self._former

        def words(spoken: Language) -> str:
            facts = []
            if former and person.until is not None:
                facts.append(spoken.gettext("left %(day)s", day=spoken.full_date(person.until)))
            elif person.until is not None:
                facts.append(spoken.gettext("until %(day)s", day=spoken.full_date(person.until)))
            elif person.since is not None:
                facts.append(spoken.gettext("since %(day)s", day=spoken.full_date(person.since)))
            if not person.phones:
                facts.append(spoken.gettext("no phone"))
            return " · ".join(facts)

        return words

    def _add_warnings(self, column: QVBoxLayout) -> None:
        """Add what comes before any word: whom to call first, what must never be done."""
        chips = self._chips()
        if chips:
            line = FlowLayout(gap=6)
            for chip in chips:
                line.addWidget(chip)
            column.addSpacing(2)
            column.addLayout(line)
            column.addSpacing(2)
        if self.person.taboos:
            never = msg("Never: %(taboos)s", taboos=_one_line(self.person.taboos))
            column.addWidget(_sign_line("triangle-alert", never, "amber", "taboos"))

    def _add_facts(self, column: QVBoxLayout) -> None:
        """Add what is good to know of the person, a line for each."""
        person = self.person
        notes = [_one_line(note) for note in (person.note, person.room_note) if note]
        if notes:
            column.addWidget(_sign_line("", " · ".join(notes), "ink2", "person-note"))
        if person.birthday is not None or person.language:
            column.addWidget(
                _sign_line("", _birthday_line(person.birthday, person.language, self._panel.today), "ink2", "birthday")
            )
        if person.preferences:
            words = msg("Likes: %(preferences)s", preferences=_one_line(person.preferences))
            column.addWidget(_sign_line("", words, "ink2", "preferences"))
        if person.emergency_contact:
            column.addWidget(self._emergency())
        if person.also_in:
            column.addWidget(self._other_rooms())

    def _chips(self) -> list[Chip]:
        chips = []
        person, today = self.person, self._panel.today
        if person.calls_first and not self._former:
            chips.append(Chip(msg("Call first"), "blue", "phone-outgoing", name="calls-first"))
        day = None if person.birthday is None or self._former else next_day(person.birthday, today)
        if day is not None and (day - today).days <= SOON_DAYS:
            words: Text = (
                msg("Birthday today")
                if day == today
                else lambda spoken: spoken.gettext("Birthday %(day)s", day=spoken.short_date(day))
            )
            chips.append(Chip(words, "violet", "calendar-heart", name="birthday-soon"))
        return chips

    def _emergency(self) -> QWidget:
        words = msg("In an emergency: %(contact)s", contact=self.person.emergency_contact)
        line = _sign_line("", words, "ink2", "emergency")
        if "**" in self.person.emergency_contact and self._panel.may_edit:
            eye = icon_button("eye", msg("Show the whole number"), "reveal-contact")
            eye.clicked.connect(lambda: self._panel.asked.emit("reveal-contact", self.person))
            row = line.layout()
            assert row is not None
            row.addWidget(eye)
        return line

    def _other_rooms(self) -> QWidget:
        line = QWidget()
        row = FlowLayout(line, gap=2)
        also = label(msg("Also in"), "small", "ink2")
        also.setMinimumHeight(HEIGHTS["small-button"])
        row.addWidget(also)
        for room in self.person.also_in:
            words = msg("%(room)s (%(role)s)", room=room.label, role=ROLE_LABELS[room.role])
            link = Button(words, kind="link", small=True, name="other-room")
            link.clicked.connect(lambda _on=False, room=room: self._panel.asked.emit("open-room", room.room_id))
            row.addWidget(link)
        return line

    # --- what can be done ------------------------------------------------------------------------------------------

    def offered(self) -> list[Offer]:
        """Return what the menu offers about the person."""
        spoken, person = ui_language().language, self.person
        role: Offer = (spoken.gettext("Role and dates …"), "occupancy", person)
        if self._former:
            return [role]
        first = spoken.gettext("No longer call first") if person.calls_first else spoken.gettext("Call first")
        offered: list[Offer] = [
            (spoken.gettext("Edit %(name)s", name=person.name), "edit", person),
            role,
            (first, "call-first", person),
            (spoken.gettext("Add a phone"), "add-phone", person),
        ]
        if self._panel.photos_allowed:
            offered.append((spoken.gettext("Photo …"), "photo", person))
        if person.photo is not None:
            offered.append((spoken.gettext("Remove the photo"), "remove-photo", person))
        offered.append((spoken.gettext("Moves out …"), "move-out", person))
        return offered

    def offered_of(self, phone: PhoneLine) -> list[Offer]:
        """Return what the menu offers about one phone."""
        spoken = ui_language().language
        place = self.person.phones.index(phone)
        offered: list[Offer] = [(spoken.gettext("Correct"), "correct", phone)]
        if not self.phones[phone.id].confirmed:
            offered.append((spoken.gettext("Confirmed today"), "confirm", phone))
        offered.append((spoken.gettext("Label …"), "label-phone", phone))
        if place:
            offered.append((spoken.gettext("Call earlier"), "call-earlier", phone))
        if place < len(self.person.phones) - 1:
            offered.append((spoken.gettext("Call later"), "call-later", phone))
        offered.append((spoken.gettext("Remove"), "remove-phone", phone))
        return offered

    def open_menu(self) -> None:
        """Offer what can be done: about the person, then about each phone."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font("body"))
        self._fill(menu, self.offered())
        if not self._former and self.person.phones:
            menu.addSeparator()
            for phone in self.person.phones:
                title = f"{phone.shown}　{phone.label}".strip()
                within = menu.addMenu(title)
                within.setFont(font("body"))
                self._fill(within, self.offered_of(phone))
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _fill(self, menu: QMenu, offered: Sequence[Offer]) -> None:
        for words, key, subject in offered:
            action = QAction(words, menu)
            action.triggered.connect(lambda _on=False, key=key, subject=subject: self.do(key, subject))
            menu.addAction(action)

    def do(self, key: str, subject: object) -> None:
        """Do what the menu offers under `key`."""
        if key == "correct":
            found = self.phones[subject.id]  # type: ignore[attr-defined]  # the menu gives it a phone
            found.show()
            found.begin()
        else:
            self._panel.asked.emit(key, subject)


_MOVES = {-1: "call-earlier", 1: "call-later"}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sign_line(icon: str, words: Text, tone: str, name: str) -> QWidget:
    """Return a small line of words that wraps, with an icon before it where it must be seen."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 1, 0, 1)
    row.setSpacing(4)
    if icon:
        row.addWidget(IconLabel(icon, tone, 14), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, "small", tone, wrap=True, name=name), 1)
    return line


def _birthday_line(birthday: Birthday | None, language: str, today: date) -> Text:
    def words(spoken: Language) -> str:
        facts = []
        if birthday is not None:
            facts.append(spoken.gettext("born %(day)s", day=birthday_words(birthday, spoken)))
            age = age_on(birthday, today)
            if age is not None:
                facts.append(spoken.ngettext("%(count)s year old", "%(count)s years old", age))
        if language:
            facts.append(spoken.gettext("speaks %(language)s", language=language))
        return " · ".join(facts)

    return words
