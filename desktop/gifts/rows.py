"""What screens and paper get to see of gift lists: frozen rows, what is typed, and the words for states."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.gifts.model import GiftState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from desktop.gifts.model import GiftListState

__all__ = [
    "STATE_LABELS",
    "TIMELINE_KIND",
    "GiftCounts",
    "GiftEntryLine",
    "GiftFilter",
    "GiftListLine",
    "GiftSheet",
    "NewGiftList",
]

TIMELINE_KIND = "gift_handed"
"""What the timeline of a household calls a gift it was given; what was handed over counts as care done, too."""

STATE_LABELS: Mapping[GiftState, Message] = MappingProxyType(
    {
        GiftState.WAITING: msg("To be given"),
        GiftState.NOT_HOME: msg("Nobody at home"),
        GiftState.HANDED: msg("Gift received"),
        GiftState.REFUSED: msg("Gift declined"),
        GiftState.LEFT_OUT: msg("Left out"),
    }
)


@dataclass(frozen=True, slots=True)
class NewGiftList:
    """A gift list as typed: `pieces` for each household of the contact list."""

    title: str
    gift: str
    due_on: date
    stock: int = 0
    contact_list_id: int | None = None
    pieces: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class GiftListLine:
    """A gift list and how far it is. `left` pieces in stock, `needed` by those still to be given theirs.

    `short` is by how many pieces the stock does not reach, 0 where it does. `late`: open past its day.
    """

    id: int
    version: int
    title: str
    gift: str
    due_on: date
    note: str
    state: GiftListState
    list_id: int | None
    list_name: str
    stock: int
    households: int
    waiting: int
    not_home: int
    handed: int
    refused: int
    left_out: int
    left: int
    needed: int
    short: int
    late: bool


@dataclass(frozen=True, slots=True)
class GiftFilter:
    """Which households of a gift list are shown: states empty for all; `words` looks in rooms and names."""

    states: frozenset[GiftState] = frozenset()
    words: str = ""


@dataclass(frozen=True, slots=True)
class GiftEntryLine:
    """One household of a gift list, in its calling order.

    `people` are the names of who is there now, owners first; `taboos` what they must not be given.
    """

    id: int
    version: int
    room_id: int | None
    room: str
    building: str
    people: tuple[str, ...]
    tags: tuple[str, ...]
    pieces: int
    state: GiftState
    tries: int
    last_tried_at: datetime | None
    handed_to: str
    handed_at: datetime | None
    handed_by: str
    note: str
    taboos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GiftSheet:
    """A gift list as it is printed, with a column for the signature; names masked where the letterhead says so.

    `only_waiting`: it holds those still to be given theirs, for another round.
    """

    line: GiftListLine
    entries: Sequence[GiftEntryLine]
    masked: bool
    only_waiting: bool = False


@dataclass(frozen=True, slots=True)
class GiftCounts:
    """What Today counts: gift lists due within a week or late, and the households waiting on them.

    `due` are the households among them whose list is due today or late.
    """

    lists: int = 0
    households: int = 0
    due: int = 0
