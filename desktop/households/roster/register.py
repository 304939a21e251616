"""The register in memory while an import is planned: objects that note every change made to them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.households.model import (
    Building,
    Entrance,
    Occupancy,
    Phone,
    Resident,
    Room,
    RoomState,
    RoomTag,
    Tag,
    Vehicle,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from desktop.households.roster.comparing import Said
    from desktop.storage.base import Base

__all__ = [
    "BuildingEntry",
    "EntranceEntry",
    "Entry",
    "OccupancyEntry",
    "PersonEntry",
    "PhoneEntry",
    "Register",
    "RoomEntry",
    "StateEntry",
    "TagEntry",
    "VehicleEntry",
    "WornEntry",
    "ZoneEntry",
]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Entry:
    """A row of the register: kept (id above 0) or about to be made. `before` holds what was changed, by column."""

    __slots__ = ("before", "id", "version")
    table: type[Base]
    columns: tuple[str, ...] = ()

    def __init__(self, id_: int = 0, version: int = 1) -> None:
        """Stand for the row of that id and version, or for a new one."""
        self.id = id_
        self.version = version
        self.before: dict[str, Any] = {}

    def set(self, column: str, value: Any) -> bool:
        """Set a column and tell whether that changed it."""
        old = getattr(self, column)
        if old == value:
            return False
        setattr(self, column, value)
        if self.id:
            self.before.setdefault(column, old)
        return True


class ZoneEntry(Entry):
    """A zone."""

    __slots__ = ("name",)
    table = Zone
    columns = ("name",)

    def __init__(self, name: str, id_: int = 0, version: int = 1) -> None:
        super().__init__(id_, version)
        self.name = name


class BuildingEntry(Entry):
    """A building and its entrances by key."""

    __slots__ = ("entrances", "key", "name", "order_key", "zone")
    table = Building
    columns = ("name", "key", "order_key", "zone_id")

    def __init__(self, name: str, key: str, order_key: str, id_: int = 0, version: int = 1) -> None:
        super().__init__(id_, version)
        self.name = name
        self.key = key
        self.order_key = order_key
        self.zone: ZoneEntry | None = None
        self.entrances: dict[str, EntranceEntry] = {}

    @property
    def zone_id(self) -> int | None:
        """The id of the zone, once it has one."""
        return self.zone.id if self.zone else None


class EntranceEntry(Entry):
    """An entrance."""

    __slots__ = ("building", "key", "name", "order_key")
    table = Entrance
    columns = ("name", "key", "order_key", "building_id")

    def __init__(
        self, building: BuildingEntry, name: str, key: str, order_key: str, id_: int = 0, version: int = 1
    ) -> None:
        super().__init__(id_, version)
        self.building = building
        self.name = name
        self.key = key
        self.order_key = order_key

    @property
    def building_id(self) -> int:
        """The id of the building, once it has one."""
        return self.building.id


class RoomEntry(Entry):
    """A room with everything that hangs on it. `said` is what the last import said of it."""

    __slots__ = (
        *("area_m2", "building", "entrance", "floor", "key", "kind", "label", "note", "number", "occupancies"),
        *("order_key", "plates", "said", "source_number", "state", "states", "tags"),
    )
    table = Room
    columns = (
        *("number", "label", "key", "order_key", "floor", "area_m2", "kind", "note", "source_number"),
        *("building_id", "entrance_id"),
    )

    def __init__(self, key: str, label: str, id_: int = 0, version: int = 1) -> None:
        super().__init__(id_, version)
        self.key = key
        self.label = label
        self.number = ""
        self.order_key = ""
        self.floor = ""
        self.area_m2: float | None = None
        self.kind = ""
        self.note = ""
        self.source_number = ""
        self.building: BuildingEntry
        self.entrance: EntranceEntry | None = None
        self.state: StateEntry | None = None
        self.states = 0
        self.occupancies: list[OccupancyEntry] = []
        self.plates: set[str] = set()
        self.tags: dict[str, WornEntry] = {}
        self.said: Mapping[str, Any] = _NOTHING

    @property
    def building_id(self) -> int:
        """The id of the building, once it has one."""
        return self.building.id

    @property
    def entrance_id(self) -> int | None:
        """The id of the entrance, once it has one."""
        return self.entrance.id if self.entrance else None


class _OfRoom(Entry):
    __slots__ = ("room",)

    def __init__(self, room: RoomEntry, id_: int = 0, version: int = 1) -> None:
        super().__init__(id_, version)
        self.room = room

    @property
    def room_id(self) -> int:
        """The id of the room, once it has one."""
        return self.room.id


class StateEntry(_OfRoom):
    """What a room is from a day on."""

    __slots__ = ("since", "state", "until")
    table = RoomState
    columns = ("room_id", "state", "since", "until")

    def __init__(self, room: RoomEntry, state: str, since: date | None, id_: int = 0, version: int = 1) -> None:
        super().__init__(room, id_, version)
        self.state = state
        self.since = since
        self.until: date | None = None


class PersonEntry(Entry):
    """A resident with phones in calling order and rooms.

    `said` is what the last import said of the person wherever it was, `said_in` what it said in one room, by the
    identity of the room's entry. `merged_into` is who this resident turned out to be.
    """

    __slots__ = (
        *("id_number", "merged_into", "name", "note", "occupancies", "phones", "said", "said_in", "sex"),
        "source_number",
    )
    table = Resident
    columns = ("name", "sex", "id_number", "note", "source_number", "kind")
    kind = ""

    def __init__(self, name: str, id_: int = 0, version: int = 1) -> None:
        super().__init__(id_, version)
        self.name = name
        self.sex = ""
        self.id_number = ""
        self.note = ""
        self.source_number = ""
        self.phones: list[PhoneEntry] = []
        self.occupancies: list[OccupancyEntry] = []
        self.said: Mapping[str, Any] = _NOTHING
        self.said_in: dict[int, Said] = {}
        self.merged_into: PersonEntry | None = None


class PhoneEntry(Entry):
    """A phone of a resident."""

    __slots__ = ("confirmed_on", "digits", "label", "person", "position")
    table = Phone
    columns = ("resident_id", "position", "digits", "label", "confirmed_on")

    def __init__(
        self, person: PersonEntry, position: int, digits: str, label: str, id_: int = 0, version: int = 1
    ) -> None:
        super().__init__(id_, version)
        self.person = person
        self.position = position
        self.digits = digits
        self.label = label
        self.confirmed_on: date | None = None

    @property
    def resident_id(self) -> int:
        """The id of the resident, once there is one."""
        return self.person.id


class OccupancyEntry(_OfRoom):
    """A resident in a room."""

    __slots__ = ("note", "person", "role", "since", "until")
    table = Occupancy
    columns = ("room_id", "resident_id", "role", "since", "until", "note")

    def __init__(self, room: RoomEntry, person: PersonEntry, role: str, id_: int = 0, version: int = 1) -> None:
        super().__init__(room, id_, version)
        self.person = person
        self.role = role
        self.since: date | None = None
        self.until: date | None = None
        self.note = ""

    @property
    def resident_id(self) -> int:
        """The id of the resident, once there is one."""
        return self.person.id


class VehicleEntry(_OfRoom):
    """A vehicle of a room."""

    __slots__ = ("plate",)
    table = Vehicle
    columns = ("room_id", "plate", "note")
    note = ""

    def __init__(self, room: RoomEntry, plate: str) -> None:
        super().__init__(room)
        self.plate = plate


class TagEntry(Entry):
    """A tag."""

    __slots__ = ("meaning", "name")
    table = Tag
    columns = ("name", "meaning")

    def __init__(self, name: str, meaning: str, id_: int = 0, version: int = 1) -> None:
        super().__init__(id_, version)
        self.name = name
        self.meaning = meaning


class WornEntry(_OfRoom):
    """A tag on a room."""

    __slots__ = ("cause", "tag")
    table = RoomTag
    columns = ("room_id", "tag_id", "cause", "since")
    since = None

    def __init__(self, room: RoomEntry, tag: TagEntry, cause: str, id_: int = 0, version: int = 1) -> None:
        super().__init__(room, id_, version)
        self.tag = tag
        self.cause = cause

    @property
    def tag_id(self) -> int:
        """The id of the tag, once it has one."""
        return self.tag.id


class Register:
    """The register of one community at one moment; `last_operation` tells later whether it is still this one.

    `rooms` are by the key of their number, `renumbered` those that the last import knew by another one, by that one.
    """

    def __init__(self) -> None:
        """Be empty."""
        self.last_operation = 0
        self.zones: dict[str, ZoneEntry] = {}
        self.buildings: dict[str, BuildingEntry] = {}
        self.rooms: dict[str, RoomEntry] = {}
        self.renumbered: dict[str, RoomEntry] = {}
        self.people: dict[int, PersonEntry] = {}
        self.tags: dict[str, TagEntry] = {}
