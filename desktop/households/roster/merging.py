"""Puts the rows of a roster into the register: what is new, what differs, what is known.

A room is its house number, or the one the last import knew it by before it was renumbered here. A person in a room is
known by the number of the system exported from, else the ID number, else the name; in other rooms by the same together
with the name, or by name and phone. So a name alone makes two people of two rooms. Value by value the file, the
register and the last import are compared (`comparing`), so that what was corrected here since is not lost. What a file
leaves empty erases nothing, and where rows of one file disagree the first one counts: thus the same file, imported
again, changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.house_numbers import HouseNumber, natural_key
from desktop.core.plates import display_plate
from desktop.core.texts import search_form
from desktop.households.model import OCCUPIED_STATES, OccupancyRole, tag_meaning
from desktop.households.roster.comparing import plain
from desktop.households.roster.identity import People, name_key
from desktop.households.roster.missing import find_missing
from desktop.households.roster.phones import PhoneMerger
from desktop.households.roster.register import (
    BuildingEntry,
    EntranceEntry,
    OccupancyEntry,
    RoomEntry,
    StateEntry,
    TagEntry,
    VehicleEntry,
    WornEntry,
    ZoneEntry,
)
from desktop.households.roster.settling import CHANGED, CREATED, UNCHANGED, Merged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from desktop.households.roster.comparing import Decisions, Said
    from desktop.households.roster.register import PersonEntry, Register
    from desktop.households.roster.shapes import PersonData, RosterRow

__all__ = ["CHANGED", "CREATED", "UNCHANGED", "Merged", "merge"]


def merge(
    register: Register,
    rows: Sequence[RosterRow],
    today: date,
    decisions: Decisions | None = None,
    unsure: AbstractSet[str] = frozenset(),
) -> Merged:
    """Put `rows` into `register`, which is changed by it, and return what that takes; `today` dates new states.

    `decisions` settle conflicts; `unsure` are the keys of rooms with a refused row, of which nobody is missed.
    """
    merger = _Merger(register, rows, today, decisions or {})
    merger.run()
    named = merger.of_places.keys()
    rooms = [room for room, _ in merger.of_rooms.values()]
    merger.merged.missing = find_missing(register, rooms, named, unsure, today)
    return merger.merged


class _Merger(PhoneMerger):
    def __init__(self, register: Register, rows: Sequence[RosterRow], today: date, decisions: Decisions) -> None:
        super().__init__(rows, decisions)
        self.register = register
        self.today = today
        self.found: dict[str, RoomEntry] = {}
        self.names: dict[str, set[str]] = {}
        self.states: dict[int, tuple[int, RoomEntry, str, date | None]] = {}

    def run(self) -> None:
        """Merge all rows: rooms first, then who is in them, then what several rows say together."""
        rooms = [self._room(index, row) for index, row in enumerate(self.rows)]
        people = People(self.register, list(zip(rooms, (row.people for row in self.rows), strict=True)))
        for index, (row, room) in enumerate(zip(self.rows, rooms, strict=True)):
            for place, data in enumerate(row.people):
                person, is_new = people.of(index, place)
                if is_new:
                    self.add(index, person)
                if person.merged_into is not None:
                    self._merged_away(index, room, person, row, data)
                    continue
                self._person(index, person, data, people.number_of(data))
                self._occupancy(index, room, person, row, data)
        for index, room, state, since in self.states.values():
            self._state(index, room, state, since)
        self.merge_phones()
        self.remember()

    # --- rooms -------------------------------------------------------------------------------------------------------

    def _room(self, index: int, row: RosterRow) -> RoomEntry:
        key = row.number.key
        room = self.found.get(key)
        if room is None:
            room = self.found[key] = self._known_room(key) or self._new_room(index, row)
        said, last = self.said_of_room(room), room.said
        said["key"] = key
        self._zone(index, room, row.zone, said)
        self.set(index, room, "floor", row.floor, "floor", said, last)
        self.set(index, room, "area_m2", row.area_m2, "area", said, last)
        self.set(index, room, "kind", row.kind, "kind", said, last)
        self.set(index, room, "note", row.room_note, "note", said, last)
        self.set(index, room, "source_number", row.room_code, "room_code", said, last)
        if row.plates:
            self._plates(index, room, row.plates, said)
        for name, cause in row.tags:
            self._tag(index, room, name, cause, said)
        if row.state is not None:
            self._claim_state(index, room, row)
        return room

    def _known_room(self, key: str) -> RoomEntry | None:
        """Return the room of a key: of two that it has meant, the one whose people the file names."""
        room, was = self.register.rooms.get(key), self.register.renumbered.get(key)
        if room is None or was is None:
            return room or was
        if not self.names:
            for row in self.rows:
                self.names.setdefault(row.number.key, set()).update(name_key(person.name) for person in row.people)
        there, were = (
            {name_key(one.person.name) for one in each.occupancies} & self.names[key] for each in (room, was)
        )
        return was if len(were) > len(there) else room

    def _new_room(self, index: int, row: RosterRow) -> RoomEntry:
        number = row.number
        room = RoomEntry(number.key, number.label)
        room.number = HouseNumber("", "", number.room).key
        room.order_key = number.natural_key
        room.building = self._building(index, number.building, row.building_name)
        room.entrance = self._entrance(index, room.building, number.entrance)
        self.register.rooms[room.key] = room
        self.add(index, room)
        return room

    def _building(self, index: int, name: str, shown: str) -> BuildingEntry:
        key = search_form(name)
        building = self.register.buildings.get(key)
        if building is None:
            building = BuildingEntry(shown or name, key, natural_key(name))
            self.register.buildings[key] = building
            self.add(index, building)
        return building

    def _entrance(self, index: int, building: BuildingEntry, name: str) -> EntranceEntry | None:
        if not name:
            return None
        key = search_form(name)
        entrance = building.entrances.get(key)
        if entrance is None:
            entrance = building.entrances[key] = EntranceEntry(building, name, key, natural_key(name))
            self.add(index, entrance)
        return entrance

    def _zone(self, index: int, room: RoomEntry, name: str, said: Said) -> None:
        if not name:
            return
        building, key = room.building, (id(room.building), "zone")
        first = key not in self.claimed
        self.claimed.setdefault(key, name)
        old = building.zone.name if building.zone else None
        if not first or old == name:
            said["zone"] = name
            return
        if building.id and not self.settle(index, "zone", (name, old, room.said.get("zone")), "", said):
            return
        said["zone"] = name
        zone = self.register.zones.get(search_form(name))
        if zone is None:
            zone = self.register.zones[search_form(name)] = ZoneEntry(name)
            self.extend(index, zone)
        if building.id:
            building.before.setdefault("zone_id", building.zone_id)
            self.change(index, building, "zone", old or "", name)
        building.zone = zone

    def _plates(self, index: int, room: RoomEntry, plates: Sequence[str], said: Said) -> None:
        """Add plates; one that the file has said before and that is gone here stays gone."""
        before = room.said.get("plates", ())
        heard = said.setdefault("plates", [])
        for plate in plates:
            if plate not in heard:
                heard.append(plate)
            if plate not in room.plates and plate not in before:
                room.plates.add(plate)
                self.extend(index, VehicleEntry(room, plate), "plates", display_plate(plate))

    def _tag(self, index: int, room: RoomEntry, name: str, cause: str, said: Said) -> None:
        key = search_form(name)
        before, heard = room.said.get("tags", {}), said.setdefault("tags", {})
        heard.setdefault(key, cause)
        worn = room.tags.get(key)
        if worn is None:
            if key not in before:
                self._wear(index, room, name, cause)
            return
        first = self.claimed.setdefault((id(worn), "cause"), cause)
        if cause and first and first != cause:
            self.doubt(index, "tags", first)
        elif cause and worn.cause != cause:
            values = (cause, plain(worn.cause), plain(before.get(key)))
            settled: Said = {}
            taken = self.settle(index, "tags", values, "", settled)
            if not settled:
                heard[key] = before.get(key, "")
            if taken:
                old = worn.cause
                worn.set("cause", cause)
                self.change(index, worn, "tags", old, cause)

    def _wear(self, index: int, room: RoomEntry, name: str, cause: str) -> None:
        key = search_form(name)
        tag = self.register.tags.get(key)
        if tag is None:
            tag = self.register.tags[key] = TagEntry(name, tag_meaning(name))
            self.merged.new.append(tag)
        room.tags[key] = WornEntry(room, tag, cause)
        self.claimed[id(room.tags[key]), "cause"] = cause
        self.extend(index, room.tags[key], "tags", name)

    # --- states ------------------------------------------------------------------------------------------------------

    def _claim_state(self, index: int, room: RoomEntry, row: RosterRow) -> None:
        assert row.state is not None
        first, _, state, since = self.states.setdefault(id(room), (index, room, row.state.value, row.since))
        if state == row.state:
            if since is None and row.since is not None:
                self.states[id(room)] = (first, room, state, row.since)
        elif not (state in OCCUPIED_STATES and row.state in OCCUPIED_STATES):
            self.doubt(index, "state", state)

    def _state(self, index: int, room: RoomEntry, state: str, since: date | None) -> None:
        """Let the file's state hold: from its date, or always, where nothing was known; else from the import on."""
        present, said, last = room.state, self.said_of_room(room), room.said
        if present is None:
            # a room whose states have all ended goes on from the import, never over its history
            room.state = StateEntry(room, state, since if not room.states else self._later(since, None))
            self.extend(index, room.state, "state", state)
            said["state"], said["state_since"] = state, plain(since)
        elif present.state == state:
            said["state"] = state
            if since is not None:
                self._state_since(index, room, present, since, said)
        elif self.settle(index, "state", (state, present.state, last.get("state")), "", said):
            said["state_since"] = plain(since)
            self._new_state(index, room, present, state, since)

    def _state_since(self, index: int, room: RoomEntry, present: StateEntry, since: date, said: Said) -> None:
        old, last = present.since, room.said.get("state_since")
        said["state_since"] = plain(since)
        if room.states == 1 and plain(old) == last and present.set("since", since):
            self.change(index, present, "since", old, since)

    def _new_state(self, index: int, room: RoomEntry, present: StateEntry, state: str, since: date | None) -> None:
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
        self.change(index, present, "state", old_state, state)

    def _later(self, since: date | None, present: date | None) -> date:
        """Return the day a changed state begins: the file's if it lies after the present one's, else the import's."""
        if since is not None and since <= self.today and (present is None or since > present):
            return since
        return max(self.today, present) if present else self.today

    # --- people ------------------------------------------------------------------------------------------------------

    def _person(self, index: int, person: PersonEntry, data: PersonData, number: str) -> None:
        said, last = self.said_of_person(person), person.said
        self.set(index, person, "name", data.name, "name", said, last)
        self.set(index, person, "sex", data.sex, "sex", said, last)
        self.set(index, person, "id_number", data.id_number, "id_number", said, last)
        self.set(index, person, "source_number", number, "owner_number", said, last)
        if data.phones:
            self.want_phones(index, person, data.phones)

    def _occupancy(self, index: int, room: RoomEntry, person: PersonEntry, row: RosterRow, data: PersonData) -> None:
        said, last = self.said_in(room, person), person.said_in.get(id(room), {})
        there = [occupancy for occupancy in person.occupancies if occupancy.room is room]
        present = [one for one in there if one.until is None or one.until > self.today]
        occupancy = next((one for one in present if one.role == data.role), present[0] if present else None)
        if occupancy is None:
            left = max((one.until for one in there if one.until), default=None)
            # who has left stays gone, unless the file says that they came back
            if left is not None and (row.since is None or row.since < left):
                return
            occupancy = self._moved_in(index, room, person, data)
            said["role"] = occupancy.role
        self.set(index, occupancy, "role", data.role and data.role.value, "role", said, last)
        self.set(index, occupancy, "since", row.since, "since", said, last)
        self.set(index, occupancy, "note", data.note, "note", said, last)

    def _moved_in(self, index: int, room: RoomEntry, person: PersonEntry, data: PersonData) -> OccupancyEntry:
        occupancy = OccupancyEntry(room, person, (data.role or OccupancyRole.OWNER).value)
        person.occupancies.append(occupancy)
        room.occupancies.append(occupancy)
        self.add(index, occupancy)
        return occupancy

    def _merged_away(self, index: int, room: RoomEntry, person: PersonEntry, row: RosterRow, data: PersonData) -> None:
        """Remember a row of someone who was merged with another; only a room that one is not in yet is new."""
        self.said_of_person(person)["name"] = data.name
        self.said_in(room, person)
        kept = person
        while kept.merged_into is not None:
            kept = kept.merged_into
        if not any(one.room is room for one in kept.occupancies):
            occupancy = self._moved_in(index, room, kept, data)
            occupancy.since, occupancy.note = row.since, data.note
