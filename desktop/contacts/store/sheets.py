"""The rows of a printed call sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.contacts.model import CallState
from desktop.contacts.rows import EntryFilter, SheetEntry, SheetPerson
from desktop.contacts.store.people import people_to_call
from desktop.contacts.store.rounds import entry_lines
from desktop.core.phones import mask_phone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from desktop.contacts.rows import CallPerson, EntryLine
    from desktop.contacts.rule import Asking

__all__ = ["entries"]

EVERYTHING = 100_000
"""More households than any round has."""


def entries(
    session: Session, asking: Asking, round_id: int, *, unreached_first: bool, masked: bool
) -> tuple[tuple[SheetEntry, ...], tuple[SheetEntry, ...]]:
    """Return the rows of a round in calling order (or who was not reached first), and those left out of it."""
    found = entry_lines(session, asking, round_id, EntryFilter(), None, EVERYTHING, backward=False)
    if unreached_first:
        found.sort(key=lambda line: line.state is CallState.REACHED)
    left_out = entry_lines(session, asking, round_id, EntryFilter(left_out=True), None, EVERYTHING, backward=False)
    return _rows(session, asking, found, masked=masked), _rows(session, asking, left_out, masked=masked)


def _rows(session: Session, asking: Asking, lines: Sequence[EntryLine], *, masked: bool) -> tuple[SheetEntry, ...]:
    people = people_to_call(session, asking, [line.room_id for line in lines if line.room_id is not None])
    return tuple(
        SheetEntry(
            line.number,
            line.room,
            tuple(_person(person, masked=masked) for person in people.get(line.room_id or 0, ())),
            line.state,
            line.outcome,
            line.called_at,
            line.note,
        )
        for line in lines
    )


def _person(person: CallPerson, *, masked: bool) -> SheetPerson:
    phones = tuple(mask_phone(phone.digits) if masked else phone.shown for phone in person.phones)
    return SheetPerson(person.name, person.role, phones)
