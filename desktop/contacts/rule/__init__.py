"""Rules of contact lists: which households belong, as plain data, as JSON, and in words. No database, no Qt."""

from __future__ import annotations

from desktop.contacts.rule.conditions import (
    EVERYONE,
    Condition,
    Group,
    InBuilding,
    InEntrance,
    InState,
    InZone,
    LegacyIssue,
    Match,
    MovedIn,
    Other,
    Person,
    SeveralRooms,
    Tagged,
    WithPhone,
    conditions_of,
)
from desktop.contacts.rule.kinds import Asking, ConditionKind, kinds_by_key, unknown_conditions
from desktop.contacts.rule.reading import rule_from_json, rule_to_json
from desktop.contacts.rule.words import CONDITION_LABELS, rule_words

__all__ = [
    "CONDITION_LABELS",
    "EVERYONE",
    "Asking",
    "Condition",
    "ConditionKind",
    "Group",
    "InBuilding",
    "InEntrance",
    "InState",
    "InZone",
    "LegacyIssue",
    "Match",
    "MovedIn",
    "Other",
    "Person",
    "SeveralRooms",
    "Tagged",
    "WithPhone",
    "conditions_of",
    "kinds_by_key",
    "rule_from_json",
    "rule_to_json",
    "rule_words",
    "unknown_conditions",
]
