"""Finding events for the search box, and a guest at the door by what is typed or scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.house_numbers import try_house_number
from desktop.core.permissions import Operation, requires
from desktop.core.pinyin import readings
from desktop.core.texts import clean, search_form
from desktop.events.model import EventKind
from desktop.events.rows import EventHit
from desktop.events.service.recording import Recorder
from desktop.events.store import lists
from desktop.storage import search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row

    from desktop.events.rows import EventLine, GuestLine

__all__ = ["Finding", "guest_code", "matching"]

_NOT = 9
"""How far from what is typed a guest is that it does not mean."""


class Finding(Recorder):
    """Finds events."""

    @requires(Operation.READ_EVENTS)
    def find(self, text: str, limit: int = 20) -> Sequence[EventHit]:
        """Return up to `limit` events in which every word of `text` is found, the last planned first.

        By number, title, place, partner and the name of an own kind; what is typed is never a pattern.
        """
        typed = clean(text)
        if not typed or limit < 1:
            return ()
        community_id = self.actor.community_id
        with self.desk.read() as session:
            found = search.find(session, community_id, "event", typed, columns=search.ALL_FIELDS, limit=limit)
            rows = {row.id: row for row in lists.searched(session, community_id, found)}
        return tuple(_hit(rows[id_], typed) for id_ in found if id_ in rows)


def _hit(row: Row[Any], typed: str) -> EventHit:
    form = search_form(typed.split(maxsplit=1)[0])
    title = f"{row.number} {row.title}"
    matched = next((words for words in (title, row.place, row.kind_name) if form in search_form(words)), "")
    exact = search_form(row.number) == search_form(typed)
    return EventHit(row.id, EventKind(row.kind), title, matched, row.starts_at, exact=exact)


def guest_code(line: EventLine, guest: GuestLine) -> str:
    """Return the code by which a scanner finds a guest: the event's number and the guest's own."""
    return f"{line.number}-{guest.id}"


def matching(
    line: EventLine, guests: Sequence[GuestLine], names: Mapping[int, Sequence[str]], typed: str
) -> tuple[GuestLine, ...]:
    """Return those of `guests` that `typed` means, the nearest first; `names` are who lives in their rooms.

    A room or a name as typed comes before what only begins with it, and that before what only holds it.
    """
    wanted = search_form(typed)
    if not wanted:
        return ()
    number = try_house_number(typed)
    room = number.label if number is not None else wanted
    found = []
    for guest in guests:
        if wanted == search_form(guest_code(line, guest)):
            return (guest,)
        people = [guest.name, *(names.get(guest.room_id, ()) if guest.room_id is not None else ())]
        distance = min(_room(guest.room, room, wanted), *(_name(name, wanted) for name in people))
        if distance < _NOT:
            found.append((distance, guest.order_key, guest.id, guest))
    return tuple(guest for *_, guest in sorted(found, key=lambda each: each[:3]))


def _room(label: str, room: str, typed: str) -> int:
    if not label:
        return _NOT
    if label.casefold() == room.casefold():
        return 0
    last = label.rpartition("-")[2]
    if typed == last:
        return 2
    return 4 if typed in label.casefold() else _NOT


def _name(name: str, typed: str) -> int:
    written = search_form(name)
    if not written:
        return _NOT
    if written == typed:
        return 1
    if typed in written:
        return 3
    spelt = readings(name)
    if typed in spelt:
        return 2
    return 5 if typed.isascii() and any(form.startswith(typed) for form in spelt) else _NOT
