"""For other features: whom to call in a household, every look audited; and how far rounds of theirs are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.contacts.rule import Asking
from desktop.contacts.store.people import people_to_call
from desktop.contacts.store.rounds import round_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from desktop.contacts.rows import CallPerson, RoundLine
    from desktop.core.permissions import Actor
    from desktop.storage.work import UnitOfWork

__all__ = ["reveal_people", "rounds_among"]


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


def rounds_among(
    session: Session, actor: Actor, now: datetime, today: date, ids: Collection[int]
) -> Mapping[int, RoundLine]:
    """Return the rounds of given ids as `actor` sees them, `today` in the community's zone; others are left out."""
    lines = round_lines(session, Asking(actor.community_id, now, today), actor.account_id, among=ids)
    return {line.id: line for line in lines}
