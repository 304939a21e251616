"""What screens and paper get to see of events: frozen rows, what is typed to plan one, and the words for kinds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.events.model import EventKind, EventState, GuestState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from desktop.contacts.rows import RoundLine

__all__ = [
    "BUILT_IN_GOALS",
    "GUEST_LABELS",
    "KIND_ICONS",
    "KIND_LABELS",
    "STATE_LABELS",
    "Audience",
    "AudienceKind",
    "EventCounts",
    "EventFile",
    "EventFilter",
    "EventHit",
    "EventLine",
    "EventMonthLine",
    "EventStage",
    "EventSummary",
    "GoalLine",
    "GuestFilter",
    "GuestLine",
    "HouseholdEvents",
    "ItemRow",
    "NewEvent",
    "NewGuest",
    "NewItem",
    "SheetOrder",
    "SignInSheet",
    "StaffRow",
]

KIND_LABELS: Mapping[EventKind, Message] = MappingProxyType(
    {
        EventKind.CONVENIENCE: msg("Convenience service"),
        EventKind.FESTIVAL: msg("Festival"),
        EventKind.EDUCATION: msg("Talk or course"),
        EventKind.SPORT: msg("Sport"),
        EventKind.VOLUNTEER: msg("Volunteering"),
        EventKind.OWNERS_MEETING: msg("Owners' meeting"),
        EventKind.OTHER: msg("Other event"),
    }
)

KIND_ICONS: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.CONVENIENCE: "scissors",
        EventKind.FESTIVAL: "party-popper",
        EventKind.EDUCATION: "graduation-cap",
        EventKind.SPORT: "dumbbell",
        EventKind.VOLUNTEER: "hand-heart",
        EventKind.OWNERS_MEETING: "users",
        EventKind.OTHER: "calendar",
    }
)
"""Icons by their names in resources/icons."""

STATE_LABELS: Mapping[EventState, Message] = MappingProxyType(
    {
        EventState.PLANNED: msg("Being planned"),
        EventState.ANNOUNCED: msg("Made known"),
        EventState.HELD: msg("Held"),
        EventState.CANCELLED: msg("Not held"),
    }
)

GUEST_LABELS: Mapping[GuestState, Message] = MappingProxyType(
    {
        GuestState.INVITED: msg("Invited"),
        GuestState.SIGNED_UP: msg("Signed up"),
        GuestState.WAITING: msg("Waiting list"),
        GuestState.DECLINED: msg("Not coming"),
        GuestState.CANCELLED: msg("Signed off"),
    }
)

BUILT_IN_GOALS: Mapping[EventKind, int] = MappingProxyType({EventKind.CONVENIENCE: 6})
"""The year's goals as long as nobody laid down others (PRODUCT.md: at least 6 convenience services)."""


class EventStage(StrEnum):
    """Which events a list shows: to come (today's among them), past and not closed yet, held, all."""

    COMING = "coming"
    TO_CLOSE = "to_close"
    HELD = "held"
    ALL = "all"


class SheetOrder(StrEnum):
    """In which order a sign-in sheet lists its guests."""

    BUILDING = "building"
    ALPHABET = "alphabet"


class AudienceKind(StrEnum):
    """By what households are invited."""

    LIST = "list"
    ZONE = "zone"
    TAG = "tag"
    ROOMS = "rooms"


@dataclass(frozen=True, slots=True)
class Audience:
    """Households to invite: those of a contact list, a zone or a tag by its `id`, or the rooms picked by hand."""

    kind: AudienceKind
    id: int | None = None
    room_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Who helps with what: a worker by id, or a name."""

    name: str
    task: str = ""
    worker_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewItem:
    """One line of materials as typed."""

    words: str
    amount: str = ""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as typed; moments aware. With a `lunar_day` ("--08-15") the solar day must be that lunar day's."""

    kind: EventKind
    title: str
    starts_at: datetime
    ends_at: datetime
    kind_name: str = ""
    words: str = ""
    lunar_day: str = ""
    place: str = ""
    zone_id: int | None = None
    capacity: int = 0
    household_limit: int = 0
    open_to_all: bool = True
    partner: str = ""
    budget_fen: int | None = None
    staff: tuple[StaffRow, ...] = ()
    items: tuple[NewItem, ...] = ()


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events a list shows: coming ones next first, the others latest first. `year` 0 is every year."""

    stage: EventStage = EventStage.COMING
    kinds: frozenset[EventKind] = frozenset()
    year: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list. Households `invited`, people `signed_up`, `waiting` and who `came`.

    Who walked in is among those who came, not among those signed up. `room_left` is for how many people there is room,
    None without a limit. `items_open` lines of materials are not ready yet.
    """

    id: int
    version: int
    number: str
    kind: EventKind
    kind_name: str
    title: str
    state: EventState
    starts_at: datetime
    ends_at: datetime
    lunar_day: str
    place: str
    zone: str
    capacity: int
    invited: int
    signed_up: int
    waiting: int
    came: int
    households_came: int
    room_left: int | None
    items_open: int


