"""Whom to call in a household, for other features: people in order with their phones in full, every look audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.contacts.rule import Asking
from desktop.contacts.store.people import people_to_call

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from desktop.contacts.rows import CallPerson
    from desktop.storage.work import UnitOfWork

__all__ = ["reveal_people"]


def reveal_people(work: UnitOfWork, room_id: int, today: date, wrong: Collection[str] = ()) -> tuple[CallPerson, ...]:
    """Return the people of a room in the order to call them, `today` in the community's zone; note the look.

    Phones among the digits of `wrong` are marked so. Who has no phone comes last.
    """
    asking = Asking(work.community_id, work.now, today)
    people = people_to_call(work.session, asking, [room_id], wrong).get(room_id, ())
    for person in people:
        for phone in person.phones:
            work.audit("resident", person.resident_id, "phone revealed", None, {"phone": phone.id})
    return people
