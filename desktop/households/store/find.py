"""What rooms, people and vehicles are found by, and the rows behind what the search index found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, or_, select

from desktop.core.house_numbers import HouseNumber
from desktop.core.pinyin import readings
from desktop.core.plates import display_plate
from desktop.core.texts import search_form
from desktop.households.model import Building, Entrance, Occupancy, Phone, Resident, Room, Vehicle
from desktop.storage.search import SearchFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = [
    "FoundResident",
    "FoundRoom",
    "FoundVehicle",
    "digits_of",
    "exact_rooms",
    "found_residents",
    "found_rooms",
    "found_vehicles",
    "place_of_resident",
    "place_of_room",
    "resident_fields",
    "room_fields",
    "split_places",
    "vehicle_fields",
]


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


def room_fields(label: str, note: str = "", tags: Iterable[str] = ()) -> SearchFields:
    """Return what a room is found by: its label by everyone, its tags and note by those who may read households."""
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
    everywhere = select(Room.id, Room.label).where(Room.community_id == community_id)
    query = _naming(everywhere, number).order_by(Room.order_key, Room.id).limit(limit)
    return [FoundRoom(*row) for row in session.execute(query)]


def _naming(query: Select[int, str], number: HouseNumber) -> Select[int, str]:
    building = Room.building_id == Building.id
    same_building = Building.key == search_form(number.building)
    bare = HouseNumber("", "", number.room).key if number.room else ""
    if number.building and number.entrance and number.room:
        return query.where(Room.key == number.key)
    if number.building and number.room:
        in_any_entrance = and_(same_building, Room.number == bare)
        return query.join(Building, building).where(or_(Room.key == number.key, in_any_entrance))
    if number.building:
        query = query.join(Building, building).where(same_building)
    if number.entrance:
        entrance = Entrance.key == search_form(number.entrance)
        query = query.join(Entrance, Room.entrance_id == Entrance.id).where(entrance)
    return query.where(Room.number == bare) if bare else query


def found_rooms(session: Session, community_id: int, ids: Sequence[int]) -> dict[int, FoundRoom]:
    """Return the rooms of `ids` that there are."""
    if not ids:
        return {}
    query = select(Room.id, Room.label).where(Room.id.in_(ids), Room.community_id == community_id)
    return {row.id: FoundRoom(*row) for row in session.execute(query)}


def found_residents(session: Session, community_id: int, ids: Sequence[int]) -> dict[int, FoundResident]:
    """Return the residents of `ids` that there are, each with one room: where they live, else lived last."""
    if not ids:
        return {}
    query = (
        select(Resident.id, Resident.name, Room.id, Room.label)
        .outerjoin(Occupancy, Occupancy.resident_id == Resident.id)
        .outerjoin(Room, Room.id == Occupancy.room_id)
        .where(Resident.id.in_(ids), Resident.community_id == community_id)
        .order_by(Occupancy.until.is_(None), Occupancy.until, Occupancy.id.desc())
    )
    # the last row of a resident wins: still there before gone, entered first before later
    return {row[0]: FoundResident(row[0], row[1], row[2] or 0, row[3] or "") for row in session.execute(query)}


def digits_of(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the phones of the residents of `ids`, in calling order."""
    if not ids:
        return {}
    query = select(Phone.resident_id, Phone.digits).where(Phone.resident_id.in_(ids)).order_by(Phone.position, Phone.id)
    phones: dict[int, list[str]] = {}
    for resident_id, digits in session.execute(query):
        phones.setdefault(resident_id, []).append(digits)
    return phones


def found_vehicles(session: Session, community_id: int, ids: Sequence[int]) -> dict[int, FoundVehicle]:
    """Return the vehicles of `ids` that there are, with their rooms."""
    if not ids:
        return {}
    query = (
        select(Vehicle.id, Vehicle.plate, Room.id, Room.label)
        .join(Room, Room.id == Vehicle.room_id)
        .where(Vehicle.id.in_(ids), Vehicle.community_id == community_id)
    )
    return {row[0]: FoundVehicle(row[0], display_plate(row[1]), row[2], row[3]) for row in session.execute(query)}
