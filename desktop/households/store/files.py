"""One household with everything on it, and the rooms and people a request form offers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import case, func, or_, select

from desktop.core.id_cards import mask_id_card
from desktop.core.phones import mask_phone
from desktop.core.plates import display_plate
from desktop.households.model import (
    Building,
    Entrance,
    Occupancy,
    OccupancyRole,
    Phone,
    Resident,
    Room,
    RoomState,
    RoomStateKind,
    RoomTag,
    Tag,
    Vehicle,
    Zone,
)
from desktop.households.rows import (
    HouseholdFile,
    PersonLine,
    PhoneLine,
    ReportingPerson,
    RoomChoice,
    StateLine,
    TagLine,
    TimelineLine,
    VehicleLine,
)
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

__all__ = ["ROLE_ORDER", "household", "people", "room_choices", "state_on", "timeline", "timeline_counts"]

TIMELINE_PAGE = 50
ROLE_ORDER = {role.value: rank for rank, role in enumerate(OccupancyRole)}
"""People are listed owners first, in the order of the roles."""


def household(session: Session, community_id: int, room_id: int, today: date) -> HouseholdFile | None:
    """Return everything about a room, None where there is no such room; `today` is in the community's time zone."""
    query = (
        select(Room, Building.name, Entrance.name, Zone.name)
        .join(Building, Building.id == Room.building_id)
        .outerjoin(Entrance, Entrance.id == Room.entrance_id)
        .outerjoin(Zone, Zone.id == Building.zone_id)
        .with_only_columns(
            Room.id,
            Room.label,
            Building.name,
            Entrance.name,
            Zone.name,
            Room.number,
            Room.floor,
            Room.area_m2,
            Room.kind,
            Room.note,
            Room.version,
        )
        .where(Room.id == room_id, Room.community_id == community_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    states = _states(session, room_id)
    everyone = people(session, community_id, room_id)
    return HouseholdFile(
        room_id=row[0],
        label=row[1],
        building=row[2],
        entrance=row[3] or "",
        zone=row[4] or "",
        number=row[5],
        floor=row[6],
        area_m2=row[7],
        kind=row[8],
        note=row[9],
        version=row[10],
        state=state_on(states, today),
        states=states,
        people=tuple(person for person in everyone if person.until is None or today < person.until),
        former=tuple(reversed([person for person in everyone if person.until is not None and person.until <= today])),
        vehicles=_vehicles(session, room_id),
        tags=_tags(session, room_id),
        timeline=timeline(session, community_id, room_id),
    )


def state_on(states: Sequence[StateLine], day: date) -> RoomStateKind | None:
    """Return what a room is on `day`, None where nobody said."""
    for line in states:
        if (line.since is None or line.since <= day) and (line.until is None or day < line.until):
            return line.state
    return None


def people(session: Session, community_id: int, room_id: int) -> tuple[PersonLine, ...]:
    """Return everyone who is or was in a room, with masked phones; those who left in the order they left, first."""
    query = (
        select(
            Resident.id,
            Occupancy.id,
            Resident.name,
            Resident.sex,
            Occupancy.role,
            Occupancy.since,
            Occupancy.until,
            Resident.id_number,
            Resident.note,
            Occupancy.note,
            Resident.version,
            Occupancy.version,
        )
        .join(Resident, Resident.id == Occupancy.resident_id)
        .where(Occupancy.room_id == room_id, Occupancy.community_id == community_id)
        .order_by(Occupancy.until.is_(None), Occupancy.until, case(ROLE_ORDER, value=Occupancy.role), Occupancy.id)
    )
    found = session.execute(query).all()
    phones = _phones(session, [row[0] for row in found])
    return tuple(
        PersonLine(
            resident_id=row[0],
            occupancy_id=row[1],
            name=row[2],
            sex=row[3],
            role=OccupancyRole(row[4]),
            since=row[5],
            until=row[6],
            phones=tuple(phones.get(row[0], ())),
            id_number=mask_id_card(row[7]),
            note=row[8],
            room_note=row[9],
            version=row[10],
            occupancy_version=row[11],
        )
        for row in found
    )


def timeline(
    session: Session,
    community_id: int,
    room_id: int,
    before: tuple[datetime, int] | None = None,
    kinds: Collection[str] = (),
) -> tuple[TimelineLine, ...]:
    """Return a page of a room's touchpoints, newest first; `before` is time and id of the last one already shown.

    With `kinds` only those are returned.
    """
    entry = TimelineEntry
    query = select(entry.id, entry.at, entry.kind, entry.source_id, entry.parameters).where(
        entry.room_id == room_id, entry.community_id == community_id
    )
    if kinds:
        query = query.where(entry.kind.in_(kinds))
    if before is not None:
        at, last = before
        query = query.where(or_(entry.at < at, (entry.at == at) & (entry.id < last)))
    query = query.order_by(entry.at.desc(), entry.id.desc()).limit(TIMELINE_PAGE)
    return tuple(TimelineLine(*row) for row in session.execute(query))


def timeline_counts(session: Session, community_id: int, room_id: int) -> dict[str, int]:
    """Return how many touchpoints of each kind a room has."""
    entry = TimelineEntry
    query = (
        select(entry.kind, func.count())
        .where(entry.room_id == room_id, entry.community_id == community_id)
        .group_by(entry.kind)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def room_choices(
    session: Session, community_id: int, rooms: Sequence[int], residents: Sequence[int], today: date
) -> list[RoomChoice]:
    """Return rooms in the order of `rooms`, with who may be calling; those of `residents` stand first in theirs."""
    if not rooms:
        return []
    about = session.execute(
        select(Room.id, Room.label, Room.building_id).where(Room.id.in_(rooms), Room.community_id == community_id)
    )
    known = {row.id: row for row in about}
    callers = _callers(session, list(known), residents, today)
    order = [room_id for room_id in dict.fromkeys(rooms) if room_id in known]
    return [RoomChoice(*known[room_id], tuple(callers.get(room_id, ()))) for room_id in order]


def _callers(
    session: Session, rooms: Sequence[int], first: Sequence[int], today: date
) -> Mapping[int, list[ReportingPerson]]:
    query = (
        select(Occupancy.room_id, Resident.id, Resident.name, Occupancy.role, Phone.id, Phone.digits)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .outerjoin(Phone, Phone.resident_id == Resident.id)
        .where(Occupancy.room_id.in_(rooms), or_(Occupancy.until.is_(None), Occupancy.until > today))
        .order_by(case(ROLE_ORDER, value=Occupancy.role), Occupancy.id, Phone.position, Phone.id)
    )
    callers: dict[int, list[ReportingPerson]] = defaultdict(list)
    for room_id, resident_id, name, role, phone_id, digits in session.execute(query):
        shown = mask_phone(digits) if digits else ""
        callers[room_id].append(
            ReportingPerson(resident_id, name, OccupancyRole(role), phone_id or 0, digits or "", shown)
        )
    for people_there in callers.values():
        people_there.sort(key=lambda person: person.resident_id not in first)
    return callers


def _phones(session: Session, residents: Sequence[int]) -> Mapping[int, list[PhoneLine]]:
    phones: dict[int, list[PhoneLine]] = defaultdict(list)
    if residents:
        query = (
            select(Phone.resident_id, Phone.id, Phone.digits, Phone.label, Phone.confirmed_on, Phone.version)
            .where(Phone.resident_id.in_(residents))
            .order_by(Phone.position, Phone.id)
        )
        for resident_id, phone_id, digits, label, confirmed_on, version in session.execute(query):
            phones[resident_id].append(PhoneLine(phone_id, mask_phone(digits), label, confirmed_on, version))
    return phones


def _states(session: Session, room_id: int) -> tuple[StateLine, ...]:
    query = (
        select(RoomState.state, RoomState.since, RoomState.until)
        .where(RoomState.room_id == room_id)
        .order_by(RoomState.since.is_not(None).desc(), RoomState.since.desc(), RoomState.id.desc())
    )
    return tuple(StateLine(RoomStateKind(row.state), row.since, row.until) for row in session.execute(query))


def _vehicles(session: Session, room_id: int) -> tuple[VehicleLine, ...]:
    query = select(Vehicle.id, Vehicle.plate, Vehicle.note).where(Vehicle.room_id == room_id).order_by(Vehicle.id)
    return tuple(VehicleLine(row.id, display_plate(row.plate), row.note) for row in session.execute(query))


def _tags(session: Session, room_id: int) -> tuple[TagLine, ...]:
    query = (
        select(Tag.id, Tag.name, Tag.meaning, RoomTag.cause, RoomTag.since)
        .join(Tag, Tag.id == RoomTag.tag_id)
        .where(RoomTag.room_id == room_id)
        .order_by(Tag.meaning == "", Tag.name)
    )
    return tuple(TagLine(*row) for row in session.execute(query))
