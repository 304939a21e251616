"""What a rule is made of: groups that ask for all or any of their parts, and conditions on a household."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from desktop.households.model import OccupancyRole, RoomStateKind

__all__ = [
    "EVERYONE",
    "Condition",
    "Group",
    "InBuilding",
    "InEntrance",
    "InState",
    "InZone",
    "LegacyIssue",
    "Match",
    "MovedIn",
    "Other",
    "Person",
    "SeveralRooms",
    "Tagged",
    "WithPhone",
    "conditions_of",
]


@dataclass(frozen=True, slots=True)
class Tagged:
    """Wears a tag: any of this `meaning` (vip, committee, ill ...), or, without one, the tag of this id.

    `name` is what the tag was called when the rule was made; it is only for the words.
    """

    meaning: str = ""
    tag_id: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class LegacyIssue:
    """Wears a tag that means a legacy issue; with `cause`, one whose cause holds these words."""

    cause: str = ""


@dataclass(frozen=True, slots=True)
class InZone:
    """Lies in a zone; `name` is only for the words."""

    zone_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class InBuilding:
    """Lies in a building; `name` is only for the words."""

    building_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class InEntrance:
    """Lies in an entrance; `name` (3-1) is only for the words."""

    entrance_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone belongs to the household now who is all of this: has the role, is of that age, has that birthday.

    Ages are completed years today, both bounds included; who has no known year of birth is of no age. A birthday is
    this month if its day, solar or lunar, falls into the month of today. What is None or False does not narrow.
    """

    role: OccupancyRole | None = None
    age_from: int | None = None
    age_to: int | None = None
    birthday_this_month: bool = False


@dataclass(frozen=True, slots=True)
class InState:
    """The room is in this state today."""

    state: RoomStateKind


@dataclass(frozen=True, slots=True)
class WithPhone:
    """Someone of the household has a phone (`present`), or nobody has."""

    present: bool = True


@dataclass(frozen=True, slots=True)
class SeveralRooms:
    """Someone of the household belongs to another room as well."""


@dataclass(frozen=True, slots=True)
class MovedIn:
    """Someone moved in within the last `days` days, today included."""

    days: int


@dataclass(frozen=True, slots=True)
class Other:
    """A condition this package does not know: one another feature offers (`kinds.ConditionKind`), or a newer version.

    `kind` is its key, `data` everything else of it, kept as it came.
    """

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


Condition: TypeAlias = (
    Tagged
    | LegacyIssue
    | InZone
    | InBuilding
    | InEntrance
    | Person
    | InState
    | WithPhone
    | SeveralRooms
    | MovedIn
    | Other
)


class Match(StrEnum):
    """Whether all parts of a group must hold, or any one of them is enough."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Group:
    """A rule, or a part of one. A group without parts does not narrow: as a rule it names every household."""

    match: Match = Match.ALL
    parts: tuple[Condition | Group, ...] = ()


EVERYONE = Group()
"""The rule that names every household."""


def conditions_of(group: Group) -> Iterator[Condition]:
    """Yield every condition of a rule, at any depth, in order."""
    for part in group.parts:
        if isinstance(part, Group):
            yield from conditions_of(part)
        else:
            yield part
