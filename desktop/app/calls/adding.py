"""The form that adds a caller's number to a household: to someone who is there, or to someone new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserError
from desktop.core.i18n import Language, msg
from desktop.core.phones import display_phone
from desktop.households.dialogs import Command, HouseholdDialog
from desktop.households.model import OccupancyRole
from desktop.households.rows import ROLE_LABELS, NewPerson
from desktop.households.service import HouseholdService
from desktop.requests.dialogs.caller import RoomField
from desktop.requests.presenter import RoomFinder
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, SegmentField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.households.rows import ReportingPerson, RoomChoice
    from desktop.storage.desk import Desk
    from desktop.ui.tasks import Tasks

__all__ = ["AddCallerDialog"]

NEW = "new"
"""The choice of someone who is not in the register yet."""


class _RegisteredRoom(RoomField):
    """A room of the register; words that are none are refused."""

    def value(self) -> Any:
        """Return the id of the room; raise UserError where none was found."""
        if self.choice is None and not self.empty:
            raise self.refuse(msg("Choose a room of the register."))
        return self.choice.room_id if self.choice is not None else None


class AddCallerDialog(HouseholdDialog):
    """Asks which household a number belongs to, and to whom in it."""

    def __init__(self, desk: Desk, tasks: Tasks, digits: str, parent: QWidget | None = None) -> None:
        """Ask for the canonical number `digits`, finding rooms as `desk`'s account."""
        self.service = HouseholdService(desk)
        self.digits = digits
        form = Form(columns=1, name="add-caller")
        self._finder = RoomFinder(desk, tasks, form)
        self.room = _RegisteredRoom("room_id", self._finder)
        self.person = ChoiceField("person", msg("Person"), [_someone_new()], required=True, width=280)
        roles = [Choice(role.value, words) for role, words in ROLE_LABELS.items()]
        form.add(self.room)
        form.add(self.person)
        form.add(LineField("name", msg("Name"), required=True, width=280))
        form.add(SegmentField("role", msg("Relation"), roles, required=True))
        form.fields["role"].set_text(OccupancyRole.FAMILY)
        form.settle()
        super().__init__(
            msg("Add %(phone)s to a household", phone=display_phone(digits)),
            form,
            msg("Add"),
            key=f"caller-{digits}",
            saved=self._saved,
            parent=parent,
        )
        self.room.listen()
        self.room.taken.connect(self._know)
        self.room.went_on.connect(self._go_on)
        self.person.changed.connect(self._show_for_person)
        self._show_for_person()

    @property
    def room_id(self) -> int:
        """Return the room chosen, 0 for none."""
        return self.room.choice.room_id if self.room.choice is not None else 0

    def command(self, values: dict[str, Any]) -> Command:
        """Return the addition to a person, or the entry of a new one."""
        digits, room_id = self.digits, values["room_id"]
        if values["person"] != NEW:
            resident_id = int(values["person"])
            return lambda service, operation: service.add_phone(resident_id, digits, operation_id=operation)
        person, role = NewPerson(values["name"], (digits,)), OccupancyRole(values["role"])
        return lambda service, operation: service.add_resident(room_id, person, role, operation_id=operation)

    def _saved(self, spoken: Language) -> str:
        room = self.room.choice.label if self.room.choice is not None else ""
        return spoken.gettext("%(room)s: the number is in the register now", room=room)

    def _know(self, choice: RoomChoice | None) -> None:
        people = {} if choice is None else {person.resident_id: person for person in choice.people}
        self.person.offer([*(_someone(person) for person in people.values()), _someone_new()])
        self.person.choose(str(next(iter(people), NEW)) if choice is not None else "")
        self._show_for_person()

    def _go_on(self) -> None:
        self.person.input.setFocus()

    def _show_for_person(self) -> None:
        try:
            new = self.person.value() == NEW
        except UserError:
            new = False
        self.form.show_field("name", new)
        self.form.show_field("role", new)


def _someone(person: ReportingPerson) -> Choice:
    def words(spoken: Language) -> str:
        return f"{person.name} · {spoken.message(ROLE_LABELS[person.role])}"

    return Choice(str(person.resident_id), words)


def _someone_new() -> Choice:
    return Choice(NEW, msg("Someone new"))
