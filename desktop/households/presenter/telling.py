"""What is told of a household: its touchpoints in words, and what must be known before anything is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from desktop.core.i18n import Message, msg
from desktop.households.model import OccupancyRole, RoomStateKind
from desktop.households.rows import ROLE_LABELS, STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.households.rows import TagLine, TimelineLine

__all__ = [
    "MOST_ALERTS",
    "OWN_GROUPS",
    "Alert",
    "Teller",
    "TimelineGroup",
    "Told",
    "Touchpoint",
    "day_words",
    "own_told",
    "tag_alerts",
    "touchpoints",
]

MOST_ALERTS = 3
"""Strips on top of a household; what is beyond is counted in words."""


@dataclass(frozen=True, slots=True)
class Alert:
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

_MEANT: Mapping[str, tuple[int, str, str, Message, Message]] = MappingProxyType(
    {
        "living_alone": (2, "amber", "heart-handshake", msg("Lives alone:"), msg("ask whether help is needed.")),
        "legacy_issue": (3, "amber", "history", msg("Legacy issue:"), msg("cause not noted yet.")),
        "vip": (4, "violet", "crown", msg("VIP household:"), msg("serve first and keep every promised time.")),
    }
)
"""Tags that must be known before anything is said: rank, tone, icon, lead, and words where no cause is noted."""

Teller: TypeAlias = "Callable[[TimelineLine], Told | None]"
"""Tells one touchpoint; None where its kind belongs to another feature."""


def tag_alerts(tags: Iterable[TagLine], zone: ZoneInfo) -> list[Alert]:
    """Return what a household's tags oblige to know, with the cause noted and since when."""
    alerts = []
    for tag in tags:
        if tag.meaning in _MEANT:
            rank, tone, icon, lead, otherwise = _MEANT[tag.meaning]
            words = msg("%(cause)s.", cause=tag.cause.rstrip("。. ")) if tag.cause else otherwise
            if tag.since is not None and tag.meaning == "legacy_issue":
                day = tag.since.astimezone(zone).date().isoformat()
                words = msg("%(words)s Since %(day)s.", words=words, day=day)
            alerts.append(Alert(rank, tone, icon, lead, words))
    return alerts


def own_told(line: TimelineLine) -> Told | None:
    """Tell a touchpoint of the register itself."""
    said = line.parameters
    name = str(said.get("name", ""))
    if line.kind in {"moved_in", "moved_out"}:
        role: Message | str = str(said.get("role", ""))
        if role in {each.value for each in OccupancyRole}:
            role = ROLE_LABELS[OccupancyRole(str(role))]
        if line.kind == "moved_in":
            return Told(msg("Moved in"), "user-plus", msg("%(name)s moved in (%(role)s)", name=name, role=role))
        return Told(msg("Moved out"), "user-x", msg("%(name)s moved out (%(role)s)", name=name, role=role))
    if line.kind == "state_changed":
        state: Message | str = str(said.get("state", ""))
        if state in {each.value for each in RoomStateKind}:
            state = STATE_LABELS[RoomStateKind(str(state))]
        return Told(msg("Room state"), "house", msg("The room is now: %(state)s", state=state))
    return None


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
        return spoken.gettext("Today")
    if (today - day).days == 1:
        return spoken.gettext("Yesterday")
    return spoken.short_date(day) if day.year == today.year else day.isoformat()
