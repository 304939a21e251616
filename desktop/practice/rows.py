"""What the practice of residents shows: what to choose from, one question with its answer, how far someone is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from desktop.households.model import OccupancyRole

__all__ = ["Asked", "Choices", "Person", "PracticeChoice", "PracticeState", "Question", "Where", "WornTag"]


class Asked(StrEnum):
    """What is shown of a household: its room, one of its plates, or now this and now that."""

    ROOMS = "rooms"
    PLATES = "plates"
    BOTH = "both"


class Where(StrEnum):
    """Among which households: all, those of a zone or a building, the VIP ones."""

    ALL = "all"
    ZONE = "zone"
    BUILDING = "building"
    VIP = "vip"


@dataclass(frozen=True, slots=True)
class PracticeChoice:
    """What someone wants to practise; `place_id` is the zone's or the building's."""

    where: Where = Where.ALL
    place_id: int = 0
    asked: Asked = Asked.BOTH


@dataclass(frozen=True, slots=True)
class Person:
    """Who is there; `role` is none for an account that sees names alone."""

    name: str
    role: OccupancyRole | None


@dataclass(frozen=True, slots=True)
class WornTag:
    """A tag of the household, with its meaning and its own colour ("" for the one its meaning has)."""

    name: str
    meaning: str
    tone: str


@dataclass(frozen=True, slots=True)
class Question:
    """One household to be known. `plate` is asked for where it is not empty, else `room`.

    The answer is `people`, the rest of room and `plates`, and `tags` where the account may see them. No phone and no
    document is in it. `box` is how well it is known (0: new or missed); `due_on` none for one never asked.
    """

    room_id: int
    room: str
    plate: str
    people: tuple[Person, ...]
    plates: tuple[str, ...]
    tags: tuple[WornTag, ...]
    box: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PracticeState:
    """How far an account is with the households of its choice.

    `households` can be asked at all, `due` of those asked before come again today, `fresh` were never asked, `known`
    were known the last time, `sure` are known for two weeks and more.
    """

    households: int
    due: int
    fresh: int
    known: int
    sure: int


@dataclass(frozen=True, slots=True)
class Choices:
    """Zones and buildings to choose from, as (id, name) in their order; `tags` tells whether VIP ones can be chosen."""

    zones: tuple[tuple[int, str], ...]
    buildings: tuple[tuple[int, str], ...]
    tags: bool = True
