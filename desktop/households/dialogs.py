"""Forms about a household. Each returns a command: what to ask of the service, ready but for the operation id."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg
from desktop.core.phones import read_phones
from desktop.core.plates import plate_doubt
from desktop.households.model import OccupancyRole, RoomStateKind
from desktop.households.rows import ROLE_LABELS, SEX_LABELS, STATE_LABELS, NewPerson
from desktop.sheets.cells import CellFault
from desktop.sheets.dates import to_date
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import (
    Choice,
    ChoiceField,
    Form,
    LineField,
    LookupField,
    MomentField,
    NumberField,
    PhoneField,
    SegmentField,
    TextField,
)
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.households.rows import HouseholdFile, PersonLine, SearchHit
    from desktop.households.service import HouseholdService
    from desktop.ui.language import Text

__all__ = [
    "AddPhoneDialog",
    "HouseholdDialog",
    "MoveOutDialog",
    "PersonDialog",
    "RoomDialog",
    "SettleDialog",
    "StateDialog",
    "TagDialog",
    "VehicleDialog",
    "day_reader",
]

Command: TypeAlias = "Callable[[HouseholdService, str], Changes]"
_TODAY = frozenset({"今天", "今日", "today", "t"})


def day_reader(today: date) -> Callable[[str], tuple[date, Text]]:
    """Return a reader of days as people write them (2026-3-1, 3月1日, 今天); it raises UserError for what is none."""

    def read(text: str) -> tuple[date, Text]:
        found = None
        if text.strip().casefold() in _TODAY:
            return today, lambda spoken: spoken.full_date(today)
        found = to_date(text, today.year)
        if found is None or isinstance(found, CellFault):
            raise UserError(msg("“%(text)s” is no day; write it like 2026-03-01.", text=text[:40]))
        day = found.day
        return day, lambda spoken: spoken.full_date(day)

    return read


class HouseholdDialog(FormDialog):
    """A form about one household. `key` names its draft; `saved` is what to say once it was taken."""

    def __init__(
        self, title: Text, form: Form, verb: Text, *, key: str, saved: Text, parent: QWidget | None, width: int = 560
    ) -> None:
        """Show `form`."""
        super().__init__(title, form, verb, parent, width=width)
        self.key = key
        self.saved = saved

    @abstractmethod
    def command(self, values: dict[str, Any]) -> Command:
        """Return what the values ask for."""


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
        form.add(SegmentField("role", msg("Role"), roles, required=True), wide=True)
        form.add(LineField("phones", msg("Phones"), hint=msg("several with commas")))
        form.add(_sex_field())
        form.add(LineField("id_number", msg("ID number")))
        form.add(_day_field("since", msg("Since"), today, required=moving, hint="" if moving else msg("always")))
        if moving:
            form.add(_state_field("state", msg("Room is then")))
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
        form.add(_sex_field())
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
        form.add(_day_field("until", msg("On"), today, required=True))
        form.add(_state_field("state", msg("Room is then")))
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


class StateDialog(HouseholdDialog):
    """What a room is from a day on."""

    def __init__(self, file: HouseholdFile, today: date, parent: QWidget | None = None) -> None:
        """Ask for the state and the day it begins."""
        self._room_id = file.room_id
        form = Form(columns=1, name="state")
        form.add(_state_field("state", msg("State"), required=True))
        form.add(_day_field("since", msg("Since"), today, hint=msg("always")))
        form.fields["since"].set_text(today.isoformat())
        form.settle()
        super().__init__(
            msg("State of %(room)s", room=file.label),
            form,
            msg("Save"),
            key=f"state-{file.room_id}",
            saved=msg("%(room)s: state saved", room=file.label),
            parent=parent,
            width=480,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the change of state."""
        room_id, state = self._room_id, RoomStateKind(values["state"])
        return lambda service, operation: service.set_room_state(
            room_id, state, values["since"], operation_id=operation
        )


