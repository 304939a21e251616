"""Forms about a room: its facts, and what it is since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.households.dialogs.forms import Command, HouseholdDialog, day_field, state_field
from desktop.households.model import RoomStateKind
from desktop.ui.forms import Form, LineField, NumberField, TextField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.households.rows import HouseholdFile

__all__ = ["RoomDialog", "StateDialog"]


class StateDialog(HouseholdDialog):
    """What a room is from a day on."""

    def __init__(self, file: HouseholdFile, today: date, parent: QWidget | None = None) -> None:
        """Ask for the state and the day it begins."""
        self._room_id = file.room_id
        self._today = today
        self._present = next((line for line in file.states if line.until is None), None)
        form = Form(columns=1, name="state")
        form.add(state_field("state", msg("State"), required=True))
        form.add(day_field("since", msg("Since"), today, hint=msg("always")))
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
        self.note = label("", "small", "ink2", wrap=True)
        self.body.insertWidget(1, self.note)
        form.fields["state"].changed.connect(self._look)

    def _look(self) -> None:
        """Say that choosing what the room is already corrects since when it is."""
        present = self._present
        same = present is not None and self.form.fields["state"].text() == present.state
        say(self.note, text=msg("The room is that already; saving corrects the day it began.") if same else "")
        since = self.form.fields["since"]
        if same and present is not None and since.text() == self._today.isoformat():
            since.set_text("" if present.since is None else present.since.isoformat())

    def command(self, values: dict[str, Any]) -> Command:
        """Return the change of state."""
        room_id, state = self._room_id, RoomStateKind(values["state"])
        return lambda service, operation: service.set_room_state(
            room_id, state, values["since"], operation_id=operation
        )


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
        area = "" if file.area_m2 is None else f"{file.area_m2:.15g}"
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
