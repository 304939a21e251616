"""The search box over rooms, people and vehicles."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from desktop.core.house_numbers import natural_key, try_house_number
from desktop.core.marks import excerpt
from desktop.core.permissions import Operation, allows, requires
from desktop.core.phones import mask_phone
from desktop.core.pinyin import readings
from desktop.core.texts import search_form
from desktop.households.rows import SearchHit
from desktop.households.store import find, lists, people
from desktop.storage import search
from desktop.storage.desk import Service
from desktop.storage.search import ALL_FIELDS, PUBLIC_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from desktop.core.house_numbers import HouseNumber
    from desktop.households.rows import RoomChoice
    from desktop.households.store.find import Found, FoundResident, FoundRoom, FoundVehicle

__all__ = ["Finding", "plain_text"]

LONGEST_TEXT = 100
FEWEST_DIGITS = 3
"""From so many digits on, the end of a phone counts for more than digits within one."""

LAST_DIGITS = 4
"""So many are what people say of a phone, and few phones share them."""

MOST_CHOICES = 10
_TAIL, _WHOLE_NAME, _REST = range(3)
_SPACED_DIGITS = re.compile(r"[0-9 \-]*[0-9][0-9 \-]*[0-9][0-9 \-]*")


class Finding(Service):
    """Finds rooms, people and vehicles by whatever a caller says or a clerk types."""

    @requires(Operation.SEARCH_PUBLIC)
    def find(self, text: str, limit: int = 20) -> list[SearchHit]:
        """Return at most `limit` hits: exact rooms, rooms begun, tails of phones, whole names, the rest.

        Of the rest people and vehicles come newest first, rooms in natural order. Rooms are understood in every
        notation. Who may search rooms and names only gets no hit by a phone or note. Nothing typed is an error; what
        is nothing to search for finds nothing.
        """
        typed = plain_text(text)
        if not typed:
            return []
        columns = ALL_FIELDS if allows(self.actor, Operation.SEARCH_ALL) else PUBLIC_FIELDS
        with self.desk.read() as session:
            return _Search(session, self.actor.community_id, typed, columns, limit).hits()

    @requires(Operation.SEARCH_PUBLIC)
    def hits(self, room_ids: Sequence[int]) -> list[SearchHit]:
        """Return the rooms with `room_ids` that there are as the search box shows them, in that order.

        `title` is the room's label and `matched` the names of who lives there.
        """
        today = self.desk.clock.now().astimezone(self.desk.zone).date()
        with self.desk.read() as session:
            found = find.behind(session, self.actor.community_id, [find.place_of_room(id_) for id_ in room_ids])
            names = lists.names_of_rooms(session, list(found.rooms), today)
        rooms = (found.rooms[id_] for id_ in room_ids if id_ in found.rooms)
        return [replace(_room_hit(room), matched=" · ".join(names.get(room.id, ()))) for room in rooms]

    @requires(Operation.READ_HOUSEHOLD)
    def rooms_for(self, text: str, limit: int = MOST_CHOICES) -> list[RoomChoice]:
        """Return the rooms that a house number, name, phone or plate leads to, with the people who may be calling."""
        typed = plain_text(text)
        if not typed:
            return []
        community_id = self.actor.community_id
        with self.desk.read() as session:
            hits = _Search(session, community_id, typed, ALL_FIELDS, limit).hits()
            rooms = [hit.room_id for hit in hits if hit.room_id]
            callers = [hit.id for hit in hits if hit.kind == "resident"]
            # someone with two rooms is offered in both
            rooms += lists.rooms_of_residents(session, callers)
            today = self.desk.clock.now().astimezone(self.desk.zone).date()
            return people.room_choices(session, community_id, rooms, callers, today)[:limit]


class _Search:
    """One search in one snapshot."""

    def __init__(self, session: Session, community_id: int, typed: str, columns: Sequence[str], limit: int) -> None:
        self.session = session
        self.community_id = community_id
        self.typed = typed
        self.columns = columns
        self.limit = limit
        self.form = search_form(typed)
        self.plain = search.normal(typed)
        spaced = _SPACED_DIGITS.fullmatch(typed)
        self.digits = re.sub("[ -]", "", typed) if spaced else ""
        self.sees_phones = "phone" in columns
        self.guessed: set[int] = set()

    def hits(self) -> list[SearchHit]:
        """Return the hits in their order, each once."""
        number = try_house_number(self.typed)
        exact = find.exact_rooms(self.session, self.community_id, number, self.limit) if number else []
        begun = self._begun(number) if number else []
        places = self._places(number.label if number else "")
        vehicles = self._ask("vehicle", self.typed)
        wants_phones = self.sees_phones and any(character.isdigit() for character in self.typed)
        found = find.behind(self.session, self.community_id, places, vehicles, with_phones=wants_phones)
        ranked = self._residents(places, found)
        hits = [_room_hit(room) for room in (*exact, *begun)]
        hits += [hit for wanted in (_TAIL, _WHOLE_NAME) for rank, hit in ranked if rank == wanted]
        # of the rest every kind gets its share
        rest = zip_longest(
            [hit for rank, hit in ranked if rank == _REST],
            self._rooms(places, found),
            [_vehicle_hit(found.vehicles[id_]) for id_ in vehicles if id_ in found.vehicles],
        )
        hits += [hit for row in rest for hit in row if hit]
        unique: dict[tuple[str, int], SearchHit] = {}
        for hit in hits:
            unique.setdefault((hit.kind, hit.id), hit)
        return self._explained(list(unique.values())[: self.limit], {room.id for room in (*exact, *begun)})

    def _explained(self, hits: list[SearchHit], named: Collection[int]) -> list[SearchHit]:
        """Let hits that do not show why they were found show the tag or the note meant; rooms `named` need none."""
        if not self.sees_phones:
            return hits
        puzzling = [hit for hit in hits if not (hit.kind == "room" and hit.id in named) and not self._shows(hit)]
        if not puzzling:
            return hits
        words = find.words_behind(self.session, self.community_id, [(hit.kind, hit.id) for hit in puzzling])
        wanted = [search_form(word) for word in self.typed.split()]
        for place, hit in enumerate(hits):
            pairs = ((each, form) for each in words.get((hit.kind, hit.id), ()) for form in wanted)
            meant = next((excerpt(each, form) for each, form in pairs if form in search_form(each)), "")
            if meant:
                hits[place] = replace(hit, matched=meant)
        return hits

    def _shows(self, hit: SearchHit) -> bool:
        """Tell whether what is seen of a hit holds what was typed, or a name's pinyin does."""
        if "*" in hit.matched or self.plain in search.normal(hit.matched):
            return True
        return hit.kind == "resident" and any(self.plain in spelling for spelling in readings(hit.title))

    def _begun(self, number: HouseNumber) -> list[FoundRoom]:
        """Return the rooms whose number begins as typed: someone is still typing it."""
        if not (number.building and number.room):
            return []
        return find.rooms_begun(self.session, self.community_id, number, self.limit)

    def _places(self, label: str) -> list[int]:
        found = self._ask("place", self.typed)
        words = [] if label in {"", self.typed} else [label]
        if self.digits and self.digits != self.typed:
            words.append(self.digits)
        for word in words:
            found += self._ask("place", word)
        if len(found) >= self.limit:
            first = self._anchored()
            self.guessed = set(first) - set(found) if self.digits else set()
            found = first + found
        return list(dict.fromkeys(found))

    def _anchored(self) -> list[int]:
        """Ask again for what must come first, since there is more than was asked for."""
        if self.digits:
            # a name has no digits, and the room of a number is found by the number
            return self._tails() if len(self.digits) >= FEWEST_DIGITS and self.sees_phones else []
        whole = f"-{self.form.strip('-')}-"
        return search.find(self.session, self.community_id, "place", whole, columns=PUBLIC_FIELDS, limit=self.limit)

    def _tails(self) -> list[int]:
        """Return whose phone ends as typed, and maybe some whose phone ends in the last of these digits only.

        Few phones share their last digits and many their first: asking for all of them would take several times as
        long.
        """
        last = self._ending(self.digits[-LAST_DIGITS:])
        return self._ending(self.digits) if len(last) >= self.limit else last

    def _ending(self, digits: str) -> list[int]:
        return search.find(self.session, self.community_id, "place", f"{digits}-", columns=("phone",), limit=self.limit)

    def _ask(self, group: str, words: str) -> list[int]:
        return search.find(self.session, self.community_id, group, words, columns=self.columns, limit=self.limit)

    @staticmethod
    def _rooms(places: Sequence[int], found: Found) -> list[SearchHit]:
        """Return the rooms behind `places` in natural order: nobody knows which was entered last."""
        rooms = [found.rooms[id_] for id_ in find.split_places(places)[0] if id_ in found.rooms]
        return [_room_hit(room) for room in sorted(rooms, key=lambda room: natural_key(room.label))]

    def _residents(self, places: Sequence[int], found: Found) -> list[tuple[int, SearchHit]]:
        ids = [id_ for id_ in find.split_places(places)[1] if id_ in found.residents]
        ranked = [(id_, *self._ranked(found.residents[id_], found.phones.get(id_, ()))) for id_ in ids]
        # A guess by the last digits that is no tail of what was typed was never found.
        wrong = {id_ for id_, rank, _ in ranked if rank == _REST and find.place_of_resident(id_) in self.guessed}
        return [(rank, hit) for id_, rank, hit in ranked if id_ not in wrong]

    def _ranked(self, resident: FoundResident, phones: Sequence[str]) -> tuple[int, SearchHit]:
        wanted = self.digits or self.form
        holding = [digits for digits in phones if wanted in digits]
        tails = [digits for digits in holding if digits.endswith(wanted)] if len(wanted) >= FEWEST_DIGITS else []
        whole_name = not tails and search_form(resident.name) == self.form
        matched = mask_phone((tails or holding)[0]) if holding else resident.name
        hit = SearchHit("resident", resident.id, resident.name, resident.room, matched, resident.room_id)
        return (_TAIL if tails else _WHOLE_NAME if whole_name else _REST), hit


def _room_hit(room: FoundRoom) -> SearchHit:
    return SearchHit("room", room.id, room.label, room.label, room.label, room.id)


def _vehicle_hit(vehicle: FoundVehicle) -> SearchHit:
    return SearchHit("vehicle", vehicle.id, vehicle.plate, vehicle.room, vehicle.plate, vehicle.room_id)


def plain_text(text: str) -> str:
    """Return what was typed as one line that no driver stumbles over, at most a hundred characters."""
    # lone surrogates and NULs of a broken paste would stop the driver; the index knows none of them
    return " ".join(text[:LONGEST_TEXT].encode("utf-8", "ignore").decode().replace("\0", " ").split())
