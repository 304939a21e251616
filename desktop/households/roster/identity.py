"""Who the rows of a roster mean: which of them are one person, and which of the register's people that is.

Both questions are asked of the whole file at once, certain signs before uncertain ones, and each of the register's
people is at most one person of the file. So the answer does not depend on what an earlier import of the same file did.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.core.texts import search_form
from desktop.households.roster.register import PersonEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from desktop.households.roster.register import Register, RoomEntry
    from desktop.households.roster.shapes import PersonData

__all__ = ["People", "name_key"]

Spot = tuple[int, int]
"""A row of the file and the place of a person in it."""


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return the form in which names are compared; an import asks for each one several times."""
    return search_form(name)


class _Someone:
    """One person of the file, and the signs that all their rows together give."""

    __slots__ = ("document", "name", "number", "phones", "rooms", "spots")

    def __init__(self, spot: Spot, room: RoomEntry, data: PersonData, number: str) -> None:
        self.spots = [spot]
        self.name = name_key(data.name)
        self.number = number
        self.document = data.id_number
        self.phones = {digits for digits, _ in data.phones}
        self.rooms = {id(room)}

    def differs(self, number: str, document: str) -> bool:
        """Tell whether a number or document says that this is someone else."""
        return bool(
            (number and self.number and number != self.number)
            or (document and self.document and document != self.document)
        )

    def absorb(self, other: _Someone) -> None:
        """Take over the rows and signs of another, who is the same."""
        self.spots += other.spots
        self.number = self.number or other.number
        self.document = self.document or other.document
        self.phones |= other.phones
        self.rooms |= other.rooms


class People:
    """The people that the rows of one file mean."""

    def __init__(self, register: Register, rows: Sequence[tuple[RoomEntry, Sequence[PersonData]]]) -> None:
        """Settle everyone named in `rows`, each a room and its people."""
        everyone = [data for _, people in rows for data in people]
        self._personal_numbers = _carried_by_one((data.owner_number, data.name) for data in everyone)
        self._personal_documents = _carried_by_one((data.id_number, data.name) for data in everyone)
        named = [
            _Someone((index, place), room, data, self.number_of(data))
            for index, (room, people) in enumerate(rows)
            for place, data in enumerate(people)
        ]
        someones = _united(named)
        matched = _Matching(register, self._personal_documents).match(someones)
        self._found: dict[Spot, PersonEntry] = {}
        self._first: set[Spot] = set()
        for someone in someones:
            person = matched.get(id(someone))
            if person is None:
                index, place = min(someone.spots)
                person = PersonEntry(rows[index][1][place].name)
                self._first.add((index, place))
            for spot in someone.spots:
                self._found[spot] = person

    def of(self, index: int, place: int) -> tuple[PersonEntry, bool]:
        """Return the person at `place` in row `index`, and whether that row is the first to name someone new."""
        return self._found[index, place], (index, place) in self._first

    def number_of(self, data: PersonData) -> str:
        """Return a person's number if it is theirs alone; some rosters give all of a household the same one."""
        return data.owner_number if data.owner_number in self._personal_numbers else ""


def _carried_by_one(signs: Iterable[tuple[str, str]]) -> set[str]:
    """Return the values that only one name carries in this file."""
    names: dict[str, str] = {}
    shared = set()
    for value, name in signs:
        if value and names.setdefault(value, name_key(name)) != name_key(name):
            shared.add(value)
    return names.keys() - shared


def _united(named: list[_Someone]) -> list[_Someone]:
    """Return the people behind the names: of one name and number, document, room or phone, unless a sign differs."""
    someones = named
    for signs_of in (_numbers, _documents, _rooms, _phones):
        before = len(someones) + 1
        # whoever absorbed another may now share a sign with a third
        while len(someones) < before:
            before = len(someones)
            someones = _absorbed(someones, signs_of)
    return someones


def _absorbed(someones: list[_Someone], signs_of: Callable[[_Someone], Iterable[Hashable]]) -> list[_Someone]:
    """Let the first of those who share a name and a sign absorb the others."""
    known: dict[Hashable, list[_Someone]] = defaultdict(list)
    kept: list[_Someone] = []
    for someone in someones:
        same = [
            one
            for sign in signs_of(someone)
            for one in known[someone.name, sign]
            if not one.differs(someone.number, someone.document)
        ]
        if same:
            same[0].absorb(someone)
        else:
            kept.append(someone)
            for sign in signs_of(someone):
                known[someone.name, sign].append(someone)
    return kept


