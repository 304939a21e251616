"""One household with everything on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from desktop.households.model import RoomStateKind
    from desktop.households.rows.marks import InstructionLine, TagLine
    from desktop.households.rows.people import PersonLine

__all__ = ["HouseholdFile", "PetLine", "StateLine", "TimelineLine", "VehicleLine"]


@dataclass(frozen=True, slots=True)
class VehicleLine:
    """A vehicle of the household, its plate as it stands on the car."""

    id: int
    plate: str
    note: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class PetLine:
    """An animal of the household: what it is, what it is called, what a worker at the door should know."""

    id: int
    kind: str
    name: str
    note: str
    version: int


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
    newest page; older ones come from `HouseholdService.timeline`. `instructions` are all ever given, newest first.
    `photos_allowed` tells whether the community keeps photos of its residents.
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
    instructions: tuple[InstructionLine, ...] = ()
    pets: tuple[PetLine, ...] = ()
    photos_allowed: bool = False
