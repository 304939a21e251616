"""One household with everything on it: its room, people, marks, belongings and touchpoints."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, or_, select

from desktop.core.plates import display_plate
from desktop.households.model import Building, Entrance, Pet, Room, RoomState, RoomStateKind, Vehicle, Zone
from desktop.households.rows import HouseholdFile, PetLine, StateLine, TimelineLine, VehicleLine
from desktop.households.store import marks
from desktop.households.store.people import people
from desktop.staff.model import Community
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

__all__ = [
    "TIMELINE_PAGE",
    "household",
    "state_on",
    "timeline",
    "timeline_counts",
]

TIMELINE_PAGE = 50

_OF_ROOM = (
    *(Room.id, Room.label, Room.number, Room.floor, Room.area_m2, Room.kind, Room.note, Room.version),
    *(Building.name.label("building"), Entrance.name.label("entrance"), Zone.name.label("zone")),
    Community.photos_allowed,
)


def household(session: Session, community_id: int, room_id: int, today: date) -> HouseholdFile | None:
    """Return everything about a room, None where there is no such room; `today` is in the community's time zone."""
    values = {"room": room_id, "community": community_id}
    row = session.connection().execute(_room(), values).one_or_none()
    if row is None:
        return None
    states = _states(session, room_id)
    everyone = people(session, community_id, room_id, today, photos=row.photos_allowed)
    return HouseholdFile(
        room_id=row.id,
        label=row.label,
        building=row.building,
        entrance=row.entrance or "",
        zone=row.zone or "",
        number=row.number,
        floor=row.floor,
        area_m2=row.area_m2,
        kind=row.kind,
        note=row.note,
        version=row.version,
        state=state_on(states, today),
        states=states,
        people=tuple(person for person in everyone if person.until is None or today < person.until),
        former=tuple(reversed([person for person in everyone if person.until is not None and person.until <= today])),
        vehicles=_vehicles(session, room_id),
        tags=marks.room_tags(session, room_id),
        timeline=timeline(session, community_id, room_id),
        instructions=marks.instructions(session, room_id),
        pets=_pets(session, room_id),
        photos_allowed=row.photos_allowed,
    )


def state_on(states: Sequence[StateLine], day: date) -> RoomStateKind | None:
    """Return what a room is on `day`, None where nobody said."""
    for line in states:
        if (line.since is None or line.since <= day) and (line.until is None or day < line.until):
            return line.state
    return None


def timeline(
    session: Session,
    community_id: int,
    room_id: int,
    before: tuple[datetime, int] | None = None,
    kinds: Collection[str] = (),
    limit: int = TIMELINE_PAGE,
) -> tuple[TimelineLine, ...]:
    """Return a page of a room's touchpoints, newest first; `before` is time and id of the last one already shown.

    With `kinds` only those are returned.
    """
    values: dict[str, object] = {"room": room_id, "community": community_id, "limit": limit}
    if kinds:
        values["kinds"] = list(kinds)
    if before is not None:
        values["at"], values["last"] = before
    query = _timeline_of(bool(kinds), before is not None)
    return tuple(TimelineLine(*row) for row in session.connection().execute(query, values))


def timeline_counts(session: Session, community_id: int, room_id: int) -> dict[str, int]:
    """Return how many touchpoints of each kind a room has."""
    values = {"room": room_id, "community": community_id}
    return {row[0]: row[1] for row in session.connection().execute(_counts_of(), values)}


def _states(session: Session, room_id: int) -> tuple[StateLine, ...]:
    found = session.connection().execute(_states_of(), {"room": room_id})
    return tuple(StateLine(RoomStateKind(state), since, until) for state, since, until in found)


def _vehicles(session: Session, room_id: int) -> tuple[VehicleLine, ...]:
    found = session.connection().execute(_vehicles_of(), {"room": room_id})
    return tuple(VehicleLine(id_, display_plate(plate), note, version) for id_, plate, note, version in found)


def _pets(session: Session, room_id: int) -> tuple[PetLine, ...]:
    return tuple(PetLine(*row) for row in session.connection().execute(_pets_of(), {"room": room_id}))


# These are asked whenever a household is opened; making a statement costs more than asking it, so each is made once.


@cache
def _room() -> Executable:
    return (
        select(*_OF_ROOM)
        .select_from(Room)
        .join(Building, Building.id == Room.building_id)
        .outerjoin(Entrance, Entrance.id == Room.entrance_id)
        .outerjoin(Zone, Zone.id == Building.zone_id)
        .join(Community, Community.id == Room.community_id)
        .where(Room.id == bindparam("room"), Room.community_id == bindparam("community"))
    )


@cache
def _timeline_of(of_kinds: bool, further: bool) -> Executable:  # noqa: FBT001 - which conditions there are
    entry = TimelineEntry
    query = select(entry.id, entry.at, entry.kind, entry.source_id, entry.parameters).where(
        entry.room_id == bindparam("room"), entry.community_id == bindparam("community")
    )
    if of_kinds:
        query = query.where(entry.kind.in_(bindparam("kinds", expanding=True)))
    if further:
        at = bindparam("at", type_=entry.at.type)
        query = query.where(or_(entry.at < at, (entry.at == at) & (entry.id < bindparam("last"))))
    return query.order_by(entry.at.desc(), entry.id.desc()).limit(bindparam("limit"))


@cache
def _counts_of() -> Executable:
    entry = TimelineEntry
    return (
        select(entry.kind, func.count())
        .where(entry.room_id == bindparam("room"), entry.community_id == bindparam("community"))
        .group_by(entry.kind)
    )


@cache
def _states_of() -> Executable:
    return (
        select(RoomState.state, RoomState.since, RoomState.until)
        .where(RoomState.room_id == bindparam("room"))
        .order_by(RoomState.since.is_not(None).desc(), RoomState.since.desc(), RoomState.id.desc())
    )


@cache
def _vehicles_of() -> Executable:
    columns = (Vehicle.id, Vehicle.plate, Vehicle.note, Vehicle.version)
    return select(*columns).where(Vehicle.room_id == bindparam("room")).order_by(Vehicle.id)


@cache
def _pets_of() -> Executable:
    columns = (Pet.id, Pet.kind, Pet.name, Pet.note, Pet.version)
    return select(*columns).where(Pet.room_id == bindparam("room")).order_by(Pet.id)
