"""What the tags and places a rule names are called now."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.contacts.rule import Condition, Group, InBuilding, InEntrance, InZone, Tagged, conditions_of
from desktop.households.model import Building, Entrance, Tag, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

__all__ = ["named"]

_TABLES: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {
        "tag": (Tag.id, Tag.name),
        "zone": (Zone.id, Zone.name),
        "building": (Building.id, Building.name),
        "entrance": (Entrance.id, Building.name + "-" + Entrance.name),
    }
)
"""Where the ids and names of each kind of thing stand that a condition names."""


def named(session: Session, rules: Iterable[Group]) -> list[Group]:
    """Return the rules with the present names in them; what is gone keeps the name it had. Four questions at most."""
    wanted = list(rules)
    asked: dict[str, set[int]] = {kind: set() for kind in _TABLES}
    for rule in wanted:
        for condition in conditions_of(rule):
            kind, id_ = _named_by(condition)
            if kind:
                asked[kind].add(id_)
    names = {(kind, id_): name for kind, ids in asked.items() if ids for id_, name in _names(session, kind, ids)}
    return [_renamed(rule, names) for rule in wanted] if names else wanted


def _named_by(condition: Condition) -> tuple[str, int]:
    """Return of what kind and which id the thing is that a condition names, "" for a condition that names none."""
    match condition:
        case Tagged("", tag_id):
            return "tag", tag_id
        case InZone(zone_id):
            return "zone", zone_id
        case InBuilding(building_id):
            return "building", building_id
        case InEntrance(entrance_id):
            return "entrance", entrance_id
        case _:
            return "", 0


def _names(session: Session, kind: str, ids: set[int]) -> list[tuple[int, str]]:
    id_, name = _TABLES[kind]
    query = select(id_, name).where(id_.in_(ids))
    if kind == "entrance":
        query = query.join(Building, Building.id == Entrance.building_id)
    return [(row[0], row[1]) for row in session.execute(query)]


def _renamed(group: Group, names: Mapping[tuple[str, int], str]) -> Group:
    parts: list[Condition | Group] = []
    for part in group.parts:
        if isinstance(part, Group):
            parts.append(_renamed(part, names))
            continue
        name = names.get(_named_by(part))
        if name is not None and isinstance(part, Tagged | InZone | InBuilding | InEntrance):
            parts.append(replace(part, name=name))
        else:
            parts.append(part)
    return Group(group.match, tuple(parts))
