"""What screens and paper get to see of incidents: frozen rows, what is typed, and the words for kinds and states."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.incidents.model import EntryKind, IncidentKind, IncidentState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from desktop.incidents.model import IncidentMove

__all__ = [
    "KINDS",
    "KIND_ICONS",
    "KIND_LABELS",
    "LONGEST_LINE",
    "LONGEST_TEXT",
    "MOST_HURT",
    "STATE_LABELS",
    "TIMELINE_KIND",
    "EntryLine",
    "IncidentCounts",
    "IncidentFile",
    "IncidentFilter",
    "IncidentLine",
    "IncidentMonthLine",
    "IncidentSheet",
    "NewEntry",
    "NewIncident",
    "PlaceRoom",
    "Signature",
]

TIMELINE_KIND = "incident"
"""What the timeline of a household calls an incident at its room; its parameters are `number` and `incident`."""

LONGEST_LINE, LONGEST_TEXT = 200, 2000
"""Characters of what is said in a line, and of longer text."""

MOST_HURT = 999
"""People hurt in one incident."""

KIND_LABELS: Mapping[IncidentKind, Message] = MappingProxyType(
    {
        IncidentKind.FIRE: msg("Fire"),
        IncidentKind.LIFT_TRAPPED: msg("Trapped in a lift"),
        IncidentKind.FLOODING: msg("Burst pipe, flooding"),
        IncidentKind.GAS_LEAK: msg("Gas leak"),
        IncidentKind.POWER_FAILURE: msg("Power failure"),
        IncidentKind.INJURY: msg("Somebody hurt or ill"),
        IncidentKind.THEFT: msg("Theft"),
        IncidentKind.FIGHT: msg("Fight or quarrel"),
        IncidentKind.FALLING_OBJECT: msg("Thing fallen from above"),
        IncidentKind.OTHER: msg("Other incident"),
        IncidentKind.INTRUSION: msg("Intruder"),
        IncidentKind.MISSING_PERSON: msg("Missing person"),
        IncidentKind.TRAFFIC: msg("Traffic accident"),
        IncidentKind.WEATHER: msg("Severe weather"),
    }
)

KINDS: Sequence[IncidentKind] = tuple(KIND_LABELS)
"""In the order they are offered; the gate's digits 1 to 9 and 0 are the first ten."""

KIND_ICONS: Mapping[IncidentKind, str] = MappingProxyType(
    {
        IncidentKind.FIRE: "flame",
        IncidentKind.LIFT_TRAPPED: "arrow-up-down",
        IncidentKind.FLOODING: "waves",
        IncidentKind.GAS_LEAK: "heater",
        IncidentKind.POWER_FAILURE: "zap-off",
        IncidentKind.INJURY: "heart-handshake",
        IncidentKind.THEFT: "eye-off",
        IncidentKind.FIGHT: "angry",
        IncidentKind.FALLING_OBJECT: "arrow-down",
        IncidentKind.OTHER: "shield-alert",
        IncidentKind.INTRUSION: "log-in",
        IncidentKind.MISSING_PERSON: "user-x",
        IncidentKind.TRAFFIC: "car",
        IncidentKind.WEATHER: "tornado",
    }
)

STATE_LABELS: Mapping[IncidentState, Message] = MappingProxyType(
    {
        IncidentState.OPEN: msg("Being written"),
        IncidentState.REPORTED: msg("To be signed"),
        IncidentState.SIGNED_OFF: msg("Manager signed"),
        IncidentState.DROPPED: msg("Reported by mistake"),
    }
)


@dataclass(frozen=True, slots=True)
class NewIncident:
    """An incident as typed. `occurred_at` none: now. Without `room_id` a house number in `place` is that room.

    `hurt` people; `damage_fen` none: not known. Without a department it is the one that keeps order.
    """

    kind: IncidentKind
    place: str = ""
    words: str = ""
    occurred_at: datetime | None = None
    room_id: int | None = None
    people: str = ""
    hurt: int = 0
    damage: str = ""
    damage_fen: int | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A measure taken, or someone told (`who`); `at` none: now."""

    words: str = ""
    kind: EntryKind = EntryKind.MEASURE
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlaceRoom:
    """The room that a typed place means."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents are listed, the latest first; what is none or empty does not narrow them.

    Those dropped are listed only where `states` names them. `words` are looked for in number, place and what was
    written.
    """

    words: str = ""
    states: frozenset[IncidentState] = frozenset()
    going_on: bool = False


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident in a list. `ended_at` none: still going on. `measures` taken and people `told` are counts."""

    id: int
    version: int
    number: str
    kind: IncidentKind
    state: IncidentState
    occurred_at: datetime
    ended_at: datetime | None
    room_id: int | None
    place: str
    words: str
    hurt: int
    department: str
    measures: int
    told: int

    @property
    def is_going_on(self) -> bool:
        """Tell whether it is not over yet."""
        return self.ended_at is None and self.state is not IncidentState.DROPPED


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A measure taken, or someone told, at a minute; `by` noted it."""

    id: int
    kind: EntryKind
    at: datetime
    who: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed an incident off, when, with which words; `holds`: what was signed is still so."""

    at: datetime
    by: str
    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class IncidentFile:
    """All of one incident: `entries` in the order of their minutes; `moves` are what this account may do now."""

    line: IncidentLine
    people: str
    damage: str
    damage_fen: int | None
    department_id: int | None
    recorded_at: datetime
    recorded_by: str
    reported_at: datetime | None
    entries: tuple[EntryLine, ...]
    signature: Signature | None
    moves: frozenset[IncidentMove]


@dataclass(frozen=True, slots=True)
class IncidentSheet:
    """An incident as it is printed, with its photos as small JPEGs; `left_out` photos did not fit."""

    file: IncidentFile
    photos: tuple[bytes, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class IncidentCounts:
    """How many incidents are still going on, and how many wait for a manager's signature."""

    going_on: int = 0
    to_sign: int = 0


@dataclass(frozen=True, slots=True)
class IncidentMonthLine:
    """An incident as a month's report tells it; `signed`: it is signed off and the signature holds."""

    id: int
    number: str
    kind: IncidentKind
    occurred_at: datetime
    ended_at: datetime | None
    place: str
    words: str
    hurt: int
    damage: str
    damage_fen: int | None
    department_id: int | None
    measures: int
    signed: bool
