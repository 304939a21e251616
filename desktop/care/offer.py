"""What care offers to the whole: sentences for its touchpoints on a household's timeline. No Qt."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.care.model import CareKind
from desktop.care.rows import KIND_LABELS, TIMELINE_PREFIX
from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TIMELINE_KINDS", "CareWords", "timeline_words"]

_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "planned": msg("planned for %(day)s"),
        "moved": msg("moved to %(day)s"),
        "done": msg("done"),
        "dropped": msg("given up"),
        "reopened": msg("taken up again"),
    }
)

TIMELINE_KINDS = frozenset(TIMELINE_PREFIX + action for action in _WORDS)
"""The kinds of touchpoint that care writes."""


class CareWords(NamedTuple):
    """A touchpoint in words: what happened (planned, done ...), the kind of care, and the sentence."""

    action: str
    kind: Message
    words: Message


def timeline_words(kind: str, parameters: Mapping[str, Any]) -> CareWords | None:
    """Return a touchpoint of care in words, None for a kind that is another feature's."""
    if kind not in TIMELINE_KINDS:
        return None
    action = kind.removeprefix(TIMELINE_PREFIX)
    what = _WORDS[action]
    if action in {"planned", "moved"}:
        what = Message(what.msgid, {"day": date.fromisoformat(parameters["due_on"]).isoformat()})
    said = " ".join(filter(None, (parameters.get("words", ""), _result(action, parameters))))
    sentence = msg("%(what)s: %(said)s", what=what, said=said) if said else what
    return CareWords(action, KIND_LABELS[CareKind(parameters["care"])], sentence)


def _result(action: str, parameters: Mapping[str, Any]) -> str:
    result: str = parameters.get("result", "") if action in {"done", "dropped"} else ""
    return f"→ {result}" if result and parameters.get("words") else result
