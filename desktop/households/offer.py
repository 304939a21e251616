"""What households offer to the whole: sentences for their touchpoints. No Qt."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import Message, msg
from desktop.households.model import InstructionKind, OccupancyRole, RoomStateKind
from desktop.households.rows import INSTRUCTION_LABELS, ROLE_LABELS, STATE_LABELS, last_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

__all__ = ["INSTRUCTION_KINDS", "PEOPLE_KINDS", "STATE_KINDS", "TAG_KINDS", "timeline_words"]

_TAGGED: Mapping[str, tuple[Message, Message, Message, Message]] = MappingProxyType(
    {
        "tagged": (
            msg("%(tag)s"),
            msg("%(tag)s: %(cause)s"),
            msg("%(tag)s since %(day)s"),
            msg("%(tag)s since %(day)s: %(cause)s"),
        ),
        "tag_changed": (
            msg("%(tag)s corrected"),
            msg("%(tag)s corrected: %(cause)s"),
            msg("%(tag)s corrected, since %(day)s"),
            msg("%(tag)s corrected, since %(day)s: %(cause)s"),
        ),
        "untagged": (
            msg("%(tag)s taken off"),
            msg("%(tag)s taken off (%(cause)s)"),
            msg("%(tag)s taken off"),
            msg("%(tag)s taken off (%(cause)s)"),
        ),
    }
)
"""Each without and with a cause, then the same with since when."""

_INSTRUCTED: Mapping[str, Message] = MappingProxyType(
    {
        "instruction_given": msg("%(said)s"),
        "instruction_changed": msg("corrected: %(said)s"),
        "instruction_ended": msg("ended: %(said)s"),
        "instruction_resumed": msg("holds again: %(said)s"),
    }
)
_MOVED: Mapping[str, Message] = MappingProxyType(
    {"moved_in": msg("%(name)s moved in (%(role)s)"), "moved_out": msg("%(name)s moved out (%(role)s)")}
)
_STATED: Mapping[str, Message] = MappingProxyType(
    {
        "state_changed": msg("The room became: %(state)s"),
        "state_dated": msg("%(state)s: the day it began was corrected to %(day)s"),
        "state_taken_back": msg("%(state)s: taken back"),
    }
)

PEOPLE_KINDS = frozenset(_MOVED)
STATE_KINDS = frozenset(_STATED)
TAG_KINDS = frozenset(_TAGGED)
INSTRUCTION_KINDS = frozenset(_INSTRUCTED)
"""The kinds of touchpoint that households write, by what they are about."""


def timeline_words(kind: str, parameters: Mapping[str, Any], zone: ZoneInfo) -> Message | None:
    """Return the sentence of a touchpoint that households wrote, None for a kind that is another feature's.

    Days are days in `zone`.
    """
    tell: Mapping[frozenset[str], Callable[[str, Mapping[str, Any], ZoneInfo], Message]] = {
        PEOPLE_KINDS: _moved,
        STATE_KINDS: _stated,
        TAG_KINDS: _tagged,
        INSTRUCTION_KINDS: _instructed,
    }
    return next((words(kind, parameters, zone) for kinds, words in tell.items() if kind in kinds), None)


def _moved(kind: str, parameters: Mapping[str, Any], _zone: ZoneInfo) -> Message:
    role = ROLE_LABELS[OccupancyRole(parameters["role"])]
    return _filled(_MOVED[kind], name=parameters["name"], role=role)


def _stated(kind: str, parameters: Mapping[str, Any], _zone: ZoneInfo) -> Message:
    state = STATE_LABELS[RoomStateKind(parameters["state"])]
    return _filled(_STATED[kind], state=state, day=parameters.get("since") or "—")


def _tagged(kind: str, parameters: Mapping[str, Any], _zone: ZoneInfo) -> Message:
    cause, day = parameters.get("cause") or "", parameters.get("since") or ""
    words = _TAGGED[kind][2 * bool(day) + bool(cause)]
    return _filled(words, tag=parameters["tag"], cause=cause, day=day)


def _instructed(kind: str, parameters: Mapping[str, Any], zone: ZoneInfo) -> Message:
    asked = INSTRUCTION_LABELS[InstructionKind(parameters["asked"])]
    words = " ".join(parameters["words"].split())
    said = msg("%(kind)s: %(words)s", kind=asked, words=words) if words else asked
    if parameters.get("until") and kind != "instruction_ended":
        day = last_day(datetime.fromisoformat(parameters["until"]), zone)
        said = msg("%(said)s, until %(day)s", said=said, day=day)
    return _filled(_INSTRUCTED[kind], said=said)


def _filled(words: Message, **params: object) -> Message:
    return Message(words.msgid, params)
