"""Puts the rows of a roster into the register: what is new, what differs, what is known.

A room is its house number. A person in a room is known by the number of the system exported from, else the ID number,
else the name; in other rooms by the same together with the name, or by name and phone. So a name alone makes two
people of two rooms. What a file leaves empty erases nothing, and where rows of one file disagree the first one counts:
thus the same file, imported again, changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.house_numbers import HouseNumber, natural_key
from desktop.core.i18n import msg
from desktop.core.phones import mask_phone
from desktop.core.texts import search_form
from desktop.households.model import OCCUPIED_STATES, OccupancyRole, tag_meaning
from desktop.households.roster.identity import People
from desktop.households.roster.register import (
    BuildingEntry,
    EntranceEntry,
    Entry,
    OccupancyEntry,
    PersonEntry,
    PhoneEntry,
    RoomEntry,
    StateEntry,
    TagEntry,
    VehicleEntry,
    WornEntry,
    ZoneEntry,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop.households.roster.register import Register
    from desktop.households.roster.shapes import PersonData, RosterRow
    from desktop.sheets.records import Refusal

__all__ = ["CHANGED", "CREATED", "UNCHANGED", "Merged", "merge"]

UNCHANGED, CHANGED, CREATED = range(3)
"""What becomes of a row; the higher one counts."""


class Merged:
    """The outcome: entries to insert and to update, what becomes of each row, and cells to look at.

    `details` says of changed rows which field became what: field of the column, old value, new value.
    """

    def __init__(self, rows: int) -> None:
        """Begin with nothing done."""
        self.new: list[Entry] = []
        self.touched: dict[int, Entry] = {}
        self.outcomes = [UNCHANGED] * rows
        self.details: dict[int, list[tuple[str, str, str]]] = {}
        self.doubts: list[Refusal] = []

    @property
    def changed(self) -> list[Entry]:
        """Return the kept rows with changed columns."""
        return [entry for entry in self.touched.values() if entry.before]


def merge(register: Register, rows: Sequence[RosterRow], today: date) -> Merged:
    """Put `rows` into `register`, which is changed by it, and return what that takes; `today` dates new states."""
    merger = _Merger(register, rows, today)
    merger.run()
    return merger.merged


class _Merger:
    def __init__(self, register: Register, rows: Sequence[RosterRow], today: date) -> None:
        self.register = register
        self.rows = rows
        self.today = today
        self.merged = Merged(len(rows))
        self.claimed: dict[tuple[int, str], Any] = {}
        self.entries: list[Entry] = []
        self.states: dict[str, tuple[int, str, date | None]] = {}
        self.phones: dict[int, tuple[int, PersonEntry, dict[str, str]]] = {}

    def run(self) -> None:
        """Merge all rows: rooms first, then who is in them, then what several rows say together."""
        rooms = [self._room(index, row) for index, row in enumerate(self.rows)]
        people = People(self.register, list(zip(rooms, (row.people for row in self.rows), strict=True)))
        for index, (row, room) in enumerate(zip(self.rows, rooms, strict=True)):
            for place, data in enumerate(row.people):
                person, is_new = people.of(index, place)
                if is_new:
                    self._add(index, person)
                self._person(index, person, data, people.number_of(data))
                self._occupancy(index, room, person, row, data)
        for key, (index, state, since) in self.states.items():
            self._state(index, self.register.rooms[key], state, since)
        for index, person, wanted in self.phones.values():
            self._phones(index, person, wanted)

    def _add(self, index: int, entry: Entry) -> None:
        self.merged.new.append(entry)
        self.merged.outcomes[index] = CREATED

    def _extend(self, index: int, entry: Entry) -> None:
        """Add something to what is there: the row is a change, not a creation."""
        self.merged.new.append(entry)
        self._note(index)

    def _note(self, index: int) -> None:
        self.merged.outcomes[index] = max(self.merged.outcomes[index], CHANGED)

    def _set(self, index: int, entry: Entry, column: str, value: Any, field: str) -> None:
        """Set a column to what a row says, unless it says nothing or an earlier row said otherwise."""
        if not value:
            return
        first = self.claimed.setdefault((id(entry), column), value)
        if first != value:
            reason = msg("Another row of this file says “%(value)s” here; that one counts.", value=str(first))
            row = self.rows[index]
            self.merged.doubts.append(row.table.refusal(row.row, field, reason))
            return
        old = getattr(entry, column)
        if old != value:
            entry.set(column, value)
            if entry.id:
                self._changed(index, entry, field, old, value)

    def _changed(self, index: int, entry: Entry, field: str, old: Any, new: Any) -> None:
        self.merged.touched[id(entry)] = entry
        self.merged.details.setdefault(index, []).append((field, _shown(old), _shown(new)))
        self._note(index)

    # --- rooms -------------------------------------------------------------------------------------------------------

    def _room(self, index: int, row: RosterRow) -> RoomEntry:
        number = row.number
        room = self.register.rooms.get(number.key)
        if room is None:
            room = self._new_room(index, row)
        self._zone(index, room.building, row.zone)
        self._set(index, room, "floor", row.floor, "floor")
        self._set(index, room, "area_m2", row.area_m2, "area")
        self._set(index, room, "kind", row.kind, "kind")
        self._set(index, room, "note", row.room_note, "note")
        self._set(index, room, "source_number", row.room_code, "room_code")
        for plate in row.plates:
            if plate not in room.plates:
                room.plates.add(plate)
                self._extend(index, VehicleEntry(room, plate))
        for name, cause in row.tags:
            self._tag(index, room, name, cause)
        if row.state is not None:
            self._claim_state(index, room, row)
        return room

    def _new_room(self, index: int, row: RosterRow) -> RoomEntry:
        number = row.number
        room = RoomEntry(number.key, number.label)
        room.number = HouseNumber("", "", number.room).key
        room.order_key = number.natural_key
        room.building = self._building(index, number.building, row.building_name)
        room.entrance = self._entrance(index, room.building, number.entrance)
        self.register.rooms[room.key] = room
        self._add(index, room)
        return room

    def _building(self, index: int, name: str, shown: str) -> BuildingEntry:
        key = search_form(name)
        building = self.register.buildings.get(key)
        if building is None:
            building = BuildingEntry(shown or name, key, natural_key(name))
            self.register.buildings[key] = building
            self._add(index, building)
        return building

    def _entrance(self, index: int, building: BuildingEntry, name: str) -> EntranceEntry | None:
        if not name:
            return None
        key = search_form(name)
        entrance = building.entrances.get(key)
        if entrance is None:
            entrance = building.entrances[key] = EntranceEntry(building, name, key, natural_key(name))
            self._add(index, entrance)
        return entrance

    def _zone(self, index: int, building: BuildingEntry, name: str) -> None:
        if not name:
            return
        zone = self.register.zones.get(search_form(name))
        if zone is None:
            zone = self.register.zones[search_form(name)] = ZoneEntry(name)
            self._extend(index, zone)
        first = self.claimed.setdefault((id(building), "zone"), zone)
        if first is zone and building.zone is not zone:
            old = building.zone
            if building.id:
                building.before.setdefault("zone_id", building.zone_id)
                self._changed(index, building, "zone", old.name if old else "", name)
            building.zone = zone

    def _tag(self, index: int, room: RoomEntry, name: str, cause: str) -> None:
        key = search_form(name)
        worn = room.tags.get(key)
        if worn is not None:
            self._set(index, worn, "cause", cause, "tags")
            return
        tag = self.register.tags.get(key)
        if tag is None:
            tag = self.register.tags[key] = TagEntry(name, tag_meaning(name))
            self.merged.new.append(tag)
        room.tags[key] = WornEntry(room, tag, cause)
        self._extend(index, room.tags[key])

    # --- states ------------------------------------------------------------------------------------------------------

    def _claim_state(self, index: int, room: RoomEntry, row: RosterRow) -> None:
        assert row.state is not None
        first, state, since = self.states.setdefault(room.key, (index, row.state.value, row.since))
        if state == row.state:
            if since is None and row.since is not None:
                self.states[room.key] = (first, state, row.since)
        elif not (state in OCCUPIED_STATES and row.state in OCCUPIED_STATES):
            reason = msg("Another row of this file says “%(value)s” here; that one counts.", value=state)
            self.merged.doubts.append(row.table.refusal(row.row, "state", reason))

    def _state(self, index: int, room: RoomEntry, state: str, since: date | None) -> None:
        """Let the file's state hold: from its date, or always, where nothing was known; else from the import on."""
        present = room.state
        if present is None:
            # a room whose states have all ended goes on from the import, never over its history
            room.state = StateEntry(room, state, since if not room.states else self._later(since, None))
            self._extend(index, room.state)
        elif present.state == state:
            old = present.since
            if since is not None and room.states == 1 and present.set("since", since):
                self._changed(index, present, "since", old, since)
        else:
            old_state = present.state
            begin = self._later(since, present.since)
            if begin == present.since:
                present.set("state", state)
                if room.states == 1 and since is not None:
                    present.set("since", since)
            else:
                present.set("until", begin)
                room.state = StateEntry(room, state, begin)
                self.merged.new.append(room.state)
            self._changed(index, present, "state", old_state, state)

    def _later(self, since: date | None, present: date | None) -> date:
        """Return the day a changed state begins: the file's if it lies after the present one's, else the import's."""
        if since is not None and since <= self.today and (present is None or since > present):
            return since
        return max(self.today, present) if present else self.today

    # --- people ------------------------------------------------------------------------------------------------------

    def _person(self, index: int, person: PersonEntry, data: PersonData, number: str) -> None:
        self._set(index, person, "name", data.name, "name")
        self._set(index, person, "sex", data.sex, "sex")
        self._set(index, person, "id_number", data.id_number, "id_number")
        self._set(index, person, "source_number", number, "owner_number")
        if data.phones:
            wanted = self.phones.setdefault(id(person), (index, person, {}))[2]
            for digits, label in data.phones:
                wanted.setdefault(digits, label)

    def _phones(self, index: int, person: PersonEntry, wanted: dict[str, str]) -> None:
        """Let a person have the file's phones. What it replaces is corrected in place, what was added by hand stays."""
        kept = {phone.digits: phone for phone in person.phones}
        new = [digits for digits in wanted if digits not in kept]
        gone = [phone for phone in person.phones if phone.digits not in wanted and phone.confirmed_on is None]
        replaced = gone if len(wanted) >= len(person.phones) else []
        for digits in new:
            phone = replaced.pop(0) if replaced else None
            if phone is None:
                position = max((phone.position for phone in person.phones), default=0) + 1
                phone = PhoneEntry(person, position, digits, wanted[digits])
                person.phones.append(phone)
                self._extend(index, phone)
            else:
                old = phone.digits
                phone.set("digits", digits)
                self._changed(index, phone, "phones", mask_phone(old), mask_phone(digits))
        for digits, phone in kept.items():
            if wanted.get(digits) and not phone.label and phone.set("label", wanted[digits]):
                self._changed(index, phone, "phones", "", wanted[digits])

    def _occupancy(self, index: int, room: RoomEntry, person: PersonEntry, row: RosterRow, data: PersonData) -> None:
        there = [occupancy for occupancy in person.occupancies if occupancy.room is room]
        present = [one for one in there if one.until is None or one.until > self.today]
        occupancy = next((one for one in present if one.role == data.role), present[0] if present else None)
        if occupancy is None:
            last = max((one.until for one in there if one.until), default=None)
            # who has left stays gone, unless the file says that they came back
            if last is not None and (row.since is None or row.since < last):
                return
            occupancy = OccupancyEntry(room, person, (data.role or OccupancyRole.OWNER).value)
            person.occupancies.append(occupancy)
            room.occupancies.append(occupancy)
            self._add(index, occupancy)
        self._set(index, occupancy, "role", data.role and data.role.value, "role")
        self._set(index, occupancy, "since", row.since, "since")
        self._set(index, occupancy, "note", data.note, "note")


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
