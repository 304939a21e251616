"""What an outage affects: picks, the tree they are picked from, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.outages.model import PlaceLevel

__all__ = [
    "AffectedRoom",
    "BuildingNode",
    "EntranceNode",
    "FloorNode",
    "Pick",
    "PlaceTree",
    "RoomNode",
    "ScopeCount",
    "ZoneNode",
]


@dataclass(frozen=True, slots=True)
class Pick:
    """One pick of a scope, by the ids of its level (see `model.OutagePlace`); `excluded`: taken out of the others.

    `label` is how it was called when it was picked, kept when it is no more; `now` how it is called today, empty where
    nobody looked or it is `gone`: names nothing any more. A floor is named by its entrance, or without one by its
    building: then that floor of all its entrances.
    """

    level: PlaceLevel
    zone_id: int | None = None
    building_id: int | None = None
    entrance_id: int | None = None
    floor: str = ""
    room_id: int | None = None
    excluded: bool = False
    label: str = ""
    gone: bool = False
    now: str = ""

    @property
    def named(self) -> str:
        """Return what to call it: as it is called now, where that is known."""
        return self.now or self.label


@dataclass(frozen=True, slots=True)
class ScopeCount:
    """What picks come to now. `rooms` of the scope, `vacant` of them with nobody living in (none left when excluded).

    `households` are rooms with someone living in or owning, `residents` people living there, `by_meaning` households
    by the meaning of their tags (vip, living_alone, ill, pregnant_or_infant ...); `called` those with any meaning of
    `WARNED_MEANINGS`. `buildings` are (building id, its name, its households) in natural order.
    """

    rooms: int = 0
    vacant: int = 0
    households: int = 0
    residents: int = 0
    vips: int = 0
    called: int = 0
    by_meaning: Mapping[str, int] = field(default_factory=dict)
    buildings: Sequence[tuple[int, str, int]] = ()


@dataclass(frozen=True, slots=True)
class RoomNode:
    """A room of the picker: `short` is its number without building and entrance."""

    id: int
    label: str
    short: str
    occupied: bool


@dataclass(frozen=True, slots=True)
class FloorNode:
    """A floor with its rooms, in natural order; rooms of no floor stand under ""."""

    name: str
    rooms: Sequence[RoomNode]


@dataclass(frozen=True, slots=True)
class EntranceNode:
    """An entrance (id None: rooms without one) with its floors, highest first."""

    id: int | None
    name: str
    floors: Sequence[FloorNode]


@dataclass(frozen=True, slots=True)
class BuildingNode:
    """A building with its entrances."""

    id: int
    name: str
    entrances: Sequence[EntranceNode]


@dataclass(frozen=True, slots=True)
class ZoneNode:
    """A zone (id None: buildings of no zone) with its buildings."""

    id: int | None
    name: str
    buildings: Sequence[BuildingNode]


@dataclass(frozen=True, slots=True)
class PlaceTree:
    """The whole community as the picker shows it, in natural order."""

    community: str
    zones: Sequence[ZoneNode]


@dataclass(frozen=True, slots=True)
class AffectedRoom:
    """One room of a scope: for lists, posters and rounds."""

    room_id: int
    label: str
    building_id: int
    building: str
    occupied: bool
    meanings: frozenset[str] = frozenset()
