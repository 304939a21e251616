"""What screens and paper get to see of contact lists and call rounds: frozen rows, never tables' own objects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.contacts.model import CallingOrder, CallOutcome, CallState
from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desktop.contacts.model import Membership, RoundState
    from desktop.contacts.rule import Group
    from desktop.households.model import OccupancyRole
    from desktop.households.rows import HouseholdFile, TimelineLine

__all__ = [
    "ENTRY_LABELS",
    "ORDER_LABELS",
    "OUTCOME_LABELS",
    "PLACEHOLDERS",
    "TIMELINE_KIND",
    "AttemptLine",
    "CallCard",
    "CallPerson",
    "CallPhone",
    "CallSheet",
    "ContactListLine",
    "EntryFilter",
    "EntryLine",
    "ListDraft",
    "MemberLine",
    "RoomList",
    "RoundForecast",
    "RoundLine",
    "RoundProgress",
    "SheetEntry",
    "SheetPerson",
    "fill_script",
]

ORDER_LABELS: Mapping[CallingOrder, Message] = MappingProxyType(
    {
        CallingOrder.HAND: msg("In my own order"),
        CallingOrder.PRIORITY: msg("By priority"),
        CallingOrder.BUILDING: msg("By building"),
    }
)

OUTCOME_LABELS: Mapping[CallOutcome, Message] = MappingProxyType(
    {
        CallOutcome.REACHED: msg("Reached"),
        CallOutcome.NO_ANSWER: msg("No answer"),
        CallOutcome.BUSY: msg("Busy"),
        CallOutcome.WRONG_NUMBER: msg("Wrong number"),
        CallOutcome.MESSAGE_LEFT: msg("Message left"),
        CallOutcome.REFUSED: msg("Call refused"),
        CallOutcome.DO_NOT_CALL: msg("Do not call again"),
        CallOutcome.NO_PHONE: msg("No phone"),
        CallOutcome.LEFT_ROUND: msg("Left the round"),
    }
)

ENTRY_LABELS: Mapping[CallState, Message] = MappingProxyType(
    {
        CallState.WAITING: msg("To call"),
        CallState.LATER: msg("Call again"),
        CallState.REACHED: msg("Reached"),
        CallState.UNREACHED: msg("Not reached"),
    }
)

TIMELINE_KIND = "called"
"""What a household's timeline calls its entries about calls of rounds."""

PLACEHOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "name": "name",
        "room": "room",
        "community": "community",
        "occasion": "occasion",
        "姓名": "name",
        "房号": "room",
        "房號": "room",
        "小区": "community",
        "社區": "community",
        "事由": "occasion",
    }
)
"""What may stand in braces in a script, and what it becomes; the same in English and Chinese."""

_PLACEHOLDER = re.compile(r"[{｛]\s*(\w+)\s*[}｝]")


def fill_script(script: str, names: Mapping[str, str]) -> str:
    """Return a script with {name}, {room}, {community} and {occasion} filled from `names`; the rest stays as typed."""

    def filled(found: re.Match[str]) -> str:
        return names.get(PLACEHOLDERS.get(found[1].casefold(), ""), found[0])

    return _PLACEHOLDER.sub(filled, script)


# --- lists ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A contact list as typed: `rule` None for one made only by hand."""

    name: str
    note: str = ""
    rule: Group | None = None
    calling_order: CallingOrder = CallingOrder.BUILDING


