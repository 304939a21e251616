"""The households of a gift list, with who lives there now, and what they must not be given."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, func, or_, select

from desktop.accounts.model import Account
from desktop.gifts.model import GiftEntry, GiftState
from desktop.gifts.rows import GiftEntryLine
from desktop.households.model import Building, Occupancy, OccupancyRole, Resident, Room, RoomTag, Tag

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

__all__ = ["Seen", "entry_lines", "rooms_by_id"]

CHUNK = 500
"""Ids asked for in one statement."""

_ROLES = {role.value: rank for rank, role in enumerate(OccupancyRole)}


class Seen(NamedTuple):
    """From where lists are seen: the community, and the day it is there."""

    community_id: int
    today: date


class _Living(NamedTuple):
    """Who lives in a room: names and taboos, owners first."""

    names: dict[str, None]
    taboos: dict[str, None]


def entry_lines(
    session: Session, seen: Seen, list_id: int, states: Collection[GiftState] = ()
) -> tuple[GiftEntryLine, ...]:
    """Return the households of a list in its order, those of `states` or all."""
    query = (
        select(
            *(GiftEntry.id, GiftEntry.version, GiftEntry.room_id, GiftEntry.pieces, GiftEntry.state, GiftEntry.tries),
            *(GiftEntry.last_tried_at, GiftEntry.handed_to, GiftEntry.handed_at, GiftEntry.note),
            func.coalesce(Room.label, GiftEntry.room_label).label("room"),
            Building.name.label("building"),
            Account.name.label("handed_by"),
        )
        .select_from(GiftEntry)
        .outerjoin(Room, Room.id == GiftEntry.room_id)
        .outerjoin(Building, Building.id == Room.building_id)
        .outerjoin(Account, Account.id == GiftEntry.handed_by)
        .where(GiftEntry.community_id == seen.community_id, GiftEntry.gift_list_id == list_id)
        .order_by(GiftEntry.position, GiftEntry.id)
    )
    if states:
        query = query.where(GiftEntry.state.in_(sorted(states)))
    found = session.execute(query).all()
    rooms = [row.room_id for row in found if row.room_id is not None]
    living, worn = _living(session, rooms, seen.today), _tags(session, rooms)
    nobody = _Living({}, {})
    return tuple(_line(row, living.get(row.room_id, nobody), worn.get(row.room_id, ())) for row in found)


def rooms_by_id(session: Session, community_id: int, rooms: Collection[int]) -> Mapping[int, str]:
    """Return the labels of those of `rooms` that are in the register, in the order given, each once."""
    labels: dict[int, str] = {}
    for chunk in _in_chunks(list(dict.fromkeys(rooms))):
        query = select(Room.id, Room.label).where(Room.community_id == community_id, Room.id.in_(chunk))
        labels.update((row.id, row.label) for row in session.execute(query))
    return {room_id: labels[room_id] for room_id in dict.fromkeys(rooms) if room_id in labels}


def _line(row: Any, living: _Living, tags: Sequence[str]) -> GiftEntryLine:
    return GiftEntryLine(
        id=row.id,
        version=row.version,
        room_id=row.room_id,
        room=row.room,
        building=row.building or "",
        people=tuple(living.names),
        tags=tuple(tags),
        pieces=row.pieces,
        state=GiftState(row.state),
        tries=row.tries,
        last_tried_at=row.last_tried_at,
        handed_to=row.handed_to,
        handed_at=row.handed_at,
        handed_by=row.handed_by or "",
        note=row.note,
        taboos=tuple(living.taboos),
    )


def _in_chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _living(session: Session, rooms: Sequence[int], today: date) -> Mapping[int, _Living]:
    found: dict[int, _Living] = defaultdict(lambda: _Living({}, {}))
    for chunk in _in_chunks(rooms):
        query = (
            select(Occupancy.room_id, Resident.name, Resident.taboos)
            .join(Resident, Resident.id == Occupancy.resident_id)
            .where(
                Occupancy.room_id.in_(chunk),
                or_(Occupancy.since.is_(None), Occupancy.since <= today),
                or_(Occupancy.until.is_(None), Occupancy.until > today),
                Resident.merged_into_id.is_(None),
            )
            .order_by(case(_ROLES, value=Occupancy.role), Occupancy.id)
        )
        for room_id, name, taboo in session.execute(query):
            found[room_id].names[name] = None
            if taboo:
                found[room_id].taboos[taboo] = None
    return found


def _tags(session: Session, rooms: Sequence[int]) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for chunk in _in_chunks(rooms):
        query = (
            select(RoomTag.room_id, Tag.name)
            .join(Tag, Tag.id == RoomTag.tag_id)
            .where(RoomTag.room_id.in_(chunk))
            .order_by(Tag.meaning == "", Tag.name)
        )
        for room_id, name in session.execute(query):
            found[room_id].append(name)
    return found
