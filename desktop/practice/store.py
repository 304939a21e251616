"""The SQL of practice: which households can be asked, how well they are known, and the answers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select

from desktop.core.plates import display_plate
from desktop.households.model import Building, Occupancy, OccupancyRole, Resident, Room, RoomTag, Tag, Vehicle, Zone
from desktop.practice.model import PracticeCard
from desktop.practice.rows import Asked, Choices, Person, Where, WornTag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from desktop.practice.rows import PracticeChoice

__all__ = ["Candidate", "candidates", "choices", "people", "plates", "tags"]

_ROLES = {role.value: rank for rank, role in enumerate(OccupancyRole)}


class Candidate(NamedTuple):
    """A household that can be asked, and the account's card of it; `due_on` none where it was never asked."""

    room_id: int
    room: str
    box: int
    due_on: date | None
    missed: int


def candidates(
    session: Session, community_id: int, account_id: int, choice: PracticeChoice, today: date
) -> list[Candidate]:
    """Return the households of a choice in which somebody is now, in natural order."""
    query: Select[Any] = (
        select(Room.id, Room.label, PracticeCard.box, PracticeCard.due_on, PracticeCard.missed)  # type: ignore[assignment]  # of optional cards
        .join(Building, Building.id == Room.building_id)
        .outerjoin(PracticeCard, and_(PracticeCard.room_id == Room.id, PracticeCard.account_id == account_id))
        .where(Room.community_id == community_id, _inhabited(today), *_chosen(choice))
        .order_by(Room.order_key, Room.id)
    )
    return [Candidate(row[0], row[1], row[2] or 0, row[3], row[4] or 0) for row in session.execute(query)]


def people(session: Session, rooms: Sequence[int], today: date) -> Mapping[int, list[Person]]:
    """Return who is in each of `rooms` now, owners first."""
    query = (
        select(Occupancy.room_id, Resident.name, Occupancy.role)
        .join(Resident, Resident.id == Occupancy.resident_id)
        .where(Occupancy.room_id.in_(rooms), *_present(today))
        .order_by(case(_ROLES, value=Occupancy.role), Occupancy.id)
    )
    found: dict[int, list[Person]] = defaultdict(list)
    for room_id, name, role in session.execute(query):
        found[room_id].append(Person(name, OccupancyRole(role)))
    return found


def plates(session: Session, rooms: Sequence[int]) -> Mapping[int, list[str]]:
    """Return the plates of each of `rooms`, as they stand on the cars."""
    query = select(Vehicle.room_id, Vehicle.plate).where(Vehicle.room_id.in_(rooms)).order_by(Vehicle.id)
    found: dict[int, list[str]] = defaultdict(list)
    for room_id, plate in session.execute(query):
        found[room_id].append(display_plate(plate))
    return found


def tags(session: Session, rooms: Sequence[int]) -> Mapping[int, list[WornTag]]:
    """Return the tags of each of `rooms`, those with a meaning first."""
    query = (
        select(RoomTag.room_id, Tag.name, Tag.meaning, Tag.tone)
        .join(Tag, Tag.id == RoomTag.tag_id)
        .where(RoomTag.room_id.in_(rooms))
        .order_by(Tag.meaning == "", Tag.name)
    )
    found: dict[int, list[WornTag]] = defaultdict(list)
    for room_id, name, meaning, tone in session.execute(query):
        found[room_id].append(WornTag(name, meaning, tone))
    return found


def choices(session: Session, community_id: int) -> Choices:
    """Return the zones by name and the buildings in natural order."""
    zones = select(Zone.id, Zone.name).where(Zone.community_id == community_id).order_by(Zone.name)
    buildings = (
        select(Building.id, Building.name)
        .where(Building.community_id == community_id)
        .order_by(Building.order_key, Building.id)
    )
    return Choices(
        tuple((row[0], row[1]) for row in session.execute(zones)),
        tuple((row[0], row[1]) for row in session.execute(buildings)),
    )


def _present(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        or_(Occupancy.since.is_(None), Occupancy.since <= today),
        or_(Occupancy.until.is_(None), Occupancy.until > today),
        Resident.merged_into_id.is_(None),
    )


def _inhabited(today: date) -> ColumnElement[bool]:
    there = select(Occupancy.room_id).join(Resident, Resident.id == Occupancy.resident_id).where(*_present(today))
    return Room.id.in_(there)


def _chosen(choice: PracticeChoice) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if choice.asked is Asked.PLATES:
        asked.append(exists().where(Vehicle.room_id == Room.id))
    if choice.where is Where.ZONE:
        asked.append(Building.zone_id == choice.place_id)
    elif choice.where is Where.BUILDING:
        asked.append(Room.building_id == choice.place_id)
    elif choice.where is Where.VIP:
        vip = select(RoomTag.room_id).join(Tag, Tag.id == RoomTag.tag_id).where(Tag.meaning == "vip")
        asked.append(Room.id.in_(vip))
    return asked
