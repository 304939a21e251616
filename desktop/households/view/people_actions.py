"""What a clerk does with the people of a household: forms, phones at once, vehicles and pets, photos."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.households.dialogs import (
    AddPhoneDialog,
    MoveOutDialog,
    OccupancyDialog,
    PersonDialog,
    PetDialog,
    PhoneLabelDialog,
    PhotoDialog,
    PhotoWindow,
    SettleDialog,
    VehicleDialog,
)
from desktop.ui.dialogs import ask, show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.households.dialogs import HouseholdDialog
    from desktop.households.presenter import HouseholdPresenter
    from desktop.households.presenter.household import Command
    from desktop.households.rows import HouseholdFile, PersonLine, PetLine, PhoneLine, VehicleLine
    from desktop.households.view.household import HouseholdPane
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["Host", "PeopleActions"]

_FORMS = frozenset({"move-in", "add-person", "edit", "occupancy", "add-phone", "label-phone", "move-out"})
_BELONGINGS = frozenset({"add-vehicle", "edit-vehicle", "add-pet", "edit-pet"})
_STEPS = {"call-earlier": -1, "call-later": 1}


class Host(Protocol):
    """The page's actions, which open forms and carry out writes."""

    def open_form(self, dialog: HouseholdDialog) -> None:
        """Open a form; what it is submitted with is saved."""

    def carry_out(self, command: Command, said: Text, undo: Command | None = None) -> None:
        """Write at once and say so, with what takes it back."""


