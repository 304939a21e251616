"""Who a row of a roster means: someone in the register, someone of an earlier row, or someone new."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.core.texts import search_form
from desktop.households.roster.register import PersonEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.households.roster.register import Register, RoomEntry
    from desktop.households.roster.shapes import PersonData

__all__ = ["People"]


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return the form in which names are compared; an import asks for each one several times."""
    return search_form(name)


class People:
    """The people that the rows of one file mean. Certain signs are looked for in all rows before uncertain ones."""

    def __init__(self, register: Register, rows: Sequence[tuple[RoomEntry, Sequence[PersonData]]]) -> None:
        """Settle everyone named in `rows`, each a room and its people."""
        self._rows = rows
        self._found: dict[tuple[int, int], PersonEntry] = {}
        self._new: set[tuple[int, int]] = set()
        self._ids_in_file: dict[int, str] = {}
        self._of_room: dict[int, list[PersonEntry]] = defaultdict(list)
        self._by_number: dict[str, PersonEntry] = {}
        self._by_document: dict[tuple[str, str], PersonEntry] = {}
        self._by_phone: dict[tuple[str, str], PersonEntry] = {}
        self._personal_numbers = self._single_names("owner_number", by_room=False)
        self._personal_documents = self._single_names("id_number", by_room=True)
        for person in register.people.values():
            self._know(person, [phone.digits for phone in person.phones])
        for room in register.rooms.values():
            self._of_room[id(room)] = [occupancy.person for occupancy in room.occupancies]
        self._settle()

    def of(self, index: int, place: int) -> tuple[PersonEntry, bool]:
        """Return the person at `place` in row `index`, and whether that row is the first to name someone new."""
        return self._found[index, place], (index, place) in self._new

    def _single_names(self, sign: str, *, by_room: bool) -> set[tuple[int, str]]:
        """Return the values of a sign that one name only carries in this file; only those tell who someone is.

        Some rosters give all of a household the same number.
        """
        names: dict[tuple[int, str], set[str]] = defaultdict(set)
        for room, people in self._rows:
            for data in people:
                if value := getattr(data, sign):
                    names[id(room) if by_room else 0, value].add(name_key(data.name))
        return {key for key, carrying in names.items() if len(carrying) == 1}

    def _know(self, person: PersonEntry, phones: Sequence[str]) -> None:
        name = name_key(person.name)
        if person.source_number:
            self._by_number.setdefault(person.source_number, person)
        if person.id_number:
            self._by_document.setdefault((name, person.id_number), person)
        for digits in phones:
            self._by_phone.setdefault((name, digits), person)

    def _settle(self) -> None:
        named = [(index, place) for index, (_, people) in enumerate(self._rows) for place in range(len(people))]
        unsettled = []
        for spot in named:
            room, data = self._rows[spot[0]][0], self._rows[spot[0]][1][spot[1]]
            person = self._certainly(room, data)
            if person is None:
                unsettled.append(spot)
            else:
                self._take(spot, room, data, person)
        for spot in unsettled:
            room, data = self._rows[spot[0]][0], self._rows[spot[0]][1][spot[1]]
            person = self._certainly(room, data) or self._probably(room, data)
            if person is None:
                person = PersonEntry(data.name)
                self._new.add(spot)
            self._take(spot, room, data, person)
        # the first row in the file's order is the one that creates someone
        first: dict[int, tuple[int, int]] = {}
        for spot in named:
            first.setdefault(id(self._found[spot]), spot)
        self._new = {first[id(self._found[spot])] for spot in self._new}

    def _certainly(self, room: RoomEntry, data: PersonData) -> PersonEntry | None:
        name = name_key(data.name)
        if data.owner_number:
            person = self._by_number.get(data.owner_number)
            if person and ((0, data.owner_number) in self._personal_numbers or name_key(person.name) == name):
                return person
        if data.id_number:
            same = [person for person in self._of_room[id(room)] if person.id_number == data.id_number]
            named = next((person for person in same if name_key(person.name) == name), None)
            if named or (same and (id(room), data.id_number) in self._personal_documents):
                return named or same[0]
            return self._by_document.get((name, data.id_number))
        return None

    def _probably(self, room: RoomEntry, data: PersonData) -> PersonEntry | None:
        name = name_key(data.name)
        for person in self._of_room[id(room)]:
            if name_key(person.name) == name and self._may_be(person, data):
                return person
        for digits, _ in data.phones:
            known = self._by_phone.get((name, digits))
            if known is not None and self._may_be(known, data):
                return known
        return None

    def _may_be(self, person: PersonEntry, data: PersonData) -> bool:
        """Tell whether nothing speaks against it: another number, or another ID number that this file names too."""
        if data.owner_number and person.source_number and data.owner_number != person.source_number:
            return False
        in_file = self._ids_in_file.get(id(person), "")
        return not (data.id_number and in_file and data.id_number != in_file)

    def _take(self, spot: tuple[int, int], room: RoomEntry, data: PersonData, person: PersonEntry) -> None:
        self._found[spot] = person
        if data.id_number:
            self._ids_in_file.setdefault(id(person), data.id_number)
        if person not in self._of_room[id(room)]:
            self._of_room[id(room)].append(person)
        if not person.id:
            person.id_number = person.id_number or data.id_number
            person.source_number = person.source_number or data.owner_number
        self._know(person, [digits for digits, _ in data.phones])
