"""What rooms, people and vehicles are found by, and the rows behind what the search index found."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, select, text

from desktop.core.house_numbers import HouseNumber
from desktop.core.pinyin import readings
from desktop.core.plates import display_plate
from desktop.core.texts import search_form
from desktop.households.model import Building, Entrance, Phone, Room
from desktop.storage.listed import listed, these
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Select, TextClause
    from sqlalchemy.orm import Session

__all__ = [
    "Found",
    "FoundResident",
    "FoundRoom",
    "FoundVehicle",
    "behind",
    "digits_of",
    "exact_rooms",
    "place_of_resident",
    "place_of_room",
    "resident_fields",
    "room_fields",
    "rooms_begun",
    "split_places",
    "vehicle_fields",
    "words_behind",
]


_LAST = "\U0010ffff"
"""Comes after every character of a number."""


class FoundRoom(NamedTuple):
    """A room the index found."""

    id: int
    label: str


class FoundResident(NamedTuple):
    """A resident the index found, with the room lived in now, else the one lived in last (0 and "" for none)."""

    id: int
    name: str
    room_id: int
    room: str


class FoundVehicle(NamedTuple):
    """A vehicle the index found, its plate canonical."""

    id: int
    plate: str
    room_id: int
    room: str


@dataclass(slots=True)
class Found:
    """What is behind ids of the index, by id; `phones` are residents' digits where they were asked for."""

    rooms: dict[int, FoundRoom] = field(default_factory=dict)
    residents: dict[int, FoundResident] = field(default_factory=dict)
    vehicles: dict[int, FoundVehicle] = field(default_factory=dict)
    phones: dict[int, list[str]] = field(default_factory=dict)


def room_fields(label: str, note: str = "", tags: Iterable[str] = ()) -> SearchFields:
    """Return what a room is found by: its label by everyone, tags with causes and note by who may read households."""
    return SearchFields(public=(label,), text=(*tags, note))


def resident_fields(name: str, phones: Iterable[str] = (), notes: Iterable[str] = ()) -> SearchFields:
    """Return what a resident is found by: name and its pinyin by everyone, phones and notes by the office."""
    return SearchFields(public=(name, *readings(name)), phone=tuple(phones), text=tuple(notes))


def vehicle_fields(plate: str, note: str = "") -> SearchFields:
    """Return what a vehicle is found by: its plate by everyone, the note by the office."""
    return SearchFields(public=(plate,), text=(note,))


def place_of_room(room_id: int) -> int:
    """Return a room's id in the index of rooms and people, which share one: rooms are even, residents odd."""
    return room_id * 2


def place_of_resident(resident_id: int) -> int:
    """Return a resident's id in the index of rooms and people."""
    return resident_id * 2 + 1


