"""Frozen rows of the community editor: places, what a pattern makes, what holds a room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BuildingRow", "EntranceRow", "Places", "PlannedRooms", "RoomPattern", "RoomRow", "ZoneRow"]


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A part of the community."""

    id: int
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building with the number of all its rooms."""

    id: int
    name: str
    version: int
    zone_id: int | None
    rooms: int


@dataclass(frozen=True, slots=True)
class EntranceRow:
    """An entrance with the number of its rooms."""

    id: int
    name: str
    version: int
    building_id: int
    rooms: int


@dataclass(frozen=True, slots=True)
class Places:
    """The community's zones, buildings and entrances, each in natural order."""

    zones: Sequence[ZoneRow] = ()
    buildings: Sequence[BuildingRow] = ()
    entrances: Sequence[EntranceRow] = ()


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room of the editor's list; `people` are those who live there now."""

    id: int
    label: str
    number: str
    floor: str
    area_m2: float | None
    kind: str
    people: int
    version: int


@dataclass(frozen=True, slots=True)
class RoomPattern:
    """Rooms to be made, as typed.

    `pattern` says how a room is numbered: {floor}{room:02} makes 502 of floor 5, room 2; {room:A} counts in letters.
    `entrances` (1-3, or 甲、乙) are made where they are new, empty for none. `floors` and `rooms` are first and last;
    without floors ("" twice) the rooms are one row, as shops, garages and villas are. Skipped ones are lists and ranges
    (4, 13-14); a skipped room is its number on the floor (4) or the number that would be made (502).
    """

    building_id: int
    pattern: str
    entrances: str = ""
    floors: tuple[str, str] = ("", "")
    rooms: tuple[str, str] = ("1", "1")
    skipped_floors: str = ""
    skipped_rooms: str = ""
    area_m2: float | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRooms:
    """What a pattern would make: the labels of new rooms and of those that exist and are left alone, in order."""

    new: Sequence[str] = ()
    existing: Sequence[str] = ()
