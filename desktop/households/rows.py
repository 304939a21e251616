"""What screens, paper and the command line get to see of households: frozen rows, never tables' own objects."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.households.model import OccupancyRole, RoomStateKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

__all__ = [
    "ROLE_LABELS",
    "SEX_LABELS",
    "STATE_LABELS",
    "HouseholdFile",
    "HouseholdFilter",
    "HouseholdLine",
    "NewPerson",
    "PersonLine",
    "PhoneLine",
    "PlaceLine",
    "ReportingPerson",
    "RoomChoice",
    "SearchHit",
    "StateLine",
    "TagLine",
    "TimelineLine",
    "VehicleLine",
]

ROLE_LABELS: Mapping[OccupancyRole, Message] = MappingProxyType(
    {
        OccupancyRole.OWNER: msg("Owner"),
        OccupancyRole.FAMILY: msg("Family"),
        OccupancyRole.TENANT: msg("Tenant"),
        OccupancyRole.AGENT: msg("Agent"),
        OccupancyRole.OTHER: msg("Other person"),
    }
)

STATE_LABELS: Mapping[RoomStateKind, Message] = MappingProxyType(
    {
        RoomStateKind.HANDED_OVER: msg("Handed over"),
        RoomStateKind.RENOVATING: msg("Renovating"),
        RoomStateKind.OCCUPIED: msg("Occupied"),
        RoomStateKind.LET: msg("Let"),
        RoomStateKind.VACANT: msg("Vacant"),
        RoomStateKind.UNSOLD: msg("Unsold"),
    }
)

SEX_LABELS: Mapping[str, Message] = MappingProxyType({"male": msg("Male"), "female": msg("Female")})


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found. `kind` is room, resident or vehicle; `id` is its own, `room_id` the household's to open.

    `title` is what it is called, `room` the label of its room ("" for none), `matched` the text in which the words
    were found; a phone in it is masked.
    """

    kind: str
    id: int
    title: str
    room: str
    matched: str
    room_id: int = 0


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One phone. `shown` is masked until it is revealed, which is audited; `masked` tells which."""

    id: int
    shown: str
    label: str
    confirmed_on: date | None
    version: int
    masked: bool = True


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in one room in one role, from `since` (none: always) up to but not including `until` (none: still).

    `id_number` is masked; `note` is about the person, `room_note` about the person in this room.
    """

    resident_id: int
    occupancy_id: int
    name: str
    sex: str
    role: OccupancyRole
    since: date | None
    until: date | None
    phones: tuple[PhoneLine, ...]
    id_number: str = ""
    note: str = ""
    room_note: str = ""
    version: int = 1
    occupancy_version: int = 1


@dataclass(frozen=True, slots=True)
class VehicleLine:
    """A vehicle of the household, its plate as it stands on the car."""

    id: int
    plate: str
    note: str


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag on a household; `meaning` is one of the known ones or empty, `cause` why, `since` since when."""

    id: int
    name: str
    meaning: str
    cause: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class StateLine:
    """What a room was or is, from `since` (none: always) up to but not including `until` (none: still)."""

    state: RoomStateKind
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One touchpoint; `offer.timeline_words` makes a sentence of `kind` and `parameters`."""

    id: int
    at: datetime
    kind: str
    source_id: int
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """Everything about one room and its people (一户一档); `version` is the room's.

    `people` are those there now or yet to come, owners first; `former` those who left, latest first. `timeline` is its
    newest page; older ones come from `HouseholdService.timeline`.
    """

    room_id: int
    label: str
    building: str
    entrance: str
    zone: str
    number: str
    floor: str
    area_m2: float | None
    kind: str
    note: str
    version: int
    state: RoomStateKind | None
    states: tuple[StateLine, ...]
    people: tuple[PersonLine, ...]
    former: tuple[PersonLine, ...]
    vehicles: tuple[VehicleLine, ...]
    tags: tuple[TagLine, ...]
    timeline: tuple[TimelineLine, ...]


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """Which rooms a list shows; what is none or empty does not narrow it. `text` is found as in the search box."""

    building_id: int | None = None
    zone_id: int | None = None
    state: RoomStateKind | None = None
    tag_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One row of the list of rooms; `order_key` is its place in natural order, `people` the names there now."""

    room_id: int
    label: str
    order_key: str
    building: str
    zone: str
    floor: str
    area_m2: float | None
    kind: str
    state: RoomStateKind | None
    people: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportingPerson:
    """Someone who may call about a room. `digits` go into the request; show `shown`, which is masked."""

    resident_id: int
    name: str
    role: OccupancyRole
    phone_id: int
    digits: str
    shown: str


@dataclass(frozen=True, slots=True)
class RoomChoice:
    """A room as the request form offers it: with the people who may be calling, owners and tenants first."""

    room_id: int
    label: str
    building_id: int
    people: tuple[ReportingPerson, ...]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A building, zone or tag to choose from, with the number of its rooms."""

    id: int
    name: str
    rooms: int


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person about to enter the register, as typed: phones in any spelling, `sex` male, female or empty."""

    name: str
    phones: tuple[str, ...] = ()
    sex: str = ""
    id_number: str = ""
    note: str = ""
