"""Whom an invitation is for: the rooms of a zone, of a tag, or picked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from desktop.contacts.model import CallEntry, CallRound, CallState, ContactList, RoundState
from desktop.events.model import EventGuest, EventRound
from desktop.events.rows import AudienceKind
from desktop.events.store.guests import in_chunks
from desktop.households.model import Building, Occupancy, Resident, Room, RoomTag, Tag, Zone

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["being_called", "labels", "name_of", "open_rounds", "rooms_of_tag", "rooms_of_zone", "with_row"]

_NAMED: Mapping[AudienceKind, type[ContactList | Zone | Tag]] = {
    AudienceKind.LIST: ContactList,
    AudienceKind.ZONE: Zone,
    AudienceKind.TAG: Tag,
}


def name_of(session: Session, community_id: int, kind: AudienceKind, id_: int) -> str | None:
    """Return what a list, zone or tag is called, None where there is none of this id."""
    table = _NAMED[kind]
    return session.scalar(select(table.name).where(table.community_id == community_id, table.id == id_))


def rooms_of_zone(session: Session, community_id: int, zone_id: int, today: date) -> Sequence[int]:
    """Return the rooms of a zone that have people now: an empty one has nobody to invite."""
    there = (
        select(Occupancy.id)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .where(
            Occupancy.room_id == Room.id,
            or_(Occupancy.until.is_(None), Occupancy.until > today),
            Resident.merged_into_id.is_(None),
        )
    )
    rooms = select(Room.id).join(Building, Building.id == Room.building_id)
    mine = rooms.where(Room.community_id == community_id, Building.zone_id == zone_id, there.exists())
    return session.scalars(mine).all()


def rooms_of_tag(session: Session, community_id: int, tag_id: int) -> Sequence[int]:
    """Return the rooms that wear a tag."""
    return session.scalars(
        select(RoomTag.room_id).where(RoomTag.community_id == community_id, RoomTag.tag_id == tag_id)
    ).all()


def labels(session: Session, community_id: int, room_ids: Collection[int]) -> Mapping[int, str]:
    """Return the labels of those of `room_ids` that are rooms of the community, in natural order."""
    found: list[tuple[str, int, str]] = []
    for chunk in in_chunks(room_ids):
        query = select(Room.order_key, Room.id, Room.label)
        mine = query.where(Room.community_id == community_id, Room.id.in_(chunk))
        found += [(row.order_key, row.id, row.label) for row in session.execute(mine)]
    return {room_id: label for _, room_id, label in sorted(found)}


def with_row(session: Session, event_id: int) -> frozenset[int]:
    """Return the rooms that are guests of an event already, whatever they answered."""
    mine = select(EventGuest.room_id).where(EventGuest.event_id == event_id, EventGuest.room_id.is_not(None))
    return frozenset(room_id for room_id in session.scalars(mine) if room_id is not None)


def open_rounds(event_id: int) -> Select[CallRound]:
    """Return the open call rounds of an event, oldest first."""
    mine = select(CallRound).join(EventRound, EventRound.round_id == CallRound.id)
    return mine.where(EventRound.event_id == event_id, CallRound.state == RoundState.OPEN).order_by(CallRound.id)


def being_called(session: Session, event_id: int) -> frozenset[int]:
    """Return the rooms that wait in an open call round of an event."""
    waiting = select(CallEntry.room_id).where(
        CallEntry.round_id.in_(open_rounds(event_id).with_only_columns(CallRound.id).order_by(None)),
        CallEntry.state.in_((CallState.WAITING, CallState.LATER)),
    )
    return frozenset(room_id for room_id in session.scalars(waiting) if room_id is not None)
