"""What is told of a household: its touchpoints in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from desktop.core.i18n import Message, msg
from desktop.households.offer import INSTRUCTION_KINDS, PEOPLE_KINDS, STATE_KINDS, TAG_KINDS, timeline_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.households.rows import TimelineLine

__all__ = [
    "OWN_GROUPS",
    "Teller",
    "TimelineGroup",
    "Told",
    "Touchpoint",
    "day_words",
    "own_told",
    "touchpoints",
]


@dataclass(frozen=True, slots=True)
class Told:
    """One touchpoint in words: what kind it was, what happened, and where to look it up.

    `reference` is the number printed as a link; it opens `page` at `where` (`Shell.go`).
    """

    kind: Message
    icon: str
    words: Message | str
    reference: str = ""
    page: str = ""
    where: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimelineGroup:
    """Kinds of touchpoint that are looked at together."""

    key: str
    label: Message
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One row of the timeline; `first` tells that it is the first of its day, newest first."""

    id: int
    at: datetime
    first: bool
    told: Told


OWN_GROUPS = (
    TimelineGroup("people", msg("People"), PEOPLE_KINDS),
    TimelineGroup("tags", msg("Tags"), TAG_KINDS),
    TimelineGroup("instructions", msg("Instructions"), INSTRUCTION_KINDS),
    TimelineGroup("state", msg("Room state"), STATE_KINDS),
)

_KINDS: Mapping[str, tuple[Message, str]] = MappingProxyType(
    {
        "moved_in": (msg("Moved in"), "user-plus"),
        "moved_out": (msg("Moved out"), "user-x"),
        **dict.fromkeys(STATE_KINDS, (msg("Room state"), "house")),
        **dict.fromkeys(TAG_KINDS, (msg("Tag"), "tag")),
        **dict.fromkeys(INSTRUCTION_KINDS, (msg("Instructed"), "megaphone")),
    }
)

Teller: TypeAlias = "Callable[[TimelineLine], Told | None]"
"""Tells one touchpoint; None where its kind belongs to another feature."""


def own_told(line: TimelineLine, zone: ZoneInfo) -> Told | None:
    """Tell a touchpoint of the register itself, None for one of another feature."""
    words = timeline_words(line.kind, line.parameters, zone)
    if words is None:
        return None
    return Told(*_KINDS.get(line.kind, (msg("Other"), "info")), words)


def touchpoints(lines: Sequence[TimelineLine], tellers: Sequence[Teller], zone: ZoneInfo) -> list[Touchpoint]:
    """Return the rows of a timeline, newest first; a kind that nobody tells is shown by its bare name."""
    rows = []
    last: date | None = None
    for line in lines:
        told = own_told(line, zone) or next((each for teller in tellers if (each := teller(line)) is not None), None)
        day = line.at.astimezone(zone).date()
        rows.append(Touchpoint(line.id, line.at, day != last, told or Told(msg("Other"), "info", line.kind)))
        last = day
    return rows


def day_words(day: date, today: date, spoken: Language) -> str:
    """Return a day as people say it: today, yesterday, the date within this year, else the full date."""
    if day == today:
        return spoken.pgettext("day", "Today")
    if (today - day).days == 1:
        return spoken.gettext("Yesterday")
    return spoken.short_date(day) if day.year == today.year else day.isoformat()
