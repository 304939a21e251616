"""Forms about people: moving in and out, what is known of them, their role in a room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.birthdays import birthday_words
from desktop.core.i18n import msg
from desktop.core.phones import read_phones
from desktop.households.dialogs.forms import (
    BirthdayField,
    Command,
    HouseholdDialog,
    day_field,
    role_field,
    sex_field,
    state_field,
)
from desktop.households.model import OccupancyRole, RoomStateKind
from desktop.households.rows import NewPerson, PersonFacts
from desktop.ui.forms import CheckField, Choice, Form, LineField, LookupField, TextField
from desktop.ui.language import say, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.households.rows import HouseholdFile, PersonLine, SearchHit

__all__ = ["MoveOutDialog", "OccupancyDialog", "PersonDialog", "SettleDialog"]

_FACTS = (
    ("taboos", msg("Taboos"), msg("what never to say, bring or do")),
    ("preferences", msg("Preferences"), msg("how to be addressed, when to call")),
)


class SettleDialog(HouseholdDialog):
    """Someone moves in, or is entered who has been there all along.

    `asked(text)` of the name field is answered with `offer`: who is in the register already is not entered twice.
    """

    def __init__(self, file: HouseholdFile, today: date, *, moving: bool, parent: QWidget | None = None) -> None:
        """Ask for a person; with `moving` the day is required and the touchpoint is told."""
        self._file = file
        self._moving = moving
        form = Form(columns=2, name="settle")
        self.name = LookupField("name", msg("Name"), required=True)
        form.add(self.name)
        form.add(role_field(), wide=True)
        form.add(LineField("phones", msg("Phones"), hint=msg("several with commas")))
        form.add(sex_field())
        form.add(LineField("id_number", msg("ID number")))
        hint = "" if moving else msg("always")
        form.add(day_field("since", msg("Since"), today, required=moving, hint=hint), wide=True)
        if moving:
            form.add(state_field("state", msg("Room is then")))
        form.add(TextField("note", msg("Note"), lines=2), wide=True)
        form.fields["role"].set_text(OccupancyRole.OWNER if not file.people else OccupancyRole.FAMILY)
        if moving:
            form.fields["since"].set_text(today.isoformat())
        form.settle()
        title = (
            msg("Move into %(room)s", room=file.label) if moving else msg("Add someone to %(room)s", room=file.label)
        )
        verb = msg("Move in") if moving else msg("Add")
        saved = msg("%(room)s: entered in the register", room=file.label)
        key = f"{'move-in' if moving else 'add'}-{file.room_id}"
        super().__init__(title, form, verb, key=key, saved=saved, parent=parent, width=640)
        self.known = label("", "small", "ink2", wrap=True)
        self.body.insertWidget(1, self.known)
        self.name.picked.connect(self._take_known)
        self.name.changed.connect(self._forget_known)

    def offer(self, hits: Sequence[SearchHit]) -> None:
        """Suggest people who are in the register already."""
        offered = [Choice(str(hit.id), f"{hit.title} · {hit.room}".strip(" ·"), (hit.title,)) for hit in hits]
        self.name.offer(offered)

    def command(self, values: dict[str, Any]) -> Command:
        """Return the move in, or the entry."""
        role, since, room_id = OccupancyRole(values["role"]), values["since"], self._file.room_id
        person = NewPerson(
            values["name"],
            tuple(piece for pieces in read_phones(values["phones"]) for piece in pieces),
            values["sex"],
            values["id_number"],
            values["note"],
        )
        who = int(self.name.chosen) if self.name.chosen else person
        if not self._moving:
            return lambda service, operation: service.add_resident(
                room_id, who, role, since=since, operation_id=operation
            )
        state = RoomStateKind(values["state"]) if values["state"] else None
        return lambda service, operation: service.move_in(
            room_id, who, role, since, state=state, operation_id=operation
        )

    def _take_known(self, _key: str) -> None:
        self._show_known(known=True)
        say(self.known, text=msg("In the register already; phones and ID number are kept as they are."))

    def _forget_known(self) -> None:
        if not self.name.chosen:
            self._show_known(known=False)
            say(self.known, text="")

    def _show_known(self, *, known: bool) -> None:
        for key in ("phones", "sex", "id_number", "note"):
            self.form.show_field(key, not known)


class PersonDialog(HouseholdDialog):
    """What is known of a person is corrected: name, document, birthday, and what to know before speaking."""

    def __init__(self, person: PersonLine, today: date, parent: QWidget | None = None) -> None:
        """Show `person`; the document stays masked and is kept while the field is empty."""
        self._person = person
        form = Form(columns=2, name="person")
        form.add(LineField("name", msg("Name"), required=True))
        form.add(sex_field())
        form.add(BirthdayField(today), wide=True)
        kept = msg("%(number)s is kept", number=person.id_number) if person.id_number else ""
        form.add(LineField("id_number", msg("ID number"), hint=kept))
        form.add(LineField("language", msg("Language"), hint=msg("Mandarin, Cantonese, English …")))
        form.add(TextField("taboos", msg("Taboos"), hint=msg("what never to say, bring or do"), lines=1), wide=True)
        form.add(
            TextField("preferences", msg("Preferences"), hint=msg("how to be addressed, when to call"), lines=1),
            wide=True,
        )
        form.add(
            LineField("emergency_contact", msg("In an emergency"), hint=msg("name, relation and phone")), wide=True
        )
        form.add(TextField("note", msg("Note"), lines=1), wide=True)
        spoken = ui_language().language
        form.restore(
            {
                "name": person.name,
                "sex": person.sex,
                "birthday": "" if person.birthday is None else birthday_words(person.birthday, spoken),
                "language": person.language,
                "taboos": person.taboos,
                "preferences": person.preferences,
                "emergency_contact": person.emergency_contact,
                "note": person.note,
            }
        )
        form.settle()
        super().__init__(
            msg("Edit %(name)s", name=person.name),
            form,
            msg("Save"),
            key=f"person-{person.resident_id}-{person.version}",
            saved=msg("%(name)s saved", name=person.name),
            parent=parent,
            width=640,
        )
        form.fields["name"].input.setFocus()

    def command(self, values: dict[str, Any]) -> Command:
        """Return the correction."""
        known = self._person
        facts = PersonFacts(
            values["birthday"],
            values["language"],
            values["preferences"],
            values["taboos"],
            values["emergency_contact"],
        )
        person = NewPerson(values["name"], (), values["sex"], values["id_number"], values["note"], facts)
        return lambda service, operation: service.edit_resident(
            known.resident_id, person, version=known.version, operation_id=operation
        )


class OccupancyDialog(HouseholdDialog):
    """As what someone is in the room, from when to when, and whether they are called first."""

    def __init__(self, file: HouseholdFile, person: PersonLine, today: date, parent: QWidget | None = None) -> None:
        """Show the role of `person` in the room."""
        self._person = person
        form = Form(columns=1, name="occupancy")
        form.add(role_field())
        form.add(day_field("since", msg("Since"), today, hint=msg("always")))
        form.add(day_field("until", msg("Until"), today, hint=msg("still there")))
        form.add(CheckField("calls_first", msg("Calls"), msg("Call this person first, before the owners")))
        form.add(TextField("note", msg("Note"), hint=msg("about this person in this room"), lines=1))
        form.restore(
            {
                "role": person.role,
                "since": "" if person.since is None else person.since.isoformat(),
                "until": "" if person.until is None else person.until.isoformat(),
                "calls_first": "yes" if person.calls_first else "",
                "note": person.room_note,
            }
        )
        form.settle()
        super().__init__(
            msg("%(name)s in %(room)s", name=person.name, room=file.label),
            form,
            msg("Save"),
            key=f"occupancy-{person.occupancy_id}-{person.occupancy_version}",
            saved=msg("%(name)s in %(room)s saved", name=person.name, room=file.label),
            parent=parent,
            width=600,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the correction."""
        person = self._person
        return lambda service, operation: service.edit_occupancy(
            person.occupancy_id,
            OccupancyRole(values["role"]),
            version=person.occupancy_version,
            since=values["since"],
            until=values["until"],
            note=values["note"],
            calls_first=values["calls_first"],
            operation_id=operation,
        )


class MoveOutDialog(HouseholdDialog):
    """Someone leaves the room on a day; they stay in its history."""

    def __init__(self, file: HouseholdFile, person: PersonLine, today: date, parent: QWidget | None = None) -> None:
        """Ask for the day and what the room is then."""
        self._person = person
        form = Form(columns=1, name="move-out")
        form.add(day_field("until", msg("On"), today, required=True))
        form.add(state_field("state", msg("Room is then")))
        form.fields["until"].set_text(today.isoformat())
        form.settle()
        super().__init__(
            msg("%(name)s moves out of %(room)s", name=person.name, room=file.label),
            form,
            msg("Move out"),
            key=f"move-out-{person.occupancy_id}-{person.occupancy_version}",
            saved=msg("%(name)s moved out of %(room)s", name=person.name, room=file.label),
            parent=parent,
            width=480,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the move."""
        person = self._person
        state = RoomStateKind(values["state"]) if values["state"] else None
        return lambda service, operation: service.move_out(
            person.occupancy_id,
            values["until"],
            version=person.occupancy_version,
            state=state,
            operation_id=operation,
        )
