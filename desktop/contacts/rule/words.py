"""Rules in words: "VIP households in zone Lake Villas, with owners aged 60 or over"."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.contacts.rule.conditions import (
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
from desktop.core.i18n import Message, msg, nmsg
from desktop.households.model import OccupancyRole, RoomStateKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.contacts.rule.kinds import ConditionKind

__all__ = ["CONDITION_LABELS", "rule_words"]

CONDITION_LABELS: Mapping[type[Condition], Message] = MappingProxyType(
    {
        Tagged: msg("Tag"),
        InZone: msg("Zone"),
        InBuilding: msg("Building"),
        InEntrance: msg("Entrance"),
        Person: msg("Person: role, age, birthday"),
        LegacyIssue: msg("Legacy issue"),
        InState: msg("State of the room"),
        WithPhone: msg("Phone"),
        SeveralRooms: msg("Several rooms"),
        MovedIn: msg("Moved in recently"),
    }
)
"""What each kind of condition is called where one is chosen, in the order of the choice."""

_NO_KINDS: Mapping[str, ConditionKind] = MappingProxyType({})

_ADJECTIVES: Mapping[str, Message] = MappingProxyType({"vip": msg("VIP"), "committee": msg("owners' committee")})

_MEANINGS: Mapping[str, Message] = MappingProxyType(
    {
        "living_alone": msg("with an elderly person living alone"),
        "pregnant_or_infant": msg("with a pregnant woman or an infant"),
        "ill": msg("with someone ill"),
        "legacy_issue": msg("with a legacy issue"),
    }
)

_STATES: Mapping[RoomStateKind, Message] = MappingProxyType(
    {
        RoomStateKind.HANDED_OVER: msg("handed over and not moved into"),
        RoomStateKind.RENOVATING: msg("being renovated"),
        RoomStateKind.OCCUPIED: msg("lived in by the owner"),
        RoomStateKind.LET: msg("let to tenants"),
        RoomStateKind.VACANT: msg("standing vacant"),
        RoomStateKind.UNSOLD: msg("not sold yet"),
    }
)

_PEOPLE: Mapping[OccupancyRole | None, Message] = MappingProxyType(
    {
        None: msg("residents"),
        OccupancyRole.OWNER: msg("owners"),
        OccupancyRole.FAMILY: msg("family members"),
        OccupancyRole.TENANT: msg("tenants"),
        OccupancyRole.AGENT: msg("agents"),
        OccupancyRole.OTHER: msg("other people"),
    }
)


def rule_words(rule: Group, kinds: Mapping[str, ConditionKind] = _NO_KINDS) -> Message:
    """Return a rule as one natural sentence part, without a full stop. Never raises, whatever the rule holds.

    `kinds` are the conditions of other features, by key; one that is not among them is said to be unknown.
    """
    said = _Words(kinds)
    parts = _flat(rule)
    if not parts:
        return msg("All households")
    if rule.match is Match.ANY and len(parts) > 1:
        adjective, place = said.adjective(rule), said.place(rule)
        if adjective is None and place is None:
            return msg("Households %(clauses)s", clauses=_joined([said.clause(part) for part in parts], _either))
        parts = (rule,)
    return said.whole(parts)


class _Words:
    """Says the parts of a rule: before the word household, behind it as a place, or as a clause after all."""

    def __init__(self, kinds: Mapping[str, ConditionKind]) -> None:
        self.kinds = kinds

    def whole(self, parts: Sequence[Condition | Group]) -> Message:
        """Return the sentence for parts that must all hold."""
        adjectives: list[Message] = []
        places: list[Message] = []  # one at most; a household is in two only where one lies in the other
        clauses: list[Message] = []
        for part in parts:
            if (adjective := self.adjective(part)) is not None:
                adjectives.append(adjective)
            elif not places and (place := self.place(part)) is not None:
                places.append(place)
            else:
                clauses.append(self.clause(part))
        if not adjectives and not places and clauses:
            head = msg("Households %(clauses)s", clauses=clauses.pop(0))
        else:
            head = _head(adjectives, places)
        return _joined([head, *clauses], _comma)

    def adjective(self, part: Condition | Group) -> Message | None:
        """Return what stands before the word household, None for a part that cannot."""
        return self._one_kind(part, self._adjective)

    def place(self, part: Condition | Group) -> Message | None:
        """Return the place a part names, None for one that names none."""
        return self._one_kind(part, _place)

    def clause(self, part: Condition | Group) -> Message:
        """Return a part as a clause that stands behind the word household."""
        if isinstance(part, Group):
            inner = [self.clause(one) for one in _flat(part)]
            return _joined(inner, _either if part.match is Match.ANY else _both)
        if (adjective := self._adjective(part)) is not None:
            return msg("tagged %(tag)s", tag=adjective)
        if (place := _place(part)) is not None:
            return msg("in %(place)s", place=place)
        return self._clause(part)

    def _one_kind(self, part: Condition | Group, said: Callable[[Condition], Message | None]) -> Message | None:
        """Return how a condition, or a group any of whose parts will do, is said by `said` alone."""
        if not isinstance(part, Group):
            return said(part)
        parts = _flat(part)
        inner = [None if isinstance(one, Group) else said(one) for one in parts]
        words = [one for one in inner if one is not None]
        if part.match is Match.ALL and len(parts) > 1:
            return None
        return _joined(words, _either) if words and len(words) == len(inner) else None

    @staticmethod
    def _adjective(part: Condition) -> Message | None:
        if not isinstance(part, Tagged) or part.meaning in _MEANINGS:
            return None
        if part.meaning:
            return _ADJECTIVES.get(part.meaning) or msg("“%(name)s”", name=part.name or part.meaning)
        return msg("“%(name)s”", name=part.name or part.tag_id)

    def _clause(self, part: Condition) -> Message:
        if isinstance(part, Other):
            known = self.kinds.get(part.kind)
            return (
                msg("with something this version of the program does not know")
                if known is None
                else known.words(part.data)
            )
        if isinstance(part, Tagged):
            return _MEANINGS[part.meaning]
        if isinstance(part, Person):
            return msg("with %(people)s", people=_person(part))
        return _clause(part)


def _clause(part: Condition) -> Message:
    """Return a condition that is about the room, or about nobody in particular."""
    match part:
        case LegacyIssue(cause) if cause:
            return msg("with a legacy issue (%(cause)s)", cause=cause)
        case InState(state):
            return _STATES[state]
        case WithPhone(present):
            return msg("with a phone") if present else msg("without any phone")
        case SeveralRooms():
            return msg("with someone who has several rooms")
        case MovedIn(days):
            return nmsg("moved in within the last %(count)s day", "moved in within the last %(count)s days", days)
        case _:
            return _MEANINGS["legacy_issue"]


def _flat(group: Group) -> tuple[Condition | Group, ...]:
    """Return a group's parts without empty groups, and without groups that add nothing to this one."""
    parts: list[Condition | Group] = []
    for part in group.parts:
        if not isinstance(part, Group):
            parts.append(part)
            continue
        inner = _flat(part)
        if part.match is group.match or len(inner) == 1:
            parts.extend(inner)
        elif inner:
            parts.append(Group(part.match, inner))
    return tuple(parts)


