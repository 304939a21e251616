"""Households of a gift list: one added by hand, one left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.gifts.dialogs.forms import GiftDialog
from desktop.gifts.service import MOST_PIECES
from desktop.ui.forms import Choice, Form, LookupField, NumberField, TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.gifts.presenter import Command
    from desktop.gifts.rows import GiftEntryLine, GiftListLine
    from desktop.households.rows import RoomChoice

__all__ = ["AddDialog", "LeaveOutDialog"]


class AddDialog(GiftDialog):
    """A household is searched and put on a gift list. Its field `rooms` asks with `asked(text)`; `offer` answers."""

    def __init__(self, line: GiftListLine, parent: QWidget | None = None) -> None:
        """Put households on `line`."""
        self._line = line
        form = Form(columns=1, name="add-gift-household")
        self.rooms = LookupField("rooms", msg("Household"), required=True, hint=msg("room, name, phone, plate"))
        form.add(self.rooms)
        form.add(NumberField("pieces", msg("Pieces"), required=True, least=1, most=MOST_PIECES, width=72))
        form.fields["pieces"].set_text("1")
        form.settle()
        title = msg("Add a household to %(list)s", list=line.title)
        super().__init__(title, form, msg("Add"), key=f"add-{line.id}", parent=parent)
        self.saved = msg("Household added")

    def offer(self, rooms: Sequence[RoomChoice]) -> None:
        """Suggest `rooms`."""
        self.rooms.offer([Choice(str(room.room_id), _words(room), (room.label,)) for room in rooms])

    def command(self, values: dict[str, Any]) -> Command:
        """Return what puts the household chosen on the list."""
        if not self.rooms.chosen:
            raise self.rooms.refuse(msg("Choose the household from the list that drops down."))
        list_id, room_id, pieces = self._line.id, int(self.rooms.chosen), int(values["pieces"])
        self.saved = msg("%(room)s is on %(list)s now", room=values["rooms"], list=self._line.title)
        return lambda service, operation: service.add_rooms(list_id, [room_id], pieces, operation_id=operation)


class LeaveOutDialog(GiftDialog):
    """A household is left out of a gift list, for a reason."""

    def __init__(self, entry: GiftEntryLine, parent: QWidget | None = None) -> None:
        """Ask why."""
        self._entry = entry
        form = Form(columns=1, name="leave-out-gift")
        form.add(TextField("reason", msg("Why"), required=True, hint=msg("moved away, given at the counter")))
        form.settle()
        title = msg("Leave %(room)s out?", room=entry.room)
        super().__init__(title, form, msg("Not given"), key=f"leave-{entry.id}", parent=parent)
        self.saved = msg("%(room)s: left out", room=entry.room)

    def command(self, values: dict[str, Any]) -> Command:
        """Return the leaving out."""
        entry = self._entry
        return lambda service, operation: service.leave_out(
            entry.id, values["reason"], version=entry.version, operation_id=operation
        )


def _words(room: RoomChoice) -> str:
    names = dict.fromkeys(person.name for person in room.people)
    return "　".join(filter(None, (room.label, "、".join(names))))
