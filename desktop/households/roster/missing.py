"""Who was in an earlier file and is in this one no more: told, never taken out of the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.house_numbers import natural_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from desktop.households.roster.register import PersonEntry, Register, RoomEntry

__all__ = ["Missing", "find_missing"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A building, a room or a person that an earlier file named and this one does not.

    `kind` is building, room or person; `place` the building or the room; `people` the person, or for a room who lives
    there now; `rooms` how many rooms are meant.
    """

    kind: str
    place: str
    people: tuple[str, ...] = ()
    rooms: int = 1

    @property
    def id(self) -> tuple[str, str, tuple[str, ...]]:
        """Return what a list recognises it by."""
        return self.kind, self.place, self.people

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"kind": self.kind, "place": self.place, "people": list(self.people), "rooms": self.rooms}


def find_missing(
    register: Register,
    rooms: Iterable[RoomEntry],
    named: AbstractSet[tuple[int, int]],
    unsure: AbstractSet[str],
    today: date,
) -> Sequence[Missing]:
    """Return what earlier imports named and a file does not, in natural order.

    `rooms` are those of the file, `named` the pairs of room and person in it by identity, `unsure` the keys of rooms
    with a row that was refused: nothing is said about those. A building the file names nothing of is one entry, so
    that a file of one building does not list all others room by room.
    """
    there = {id(room): room for room in rooms}
    buildings = {id(room.building) for room in there.values()}
    whole: dict[int, list[RoomEntry]] = {}
    found: list[Missing] = []
    for room in register.rooms.values():
        if not room.said or room.key in unsure or id(room) in there:
            continue
        if id(room.building) in buildings:
            found.append(Missing("room", room.label, tuple(_living(room, today))))
        else:
            whole.setdefault(id(room.building), []).append(room)
    found += [Missing("building", rooms_[0].building.name, rooms=len(rooms_)) for rooms_ in whole.values()]
    for person in register.people.values():
        if person.merged_into is None:
            found += _missing_person(person, there, named, unsure, today)
    return sorted(found, key=lambda one: (natural_key(one.place), one.people))


def _missing_person(
    person: PersonEntry,
    there: dict[int, RoomEntry],
    named: AbstractSet[tuple[int, int]],
    unsure: AbstractSet[str],
    today: date,
) -> Iterable[Missing]:
    for identity in person.said_in:
        room = there.get(identity)
        if room is None or (identity, id(person)) in named or room.key in unsure:
            continue
        if any(one.room is room and (one.until is None or one.until > today) for one in person.occupancies):
            yield Missing("person", room.label, (person.name,))


def _living(room: RoomEntry, today: date) -> Iterable[str]:
    there = (one.person for one in room.occupancies if one.until is None or one.until > today)
    return dict.fromkeys(person.name for person in there if person.merged_into is None)