def _place(part: Condition) -> Message | None:
    match part:
        case InZone(zone_id, name):
            return msg("zone %(name)s", name=name or zone_id)
        case InBuilding(building_id, name):
            return msg("building %(name)s", name=name or building_id)
        case InEntrance(entrance_id, name):
            return msg("entrance %(name)s", name=name or entrance_id)
        case _:
            return None


def _person(person: Person) -> Message:
    people = _PEOPLE[person.role]
    if person.age_from is not None and person.age_to is not None:
        people = msg("%(people)s aged %(first)s to %(last)s", people=people, first=person.age_from, last=person.age_to)
    elif person.age_from is not None:
        people = msg("%(people)s aged %(age)s or over", people=people, age=person.age_from)
    elif person.age_to is not None:
        people = msg("%(people)s aged %(age)s or under", people=people, age=person.age_to)
    if person.birthday_this_month:
        people = msg("%(people)s with a birthday this month", people=people)
    return people


def _head(adjectives: list[Message], places: list[Message]) -> Message:
    if adjectives and places:
        return msg("%(tags)s households in %(places)s", tags=_joined(adjectives, _both), places=places[0])
    if adjectives:
        return msg("%(tags)s households", tags=_joined(adjectives, _both))
    if places:
        return msg("Households in %(places)s", places=places[0])
    return msg("Households")


def _joined(parts: Sequence[Message], join: Callable[[Message, Message], Message]) -> Message:
    if not parts:
        return msg("All households")
    said = parts[0]
    for part in parts[1:]:
        said = join(said, part)
    return said


def _comma(first: Message, rest: Message) -> Message:
    return msg("%(households)s, %(condition)s", households=first, condition=rest)


def _both(first: Message, second: Message) -> Message:
    return msg("%(first)s and %(second)s", first=first, second=second)


def _either(first: Message, second: Message) -> Message:
    return msg("%(first)s or %(second)s", first=first, second=second)