@dataclass(frozen=True, slots=True)
class EventHit:
    """One find of the search box: `title` is number and title, `matched` what was found, `exact`: by its number."""

    id: int
    kind: EventKind
    title: str
    matched: str
    starts_at: datetime
    exact: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of materials; `ready_at` once it is there."""

    id: int
    version: int
    words: str
    amount: str
    ready_at: datetime | None


@dataclass(frozen=True, slots=True)
class GuestFilter:
    """Which guests are shown; `states` empty for all. `came` True or False narrows to who came or did not."""

    states: frozenset[GuestState] = frozenset()
    came: bool | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class GuestLine:
    """A household at an event; `waiting_place` from 1 on the waiting list, 0 for who is not on it."""

    id: int
    version: int
    room_id: int | None
    room: str
    name: str
    state: GuestState
    people: int
    invited_at: datetime | None
    invited_through: str
    signed_up_at: datetime | None
    waiting_place: int
    came: int | None
    came_at: datetime | None
    walk_in: bool
    said: str
    note: str
    order_key: str = ""


@dataclass(frozen=True, slots=True)
class NewGuest:
    """A sign-up as typed: a household by its room, or someone without one by name."""

    room_id: int | None = None
    name: str = ""
    people: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventFile:
    """An event with all that belongs to it; `plan` is it as typed, to be changed. `requests` were made from it.

    `requests` are (request id, number, words). `last_year` is the number of the event it was copied from. `voices` is
    what was said of it, by guests and by those nobody knows.
    """

    line: EventLine
    plan: NewEvent
    items: Sequence[ItemRow]
    guests: Sequence[GuestLine]
    rounds: Sequence[RoundLine]
    requests: Sequence[tuple[int, str, str]]
    budget_fen: int | None
    cost_fen: int | None
    outcome: str
    end_words: str
    photos: int
    last_year: str = ""
    voices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """The guests of an event as printed for signing in; names masked where the letterhead says so."""

    line: EventLine
    guests: Sequence[GuestLine]
    order: SheetOrder
    masked: bool


@dataclass(frozen=True, slots=True)
class EventSummary:
    """The one page on an event that was held, as printed: figures, what was said, what follows, photos as JPEGs."""

    file: EventFile
    voices: Sequence[str]
    photos: Sequence[bytes]
    last_year: EventLine | None


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal of a year: `goal` events of `kind` in the community (`zone_id` None) or a zone.

    `held` in the year so far, `planned` still to come in it, `missing` what is neither; `due` is how many should be
    held by now in an even year.
    """

    kind: EventKind
    zone_id: int | None
    zone: str
    year: int
    goal: int
    held: int
    planned: int
    due: int
    version: int = 0

    @property
    def missing(self) -> int:
        """Return how many are neither held nor planned."""
        return max(0, self.goal - self.held - self.planned)

    @property
    def behind(self) -> int:
        """Return by how many it lags behind an even year."""
        return max(0, self.due - self.held)


@dataclass(frozen=True, slots=True)
class EventCounts:
    """What Today counts: today's events, within a week, past ones not closed, materials not ready within three days."""

    today: int = 0
    week: int = 0
    to_close: int = 0
    unready: int = 0


@dataclass(frozen=True, slots=True)
class HouseholdEvents:
    """What a household has to do with events: coming ones it is invited to or signed up for, and when it was last.

    `last_invited_on` and `last_came_on` are days in the community's zone. `forgotten`: it has a legacy issue and was
    invited to nothing for a year.
    """

    coming: Sequence[tuple[EventLine, GuestLine]]
    last_invited_on: date | None
    last_came_on: date | None
    forgotten: bool


@dataclass(frozen=True, slots=True)
class EventMonthLine:
    """An event as a month counts it: it was held in the month (by its start), with how many came and what it cost."""

    id: int
    number: str
    kind: EventKind
    kind_name: str
    title: str
    starts_at: datetime
    place: str
    households_invited: int
    people: int
    households: int
    cost_fen: int | None
    outcome: str