class TagDialog(HouseholdDialog):
    """A tag on a household, one there is or a new one, with its cause."""

    def __init__(self, file: HouseholdFile, name: str = "", cause: str = "", parent: QWidget | None = None) -> None:
        """Ask for tag and cause; `name` and `cause` are of a tag to change."""
        self._room_id = file.room_id
        self._names: Sequence[str] = ()
        form = Form(columns=1, name="tag")
        self.tag = LookupField("tag", msg("Tag"), required=True, hint=msg("VIP, lives alone, legacy issue …"))
        form.add(self.tag)
        form.add(LineField("cause", msg("Cause"), hint=msg("school, flood …")))
        form.restore({"tag": name, "cause": cause})
        form.settle()
        self.tag.asked.connect(self._suggest)
        super().__init__(
            msg("Tag of %(room)s", room=file.label),
            form,
            msg("Save"),
            key=f"tag-{file.room_id}",
            saved=msg("%(room)s: tag saved", room=file.label),
            parent=parent,
            width=480,
        )

    def know(self, names: Sequence[str]) -> None:
        """Suggest tags of `names` from now on."""
        self._names = tuple(names)

    def command(self, values: dict[str, Any]) -> Command:
        """Return the tagging."""
        room_id = self._room_id
        return lambda service, operation: service.tag(
            room_id, values["tag"], cause=values["cause"], operation_id=operation
        )

    def _suggest(self, text: str) -> None:
        typed = text.casefold()
        self.tag.offer([Choice(name, name) for name in self._names if typed in name.casefold()] if typed else [])


class VehicleDialog(HouseholdDialog):
    """A vehicle of a household."""

    def __init__(self, file: HouseholdFile, parent: QWidget | None = None) -> None:
        """Ask for the plate; what looks odd about it is said, never refused."""
        self._room_id = file.room_id
        form = Form(columns=1, name="vehicle")
        self.plate = LineField("plate", msg("Plate"), required=True, width=200)
        form.add(self.plate)
        form.add(LineField("note", msg("Note"), hint=msg("make, colour, parking space")))
        super().__init__(
            msg("Vehicle of %(room)s", room=file.label),
            form,
            msg("Add"),
            key=f"vehicle-{file.room_id}",
            saved=msg("%(room)s: vehicle added", room=file.label),
            parent=parent,
            width=480,
        )
        self.doubt = label("", "small", "amber", wrap=True)
        self.body.insertWidget(1, self.doubt)
        self.plate.line.editingFinished.connect(self._look)

    def command(self, values: dict[str, Any]) -> Command:
        """Return the addition."""
        room_id = self._room_id
        return lambda service, operation: service.add_vehicle(
            room_id, values["plate"], note=values["note"], operation_id=operation
        )

    def _look(self) -> None:
        say(self.doubt, text=plate_doubt(self.plate.line.text()) or "")


class RoomDialog(HouseholdDialog):
    """What a room is: floor, area, type, note."""

    def __init__(self, file: HouseholdFile, parent: QWidget | None = None) -> None:
        """Show what is known of the room."""
        self._file = file
        form = Form(columns=2, name="room-facts")
        form.add(LineField("floor", msg("Floor"), width=120))
        form.add(NumberField("area_m2", msg("Area"), digits=2, least=0, unit="㎡"))
        form.add(LineField("kind", msg("Type"), hint=msg("flat, villa, shop …")))
        form.add(TextField("note", msg("Note"), lines=2), wide=True)
        area = "" if file.area_m2 is None else f"{file.area_m2:g}"
        form.restore({"floor": file.floor, "area_m2": area, "kind": file.kind, "note": file.note})
        form.settle()
        super().__init__(
            msg("Room %(room)s", room=file.label),
            form,
            msg("Save"),
            key=f"room-{file.room_id}-{file.version}",
            saved=msg("%(room)s saved", room=file.label),
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the correction."""
        file = self._file
        area = None if values["area_m2"] is None else float(values["area_m2"])
        return lambda service, operation: service.edit_room(
            file.room_id,
            version=file.version,
            floor=values["floor"],
            area_m2=area,
            kind=values["kind"],
            note=values["note"],
            operation_id=operation,
        )


def _sex_field() -> SegmentField:
    return SegmentField("sex", msg("Sex"), [Choice(key, words) for key, words in SEX_LABELS.items()])


def _state_field(key: str, words: Message, *, required: bool = False) -> ChoiceField:
    choices = [Choice(state.value, text) for state, text in STATE_LABELS.items()]
    return ChoiceField(key, words, choices, required=required, hint="" if required else msg("unchanged"), width=200)


def _day_field(key: str, words: Message, today: date, *, required: bool = False, hint: Text = "") -> MomentField:
    return MomentField(key, words, day_reader(today), required=required, hint=hint, width=130)
