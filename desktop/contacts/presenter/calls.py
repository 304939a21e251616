"""What one call is made of: its stage, the phones to dial, the outcome that can be taken back, who is called anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, count
from typing import TYPE_CHECKING

from desktop.contacts.model import CallingOrder, CallOutcome
from desktop.contacts.rows import EntryFilter, ListDraft

if TYPE_CHECKING:
    from datetime import date

    from desktop.contacts.rows import CallCard, CallPerson, CallPhone, RoundLine
    from desktop.contacts.service import ContactService
    from desktop.core.changes import Changes

__all__ = ["Line", "Recorded", "Stage", "lines_of", "list_of_unreached"]

_OUT_OF_REACH = frozenset({CallOutcome.NO_PHONE, CallOutcome.LEFT_ROUND, CallOutcome.DO_NOT_CALL})


class Stage(StrEnum):
    """What the call screen is about: which round, a household, the wait for one, a round that is through."""

    ROUNDS = "rounds"
    CALLING = "calling"
    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Line:
    """A phone to dial, with whose it is and when it was last confirmed."""

    person: CallPerson
    phone: CallPhone
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The last outcome, which can be taken back; `outcome` None: it was put off until later."""

    entry_id: int
    room: str
    outcome: CallOutcome | None
    attempt_id: int = 0


def list_of_unreached(line: RoundLine, name: str, service: ContactService, operation_id: str) -> Changes:
    """Make a list by hand of the households of a round that were not reached but have a phone; return its id."""
    wanted = EntryFilter(not_reached=True)
    entries = service.entries_from(line.id, wanted, 0, service.entry_count(line.id, wanted))
    rooms = [entry.room_id for entry in entries if entry.room_id is not None and entry.outcome not in _OUT_OF_REACH]
    taken = {each.name for each in (*service.lists(), *service.lists(archived=True))}
    names = chain((name,), (f"{name} ({number})" for number in count(2)))
    free = next(each for each in names if each not in taken)
    draft = ListDraft(free, line.occasion, None, CallingOrder.BUILDING)
    # An id of its own, so that another try after half of it makes no second list.
    made = service.create_list(draft, operation_id=f"{operation_id}-list").result
    changes = service.add_rooms(made, rooms, operation_id=operation_id)
    return replace(changes, result=made)


def lines_of(card: CallCard) -> list[Line]:
    """Return the phones of a household in calling order, each with its owner."""
    confirmed = {phone.id: phone.confirmed_on for person in card.household.people for phone in person.phones}
    return [Line(person, phone, confirmed.get(phone.id)) for person in card.people for phone in person.phones]
