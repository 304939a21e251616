"""What a clerk does on a household's page: opens a form, saves it, undoes what can be undone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.changes import Draft, new_operation_id
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.households.dialogs import (
    AddPhoneDialog,
    HouseholdDialog,
    MoveOutDialog,
    PersonDialog,
    RoomDialog,
    SettleDialog,
    StateDialog,
    TagDialog,
    VehicleDialog,
)
from desktop.ui.dialogs import ask, show_error
from desktop.ui.language import translate, ui_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.households.presenter import HouseholdPresenter
    from desktop.households.presenter.household import Command
    from desktop.households.rows import HouseholdFile, PersonLine, PhoneLine, TagLine, VehicleLine
    from desktop.households.view.household import HouseholdPane
    from desktop.ui.language import Text
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "HouseholdActions"]

DRAFTS = "household"
"""The name under which half-typed forms of this page are kept."""


class HouseholdActions(QObject):
    """Carries out what the page's buttons ask for. `dialog` is the form that is open, None for none."""

    def __init__(self, presenter: HouseholdPresenter, shell: Shell, pane: HouseholdPane) -> None:
        """Listen to `pane`."""
        super().__init__(pane)
        self._presenter = presenter
        self._shell = shell
        self._pane = pane
        self.dialog: HouseholdDialog | None = None
        pane.asked.connect(self._ask)
        pane.people.correct.connect(self._correct)

    def keep(self) -> None:
        """Keep what stands in the open form as a draft."""
        if self.dialog is not None and self.dialog.form.dirty:
            title = translate(self.dialog.windowTitle(), ui_language().language)
            draft = Draft(DRAFTS, self.dialog.key, title, self.dialog.form.texts())
            self._shell.drafts.keep(draft)

    # --- forms -----------------------------------------------------------------------------------------------------

    def _ask(self, key: str, subject: object) -> None:
        now = self._presenter.now
        if now is None:
            return
        if key in {"remove-phone", "remove-tag", "remove-vehicle"}:
            self._remove(key, now.file, subject)
        else:
            self._open(self._form(key, now.file, subject))

    def _form(self, key: str, file: HouseholdFile, subject: object) -> HouseholdDialog:
        today, pane = self._presenter.today, self._pane
        if key in {"move-in", "add-person"}:
            settle = SettleDialog(file, today, moving=key == "move-in", parent=pane)
            settle.name.asked.connect(lambda text: self._presenter.find_people(text, settle.offer, settle))
            return settle
        if key in {"add-tag", "edit-tag"}:
            tag: TagLine | None = subject  # type: ignore[assignment]  # the panel gives tags to tag actions
            words = ("", "") if tag is None else (tag.name, tag.cause)
            tagging = TagDialog(file, *words, parent=pane)
            self._presenter.tag_names(tagging.know, tagging)
            return tagging
        person: PersonLine = subject  # type: ignore[assignment]  # and people to the others
        forms: dict[str, Callable[[], HouseholdDialog]] = {
            "edit": partial(PersonDialog, person, pane),
            "add-phone": partial(AddPhoneDialog, person, pane),
            "move-out": partial(MoveOutDialog, file, person, today, pane),
            "set-state": partial(StateDialog, file, today, pane),
            "add-vehicle": partial(VehicleDialog, file, pane),
            "edit-room": partial(RoomDialog, file, pane),
        }
        return forms[key]()

    def _open(self, dialog: HouseholdDialog) -> None:
        draft = next((draft for draft in self._shell.drafts.all(DRAFTS) if draft.key == dialog.key), None)
        if draft is not None:
            dialog.form.restore(draft.fields)
        operation_id = new_operation_id()
        dialog.submitted.connect(lambda values: self._save(dialog, dialog.command(values), operation_id))
        dialog.rejected.connect(self.keep)
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        dialog.open()

    def _forget_dialog(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _save(self, dialog: HouseholdDialog, command: Command, operation_id: str) -> None:
        dialog.set_busy(True)

        def done(_changes: Changes) -> None:
            self._shell.drafts.forget(DRAFTS, dialog.key)
            dialog.form.settle()
            self._shell.tell(dialog.saved)
            dialog.accept()

        def refuse(error: TouchpointError) -> None:
            dialog.set_busy(False)
            if isinstance(error, UserError):
                dialog.show_problems(error.problems)
            elif show_error(dialog, error):
                self._save(dialog, command, operation_id)

        self._presenter.act(command, done, refuse, operation_id=operation_id)

    # --- at once ---------------------------------------------------------------------------------------------------

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

    def _remove(self, key: str, file: HouseholdFile, subject: object) -> None:
        if key == "remove-phone":
            self._remove_phone(subject)  # type: ignore[arg-type]  # the menu gives it a phone
        elif key == "remove-tag":
            tag: TagLine = subject  # type: ignore[assignment]  # a tag's own button
            self._do(
                lambda service, operation: service.untag(file.room_id, tag.id, operation_id=operation),
                msg("%(room)s: tag %(tag)s removed", room=file.label, tag=tag.name),
                lambda service, operation: service.tag(
                    file.room_id, tag.name, cause=tag.cause, since=tag.since, operation_id=operation
                ),
            )
        else:
            vehicle: VehicleLine = subject  # type: ignore[assignment]  # a vehicle's own button
            self._do(
                lambda service, operation: service.remove_vehicle(vehicle.id, operation_id=operation),
                msg("%(room)s: %(plate)s removed", room=file.label, plate=vehicle.plate),
                lambda service, operation: service.add_vehicle(
                    file.room_id, vehicle.plate, note=vehicle.note, operation_id=operation
                ),
            )

    def _remove_phone(self, phone: PhoneLine) -> None:
        sure = ask(
            self._pane,
            msg("Remove %(phone)s?", phone=phone.shown),
            msg("The number is taken out of the register and can no longer be found. The record keeps it."),
            msg("Remove"),
        )
        if sure:
            self._do(
                lambda service, operation: service.remove_phone(
                    phone.id, version=phone.version, operation_id=operation
                ),
                msg("%(phone)s removed", phone=phone.shown),
            )

    def _do(self, command: Command, said: Text, undo: Command | None = None) -> None:
        def done(_changes: Changes) -> None:
            if undo is None:
                self._shell.tell(said)
            else:
                self._shell.tell(said, undo=lambda: self._presenter.act(undo, None, self._fail))

        self._presenter.act(command, done, self._fail)

    def _fail(self, error: TouchpointError) -> None:
        show_error(self._pane, error)
