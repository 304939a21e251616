"""What picks come to: counted in one statement while they are clicked, and listed room by room."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, literal, or_, select, union_all

from desktop.households.model import Building, Occupancy, Room, RoomTag, Tag
from desktop.outages.rows import WARNED_MEANINGS, AffectedRoom, ScopeCount
from desktop.outages.store.picks import building_label
from desktop.outages.store.scope import lived_in, people_now, scope_rooms, within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import CTE, CompoundSelect, Row
    from sqlalchemy.orm import Session

    from desktop.outages.rows import Pick

__all__ = ["count", "has_rooms", "household_count", "rooms_of"]

_PEOPLE, _TAGGED, _CALLED, _BUILDING = range(4)
"""What a row of the count is about."""


def count(
    session: Session, community_id: int, picks: Sequence[Pick], *, exclude_vacant: bool, today: date
) -> ScopeCount:
    """Return what picks come to `today`: rooms and households by building, residents, households by their tags."""
    if not picks:
        return ScopeCount()
    told: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(_counted(community_id, picks, exclude_vacant=exclude_vacant, today=today)):
        told[row.what].append(row)
    # by code points, as the register orders them on both engines
    buildings = sorted(told[_BUILDING], key=lambda row: (row.sorted_by, row.id))
    by_meaning = {row.name: row.number for row in told[_TAGGED]}
    return ScopeCount(
        rooms=sum(row.number for row in buildings),
        vacant=sum(row.number - row.lived_in for row in buildings),
        households=sum(row.households for row in buildings),
        residents=told[_PEOPLE][0].number,
        vips=by_meaning.get("vip", 0),
        called=told[_CALLED][0].number,
        by_meaning=by_meaning,
        buildings=tuple((row.id, building_label(row.name), row.households) for row in buildings),
    )


def household_count(
    session: Session, community_id: int, picks: Sequence[Pick], *, exclude_vacant: bool, today: date
) -> int:
    """Return how many households picks come to `today`."""
    scope = _scope(community_id, picks, exclude_vacant=exclude_vacant, today=today)
    return session.scalar(select(func.coalesce(func.sum(scope.c.household), 0))) or 0


def has_rooms(session: Session, community_id: int, picks: Sequence[Pick], *, exclude_vacant: bool, today: date) -> bool:
    """Tell whether picks name any room."""
    rooms = scope_rooms(community_id, picks, exclude_vacant=exclude_vacant, today=today)
    return session.scalar(rooms.limit(1)) is not None


def rooms_of(
    session: Session, community_id: int, picks: Sequence[Pick], *, exclude_vacant: bool, today: date
) -> tuple[AffectedRoom, ...]:
    """Return the rooms of a scope in natural order, with the meanings of their tags."""
    lives = lived_in(community_id, today)
    chosen = (
        select(Room.id, Room.label, Room.building_id, Building.name, lives.label("occupied"))
        .join(Building, Building.id == Room.building_id)
        .where(Room.community_id == community_id, within(picks))
    )
    if exclude_vacant:
        chosen = chosen.where(lives)
    rows = session.execute(chosen.order_by(Room.order_key, Room.id)).all()
    meanings = _meanings(session, community_id)
    nothing: frozenset[str] = frozenset()
    return tuple(
        AffectedRoom(
            row.id,
            row.label,
            row.building_id,
            building_label(row.name),
            bool(row.occupied),
            frozenset(meanings[row.id]) if row.id in meanings else nothing,
        )
        for row in rows
    )


def _scope(community_id: int, picks: Sequence[Pick], *, exclude_vacant: bool, today: date) -> CTE:
    """Return the rooms of a scope: id, building_id, and 1 or 0 for `lived_in` and `household`."""
    lives = lived_in(community_id, today)
    rooms = select(
        Room.id,
        Room.building_id,
        case((lives, 1), else_=0).label("lived_in"),
        case((or_(lives, Room.id.in_(people_now(community_id, today))), 1), else_=0).label("household"),
    ).where(Room.community_id == community_id, within(picks))
    return (rooms.where(lives) if exclude_vacant else rooms).cte("scope")


def _counted(
    community_id: int, picks: Sequence[Pick], *, exclude_vacant: bool, today: date
) -> CompoundSelect[*tuple[Any, ...]]:
    """Return all counts as one statement, so that the scope is worked out once; rows are told apart by `what`."""
    scope = _scope(community_id, picks, exclude_vacant=exclude_vacant, today=today)
    inside = select(scope.c.id)
    nothing = (literal(0), literal(0), literal(0), literal(""))
    in_buildings = (
        select(
            literal(_BUILDING).label("what"),
            Building.name.label("name"),
            func.count().label("number"),
            func.sum(scope.c.lived_in).label("lived_in"),
            func.sum(scope.c.household).label("households"),
            Building.id.label("id"),
            Building.order_key.label("sorted_by"),
        )
        .join(scope, scope.c.building_id == Building.id)
        .group_by(Building.id, Building.name, Building.order_key)
    )
    living = people_now(community_id, today).with_only_columns(Occupancy.resident_id)
    people = living.where(Occupancy.room_id.in_(inside)).distinct().subquery("living")
    worn = func.count(RoomTag.room_id.distinct())
    tagged = (
        select(literal(_TAGGED), Tag.meaning, worn, *nothing)
        .join(RoomTag, RoomTag.tag_id == Tag.id)
        .where(Tag.community_id == community_id, Tag.meaning != "", RoomTag.room_id.in_(inside))
        .group_by(Tag.meaning)
    )
    called = (
        select(literal(_CALLED), literal(""), worn, *nothing)
        .select_from(RoomTag)
        .join(Tag, Tag.id == RoomTag.tag_id)
        .where(Tag.community_id == community_id, Tag.meaning.in_(WARNED_MEANINGS), RoomTag.room_id.in_(inside))
    )
    counted = select(literal(_PEOPLE), literal(""), func.count(), *nothing).select_from(people)
    return union_all(in_buildings, counted, tagged, called)


def _meanings(session: Session, community_id: int) -> Mapping[int, set[str]]:
    """Return the meanings of the tags of the community's rooms, by room; few rooms wear any."""
    found: dict[int, set[str]] = defaultdict(set)
    worn = (
        select(RoomTag.room_id, Tag.meaning)
        .join(Tag, Tag.id == RoomTag.tag_id)
        .where(Tag.community_id == community_id, Tag.meaning != "")
    )
    for room_id, meaning in session.execute(worn):
        found[room_id].add(meaning)
    return found
