"""Tables of people and what belongs to them: phones, vehicles, pets, and who lives where as what."""

from __future__ import annotations

import re
from datetime import date  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.core.id_cards import canonical_id_card, id_card_fault
from desktop.storage.base import Base, Root

if TYPE_CHECKING:
    from desktop.core.i18n import Message

__all__ = [
    "Calendar",
    "Occupancy",
    "OccupancyRole",
    "Pet",
    "Phone",
    "Resident",
    "ResidentPhoto",
    "Vehicle",
    "document_fault",
]

_PLAIN_CARD = re.compile(r"[0-9]{17}[0-9X]")


class Calendar(StrEnum):
    """The calendar in which a birthday is kept."""

    SOLAR = "solar"
    LUNAR = "lunar"


class OccupancyRole(StrEnum):
    """What a resident is to a room."""

    OWNER = "owner"
    FAMILY = "family"
    TENANT = "tenant"
    AGENT = "agent"
    OTHER = "other"


class Resident(Root, Base):
    """A person, in any number of rooms. `source_number` is the number given by the system imported from.

    `birthday` is 1961-03-08, or --03-08 where the year is unknown (ISO 8601:2000), in `birthday_calendar`;
    a lunar leap month adds an L (`core/birthdays.py`).
    `language`, `preferences` and `taboos` are what the desk should know before it speaks. A resident merged into
    another one is in no list and not found any more; the row stays for history and for taking the merge back.
    """

    __tablename__ = "resident"
    __table_args__ = (
        Index("ix_resident_name", "community_id", "name"),
        Index("ix_resident_source", "community_id", "source_number"),
    )

    name: Mapped[str]
    sex: Mapped[str] = mapped_column(default="")
    id_number: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    source_number: Mapped[str] = mapped_column(default="")
    birthday: Mapped[str] = mapped_column(default="")
    birthday_calendar: Mapped[str] = mapped_column(default=Calendar.SOLAR)
    language: Mapped[str] = mapped_column(default="")
    preferences: Mapped[str] = mapped_column(default="")
    taboos: Mapped[str] = mapped_column(default="")
    emergency_contact: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))


class ResidentPhoto(Root, Base):
    """A photo of a resident, kept only where the community allows photos: a small JPEG or PNG, and who consented."""

    __tablename__ = "resident_photo"
    __table_args__ = (UniqueConstraint("resident_id"),)

    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    image: Mapped[bytes] = mapped_column(LargeBinary)
    consent_by: Mapped[str]
    consent_on: Mapped[date]


class Phone(Root, Base):
    """A resident's phone in canonical digits; `position` is the order to call in, from 1."""

    __tablename__ = "phone"
    __table_args__ = (Index("ix_phone_digits", "community_id", "digits"),)

    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    position: Mapped[int]
    digits: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    confirmed_on: Mapped[date | None]


class Occupancy(Root, Base):
    """A resident in a room in a role, from `since` (none: always) up to but not including `until` (none: still).

    `note` is about this person in this room: what the remark in a row of a roster says. `calls_first` marks who is
    called before the owners: a tenant whose landlord lives elsewhere.
    """

    __tablename__ = "occupancy"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    role: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    calls_first: Mapped[bool] = mapped_column(default=False)


class Vehicle(Root, Base):
    """A vehicle of a household. `plate` is canonical: NFKC, upper case, no dots."""

    __tablename__ = "vehicle"
    __table_args__ = (UniqueConstraint("room_id", "plate"), Index("ix_vehicle_plate", "community_id", "plate"))

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    plate: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class Pet(Root, Base):
    """An animal of a household, as a worker at the door should know it."""

    __tablename__ = "pet"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


def document_fault(text: str, today: date) -> Message | None:
    """Return what is wrong with a number of an identity document, None where nothing is or there is none.

    Only what has the length of an identity card is held to its checksum: passports and permits have none we know.
    """
    if not text:
        return None
    number = text if _PLAIN_CARD.fullmatch(text) else canonical_id_card(text)
    return id_card_fault(number, today) if len(number) in {15, 18} or "E+" in number else None
