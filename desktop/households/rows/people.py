"""People as screens and forms have them: phones masked, documents masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from desktop.core.birthdays import Birthday
    from desktop.households.model import OccupancyRole

__all__ = [
    "NewPerson",
    "OtherRoom",
    "PersonFacts",
    "PersonLine",
    "PhoneLine",
    "PhotoLine",
    "ReportingPerson",
    "RoomChoice",
]


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
class OtherRoom:
    """A further room someone is in now, and as what."""

    room_id: int
    label: str
    role: OccupancyRole


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """That there is a photo of someone, who agreed to it and when; the image itself is asked for by its resident."""

    consent_by: str
    consent_on: date
    version: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in one room in one role, from `since` (none: always) up to but not including `until` (none: still).

    `id_number` is masked, and so are phones within `emergency_contact`; `note` is about the person, `room_note` about
    the person in this room. `calls_first` marks who is called before the owners. `also_in` are the other rooms they
    are in now, in natural order. `photo` is None where there is none or photos are switched off.
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
    birthday: Birthday | None = None
    language: str = ""
    preferences: str = ""
    taboos: str = ""
    emergency_contact: str = ""
    calls_first: bool = False
    also_in: tuple[OtherRoom, ...] = ()
    photo: PhotoLine | None = None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the desk should know of someone before it speaks, as typed; the birthday as people write birthdays.

    An `emergency_contact` equal to the masked one that was shown stays as it is.
    """

    birthday: str = ""
    language: str = ""
    preferences: str = ""
    taboos: str = ""
    emergency_contact: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person about to enter the register, as typed: phones in any spelling, `sex` male, female or empty.

    Without `facts` those of a person who is there already stay as they are.
    """

    name: str
    phones: tuple[str, ...] = ()
    sex: str = ""
    id_number: str = ""
    note: str = ""
    facts: PersonFacts | None = None


@dataclass(frozen=True, slots=True)
class ReportingPerson:
    """Someone who may call about a room, or is called. `digits` go into the request; show `shown`, which is masked.

    Someone with several phones stands there once for each, in calling order; without one, `phone_id` is 0.
    """

    resident_id: int
    name: str
    role: OccupancyRole
    phone_id: int
    digits: str
    shown: str
    label: str = ""
    calls_first: bool = False


@dataclass(frozen=True, slots=True)
class RoomChoice:
    """A room as the request form offers it: with the people who may be calling, in the order they are called."""

    room_id: int
    label: str
    building_id: int
    people: tuple[ReportingPerson, ...]
