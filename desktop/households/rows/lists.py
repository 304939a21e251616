"""Lists of rooms, what narrows them, and what the search box finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.households.model import RoomStateKind

__all__ = ["HouseholdChoice", "HouseholdFilter", "HouseholdLine", "PlaceLine", "SearchHit"]


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
class HouseholdFilter:
    """Which rooms a list shows; what is none or empty does not narrow it. `text` is found as in the search box."""

    building_id: int | None = None
    zone_id: int | None = None
    state: RoomStateKind | None = None
    tag_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One row of the list of rooms; `order_key` is its place in natural order, `people` the names there now.

    `looks` are meaning and own colour of each of `tags`.
    """

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
    looks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A building, zone or tag to choose from, with the number of its rooms."""

    id: int
    name: str
    rooms: int


@dataclass(frozen=True, slots=True)
class HouseholdChoice:
    """Households to act on: all that `wanted` leaves, or only some of them.

    `rooms` are ids, `places` positions in the list for rows that were chosen without being loaded. With neither all
    are meant.
    """

    wanted: HouseholdFilter
    rooms: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
