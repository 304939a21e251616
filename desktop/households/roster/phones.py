"""Phones in an import: a whole cell of them is compared, and corrected number by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.phones import mask_phone
from desktop.households.roster.register import PhoneEntry
from desktop.households.roster.settling import Settler

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.households.roster.comparing import Decisions
    from desktop.households.roster.register import PersonEntry
    from desktop.households.roster.shapes import RosterRow

__all__ = ["PhoneMerger"]

Wanted = dict[str, str]
"""Digits with their labels, in the file's order."""


class PhoneMerger(Settler):
    """Gathers what all rows say of a person's phones, then merges them."""

    def __init__(self, rows: Sequence[RosterRow], decisions: Decisions) -> None:
        super().__init__(rows, decisions)
        self.phones: dict[int, tuple[int, PersonEntry, Wanted]] = {}

    def want_phones(self, index: int, person: PersonEntry, phones: Sequence[tuple[str, str]]) -> None:
        """Note the phones a row names."""
        wanted = self.phones.setdefault(id(person), (index, person, {}))[2]
        for digits, label in phones:
            wanted.setdefault(digits, label)

    def merge_phones(self) -> None:
        """Let everyone have the phones of the file."""
        for index, person, wanted in self.phones.values():
            if person.id and person.phones:
                self._merge(index, person, wanted)
            else:
                self.said_of_person(person)["phones"] = list(wanted)
                self._take(index, person, wanted, [])

    def _merge(self, index: int, person: PersonEntry, wanted: Wanted) -> None:
        """Take the file's phones, unless they were corrected here since.

        The file's newer number corrects in place the one it said before; what was added or confirmed by hand stays,
        and what was taken out or corrected here does not come back. A new number for one that was corrected here, or
        for one no import ever named, is a conflict.
        """
        said = self.said_of_person(person)
        ours = [phone.digits for phone in person.phones]
        before = person.said.get("phones")
        known = ours if before is None else before
        new = [digits for digits in wanted if digits not in ours and (before is None or digits not in before)]
        corrected = before is not None and any(digits not in ours for digits in before)
        unknown = before is None and any(digits not in wanted for digits in ours)
        everything = list(wanted)
        if new and (corrected or unknown):
            if not self.settle(index, "phones", (everything, ours, before), person.name, said):
                return
            new = [digits for digits in wanted if digits not in ours]
            gone = [phone for phone in person.phones if phone.digits not in wanted]
        else:
            said["phones"] = everything
            gone = [phone for phone in person.phones if phone.digits not in wanted and phone.confirmed_on is None]
            gone = [phone for phone in gone if phone.digits in known]
            gone = gone if len(wanted) >= len(set(known) & set(ours)) else []
        labelled = {digits: wanted[digits] for digits in wanted if digits in ours or digits in new}
        self._take(index, person, labelled, gone)

    def _take(self, index: int, person: PersonEntry, wanted: Wanted, replaced: list[PhoneEntry]) -> None:
        kept = {phone.digits: phone for phone in person.phones}
        for digits in wanted:
            if digits in kept:
                phone = kept[digits]
                if wanted[digits] and not phone.label and phone.set("label", wanted[digits]):
                    self.change(index, phone, "phones", "", wanted[digits])
            elif replaced:
                phone = replaced.pop(0)
                old = phone.digits
                phone.set("digits", digits)
                self.change(index, phone, "phones", mask_phone(old), mask_phone(digits))
            else:
                position = max((phone.position for phone in person.phones), default=0) + 1
                phone = PhoneEntry(person, position, digits, wanted[digits])
                person.phones.append(phone)
                self.extend(index, phone, "phones", mask_phone(digits))
