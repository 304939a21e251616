"""Forms about a room: its facts and state, tags, vehicles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.core.plates import plate_doubt
from desktop.households.dialogs.forms import Command, HouseholdDialog, day_field, state_field
from desktop.households.model import RoomStateKind
from desktop.ui.forms import Choice, Form, LineField, LookupField, NumberField, TextField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.households.rows import HouseholdFile

__all__ = ["RoomDialog", "StateDialog", "TagDialog", "VehicleDialog"]


class StateDialog(HouseholdDialog):
    """What a room is from a day on."""

    def __init__(self, file: HouseholdFile, today: date, parent: QWidget | None = None) -> None:
        """Ask for the state and the day it begins."""
        self._room_id = file.room_id
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
