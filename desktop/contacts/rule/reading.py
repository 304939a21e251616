"""Rules as JSON and back. What is not understood is kept as it came, so that an older version loses nothing."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

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
)
from desktop.households.model import OccupancyRole, RoomStateKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["DEEPEST", "rule_from_json", "rule_to_json"]

DEEPEST = 8
"""Groups within groups beyond this depth are not understood; no screen makes them."""

_KIND = "is"
_KINDS: Mapping[type[Condition], str] = MappingProxyType(
    {
        Tagged: "tag",
        LegacyIssue: "legacy_issue",
        InZone: "zone",
        InBuilding: "building",
        InEntrance: "entrance",
        Person: "person",
        InState: "state",
        WithPhone: "phone",
        SeveralRooms: "several_rooms",
        MovedIn: "moved_in",
    }
)

_WHOLE = "what"
"""Under this name of an `Other` without a kind stands what was no condition at all."""


def rule_to_json(rule: Group) -> dict[str, Any]:
    """Return a rule as JSON: {"all": [...]} or {"any": [...]}, each condition {"is": its kind, ...}."""
    return {
        rule.match.value: [rule_to_json(part) if isinstance(part, Group) else _written(part) for part in rule.parts]
    }


def rule_from_json(data: object) -> Group:
    """Return the rule that `rule_to_json` wrote. Never raises: what is not understood becomes an `Other`."""
    read = _part(data, DEEPEST)
    if isinstance(read, Group):
        return read
    return EVERYONE if data is None else Group(Match.ALL, (read,))


def _written(condition: Condition) -> Any:
    if isinstance(condition, Other):
        return {_KIND: condition.kind, **condition.data} if condition.kind else condition.data.get(_WHOLE)
    if isinstance(condition, Person):
        ages = {"age_from": condition.age_from, "age_to": condition.age_to}
        said = _said(role=str(condition.role or ""), birthday=condition.birthday_this_month)
        return {_KIND: "person", **said, **{key: age for key, age in ages.items() if age is not None}}
    return {_KIND: _KINDS[type(condition)], **_fields(condition)}


def _fields(condition: Condition) -> dict[str, Any]:
    """Return the fields of a condition as they are written; what an empty one means is left out."""
    match condition:
        case Tagged(meaning, tag_id, name):
            return _said(meaning=meaning, tag_id=tag_id, name=name)
        case InZone(id_, name):
            return {"zone_id": id_, **_said(name=name)}
        case InBuilding(id_, name):
            return {"building_id": id_, **_said(name=name)}
        case InEntrance(id_, name):
            return {"entrance_id": id_, **_said(name=name)}
        case _:
            return _simple_fields(condition)


def _simple_fields(condition: Condition) -> dict[str, Any]:
    match condition:
        case LegacyIssue(cause):
            return _said(cause=cause)
        case InState(state):
            return {"state": str(state)}
        case WithPhone(present):
            return {"present": present}
        case MovedIn(days):
            return {"days": days}
        case _:
            return {}


def _said(**values: object) -> dict[str, Any]:
    """Return what says anything: neither empty, nor 0, nor False."""
    return {key: value for key, value in values.items() if value}


def _part(data: object, depth: int) -> Condition | Group:
    if isinstance(data, dict):
        if set(data) in ({"all"}, {"any"}):
            ((match, parts),) = data.items()
            if isinstance(parts, list) and depth > 0:
                return Group(Match(match), tuple(_part(part, depth - 1) for part in parts))
        kind = data.get(_KIND)
        if isinstance(kind, str) and kind:
            rest = {key: value for key, value in data.items() if key != _KIND}
            return _condition(kind, rest) or Other(kind, rest)
    return Other("", {_WHOLE: data})


def _condition(kind: str, data: Mapping[str, Any]) -> Condition | None:
    """Return a condition of ours, None for another kind or for one with anything in it that we do not understand."""
    expected = _READERS.get(kind)
    if expected is None:
        return None
    fields, read = expected
    if any(key not in fields or not fields[key](value) for key, value in data.items()):
        return None
    condition = read(data)
    # Only what would be written again as it came is understood whole.
    return condition if condition is not None and _written(condition) == {_KIND: kind, **data} else None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


def _is_role(value: object) -> bool:
    return value in set(OccupancyRole) if isinstance(value, str) else False


def _is_state(value: object) -> bool:
    return value in set(RoomStateKind) if isinstance(value, str) else False


def _person(data: Mapping[str, Any]) -> Person:
    role = OccupancyRole(data["role"]) if "role" in data else None
    return Person(role, data.get("age_from"), data.get("age_to"), data.get("birthday", False))


_READERS: Mapping[
    str, tuple[Mapping[str, Callable[[object], bool]], Callable[[Mapping[str, Any]], Condition | None]]
] = {
    "tag": (
        {"meaning": _is_text, "tag_id": _is_whole, "name": _is_text},
        lambda data: Tagged(data.get("meaning", ""), data.get("tag_id", 0), data.get("name", "")),
    ),
    "legacy_issue": ({"cause": _is_text}, lambda data: LegacyIssue(data.get("cause", ""))),
    "zone": (
        {"zone_id": _is_whole, "name": _is_text},
        lambda data: InZone(data.get("zone_id", 0), data.get("name", "")),
    ),
    "building": (
        {"building_id": _is_whole, "name": _is_text},
        lambda data: InBuilding(data.get("building_id", 0), data.get("name", "")),
    ),
    "entrance": (
        {"entrance_id": _is_whole, "name": _is_text},
        lambda data: InEntrance(data.get("entrance_id", 0), data.get("name", "")),
    ),
    "person": (
        {"role": _is_role, "age_from": _is_whole, "age_to": _is_whole, "birthday": _is_truth},
        _person,
    ),
    "state": (
        {"state": _is_state},
        lambda data: InState(RoomStateKind(data["state"])) if data else None,
    ),
    "phone": ({"present": _is_truth}, lambda data: WithPhone(data.get("present", True))),
    "several_rooms": ({}, lambda _data: SeveralRooms()),
    "moved_in": ({"days": _is_whole}, lambda data: MovedIn(data.get("days", 0))),
}
