"""What must be known of a household before a word is said, in the order in which it is shown. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.households.model import InstructionKind
from desktop.households.rows.labels import INSTRUCTION_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.households.rows.household import HouseholdFile
    from desktop.households.rows.marks import InstructionLine, TagLine

__all__ = ["Alert", "AlertAct", "AlertRank", "household_alerts", "instruction_terms", "last_day"]


class AlertRank(IntEnum):
    """The order of alerts, most urgent first; features above households add theirs by it."""

    DO_NOT_ADMIT = 0
    OUTAGE = 1
    OVERDUE = 2
    TABOO = 3
    LEGACY = 4
    FRAIL = 5
    VIP = 6
    INSTRUCTION = 7
    REPORTED = 8


@dataclass(frozen=True, slots=True)
class AlertAct:
    """A button on an alert. `name` tells in code what it does, `key` is its name in the table of keys, "" for none."""

    name: str
    words: Message
    icon: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert: `lead` is bold, `words` say what to do or why, `since` is from which day on.

    `reference` is the number of something to open, or words for opening it, on page `page` at `where`. `acts` are done
    by whoever gave the alert.
    """

    rank: AlertRank
    tone: str
    icon: str
    lead: Message
    words: Message | str = ""
    since: date | None = None
    reference: Message | str = ""
    page: str = ""
    where: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    acts: tuple[AlertAct, ...] = ()


_FRAIL: Mapping[str, tuple[str, Message]] = MappingProxyType(
    {
        "living_alone": ("heart-handshake", msg("ask whether help is needed.")),
        "ill": ("calendar-heart", msg("be brief and offer to come by.")),
        "pregnant_or_infant": ("calendar-heart", msg("keep noise and waiting away from them.")),
    }
)
_HONOURED = ("vip", "committee")

_INSTRUCTIONS: Mapping[InstructionKind, tuple[str, str]] = MappingProxyType(
    {
        InstructionKind.DO_NOT_CALL: ("amber", "phone-off"),
        InstructionKind.ADMIT: ("grey", "user-check"),
        InstructionKind.OUT_OF_TOWN: ("grey", "plane"),
        InstructionKind.CARETAKER: ("grey", "users"),
        InstructionKind.KEY_HELD: ("grey", "key-round"),
        InstructionKind.KEEP_PARCELS: ("grey", "package"),
        InstructionKind.OTHER: ("grey", "info"),
    }
)
"""The other instructions in their order: what keeps from acting comes before what is only good to know."""


def household_alerts(file: HouseholdFile, now: datetime, zone: ZoneInfo) -> list[Alert]:
    """Return the alerts of a household at `now`, most urgent first; days are days in `zone`."""
    in_force = [line for line in file.instructions if line.in_force(now)]
    tags = {meaning: [tag for tag in file.tags if tag.meaning == meaning] for meaning in (*_FRAIL, "legacy_issue")}
    found = [_refusal(line, zone) for line in in_force if line.kind is InstructionKind.DO_NOT_ADMIT]
    found += _taboos(file)
    found += [_legacy(tag, zone) for tag in tags["legacy_issue"]]
    for meaning, (icon, advice) in _FRAIL.items():
        found += [
            Alert(AlertRank.FRAIL, "amber", icon, _lead(tag.name), _cause(tag) or advice) for tag in tags[meaning]
        ]
    found += _honour([tag for tag in file.tags if tag.meaning in _HONOURED])
    for kind, (tone, icon) in _INSTRUCTIONS.items():
        found += [_instruction(line, tone, icon, zone) for line in in_force if line.kind is kind]
    return found


def last_day(until: datetime, zone: ZoneInfo) -> str:
    """Return the last day that something up to but not including `until` holds, with the time where it ends in a day.

    Written 2026-12-31, or 2026-12-31 18:00.
    """
    local = until.astimezone(zone)
    if (local.hour, local.minute) == (0, 0):
        return (local - timedelta(days=1)).date().isoformat()
    return local.strftime("%Y-%m-%d %H:%M")


def _lead(name: str | Message) -> Message:
    return msg("%(tag)s:", tag=name)


def _cause(tag: TagLine) -> Message | None:
    return msg("%(cause)s.", cause=tag.cause.rstrip("。. ")) if tag.cause else None


def _refusal(line: InstructionLine, zone: ZoneInfo) -> Alert:
    return _instruction(line, "red", "ban", zone, AlertRank.DO_NOT_ADMIT)


def _instruction(
    line: InstructionLine, tone: str, icon: str, zone: ZoneInfo, rank: AlertRank = AlertRank.INSTRUCTION
) -> Alert:
    words: Message | str = " ".join(line.words.split())
    about = instruction_terms(line, zone)
    if about is not None:
        words = msg("%(words)s (%(about)s)", words=words, about=about) if words else about
    since = line.since.astimezone(zone).date()
    return Alert(rank, tone, icon, _lead(INSTRUCTION_LABELS[line.kind]), words, since)


def instruction_terms(line: InstructionLine, zone: ZoneInfo) -> Message | None:
    """Return until when an instruction holds and who said it, None where neither is known."""
    if line.until is not None and line.said_by:
        return msg("until %(day)s, said by %(name)s", day=last_day(line.until, zone), name=line.said_by)
    if line.until is not None:
        return msg("until %(day)s", day=last_day(line.until, zone))
    return msg("said by %(name)s", name=line.said_by) if line.said_by else None


def _taboos(file: HouseholdFile) -> list[Alert]:
    """Return one alert for everything that must not be said or done to the people there now."""
    held = [(person.name, " ".join(person.taboos.split())) for person in file.people if person.taboos]
    if not held:
        return []
    sentences: list[Message] = [msg("%(name)s: %(taboo)s", name=name, taboo=taboo) for name, taboo in held]
    words = sentences[0]
    for sentence in sentences[1:]:
        words = msg("%(first)s; %(second)s", first=words, second=sentence)
    return [Alert(AlertRank.TABOO, "amber", "flower-2", msg("Taboo:"), words)]


def _legacy(tag: TagLine, zone: ZoneInfo) -> Alert:
    since = None if tag.since is None else tag.since.astimezone(zone).date()
    words = _cause(tag) or msg("the cause is not noted yet.")
    return Alert(AlertRank.LEGACY, "amber", "history", _lead(tag.name), words, since)


def _honour(tags: Sequence[TagLine]) -> list[Alert]:
    if not tags:
        return []
    tone, icon = ("violet", "crown") if any(tag.meaning == "vip" for tag in tags) else ("blue", "badge-check")
    names = " · ".join(tag.name for tag in tags)
    words = next((cause for tag in tags if (cause := _cause(tag))), msg("serve first and keep every promised time."))
    return [Alert(AlertRank.VIP, tone, icon, _lead(names), words)]
