"""What is told of a household: its touchpoints in words, and what must be known before anything is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from desktop.core.i18n import Message, msg
from desktop.households.offer import alerts, timeline_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.households.rows import HouseholdFile, TimelineLine

__all__ = [
    "MOST_STRIPS",
    "OWN_GROUPS",
    "Strip",
    "Teller",
    "TimelineGroup",
    "Told",
    "Touchpoint",
    "day_words",
    "own_told",
    "tag_strips",
    "touchpoints",
]

MOST_STRIPS = 3
"""Strips on top of a household; what is beyond is counted in words."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One strip: `rank` orders them (0 first), `lead` is bold, `words` say what to do or why."""

    rank: int
    tone: str
    icon: str
    lead: Message
    words: Message | str = ""


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
    TimelineGroup("moves", msg("Moves"), frozenset({"moved_in", "moved_out"})),
    TimelineGroup("state", msg("Room state"), frozenset({"state_changed"})),
)

_KINDS: Mapping[str, tuple[Message, str]] = MappingProxyType(
    {
        "moved_in": (msg("Moved in"), "user-plus"),
        "moved_out": (msg("Moved out"), "user-x"),
        "state_changed": (msg("Room state"), "house"),
    }
)

_MEANT: Mapping[str, tuple[int, str, str, Message]] = MappingProxyType(
    {
        "living_alone": (2, "amber", "heart-handshake", msg("ask whether help is needed.")),
        "ill": (3, "amber", "calendar-heart", msg("be brief and offer to come by.")),
        "pregnant_or_infant": (4, "amber", "calendar-heart", msg("keep noise and waiting away from them.")),
        "legacy_issue": (5, "amber", "history", msg("the cause is not noted yet.")),
        "vip": (6, "violet", "crown", msg("serve first and keep every promised time.")),
    }
)
"""What a tag obliges to, where it obliges at all: rank, tone, icon, and what to do while no cause is noted."""

Teller: TypeAlias = "Callable[[TimelineLine], Told | None]"
"""Tells one touchpoint; None where its kind belongs to another feature."""


def tag_strips(file: HouseholdFile, zone: ZoneInfo) -> list[Strip]:
    """Return what a household's tags oblige to know, with the cause noted and since when."""
    since = {tag.name: tag.since for tag in file.tags}
    strips = []
    for alert in alerts(file):
        if alert.meaning not in _MEANT:
            continue
        rank, tone, icon, words = _MEANT[alert.meaning]
        if alert.cause:
            words = msg("%(cause)s.", cause=alert.cause.rstrip("。. "))
        began = since[alert.name]
        if began is not None and alert.meaning == "legacy_issue":
            day = began.astimezone(zone).date().isoformat()
            words = msg("%(words)s Since %(day)s.", words=words, day=day)
        strips.append(Strip(rank, tone, icon, msg("%(tag)s:", tag=alert.name), words))
    return strips


def own_told(line: TimelineLine) -> Told | None:
    """Tell a touchpoint of the register itself, None for one of another feature."""
    words = timeline_words(line.kind, line.parameters)
    if words is None:
        return None
    return Told(*_KINDS.get(line.kind, (msg("Other"), "info")), words)


def touchpoints(lines: Sequence[TimelineLine], tellers: Sequence[Teller], zone: ZoneInfo) -> list[Touchpoint]:
    """Return the rows of a timeline, newest first; a kind that nobody tells is shown by its bare name."""
    rows = []
    last: date | None = None
    for line in lines:
        found = (teller(line) for teller in (own_told, *tellers))
        told = next((each for each in found if each is not None), None)
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
