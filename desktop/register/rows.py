"""What screens and paper get to see of the register's upkeep: pairs, sides, merges, bulk edits, lists, papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from desktop.households.model import OccupancyRole, RoomStateKind
    from desktop.households.rows import HouseholdFile, TimelineLine

__all__ = [
    "BOTH_FIELDS",
    "FIELD_LABELS",
    "REASON_LABELS",
    "BuildingChange",
    "BulkEdit",
    "BulkPreview",
    "Comparison",
    "Dossier",
    "DuplicateLine",
    "Entry",
    "FileSection",
    "LabelLine",
    "ListedHousehold",
    "ListedPerson",
    "MergeDecision",
    "MergeLine",
    "Period",
    "Reason",
    "ResidentSide",
    "Side",
    "Stay",
    "Telling",
]


class Reason(StrEnum):
    """Why two residents may be one; in the order of how much it says."""

    SAME_ID = "same_id"
    SAME_NAME_AND_ROOM = "same_name_and_room"
    SAME_PHONE = "same_phone"
    SIMILAR_NAME = "similar_name"


REASON_LABELS: Mapping[Reason, Message] = MappingProxyType(
    {
        Reason.SAME_ID: msg("Same ID number"),
        Reason.SAME_NAME_AND_ROOM: msg("Same name, same room"),
        Reason.SAME_PHONE: msg("Same phone"),
        Reason.SIMILAR_NAME: msg("Similar names"),
    }
)

FIELD_LABELS: Mapping[str, Message] = MappingProxyType(
    {
        "name": msg("Name"),
        "sex": msg("Sex"),
        "id_number": msg("ID number"),
        "birthday": msg("Birthday"),
        "kind": msg("Kind of person"),
        "language": msg("Language"),
        "preferences": msg("Preferences"),
        "taboos": msg("Taboos"),
        "emergency_contact": msg("Emergency contact"),
        "note": msg("Note"),
    }
)
"""The fields chosen one by one in a merge, in the order shown; phones and rooms are always united."""

BOTH_FIELDS = frozenset({"preferences", "taboos", "emergency_contact", "note"})
"""Fields of free words, of which both sides' can be kept, one after the other."""


class Side(StrEnum):
    """Whose value a merge keeps."""

    KEPT = "kept"
    OTHER = "other"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class DuplicateLine:
    """Two residents who may be one, `first_id` the older entry; `room` is one of their rooms, shared if one is."""

    first_id: int
    second_id: int
    first_name: str
    second_name: str
    room: str
    reasons: tuple[Reason, ...]

    @property
    def id(self) -> tuple[int, int]:
        """Return both ids, by which the list recognises the pair."""
        return self.first_id, self.second_id


@dataclass(frozen=True, slots=True)
class Period:
    """Days of which a household's history is wanted, both included; none: from the beginning, until now."""

    since: date | None = None
    until: date | None = None

    def start(self, zone: ZoneInfo) -> datetime | None:
        """Return its first moment, seen in `zone`."""
        return None if self.since is None else datetime.combine(self.since, time(), zone)

    def end(self, zone: ZoneInfo) -> datetime | None:
        """Return the first moment after it."""
        return None if self.until is None else datetime.combine(self.until + timedelta(days=1), time(), zone)

    def holds(self, at: datetime, zone: ZoneInfo) -> bool:
        """Tell whether the aware time `at` lies in it."""
        start, end = self.start(zone), self.end(zone)
        return (start is None or start <= at) and (end is None or at < end)


@dataclass(frozen=True, slots=True)
class Stay:
    """A room someone is or was in, from `since` (none: always) up to but not including `until` (none: still)."""

    room_id: int
    room: str
    role: OccupancyRole
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class ResidentSide:
    """One resident beside another. `fields` are shown values by the keys of `FIELD_LABELS`; ID and phones masked."""

    id: int
    version: int
    fields: Mapping[str, str]
    birthday_calendar: str
    phones: tuple[str, ...]
    stays: tuple[Stay, ...]

    @property
    def name(self) -> str:
        """Return the name."""
        return self.fields["name"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two residents side by side; `kept` is the older entry. `differing` names the fields with two different values.

    Two masked ID numbers may look alike and yet be among `differing`.
    """

    kept: ResidentSide
    other: ResidentSide
    differing: frozenset[str]


@dataclass(frozen=True, slots=True)
class MergeDecision:
    """What a clerk decided. A field without a choice keeps the kept one's value, or the other's where that is empty."""

    kept_id: int
    other_id: int
    kept_version: int
    other_version: int
    choices: Mapping[str, Side] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge that was made: `kept` and `merged` are the names of then and now, `undone_at` set once taken back."""

    id: int
    at: datetime
    by: str
    kept_id: int
    kept: str
    merged_id: int
    merged: str
    room: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What to do to many households at once.

    `put_on` are names of tags, with one `cause` for all of them; `take_off` ids of tags. A zone belongs to a building:
    `zone_id` is given to every building that a chosen household is in (0: no zone, None: leave it).
    """

    put_on: tuple[str, ...] = ()
    cause: str = ""
    take_off: tuple[int, ...] = ()
    zone_id: int | None = None


@dataclass(frozen=True, slots=True)
class BuildingChange:
    """A building that gets another zone: how many of its `rooms` are among those `chosen`."""

    id: int
    name: str
    rooms: int
    chosen: int


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a bulk edit would change: households chosen, those that gain or lose a tag, buildings whose zone changes."""

    rooms: int
    gaining: int
    losing: int
    buildings: tuple[BuildingChange, ...]

    @property
    def changes_nothing(self) -> bool:
        """Tell whether everything is so already."""
        return not (self.gaining or self.losing or self.buildings)


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Someone of a household on a list; phones and ID as they may be shown there."""

    name: str
    role: OccupancyRole
    phones: tuple[str, ...]
    id_number: str


@dataclass(frozen=True, slots=True)
class ListedHousehold:
    """One household of an export."""

    room_id: int
    label: str
    building: str
    zone: str
    state: RoomStateKind | None
    kind: str
    floor: str
    area_m2: float | None
    people: tuple[ListedPerson, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelLine:
    """What an address label says: the room, and who is there now, owners first."""

    room: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the register holds of one household. `file` is masked or not, as `masked` tells; then why not.

    `touchpoints` is the whole timeline, newest first.
    """

    file: HouseholdFile
    touchpoints: tuple[TimelineLine, ...]
    masked: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One touchpoint in words: what kind it was, what happened, and the number it can be looked up by."""

    kind: Message | str
    words: Message | str
    number: str = ""


Telling: TypeAlias = "Callable[[TimelineLine], Entry | None]"
"""Tells one touchpoint, None for one it does not know; features above this one hand theirs in."""


@dataclass(frozen=True, slots=True)
class FileSection:
    """A table of another feature in a household's file: its requests, its care tasks.

    The column at `widest` takes the width that the others leave.
    """

    title: Message
    heads: tuple[Message, ...]
    rows: Sequence[tuple[Message | str, ...]]
    empty: Message
    widest: int = 0
