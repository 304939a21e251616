"""Reads the register from its tables, once for an import: a few selects, whatever its size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from desktop.core.texts import search_form
from desktop.households.model import (
    Building,
    Entrance,
    Occupancy,
    Phone,
    Resident,
    Room,
    RoomState,
    RoomTag,
    RosterMemory,
    Tag,
    Vehicle,
    Zone,
)
from desktop.households.roster.comparing import OF_PERSON
from desktop.households.roster.register import (
    BuildingEntry,
    EntranceEntry,
    OccupancyEntry,
    PersonEntry,
    PhoneEntry,
    Register,
    RoomEntry,
    StateEntry,
    TagEntry,
    WornEntry,
    ZoneEntry,
)
from desktop.storage.audit import OperationRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

__all__ = ["last_operation", "load_register"]


def last_operation(session: Session, community_id: int) -> int:
    """Return the number of the community's latest write: while it stays, so does the register."""
    query = select(func.max(OperationRow.id)).where(OperationRow.community_id == community_id)
    return int(session.execute(query).scalar() or 0)


def load_register(session: Session, community_id: int) -> Register:
    """Return the register of a community as it is in this session's transaction."""
    loader = _Loader(session, community_id)
    loader.register.last_operation = last_operation(session, community_id)
    loader.load_places()
    loader.load_people()
    loader.load_belongings()
    loader.load_memory()
    return loader.register


class _Loader:
    def __init__(self, session: Session, community_id: int) -> None:
        self.session = session
        self.community_id = community_id
        self.register = Register()
        self.rooms: dict[int, RoomEntry] = {}
        self.tags: dict[int, TagEntry] = {}

    def rows(self, table: Any, *columns: Any) -> Iterable[Any]:
        query = select(table.id, table.version, *columns).where(table.community_id == self.community_id)
        return self.session.connection().execute(query.order_by(table.id))

    def load_places(self) -> None:
        register = self.register
        zones = {id_: ZoneEntry(name, id_, version) for id_, version, name in self.rows(Zone, Zone.name)}
        register.zones = {search_form(zone.name): zone for zone in zones.values()}
        buildings: dict[int, BuildingEntry] = {}
        for row in self.rows(Building, Building.name, Building.key, Building.order_key, Building.zone_id):
            building = buildings[row[0]] = BuildingEntry(row[2], row[3], row[4], row[0], row[1])
            building.zone = zones.get(row[5])
            register.buildings[building.key] = building
        entrances: dict[int, EntranceEntry] = {}
        for row in self.rows(Entrance, Entrance.building_id, Entrance.name, Entrance.key, Entrance.order_key):
            building = buildings[row[2]]
            entrance = entrances[row[0]] = EntranceEntry(building, row[3], row[4], row[5], row[0], row[1])
            building.entrances[entrance.key] = entrance
        columns = (Room.key, Room.label, Room.building_id, Room.entrance_id, Room.floor, Room.area_m2, Room.kind)
        for row in self.rows(Room, *columns, Room.note, Room.source_number):
            room = self.rooms[row[0]] = register.rooms[row[2]] = RoomEntry(row[2], row[3], row[0], row[1])
            room.building, room.entrance = buildings[row[4]], entrances.get(row[5])
            room.floor, room.area_m2, room.kind, room.note, room.source_number = row[6:]

    def load_people(self) -> None:
        people = self.register.people
        columns = (Resident.name, Resident.sex, Resident.id_number, Resident.note, Resident.source_number)
        merged = {}
        for row in self.rows(Resident, *columns, Resident.merged_into_id):
            person = people[row[0]] = PersonEntry(row[2], row[0], row[1])
            person.sex, person.id_number, person.note, person.source_number = row[3:7]
            if row[7] is not None:
                merged[row[0]] = row[7]
        for id_, target in merged.items():
            people[id_].merged_into = people[target]
        columns_of_phone = (Phone.resident_id, Phone.position, Phone.digits, Phone.label, Phone.confirmed_on)
        for row in self.rows(Phone, *columns_of_phone):
            person = people[row[2]]
            phone = PhoneEntry(person, row[3], row[4], row[5], row[0], row[1])
            phone.confirmed_on = row[6]
            person.phones.append(phone)
        columns_of_occupancy = (Occupancy.room_id, Occupancy.resident_id, Occupancy.role, Occupancy.since)
        for row in self.rows(Occupancy, *columns_of_occupancy, Occupancy.until, Occupancy.note):
            room, person = self.rooms[row[2]], people[row[3]]
            occupancy = OccupancyEntry(room, person, row[4], row[0], row[1])
            occupancy.since, occupancy.until, occupancy.note = row[5:]
            room.occupancies.append(occupancy)
            person.occupancies.append(occupancy)
        for person in people.values():
            person.phones.sort(key=lambda phone: (phone.position, phone.id))

    def load_belongings(self) -> None:
        register = self.register
        for row in self.rows(RoomState, RoomState.room_id, RoomState.state, RoomState.since, RoomState.until):
            room = self.rooms[row[2]]
            room.states += 1
            if row[5] is None:
                room.state = StateEntry(room, row[3], row[4], row[0], row[1])
        for row in self.rows(Vehicle, Vehicle.room_id, Vehicle.plate):
            self.rooms[row[2]].plates.add(row[3])
        for row in self.rows(Tag, Tag.name, Tag.meaning):
            tag = self.tags[row[0]] = TagEntry(row[2], row[3], row[0], row[1])
            register.tags[search_form(tag.name)] = tag
        for row in self.rows(RoomTag, RoomTag.room_id, RoomTag.tag_id, RoomTag.cause):
            room, tag = self.rooms[row[2]], self.tags[row[3]]
            room.tags[search_form(tag.name)] = WornEntry(room, tag, row[4], row[0], row[1])

    def load_memory(self) -> None:
        """Read what the imports said, the last word of each last."""
        register = self.register
        for row in self.rows(RosterMemory, RosterMemory.room_id, RosterMemory.resident_id, RosterMemory.said):
            room, said = self.rooms.get(row[2]), row[4]
            if room is None:
                continue
            if row[3] is None:
                room.said = said
            elif (person := register.people.get(row[3])) is not None:
                person.said_in[id(room)] = said
                person.said = {**person.said, **{field: said[field] for field in OF_PERSON if field in said}}
        for room in self.rooms.values():
            was = room.said.get("key", room.key)
            if was != room.key:
                register.renumbered[was] = room
