"""Many households at once: what a bulk edit looks at, what a list or label says, a household's whole timeline."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, case, func, or_, select

from desktop.households.model import (
    Building,
    Occupancy,
    OccupancyRole,
    Phone,
    Resident,
    Room,
    RoomState,
    RoomStateKind,
    RoomTag,
    Tag,
    Zone,
)
from desktop.households.rows import TimelineLine
from desktop.register.rows import BuildingChange, LabelLine, ListedHousehold, ListedPerson
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

__all__ = [
    "WornTag",
    "chunks",
    "digits",
    "existing",
    "full_values",
    "labels",
    "listed",
    "tags",
    "timeline",
    "worn",
    "zone_changes",
]

CHUNK = 500
_ROLES = {role.value: rank for rank, role in enumerate(OccupancyRole)}


class WornTag(NamedTuple):
    """A tag on a household: its row, the household, the tag, why and since when."""

    id: int
    room_id: int
    tag_id: int
    tag: str
    cause: str
    since: datetime | None


def chunks(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    """Return `ids` in parts that a statement can hold."""
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]


def existing(session: Session, community_id: int, rooms: Sequence[int]) -> list[int]:
    """Return those of `rooms` that the community has, in their order, each once."""
    there: set[int] = set()
    for chunk in chunks(rooms):
        there.update(session.scalars(select(Room.id).where(Room.id.in_(chunk), Room.community_id == community_id)))
    return [room_id for room_id in dict.fromkeys(rooms) if room_id in there]


def tags(session: Session, community_id: int) -> dict[int, str]:
    """Return the names of the community's tags by their ids, oldest first."""
    query = select(Tag.id, Tag.name).where(Tag.community_id == community_id).order_by(Tag.id)
    return {row.id: row.name for row in session.execute(query)}


def worn(session: Session, rooms: Sequence[int], tag_ids: set[int]) -> Iterator[WornTag]:
    """Return which of the tags `rooms` wear."""
    columns = (RoomTag.id, RoomTag.room_id, RoomTag.tag_id, Tag.name, RoomTag.cause, RoomTag.since)
    query = select(*columns).join(Tag, Tag.id == RoomTag.tag_id).where(RoomTag.tag_id.in_(tag_ids))
    for chunk in chunks(rooms) if tag_ids else ():
        for row in session.execute(query.where(RoomTag.room_id.in_(chunk))):
            yield WornTag(*row)


def zone_changes(
    session: Session, community_id: int, rooms: Sequence[int], zone_id: int | None
) -> list[BuildingChange]:
    """Return the buildings of `rooms` that are not in the zone yet, in natural order."""
    chosen: dict[int, int] = defaultdict(int)
    for chunk in chunks(rooms):
        counted = select(Room.building_id, func.count()).where(Room.id.in_(chunk)).group_by(Room.building_id)
        for building_id, count in session.execute(counted):
            chosen[building_id] += count
    query = (
        select(Building.id, Building.name, Building.zone_id, func.count(Room.id))
        .join(Room, Room.building_id == Building.id)
        .where(Building.community_id == community_id)
        .group_by(Building.id, Building.name, Building.zone_id, Building.order_key)
        .order_by(Building.order_key, Building.id)
    )
    return [
        BuildingChange(id_, name, count, chosen[id_])
        for id_, name, zone, count in session.execute(query)
        if id_ in chosen and zone != zone_id
    ]


class _Inmate(NamedTuple):
    """Someone in a room now."""

    resident_id: int
    name: str
    role: OccupancyRole
    id_number: str


def listed(
    session: Session,
    rooms: Sequence[int],
    today: date,
    show_phone: Callable[[str], str],
    show_document: Callable[[str], str],
) -> Iterator[ListedHousehold]:
    """Return `rooms` in their order with who is there now; phones and documents as the two functions show them."""
    for chunk in chunks(rooms):
        about = {row.id: row for row in session.execute(_rooms(chunk))}
        states = select(RoomState.room_id, RoomState.state).where(RoomState.room_id.in_(chunk), _holds_on(today))
        state_of = {row[0]: RoomStateKind(row[1]) for row in session.execute(states)}
        inmates = _inmates(session, chunk, today)
        everyone = {person.resident_id for people in inmates.values() for person in people}
        phones = _digits(session, everyone)
        tagged = _tag_names(session, chunk)
        for room_id in chunk:
            row = about[room_id]
            people = [
                ListedPerson(
                    person.name,
                    person.role,
                    tuple(show_phone(digits) for digits in phones.get(person.resident_id, ())),
                    show_document(person.id_number) if person.id_number else "",
                )
                for person in inmates.get(room_id, ())
            ]
            yield ListedHousehold(
                room_id=room_id,
                label=row.label,
                building=row.building,
                zone=row.zone or "",
                state=state_of.get(room_id),
                kind=row.kind,
                floor=row.floor,
                area_m2=row.area_m2,
                people=tuple(people),
                tags=tuple(tagged.get(room_id, ())),
            )