def split_places(places: Iterable[int]) -> tuple[list[int], list[int]]:
    """Return the room ids and the resident ids behind ids of the index, each in the same order."""
    rooms: list[int] = []
    residents: list[int] = []
    for place in places:
        (residents if place % 2 else rooms).append(place // 2)
    return rooms, residents


def exact_rooms(session: Session, community_id: int, number: HouseNumber, limit: int) -> list[FoundRoom]:
    """Return the rooms that a house number names, in natural order.

    All of it is one room. Building and room are that room in any entrance; a bare room is it in all buildings; a
    building, or an entrance of it, is all its rooms.
    """
    query = _naming(bool(number.building), bool(number.entrance), bool(number.room))
    values = {
        "community": community_id,
        "key": number.key,
        "building": search_form(number.building),
        "entrance": search_form(number.entrance),
        "number": HouseNumber("", "", number.room).key if number.room else "",
        "limit": limit,
    }
    return [FoundRoom(*row) for row in session.connection().execute(query, values)]


def rooms_begun(session: Session, community_id: int, number: HouseNumber, limit: int) -> list[FoundRoom]:
    """Return the rooms whose number begins as `number` does, in natural order."""
    on_server = session.get_bind().dialect.name == "postgresql"
    values = {"community": community_id, "key": number.key, "beyond": f"{number.key}{_LAST}", "limit": limit}
    return [FoundRoom(*row) for row in session.connection().execute(_beginning(on_server), values)]


@cache
def _beginning(on_server: bool) -> Select[int, str]:  # noqa: FBT001 - one of two engines
    # Plain binary order, as the file's index has it; a server's own order passes over dashes.
    key = Room.key.collate("C") if on_server else Room.key
    begun = (key >= bindparam("key")) & (key < bindparam("beyond"))
    query = select(Room.id, Room.label).where(Room.community_id == bindparam("community"), begun)
    return query.order_by(Room.order_key.concat(""), Room.id).limit(bindparam("limit"))


@cache
def _naming(building: bool, entrance: bool, room: bool) -> Select[int, str]:  # noqa: FBT001 - which parts are named
    """Return the select for numbers with these parts; made once each, because making it costs more than asking."""
    query = select(Room.id, Room.label)
    community = Building.community_id if building else Room.community_id
    if building and entrance and room:
        query = query.where(Room.community_id == bindparam("community"), Room.key == bindparam("key"))
        return query.limit(bindparam("limit"))
    # Community and order lead to the rooms by index; both are worded so that SQLite comes by building or number
    # instead of walking through all rooms in order.
    query = query.where(community == bindparam("community"))
    if building:
        query = query.join(Building, Building.id == Room.building_id).where(Building.key == bindparam("building"))
    if entrance:
        query = query.join(Entrance, Entrance.id == Room.entrance_id).where(Entrance.key == bindparam("entrance"))
    if room:
        query = query.where(Room.number == bindparam("number"))
    return query.order_by(Room.order_key.concat(""), Room.id).limit(bindparam("limit"))


def behind(
    session: Session,
    community_id: int,
    places: Sequence[int],
    vehicles: Sequence[int] = (),
    *,
    with_phones: bool = False,
) -> Found:
    """Return what is behind ids of the index of rooms and people and of the index of vehicles, in one question."""
    rooms, residents = split_places(places)
    found = Found()
    if not (rooms or residents or vehicles):
        return found
    on_server = session.get_bind().dialect.name == "postgresql"
    values: dict[str, object] = {"community": community_id}
    callers = residents if with_phones else ()
    for name, ids in (("rooms", rooms), ("residents", residents), ("vehicles", vehicles), ("callers", callers)):
        values[name] = listed(ids, on_server)
    last: dict[int, tuple[bool, str, int]] = {}
    for kind, id_, title, room_id, room, until, order in session.connection().execute(_behind(on_server), values):
        if kind == "room":
            found.rooms[id_] = FoundRoom(id_, title)
        elif kind == "vehicle":
            found.vehicles[id_] = FoundVehicle(id_, display_plate(title), room_id, room)
        elif kind == "phone":
            found.phones.setdefault(id_, []).append(title)
        else:
            # still there goes before gone, gone late before gone early, entered first before entered later
            lasting = (until is None, str(until or ""), -(order or 0))
            if id_ not in last or lasting > last[id_]:
                last[id_] = lasting
                found.residents[id_] = FoundResident(id_, title, room_id or 0, room or "")
    return found


@cache
def _behind(on_server: bool) -> TextClause:  # noqa: FBT001 - one of two engines
    return text(f"""
        SELECT 'room', r.id, r.label, r.id, r.label, CAST(NULL AS DATE), 0
        FROM {these("rooms", on_server)} CROSS JOIN room r WHERE r.id = w.value AND r.community_id = :community
        UNION ALL
        SELECT 'resident', p.id, p.name, r.id, r.label, o.until, o.id
        FROM {these("residents", on_server)} CROSS JOIN resident p
        LEFT JOIN occupancy o ON o.resident_id = p.id LEFT JOIN room r ON r.id = o.room_id
        WHERE p.id = w.value AND p.community_id = :community AND p.merged_into_id IS NULL
        UNION ALL
        SELECT 'vehicle', v.id, v.plate, r.id, r.label, CAST(NULL AS DATE), 0
        FROM {these("vehicles", on_server)} CROSS JOIN vehicle v CROSS JOIN room r
        WHERE v.id = w.value AND v.community_id = :community AND r.id = v.room_id
        UNION ALL
        SELECT 'phone', n.resident_id, n.digits, n.id, '', CAST(NULL AS DATE), n.position
        FROM {these("callers", on_server)} CROSS JOIN phone n
        WHERE n.resident_id = w.value AND n.community_id = :community
    """)  # noqa: S608 - the parts are written above


def words_behind(
    session: Session, community_id: int, wanted: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], list[str]]:
    """Return what rooms, residents and vehicles (kind and id each) are found by besides names, numbers and phones."""
    on_server = session.get_bind().dialect.name == "postgresql"
    ids: dict[str, list[int]] = {"room": [], "resident": [], "vehicle": []}
    for kind, id_ in wanted:
        ids[kind].append(id_)
    values: dict[str, object] = {f"{kind}s": listed(each, on_server) for kind, each in ids.items()}
    words: dict[tuple[str, int], list[str]] = {}
    for kind, id_, found in session.connection().execute(_words(on_server), {"community": community_id, **values}):
        words.setdefault((kind, id_), []).append(found)
    return words


@cache
def _words(on_server: bool) -> TextClause:  # noqa: FBT001 - one of two engines
    def noted(kind: str, table: str, column: str = "id") -> str:
        return (
            f"SELECT '{kind}', t.{column}, t.note FROM {these(f'{kind}s', on_server)} CROSS JOIN {table} t"  # noqa: S608
            f" WHERE t.{column} = w.value AND t.community_id = :community AND t.note <> ''"
        )

    return text(f"""
        SELECT 'room', x.room_id, CASE WHEN x.cause = '' THEN t.name ELSE t.name || ' · ' || x.cause END
        FROM {these("rooms", on_server)} CROSS JOIN room_tag x CROSS JOIN tag t
        WHERE x.room_id = w.value AND t.id = x.tag_id AND t.community_id = :community
        UNION ALL {noted("room", "room")}
        UNION ALL {noted("resident", "resident")}
        UNION ALL {noted("resident", "occupancy", "resident_id")}
        UNION ALL {noted("vehicle", "vehicle")}
    """)  # noqa: S608 - the parts are written above


def digits_of(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the phones of the residents of `ids`, in calling order."""
    if not ids:
        return {}
    query = select(Phone.resident_id, Phone.digits).where(Phone.resident_id.in_(ids)).order_by(Phone.position, Phone.id)
    phones: dict[int, list[str]] = {}
    for resident_id, digits in session.execute(query):
        phones.setdefault(resident_id, []).append(digits)
    return phones
