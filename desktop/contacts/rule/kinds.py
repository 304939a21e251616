"""Conditions that other features offer: contacts lie below them and learn of theirs from the app."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.contacts.rule.conditions import Other, conditions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Select

    from desktop.contacts.rule.conditions import Group
    from desktop.core.i18n import Message
    from desktop.storage.desk import Desk

__all__ = ["Asking", "ConditionKind", "kinds_by_key", "unknown_conditions"]


@dataclass(frozen=True, slots=True)
class Asking:
    """For whom a rule is asked, and when: the community, this moment, and today in the community's time zone."""

    community_id: int
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class ConditionKind:
    """A kind of condition of another feature: `Other(key, data)` in a rule.

    `label` names it where conditions are chosen; `words(data)` is its clause in a rule's words ("with an open
    request"); `rooms(asking, data)` selects the ids of the rooms it holds for. Where it must be said which one (an
    event), `choices(desk)` lists ids and names, and `data` is {"id": ..., "name": ...}; else `data` is empty.
    """

    key: str
    label: Message
    words: Callable[[Mapping[str, Any]], Message]
    rooms: Callable[[Asking, Mapping[str, Any]], Select[int]]
    choices: Callable[[Desk], Sequence[tuple[int, str]]] | None = None


def kinds_by_key(kinds: Iterable[ConditionKind]) -> Mapping[str, ConditionKind]:
    """Return kinds by their keys; raise ValueError for two of the same key, which is a bug."""
    found: dict[str, ConditionKind] = {}
    for kind in kinds:
        if kind.key in found:
            raise ValueError(f"two conditions are called {kind.key}")
        found[kind.key] = kind
    return MappingProxyType(found)


def unknown_conditions(rule: Group, kinds: Mapping[str, ConditionKind]) -> tuple[Other, ...]:
    """Return the conditions of a rule that nobody here knows; they hold for no household."""
    return tuple(part for part in conditions_of(rule) if isinstance(part, Other) and part.kind not in kinds)
