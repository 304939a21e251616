"""The guests of an event: as lists show them, the places they take, and the waiting list."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select

from desktop.core.house_numbers import natural_key
from desktop.events.model import EventGuest, GuestState
from desktop.events.rows import GuestLine
from desktop.households.model import Occupancy, OccupancyRole, Resident, Room

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

__all__ = ["guests", "in_chunks", "names_in", "people_signed_up", "sayings", "seated", "waiting_rows"]

CHUNK = 500
"""Ids asked for in one statement."""

_CALLED = {OccupancyRole.OWNER: 0, OccupancyRole.TENANT: 1, OccupancyRole.FAMILY: 2}
"""After who is marked to be called first, in this order; others last. As on a household's page."""

_G = EventGuest


def in_chunks(ids: Collection[int]) -> Iterator[Sequence[int]]:
    """Yield ids in portions that one statement can hold."""
    listed = list(ids)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def guests(session: Session, event_id: int, today: date, only: Collection[int] = ()) -> tuple[GuestLine, ...]:
    """Return the guests of an event in the order of the rooms, who has none last (`only` some of them, by id).

    The name of a household is the first one's to call in it now; on the waiting list each has its place from 1.
    """
    rows = _rows(session, event_id, only)
    names = names_in(session, [row.room_id for row in rows if row.room_id is not None and not row.name], today)
    places = _places(session, event_id)
    return tuple(_line(row, names, places) for row in rows)


def names_in(session: Session, room_ids: Collection[int], today: date) -> Mapping[int, tuple[str, ...]]:
    """Return the names of the people of each room now, in the order to call them; rooms without people are left out."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for chunk in in_chunks(room_ids):
        query = (
            select(Occupancy.room_id, Resident.id, Resident.name)
            .join(Resident, Resident.id == Occupancy.resident_id)
            .where(
                Occupancy.room_id.in_(chunk),
                or_(Occupancy.until.is_(None), Occupancy.until > today),
                Resident.merged_into_id.is_(None),
            )
            .order_by(
                Occupancy.calls_first.desc(),
                case({role.value: rank for role, rank in _CALLED.items()}, value=Occupancy.role, else_=len(_CALLED)),
                Occupancy.id,
            )
        )
        for row in session.execute(query):
            found[row.room_id].setdefault(row.id, row.name)
    return {room_id: tuple(people.values()) for room_id, people in found.items()}


def people_signed_up(session: Session, event_id: int) -> int:
    """Return how many people are signed up, those on the waiting list not among them."""
    signed_up = and_(_G.event_id == event_id, _G.state == GuestState.SIGNED_UP)
    return int(session.scalar(select(func.coalesce(func.sum(_G.people), 0)).where(signed_up)) or 0)


def seated(session: Session, event_id: int) -> tuple[int, int]:
    """Return how many rows of an event are signed up and how many wait: who is to be told when it is called off."""
    query = select(
        func.count(case((_G.state == GuestState.SIGNED_UP, 1))), func.count(case((_G.state == GuestState.WAITING, 1)))
    )
    row = session.execute(query.where(_G.event_id == event_id)).one()
    return int(row[0]), int(row[1])


def sayings(session: Session, event_id: int) -> tuple[str, ...]:
    """Return what was said of an event, by guests and by those nobody knows, in the order they were noted as guests."""
    said = select(_G.said).where(_G.event_id == event_id, _G.said != "").order_by(_G.id)
    return tuple(session.scalars(said))


def waiting_rows(session: Session, event_id: int) -> Sequence[EventGuest]:
    """Return the waiting list in its order."""
    wanted = select(_G).where(_G.event_id == event_id, _G.state == GuestState.WAITING)
    return session.scalars(wanted.order_by(_G.waiting_since, _G.id)).all()


def _rows(session: Session, event_id: int, only: Collection[int]) -> Sequence[Row[Any]]:
    columns: tuple[Any, ...] = (
        *(_G.id, _G.version, _G.room_id, _G.room_label, _G.name, _G.state, _G.people, _G.invited_at),
        *(_G.invited_through, _G.signed_up_at, _G.came, _G.came_at, _G.walk_in, _G.said, _G.note),
        *(Room.label, Room.order_key),
    )
    # who said something and nobody knows is no guest
    mine = and_(_G.event_id == event_id, _G.people > 0)
    statement = select(*columns).select_from(_G).outerjoin(Room, Room.id == _G.room_id).where(mine)
    if only:
        statement = statement.where(_G.id.in_(sorted(only)))
    return session.execute(statement.order_by(Room.order_key.is_(None), Room.order_key, _G.id)).all()


def _places(session: Session, event_id: int) -> Mapping[int, int]:
    wanted = select(_G.id).where(_G.event_id == event_id, _G.state == GuestState.WAITING)
    ordered = session.scalars(wanted.order_by(_G.waiting_since, _G.id))
    return {guest_id: place for place, guest_id in enumerate(ordered, 1)}


def _line(row: Row[Any], names: Mapping[int, tuple[str, ...]], places: Mapping[int, int]) -> GuestLine:
    there = names.get(row.room_id, ("",))
    return GuestLine(
        id=row.id,
        version=row.version,
        room_id=row.room_id,
        room=row.label or row.room_label,
        name=row.name or there[0],
        state=GuestState(row.state),
        people=row.people,
        invited_at=row.invited_at,
        invited_through=row.invited_through,
        signed_up_at=row.signed_up_at,
        waiting_place=places.get(row.id, 0),
        came=row.came,
        came_at=row.came_at,
        walk_in=row.walk_in,
        said=row.said,
        note=row.note,
        order_key=row.order_key or natural_key(row.room_label),
    )
