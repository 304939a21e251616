"""Keeping phones: in the order they are called, corrected with the old number in the audit, confirmed on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.phones import canonical_phone, is_plausible_phone
from desktop.core.texts import clean
from desktop.households.model import Phone, Resident
from desktop.households.service.keeping import Keeping, index_resident, living, owned, seen, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.storage.work import UnitOfWork

__all__ = ["KeepingPhones", "is_phone", "no_phone", "put_phone"]


class KeepingPhones(Keeping):
    """Writes how people are reached."""

    @requires(Operation.EDIT_HOUSEHOLD)
    def add_phone(self, resident_id: int, text: str, *, label: str = "", operation_id: str = "") -> Changes:
        """Add a phone after a person's others; the result is its id.

        Raises UserError where it is no phone, and for one the person has already.
        """
        digits = _one_phone(text)
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            resident = living(work, resident_id)
            _refuse_twice(work, resident.id, digits)
            phone = put_phone(work, resident, digits, clean(label))
            work.audit("resident", resident.id, "phone added", None, _audited(phone))
            index_resident(work, resident)
            work.result = phone.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def correct_phone(
        self, phone_id: int, text: str, *, version: int, label: str | None = None, operation_id: str = ""
    ) -> Changes:
        """Correct a phone; the old number stays in the audit, and the new one counts as confirmed today.

        Raises UserError where it is no phone or the person has it already, ConflictError if someone else corrected it
        meanwhile.
        """
        digits = _one_phone(text)
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            phone = seen(work, Phone, phone_id, version)
            _refuse_twice(work, phone.resident_id, digits, besides=phone.id)
            before = _audited(phone)
            phone.digits = digits
            phone.label = phone.label if label is None else clean(label)
            phone.confirmed_on = self._today()
            work.audit("resident", phone.resident_id, "phone corrected", before, _audited(phone))
            index_resident(work, owned(work, Resident, phone.resident_id))
            work.result = phone.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def label_phone(self, phone_id: int, label: str, *, version: int, operation_id: str = "") -> Changes:
        """Say what a phone is (mobile, home, work ...); the number and when it was confirmed stay as they are."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            phone = seen(work, Phone, phone_id, version)
            before = _audited(phone)
            phone.label = clean(label)
            work.audit("resident", phone.resident_id, "phone labelled", before, _audited(phone))
            work.result = phone.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def confirm_phone(self, phone_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Stamp a phone as confirmed today, in the community; raise ConflictError if it changed meanwhile."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            phone = seen(work, Phone, phone_id, version)
            before = {"phone": phone.digits, "confirmed_on": written(phone.confirmed_on)}
            phone.confirmed_on = self._today()
            after = {"phone": phone.digits, "confirmed_on": written(phone.confirmed_on)}
            work.audit("resident", phone.resident_id, "phone confirmed", before, after)
            work.result = phone.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def move_phone(self, phone_id: int, steps: int, *, version: int, operation_id: str = "") -> Changes:
        """Let a phone be called `steps` places earlier (below zero) or later; beyond the ends it stops there."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            phone = seen(work, Phone, phone_id, version)
            phones = _in_order(work, phone.resident_id)
            before = [each.digits for each in phones]
            place = phones.index(phone)
            phones.insert(max(place + steps, 0), phones.pop(place))
            for position, each in enumerate(phones, start=1):
                each.position = position
            after = [each.digits for each in phones]
            work.audit("resident", phone.resident_id, "phones reordered", {"phones": before}, {"phones": after})
            work.result = phone.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def remove_phone(self, phone_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take a phone out of the register; the audit keeps it."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            phone = seen(work, Phone, phone_id, version)
            resident = owned(work, Resident, phone.resident_id)
            work.audit("resident", resident.id, "phone removed", _audited(phone), None)
            work.session.delete(phone)
            index_resident(work, resident)
            work.result = resident.id
        return work.changes


def put_phone(work: UnitOfWork, resident: Resident, digits: str, label: str = "") -> Phone:
    """Return a new phone after the others of a resident."""
    last = work.session.scalar(select(func.max(Phone.position)).where(Phone.resident_id == resident.id)) or 0
    phone = Phone(
        community_id=work.community_id, resident_id=resident.id, position=last + 1, digits=digits, label=label
    )
    work.session.add(phone)
    work.session.flush()
    return phone


def is_phone(text: str) -> bool:
    """Tell whether a text is one phone number in any spelling."""
    return is_plausible_phone(canonical_phone(text))


def no_phone(text: str) -> Message:
    """Return the sentence for what is no phone number."""
    return msg("“%(text)s” is not a phone number; check its digits.", text=clean(text)[:40])


def _one_phone(text: str) -> str:
    if not is_phone(text):
        raise UserError(Problem(no_phone(text), "phone"))
    return canonical_phone(text)


def _refuse_twice(work: UnitOfWork, resident_id: int, digits: str, besides: int = 0) -> None:
    there = select(Phone.id).where(Phone.resident_id == resident_id, Phone.digits == digits, Phone.id != besides)
    if work.session.scalar(there) is not None:
        raise UserError(Problem(msg("This person has that number already."), "phone"))


def _in_order(work: UnitOfWork, resident_id: int) -> list[Phone]:
    query = select(Phone).where(Phone.resident_id == resident_id).order_by(Phone.position, Phone.id)
    found: Sequence[Phone] = work.session.scalars(query.with_for_update()).all()
    return list(found)


def _audited(phone: Phone) -> dict[str, str]:
    return {"phone": phone.digits, "label": phone.label}
