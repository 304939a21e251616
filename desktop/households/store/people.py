"""The people of a room with all that is known of them, and in which order they are called."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, or_, select

from desktop.core.birthdays import stored_birthday
from desktop.core.id_cards import mask_id_card
from desktop.core.phones import mask_phone, mask_phones_in
from desktop.households.model import Occupancy, OccupancyRole, Phone, Resident, ResidentPhoto, Room
from desktop.households.rows import OtherRoom, PersonLine, PhoneLine, PhotoLine, ReportingPerson, RoomChoice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Executable
    from sqlalchemy.orm import Session

__all__ = ["ROLE_ORDER", "callers", "people", "room_choices"]

ROLE_ORDER = {role.value: rank for rank, role in enumerate(OccupancyRole)}
"""People are listed owners first, in the order of the roles."""

CALLING_ORDER = {OccupancyRole.OWNER: 0, OccupancyRole.TENANT: 1, OccupancyRole.FAMILY: 2}
"""After who is marked to be called first, owners, tenants and family are called in this order, others last."""

_COLUMNS = (
    *(Resident.id, Resident.name, Resident.sex, Resident.id_number, Resident.note, Resident.version),
    *(Resident.birthday, Resident.birthday_calendar, Resident.language, Resident.preferences, Resident.taboos),
    *(Resident.emergency_contact, Occupancy.role, Occupancy.since, Occupancy.until, Occupancy.calls_first),
    Occupancy.id.label("occupancy_id"),
    Occupancy.note.label("room_note"),
    Occupancy.version.label("occupancy_version"),
    *(ResidentPhoto.consent_by, ResidentPhoto.consent_on, ResidentPhoto.version.label("photo_version")),
)


def people(
    session: Session, community_id: int, room_id: int, today: date, *, photos: bool = False
) -> tuple[PersonLine, ...]:
    """Return everyone who is or was in a room, with masked phones; those who left in the order they left, first.

    With `photos` it is told of whom there is one. Three questions, however many people there are.
    """
    values = {"room": room_id, "community": community_id}
    found = session.connection().execute(_in_room(), values).all()
    residents = list({row.id for row in found})
    phones = _phones(session, residents)
    elsewhere = _other_rooms(session, residents, room_id, today)
    return tuple(
        PersonLine(
            resident_id=row.id,
            occupancy_id=row.occupancy_id,
            name=row.name,
            sex=row.sex,
            role=OccupancyRole(row.role),
            since=row.since,
            until=row.until,
            phones=tuple(phones.get(row.id, ())),
            id_number=mask_id_card(row.id_number),
            note=row.note,
            room_note=row.room_note,
            version=row.version,
            occupancy_version=row.occupancy_version,
            birthday=stored_birthday(row.birthday, row.birthday_calendar),
            language=row.language,
            preferences=row.preferences,
            taboos=row.taboos,
            emergency_contact=mask_phones_in(row.emergency_contact),
            calls_first=row.calls_first,
            also_in=tuple(elsewhere.get(row.id, ())),
            photo=_photo(row) if photos else None,
        )
        for row in found
    )


# Made once: the room field asks for both at every key.
_ROOMS = select(Room.id, Room.label, Room.building_id).where(
    Room.id.in_(bindparam("rooms", expanding=True)), Room.community_id == bindparam("community")
)
_PEOPLE_THERE = (
    select(
        *(Occupancy.room_id, Resident.id, Resident.name, Occupancy.role, Occupancy.calls_first),
        *(Phone.id.label("phone_id"), Phone.digits, Phone.label),
    )
    .select_from(Occupancy)
    .join(Resident, Resident.id == Occupancy.resident_id)
    .outerjoin(Phone, Phone.resident_id == Resident.id)
    .where(
        Occupancy.room_id.in_(bindparam("rooms", expanding=True)),
        Occupancy.community_id == bindparam("community"),
        or_(Occupancy.until.is_(None), Occupancy.until > bindparam("today")),
        Resident.merged_into_id.is_(None),
    )
    .order_by(
        *(Phone.id.is_(None), Occupancy.calls_first.desc()),
        case(CALLING_ORDER, value=Occupancy.role, else_=len(CALLING_ORDER)),
        *(Occupancy.id, Phone.position, Phone.id),
    )
)


def room_choices(
    session: Session, community_id: int, rooms: Sequence[int], residents: Sequence[int], today: date
) -> list[RoomChoice]:
    """Return rooms in the order of `rooms`, with who may be calling; those of `residents` stand first in theirs."""
    if not rooms:
        return []
    about = session.connection().execute(_ROOMS, {"community": community_id, "rooms": rooms})
    known = {row.id: row for row in about}
    there = callers(session, community_id, list(known), today)
    order = [room_id for room_id in dict.fromkeys(rooms) if room_id in known]
    choices = []
    for room_id in order:
        people_there = sorted(there.get(room_id, ()), key=lambda person: person.resident_id not in residents)
        choices.append(RoomChoice(*known[room_id], tuple(people_there)))
    return choices


def callers(
    session: Session, community_id: int, rooms: Sequence[int], today: date
) -> Mapping[int, list[ReportingPerson]]:
    """Return who is in each of `rooms` on `today`, in the order to call them, a row for each of their phones.

    First who is marked so, then owners, tenants, family and others; who has no phone comes last.
    """
    if not rooms:
        return {}
    found: dict[int, list[ReportingPerson]] = defaultdict(list)
    known: set[tuple[int, int, int | None]] = set()
    asked = {"community": community_id, "rooms": rooms, "today": today}
    for row in session.connection().execute(_PEOPLE_THERE, asked):
        # owner and agent at once is one person to call
        if (once := (row.room_id, row.id, row.phone_id)) not in known:
            known.add(once)
            found[row.room_id].append(_called(row))
    return found


def _called(row: Any) -> ReportingPerson:
    return ReportingPerson(
        row.id,
        row.name,
        OccupancyRole(row.role),
        row.phone_id or 0,
        row.digits or "",
        mask_phone(row.digits) if row.digits else "",
        row.label or "",
        row.calls_first,
    )


def _phones(session: Session, residents: Sequence[int]) -> Mapping[int, list[PhoneLine]]:
    phones: dict[int, list[PhoneLine]] = defaultdict(list)
    rows = session.connection().execute(_phones_of(), {"residents": residents}) if residents else ()
    for resident_id, phone_id, digits, label, confirmed_on, version in rows:
        phones[resident_id].append(PhoneLine(phone_id, mask_phone(digits), label, confirmed_on, version))
    return phones


def _other_rooms(
    session: Session, residents: Sequence[int], room_id: int, today: date
) -> Mapping[int, list[OtherRoom]]:
    rooms: dict[int, list[OtherRoom]] = defaultdict(list)
    values = {"residents": residents, "room": room_id, "today": today}
    rows = session.connection().execute(_rooms_of(), values) if residents else ()
    for resident_id, id_, label, role in rows:
        there = rooms[resident_id]
        if not there or there[-1].room_id != id_:
            there.append(OtherRoom(id_, label, OccupancyRole(role)))
    return rooms


# These are asked whenever a household is opened; making a statement costs more than asking it, so each is made once.


@cache
def _in_room() -> Executable:
    return (
        select(*_COLUMNS)
        .select_from(Occupancy)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .outerjoin(ResidentPhoto, ResidentPhoto.resident_id == Resident.id)
        .where(
            Occupancy.room_id == bindparam("room"),
            Occupancy.community_id == bindparam("community"),
            Resident.merged_into_id.is_(None),
        )
        .order_by(Occupancy.until.is_(None), Occupancy.until, case(ROLE_ORDER, value=Occupancy.role), Occupancy.id)
    )


@cache
def _phones_of() -> Executable:
    return (
        select(Phone.resident_id, Phone.id, Phone.digits, Phone.label, Phone.confirmed_on, Phone.version)
        .where(Phone.resident_id.in_(bindparam("residents", expanding=True)))
        .order_by(Phone.position, Phone.id)
    )


@cache
def _rooms_of() -> Executable:
    return (
        select(Occupancy.resident_id, Room.id, Room.label, Occupancy.role)
        .select_from(Occupancy)
        .join(Room, Room.id == Occupancy.room_id)
        .where(
            Occupancy.resident_id.in_(bindparam("residents", expanding=True)),
            Occupancy.room_id != bindparam("room"),
            or_(Occupancy.until.is_(None), Occupancy.until > bindparam("today")),
        )
        .order_by(Room.order_key, Room.id, case(ROLE_ORDER, value=Occupancy.role), Occupancy.id)
    )


def _photo(row: Any) -> PhotoLine | None:
    return None if row.consent_on is None else PhotoLine(row.consent_by, row.consent_on, row.photo_version)
