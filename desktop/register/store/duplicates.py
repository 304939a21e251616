"""Which residents may be one: three reads of whole tables and one pass over each, whatever the size of the register.

Nothing is compared pairwise but what shares a key already: a phone, an ID number, or a room with a name's key. A name
has as many keys as characters, each with one of them blanked, so that names of one other character meet in one key.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sqlalchemy import select

from desktop.core.pinyin import readings
from desktop.core.texts import search_form
from desktop.households.model import Occupancy, Phone, Resident, Room
from desktop.register.model import DistinctPair
from desktop.register.rows import DuplicateLine, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

__all__ = ["MOST_ON_ONE_PHONE", "Watch", "duplicates", "resembles"]

MOST_ON_ONE_PHONE = 6
"""A phone that more people carry is an office's or an agent's: of those only people of one name are proposed."""

MOST_PAIRED = 8
"""In a larger group everyone is paired with its oldest entry only, or the pairs would outgrow the register."""

SHORTEST_WITH_A_SLIP = 3
"""Names of so many characters may differ in one; of two characters that is half the name, and mostly a relative."""

EVERY = 2000
"""Rows between two reports of progress."""

Watch: TypeAlias = "Callable[[int, int], None]"
"""Is told how many of how many rows are through; may raise to stop."""

Pair = tuple[int, int]


class _Person(NamedTuple):
    """One resident as the comparison needs it; `key` is the name as it is compared."""

    id: int
    name: str
    key: str
    sex: str
    id_number: str
    birthday: tuple[str, str]


@dataclass(slots=True)
class _Known:
    """The register, read once."""

    people: dict[int, _Person]
    phones: Sequence[tuple[int, str]]
    stays: Sequence[tuple[int, int]]
    rooms: Mapping[int, tuple[str, str]]
    distinct: set[Pair]


class _Meter:
    """Counts rows and tells now and then."""

    def __init__(self, watch: Watch, total: int) -> None:
        self._watch = watch
        self._total = total
        self._done = 0

    def step(self) -> None:
        self._done += 1
        if self._done % EVERY == 0:
            self._watch(min(self._done, self._total), self._total)


def duplicates(session: Session, community_id: int, watch: Watch) -> list[DuplicateLine]:
    """Return the pairs that may be one person, the likeliest first; pairs known to be two are left out.

    `watch(done, total)` is called now and then, and may raise to stop.
    """
    known = _read(session, community_id)
    in_room: dict[int, list[_Person]] = defaultdict(list)
    for room_id, resident_id in known.stays:
        if resident_id in known.people:
            in_room[room_id].append(known.people[resident_id])
    meter = _Meter(watch, len(known.people) + len(known.phones) + len(in_room))
    watch(0, len(known.people))
    found: dict[Pair, set[Reason]] = defaultdict(set)
    for pair in _same_document(known, meter):
        found[pair].add(Reason.SAME_ID)
    for pair in _same_phone(known, meter):
        found[pair].add(Reason.SAME_PHONE)
    for inmates in in_room.values():
        meter.step()
        for pair, reason in _same_room(inmates):
            found[pair].add(reason)
    rooms_of = _rooms_of(known)
    pairs = [(pair, reasons) for pair, reasons in found.items() if pair not in known.distinct]
    lines = [_line(pair, reasons, known, rooms_of) for pair, reasons in pairs]
    return [line for _, line in sorted(lines, key=lambda ranked: (ranked[0], ranked[1].id))]


def _read(session: Session, community_id: int) -> _Known:
    connection = session.connection()
    columns = (Resident.id, Resident.name, Resident.sex, Resident.id_number)
    about = select(*columns, Resident.birthday, Resident.birthday_calendar, Resident.merged_into_id)
    people: dict[int, _Person] = {}
    merged: dict[int, int] = {}
    for row in connection.execute(about.where(Resident.community_id == community_id).order_by(Resident.id)):
        if row[6] is None:
            people[row[0]] = _Person(row[0], row[1], search_form(row[1]), row[2], row[3], (row[4], row[5]))
        else:
            merged[row[0]] = row[6]
    phones = select(Phone.resident_id, Phone.digits).where(Phone.community_id == community_id)
    stays = select(Occupancy.room_id, Occupancy.resident_id).where(Occupancy.community_id == community_id).distinct()
    rooms = select(Room.id, Room.label, Room.order_key).where(Room.community_id == community_id)
    pairs = select(DistinctPair.first_id, DistinctPair.second_id).where(DistinctPair.community_id == community_id)
    return _Known(
        people,
        [(row[0], row[1]) for row in connection.execute(phones.order_by(Phone.resident_id))],
        [(row[0], row[1]) for row in connection.execute(stays.order_by(Occupancy.room_id, Occupancy.resident_id))],
        {row[0]: (row[1], row[2]) for row in connection.execute(rooms)},
        # who is found to be another than B is another than whom B went into
        {_pair(_kept(row[0], merged), _kept(row[1], merged)) for row in connection.execute(pairs)},
    )


def _kept(resident_id: int, merged: Mapping[int, int]) -> int:
    while resident_id in merged:
        resident_id = merged[resident_id]
    return resident_id


def _same_document(known: _Known, meter: _Meter) -> Iterator[Pair]:
    holders: dict[str, list[int]] = defaultdict(list)
    for person in known.people.values():
        meter.step()
        if person.id_number:
            holders[person.id_number].append(person.id)
    for ids in holders.values():
        yield from _paired(ids)


def _same_phone(known: _Known, meter: _Meter) -> Iterator[Pair]:
    carriers: dict[str, list[_Person]] = defaultdict(list)
    for resident_id, digits in known.phones:
        meter.step()
        if resident_id in known.people and digits:
            carriers[digits].append(known.people[resident_id])
    for people in carriers.values():
        if len(people) <= MOST_ON_ONE_PHONE:
            for one, other in combinations(people, 2):
                if one.id != other.id and not (one.key != other.key and _documents_differ(one, other)):
                    yield _pair(one.id, other.id)
        else:
            for namesakes in _grouped((person.key, person.id) for person in people):
                yield from _paired(namesakes)


def _same_room(inmates: Sequence[_Person]) -> Iterator[tuple[Pair, Reason]]:
    if len(inmates) < 2:
        return
    for namesakes in _grouped((person.key, person.id) for person in inmates):
        for pair in _paired(namesakes):
            yield pair, Reason.SAME_NAME_AND_ROOM
    known = {person.id: person for person in inmates}
    keyed = ((key, person.id) for person in inmates for key in _likenesses(person.key))
    for ids in _grouped(keyed):
        for pair in _paired(ids):
            one, other = known[pair[0]], known[pair[1]]
            if one.key != other.key and not _contradict(one, other):
                yield pair, Reason.SIMILAR_NAME


def resembles(one: str, other: str) -> bool:
    """Tell whether two names differ, but only in one character of three or more, or sound the same."""
    keys = search_form(one), search_form(other)
    return keys[0] != keys[1] and not _likenesses(keys[0]).isdisjoint(_likenesses(keys[1]))


def _likenesses(key: str) -> set[Hashable]:
    """Return what a name shares with each that resembles it: itself with one character blanked, and its sounds."""
    blanked: set[Hashable] = set()
    if len(key) >= SHORTEST_WITH_A_SLIP:
        blanked = {(place, key[:place], key[place + 1 :]) for place in range(len(key))}
    if key.isascii():
        return blanked
    sounds = readings(key)
    initials = min(map(len, sounds), default=0)
    # initials are the shortest of the forms; too many names share them
    return blanked | {sound for sound in sounds if len(sound) > initials}


def _contradict(one: _Person, other: _Person) -> bool:
    """Tell whether what is known of two people with similar names says that they are two."""
    sexes = {one.sex, other.sex} - {""}
    both_born = bool(one.birthday[0] and other.birthday[0]) and one.birthday[1] == other.birthday[1]
    return len(sexes) > 1 or _documents_differ(one, other) or (both_born and one.birthday != other.birthday)


def _documents_differ(one: _Person, other: _Person) -> bool:
    return bool(one.id_number and other.id_number) and one.id_number != other.id_number


def _grouped(keyed: Iterable[tuple[Hashable, int]]) -> Iterable[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for key, id_ in keyed:
        groups[key].append(id_)
    return groups.values()


def _paired(ids: Sequence[int]) -> Iterator[Pair]:
    unique = sorted(set(ids))
    if len(unique) <= MOST_PAIRED:
        yield from combinations(unique, 2)
    else:
        yield from ((unique[0], later) for later in unique[1:])


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _rooms_of(known: _Known) -> Mapping[int, set[int]]:
    rooms: dict[int, set[int]] = defaultdict(set)
    for room_id, resident_id in known.stays:
        rooms[resident_id].add(room_id)
    return rooms


_STRENGTH = {reason: rank for rank, reason in enumerate(Reason)}


def _line(
    pair: Pair, reasons: set[Reason], known: _Known, rooms_of: Mapping[int, set[int]]
) -> tuple[tuple[int, int, str], DuplicateLine]:
    """Return the line of a pair behind what it is sorted by: strongest sign, number of signs, place of the room."""
    ordered = tuple(sorted(reasons, key=_STRENGTH.__getitem__))
    first, second = (rooms_of.get(id_, set()) for id_ in pair)
    rooms = [known.rooms[room_id] for room_id in (first & second) or (first | second)]
    label, order = min(rooms, key=lambda room: room[1], default=("", ""))
    one, other = known.people[pair[0]], known.people[pair[1]]
    line = DuplicateLine(one.id, other.id, one.name, other.name, label, ordered)
    alike = one.key == other.key or Reason.SIMILAR_NAME in reasons
    strength = _STRENGTH[ordered[0]] + (0 if alike else len(_STRENGTH))
    return (strength, -len(ordered), order), line
