"""Rules compiled to SQL: each condition is the rooms it holds for, and the rule is asked in one statement."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, func, not_, or_, select, true
from sqlalchemy.orm import aliased

from desktop.contacts.rule import (
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
from desktop.contacts.store.birthdays import aged, birthday_this_month
from desktop.households.model import (
    Building,
    InstructionKind,
    Occupancy,
    Phone,
    Resident,
    Room,
    RoomState,
    RoomTag,
    StandingInstruction,
    Tag,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from desktop.contacts.rule import Asking, ConditionKind

__all__ = ["count", "do_not_call", "matching", "present", "with_phone"]

LONGEST_AGO = 36_500
"""Days; whoever moved in within more of them moved in at any time that is known."""

_LEGACY_ISSUE = "legacy_issue"
_Placed = aliased(Room)


def count(session: Session, rule: Group, asking: Asking, kinds: Mapping[str, ConditionKind]) -> int:
    """Return how many rooms a rule names."""
    query = select(func.count()).select_from(Room)
    return int(session.scalar(query.where(matching(rule, asking, kinds))) or 0)


def matching(rule: Group, asking: Asking, kinds: Mapping[str, ConditionKind]) -> ColumnElement[bool]:
    """Return the condition on `Room` that a rule is; an empty one names every room of the community."""
    named = _Compiler(asking, kinds).group(rule)
    ours: ColumnElement[bool] = Room.community_id == asking.community_id
    return ours if named is None else and_(ours, named)


def present(asking: Asking) -> Select[int]:
    """Return the rooms that have people now (or soon), with their people joined, for narrowing."""
    return (
        select(Occupancy.room_id)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .where(
            Occupancy.community_id == asking.community_id,
            or_(Occupancy.until.is_(None), Occupancy.until > asking.today),
            Resident.merged_into_id.is_(None),
        )
    )


def with_phone(asking: Asking) -> Select[int]:
    """Return the rooms where someone has a phone."""
    return present(asking).join(Phone, Phone.resident_id == Occupancy.resident_id)


def do_not_call(asking: Asking) -> Select[int]:
    """Return the rooms that have asked not to be called."""
    return select(StandingInstruction.room_id).where(
        StandingInstruction.community_id == asking.community_id,
        StandingInstruction.kind == InstructionKind.DO_NOT_CALL,
        StandingInstruction.since <= asking.now,
        StandingInstruction.ended_at.is_(None),
        or_(StandingInstruction.until.is_(None), StandingInstruction.until > asking.now),
    )


class _Compiler:
    """Turns one rule into conditions for whoever asks."""

    def __init__(self, asking: Asking, kinds: Mapping[str, ConditionKind]) -> None:
        self.asking = asking
        self.kinds = kinds

    def group(self, group: Group) -> ColumnElement[bool] | None:
        """Return the condition of a group, None for one that does not narrow."""
        compiled = [self.group(part) if isinstance(part, Group) else self.condition(part) for part in group.parts]
        parts = [part for part in compiled if part is not None]
        if not parts:
            return None
        return and_(*parts) if group.match is Match.ALL else or_(*parts)

    def condition(self, condition: Condition) -> ColumnElement[bool]:
        """Return one condition; nobody fulfils one that is not known here."""
        match condition:
            case WithPhone(here):
                reachable = Room.id.in_(with_phone(self.asking))
                return reachable if here else not_(reachable)
            case Other(kind, data):
                known = self.kinds.get(kind)
                return false() if known is None else Room.id.in_(known.rooms(self.asking, data))
            case _:
                return Room.id.in_(self._rooms(condition))

    def _rooms(self, condition: Condition) -> Select[Any]:
        match condition:
            case InZone(zone_id):
                # Rooms by themselves, as for every condition: else the index of a building loses to the community's.
                return (
                    select(_Placed.id)
                    .join(Building, Building.id == _Placed.building_id)
                    .where(Building.zone_id == zone_id)
                )
            case InBuilding(building_id):
                return select(_Placed.id).where(_Placed.building_id == building_id)
            case InEntrance(entrance_id):
                return select(_Placed.id).where(_Placed.entrance_id == entrance_id)
            case _:
                return self._inhabited(condition)

    def _inhabited(self, condition: Condition) -> Select[Any]:
        """Return the rooms of a condition on what a room wears, who is in it or what it is."""
        match condition:
            case Tagged(meaning, tag_id):
                worn = Tag.meaning == meaning if meaning else Tag.id == tag_id
                return self._tagged().where(worn)
            case LegacyIssue(cause):
                about = RoomTag.cause.icontains(cause, autoescape=True) if cause else true()
                return self._tagged().where(Tag.meaning == _LEGACY_ISSUE, about)
            case Person():
                return present(self.asking).where(*self._person(condition))
            case InState(state):
                return select(RoomState.room_id).where(RoomState.state == state, self._holds())
            case SeveralRooms():
                several = (
                    present(self.asking)
                    .with_only_columns(Occupancy.resident_id)
                    .group_by(Occupancy.resident_id)
                    .having(func.count(Occupancy.room_id.distinct()) > 1)
                )
                return present(self.asking).where(Occupancy.resident_id.in_(several))
            case MovedIn(days):
                began = self.asking.today - timedelta(days=min(days, LONGEST_AGO))
                return present(self.asking).where(Occupancy.since >= began, Occupancy.since <= self.asking.today)
            case _:
                raise TypeError(f"no rooms are known of a {type(condition).__name__}")

    def _tagged(self) -> Select[Any]:
        tagged = select(RoomTag.room_id).join(Tag, Tag.id == RoomTag.tag_id)
        return tagged.where(RoomTag.community_id == self.asking.community_id)

    def _person(self, person: Person) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if person.role is not None:
            conditions.append(Occupancy.role == person.role)
        if person.age_from is not None or person.age_to is not None:
            conditions.append(aged(person.age_from, person.age_to, self.asking.today))
        if person.birthday_this_month:
            conditions.append(birthday_this_month(self.asking.today))
        return conditions

    def _holds(self) -> ColumnElement[bool]:
        today = self.asking.today
        return and_(
            RoomState.community_id == self.asking.community_id,
            or_(RoomState.since.is_(None), RoomState.since <= today),
            or_(RoomState.until.is_(None), RoomState.until > today),
        )
