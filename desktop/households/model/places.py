"""Tables of places: zones, buildings, entrances, rooms and what a room was over time."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.storage.base import Base, Root

__all__ = ["OCCUPIED_STATES", "Building", "Entrance", "Room", "RoomState", "RoomStateKind", "Zone"]

_OrderKey = String().with_variant(String(collation="C"), "postgresql")
"""Sorted by code point on both engines; a server's own collation would skip the dashes."""


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
