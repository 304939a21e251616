"""Forms about people: moving in and out, corrections, a further phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.core.phones import read_phones
from desktop.households.dialogs.forms import Command, HouseholdDialog, day_field, sex_field, state_field
from desktop.households.model import OccupancyRole, RoomStateKind
from desktop.households.rows import ROLE_LABELS, NewPerson
from desktop.ui.forms import Choice, Form, LineField, LookupField, PhoneField, SegmentField, TextField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.households.rows import HouseholdFile, PersonLine, SearchHit

__all__ = ["AddPhoneDialog", "MoveOutDialog", "PersonDialog", "SettleDialog"]


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
        roles = [Choice(role.value, words) for role, words in ROLE_LABELS.items()]
        form.add(SegmentField("role", msg("Relation"), roles, required=True), wide=True)
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
        if self._moving:
            offered = [Choice(str(hit.id), f"{hit.title} · {hit.room}", (hit.title,)) for hit in hits]
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
        known = int(self.name.chosen) if self.name.chosen else None
        if not self._moving:
            return lambda service, operation: service.add_resident(
                room_id, person, role, since=since, operation_id=operation
            )
        state = RoomStateKind(values["state"]) if values["state"] else None
        return lambda service, operation: service.move_in(
            room_id, person if known is None else known, role, since, state=state, operation_id=operation
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
    """A person's name, sex, document and note are corrected."""

    def __init__(self, person: PersonLine, parent: QWidget | None = None) -> None:
        """Show `person`; the document stays masked and is kept while the field is empty."""
        self._person = person
        form = Form(columns=2, name="person")
        form.add(LineField("name", msg("Name"), required=True))
        form.add(sex_field())
        kept = msg("%(number)s is kept", number=person.id_number) if person.id_number else ""
        form.add(LineField("id_number", msg("ID number"), hint=kept))
        form.add(TextField("note", msg("Note"), lines=2), wide=True)
        form.restore({"name": person.name, "sex": person.sex, "note": person.note})
        form.settle()
        super().__init__(
            msg("Edit %(name)s", name=person.name),
            form,
            msg("Save"),
            key=f"person-{person.resident_id}-{person.version}",
            saved=msg("%(name)s saved", name=person.name),
            parent=parent,
        )
        form.fields["name"].input.setFocus()

    def command(self, values: dict[str, Any]) -> Command:
        """Return the correction."""
        known = self._person
        person = NewPerson(values["name"], (), values["sex"], values["id_number"], values["note"])
        return lambda service, operation: service.edit_resident(
            known.resident_id, person, version=known.version, operation_id=operation
        )


class AddPhoneDialog(HouseholdDialog):
    """A further phone of a person."""

    def __init__(self, person: PersonLine, parent: QWidget | None = None) -> None:
        """Ask for a number and what it is."""
        self._resident_id = person.resident_id
        form = Form(columns=1, name="add-phone")
        form.add(PhoneField("phone", msg("Phone"), required=True, width=200))
        form.add(LineField("label", msg("Label"), hint=msg("daytime, work, wife …"), width=200))
        super().__init__(
            msg("Add a phone of %(name)s", name=person.name),
            form,
            msg("Add"),
            key=f"phone-{person.resident_id}",
            saved=msg("%(name)s: phone added", name=person.name),
            parent=parent,
            width=480,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the addition."""
        resident_id = self._resident_id
        return lambda service, operation: service.add_phone(
            resident_id, values["phone"], label=values["label"], operation_id=operation
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
