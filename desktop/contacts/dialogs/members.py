"""Households of a list: one put on it by hand, and what is said of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.contacts.dialogs.forms import ContactDialog
from desktop.core.i18n import msg
from desktop.ui.forms import Choice, Form, LookupField, NumberField, TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.contacts.presenter import Command
    from desktop.contacts.rows import ContactListLine, MemberLine
    from desktop.households.rows import RoomChoice

__all__ = ["AddDialog", "MemberDialog"]

MOST_PRIORITY = 99


class AddDialog(ContactDialog):
    """A household is searched and put on a list. Its field `rooms` asks with `asked(text)`; `offer` answers."""

    def __init__(self, line: ContactListLine, parent: QWidget | None = None) -> None:
        """Put households on `line`."""
        self._line = line
        form = Form(columns=1, name="add-household")
        self.rooms = LookupField("rooms", msg("Household"), required=True, hint=msg("room, name, phone, plate"))
        form.add(self.rooms)
        form.settle()
        title = msg("Add a household to %(list)s", list=line.name)
        super().__init__(title, form, msg("Add"), key=f"add-{line.id}", parent=parent)
        self.saved = msg("Household added")

    def offer(self, rooms: Sequence[RoomChoice]) -> None:
        """Suggest `rooms`."""
        self.rooms.offer([Choice(str(room.room_id), _words(room), (room.label,)) for room in rooms])

    def command(self, values: dict[str, Any]) -> Command:
        """Return what puts the household chosen on the list."""
        if not self.rooms.chosen:
            raise self.rooms.refuse(msg("Choose the household from the list that drops down."))
        list_id, room_id = self._line.id, int(self.rooms.chosen)
        self.saved = msg("%(room)s is on %(list)s now", room=values["rooms"], list=self._line.name)
        return lambda service, operation: service.add_rooms(list_id, [room_id], operation_id=operation)


class MemberDialog(ContactDialog):
    """The priority of a household on a list, and the note shown when it is called."""

    def __init__(self, line: ContactListLine, member: MemberLine, parent: QWidget | None = None) -> None:
        """Change what is said of `member`."""
        self._ids = (line.id, member.room_id)
        self._version = member.version
        form = Form(columns=1, name="list-member")
        form.add(
            NumberField("priority", msg("Priority"), least=0, most=MOST_PRIORITY, width=72, unit=msg("1 is first"))
        )
        form.add(TextField("note", msg("Note"), hint=msg("shown when this household is called"), lines=2, most=4))
        form.fields["priority"].set_text(str(member.priority or ""))
        form.fields["note"].set_text(member.note)
        form.settle()
        title = msg("%(room)s on %(list)s", room=member.label, list=line.name)
        super().__init__(title, form, msg("Save"), key=f"member-{line.id}-{member.room_id}", parent=parent)
        self.saved = msg("%(room)s: saved", room=member.label)

    def command(self, values: dict[str, Any]) -> Command:
        """Return what changes the household's priority and note."""
        list_id, room_id = self._ids
        priority, note, version = int(values["priority"] or 0), values["note"], self._version
        return lambda service, operation: service.set_member(
            list_id, room_id, priority=priority, note=note, version=version, operation_id=operation
        )


def _words(room: RoomChoice) -> str:
    names = dict.fromkeys(person.name for person in room.people)
    return "　".join(filter(None, (room.label, "、".join(names))))
