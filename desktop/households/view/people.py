"""The people of a household: who is called first on top, those who left folded away."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.core.i18n import msg, nmsg
from desktop.households.view.person import PersonRow
from desktop.households.view.phones import PhoneRow, icon_button
from desktop.ui.buttons import Button
from desktop.ui.language import say
from desktop.ui.panels import Panel, label, rule
from desktop.ui.tab_order import focus_kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from desktop.households.rows import PersonLine

    _People = tuple[tuple[PersonLine, ...], tuple[PersonLine, ...], bool]

__all__ = ["PeoplePanel", "icon_button"]


class PeoplePanel(Panel):
    """The people of a room, those who left folded away.

    `reveal(PhoneLine)`, `correct(PhoneLine, text)`; `asked(key, subject)`: something was chosen for a person, a phone
    or another room (its id); `add()`.
    """

    reveal = Signal(object)
    correct = Signal(object, str)
    asked = Signal(str, object)
    add = Signal()

    def __init__(self, today: date, *, may_reveal: bool, may_edit: bool) -> None:
        """Offer what the account may do; `today` is in the community's time zone."""
        super().__init__(msg("People and phones"), name="people")
        self.today = today
        self.may_reveal = may_reveal
        self.may_edit = may_edit
        self.photos_allowed = False
        self.unfolded: set[int] = set()
        self._photos: Mapping[int, bytes] = MappingProxyType({})
        self._rows: list[PersonRow] = []
        self._former_shown = False
        self._shown: _People = ((), (), False)
        self._wanted: _People = ((), (), False)
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

    def show_people(
        self,
        people: Sequence[PersonLine],
        former: Sequence[PersonLine] = (),
        today: date | None = None,
        *,
        photos_allowed: bool = False,
    ) -> None:
        """Show who is there and who was; while a number is being typed over, the rows wait."""
        if today is not None and today != self.today:
            self.today = today
            self._filled = False
        first = sorted(people, key=lambda person: not person.calls_first)
        self._wanted = (tuple(first), tuple(former), photos_allowed)
        self.catch_up()

    def show_photos(self, photos: Mapping[int, bytes]) -> None:
        """Show these photos, by resident, in place of the letters."""
        if dict(photos) != dict(self._photos):
            self._photos = photos
            self._filled = False
            self.catch_up()

    def photo(self, resident_id: int) -> bytes:
        """Return the photo shown of a resident, empty for none."""
        return self._photos.get(resident_id, b"")

    def catch_up(self) -> None:
        """Show what was read meanwhile."""
        editing = any(phone.editing for row in self._rows for phone in row.phones.values())
        if not editing and (self._wanted != self._shown or not self._filled):
            self._shown = self._wanted
            self._fill()

    def phone(self, phone_id: int) -> PhoneRow | None:
        """Return the row of a phone."""
        return next((row.phones[phone_id] for row in self._rows if phone_id in row.phones), None)

    def end_correction(self, phone_id: int) -> None:
        """Close the field of a phone whose correction was taken."""
        found = self.phone(phone_id)
        if found is not None:
            found.end()

    def _fill(self) -> None:
        self._filled = True
        holder = self.window().focusWidget()
        focused = next((id_ for row in self._rows for id_, phone in row.phones.items() if phone is holder), 0)
        with focus_kept(self):
            self._make_rows()
        if focused and (again := self.phone(focused)) is not None:
            # the keys go on working where they were used: confirm, then call later
            next(row for row in self._rows if focused in row.phones).show()
            again.setFocus()

    def _make_rows(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        people, left, self.photos_allowed = self._shown
        self._rows = [PersonRow(person, self, photo=self.photo(person.resident_id)) for person in people]
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
        count = len({person.resident_id for person in people})
        self.set_title(msg("People and phones"), nmsg("%(count)s person", "%(count)s people", count) if count else "")
        self._fold.setVisible(bool(left))
        folded = nmsg("Show %(count)s who left", "Show %(count)s who left", len(left))
        say(self._fold, text=msg("Hide those who left") if self._former_shown else folded)

    def _toggle_former(self) -> None:
        self._former_shown = not self._former_shown
        self._fill()
