"""Forms about phones: a further one, and what one is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.households.dialogs.forms import Command, HouseholdDialog, SuggestingField
from desktop.ui.forms import Form, PhoneField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.households.rows import PersonLine, PhoneLine

__all__ = ["AddPhoneDialog", "PhoneLabelDialog"]


class AddPhoneDialog(HouseholdDialog):
    """A further phone of a person; it is called after the others."""

    def __init__(self, person: PersonLine, parent: QWidget | None = None) -> None:
        """Ask for a number and what it is."""
        self._resident_id = person.resident_id
        form = Form(columns=1, name="add-phone")
        form.add(PhoneField("phone", msg("Phone"), required=True, width=200))
        form.add(_label_field())
        super().__init__(
            msg("Add a phone of %(name)s", name=person.name),
            form,
            msg("Add"),
            key=f"phone-{person.resident_id}",
            saved=msg("%(name)s: phone added", name=person.name),
            parent=parent,
            width=520,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the addition."""
        resident_id = self._resident_id
        return lambda service, operation: service.add_phone(
            resident_id, values["phone"], label=values["label"], operation_id=operation
        )


class PhoneLabelDialog(HouseholdDialog):
    """What a phone is: mobile, home, the wife's."""

    def __init__(self, phone: PhoneLine, parent: QWidget | None = None) -> None:
        """Show what `phone` is called."""
        self._phone = phone
        form = Form(columns=1, name="phone-label")
        form.add(_label_field())
        form.restore({"label": phone.label})
        form.settle()
        super().__init__(
            msg("What is %(phone)s?", phone=phone.shown),
            form,
            msg("Save"),
            key=f"phone-label-{phone.id}-{phone.version}",
            saved=msg("%(phone)s: label saved", phone=phone.shown),
            parent=parent,
            width=520,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the new label."""
        phone = self._phone
        return lambda service, operation: service.label_phone(
            phone.id, values["label"], version=phone.version, operation_id=operation
        )


def _label_field() -> SuggestingField:
    suggestions = (msg("Mobile"), msg("Home"), msg("Work"), msg("Spouse"))
    return SuggestingField("label", msg("Label"), suggestions, hint=msg("daytime, work, wife …"), width=200)