@dataclass(frozen=True, slots=True)
class ContactListLine:
    """A contact list. `words` is its rule in words (None without one), `unknown` how many conditions nobody knows.

    `members` counts the households on it now: the rule's and those `added` by hand, without those `excluded`.
    """

    id: int
    name: str
    note: str
    rule: Group | None
    words: Message | None
    unknown: int
    calling_order: CallingOrder
    members: int
    added: int
    excluded: int
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class RoomList:
    """A list as one household sees it: whether it is `on` it now."""

    id: int
    name: str
    note: str
    on: bool


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A household on a list. `place` and `order_key` are its place in the list's order, as a page's anchor.

    `membership` is what was said of it by hand (None: nothing, the rule alone names it), `by_rule` whether the rule
    names it. `position` and `priority` are 0 where none was given. `do_not_call`: it asked not to be called.
    `version` is of what was said by hand, 0 where nothing was.
    """

    room_id: int
    label: str
    building: str
    people: tuple[str, ...]
    tags: tuple[str, ...]
    phones: int
    membership: Membership | None
    by_rule: bool
    position: int
    priority: int
    note: str
    do_not_call: bool
    place: int
    order_key: str
    version: int = 0


# --- rounds ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundForecast:
    """What a round over a list would be now: households to call, without a phone, and who asked not to be called."""

    to_call: int
    no_phone: int
    do_not_call: int


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """How far a round is. `total` = `waiting` + `later` + `reached` + `unreached`, without those `left_out`.

    `left_out` asked not to be called before the round began; `no_phone` are part of `unreached`. `due` are those of
    `later` whose time has come, `calling` those that someone has on the phone. `next_at` is when the next of `later`
    comes due, None where none is left for later or one is due already.
    """

    waiting: int = 0
    later: int = 0
    due: int = 0
    reached: int = 0
    unreached: int = 0
    no_phone: int = 0
    left_out: int = 0
    calling: int = 0
    next_at: datetime | None = None

    @property
    def total(self) -> int:
        """Return how many households the round is about."""
        return self.waiting + self.later + self.reached + self.unreached

    @property
    def done(self) -> int:
        """Return how many of them need no call any more."""
        return self.reached + self.unreached


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A call round and how far it is. `mine` tells whether this account has a household of it on the phone."""

    id: int
    list_id: int | None
    list_name: str
    occasion: str
    script: str
    state: RoundState
    most_attempts: int
    retry_minutes: int
    started_at: datetime
    ended_at: datetime | None
    version: int
    progress: RoundProgress
    mine: bool = False


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which households of a round a table shows.

    `states` empty: all that are called. `not_reached`: every one that was not, whatever its state. `left_out`: those
    that asked not to be called before the round began, who are in none of the other tables.
    """

    states: frozenset[CallState] = frozenset()
    not_reached: bool = False
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One household of a round. `number` is its place in calling order; `room_id` is None where the room is gone.

    `outcome` is the last call's, None before one; `called_at`, `called_by` and `note` are of the last call that counts.
    `calling` is the name of who has it on the phone, "" for nobody.
    """

    id: int
    number: int
    room_id: int | None
    room: str
    people: tuple[str, ...]
    state: CallState
    outcome: CallOutcome | None
    attempts: int
    next_at: datetime | None
    called_at: datetime | None
    called_by: str
    note: str
    calling: str
    version: int


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One call that was made. `phone` is masked; `undone` ones were entered by mistake and do not count."""

    id: int
    at: datetime
    by: str
    outcome: CallOutcome
    person: str
    phone: str
    note: str
    undone: bool
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class CallPhone:
    """A phone to call, in full: `digits` for dialling, `shown` for reading. `wrong`: so found in this round."""

    id: int
    digits: str
    shown: str
    label: str
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class CallPerson:
    """Someone to call, with phones in order (none is possible). `calls_first`: is called before the owners."""

    resident_id: int
    name: str
    role: OccupancyRole
    calls_first: bool
    phones: tuple[CallPhone, ...]


@dataclass(frozen=True, slots=True)
class CallCard:
    """Everything to make one call. The phones on it were revealed to this account, which stands in the audit.

    `number` of `total` is its place in calling order; `people` are in the order to call them. `household` is the whole
    file, for the alerts. `last_contact` is its latest touchpoint, `last_call` the latest call in any round. `note`
    stands on the list. The household is this account's until `claimed_until`; `ContactService.renew` extends that.
    """

    entry_id: int
    version: int
    round_id: int
    number: int
    total: int
    room_id: int
    room: str
    building: str
    occasion: str
    script: str
    community: str
    people: tuple[CallPerson, ...]
    household: HouseholdFile
    last_contact: TimelineLine | None
    last_call: AttemptLine | None
    attempts: int
    most_attempts: int
    note: str
    claimed_until: datetime

    def words(self, name: str = "") -> str:
        """Return the script with its names filled in for who is called: `name`, else the first of `people`."""
        first = next((person.name for person in self.people if person.phones), "")
        names = {
            "name": name or first or self.room,
            "room": self.room,
            "community": self.community,
            "occasion": self.occasion,
        }
        return fill_script(self.script, names)


# --- paper ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """Someone on the call sheet, with phones as they are printed."""

    name: str
    role: OccupancyRole
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One row of the call sheet; `outcome` None before a call."""

    number: int
    room: str
    people: tuple[SheetPerson, ...]
    state: CallState
    outcome: CallOutcome | None
    called_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class CallSheet:
    """A round as it is printed: its rows in calling order, or who was not reached first (`unreached_first`)."""

    round: RoundLine
    entries: tuple[SheetEntry, ...]
    left_out: tuple[SheetEntry, ...]
    masked: bool
    unreached_first: bool
