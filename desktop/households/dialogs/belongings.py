"""Forms about what belongs to a household: vehicles and pets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.core.plates import plate_doubt
from desktop.households.dialogs.forms import Command, HouseholdDialog, SuggestingField
from desktop.ui.forms import Form, LineField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.households.rows import HouseholdFile, PetLine, VehicleLine

__all__ = ["PetDialog", "VehicleDialog"]


class VehicleDialog(HouseholdDialog):
    """A vehicle of a household, a new one or one to correct."""

    def __init__(self, file: HouseholdFile, vehicle: VehicleLine | None = None, parent: QWidget | None = None) -> None:
        """Ask for the plate; what looks odd about it is said, never refused."""
        self._room_id = file.room_id
        self._vehicle = vehicle
        form = Form(columns=1, name="vehicle")
        self.plate = LineField("plate", msg("Plate"), required=True, width=200)
        form.add(self.plate)
        form.add(LineField("note", msg("Note"), hint=msg("make, colour, parking space")))
        key, saved = f"vehicle-{file.room_id}", msg("%(room)s: vehicle added", room=file.label)
        if vehicle is not None:
            form.restore({"plate": vehicle.plate, "note": vehicle.note})
            key = f"vehicle-{file.room_id}-{vehicle.id}-{vehicle.version}"
            saved = msg("%(room)s: vehicle saved", room=file.label)
        form.settle()
        super().__init__(
            msg("Vehicle of %(room)s", room=file.label),
            form,
            msg("Add") if vehicle is None else msg("Save"),
            key=key,
            saved=saved,
            parent=parent,
            width=480,
        )
        self.doubt = label("", "small", "amber", wrap=True)
        self.body.insertWidget(1, self.doubt)
        self.plate.line.editingFinished.connect(self._look)

    def command(self, values: dict[str, Any]) -> Command:
        """Return the addition or the correction."""
        room_id, vehicle = self._room_id, self._vehicle
        plate, note = values["plate"], values["note"]
        if vehicle is None:
            return lambda service, operation: service.add_vehicle(room_id, plate, note=note, operation_id=operation)
        return lambda service, operation: service.edit_vehicle(
            vehicle.id, plate, version=vehicle.version, note=note, operation_id=operation
        )

    def _look(self) -> None:
        say(self.doubt, text=plate_doubt(self.plate.line.text()) or "")


class PetDialog(HouseholdDialog):
    """An animal of a household, a new one or one to correct."""

    def __init__(self, file: HouseholdFile, pet: PetLine | None = None, parent: QWidget | None = None) -> None:
        """Ask what it is, what it is called, and what to mind at the door."""
        self._room_id = file.room_id
        self._pet = pet
        form = Form(columns=1, name="pet")
        kinds = (msg("Dog"), msg("Cat"), msg("Bird"))
        form.add(SuggestingField("kind", msg("Animal"), kinds, width=200))
        form.add(LineField("name", msg("Pet's name"), width=200))
        form.add(LineField("note", msg("Note"), hint=msg("registered, gentle, bites strangers …")))
        key, saved = f"pet-{file.room_id}", msg("%(room)s: pet added", room=file.label)
        if pet is not None:
            form.restore({"kind": pet.kind, "name": pet.name, "note": pet.note})
            key, saved = f"pet-{file.room_id}-{pet.id}-{pet.version}", msg("%(room)s: pet saved", room=file.label)
        form.settle()
        super().__init__(
            msg("Pet of %(room)s", room=file.label),
            form,
            msg("Add") if pet is None else msg("Save"),
            key=key,
            saved=saved,
            parent=parent,
            width=520,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the addition or the correction."""
        room_id, pet = self._room_id, self._pet
        name, kind, note = values["name"], values["kind"], values["note"]
        if pet is None:
            return lambda service, operation: service.add_pet(
                room_id, name, kind=kind, note=note, operation_id=operation
            )
        return lambda service, operation: service.edit_pet(
            pet.id, name, version=pet.version, kind=kind, note=note, operation_id=operation
        )
