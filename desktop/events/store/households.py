"""What a household has to do with events: what it is invited to, when it last came, whom nobody invited for a year."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from desktop.events.model import Event, EventGuest, EventState, GuestState
from desktop.events.store.guests import guests
from desktop.events.store.lists import is_open, lines_of, midnight
from desktop.households.model import Room, RoomTag, Tag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from desktop.events.rows import EventLine, GuestLine
    from desktop.events.store.lists import Seen

__all__ = ["YEAR", "came_since", "coming", "forgotten", "invited_since", "last_came", "last_invited"]

YEAR = timedelta(days=365)
"""A household with a legacy issue that was invited to nothing for so long is forgotten."""

_LEGACY_ISSUE = "legacy_issue"
_WITH_IT = (GuestState.INVITED, GuestState.SIGNED_UP, GuestState.WAITING)


def coming(session: Session, seen: Seen, room_id: int) -> Sequence[tuple[EventLine, GuestLine]]:
    """Return the events to come, today's among them, that a household is invited to, signed up or waits for."""
    wanted = (
        select(EventGuest.event_id, EventGuest.id)
        .join(Event, Event.id == EventGuest.event_id)
        .where(
            EventGuest.community_id == seen.community_id,
            EventGuest.room_id == room_id,
            EventGuest.state.in_(_WITH_IT),
            is_open(),
            Event.ends_at > midnight(seen.today, seen.zone),
        )
    )
    mine = {row.event_id: row.id for row in session.execute(wanted)}
    found = []
    for line in lines_of(session, seen.community_id, tuple(mine)):
        (guest,) = guests(session, line.id, seen.today, (mine[line.id],))
        found.append((line, guest))
    return found


def last_invited(session: Session, community_id: int, room_id: int) -> datetime | None:
    """Return when a household was invited last, to whatever."""
    mine = and_(EventGuest.community_id == community_id, EventGuest.room_id == room_id)
    return session.scalar(select(func.max(EventGuest.invited_at)).where(mine))


def last_came(session: Session, community_id: int, room_id: int) -> datetime | None:
    """Return the beginning of the last event that someone of a household came to."""
    query = select(func.max(Event.starts_at)).join(EventGuest, EventGuest.event_id == Event.id)
    return session.scalar(
        query.where(Event.community_id == community_id, EventGuest.room_id == room_id, EventGuest.came > 0)
    )


def invited_since(community_id: int, since: datetime) -> Select[Any]:
    """Select the rooms that were invited to something at `since` or later."""
    return select(EventGuest.room_id).where(
        EventGuest.community_id == community_id, EventGuest.room_id.is_not(None), EventGuest.invited_at >= since
    )


def came_since(community_id: int, since: datetime) -> Select[Any]:
    """Select the rooms from which someone came to an event that began at `since` or later."""
    return (
        select(EventGuest.room_id)
        .join(Event, Event.id == EventGuest.event_id)
        .where(
            EventGuest.community_id == community_id,
            EventGuest.room_id.is_not(None),
            EventGuest.came > 0,
            Event.state != EventState.CANCELLED,
            Event.starts_at >= since,
        )
    )


def forgotten(session: Session, seen: Seen, room_id: int | None = None) -> Sequence[tuple[int, str]]:
    """Return id and label of the rooms with a legacy issue (or of `room_id`) that nobody invited for a year."""
    worn = (
        select(RoomTag.id)
        .join(Tag, Tag.id == RoomTag.tag_id)
        .where(RoomTag.room_id == Room.id, Tag.meaning == _LEGACY_ISSUE)
    )
    query, invited = select(Room.id, Room.label), _invited(seen)
    if room_id is not None:
        # of one room alone: the list of all who were invited would be made for it
        query, invited = query.where(Room.id == room_id), invited.where(EventGuest.room_id == room_id)
    query = query.where(Room.community_id == seen.community_id, worn.exists(), Room.id.not_in(invited))
    return [(row.id, row.label) for row in session.execute(query.order_by(Room.order_key, Room.id))]


def _invited(seen: Seen) -> Select[Any]:
    return invited_since(seen.community_id, seen.now - YEAR)