def labels(session: Session, rooms: Sequence[int], today: date) -> list[LabelLine]:
    """Return what the labels of `rooms` say, in their order; a room without people has its number only."""
    lines = []
    for chunk in chunks(rooms):
        query = select(Room.id, Room.label).where(Room.id.in_(chunk))
        label_of = {row.id: row.label for row in session.execute(query)}
        inmates = _inmates(session, chunk, today)
        for room_id in chunk:
            names = dict.fromkeys(person.name for person in inmates.get(room_id, ()))
            lines.append(LabelLine(label_of[room_id], tuple(names)))
    return lines


def timeline(session: Session, community_id: int, room_id: int) -> tuple[TimelineLine, ...]:
    """Return every touchpoint of a room, newest first."""
    entry = TimelineEntry
    query = (
        select(entry.id, entry.at, entry.kind, entry.source_id, entry.parameters)
        .where(entry.room_id == room_id, entry.community_id == community_id)
        .order_by(entry.at.desc(), entry.id.desc())
    )
    return tuple(TimelineLine(*row) for row in session.execute(query))


def full_values(session: Session, residents: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return document and emergency contact of residents, unmasked."""
    query = select(Resident.id, Resident.id_number, Resident.emergency_contact).where(Resident.id.in_(residents))
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def digits(session: Session, phones: Sequence[int]) -> dict[int, str]:
    """Return the digits of phones by their ids."""
    query = select(Phone.id, Phone.digits).where(Phone.id.in_(phones))
    return {row[0]: row[1] for row in session.execute(query)}


def _rooms(rooms: Sequence[int]) -> Any:
    columns = (Room.id, Room.label, Room.kind, Room.floor, Room.area_m2)
    return (
        select(*columns, Building.name.label("building"), Zone.name.label("zone"))
        .join(Building, Building.id == Room.building_id)
        .outerjoin(Zone, Zone.id == Building.zone_id)
        .where(Room.id.in_(rooms))
    )


def _holds_on(day: date) -> Any:
    return and_(
        or_(RoomState.since.is_(None), RoomState.since <= day), or_(RoomState.until.is_(None), RoomState.until > day)
    )


def _inmates(session: Session, rooms: Sequence[int], today: date) -> dict[int, list[_Inmate]]:
    query = (
        select(Occupancy.room_id, Resident.id, Resident.name, Occupancy.role, Resident.id_number)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .where(
            Occupancy.room_id.in_(rooms),
            or_(Occupancy.since.is_(None), Occupancy.since <= today),
            or_(Occupancy.until.is_(None), Occupancy.until > today),
            Resident.merged_into_id.is_(None),
        )
        .order_by(case(_ROLES, value=Occupancy.role), Occupancy.id)
    )
    people: dict[int, list[_Inmate]] = defaultdict(list)
    for room_id, resident_id, name, role, id_number in session.execute(query):
        people[room_id].append(_Inmate(resident_id, name, OccupancyRole(role), id_number))
    return people


def _digits(session: Session, residents: Iterable[int]) -> dict[int, list[str]]:
    phones: dict[int, list[str]] = defaultdict(list)
    for chunk in chunks(sorted(residents)):
        query = select(Phone.resident_id, Phone.digits).where(Phone.resident_id.in_(chunk))
        for resident_id, number in session.execute(query.order_by(Phone.position, Phone.id)):
            phones[resident_id].append(number)
    return phones


def _tag_names(session: Session, rooms: Sequence[int]) -> dict[int, list[str]]:
    query = (
        select(RoomTag.room_id, Tag.name)
        .join(Tag, Tag.id == RoomTag.tag_id)
        .where(RoomTag.room_id.in_(rooms))
        .order_by(Tag.meaning == "", Tag.name)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for room_id, name in session.execute(query):
        names[room_id].append(name)
    return names