def _numbers(someone: _Someone) -> Iterable[Hashable]:
    return (someone.number,) if someone.number else ()


def _documents(someone: _Someone) -> Iterable[Hashable]:
    return (someone.document,) if someone.document else ()


def _rooms(someone: _Someone) -> Iterable[Hashable]:
    return someone.rooms


def _phones(someone: _Someone) -> Iterable[Hashable]:
    return sorted(someone.phones)


class _Known:
    """One of the register's people, and the signs they have here or had in the last import."""

    __slots__ = ("documents", "names", "numbers", "person", "phones", "rooms")

    def __init__(self, person: PersonEntry) -> None:
        said = person.said
        self.person = person
        self.names = {name_key(person.name)}
        if "name" in said:
            self.names.add(name_key(said["name"]))
        self.numbers = {number for number in (person.source_number, said.get("owner_number")) if number}
        self.documents = {number for number in (person.id_number, said.get("id_number")) if number}
        self.phones = {phone.digits for phone in person.phones}.union(said.get("phones", ()))
        self.rooms = {id(occupancy.room) for occupancy in person.occupancies}.union(person.said_in)


class _Matching:
    """Finds the register's person for each of the file's, the surest pairs first."""

    def __init__(self, register: Register, personal_documents: set[str]) -> None:
        self._personal_documents = personal_documents
        self._by_sign: dict[Hashable, list[_Known]] = defaultdict(list)
        for person in register.people.values():
            known = _Known(person)
            signs: list[Hashable] = [("number", number) for number in known.numbers]
            signs += [("document", number) for number in known.documents]
            signs += [("phone", name, digits) for name in known.names for digits in known.phones]
            signs += [("room", room) for room in known.rooms]
            for sign in signs:
                self._by_sign[sign].append(known)

    def match(self, someones: Sequence[_Someone]) -> dict[int, PersonEntry]:
        """Return the register's person by the identity of the file's."""
        pairs = []
        for order, someone in enumerate(someones if self._by_sign else ()):
            for known in self._candidates(someone):
                score = self._score(someone, known)
                if score:
                    pairs.append((-score, order, known.person.id, known.person))
        pairs.sort(key=lambda pair: pair[:3])
        matched: dict[int, PersonEntry] = {}
        taken: set[int] = set()
        for _, order, _, person in pairs:
            someone = someones[order]
            if id(someone) not in matched and person.id not in taken:
                matched[id(someone)] = person
                taken.add(person.id)
        return matched

    def _candidates(self, someone: _Someone) -> Iterable[_Known]:
        signs: list[Hashable] = [("room", room) for room in someone.rooms]
        signs += [("phone", someone.name, digits) for digits in someone.phones]
        signs += [("number", someone.number), ("document", someone.document)]
        return {known.person.id: known for sign in signs for known in self._by_sign.get(sign, ())}.values()

    def _score(self, someone: _Someone, known: _Known) -> int:
        """Return how surely the two are one: 0 is not at all.

        By number; by name and document; by name and room; by name and phone; by room and document (a corrected name);
        by room and name against the document (a corrected document). More signs decide between equals.
        """
        number = bool(someone.number) and someone.number in known.numbers
        document = bool(someone.document) and someone.document in known.documents
        name = someone.name in known.names
        room = not someone.rooms.isdisjoint(known.rooms)
        phone = not someone.phones.isdisjoint(known.phones)
        other_number = bool(someone.number and known.numbers) and not number
        other_document = bool(someone.document and known.documents) and not document
        if number:
            base = 1000
        elif other_number:
            return 0
        elif document and name:
            base = 800
        elif name and (room or phone) and not other_document:
            base = 600 if room else 500
        elif document and room and someone.document in self._personal_documents:
            base = 400
        elif name and room:
            base = 200
        else:
            return 0
        return base + 50 * document + 40 * name + 20 * room + 10 * phone - 30 * other_document