class PeopleActions(QObject):
    """Carries out what the people panel, and the vehicles and pets, ask for."""

    def __init__(self, presenter: HouseholdPresenter, shell: Shell, pane: HouseholdPane, host: Host) -> None:
        """Listen to the corrections in `pane`; everything else comes from `host` through `take`."""
        super().__init__(pane)
        self._presenter = presenter
        self._shell = shell
        self._pane = pane
        self._host = host
        self.window: PhotoWindow | None = None
        pane.people.correct.connect(self._correct)

    def take(self, key: str, file: HouseholdFile, subject: object) -> bool:
        """Do what `key` asks for; tell whether it is about people, phones, vehicles or pets at all."""
        if key in _FORMS | _BELONGINGS:
            self._host.open_form(self._form(key, file, subject))
            return True
        done = self._at_once(key, file).get(key)
        if done is not None:
            done(subject)
        return done is not None

    # --- forms -----------------------------------------------------------------------------------------------------

    def _form(self, key: str, file: HouseholdFile, subject: object) -> HouseholdDialog:
        today, pane = self._presenter.today, self._pane
        if key in {"move-in", "add-person"}:
            settle = SettleDialog(file, today, moving=key == "move-in", parent=pane)
            settle.name.asked.connect(lambda text: self._presenter.find_people(text, settle.offer, settle))
            return settle
        if key == "label-phone":
            phone: PhoneLine = subject  # type: ignore[assignment]  # a phone's own menu
            return PhoneLabelDialog(phone, pane)
        if key in _BELONGINGS:
            owned: VehicleLine | PetLine | None = subject  # type: ignore[assignment]  # a belonging's own button
            dialog: type[VehicleDialog | PetDialog] = VehicleDialog if key.endswith("vehicle") else PetDialog
            return dialog(file, owned, pane)  # type: ignore[arg-type]  # each key comes with its own kind
        person: PersonLine = subject  # type: ignore[assignment]  # a person's own menu
        forms: dict[str, Callable[[], HouseholdDialog]] = {
            "edit": partial(PersonDialog, person, today, pane),
            "occupancy": partial(OccupancyDialog, file, person, today, pane),
            "add-phone": partial(AddPhoneDialog, person, pane),
            "move-out": partial(MoveOutDialog, file, person, today, pane),
        }
        return forms[key]()

    # --- at once ---------------------------------------------------------------------------------------------------

    def _at_once(self, key: str, file: HouseholdFile) -> dict[str, Callable[[Any], None]]:
        return {
            "confirm": self._confirm,
            "call-earlier": partial(self._move, key),
            "call-later": partial(self._move, key),
            "call-first": self._call_first,
            "remove-phone": self._remove_phone,
            "remove-vehicle": partial(self._remove_vehicle, file),
            "remove-pet": partial(self._remove_pet, file),
            "reveal-contact": self._presenter.reveal_contact,
            "open-room": lambda room_id: self._shell.go("households", room_id=room_id),
            "photo": self._choose_photo,
            "remove-photo": self._remove_photo,
            "show-photo": self._show_photo,
        }

    def _correct(self, phone: PhoneLine, text: str) -> None:
        def done(_changes: Changes) -> None:
            self._pane.people.end_correction(phone.id)
            self._shell.tell(msg("Phone corrected; the old number stays in the record"))

        def refuse(error: TouchpointError) -> None:
            field = self._pane.people.phone(phone.id)
            if isinstance(error, UserError) and field is not None:
                field.refuse(error.problems[0].message)
            elif show_error(self._pane, error):
                self._correct(phone, text)

        self._presenter.act(
            lambda service, operation: service.correct_phone(
                phone.id, text, version=phone.version, operation_id=operation
            ),
            done,
            refuse,
        )

    def _confirm(self, phone: PhoneLine) -> None:
        self._host.carry_out(
            lambda service, operation: service.confirm_phone(phone.id, version=phone.version, operation_id=operation),
            msg("%(phone)s confirmed today", phone=phone.shown),
        )

    def _move(self, key: str, phone: PhoneLine) -> None:
        said = {
            "call-earlier": msg("%(phone)s is called earlier", phone=phone.shown),
            "call-later": msg("%(phone)s is called later", phone=phone.shown),
        }
        self._host.carry_out(
            lambda service, operation: service.move_phone(
                phone.id, _STEPS[key], version=phone.version, operation_id=operation
            ),
            said[key],
        )

    def _call_first(self, person: PersonLine) -> None:
        first = not person.calls_first
        said: Message = (
            msg("%(name)s is called first", name=person.name)
            if first
            else msg("%(name)s is no longer called first", name=person.name)
        )
        self._host.carry_out(
            lambda service, operation: service.call_first(
                person.occupancy_id, first=first, version=person.occupancy_version, operation_id=operation
            ),
            said,
        )

    def _remove_phone(self, phone: PhoneLine) -> None:
        sure = ask(
            self._pane,
            msg("Remove %(phone)s?", phone=phone.shown),
            msg("The number is taken out of the register and can no longer be found. The record keeps it."),
            msg("Remove"),
        )
        if sure:
            self._host.carry_out(
                lambda service, operation: service.remove_phone(
                    phone.id, version=phone.version, operation_id=operation
                ),
                msg("%(phone)s removed", phone=phone.shown),
            )

    def _remove_vehicle(self, file: HouseholdFile, vehicle: VehicleLine) -> None:
        self._host.carry_out(
            lambda service, operation: service.remove_vehicle(vehicle.id, operation_id=operation),
            msg("%(room)s: %(plate)s removed", room=file.label, plate=vehicle.plate),
            lambda service, operation: service.add_vehicle(
                file.room_id, vehicle.plate, note=vehicle.note, operation_id=operation
            ),
        )

    def _remove_pet(self, file: HouseholdFile, pet: PetLine) -> None:
        self._host.carry_out(
            lambda service, operation: service.remove_pet(pet.id, operation_id=operation),
            msg("%(room)s: %(pet)s removed", room=file.label, pet=pet.name or pet.kind),
            lambda service, operation: service.add_pet(
                file.room_id, pet.name, kind=pet.kind, note=pet.note, operation_id=operation
            ),
        )

    # --- photos ----------------------------------------------------------------------------------------------------

    def _choose_photo(self, person: PersonLine) -> None:
        spoken = ui_language().language
        title = translate(msg("Photo of %(name)s", name=person.name), spoken)
        kinds = translate(msg("Pictures"), spoken) + " (*.jpg *.jpeg *.png)"
        chosen, _filter = QFileDialog.getOpenFileName(self._pane, title, "", kinds)
        if chosen:
            self.take_photo(person, Path(chosen))

    def take_photo(self, person: PersonLine, path: Path) -> None:
        """Make the picture in a file small, then ask for the consent."""
        self._presenter.make_small(
            path,
            lambda image: self._host.open_form(PhotoDialog(person, image, self._presenter.today, self._pane)),
            self._fail,
        )

    def _fail(self, error: TouchpointError) -> None:
        show_error(self._pane, error)

    def _remove_photo(self, person: PersonLine) -> None:
        sure = ask(
            self._pane,
            msg("Remove the photo of %(name)s?", name=person.name),
            msg("The picture is deleted and cannot be brought back. The record keeps that there was one."),
            msg("Remove"),
        )
        if sure:
            self._host.carry_out(
                lambda service, operation: service.remove_photo(person.resident_id, operation_id=operation),
                msg("%(name)s: photo removed", name=person.name),
            )

    def _show_photo(self, person: PersonLine) -> None:
        self.window = PhotoWindow(person, self._pane.people.photo(person.resident_id), self._pane)
        self.window.open()
