"""Tables of places and people."""

from __future__ import annotations

import re
from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.core.id_cards import canonical_id_card, id_card_fault
from desktop.core.texts import search_form
from desktop.storage.base import Base, Root, UtcMoment

if TYPE_CHECKING:
    from desktop.core.i18n import Message

__all__ = [
    "OCCUPIED_STATES",
    "Building",
    "Entrance",
    "Occupancy",
    "OccupancyRole",
    "Phone",
    "Resident",
    "Room",
    "RoomState",
    "RoomStateKind",
    "RoomTag",
    "Tag",
    "Vehicle",
    "Zone",
    "document_fault",
    "tag_meaning",
]

_OrderKey = String().with_variant(String(collation="C"), "postgresql")
"""Sorted by code point on both engines; a server's own collation would skip the dashes."""

_PLAIN_CARD = re.compile(r"[0-9]{17}[0-9X]")
_TAG_SIGNS = {
    "vip": "vip",
    "业委会": "committee",
    "業委會": "committee",
    "独居": "living_alone",
    "獨居": "living_alone",
    "孕": "pregnant_or_infant",
    "婴": "pregnant_or_infant",
    "病": "ill",
    "历史遗留": "legacy_issue",
    "歷史遺留": "legacy_issue",
}
"""Words in a tag's name and what they mean."""


class RoomStateKind(StrEnum):
    """What a room is at a time."""

    HANDED_OVER = "handed_over"
    RENOVATING = "renovating"
    OCCUPIED = "occupied"
    LET = "let"
    VACANT = "vacant"
    UNSOLD = "unsold"


OCCUPIED_STATES = frozenset({RoomStateKind.OCCUPIED, RoomStateKind.LET})
"""States in which someone lives in the room; they make it an occupied household (PRODUCT.md, complaint rate)."""


class OccupancyRole(StrEnum):
    """What a resident is to a room."""

    OWNER = "owner"
    FAMILY = "family"
    TENANT = "tenant"
    AGENT = "agent"
    OTHER = "other"


class Zone(Root, Base):
    """A part of the community: towers, villas, shops."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]


class Building(Root, Base):
    """A building (楼栋). `key` is how it is compared, `order_key` how it is sorted."""

    __tablename__ = "building"
    __table_args__ = (UniqueConstraint("community_id", "key"),)

    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    name: Mapped[str]
    key: Mapped[str]
    order_key: Mapped[str] = mapped_column(_OrderKey)


class Entrance(Root, Base):
    """An entrance (单元) of a building."""

    __tablename__ = "entrance"
    __table_args__ = (UniqueConstraint("building_id", "key"),)

    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    name: Mapped[str]
    key: Mapped[str]
    order_key: Mapped[str] = mapped_column(_OrderKey)


class Room(Root, Base):
    """A room (房屋): a flat, villa, shop or garage. `label` is shown (3-1-502), `key` identifies, `order_key` sorts.

    `number` is the key of the bare room (301 for 0301), by which it is found without its building. `source_number` is
    the number the room had in the system it was imported from.
    """

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index("ix_room_order", "community_id", "order_key", "id"),
        Index("ix_room_number", "community_id", "number"),
    )

    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), index=True)
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrance.id"), index=True)
    number: Mapped[str]
    label: Mapped[str]
    key: Mapped[str]
    order_key: Mapped[str] = mapped_column(_OrderKey)
    floor: Mapped[str] = mapped_column(default="")
    area_m2: Mapped[float | None]
    kind: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    source_number: Mapped[str] = mapped_column(default="")


class RoomState(Root, Base):
    """What a room is from `since` (none: always was) up to but not including `until` (none: still is)."""

    __tablename__ = "room_state"
    __table_args__ = (Index("ix_room_state_room", "room_id", "since"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    state: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]


class Resident(Root, Base):
    """A person, in any number of rooms. `source_number` is the number given by the system imported from."""

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

    `note` is about this person in this room: what the remark in a row of a roster says.
    """

    __tablename__ = "occupancy"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    role: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")


class Vehicle(Root, Base):
    """A vehicle of a household. `plate` is canonical: NFKC, upper case, no dots."""

    __tablename__ = "vehicle"
    __table_args__ = (UniqueConstraint("room_id", "plate"), Index("ix_vehicle_plate", "community_id", "plate"))

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    plate: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class Tag(Root, Base):
    """A word put on households. `meaning` is vip, committee, living_alone, legacy_issue ... or empty for an own one."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    name: Mapped[str]
    meaning: Mapped[str] = mapped_column(default="")


class RoomTag(Root, Base):
    """A tag on a household, with the cause (of a legacy issue: school, flood) and since when."""

    __tablename__ = "room_tag"
    __table_args__ = (UniqueConstraint("room_id", "tag_id"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)
    cause: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime | None] = mapped_column(UtcMoment)


def document_fault(text: str, today: date) -> Message | None:
    """Return what is wrong with a number of an identity document, None where nothing is or there is none.

    Only what has the length of an identity card is held to its checksum: passports and permits have none we know.
    """
    if not text:
        return None
    number = text if _PLAIN_CARD.fullmatch(text) else canonical_id_card(text)
    return id_card_fault(number, today) if len(number) in {15, 18} or "E+" in number else None


def tag_meaning(name: str) -> str:
    """Return what a tag of this name means to the program, "" for a word of the community's own."""
    word = search_form(name)
    return next((meaning for sign, meaning in _TAG_SIGNS.items() if sign in word), "")
