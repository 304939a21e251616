"""The phones of a household to be followed up, in the order to dial them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from desktop.contacts.rows import CallPerson
    from desktop.follow_ups.rows import FollowUpCard

__all__ = ["Line", "lines_of"]


@dataclass(frozen=True, slots=True)
class Line:
    """A phone to dial: of `person`, or (None) of who reported, called `name`."""

    name: str
    person: CallPerson | None
    shown: str
    label: str = ""
    confirmed_on: date | None = None


def lines_of(card: FollowUpCard) -> list[Line]:
    """Return the phones of a household: those of who reported first, then in calling order."""
    reporters = {each.reporter for each in card.requests if each.reporter}
    confirmed = {}
    if card.file is not None:
        confirmed = {phone.id: phone.confirmed_on for person in card.file.people for phone in person.phones}
    lines = [Line(caller.name, None, caller.shown) for caller in card.callers]
    lines += [
        Line(person.name, person, phone.shown, phone.label, confirmed.get(phone.id))
        for person in sorted(card.people, key=lambda person: person.name not in reporters)
        for phone in person.phones
    ]
    return lines
